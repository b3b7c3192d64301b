#include "app/slider.h"

#include "app/widgets.h"
#include "base/numbers.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace harmonium::app {
Slide slider(Ui& ui, const char* id, const SliderScale& scale, double& value, float width, ImU32 colour) {
  Slide slide;
  const float height = ui.touch || ui.form == Form::kNarrow ? ui.px(32) : ui.px(22);
  const Press press = pressable(ui, id, {width, height}, true, true);
  const float radius = ui.px(ui.touch ? 9 : 7);
  const float from = press.min.x + radius, to = press.max.x - radius;
  const ImGuiIO& io = ImGui::GetIO();
  if (press.visible && ImGui::IsItemActivated() && (io.KeyCtrl || io.MouseClickedCount[0] == 2)) {
    slide.typing = true;
    ImGui::ClearActiveID();
  } else if (press.held) {
    const double moved = scale.value((io.MousePos.x - from) / std::max(to - from, 1.0f));
    // A click on the knob is rarely at its centre, so it must not move the value; only a drag does.
    const bool on_knob = std::abs(io.MousePos.x - (from + toFloat(scale.position(value)) * (to - from))) < radius;
    if (moved != value && !(on_knob && io.MouseDragMaxDistanceSqr[0] < 4)) {
      value = moved;
      slide.changed = true;
    }
  }
  if (press.visible && ImGui::IsItemDeactivated() && !slide.typing) slide.released = true;
  if (press.steps != 0) {
    value = scale.stepped(value, press.steps);
    slide.changed = slide.released = true;
  }
  if (press.focused && press.pressed) slide.typing = true;
  if (press.visible) {
    const Palette& p = ui.colours();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float middle = std::round((press.min.y + press.max.y) / 2), half = ui.px(2);
    const float x = std::round(from + toFloat(scale.position(value)) * (to - from));
    list.AddRectFilled({press.min.x, middle - half}, {press.max.x, middle + half}, p.sunken, half);
    list.AddRectFilled({press.min.x, middle - half}, {x, middle + half}, colour, half);
    list.AddCircleFilled({x, middle + ui.px(1)}, radius + ui.px(1), p.shadow, 32);
    list.AddCircleFilled({x, middle}, radius, ui.theme.dark ? p.ink : p.raised, 32);
    list.AddCircle({x, middle}, radius, press.held || press.hovered ? colour : p.line_strong, 32,
                   ui.px(press.held ? 2 : 1));
    focusLine(ui, press, 6);
  }
  return slide;
}

}  // namespace harmonium::app
