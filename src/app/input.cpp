#include "app/input.h"

#include "base/numbers.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace harmonium::app {
namespace {

constexpr int kShift = 1, kCtrl = 2, kAlt = 4, kMeta = 8;
constexpr float kTapRadius = 8;    // CSS pixels that a finger may move during a tap
constexpr float kFriction = 4.5f;  // decay rate of a gliding panel's speed, per second
constexpr float kLeastSpeed = 20;  // CSS pixels per second; a slower panel has stopped

struct KeyName {
  std::string_view name;
  ImGuiKey key;
};
constexpr KeyName kKeys[] = {
    {"Enter", ImGuiKey_Enter},
    {"Escape", ImGuiKey_Escape},
    {"Backspace", ImGuiKey_Backspace},
    {"Delete", ImGuiKey_Delete},
    {"ArrowLeft", ImGuiKey_LeftArrow},
    {"ArrowRight", ImGuiKey_RightArrow},
    {"ArrowUp", ImGuiKey_UpArrow},
    {"ArrowDown", ImGuiKey_DownArrow},
    {"Home", ImGuiKey_Home},
    {"End", ImGuiKey_End},
    {"a", ImGuiKey_A},
    {"c", ImGuiKey_C},
    {"x", ImGuiKey_X},
    {"y", ImGuiKey_Y},
    {"z", ImGuiKey_Z},
};

ImGuiKey findKey(std::string_view name) {
  for (const KeyName& each : kKeys)
    if (each.name == name) return each.key;
  return ImGuiKey_None;
}

// A panel that is already on its way to a target is judged by the target, so that fast events add up.
bool canScroll(const ImGuiWindow& window, float dy) {
  const float at = window.ScrollTarget.y < FLT_MAX ? window.ScrollTarget.y : window.Scroll.y;
  return dy < 0 ? at > 0 : at < window.ScrollMax.y;
}

void scrollBy(ImGuiWindow& window, float dy) {
  const float at = window.ScrollTarget.y < FLT_MAX ? window.ScrollTarget.y : window.Scroll.y;
  ImGui::SetScrollY(&window, std::clamp(at + dy, 0.0f, window.ScrollMax.y));
}

// The innermost panel under the point that can scroll in the direction of dy; for dy 0, one that can scroll at all.
ImGuiWindow* scrollable(const ImVec2& at, float dy) {
  const ImVector<ImGuiWindow*>& windows = ImGui::GetCurrentContext()->Windows;
  for (int i = windows.Size - 1; i >= 0; --i) {
    ImGuiWindow* window = windows[i];
    if (!window->WasActive || window->Hidden || (window->Flags & ImGuiWindowFlags_NoMouseInputs) != 0) continue;
    if (!window->OuterRectClipped.Contains(at)) continue;
    for (; window; window = (window->Flags & ImGuiWindowFlags_ChildWindow) ? window->ParentWindow : nullptr) {
      if (dy == 0 ? window->ScrollMax.y > 0 : canScroll(*window, dy)) return window;
    }
    return nullptr;
  }
  return nullptr;
}

// ImGui's way to say that there is no mouse: nothing is hovered then.
void moveAway() {
  ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
}

}  // namespace

void Input::pointer(PointerWhat what, const ImVec2& at, int button, PointerKind kind, int modifiers,
                    double milliseconds) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiMod_Shift, (modifiers & kShift) != 0);
  io.AddKeyEvent(ImGuiMod_Ctrl, (modifiers & (kCtrl | kMeta)) != 0);
  // Controls are larger while a finger is used.
  touch_ = kind == PointerKind::kTouch;
  if (what == PointerWhat::kDown) focus_.hide();
  io.AddMouseSourceEvent(touch_                      ? ImGuiMouseSource_TouchScreen
                         : kind == PointerKind::kPen ? ImGuiMouseSource_Pen
                                                     : ImGuiMouseSource_Mouse);
  if (touch_)
    finger(what, at, milliseconds);
  else
    mouse(what, at, button);
}

