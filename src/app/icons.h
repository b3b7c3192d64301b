// Icons. They are drawn as strokes and shapes, so they are sharp at any pixel ratio.
#pragma once

#include <imgui.h>

namespace harmonium::app {

enum class Icon {
  kNone,
  kPlay,
  kPause,
  kUpdate,  // one update: play up to a bar
  kPhase,   // one phase: a quarter turn of the wheel
  kGoal,    // run to an end: a flag
  kReset,
  kDice,
  kSun,
  kMoon,
  kMenu,
  kQuestion,
  kClose,
  kStop,
  kSave,
  kLoad,
  kLink,
  kDown,  // chevron
  kRight,
  kCheck,
  kWhat,     // sliders
  kStage,    // tiles
  kHowWell,  // curve
  kMosaic,
  kCompare,  // values with error bars
  kBrush,
  kFile,
  kUndo,
  kMark,  // the harmonium's own sign: two layers of units
};

// Draws an icon in a square of side `size` (framebuffer pixels) centred at `centre`. The usual size is 20 CSS pixels.
// `second` is the second colour of icons that have two.
void drawIcon(ImDrawList& list, Icon icon, const ImVec2& centre, float size, ImU32 colour, ImU32 second = 0);

}  // namespace harmonium::app
