// Text and controls in the style of the theme. They are ImGui items, so ImGui decides what is hovered and held. Lengths
// are framebuffer pixels unless a name ends in css.
#pragma once

#include "app/icons.h"
#include "app/ui.h"

#include <span>
#include <string_view>

namespace harmonium::app {

// Text. `wrap` is the width at which lines break; 0: one line.
ImVec2 textSize(const Ui& ui, Face face, std::string_view text, float wrap = 0);
void drawText(const Ui& ui, Face face, const ImVec2& at, ImU32 colour, std::string_view text);
// Draws text in a box, vertically centred. `align` is 0 for left, 0.5 for centred, 1 for right. Text that does not fit
// is cut and ends in an ellipsis.
void drawTextIn(const Ui& ui, Face face, const ImVec2& min, const ImVec2& max, ImU32 colour, std::string_view text,
                float align = 0);
// Draws text in lines no wider than `wrap`, and returns its size.
ImVec2 drawWrapped(const Ui& ui, Face face, const ImVec2& at, ImU32 colour, std::string_view text, float wrap);
void label(const Ui& ui, Face face, ImU32 colour, std::string_view text);      // one line in the flow
void paragraph(const Ui& ui, Face face, ImU32 colour, std::string_view text);  // wrapped, as wide as there is room
void space(const Ui& ui, float css);
void rule(const Ui& ui);  // a hairline across

// A sentence beside the last item. It appears after a moment while the item is hovered or has the focus.
void hint(const Ui& ui, std::string_view sentence, bool focused = false);
// The same without a delay, for parts of a drawing that are no items.
void hintNow(const Ui& ui, std::string_view sentence);
bool beginHint(const Ui& ui);
void hintLine(const Ui& ui, Face face, ImU32 colour, std::string_view text);  // one line in it
void endHint();

// The behaviour that all controls share: mouse, focus and keyboard. `steps`: the control uses the arrow keys.
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
  bool lit = false;    // chosen, in a row of others
  bool named = false;  // an icon whose words stand beside it
};
float buttonWidth(const Ui& ui, const ButtonLook& look);
bool button(Ui& ui, const char* id, const ButtonLook& look);

// A choice of one of a few labels, side by side. True when another one was chosen.
bool segmented(Ui& ui, const char* id, std::span<const std::string_view> labels, int& chosen, float width,
               float height = 0);
// The same, as wide as its labels need. If they do not fit into `room`, a list that opens.
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
