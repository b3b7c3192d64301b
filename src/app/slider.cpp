#include "app/slider.h"

#include "app/widgets.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace harmonium::app {
namespace {

// A ratio scale that begins at zero keeps this part of its length for zero itself.
constexpr double kZeroPart = 0.04;
// ... and then spans this many powers of ten below the maximum.
constexpr double kZeroDecades = 5;

double rounded(double value, int significant) {
  if (value == 0) return 0;
  const double unit = std::pow(10, std::floor(std::log10(std::abs(value))) - significant + 1);
  // Division by the reciprocal for small units: 3 / 1000 is 0.003, while 3 * 0.001 is not.
  return unit >= 1 ? std::round(value / unit) * unit : std::round(value / unit) / std::round(1 / unit);
}

}  // namespace

SliderScale::SliderScale(const Option& option)
    : low_(option.minimum),
      high_(option.maximum),
      floor_(option.type == OptionType::kInteger ? 1 : option.maximum / std::pow(10, kZeroDecades)),
      integer_(option.type == OptionType::kInteger),
      ratio_(option.logarithmic && option.minimum >= 0 && option.maximum > 0),
      zero_(option.logarithmic && option.minimum == 0) {}

double SliderScale::position(double value) const {
  value = std::clamp(value, low_, high_);
  if (high_ <= low_) return 0;
  if (!ratio_) return (value - low_) / (high_ - low_);
  if (!zero_) return std::log(value / low_) / std::log(high_ / low_);
  if (value <= 0) return 0;
  const double t = std::log(std::max(value, floor_) / floor_) / std::log(high_ / floor_);
  return kZeroPart + (1 - kZeroPart) * t;
}

double SliderScale::tidy(double value) const {
  value = std::clamp(value, low_, high_);
  if (integer_) {
    // On a ratio scale thousands are meant roughly.
    const double whole = ratio_ && value >= 100 ? rounded(value, 2) : std::round(value);
    return std::clamp(whole, low_, high_);
  }
  if (ratio_) return std::clamp(rounded(value, 2), low_, high_);
  const double unit = std::pow(10, std::floor(std::log10(high_ - low_)) - 2);
  const double snapped = unit >= 1 ? std::round(value / unit) * unit : std::round(value / unit) / std::round(1 / unit);
  return std::clamp(snapped, low_, high_);
}

double SliderScale::value(double position) const {
  const double t = std::clamp(position, 0.0, 1.0);
  if (!ratio_) return tidy(low_ + t * (high_ - low_));
  if (!zero_) return tidy(low_ * std::pow(high_ / low_, t));
  if (t < kZeroPart / 2) return 0;
  const double u = std::max(0.0, (t - kZeroPart) / (1 - kZeroPart));
  return tidy(floor_ * std::pow(high_ / floor_, u));
}

double SliderScale::stepped(double value, int steps) const {
  const int direction = steps < 0 ? -1 : 1;
  for (int i = 0; i < std::abs(steps); ++i) {
    if (integer_ && (!ratio_ || value < 20)) {
      value = std::clamp(value + direction, low_, high_);
      continue;
    }
    const double from = position(value);
    double next = value;
    for (int n = 1; n <= 20 && next == value; ++n) next = this->value(from + direction * 0.01 * n);
    value = next;
  }
  return value;
}

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
    // A click on the knob moves nothing; only going elsewhere does.
    const bool on_knob =
        std::abs(io.MousePos.x - (from + static_cast<float>(scale.position(value)) * (to - from))) < radius;
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
    const float x = std::round(from + static_cast<float>(scale.position(value)) * (to - from));
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
