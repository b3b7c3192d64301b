#include "app/widgets.h"

#include "app/logic/hint_place.h"
#include "base/numbers.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

const char* begin(std::string_view text) {
  return text.data();
}
const char* end(std::string_view text) {
  return text.data() + text.size();
}

// The distance between the focus line and the control.
constexpr float kFocusGap = 2;
constexpr float kHintWidth = 280;    // CSS pixels
constexpr double kTapSeconds = 2.5;  // so long the words of an icon stand after a tap

ImU32 faded(const Ui& ui, ImU32 colour, bool enabled) {
  return enabled ? colour : mix(colour, ui.colours().panel, 0.55f);
}

struct ButtonColours {
  ImU32 fill = 0, line = 0, text = 0;
};

ButtonColours coloursOf(const Ui& ui, const ButtonLook& look, const Press& press) {
  const Palette& p = ui.colours();
  const float heat = press.held ? 0.16f : press.hovered ? 0.08f : 0.0f;
  switch (look.kind) {
    case Kind::kPrimary:
      return {mix(p.data, p.ink, heat), 0, p.on_data};
    case Kind::kNormal:
      if (look.lit) return {p.data_soft, p.data, p.data};
      return {mix(p.raised, p.ink, heat * 0.6f), p.line_strong, p.ink};
    case Kind::kQuiet:
      break;
  }
  if (look.lit) return {p.data_soft, 0, p.data};
  return {heat > 0 ? withAlpha(p.ink, heat) : 0, 0, press.hovered ? p.ink : p.ink_soft};
}

// Not rounded, so that widths of words add up to the width of their line.
float exactWidth(const Ui& ui, Face face, std::string_view text) {
  const ImFont* font = ui.theme.font(face);
  return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, begin(text), end(text)).x;
}

// Breaks the text at spaces so that no line is wider than `wrap`. ImGui's own wrapping also breaks after points, which
// would split numbers. Every word is measured once: paragraphs are laid out anew in every frame.
std::string wrapped(const Ui& ui, Face face, std::string_view text, float wrap) {
  const float gap = exactWidth(ui, face, " ");
  std::string out;
  out.reserve(text.size());
  float line = -1;  // width of the current line; below 0: it has no word yet
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    const float width = exactWidth(ui, face, word);
    if (line < 0) {
      line = width;
    } else if (std::ceil(line + gap + width) > wrap) {
      out += '\n';
      line = width;
    } else {
      out += ' ';
      line += gap + width;
    }
    out += word;
    text.remove_prefix(std::min(word.size() + 1, text.size()));
  }
  return out;
}

void wrappedText(const Ui& ui, Face face, ImU32 colour, std::string_view text, float wrap) {
  ImGui::Dummy(drawWrapped(ui, face, ImGui::GetCursorScreenPos(), colour, text, wrap));
}

}  // namespace

ImVec2 drawWrapped(const Ui& ui, Face face, const ImVec2& at, ImU32 colour, std::string_view text, float wrap) {
  const std::string broken = wrapped(ui, face, text, wrap);
  const std::string_view lines = broken;
  const ImFont* font = ui.theme.font(face);
  ImGui::GetWindowDrawList()->AddText(font, font->FontSize, at, colour, begin(lines), end(lines));
  return textSize(ui, face, lines);
}

ImVec2 textSize(const Ui& ui, Face face, std::string_view text, float wrap) {
  if (wrap > 0) return textSize(ui, face, wrapped(ui, face, text, wrap));
  const ImFont* font = ui.theme.font(face);
  const ImVec2 size = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, begin(text), end(text));
  return {std::ceil(size.x), size.y};
}

void drawText(const Ui& ui, Face face, const ImVec2& at, ImU32 colour, std::string_view text) {
  const ImFont* font = ui.theme.font(face);
  ImGui::GetWindowDrawList()->AddText(font, font->FontSize, {std::round(at.x), std::round(at.y)}, colour, begin(text),
                                      end(text));
}

