// How the app looks: colours for paper and ink, faces of type, and lengths. Two hues carry meaning everywhere: one for
// data and visible units, one for the model and its hidden units. Weights have a diverging pair of their own, blue and
// orange, that readers with any common colour vision can tell apart.
#pragma once

#include <imgui.h>

#include <cmath>

namespace harmonium::app {

struct Palette {
  ImU32 ground;       // behind the panels
  ImU32 panel;        // a card
  ImU32 raised;       // a control on a card
  ImU32 sunken;       // tracks, wells
  ImU32 line;         // hairlines
  ImU32 line_strong;  // outlines of controls
  ImU32 ink;          // text
  ImU32 ink_soft;     // secondary text
  ImU32 ink_faint;    // captions, ticks
  ImU32 data;         // data, visible units; also the controls' accent
  ImU32 data_soft;    // a wash of it
  ImU32 on_data;      // text on it
  ImU32 model;        // the model, hidden units
  ImU32 model_soft;
  ImU32 latent;    // latent variables, noise that goes in
  ImU32 negative;  // signed values: below zero
  ImU32 zero;
  ImU32 positive;
  ImU32 alarm;  // something went wrong
  ImU32 alarm_soft;
  ImU32 tile;       // the paper that pictures lie on
  ImU32 data_ink;   // full ink of a picture from the data
  ImU32 model_ink;  // full ink of a picture the model made
  ImU32 shadow;     // under knobs and popups
};

enum class Face { kSmall, kBody, kStrong, kTitle };
constexpr int kFaceCount = 4;

struct Theme {
  bool dark = false;
  float scale = 1;  // framebuffer pixels for a CSS pixel (times the zoom of very large canvases)
  Palette colours{};
  ImFont* faces[kFaceCount] = {};

  // A CSS length in whole framebuffer pixels. ImGui runs in framebuffer pixels, so everything snaps to them.
  float px(float css) const { return std::round(css * scale); }
  ImFont* font(Face face) const { return faces[static_cast<int>(face)]; }
};

// Colours and the styles of ImGui and ImPlot, for the theme's `dark` and `scale`.
void applyTheme(Theme& theme);

// Builds the font atlas at the theme's scale. The texture itself is made by the GL backend.
void buildFonts(Theme& theme);

ImU32 mix(ImU32 a, ImU32 b, float t);
ImU32 withAlpha(ImU32 colour, float alpha);

}  // namespace harmonium::app
