#include "app/control_parts.h"

#include "app/logic/format.h"
#include "app/logic/lists.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace harmonium::app {
namespace {

// A control that was changed waits this long for the core's confirmation before it shows the core's value again.
constexpr double kAnswerSeconds = 3;

std::string rangeText(const Option& option) {
  if (option.type == OptionType::kToggle || option.type == OptionType::kChoice) return "";
  const std::string range = formatSetting(option.minimum) + " to " + formatSetting(option.maximum) + ", ";
  if (option.type == OptionType::kSizes) {
    return formatCount(toDouble(option.least_count)) + " to " + formatCount(toDouble(option.most_count)) +
           " numbers, each " + range + listText(option.initial_list) + " unless changed.";
  }
  const std::string each = option.per.empty() ? "" : "; one for all layers or one per layer";
  return range + formatSetting(option.initial) + " unless changed" + each + ".";
}

// The "?" at the end of the label. Hovering shows the help as a hint; pressing opens it below the control until it is
// pressed again.
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
  if (press.focused) ui.focus.name("help");
  if (press.pressed) {
    if (open)
      ui.choices.explained.erase(option.name);
    else
      ui.choices.explained.insert(option.name);
  }
  if (!open) hint(ui, fullHelp(option), press.reached);
}

}  // namespace

OptionValue shownSetting(const Ui& ui, const Option& option) {
  if (ui.kept) {
    const auto own = ui.kept->find(option.name);
    return own == ui.kept->end() ? initialValue(option) : own->second;
  }
  const OptionValue real = ui.state.experiment.setting(option);
  const auto at = ui.choices.pending.find(option.name);
  if (at == ui.choices.pending.end()) return real;
  const Pending& pending = at->second;
  const bool done = pending.since > 0 && (pending.value == real || ui.now - pending.since > kAnswerSeconds);
  if (!done) return pending.value;
  ui.choices.pending.erase(at);
  return real;
}

double shownValue(const Ui& ui, const Option& option) {
  return shownSetting(ui, option).number;
}

void propose(Ui& ui, const Option& option, const OptionValue& value, bool released) {
  if (ui.kept) {
    (*ui.kept)[option.name] = value;
    return;
  }
  ui.choices.pending[option.name] = {value, released ? ui.now : 0};
  // An option that restarts the experiment is sent once, when the control is released. Others are sent as they change.
  if (released || option.live) ui.actions.set(option, value);
}

std::string fullHelp(const Option& option) {
  std::string text = option.help;
  const std::string range = rangeText(option);
  if (!range.empty()) text += (text.empty() ? "" : " ") + range;
  if (!option.live) text += " A change starts the experiment anew, with the same seed.";
  return text;
}

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

void startTyping(Ui& ui, std::string_view key, std::string_view text) {
  ui.choices.typing = key;
  ui.choices.typing_began = true;
  std::snprintf(ui.choices.typed.data(), ui.choices.typed.size(), "%.*s", toInt(text.size()), text.data());
}

bool typingIn(const Ui& ui, std::string_view key) {
  return ui.choices.typing == key;
}

std::optional<std::string_view> typingField(Ui& ui, float width, float height, Typed typed) {
  const Palette& p = ui.colours();
  ImGui::PushStyleColor(ImGuiCol_Border, p.data);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, ui.px(1));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(ui.px(6), std::round((height - ImGui::GetFontSize()) / 2)));
  ImGui::SetNextItemWidth(width);
  const bool began = ui.choices.typing_began;
  if (began) ImGui::SetKeyboardFocusHere();
  ui.choices.typing_began = false;
  const ImGuiInputTextFlags signs = typed == Typed::kNumber ? ImGuiInputTextFlags_CharsScientific : 0;
  const bool entered =
      ImGui::InputText("##typed", ui.choices.typed.data(), ui.choices.typed.size(),
                       signs | ImGuiInputTextFlags_AutoSelectAll | ImGuiInputTextFlags_EnterReturnsTrue);
  const bool left = !began && ImGui::IsItemDeactivated();
  ImGui::PopStyleVar(2);
  ImGui::PopStyleColor();
  if (!entered && !left) return {};
  ui.choices.typing.clear();
  if (ImGui::IsKeyPressed(ImGuiKey_Escape)) return {};
  return std::string_view(ui.choices.typed.data());
}

}  // namespace harmonium::app