void Input::mouse(PointerWhat what, const ImVec2& at, int button) {
  ImGuiIO& io = ImGui::GetIO();
  // The page numbers the buttons left, middle, right; ImGui numbers them left, right, middle.
  constexpr int kOrder[] = {ImGuiMouseButton_Left, ImGuiMouseButton_Middle, ImGuiMouseButton_Right};
  const int which = button >= 0 && button < 3 ? kOrder[button] : -1;
  switch (what) {
    case PointerWhat::kMove:
      io.AddMousePosEvent(at.x, at.y);
      break;
    case PointerWhat::kDown:
    case PointerWhat::kUp:
      io.AddMousePosEvent(at.x, at.y);
      if (which >= 0) io.AddMouseButtonEvent(which, what == PointerWhat::kDown);
      break;
    case PointerWhat::kCancel:
      moveAway();
      for (const int each : kOrder) io.AddMouseButtonEvent(each, false);
      break;
    case PointerWhat::kLeave:
      // A drag goes on outside of the canvas.
      if (!io.MouseDown[0]) moveAway();
      break;
  }
}

void Input::finger(PointerWhat what, const ImVec2& at, double milliseconds) {
  ImGuiIO& io = ImGui::GetIO();
  switch (what) {
    case PointerWhat::kDown:
      finger_ = Finger::kWaiting;
      start_ = last_ = at;
      last_time_ = milliseconds;
      speed_ = 0;
      io.AddMousePosEvent(at.x, at.y);
      if (sheet_ && at.x >= sheet_->x && at.y >= sheet_->y && at.x < sheet_->z && at.y < sheet_->w) {
        finger_ = Finger::kPressing;
        io.AddMouseButtonEvent(0, true);
      }
      break;
    case PointerWhat::kMove:
      fingerMoved(at, milliseconds);
      break;
    case PointerWhat::kUp: {
      const Finger was = std::exchange(finger_, Finger::kUp);
      // A finger that moved too little for a drag is a tap, so the press that was held back comes now.
      if (was == Finger::kWaiting) io.AddMouseButtonEvent(0, true);
      if (was == Finger::kWaiting || was == Finger::kPressing) io.AddMouseButtonEvent(0, false);
      // A finger that rested before it was lifted stops the panel.
      if (milliseconds - last_time_ > 80) speed_ = 0;
      break;
    }
    case PointerWhat::kCancel:
      moveAway();
      if (std::exchange(finger_, Finger::kUp) == Finger::kPressing) io.AddMouseButtonEvent(0, false);
      speed_ = 0;
      break;
    case PointerWhat::kLeave:
      break;
  }
}

void Input::fingerMoved(const ImVec2& at, double milliseconds) {
  ImGuiIO& io = ImGui::GetIO();
  if (finger_ == Finger::kUp) return;
  if (finger_ == Finger::kWaiting) {
    const float dx = std::abs(at.x - start_.x), dy = std::abs(at.y - start_.y);
    if (std::max(dx, dy) < kTapRadius * scale_) return;
    ImGuiWindow* window = dy > dx ? scrollable(start_, 0) : nullptr;
    if (window) {
      finger_ = Finger::kScrolling;
      scrolled_ = window->ID;
      last_ = at;
    } else {
      finger_ = Finger::kPressing;
      io.AddMouseButtonEvent(0, true);
    }
  }
  if (finger_ == Finger::kPressing) return io.AddMousePosEvent(at.x, at.y);
  const float dy = last_.y - at.y;
  if (ImGuiWindow* window = ImGui::FindWindowByID(scrolled_)) scrollBy(*window, dy);
  const double seconds = std::max(milliseconds - last_time_, 1.0) / 1000;
  // Touch events come at irregular times, so their speeds are smoothed.
  speed_ = 0.6f * speed_ + 0.4f * toFloat(dy / seconds);
  last_ = at;
  last_time_ = milliseconds;
}

