#include "app/list_controls.h"

#include "app/control_parts.h"
#include "app/controls.h"
#include "app/logic/format.h"
#include "app/logic/lists.h"
#include "app/logic/slider_scale.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <algorithm>

namespace harmonium::app {
namespace {

float boxHeight(const Ui& ui) {
  return ui.px(ui.touch || ui.form == Form::kNarrow ? 36 : 28);
}

// Places boxes from left to right and continues on the next line when there is no more room.
class Row {
 public:
  explicit Row(const Ui& ui)
      : at_(ImGui::GetCursorScreenPos()),
        left_(at_.x),
        right_(at_.x + ImGui::GetContentRegionAvail().x),
        gap_(ui.px(6)),
        height_(boxHeight(ui)) {}

  void place(float width) {
    if (at_.x > left_ && at_.x + width > right_ + 1) at_ = {left_, at_.y + height_ + gap_};
    ImGui::SetCursorScreenPos(at_);
    at_.x += width + gap_;
  }
  void end() const {
    ImGui::SetCursorScreenPos({left_, at_.y + height_});
    ImGui::Dummy({right_ - left_, 0});
  }

 private:
  ImVec2 at_;
  float left_, right_, gap_, height_;
};

// Draws one entry. Returns the new list if the visitor changed it.
std::optional<std::vector<double>> entryBox(Ui& ui, const Option& option, const std::vector<double>& list,
                                            std::size_t at, float width) {
  const std::string key = option.name + "#" + std::to_string(at);
  const float height = boxHeight(ui);
  if (typingIn(ui, key)) {
    const std::optional<std::string_view> typed = typingField(ui, width, height, Typed::kList);
    return typed ? typedInto(list, at, *typed) : std::nullopt;
  }
  const Press press = pressable(ui, "entry", {width, height}, true, true);
  if (press.visible) {
    const Palette& p = ui.colours();
    ImDrawList& drawn = *ImGui::GetWindowDrawList();
    drawn.AddRectFilled(press.min, press.max, press.hovered ? mix(p.raised, p.ink, 0.04f) : p.raised, ui.px(6));
    drawn.AddRect(press.min, press.max, p.line_strong, ui.px(6), 0, ui.px(1));
    drawTextIn(ui, Face::kBody, {press.min.x + ui.px(4), press.min.y}, {press.max.x - ui.px(4), press.max.y}, p.ink,
               formatSetting(list[at]), 0.5f);
    if (press.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
    focusLine(ui, press, 6);
  }
  hint(ui, "Number " + formatCount(toDouble(at + 1)) + ". Type one, or the whole list: " + listText(list),
       press.reached);
  if (press.pressed) startTyping(ui, key, formatNumber(list[at]));
  if (press.steps == 0) return {};
  std::vector<double> changed = list;
  changed[at] = SliderScale(option).stepped(list[at], press.steps);
  return changed;
}

std::optional<std::vector<double>> entryBoxes(Ui& ui, const Option& option, const std::vector<double>& list, Row& row) {
  // While its number is typed, a box is wide enough for the whole list, because a whole list may be typed in it.
  float width = ui.px(52);
  for (const double value : list)
    width = std::max(width, textSize(ui, Face::kBody, formatSetting(value)).x + ui.px(16));
  std::optional<std::vector<double>> changed;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const bool typing = typingIn(ui, option.name + "#" + std::to_string(i));
    const float room = typing ? std::max(width, ui.px(120)) : width;
    row.place(room);
    ImGui::PushID(toInt(i));
    if (auto asked = entryBox(ui, option, list, i, room)) changed = std::move(asked);
    ImGui::PopID();
  }
  return changed;
}

}  // namespace

void sizesControl(Ui& ui, const Option& option) {
  const std::vector<double> list = shownSetting(ui, option).list;
  labelLine(ui, option, 0);
  space(ui, 4);
  Row row(ui);
  std::optional<std::vector<double>> changed = entryBoxes(ui, option, list, row);
  const float height = boxHeight(ui);
  ButtonLook look{Icon::kNone, "\u2212", Kind::kNormal, "Take the last one away"};
  look.width = look.height = height;
  look.enabled = list.size() > option.least_count;
  row.place(height);
  if (button(ui, "fewer", look)) changed = std::vector<double>(list.begin(), list.end() - 1);
  look.label = "+";
  look.hint = "Add one more";
  look.enabled = list.size() < option.most_count;
  row.place(height);
  if (button(ui, "more", look)) {
    changed = list;
    changed->push_back(list.empty() ? option.minimum : list.back());
  }
  row.end();
  if (changed && *changed != list) propose(ui, option, OptionValue(std::move(*changed)), true);
}

void perLayerControl(Ui& ui, const Option& option, std::size_t layers) {
  // The core's list may still have the old length.
  const OptionValue value = withCount(shownSetting(ui, option), layers);
  bool each = !value.list.empty();
  if (each) {
    labelLine(ui, option, 0);
    space(ui, 4);
    Row row(ui);
    std::optional<std::vector<double>> changed = entryBoxes(ui, option, value.list, row);
    row.end();
    if (changed && *changed != value.list) propose(ui, option, OptionValue(std::move(*changed)), true);
  } else {
    numberControl(ui, option);
  }
  if (layers < 2 && !each) return;
  space(ui, 4);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, right = ui.px(36), height = ui.px(20);
  drawTextIn(ui, Face::kSmall, at, {at.x + width - right, at.y + height}, ui.colours().ink_faint, "One per layer");
  ImGui::SetCursorScreenPos({at.x + width - right, at.y});
  if (toggle(ui, "each", each)) {
    const OptionValue other =
        each ? OptionValue(std::vector<double>(layers, value.number)) : OptionValue(value.list.front());
    propose(ui, option, other, true);
  }
  ImGui::SetCursorScreenPos({at.x, at.y + height});
  ImGui::Dummy({width, 0});
}

}  // namespace harmonium::app
