#include "app/controls.h"

#include "app/logic/format.h"
#include "app/slider.h"
#include "app/widgets.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace harmonium::app {
namespace {

// A moved control waits this long for the core's answer before it shows the core's value again.
constexpr double kPatience = 3;

void propose(Ui& ui, const Option& option, double value, bool released) {
  if (ui.kept) {
    (*ui.kept)[option.name] = value;
    return;
  }
  ui.choices.pending[option.name] = {value, released ? ui.now : 0};
  // What starts the experiment anew is sent once, when the hand lets go; the rest follows the hand.
  if (released || option.live) ui.actions.set(option, value);
}

std::string rangeText(const Option& option) {
  std::string text;
  if (option.type == OptionType::kInteger || option.type == OptionType::kNumber)
    text = formatSetting(option.minimum) + " to " + formatSetting(option.maximum) + ", " +
           formatSetting(option.initial) + " unless changed.";
  return text;
}

std::string fullHelp(const Option& option) {
  std::string text = option.help;
  const std::string range = rangeText(option);
  if (!range.empty()) text += (text.empty() ? "" : " ") + range;
  if (!option.live) text += " A change starts the experiment anew, with the same seed.";
  return text;
}

// "?" at the end of the label: points at it for a moment, or opens the help below for good.
void helpMark(Ui& ui, const Option& option) {
  const float size = ui.px(ui.touch ? 24 : 16);
  const bool open = ui.choices.explained.count(option.name) > 0;
  const Press press = pressable(ui, "help", {size, size});
  if (press.visible) {
    const Palette& p = ui.colours();
    const ImVec2 centre((press.min.x + press.max.x) / 2, (press.min.y + press.max.y) / 2);
    const ImU32 colour = open || press.hovered ? p.data : p.line_strong;
    ImGui::GetWindowDrawList()->AddCircle(centre, ui.px(7.5f), colour, 24, ui.px(1));
    const ImVec2 text = textSize(ui, Face::kSmall, "?");
    drawText(ui, Face::kSmall, {centre.x - text.x / 2, centre.y - text.y / 2},
             open || press.hovered ? p.data : p.ink_faint, "?");
    focusLine(ui, press, 8);
  }
  if (press.pressed) {
    if (open)
      ui.choices.explained.erase(option.name);
    else
      ui.choices.explained.insert(option.name);
  }
  if (!open) hint(ui, fullHelp(option), press.reached);
}

void startTyping(Ui& ui, const Option& option, double value) {
  ui.choices.typing = option.name;
  ui.choices.typing_began = true;
  std::snprintf(ui.choices.typed.data(), ui.choices.typed.size(), "%s", formatNumber(value).c_str());
}

void typeValue(Ui& ui, const Option& option, float width, float height) {
  const Palette& p = ui.colours();
  ImGui::PushStyleColor(ImGuiCol_Border, p.data);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, ui.px(1));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(ui.px(6), std::round((height - ImGui::GetFontSize()) / 2)));
  ImGui::SetNextItemWidth(width);
  const bool began = ui.choices.typing_began;
  if (began) ImGui::SetKeyboardFocusHere();
  ui.choices.typing_began = false;
  const bool entered = ImGui::InputText(
      "##typed", ui.choices.typed.data(), ui.choices.typed.size(),
      ImGuiInputTextFlags_CharsScientific | ImGuiInputTextFlags_AutoSelectAll | ImGuiInputTextFlags_EnterReturnsTrue);
  const bool left = !began && ImGui::IsItemDeactivated();
  ImGui::PopStyleVar(2);
  ImGui::PopStyleColor();
  if (!entered && !left) return;
  const bool dropped = ImGui::IsKeyPressed(ImGuiKey_Escape);
  char* end = nullptr;
  const double value = std::strtod(ui.choices.typed.data(), &end);
  const bool number = end != ui.choices.typed.data() && std::isfinite(value);
  if (number && !dropped && value != shownValue(ui, option)) propose(ui, option, value, true);
  ui.choices.typing.clear();
}