void drawTextIn(const Ui& ui, Face face, const ImVec2& min, const ImVec2& max, ImU32 colour, std::string_view text,
                float align) {
  const ImVec2 size = textSize(ui, face, text);
  const float room = max.x - min.x;
  const float y = std::round(min.y + (max.y - min.y - size.y) / 2);
  // Widths are rounded up, so text that fits exactly may measure one pixel more.
  if (size.x <= room + 1) return drawText(ui, face, {min.x + (room - size.x) * align, y}, colour, text);
  ImGui::PushFont(ui.theme.font(face));
  ImGui::PushStyleColor(ImGuiCol_Text, colour);
  ImGui::RenderTextEllipsis(ImGui::GetWindowDrawList(), {min.x, y}, max, max.x, max.x, begin(text), end(text), &size);
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

void label(const Ui& ui, Face face, ImU32 colour, std::string_view text) {
  const ImVec2 size = textSize(ui, face, text);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float room = ImGui::GetContentRegionAvail().x;
  drawTextIn(ui, face, at, {at.x + std::max(room, 1.0f), at.y + size.y}, colour, text);
  ImGui::Dummy({std::min(size.x, room), size.y});
}

void paragraph(const Ui& ui, Face face, ImU32 colour, std::string_view text) {
  if (text.empty()) return;
  wrappedText(ui, face, colour, text, std::max(ImGui::GetContentRegionAvail().x, ui.px(40)));
}

void space(const Ui& ui, float css) {
  // ImGui adds its item spacing on both sides of a Dummy, but `css` is the whole distance.
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos({at.x, at.y + ui.px(css) - ImGui::GetStyle().ItemSpacing.y});
  ImGui::Dummy({0, 0});
}

void rule(const Ui& ui) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + width, at.y + ui.px(1)}, ui.colours().line);
  ImGui::Dummy({width, ui.px(1)});
}

bool beginHint(const Ui& ui) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(12), ui.px(10)));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, ui.px(8));
  ImGui::PushStyleVar(ImGuiStyleVar_PopupBorderSize, ui.px(1));
  if (ImGui::BeginTooltip()) return true;
  ImGui::PopStyleVar(3);
  return false;
}

void hintLine(const Ui& ui, Face face, ImU32 colour, std::string_view text) {
  drawText(ui, face, ImGui::GetCursorScreenPos(), colour, text);
  ImGui::Dummy(textSize(ui, face, text));
}

void endHint() {
  ImGui::EndTooltip();
  ImGui::PopStyleVar(3);
}

void hintNow(const Ui& ui, std::string_view sentence) {
  if (sentence.empty() || !beginHint(ui)) return;
  wrappedText(ui, Face::kBody, ui.colours().ink, sentence, ui.px(kHintWidth));
  endHint();
}

namespace {

// The hint of the last item, which no mouse points at.
void hintBeside(const Ui& ui, std::string_view sentence, bool above) {
  const ImVec2 words = textSize(ui, Face::kBody, sentence, ui.px(kHintWidth));
  const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax(), screen = ImGui::GetIO().DisplaySize;
  const Corner size{words.x + ui.px(26), words.y + ui.px(22)};  // with the padding of beginHint()
  const Corner at = placeBeside({min.x, min.y}, {max.x, max.y}, size, {screen.x, screen.y}, ui.px(6), above);
  ImGui::SetNextWindowPos({at.x, at.y});
  hintNow(ui, sentence);
}

// A finger can't point, so the words of an icon stand above it for a moment after a tap.
void tapHint(Ui& ui, std::string_view sentence) {
  if (!ui.touch || sentence.empty()) return;
  const ImGuiID id = ImGui::GetItemID();
  if (ImGui::IsItemDeactivated()) ui.choices.tapped = {id, ui.now};
  if (ui.choices.tapped.item != id || ui.now - ui.choices.tapped.since > kTapSeconds) return;
  hintBeside(ui, sentence, true);
  ui.animating = true;
}

}  // namespace

void hint(const Ui& ui, std::string_view sentence, bool focused) {
  if (sentence.empty()) return;
  if (focused) return hintBeside(ui, sentence, false);
  if (!ui.touch && ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) hintNow(ui, sentence);
}

