// Places the groups of units of a network on the screen. Each group is a plane seen at a slant, and the planes stand in
// rows one above the other. Visible units are in the lowest row; a hidden group is above every group that leads up to
// it. Past frames stand to the left of the visible units, oldest first. Labels stand to the right of the layer below
// the one they are linked to. Lengths are framebuffer pixels.
#pragma once

#include "app/logic/tile_fit.h"
#include "base/view.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace harmonium::app {

struct Point {
  float x = 0, y = 0;
};

// The plane of one group. Unit i is centred at first + (i % columns) * right + (i / columns) * down.
struct GroupPlane {
  int units = 0, columns = 1, rows = 1;
  int level = 0;         // row of groups; 0 is the lowest
  int place = 0;         // index in that row, from the left
  Point first;           // centre of the first unit
  Point right, down;     // step to the next unit of a row of units; step to the next row of units
  Room box;              // bounding box of the plane's cells
  Room name;             // box of the group's name
  float name_align = 0;  // position of the name in that box; 0: left, 0.5: middle, 1: right
};

struct NetworkLayout {
  std::vector<GroupPlane> planes;  // one per group, in the order of the groups
  int levels = 0;                  // rows of groups
  float arc = 0;                   // height of the tallest arc, for links between groups of one row
};

// Sizes that the layout must leave room for.
struct NetworkSpace {
  float line = 16;  // height of a line of text
  float way = 44;   // width on either side, for arrows beside the bundles of connections
};

// Whether groups and links refer to values and weights that the view has, and are few enough to draw: at most 64
// groups, 256 links and 2048 units. A view that fails this is not drawn.
bool isValidNetwork(const View& view);

// Places all groups in `room`. The links must refer to groups that exist; isValidNetwork() checks this.
NetworkLayout layOutNetwork(const std::vector<UnitGroup>& groups, const std::vector<UnitLink>& links, const Room& room,
                            const NetworkSpace& space);

// The side to which the arcs of a link between groups of one row bend: 1 down, -1 up. 0 for a link between rows, whose
// lines are straight. Arcs of the lowest row hang down, where nothing is in their way.
int bendOf(const NetworkLayout& layout, const UnitLink& link);

// The links whose connections are drawn, as indices into `links`. Several links may join the same two groups; only one
// of them is drawn: the one that the current phase uses, else the generative one, else the first.
std::vector<std::size_t> linksDrawn(const std::vector<UnitLink>& links);

// The line of the arrow that is drawn beside a link, from its group `from` to its group `to`. None for a link inside
// one group, and for a link in one row with another group between. `track` is 0 for the arrow next to the bundle, 1 for
// one more outside of it.
struct ArrowLine {
  Point from, to;
};
std::optional<ArrowLine> arrowBeside(const NetworkLayout& layout, const UnitLink& link, int track, const Room& room,
                                     const NetworkSpace& space);

}  // namespace harmonium::app