bool Input::glide(float seconds) {
  if (finger_ != Finger::kUp || std::abs(speed_) < kLeastSpeed * scale_) return false;
  ImGuiWindow* window = ImGui::FindWindowByID(scrolled_);
  if (!window || !canScroll(*window, speed_)) {
    speed_ = 0;
    return false;
  }
  scrollBy(*window, speed_ * seconds);
  speed_ *= std::exp(-kFriction * seconds);
  return true;
}

bool Input::wheel(const ImVec2& at, float dy) {
  ImGuiWindow* window = dy == 0 ? nullptr : scrollable(at, dy);
  if (!window) return false;
  scrollBy(*window, dy);
  return true;
}

bool Input::typeKey(bool down, std::string_view name, int modifiers) {
  ImGuiIO& io = ImGui::GetIO();
  const bool command = (modifiers & (kCtrl | kMeta)) != 0;
  // Names of keys that type a character are that character in UTF-8; other names are ASCII words.
  const bool character = name.size() == 1 || (name.size() <= 4 && (name[0] & 0x80) != 0);
  const ImGuiKey key = findKey(name);
  if (command) {
    // Pasted text comes with the clipboard's event; this only passes on the shortcuts of text fields.
    if (!character || key == ImGuiKey_None) return false;
    io.AddKeyEvent(key, down);
    return true;
  }
  if (character) {
    if (down) io.AddInputCharactersUTF8(std::string(name).c_str());
    return true;
  }
  if (key != ImGuiKey_None) io.AddKeyEvent(key, down);
  return key != ImGuiKey_None;
}

bool Input::key(bool down, std::string_view name, int modifiers, Shortcut& shortcut) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiMod_Shift, (modifiers & kShift) != 0);
  io.AddKeyEvent(ImGuiMod_Ctrl, (modifiers & (kCtrl | kMeta)) != 0);
  if (io.WantTextInput && name != "Tab") return typeKey(down, name, modifiers);
  if (!down || (modifiers & (kCtrl | kAlt | kMeta)) != 0) return false;

  // The canvas is one stop of Tab. Enter goes into its controls, where Tab goes from one to the next; an open list
  // keeps the keys until it is closed.
  const bool inside = focus_.shown() || ImGui::GetCurrentContext()->OpenPopupStack.Size > 0;
  if (name == "Tab") return inside && focus_.tab((modifiers & kShift) != 0);
  focus_.settle();
  if (name == "Enter" && !focus_.shown()) {
    focus_.enter();
    return true;
  }
  if (name == "Enter") return focus_.press();
  // Space presses the focused control; without a focus it is the shortcut below.
  if (name == " " && focus_.press()) return true;
  if (name == "ArrowRight" || name == "ArrowDown")
    return focus_.step(name == "ArrowRight" || !focus_.onSteps() ? 1 : -1);
  if (name == "ArrowLeft" || name == "ArrowUp") return focus_.step(name == "ArrowLeft" || !focus_.onSteps() ? -1 : 1);
  if (name == "Escape") {
    if (ImGui::GetCurrentContext()->OpenPopupStack.Size == 0) {
      if (!inside) return false;
      focus_.leave();
      return true;
    }
    ImGui::ClosePopupToLevel(ImGui::GetCurrentContext()->OpenPopupStack.Size - 1, true);
    return true;
  }
  if (name == " ") shortcut = Shortcut::kPlayPause;
  if (name == ".") shortcut = Shortcut::kUpdate;
  if (name == ",") shortcut = Shortcut::kPhase;
  if (name == "b" || name == "B") shortcut = Shortcut::kPhaseBack;
  if (name == "r" || name == "R") shortcut = Shortcut::kReset;
  if (name == "n" || name == "N") shortcut = Shortcut::kNewSeed;
  return shortcut != Shortcut::kNone;
}

bool Input::text(const char* utf8) {
  ImGuiIO& io = ImGui::GetIO();
  if (!io.WantTextInput) return false;
  io.AddInputCharactersUTF8(utf8);
  return true;
}

void Input::focus(bool on) {
  ImGui::GetIO().AddFocusEvent(on);
  if (!on) focus_.leave();
}

}  // namespace harmonium::app