// The first line: label, mark of a new start, help; `right` is kept free for what the caller draws at its end. Long
// labels take two lines.
void labelLine(Ui& ui, const Option& option, float right) {
  const Palette& p = ui.colours();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float help = ui.px(ui.touch ? 24 : 16), anew = option.live ? 0 : ui.px(18);
  const float room = ImGui::GetContentRegionAvail().x - right - help - anew - ui.px(10);
  const ImVec2 size = textSize(ui, Face::kBody, option.label, room);
  const float height = std::max(ui.px(22), size.y + ui.px(4));
  const ImFont* font = ui.theme.font(Face::kBody);
  ImGui::GetWindowDrawList()->AddText(font, font->FontSize, {at.x, std::round(at.y + (height - size.y) / 2)}, p.ink,
                                      option.label.c_str(), nullptr, room);
  float x = at.x + size.x + ui.px(6);
  if (!option.live) {
    drawIcon(*ImGui::GetWindowDrawList(), Icon::kReset, {x + ui.px(6), at.y + height / 2}, ui.px(12), p.ink_faint);
    x += anew;
  }
  ImGui::SetCursorScreenPos({x, std::round(at.y + (height - help) / 2)});
  helpMark(ui, option);
  ImGui::SetCursorScreenPos({at.x, at.y + height});
}

void numberControl(Ui& ui, const Option& option) {
  const Palette& p = ui.colours();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, field = ui.px(72), height = ui.px(22);
  double value = shownValue(ui, option);
  labelLine(ui, option, field);
  const ImVec2 below = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos({at.x + width - field, at.y});
  if (ui.choices.typing == option.name) {
    typeValue(ui, option, field, height);
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
      const bool changed = value != option.initial;
      drawTextIn(ui, changed ? Face::kStrong : Face::kBody, press.min, {press.max.x - ui.px(4), press.max.y},
                 changed ? p.ink : p.ink_soft, text, 1);
      focusLine(ui, press, 4);
    }
    if (press.pressed) startTyping(ui, option, value);
  }
  ImGui::SetCursorScreenPos(below);
  const Slide slide = slider(ui, "slider", SliderScale(option), value, width, p.data);
  if (slide.typing) startTyping(ui, option, shownValue(ui, option));
  if (slide.changed)
    propose(ui, option, value, slide.released);
  else if (slide.released && !ui.kept && value != ui.state.experiment.value(option))
    propose(ui, option, value, true);
}

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

void choiceControl(Ui& ui, const Option& option) {
  const float width = ImGui::GetContentRegionAvail().x;
  const int count = static_cast<int>(option.choices.size());
  const int now = std::clamp(static_cast<int>(shownValue(ui, option)), 0, std::max(count - 1, 0));
  labelLine(ui, option, 0);
  space(ui, 4);
  if (count == 0) return;
  std::vector<std::string_view> labels;
  float widest = 0;
  for (const Choice& each : option.choices) {
    labels.push_back(each.label);
    widest = std::max(widest, textSize(ui, Face::kBody, each.label).x);
  }
  if ((widest + ui.px(12)) * static_cast<float>(count) <= width) {
    int chosen = now;
    if (segmented(ui, "segments", labels, chosen, width)) propose(ui, option, chosen, true);
    return;
  }
  if (!beginList(ui, "list", labels[static_cast<std::size_t>(now)], width)) return;
  for (int i = 0; i < count; ++i) {
    ImGui::PushID(i);
    if (choice(ui, "choice", labels[static_cast<std::size_t>(i)], "", i == now)) propose(ui, option, i, true);
    ImGui::PopID();
  }
  endList();
}

}  // namespace

double shownValue(const Ui& ui, const Option& option) {
  if (ui.kept) {
    const auto own = ui.kept->find(option.name);
    return own == ui.kept->end() ? option.initial : own->second;
  }
  const double real = ui.state.experiment.value(option);
  const auto at = ui.choices.pending.find(option.name);
  if (at == ui.choices.pending.end()) return real;
  const Pending& pending = at->second;
  const bool done = pending.since > 0 && (pending.value == real || ui.now - pending.since > kPatience);
  if (!done) return pending.value;
  ui.choices.pending.erase(at);
  return real;
}

void optionControl(Ui& ui, const Option& option) {
  ImGui::PushID(option.name.c_str());
  switch (option.type) {
    case OptionType::kInteger:
    case OptionType::kNumber:
      numberControl(ui, option);
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
  ImGui::PopID();
}

}  // namespace harmonium::app
