// Whether an option table is sound: what its lists and conditions name is there.
#pragma once

#include "base/options.h"

#include <string>

namespace harmonium {

// The first thing that is wrong with it; empty where all is well.
std::string faultOf(const OptionTable& table);

}  // namespace harmonium
