// Where the panels of a plane or a chart go, and where a number lies in one. Lengths are framebuffer pixels; up on the
// axes is up on the screen.
#pragma once

#include "app/logic/tile_fit.h"

#include <span>
#include <vector>

namespace harmonium::app {

struct PanelShape {
  float across = 1, up = 1;  // of the axes, in their own units
  bool equal = true;         // a unit is as long across as up
};

// Around the axes of every panel, for words.
struct Margins {
  float left = 0, right = 0, top = 0, bottom = 0;
};

struct PanelPlace {
  Room cell, axes;
};

// Side by side, one above the other, or in between: whichever makes the smallest of them largest.
std::vector<PanelPlace> placePanels(std::span<const PanelShape> panels, const Room& room, const Margins& margins,
                                    float gap);

// Numbers to pixels and back.
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
