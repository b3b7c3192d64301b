#include "app/controls.h"

#include "app/control_parts.h"
#include "app/list_controls.h"
#include "app/logic/format.h"
#include "app/logic/lists.h"
#include "app/slider.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <algorithm>

namespace harmonium::app {
namespace {

void toggleControl(Ui& ui, const Option& option) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, right = ui.px(36);
  bool on = shownValue(ui, option) != 0;
  labelLine(ui, option, right);
  const ImVec2 below = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos({at.x + width - right, at.y + ui.px(1)});
  if (toggle(ui, "toggle", on)) propose(ui, option, on ? 1 : 0, true);
  ImGui::SetCursorScreenPos(below);
  ImGui::Dummy({width, 0});
}

// A choice whose labels fit side by side shows all of them at once; otherwise it is a list.
void choiceControl(Ui& ui, const Option& option) {
  const float width = ImGui::GetContentRegionAvail().x;
  const int count = toInt(option.choices.size());
  const int now = std::clamp(toInt(shownValue(ui, option)), 0, std::max(count - 1, 0));
  labelLine(ui, option, 0);
  space(ui, 4);
  if (count == 0) return;
  std::vector<std::string_view> labels;
  float widest = 0;
  for (const Choice& each : option.choices) {
    labels.push_back(each.label);
    widest = std::max(widest, textSize(ui, Face::kBody, each.label).x);
  }
  if ((widest + ui.px(12)) * toFloat(count) <= width) {
    int chosen = now;
    if (segmented(ui, "segments", labels, chosen, width)) propose(ui, option, chosen, true);
    return;
  }
  if (!beginList(ui, "list", labels[toSize(now)], width)) return;
  for (int i = 0; i < count; ++i) {
    ImGui::PushID(i);
    if (choice(ui, "choice", labels[toSize(i)], "", i == now)) propose(ui, option, i, true);
    ImGui::PopID();
  }
  endList();
}

}  // namespace

void numberControl(Ui& ui, const Option& option) {
  const Palette& p = ui.colours();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, field = ui.px(72), height = ui.px(22);
  double value = shownValue(ui, option);
  labelLine(ui, option, field);
  const ImVec2 below = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos({at.x + width - field, at.y});
  if (typingIn(ui, option.name)) {
    if (const std::optional<std::string_view> typed = typingField(ui, field, height, Typed::kNumber)) {
      const std::optional<std::vector<double>> numbers = readList(*typed);
      // Anything but one number leaves the value as it is. The range is checked by whoever takes the value.
      if (numbers && numbers->size() == 1 && numbers->front() != value) propose(ui, option, numbers->front(), true);
    }
  } else {
    const std::string text = formatSetting(value);
    const float text_width = textSize(ui, Face::kStrong, text).x + ui.px(8);
    ImGui::SetCursorScreenPos({at.x + width - text_width, at.y});
    const Press press = pressable(ui, "value", {text_width, height});
    if (press.visible) {
      if (press.hovered) {
        ImGui::GetWindowDrawList()->AddRectFilled(press.min, press.max, p.sunken, ui.px(4));
        ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
      }
      // A bold number differs from the default.
      const bool changed = value != option.initial;
      drawTextIn(ui, changed ? Face::kStrong : Face::kBody, press.min, {press.max.x - ui.px(4), press.max.y},
                 changed ? p.ink : p.ink_soft, text, 1);
      focusLine(ui, press, 4);
    }
    if (press.focused) ui.focus.name(text + ", press to type");
    if (press.pressed) startTyping(ui, option.name, formatNumber(value));
  }
  ImGui::SetCursorScreenPos(below);
  const Slide slide = slider(ui, "slider", SliderScale(option), value, width, p.data);
  ui.focus.name(formatSetting(value));
  if (slide.typing) startTyping(ui, option.name, formatNumber(shownValue(ui, option)));
  if (slide.changed) propose(ui, option, value, slide.released);
  // The release may come in a frame in which the value does not change; the final value must be sent all the same.
  else if (slide.released && !ui.kept && value != ui.state.experiment.value(option))
    propose(ui, option, value, true);
}

bool optionShown(const Ui& ui, const OptionTable& table, const Option& option) {
  const auto value_of = [&](const Option& other) { return shownValue(ui, other); };
  return isShown(table, option, value_of, ui.state.dataValues());
}

void optionControl(Ui& ui, const OptionTable& table, const Option& option) {
  ImGui::PushID(option.name.c_str());
  ui.focus.within(option.label);
  // An option per layer has as many values as the list that it names has entries.
  const Option* sizes = option.per.empty() ? nullptr : findOption(table, option.per);
  switch (option.type) {
    case OptionType::kInteger:
    case OptionType::kNumber:
      if (sizes)
        perLayerControl(ui, option, shownSetting(ui, *sizes).list.size());
      else
        numberControl(ui, option);
      break;
    case OptionType::kSizes:
      sizesControl(ui, option);
      break;
    case OptionType::kToggle:
      toggleControl(ui, option);
      break;
    case OptionType::kChoice:
      choiceControl(ui, option);
      break;
  }
  if (ui.choices.explained.count(option.name) > 0) {
    space(ui, 4);
    paragraph(ui, Face::kSmall, ui.colours().ink_soft, fullHelp(option));
  }
  ui.focus.within("");
  ImGui::PopID();
}

}  // namespace harmonium::app
