// Where a value lies on its slider, in [0, 1], and back: equal steps or equal ratios, with zero at the end of a ratio
// scale that begins there. Values come back rounded to what a hand can mean: whole numbers for integers, else two or
// three significant digits.
#pragma once

#include "base/options.h"

namespace harmonium::app {

class SliderScale {
 public:
  explicit SliderScale(const Option& option);
  double position(double value) const;
  double value(double position) const;
  // The next value a keyboard step away, or several; differs from `value` unless that is at the end.
  double stepped(double value, int steps) const;

 private:
  double tidy(double value) const;
  double low_, high_, floor_;  // floor_: the least positive value of a ratio scale that begins at zero
  bool integer_, ratio_, zero_;
};

}  // namespace harmonium::app
