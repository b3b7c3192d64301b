// Places the panels of a plane or a chart, and maps numbers on their axes to pixels. Lengths are framebuffer pixels.
// Larger y values are higher on the screen, so the y scale is negative.
#pragma once

#include "app/logic/tile_fit.h"

#include <span>
#include <vector>

namespace harmonium::app {

struct PanelShape {
  float across = 1, up = 1;  // lengths of the x axis and the y axis, in the units of the axes; positive
  bool equal = true;         // one unit has the same length in pixels on both axes
};

// Space around the axes of every panel, for tick labels and titles.
struct Margins {
  float left = 0, right = 0, top = 0, bottom = 0;
};

// `cell` is the panel's part of the room, margins included; `axes` is the box of its axes inside that.
struct PanelPlace {
  Room cell, axes;
};

// Arranges the panels in the grid whose smallest axes have the largest area: one row, one column or anything between.
// Returns one place per panel, in reading order; none for no panels. `gap` separates neighbouring cells.
std::vector<PanelPlace> placePanels(std::span<const PanelShape> panels, const Room& room, const Margins& margins,
                                    float gap);

// Maps numbers to pixels and back. x_high > x_low and y_high > y_low; values outside of them map to pixels outside of
// the box.
struct AxesMap {
  Room box;
  float x_low = 0, x_high = 1, y_low = 0, y_high = 1;

  float scaleX() const { return box.width / (x_high - x_low); }
  float scaleY() const { return -box.height / (y_high - y_low); }
  float x(float value) const { return box.x + (value - x_low) * scaleX(); }
  float y(float value) const { return box.y + box.height + (value - y_low) * scaleY(); }
  float valueAtX(float pixel) const { return x_low + (pixel - box.x) / scaleX(); }
  float valueAtY(float pixel) const { return y_low + (pixel - box.y - box.height) / scaleY(); }
  bool holds(float pixel_x, float pixel_y) const {
    return pixel_x >= box.x && pixel_x < box.x + box.width && pixel_y >= box.y && pixel_y < box.y + box.height;
  }
};

}  // namespace harmonium::app