Press pressable(Ui& ui, const char* id, const ImVec2& size, bool enabled, bool steps) {
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  const ImGuiID key = window->GetID(id);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImRect box(at, {at.x + size.x, at.y + size.y});
  Press press;
  press.min = box.Min;
  press.max = box.Max;
  ImGui::ItemSize(size, 0);
  // Controls that are scrolled out of sight still take part in the order of Tab, which scrolls them into view.
  press.visible = ImGui::ItemAdd(box, key, nullptr, enabled ? 0 : ImGuiItemFlags_Disabled);
  // Disabled controls are left out of the order of Tab.
  if (!enabled) return press;
  const FocusRing::Answer keys = ui.focus.add(key, box.Min, box.Max, steps);
  press.focused = keys.focused;
  press.reached = keys.reached;
  press.steps = keys.steps;
  press.pressed = keys.pressed;
  if (!press.visible) return press;
  press.pressed |= ImGui::ButtonBehavior(box, key, &press.hovered, &press.held);
  if (press.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  return press;
}

void focusLine(const Ui& ui, const Press& press, float rounding_css) {
  if (!press.focused) return;
  const float gap = ui.px(kFocusGap);
  ImGui::GetWindowDrawList()->AddRect({press.min.x - gap, press.min.y - gap}, {press.max.x + gap, press.max.y + gap},
                                      ui.colours().data, ui.px(rounding_css + kFocusGap), 0, ui.px(2));
}

float buttonWidth(const Ui& ui, const ButtonLook& look) {
  if (look.width > 0) return look.width;
  const float height = look.height > 0 ? look.height : ui.hit();
  if (look.label.empty()) return height;
  const float icon = look.icon == Icon::kNone ? 0 : ui.px(18 + 6);
  return textSize(ui, Face::kBody, look.label).x + icon + ui.px(24);
}

bool button(Ui& ui, const char* id, const ButtonLook& look) {
  const float height = look.height > 0 ? look.height : ui.hit();
  const ImVec2 size(buttonWidth(ui, look), height);
  const Press press = pressable(ui, id, size, look.enabled);
  if (press.visible) {
    const ButtonColours c = coloursOf(ui, look, press);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float rounding = ui.px(7);
    if (c.fill) list.AddRectFilled(press.min, press.max, faded(ui, c.fill, look.enabled), rounding);
    if (c.line) {
      const float half = ui.px(1) / 2;
      list.AddRect({press.min.x + half, press.min.y + half}, {press.max.x - half, press.max.y - half},
                   faded(ui, c.line, look.enabled), rounding, 0, ui.px(1));
    }
    const ImU32 text = faded(ui, c.text, look.enabled);
    const ImVec2 words = look.label.empty() ? ImVec2() : textSize(ui, Face::kBody, look.label);
    const float icon = look.icon == Icon::kNone ? 0 : ui.px(18);
    const float inner = icon + words.x + (icon > 0 && words.x > 0 ? ui.px(6) : 0);
    const float x = std::round(press.min.x + (size.x - inner) / 2);
    const float middle = (press.min.y + press.max.y) / 2;
    if (icon > 0) drawIcon(list, look.icon, {x + icon / 2, middle}, icon, text);
    if (words.x > 0) drawText(ui, Face::kBody, {x + inner - words.x, middle - words.y / 2}, text, look.label);
    focusLine(ui, press, 7);
  }
  if (press.focused) ui.focus.name(look.label.empty() ? look.hint : look.label);
  if (look.label.empty() && !look.named) tapHint(ui, look.hint);
  hint(ui, look.hint, press.reached);
  return press.pressed;
}

bool segmented(Ui& ui, const char* id, std::span<const std::string_view> labels, int& chosen, float width,
               float height) {
  const int count = toInt(labels.size());
  if (height <= 0) height = ui.hit();
  const Press press = pressable(ui, id, {width, height}, true, true);
  const Palette& p = ui.colours();
  const float part = (width - ui.px(4)) / toFloat(count);
  int next = std::clamp(chosen + press.steps, 0, count - 1);
  if (press.pressed && !press.focused) {
    next = std::clamp(toInt((ImGui::GetIO().MousePos.x - press.min.x - ui.px(2)) / part), 0, count - 1);
  } else if (press.pressed) {
    next = (chosen + 1) % count;
  }
  if (press.visible) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(press.min, press.max, p.sunken, ui.px(7));
    for (int i = 0; i < count; ++i) {
      const float x = press.min.x + ui.px(2) + std::round(part * toFloat(i));
      const ImVec2 min(x, press.min.y + ui.px(2)), max(std::round(x + part), press.max.y - ui.px(2));
      if (i == chosen) {
        list.AddRectFilled({min.x, min.y + ui.px(1)}, {max.x, max.y + ui.px(1)}, p.shadow, ui.px(6));
        list.AddRectFilled(min, max, p.raised, ui.px(6));
      }
      drawTextIn(ui, Face::kBody, {min.x + ui.px(2), min.y}, {max.x - ui.px(2), max.y},
                 i == chosen ? p.ink : p.ink_soft, labels[toSize(i)], 0.5f);
    }
    focusLine(ui, press, 7);
  }
  const bool changed = next != chosen;
  chosen = next;
  if (press.focused) ui.focus.name(labels[toSize(chosen)]);
  return changed;
}

