// A slider over the range of an option. Its scale maps values to positions (logic/slider_scale.h).
#pragma once

#include "app/logic/slider_scale.h"
#include "app/ui.h"

namespace harmonium::app {

struct Slide {
  bool changed = false;   // since the last frame
  bool released = false;  // the mouse button was released, or a key moved the slider
  bool typing = false;    // the visitor wants to type the value: by a double click, a click with Ctrl, or Enter
};
// Draws a slider `width` pixels wide at ImGui's cursor. It changes `value` as the visitor moves it.
Slide slider(Ui& ui, const char* id, const SliderScale& scale, double& value, float width, ImU32 colour);

}  // namespace harmonium::app
