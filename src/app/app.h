// The whole client. It holds what came from outside (catalogue, snapshots, page state), what the visitor chose on
// screen, and draws both as one frame. main.cpp calls it; it calls the page through platform.h and Actions.
#pragma once

#include "app/focus.h"
#include "app/gl/pictures.h"
#include "app/gl/renderer.h"
#include "app/input.h"
#include "app/logic/actions.h"
#include "app/platform.h"
#include "app/slow_motion.h"
#include "app/theme.h"
#include "app/ui.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium::app {

class App {
 public:
  App();

  // Makes the window, the WebGL2 context and ImGui. False where there is no WebGL2; nothing else may be called then.
  bool start(bool dark);

  void setCatalogue(std::string_view json);
  // A snapshot arrives in two steps. blockFor() gives memory for `length` bytes, which the page fills; the memory is
  // valid until the next call. showBlock() reads it and shows it. It returns false for bytes that are no snapshot; then
  // the last good picture stays.
  std::uint8_t* blockFor(std::size_t length);
  bool showBlock();
  void setPageState(std::string_view json);
  void setBoard(std::string_view json);
  void setDark(bool dark);
  void setReducedMotion(bool reduced) { reduced_motion_ = reduced; }
  // Shows the view of this name; "*" shows all views at once.
  void setStage(std::string_view view);
  // Width and height in CSS pixels. A size of zero stops drawing until a positive one comes.
  void resize(double width, double height, double pixel_ratio);
  void contextLost();
  void contextRestored();

  Input& input() { return input_; }
  // Requests the next few frames, until ImGui has settled. Call it after anything that may change the screen.
  void wake();
  void perform(Shortcut shortcut);

  // Draws one frame at this time. True if another frame is needed at once.
  bool frame(double milliseconds);
  // Whether a text field is being edited, so that a touch device should show its keyboard.
  bool wantsText() const;
  // One sentence about what is shown, for screen readers; empty before the first frame.
  std::string describe() const { return has_frame_ ? description_ : std::string(); }

 private:
  void rebuildLook();
  void draw(Ui& ui);
  void drawPanels(Ui& ui, const ImVec2& min, const ImVec2& max);
  void show(Snapshot next);
  // Shows another phase of slow motion that was on screen before. False where there is none.
  bool scrub(int by);
  void followSnapshot();
  void wantFrames(int count);
  void replaceMissingView();
  std::string firstView();
  void followSlowMotion();
  void askForViews();
  Form form() const;

  Platform platform_;
  Theme theme_;
  // The bytes of the snapshot that is shown, which its pictures point into, and those of the next one. The two swap
  // roles, so no memory is allocated per snapshot.
  std::vector<std::uint8_t> shown_block_, next_block_;
  State state_;
  Choices choices_;
  Actions actions_;
  FocusRing focus_;
  Input input_;
  Renderer renderer_;
  Pictures pictures_;
  SlowMotion slow_motion_;
  std::string asked_views_;
  // The view that slow motion chose by itself, and the view that was shown before.
  std::string shown_for_phases_, shown_before_phases_;
  std::string description_;
  double width_ = 0, height_ = 0, pixel_ratio_ = 0;  // CSS pixels
  double now_ = 0;
  int frames_left_ = 0;
  bool unsettled_ = false;     // the last request was for fewer frames than ImGui needs to settle
  int snapshots_without_ = 0;  // consecutive snapshots that lacked the view on the stage
  bool seen_views_ = false;    // some snapshot since the last request had a view
  bool look_stale_ = true;     // fonts and colours must be made again
  bool lost_ = false;
  bool started_ = false;
  bool reduced_motion_ = false;
  bool has_frame_ = false;
  bool sized_ = false;
};

}  // namespace harmonium::app
