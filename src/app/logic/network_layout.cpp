#include "app/logic/network_layout.h"

#include "base/numbers.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

namespace harmonium::app {
namespace {

// The slant of the planes. One row of units down goes kRowShift columns to the left, and at most kMostRowHeight columns
// down.
constexpr float kRowShift = 0.36f, kMostRowHeight = 0.50f;
// Planes take at most kWidthPart of the room's width. Together they take kHeightPart of its height when there are two
// rows of groups, kHeightPerRow more for each further row, and never more than kMostHeightPart: connections need the
// rest.
constexpr float kWidthPart = 0.80f, kHeightPart = 0.44f, kHeightPerRow = 0.06f, kMostHeightPart = 0.58f;
// A row of units is at least this many columns high; a flatter plane would look like a line.
constexpr float kLeastRowHeight = 0.24f;
// The gap between neighbours in a row of groups, in columns.
constexpr float kNeighbourGap = 1.5f;
// The part of the room's height that arcs may take above or below the planes.
constexpr float kArcPart = 0.11f;

// A plane has its name at its left side if its middle is this part of the room's width right of the room's middle.
constexpr float kNameAsideFrom = 0.1f;
// The part of a slanted arrow's path that is drawn. Arrows from several groups to one group end before they meet.
constexpr float kSlantedArrowPart = 0.68f;

constexpr std::size_t kMostGroups = 64, kMostLinks = 256;
// States are a texture one row high, and WebGL2 guarantees textures of this width.
constexpr std::uint64_t kMostUnits = 2048;

bool isMain(const UnitGroup& group) {
  return group.role == GroupRole::kVisible || group.role == GroupRole::kHidden;
}

// The level of each group: a hidden group is one level above the highest group that leads up to it. Links may form a
// cycle, so passes are as many as groups, and no level exceeds the number of groups.
std::vector<int> levelsOf(const std::vector<UnitGroup>& groups, const std::vector<UnitLink>& links) {
  const int count = toInt(groups.size());
  std::vector<int> levels(groups.size());
  for (std::size_t i = 0; i < groups.size(); ++i) levels[i] = groups[i].role == GroupRole::kHidden ? 1 : 0;
  for (int pass = 0; pass < count; ++pass) {
    for (const UnitLink& link : links) {
      if (link.from == link.to || !isMain(groups[link.from]) || groups[link.to].role != GroupRole::kHidden) continue;
      levels[link.to] = std::min(count, std::max(levels[link.to], levels[link.from] + 1));
    }
  }
  // Labels come last, because the levels of the groups that they are linked to must be final.
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i].role != GroupRole::kLabel) continue;
    int beside = count + 1, above = -1;
    for (const UnitLink& link : links) {
      if (link.from == i && isMain(groups[link.to])) beside = std::min(beside, levels[link.to] - 1);
      if (link.to == i && isMain(groups[link.from])) above = std::max(above, levels[link.from] + 1);
    }
    levels[i] = beside <= count ? std::max(0, beside) : std::max(0, above);
  }
  // Levels without a group are removed, so that no row of the picture is empty.
  std::vector<int> used = levels;
  std::sort(used.begin(), used.end());
  used.erase(std::unique(used.begin(), used.end()), used.end());
  for (int& level : levels) level = toInt(std::lower_bound(used.begin(), used.end(), level) - used.begin());
  return levels;
}

// The columns of a group's plane: those of its shape where it has one, else those of a nearly square grid.
int columnsOf(const UnitGroup& group) {
  if (group.rows > 0 && group.cols > 0 && std::uint64_t{group.rows} * group.cols == group.units)
    return toInt(group.cols);
  const int units = toInt(group.units);
  const int columns = toInt(std::ceil(std::sqrt(toDouble(units))));
  // A full rectangle looks better than a square with a ragged last row, if it is at most twice as wide.
  for (int each = columns; each <= columns * 2; ++each)
    if (units % each == 0) return each;
  return columns;
}

// One row of groups, from the left. `begin` is the left end of each, in columns from the middle of the main groups:
// visible and hidden ones. Rows are aligned at that middle, so labels and past frames do not push the layers aside.
struct Row {
  std::vector<std::size_t> groups;
  std::vector<float> begin;
  float left = 0, right = 0;  // distances from that middle to the ends of the row, slant included
  int depth = 1;              // rows of units in the group that has most of them
};

int orderOf(GroupRole role) {
  return role == GroupRole::kPast ? 0 : role == GroupRole::kLabel ? 2 : 1;
}

Row rowOf(const std::vector<UnitGroup>& groups, const std::vector<GroupPlane>& planes, int level) {
  Row row;
  for (std::size_t i = 0; i < groups.size(); ++i)
    if (planes[i].level == level) row.groups.push_back(i);
  std::ranges::sort(row.groups, {}, [&](std::size_t i) { return std::pair(orderOf(groups[i].role), i); });
  float at = 0, main_from = -1, main_to = -1;  // -1: the row has no main group yet
  for (const std::size_t i : row.groups) {
    row.begin.push_back(at);
    const float end = at + toFloat(planes[i].columns);
    if (isMain(groups[i])) {
      if (main_from < 0) main_from = at;
      main_to = end;
    }
    row.depth = std::max(row.depth, planes[i].rows);
    at = end + kNeighbourGap;
  }
  const float whole = at - kNeighbourGap;
  const float middle = main_from < 0 ? whole / 2 : (main_from + main_to) / 2;
  const float lean = kRowShift * toFloat(row.depth) / 2;
  for (float& begin : row.begin) begin -= middle;
  row.left = middle + lean;
  row.right = whole - middle + lean;
  return row;
}

