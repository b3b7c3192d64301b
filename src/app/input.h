// From the page's events to ImGui's. A mouse is passed on as it is. A finger is read first: a tap is a click, a
// sideways drag moves what lies under it, an up-and-down drag scrolls the panel under it and lets it glide. Lengths are
// framebuffer pixels.
#pragma once

#include "app/focus.h"

#include <imgui.h>

#include <optional>
#include <string_view>

struct ImGuiWindow;

namespace harmonium::app {

enum class PointerWhat { kMove, kDown, kUp, kCancel, kLeave };
enum class PointerKind { kMouse, kTouch, kPen };

// What a key asks for beyond ImGui.
enum class Shortcut { kNone, kPlayPause, kUpdate, kPhase, kReset, kNewSeed };

class Input {
 public:
  explicit Input(FocusRing& focus) : focus_(focus) {}

  void pointer(PointerWhat what, const ImVec2& at, int button, PointerKind kind, int modifiers, double milliseconds);
  // True if a panel scrolled.
  bool wheel(const ImVec2& at, float dy);
  // True if the key was used. Names as KeyboardEvent.key has them.
  bool key(bool down, std::string_view name, int modifiers, Shortcut& shortcut);
  bool text(const char* utf8);
  void focus(int how);  // 0 lost, 1 got, 2 got by keyboard

  // Once a frame, before ImGui's: lets a flicked panel glide. True while it does.
  bool glide(float seconds);
  bool touch() const { return touch_; }
  void setScale(float scale) { scale_ = scale; }
  // Where a finger draws at once, up and down too: min x, min y, max x, max y.
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
  float speed_ = 0;  // of the finger, pixels a second
};

}  // namespace harmonium::app
