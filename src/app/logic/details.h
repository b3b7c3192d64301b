// What a measurement's details are to be drawn as.
#pragma once

#include "session/snapshot.h"

#include <string>

namespace harmonium::app {

enum class DetailForm {
  kNone,
  kShares,   // parts of one whole: bars
  kNumbers,  // a few figures by name
};
DetailForm detailForm(const Measurement& measurement);

}  // namespace harmonium::app
