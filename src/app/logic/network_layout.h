// Where the groups of units of a network stand. Groups are planes seen at a slant, in rows one above the other: visible
// units lowest, above them every hidden group over those it is linked to. Frames of the past stand to the left of the
// visible units, oldest first; labels stand to the right of the layer below the one they are linked to. Lengths are
// framebuffer pixels.
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

struct GroupPlane {
  int units = 0, columns = 1, rows = 1;
  int level = 0;         // 0: the lowest row
  int place = 0;         // in its row, from the left
  Point first;           // centre of the first unit
  Point right, down;     // from one unit to the next along a row of units; to the next row
  Room box;              // holds the plane's cells
  Room name;             // where its name stands
  float name_align = 0;  // 0: at the left end of that, 0.5: in the middle, 1: at the right end
};

struct NetworkLayout {
  std::vector<GroupPlane> planes;  // one for each group
  int levels = 0;
  float arc = 0;  // how far the arcs of links between groups of the same row rise or hang
};

// What the layout has to leave room for.
struct NetworkSpace {
  float line = 16;  // a line of text
  float way = 44;   // on either side, for arrows beside the bundles of connections
};

// Groups and links that agree with the numbers. Nothing else is drawn.
bool soundNetwork(const View& view);

NetworkLayout layNetwork(const std::vector<UnitGroup>& groups, const std::vector<UnitLink>& links, const Room& room,
                         const NetworkSpace& space);

// Which way an arc of a link inside a row bends: 1 down, -1 up; 0 for a link between rows, whose lines are straight.
int bendOf(const NetworkLayout& layout, const UnitLink& link);

// Of several links between the same two groups one has its connections drawn: the one that the current phase goes
// through, else the generative one, else the first. Indices into `links`.
std::vector<std::size_t> linksDrawn(const std::vector<UnitLink>& links);

// Where the arrow beside a link is drawn, from the group of `from` to that of `to`; nothing inside a group or where
// another group stands between. `track`: 0 for the arrow next to the bundle, 1 for another one outside of it.
struct WayLine {
  Point from, to;
};
std::optional<WayLine> wayBeside(const NetworkLayout& layout, const UnitLink& link, int track, const Room& room,
                                 const NetworkSpace& space);

}  // namespace harmonium::app
