// Decides how the details of a measurement, pairs of a name and a number, are drawn.
#pragma once

#include "session/snapshot.h"

#include <string>

namespace harmonium::app {

enum class DetailForm {
  kNone,     // the measurement has no details
  kShares,   // at least two numbers in [0, 1] whose sum is 1 within 0.01: bars
  kNumbers,  // anything else: a list of names and numbers
};
DetailForm detailForm(const Measurement& measurement);

}  // namespace harmonium::app
