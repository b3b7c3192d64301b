// Keyboard focus that works as in a web page. Tab goes through the controls in the order in which they are drawn, and
// leaves the canvas after the last one. Arrow keys change the focused control; Enter and Space press it. ImGui's own
// navigation never lets Tab leave the canvas, so it is off.
#pragma once

#include <imgui.h>

#include <string>
#include <string_view>
#include <vector>

namespace harmonium::app {

class FocusRing {
 public:
  // The effect of the keyboard on one control since the last frame.
  struct Answer {
    bool focused = false;  // the control has the focus, and the focus is shown
    bool reached = false;  // the same, and Tab has just brought it here
    bool pressed = false;  // by Enter or Space
    int steps = 0;         // by arrow keys: right and up are positive, left and down negative
  };

  void beginFrame();
  // Every control calls this right after ImGui's ItemAdd. `steps`: the control uses the arrow keys.
  Answer add(ImGuiID id, const ImVec2& min, const ImVec2& max, bool steps = false);
  // Returns the name of the control that the keyboard has just reached; empty where that is none.
  std::string endFrame();
  // Names the control that was added last, where it has the focus. `within` is what its name stands under, such as the
  // label of an option; it holds until the next call.
  void name(std::string_view text);
  void within(std::string_view text) { within_ = text; }

  // Keys. False if the key was not used; then the page handles it.
  bool tab(bool back);
  bool press();
  bool step(int direction);

  void enter();                               // the keyboard goes into the controls; the first one shows it
  void leave();                               // the canvas lost the focus
  void hide() { shown_ = reached_ = false; }  // the mouse is used, so the focus is not shown
  void settle() { reached_ = false; }         // a key other than Tab was pressed
  bool shown() const { return shown_ && id_ != 0; }
  bool onSteps() const;  // whether the focused control uses the arrow keys

 private:
  struct Item {
    ImGuiID id;
    int level;  // number of popups that contain it; only the controls of the topmost popup can be reached
    bool steps;
  };
  int find(const std::vector<Item>& items) const;
  std::vector<Item> reachable() const;

  std::vector<Item> items_, last_;
  std::vector<ImGuiID> openers_;  // per open popup, the control that had the focus when it was opened
  ImGuiID id_ = 0;
  bool shown_ = false;
  bool reached_ = false;
  bool moved_ = false;  // the panel scrolls to the focused control when it is drawn next
  bool pressed_ = false;
  int steps_ = 0;
  std::string within_, name_, told_;
  ImGuiID named_ = 0;  // the control that `told_` names
};

}  // namespace harmonium::app
