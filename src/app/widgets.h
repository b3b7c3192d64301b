// The controls, drawn in the theme's own style on ImGui's item system.
#pragma once

#include "app/icons.h"
#include "app/ui.h"

#include <span>
#include <string_view>

namespace harmonium::app {

// Text
ImVec2 textSize(const Ui& ui, Face face, std::string_view text, float wrap = 0);
void drawText(const Ui& ui, Face face, const ImVec2& at, ImU32 colour, std::string_view text);
// Right-aligned or centred in a box, cut with an ellipsis where it does not fit.
void drawTextIn(const Ui& ui, Face face, const ImVec2& min, const ImVec2& max, ImU32 colour, std::string_view text,
                float align = 0);
void label(const Ui& ui, Face face, ImU32 colour, std::string_view text);      // one line in the flow
void paragraph(const Ui& ui, Face face, ImU32 colour, std::string_view text);  // wrapped, as wide as there is room
void space(const Ui& ui, float css);
void rule(const Ui& ui);  // a hairline across

// A sentence that appears after a moment beside the last item when it is pointed at or has the focus.
void hint(const Ui& ui, std::string_view sentence, bool focused = false);
// The same, shown now: for what is drawn and is no item.
void hintNow(const Ui& ui, std::string_view sentence);
bool beginHint(const Ui& ui);
void hintLine(const Ui& ui, Face face, ImU32 colour, std::string_view text);  // one line in it
void endHint();

// The behaviour under every control.
struct Press {
  bool pressed = false, hovered = false, held = false, focused = false, reached = false;
  int steps = 0;
  ImVec2 min, max;
  bool visible = true;
};
Press pressable(Ui& ui, const char* id, const ImVec2& size, bool enabled = true, bool steps = false);
void focusLine(const Ui& ui, const Press& press, float rounding_css);

enum class Kind {
  kPrimary,  // filled with the accent
  kNormal,   // outlined
  kQuiet,    // only its label until it is pointed at
};
struct ButtonLook {
  Icon icon = Icon::kNone;
  std::string_view label = {};
  Kind kind = Kind::kNormal;
  std::string_view hint = {};
  float width = 0;   // framebuffer pixels; 0: as wide as it needs
  float height = 0;  // 0: ui.hit()
  bool enabled = true;
  bool lit = false;  // chosen, in a row of others
};
float buttonWidth(const Ui& ui, const ButtonLook& look);
bool button(Ui& ui, const char* id, const ButtonLook& look);

// One of a few, side by side. True when another was chosen.
bool segmented(Ui& ui, const char* id, std::span<const std::string_view> labels, int& chosen, float width,
               float height = 0);
// The same, as wide as its labels ask for where there is room; a list where they can't be read side by side.
bool oneOf(Ui& ui, const char* id, std::span<const std::string_view> labels, int& chosen, float room);
float oneOfWidth(const Ui& ui, std::span<const std::string_view> labels, float room);
// Tabs with a line under the chosen one.
bool tabs(Ui& ui, const char* id, std::span<const std::string_view> labels, int& chosen, float gap);
bool toggle(Ui& ui, const char* id, bool& on);

void progressBar(const Ui& ui, double fraction, float width, float height, ImU32 colour);

// A list that opens under a button. True while it is open: put choice() calls between, then endList().
bool beginList(Ui& ui, const char* id, std::string_view shown, float width);
bool choice(Ui& ui, const char* id, std::string_view title, std::string_view sentence, bool chosen,
            bool enabled = true);
void endList();

}  // namespace harmonium::app