bool sameRow(const std::vector<GroupPlane>& planes, const UnitLink& link, int level) {
  return planes[link.from].level == level && planes[link.to].level == level;
}

// Centres a plane at (x, y). `cell` is the width of a column, `fall` the height of a row of units.
void place(GroupPlane& plane, float x, float y, float cell, float fall) {
  const float columns = toFloat(plane.columns), rows = toFloat(plane.rows);
  plane.right = {cell, 0};
  plane.down = {-cell * kRowShift, fall};
  plane.first = {x - (columns - 1) / 2 * plane.right.x - (rows - 1) / 2 * plane.down.x,
                 y - (rows - 1) / 2 * plane.down.y};
  const float width = columns * cell + rows * cell * kRowShift, height = rows * fall;
  plane.box = {x - width / 2, y - height / 2, width, height};
}

void placeNames(const std::vector<UnitGroup>& groups, const Row& row, bool lowest, float below, const Room& room,
                const NetworkSpace& space, std::vector<GroupPlane>& planes) {
  const std::size_t count = row.groups.size();
  for (std::size_t k = 0; k < count; ++k) {
    GroupPlane& plane = planes[row.groups[k]];
    const bool label = groups[row.groups[k]].role == GroupRole::kLabel;
    if (count == 1 || (!lowest && !label && k == 0)) {
      // The slant leaves the upper left corner of the bounding box free.
      const float corner = plane.box.x + toFloat(plane.rows) * kRowShift * plane.right.x;
      const float off = plane.box.x + plane.box.width / 2 - room.x - room.width / 2;
      const bool aside = off > kNameAsideFrom * room.width;
      plane.name = {room.x, plane.box.y, aside ? corner - space.line - room.x : room.width, space.line};
      plane.name_align = aside ? 1.0f : 0.0f;
    } else if (!lowest && !label && k + 1 == count) {
      plane.name = {room.x, plane.box.y + plane.box.height - space.line, room.width, space.line};
      plane.name_align = 1;
    } else {
      // The name stands under the front edge. Connections leave a label upwards, so nothing crosses its name.
      const float lean = toFloat(plane.rows) * kRowShift * plane.right.x;
      const float out = kNeighbourGap * plane.right.x / 2;
      const float y = lowest ? below : plane.box.y + plane.box.height + space.line / 6;
      plane.name = {plane.box.x - out, y, plane.box.width - lean + 2 * out, space.line};
      plane.name_align = 0.5f;
    }
  }
}

}  // namespace

bool isValidNetwork(const View& view) {
  if (view.groups.empty() || view.groups.size() > kMostGroups || view.links.size() > kMostLinks) return false;
  if (view.values.size() > kMostUnits) return false;
  for (const UnitGroup& group : view.groups)
    if (group.units == 0 || std::uint64_t{group.first} + group.units > view.values.size()) return false;
  for (const UnitLink& link : view.links) {
    if (link.from >= view.groups.size() || link.to >= view.groups.size()) return false;
    // 64 bits hold the product of any two 32-bit counts, so a hostile view cannot wrap it to a small one.
    const std::uint64_t weights = std::uint64_t{view.groups[link.from].units} * view.groups[link.to].units;
    if (link.first + weights > view.weights.size()) return false;
  }
  return true;
}

