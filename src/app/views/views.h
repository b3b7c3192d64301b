// Typed pictures, drawn without knowing the model.
#pragma once

#include "app/gl/pictures.h"
#include "app/logic/tile_fit.h"
#include "app/ui.h"
#include "base/view.h"

namespace harmonium::app {

// In the box given, framebuffer pixels.
void drawView(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max);
void drawImages(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max);
void drawPairs(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max);
void drawNetwork(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max);
void drawPlots(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max);  // the plane and charts
void drawMatrix(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max);
void drawTable(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max);

// What a picture needs to be read; panels scroll rather than squeeze it.
float leastHeight(const Ui& ui, const View& view, float width);
float leastPlotsHeight(const Ui& ui, const View& view, float width);

// Under the picture: what its colours mean, in as many lines as it takes.
float legendHeight(const Ui& ui, const View& view, float width);
bool legendFits(const Ui& ui, const View& view, float width);  // no entry is wider
void drawLegend(Ui& ui, const View& view, const ImVec2& min, float width);

// Below that: what the visitor may turn, and two buttons for all of it at once.
float slidersHeight(const Ui& ui, const View& view, float width);
void drawSliders(Ui& ui, const View& view, const ImVec2& min, float width);
float latentButtonsWidth(const Ui& ui);
void latentButtons(Ui& ui, const View& view, float right, float y, float height);

// Of a network, the colour of units that are on.
ImU32 unitInk(const Ui& ui, GroupRole role);

// Colours for a view's values. Data and what the model makes have inks of their own.
Inks inksFor(const Ui& ui, const View& view, bool from_data);

// A picture large, beside a tooltip's words. The numbers must stay until the frame is rendered.
void drawLarge(Ui& ui, std::string_view name, const Values& values, int index, const Inks& inks);

// The box as the arithmetic of tiles takes it, and its answer as the GPU does.
inline Room roomOf(const ImVec2& min, const ImVec2& max) {
  return {min.x, min.y, max.x - min.x, max.y - min.y};
}
TileGrid gridOf(const Ui& ui, const TileFit& fit);

// Outlines the tile under the mouse. Its number, or -1; `at`: where in it the mouse is, in values.
int markTileUnderMouse(const Ui& ui, const TileFit& fit, ImVec2& at);

}  // namespace harmonium::app
