// Whether a view is one that can be drawn: sizes that agree with its kind, axes that go up, numbers that are numbers.
#pragma once

#include "base/view.h"

#include <string>

namespace harmonium {

// What is wrong with it, in words; empty when nothing is.
std::string faultOf(const View& view);
// The same of what is offered: names that a request can hold, choices among two options at least.
std::string faultOf(const ViewOffer& offer);

}  // namespace harmonium
