// Typed pictures, drawn without knowing the model.
#pragma once

#include "app/gl/pictures.h"
#include "app/ui.h"
#include "base/view.h"

namespace harmonium::app {

// In the box given, framebuffer pixels.
void drawView(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max);
void drawImages(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max);
void drawPairs(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max);
void drawNetwork(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max);

// Under the picture: what its colours mean.
void drawLegend(Ui& ui, const View& view);

// Colours for a view's values. Data and what the model makes have inks of their own.
Inks inksFor(const Ui& ui, const View& view, bool from_data);

// How many tiles go where: whole framebuffer pixels for a value, rows as even as they get. Tiles that would come out
// too small to read are left out, at most two in five.
struct TileFit {
  int columns = 1, rows = 1, shown = 0;
  float pixel = 1;
  ImVec2 origin, cell, pitch;
};
// `width` and `height` of a tile in values; `fixed` pixels of its width do not grow with it.
TileFit fitTiles(int count, int width, int height, float fixed, float gap, const ImVec2& min, const ImVec2& max);

// A picture large, beside a tooltip's words. The numbers must stay until the frame is rendered.
void drawLarge(Ui& ui, std::string_view name, const Values& values, int index, const Inks& inks);

// The tile under the mouse, or -1; `at`: where in it, in values.
int tileUnderMouse(const TileFit& fit, float width, float height, ImVec2& at);

}  // namespace harmonium::app
