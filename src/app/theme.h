// The look of the app: colours, fonts and lengths. Two hues have a fixed meaning: one stands for data and visible
// units, one for the model and its hidden units. Signed values have two further colours, blue and orange, which readers
// with any common form of colour vision can tell apart.
#pragma once

#include "base/numbers.h"

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
  ImU32 tile_line;  // around every tile
  ImU32 data_ink;   // full ink of a picture from the data
  ImU32 model_ink;  // full ink of a picture the model made
  ImU32 shadow;     // under knobs and popups
};

// The colour of one line of several, counted from 0. After eight they begin again.
ImU32 seriesColour(const Palette& palette, std::size_t index);

enum class Face { kSmall, kBody, kStrong, kTitle };
constexpr int kFaceCount = 4;

struct Theme {
  bool dark = false;
  float scale = 1;  // framebuffer pixels per CSS pixel (times the zoom of very large canvases)
  Palette colours{};
  ImFont* faces[kFaceCount] = {};

  // Converts a length in CSS pixels to whole framebuffer pixels. ImGui works in framebuffer pixels, so edges stay
  // sharp.
  float px(float css) const { return std::round(css * scale); }
  ImFont* font(Face face) const { return faces[toInt(face)]; }
};

// Sets the colours and the styles of ImGui and ImPlot according to the theme's `dark` and `scale`.
void applyTheme(Theme& theme);

// Builds the font atlas at the theme's scale. Renderer::uploadGlyphs() then makes the texture.
void buildFonts(Theme& theme);

// The colour between a (t = 0) and b (t = 1).
ImU32 mix(ImU32 a, ImU32 b, float t);
ImU32 withAlpha(ImU32 colour, float alpha);

}  // namespace harmonium::app
