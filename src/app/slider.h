// A slider over the range of an option: equal steps or equal ratios, with zero at the end of a ratio scale that begins
// there.
#pragma once

#include "app/logic/slider_scale.h"
#include "app/ui.h"

namespace harmonium::app {

struct Slide {
  bool changed = false;   // since the last frame
  bool released = false;  // let go, or moved by a key
  bool typing = false;    // asked for typing: double click, or click with Ctrl
};
Slide slider(Ui& ui, const char* id, const SliderScale& scale, double& value, float width, ImU32 colour);

}  // namespace harmonium::app
