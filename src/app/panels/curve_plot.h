// Curves over updates that share one plot: the lines above it, with label and newest value of each, and the plot.
#pragma once

#include "app/ui.h"

#include <string>
#include <string_view>
#include <vector>

namespace harmonium::app {

// The dashes of a line, CSS pixels; it is drawn through where `on` is 0.
struct Dashes {
  float on = 0, off = 0;
};

struct CurveLine {
  const Curve* curve = nullptr;  // with as many values as updates, one at least
  std::string_view label;
  ImU32 colour = 0;
  Dashes dashes = {};
};

// The curves have the same unit.
struct CurveGroup {
  std::string_view stem;  // tells groups apart
  std::vector<CurveLine> lines;
  // Curves of several experiments are about one thing, which has a title above all labels, and what matters is how far
  // they lie apart: a level far from all of them is left out of the plot.
  bool compared = false;
  std::string_view title = {};  // empty: it stands elsewhere
  std::string note = {};        // after the unit
};

void curveCaption(Ui& ui, const CurveGroup& group);
void curvePlot(Ui& ui, const CurveGroup& group, float height);

}  // namespace harmonium::app