namespace {

float widestOf(const Ui& ui, std::span<const std::string_view> labels) {
  float widest = 0;
  for (const std::string_view label : labels) widest = std::max(widest, textSize(ui, Face::kBody, label).x);
  return widest;
}

}  // namespace

float oneOfWidth(const Ui& ui, std::span<const std::string_view> labels, float room) {
  return std::min(room, (widestOf(ui, labels) + ui.px(20)) * toFloat(labels.size()));
}

bool oneOf(Ui& ui, const char* id, std::span<const std::string_view> labels, int& chosen, float room) {
  const float least = (widestOf(ui, labels) + ui.px(5)) * toFloat(labels.size()) + ui.px(4);
  if (least <= room) return segmented(ui, id, labels, chosen, oneOfWidth(ui, labels, room), ui.hit());
  if (!beginList(ui, id, labels[toSize(chosen)], room)) return false;
  const int was = chosen;
  for (int each = 0; each < toInt(labels.size()); ++each) {
    ImGui::PushID(each);
    if (choice(ui, "option", labels[toSize(each)], "", each == was)) chosen = each;
    ImGui::PopID();
  }
  endList();
  return chosen != was;
}

bool tabs(Ui& ui, const char* id, std::span<const std::string_view> labels, int& chosen, float gap) {
  ImGui::PushID(id);
  const Palette& p = ui.colours();
  int next = chosen;
  for (int i = 0; i < toInt(labels.size()); ++i) {
    const std::string_view text = labels[toSize(i)];
    const bool on = i == chosen;
    const Face face = on ? Face::kStrong : Face::kBody;
    // Each label is as wide as its bold form, so that nothing moves when another one is chosen.
    const float width = textSize(ui, Face::kStrong, text).x;
    if (i > 0) ImGui::SameLine(0, gap);
    ImGui::PushID(i);
    const Press press = pressable(ui, "tab", {width, ui.hit()});
    ImGui::PopID();
    if (press.visible) {
      drawTextIn(ui, face, press.min, press.max, on ? p.ink : press.hovered ? p.ink : p.ink_soft, text, 0.5f);
      if (on) {
        ImGui::GetWindowDrawList()->AddRectFilled({press.min.x, press.max.y - ui.px(3)}, {press.max.x, press.max.y},
                                                  p.data, ui.px(1.5f));
      }
      focusLine(ui, press, 4);
    }
    if (press.pressed) next = i;
    if (press.focused) ui.focus.name(text);
  }
  ImGui::PopID();
  const bool changed = next != chosen;
  chosen = next;
  return changed;
}

