// Draws views: typed pictures of numbers. Nothing here knows the name of a model or of a view; the kind of the view
// alone decides. Lengths are framebuffer pixels. A view whose shape does not suit its values is not drawn.
#pragma once

#include "app/gl/pictures.h"
#include "app/logic/tile_fit.h"
#include "app/ui.h"
#include "base/view.h"

namespace harmonium::app {

// drawView() chooses among the others by the view's kind. Each draws inside the box from `min` to `max`.
void drawView(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max);
void drawImages(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max);
void drawPairs(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max);
void drawNetwork(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max);
void drawPlots(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max);  // the plane and charts
void drawMatrix(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max);
void drawTable(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max);

// The least height at which the picture can be read. Panels scroll rather than draw it lower.
float leastHeight(const Ui& ui, const View& view, float width);
float leastPlotsHeight(const Ui& ui, const View& view, float width);

// The sliders below the legend, one per latent variable, and two buttons that set all of them at once.
float slidersHeight(const Ui& ui, const View& view, float width);
void drawSliders(Ui& ui, const View& view, const ImVec2& min, float width);
float latentButtonsWidth(const Ui& ui);
void latentButtons(Ui& ui, const View& view, float right, float y, float height);

// The colour of units that are on, for groups of this role.
ImU32 unitInk(const Ui& ui, GroupRole role);

// Whether the connections of a network show the steps of their weights, because the phase of slow motion made them.
bool showsSteps(const Ui& ui, const View& view);
// Outlines every tile that the phase of slow motion has changed, the more the stronger.
void markChange(Ui& ui, const View& view, const TileFit& fit);

// The colours for a view's values. Data and the output of the model have different inks.
Inks inksFor(const Ui& ui, const View& view, bool from_data);

// Draws one picture enlarged, for a tooltip. The numbers must stay valid until the frame is rendered.
void drawLarge(Ui& ui, std::string_view name, const Values& values, int index, const Inks& inks);

// Converts a box to the form that fitTiles() takes, and its result to the form that Pictures takes.
inline Room roomOf(const ImVec2& min, const ImVec2& max) {
  return {min.x, min.y, max.x - min.x, max.y - min.y};
}
TileGrid gridOf(const Ui& ui, const TileFit& fit);

// Outlines the tile under the mouse and returns its index, or -1 where there is none. `at` becomes the position of the
// mouse inside that tile, in values.
int markTileUnderMouse(const Ui& ui, const TileFit& fit, ImVec2& at);

}  // namespace harmonium::app
