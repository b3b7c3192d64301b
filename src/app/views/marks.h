// Draws the marks of planes and charts, and their signs in the legend.
#pragma once

#include "app/gl/pictures.h"
#include "app/logic/axes.h"
#include "app/ui.h"
#include "base/view.h"

#include <string_view>

namespace harmonium::app {

ImU32 inkColour(const Ui& ui, Ink ink);
Inks fieldInks(const Ui& ui, const Mark& mark);

// `texture` tells the fields of a frame apart. `on_field`: the mark lies on a field. The mark must be valid
// (logic/marks.h).
void drawMark(Ui& ui, const Mark& mark, const AxesMap& map, std::string_view texture, bool on_field);

// The mark's sign in the legend: signWidth() wide, from `x`, vertically centred on `middle`.
float signWidth(const Ui& ui, const Mark& mark);
void drawSign(Ui& ui, const Mark& mark, float x, float middle);

// Draws a polyline in dashes. The pattern continues across corners. Lengths are framebuffer pixels.
void drawDashed(ImDrawList& list, const ImVec2* points, int count, ImU32 colour, float thickness, float dash,
                float gap);

}  // namespace harmonium::app