NetworkLayout layOutNetwork(const std::vector<UnitGroup>& groups, const std::vector<UnitLink>& links, const Room& room,
                            const NetworkSpace& space) {
  NetworkLayout layout;
  layout.planes.resize(groups.size());
  const std::vector<int> levels = levelsOf(groups, links);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    GroupPlane& plane = layout.planes[i];
    plane.units = toInt(groups[i].units);
    plane.columns = columnsOf(groups[i]);
    plane.rows = (plane.units + plane.columns - 1) / plane.columns;
    plane.level = levels[i];
    layout.levels = std::max(layout.levels, plane.level + 1);
  }
  std::vector<Row> rows;
  float left = 0.5f, right = 0.5f, depth = 0;
  for (int level = 0; level < layout.levels; ++level) {
    rows.push_back(rowOf(groups, layout.planes, level));
    left = std::max(left, rows.back().left);
    right = std::max(right, rows.back().right);
    depth += toFloat(rows.back().depth);
  }
  const auto arcs = [&](int level) {
    return std::any_of(links.begin(), links.end(),
                       [&](const UnitLink& link) { return sameRow(layout.planes, link, level); });
  };
  layout.arc = room.height * kArcPart;
  const int top = layout.levels - 1;
  const float above = arcs(top) ? layout.arc : 0, below = top > 0 && arcs(0) ? layout.arc : 0;
  const float names = rows.empty() || rows[0].groups.size() < 2 ? 0 : space.line * 1.25f;
  const float height = std::max(1.0f, room.height - above - below - names);

  const float gaps = toFloat(top);
  const float high = height * (gaps > 0 ? std::min(kHeightPart + kHeightPerRow * (gaps - 1), kMostHeightPart) : 0.9f);
  const float wide = std::max(1.0f, std::min(room.width * kWidthPart, room.width - 2 * space.way));
  // Whole pixels per column keep the cells of all planes equally wide.
  const float cell = std::max(1.0f, std::floor(std::min(wide / (left + right), high / (depth * kLeastRowHeight))));
  const float fall = std::min(cell * kMostRowHeight, high / depth);
  // In a tall narrow room the rows stay near each other; otherwise the connections would be almost vertical.
  const float gap = gaps > 0 ? std::min((height - depth * fall) / gaps, room.width * 0.6f) : 0;
  const float middle = room.x + (room.width - (left + right) * cell) / 2 + left * cell;
  const float taken = depth * fall + gap * gaps + above + below + names;
  float bottom = std::round(room.y + (room.height + taken) / 2 - below - names);
  for (int level = 0; level < layout.levels; ++level) {
    const Row& row = rows[toSize(level)];
    const float y = bottom - toFloat(row.depth) * fall / 2;
    for (std::size_t k = 0; k < row.groups.size(); ++k) {
      GroupPlane& plane = layout.planes[row.groups[k]];
      plane.place = toInt(k);
      place(plane, middle + (row.begin[k] + toFloat(plane.columns) / 2) * cell, y, cell, fall);
    }
    placeNames(groups, row, level == 0, bottom + below + space.line / 4, room, space, layout.planes);
    bottom -= toFloat(row.depth) * fall + gap;
  }
  return layout;
}

int bendOf(const NetworkLayout& layout, const UnitLink& link) {
  const GroupPlane &from = layout.planes[link.from], &to = layout.planes[link.to];
  if (from.level != to.level) return 0;
  return from.level == 0 && layout.levels > 1 ? 1 : -1;
}

std::vector<std::size_t> linksDrawn(const std::vector<UnitLink>& links) {
  const auto rank = [](const UnitLink& link) {
    return (link.up || link.down ? 2 : 0) + (link.kind == LinkKind::kDown ? 1 : 0);
  };
  std::vector<std::size_t> drawn;
  for (std::size_t i = 0; i < links.size(); ++i) {
    const auto same = std::find_if(drawn.begin(), drawn.end(), [&](std::size_t other) {
      return std::minmax(links[i].from, links[i].to) == std::minmax(links[other].from, links[other].to);
    });
    if (same == drawn.end())
      drawn.push_back(i);
    else if (rank(links[i]) > rank(links[*same]))
      *same = i;
  }
  return drawn;
}

std::optional<ArrowLine> arrowBeside(const NetworkLayout& layout, const UnitLink& link, int track, const Room& room,
                                     const NetworkSpace& space) {
  if (link.from == link.to) return std::nullopt;
  const GroupPlane &from = layout.planes[link.from], &to = layout.planes[link.to];
  const auto leanOf = [](const GroupPlane& plane) { return -plane.down.x * toFloat(plane.rows); };
  const auto middleOf = [](const Room& box) { return box.x + box.width / 2; };
  if (from.level == to.level) {
    if (std::abs(from.place - to.place) != 1) return std::nullopt;
    const bool rightward = from.place < to.place;
    const float edge = space.line / 6;
    const auto end = [&](const GroupPlane& plane, bool at_right) {
      const float half = (plane.box.width - leanOf(plane)) / 2;
      return Point{middleOf(plane.box) + (at_right ? half + edge : -half - edge), plane.box.y + plane.box.height / 2};
    };
    return ArrowLine{end(from, rightward), end(to, !rightward)};
  }
  const bool up = to.level > from.level;
  const GroupPlane &lower = up ? from : to, &upper = up ? to : from;
  const float out = space.way * (0.3f + 0.45f * toFloat(track)), rise = space.line / 2;
  const float low_y = lower.box.y - rise, high_y = upper.box.y + upper.box.height + rise;
  const auto within = [&](float x) {
    return std::clamp(x, room.x + space.line / 2, room.x + room.width - space.line / 2);
  };
  Point low, high;
  if (middleOf(lower.box) < middleOf(upper.box) - lower.right.x) {
    // The lower group stands to the left. The arrow follows the outermost connections of that side.
    low = {within(lower.box.x + leanOf(lower) - out), low_y};
    const Point end{within(upper.box.x - out), high_y};
    high = {low.x + (end.x - low.x) * kSlantedArrowPart, low.y + (end.y - low.y) * kSlantedArrowPart};
  } else {
    // Otherwise the arrow is vertical, on the right of the connections.
    const float edge = std::max(lower.box.x + lower.box.width, upper.box.x + upper.box.width - leanOf(upper));
    low = {within(edge + out), low_y};
    high = {low.x, high_y};
  }
  return up ? ArrowLine{low, high} : ArrowLine{high, low};
}

}  // namespace harmonium::app
