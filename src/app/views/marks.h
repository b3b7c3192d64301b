// The marks of planes and charts, and their signs in the legend.
#pragma once

#include "app/gl/pictures.h"
#include "app/logic/axes.h"
#include "app/ui.h"
#include "base/view.h"

#include <string_view>

namespace harmonium::app {

ImU32 inkColour(const Ui& ui, Ink ink);
Inks fieldInks(const Ui& ui, const Mark& mark);

// `texture` tells the fields of a frame apart. The mark must be valid (logic/marks.h).
void drawMark(Ui& ui, const Mark& mark, const AxesMap& map, std::string_view texture);

// Its sign, `width` wide and centred on `middle`.
float signWidth(const Ui& ui, const Mark& mark);
void drawSign(Ui& ui, const Mark& mark, float x, float middle);

// A polyline in dashes.
void drawDashed(ImDrawList& list, const ImVec2* points, int count, ImU32 colour, float thickness, float dash,
                float gap);

}  // namespace harmonium::app
