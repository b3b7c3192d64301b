// Keyboard focus, as a page has it: Tab walks through the controls in the order they are drawn and leaves the canvas
// after the last; arrows move what has the focus; Enter and Space press it. ImGui's own navigation keeps Tab for ever,
// so it is off.
#pragma once

#include <imgui.h>

#include <vector>

namespace harmonium::app {

class FocusRing {
 public:
  // What the keyboard did to a control since the last frame.
  struct Answer {
    bool focused = false;  // has the focus, and the focus is shown
    bool reached = false;  // ... and Tab just brought it here
    bool pressed = false;  // Enter or Space
    int steps = 0;         // arrows: right and up count up, left and down count down
  };

  void beginFrame();
  // A control announces itself right after ImGui's ItemAdd. `steps`: it takes the arrow keys.
  Answer add(ImGuiID id, const ImVec2& min, const ImVec2& max, bool steps = false);
  void endFrame();

  // Keys. False: not used, so the page may have it.
  bool tab(bool back);
  bool press();
  bool step(int direction);

  void enter();                               // the canvas got the focus by keyboard: shows it on the first control
  void leave();                               // lost it
  void hide() { shown_ = reached_ = false; }  // a mouse took over
  void settle() { reached_ = false; }         // another key than Tab
  bool shown() const { return shown_ && id_ != 0; }
  bool onSteps() const;  // the focus is on a control that takes the arrow keys

 private:
  struct Item {
    ImGuiID id;
    int level;  // how many popups it lies in
    bool steps;
  };
  int find(const std::vector<Item>& items) const;
  std::vector<Item> reachable() const;

  std::vector<Item> items_, last_;
  std::vector<ImGuiID> openers_;  // what had the focus when each open popup was opened
  ImGuiID id_ = 0;
  bool shown_ = false;
  bool reached_ = false;
  bool moved_ = false;  // scroll to it when it is drawn
  bool pressed_ = false;
  int steps_ = 0;
};

}  // namespace harmonium::app
