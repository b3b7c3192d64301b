// A slider over the range of an option: equal steps or equal ratios, with zero at the end of a ratio scale that begins
// there.
#pragma once

#include "app/ui.h"
#include "base/options.h"

namespace harmonium::app {

// Where a value lies on its slider, in [0, 1], and back. Values come back rounded to what a hand can mean: whole
// numbers for integers, two or three significant digits otherwise.
class SliderScale {
 public:
  explicit SliderScale(const Option& option);
  double position(double value) const;
  double value(double position) const;
  // The next value a keyboard step away; differs from `value` unless it is at the end.
  double stepped(double value, int steps) const;

 private:
  double tidy(double value) const;
  double low_, high_, floor_;  // floor_: the least positive value of a ratio scale that begins at zero
  bool integer_, ratio_, zero_;
};

struct Slide {
  bool changed = false;   // since the last frame
  bool released = false;  // let go, or moved by a key
  bool typing = false;    // asked for typing: double click, or click with Ctrl
};
Slide slider(Ui& ui, const char* id, const SliderScale& scale, double& value, float width, ImU32 colour);

}  // namespace harmonium::app
