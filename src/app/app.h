// The client as a whole: what came from outside, what the visitor chose, and one frame of it.
#pragma once

#include "app/focus.h"
#include "app/gl/pictures.h"
#include "app/gl/renderer.h"
#include "app/input.h"
#include "app/logic/actions.h"
#include "app/platform.h"
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

  // False where there is no WebGL2; nothing else may be called then.
  bool start(bool dark);

  void setCatalogue(std::string_view json);
  // A snapshot is written into the room given for it and shown from there. One that can't be read is ignored: the last
  // good picture stays. False then.
  std::uint8_t* blockFor(std::size_t length);
  bool showBlock();
  void setPageState(std::string_view json);
  void setBoard(std::string_view json);
  void setDark(bool dark);
  void setReducedMotion(bool reduced) { reduced_motion_ = reduced; }
  void setStage(std::string_view view);
  void resize(double width, double height, double pixel_ratio);
  void contextLost();
  void contextRestored();

  Input& input() { return input_; }
  // Something happened that may be seen: the next frames are wanted, until ImGui has settled.
  void wake();
  void perform(Shortcut shortcut);

  // True if another frame is wanted at once.
  bool frame(double milliseconds);
  bool wantsText() const;
  std::string describe() const { return has_frame_ ? description_ : std::string(); }

 private:
  void rebuildLook();
  void draw(Ui& ui);
  void drawPanels(Ui& ui, const ImVec2& min, const ImVec2& max);
  void followSnapshot();
  void wantFrames(int count);
  void missMissingViews();
  std::string firstView();
  void followSlowMotion();
  void askForViews();
  Form form() const;

  Platform platform_;
  Theme theme_;
  // The snapshot that is shown, whose pictures lie in it, and the one that comes. Each is used again and again.
  std::vector<std::uint8_t> shown_block_, next_block_;
  State state_;
  Choices choices_;
  Actions actions_;
  FocusRing focus_;
  Input input_;
  Renderer renderer_;
  Pictures pictures_;
  std::string asked_views_;
  std::string shown_for_phases_, shown_before_phases_;  // the view that slow motion chose by itself, and the one before
  std::string description_;
  double width_ = 0, height_ = 0, pixel_ratio_ = 0;  // CSS pixels
  double now_ = 0;
  int frames_left_ = 0;
  bool unsettled_ = false;     // the last frames wanted were fewer than it takes
  int snapshots_without_ = 0;  // the view that the stage shows
  bool seen_views_ = false;
  bool look_stale_ = true;
  bool lost_ = false;
  bool started_ = false;
  bool reduced_motion_ = false;
  bool has_frame_ = false;
  bool sized_ = false;
};

}  // namespace harmonium::app
