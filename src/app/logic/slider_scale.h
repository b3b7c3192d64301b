// Maps the value of an option to a position on its slider in [0, 1], and back. A linear option has equal steps, a
// logarithmic one equal ratios; a logarithmic range that begins at zero has zero at its left end. Values are rounded to
// the precision that a hand can set: integers to whole numbers, others to two or three significant digits.
#pragma once

#include "base/options.h"

namespace harmonium::app {

class SliderScale {
 public:
  explicit SliderScale(const Option& option);
  // Values outside the option's range count as its nearer end. A range without length gives 0.
  double position(double value) const;
  // Always in the option's range; positions outside [0, 1] count as the nearer end.
  double value(double position) const;
  // The value after `steps` keyboard steps; negative steps go down. It differs from `value` unless that is at the end.
  double stepped(double value, int steps) const;

 private:
  double toPrecision(double value) const;
  double low_, high_;
  double floor_;  // the least positive value of a ratio scale that begins at zero
  bool integer_;  // values are whole numbers
  bool ratio_;    // equal ratios instead of equal steps
  bool zero_;     // a ratio scale that begins at zero
};

}  // namespace harmonium::app
