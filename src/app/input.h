// Turns the page's events into ImGui's. Mouse events are passed on as they are. Touches are interpreted: a tap is a
// click, a horizontal drag moves the control under the finger, and a vertical drag scrolls the panel under it, which
// then glides to a stop. Lengths are framebuffer pixels; modifiers are bits: 1 Shift, 2 Ctrl, 4 Alt, 8 Meta.
#pragma once

#include "app/focus.h"

#include <imgui.h>

#include <optional>
#include <string_view>

struct ImGuiWindow;

namespace harmonium::app {

enum class PointerWhat { kMove, kDown, kUp, kCancel, kLeave };
enum class PointerKind { kMouse, kTouch, kPen };

// A command that a key gives to the app rather than to a control.
enum class Shortcut { kNone, kPlayPause, kUpdate, kPhase, kPhaseBack, kReset, kNewSeed };

class Input {
 public:
  explicit Input(FocusRing& focus) : focus_(focus) {}

  void pointer(PointerWhat what, const ImVec2& at, int button, PointerKind kind, int modifiers, double milliseconds);
  // `dy` is in pixels, positive downwards. True if a panel scrolled; otherwise the page may scroll.
  bool wheel(const ImVec2& at, float dy);
  // True if the key was used. `name` is the KeyboardEvent.key of the page.
  bool key(bool down, std::string_view name, int modifiers, Shortcut& shortcut);
  // Pasted text. True if a text field took it.
  bool text(const char* utf8);
  void focus(bool on);  // whether the canvas has the focus

  // Moves a panel that still glides after a drag. Call it once per frame, before ImGui's. True while it moves.
  bool glide(float seconds);
  bool touch() const { return touch_; }
  void setScale(float scale) { scale_ = scale; }
  // The box in which a finger draws from the start instead of scrolling: min x, min y, max x, max y.
  void setSheet(const std::optional<ImVec4>& sheet) { sheet_ = sheet; }

 private:
  enum class Finger { kUp, kWaiting, kScrolling, kPressing };
  void mouse(PointerWhat what, const ImVec2& at, int button);
  void finger(PointerWhat what, const ImVec2& at, double milliseconds);
  void fingerMoved(const ImVec2& at, double milliseconds);
  bool typeKey(bool down, std::string_view name, int modifiers);

  FocusRing& focus_;
  float scale_ = 1;
  bool touch_ = false;
  std::optional<ImVec4> sheet_;
  Finger finger_ = Finger::kUp;
  ImVec2 start_, last_;
  double last_time_ = 0;
  ImGuiID scrolled_ = 0;
  float speed_ = 0;  // of scrolling, pixels per second
};

}  // namespace harmonium::app