bool toggle(Ui& ui, const char* id, bool& on) {
  const float height = ui.px(20), width = ui.px(36);
  const Press press = pressable(ui, id, {width, height});
  if (press.pressed) on = !on;
  if (press.focused) ui.focus.name(on ? "on" : "off");
  if (press.visible) {
    const Palette& p = ui.colours();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(press.min, press.max, on ? p.data : p.line_strong, height / 2);
    const float r = height / 2 - ui.px(3);
    const float x = on ? press.max.x - height / 2 : press.min.x + height / 2;
    list.AddCircleFilled({x, press.min.y + height / 2}, r, on ? p.on_data : p.raised, 24);
    focusLine(ui, press, 10);
  }
  return press.pressed;
}

void progressBar(const Ui& ui, double fraction, float width, float height, ImU32 colour) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float filled = std::round(width * toFloat(std::clamp(fraction, 0.0, 1.0)));
  list.AddRectFilled(at, {at.x + width, at.y + height}, ui.colours().sunken, height / 2);
  if (filled > 0) list.AddRectFilled(at, {at.x + std::max(filled, height), at.y + height}, colour, height / 2);
  ImGui::Dummy({width, height});
}

bool beginList(Ui& ui, const char* id, std::string_view shown, float width) {
  ImGui::PushID(id);
  const Press press = pressable(ui, "list", {width, ui.hit()});
  const Palette& p = ui.colours();
  if (press.visible) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(press.min, press.max, press.hovered ? mix(p.raised, p.ink, 0.04f) : p.raised, ui.px(7));
    list.AddRect(press.min, press.max, p.line_strong, ui.px(7), 0, ui.px(1));
    drawTextIn(ui, Face::kBody, {press.min.x + ui.px(12), press.min.y}, {press.max.x - ui.px(32), press.max.y}, p.ink,
               shown);
    drawIcon(list, Icon::kDown, {press.max.x - ui.px(18), (press.min.y + press.max.y) / 2}, ui.px(14), p.ink_soft);
    focusLine(ui, press, 7);
  }
  if (press.focused) ui.focus.name(shown);
  if (press.pressed) ImGui::OpenPopup("choices");
  ImGui::SetNextWindowPos({press.min.x, press.max.y + ui.px(4)}, ImGuiCond_Appearing);
  ImGui::SetNextWindowSizeConstraints({width, 0}, {width, ui.px(420)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(4), ui.px(4)));
  const bool open = ImGui::BeginPopup("choices", ImGuiWindowFlags_NoMove);
  ImGui::PopStyleVar();
  if (!open) ImGui::PopID();
  return open;
}

bool choice(Ui& ui, const char* id, std::string_view title, std::string_view sentence, bool chosen, bool enabled) {
  const Palette& p = ui.colours();
  const float width = ImGui::GetContentRegionAvail().x, pad = ui.px(10);
  const float inner = width - 2 * pad - ui.px(20);
  const float title_height = textSize(ui, Face::kBody, title).y;
  const float more = sentence.empty() ? 0 : textSize(ui, Face::kSmall, sentence, inner).y + ui.px(2);
  const float height = std::max(title_height + more + ui.px(14), ui.hit());
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  const Press press = pressable(ui, id, {width, height}, enabled);
  ImGui::PopStyleVar();
  if (press.visible) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (press.hovered || press.focused) list.AddRectFilled(press.min, press.max, withAlpha(p.ink, 0.07f), ui.px(6));
    const float y = press.min.y + (height - title_height - more) / 2;
    drawText(ui, Face::kBody, {press.min.x + pad, y}, enabled ? p.ink : p.ink_faint, title);
    if (more > 0) {
      const ImFont* font = ui.theme.font(Face::kSmall);
      list.AddText(font, font->FontSize, {press.min.x + pad, y + title_height + ui.px(2)}, p.ink_faint, begin(sentence),
                   end(sentence), inner);
    }
    if (chosen) drawIcon(list, Icon::kCheck, {press.max.x - ui.px(16), y + title_height / 2}, ui.px(14), p.data);
  }
  if (press.focused) ui.focus.name(title);
  if (press.pressed) ImGui::CloseCurrentPopup();
  return press.pressed;
}

void endList() {
  ImGui::EndPopup();
  ImGui::PopID();
}

}  // namespace harmonium::app
