// A network: groups of units as planes seen at a slant (logic/network_layout.h), with all connections of their links. A
// group that has the shape of a picture keeps it, so that a digit can be read on its units.
#include "app/logic/format.h"
#include "app/logic/network_layout.h"
#include "app/panels/panels.h"
#include "app/views/views.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

// Connections have arrowheads only if a link has at most this many; more heads would cover each other.
constexpr std::size_t kMostHeads = 400;

struct HoveredUnit {
  int group = -1, unit = -1;
};

ImVec2 vec(const Point& point) {
  return {point.x, point.y};
}

Plane planeOf(const GroupPlane& group) {
  return {vec(group.first), vec(group.right), vec(group.down), group.columns};
}

// Units that hold observations are squares; hidden units are discs. Shape tells them apart without colour.
bool observed(GroupRole role) {
  return role != GroupRole::kHidden;
}

// The corners of a unit's square, which covers `part` of the cell in both directions.
void corners(const Plane& plane, int unit, float part, ImVec2 out[4]) {
  const ImVec2 c = plane.at(unit);
  const ImVec2 r(plane.right.x * part / 2, plane.right.y * part / 2);
  const ImVec2 d(plane.down.x * part / 2, plane.down.y * part / 2);
  out[0] = {c.x - r.x - d.x, c.y - r.y - d.y};
  out[1] = {c.x + r.x - d.x, c.y + r.y - d.y};
  out[2] = {c.x + r.x + d.x, c.y + r.y + d.y};
  out[3] = {c.x - r.x + d.x, c.y - r.y + d.y};
}

int unitAt(const GroupPlane& group, const ImVec2& mouse) {
  const float down = (mouse.y - group.first.y) / group.down.y;
  const float row = std::round(down);
  const float col = std::round((mouse.x - group.first.x - row * group.down.x) / group.right.x);
  if (row < 0 || col < 0 || col >= toFloat(group.columns) || row >= toFloat(group.rows)) return -1;
  const int unit = toInt(row) * group.columns + toInt(col);
  return unit < group.units ? unit : -1;
}

HoveredUnit unitUnderMouse(const NetworkLayout& layout) {
  if (!ImGui::IsWindowHovered()) return {};
  for (std::size_t i = 0; i < layout.planes.size(); ++i) {
    const int unit = unitAt(layout.planes[i], ImGui::GetIO().MousePos);
    if (unit >= 0) return {toInt(i), unit};
  }
  return {};
}

float stateOf(const View& view, const UnitGroup& group, int unit) {
  return view.values[group.first + toSize(unit)];
}

float largest(std::span<const float> numbers) {
  float most = 0;
  for (const float each : numbers) most = std::max(most, std::abs(each));
  return std::max(most, 1e-6f);
}

// What the connections show: weights, or in the phase that changes them their steps, which flash up and settle.
struct LinkLook {
  std::span<const float> numbers;
  float limit = 1;  // the number that gets the full colour
  bool steps = false;
};

LinkLook lookOf(Ui& ui, const View& view) {
  if (!showsSteps(ui, view)) return {view.weights, std::max(view.limit, 1e-6f)};
  // Where thousands have moved, only the larger steps stand out once the flash is over.
  return {view.change, 1.5f * largest(view.change) / changeFlash(ui), true};
}

// `field`, if it is not empty, holds the weights between the units of this plane and the unit under the mouse; then
// they are lit by these instead of their states.
void drawPlane(const Ui& ui, const View& view, const UnitGroup& group, const GroupPlane& at, int marked,
               std::span<const float> field) {
  const Palette& p = ui.colours();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Plane plane = planeOf(at);
  const float limit = largest(field);
  const ImU32 off = mix(p.panel, p.ink, 0.05f), own = unitInk(ui, group.role);
  for (int unit = 0; unit < at.units; ++unit) {
    const float weight = field.empty() ? 0 : field[toSize(unit)];
    const ImU32 on = field.empty() ? own : weight < 0 ? p.negative : p.positive;
    const float state = field.empty() ? std::clamp(stateOf(view, group, unit), 0.0f, 1.0f) : std::abs(weight) / limit;
    const ImU32 line = unit == marked ? p.ink : mix(p.line_strong, on, 0.25f + 0.75f * state);
    const float stroke = ui.px(unit == marked ? 2 : 1);
    if (observed(group.role)) {
      ImVec2 q[4];
      corners(plane, unit, 0.84f, q);
      // A unit that is off is transparent. The connections behind it stay visible, and the units that are on stand out.
      list.AddQuadFilled(q[0], q[1], q[2], q[3], withAlpha(on, state));
      list.AddQuad(q[0], q[1], q[2], q[3], line, stroke);
    } else {
      const ImVec2 c = plane.at(unit);
      const ImVec2 radius(std::min(at.right.x * 0.36f, at.down.y * 0.9f), at.down.y * 0.38f);
      list.AddEllipseFilled(c, radius.x, radius.y, mix(off, on, state), 0, 24);
      list.AddEllipse(c, radius.x, radius.y, line, 0, 24, stroke);
    }
  }
}

void drawConnections(Ui& ui, const View& view, const UnitLink& link, std::size_t index, const NetworkLayout& layout,
                     const HoveredUnit& under, const LinkLook& look) {
  const Palette& p = ui.colours();
  const UnitGroup &from = view.groups[link.from], &to = view.groups[link.to];
  const GroupPlane &lower = layout.planes[link.from], &upper = layout.planes[link.to];
  Bundle bundle{planeOf(lower), planeOf(upper), lower.units, upper.units};
  bundle.lower_first = toInt(from.first);
  bundle.upper_first = toInt(to.first);
  bundle.limit = look.limit;
  bundle.width = 1.6f * ui.theme.scale;
  if (under.group == toInt(link.from)) bundle.only_lower = under.unit;
  if (under.group == toInt(link.to)) bundle.only_upper = under.unit;
  bundle.way = look.steps ? 2 : link.up && !link.down ? 1 : link.down && !link.up ? -1 : 0;
  if (!look.steps) bundle.pulse = phasePulse(ui);
  bundle.within = link.from == link.to;
  const int bend = bendOf(layout, link);
  if (bend != 0) {
    const float left = std::min(lower.box.x, upper.box.x);
    bundle.span = std::max(lower.box.x + lower.box.width, upper.box.x + upper.box.width) - left;
    bundle.bend = toFloat(bend) * layout.arc;
  }
  const std::size_t count = std::size_t{from.units} * to.units;
  if (link.kind != LinkKind::kBoth && count <= kMostHeads) {
    bundle.heads = link.kind == LinkKind::kUp ? 1 : -1;
    bundle.head = ui.px(9);
    bundle.trim = lower.down.y * 0.5f;
  }
  const std::span<const float> weights = look.numbers.subspan(link.first, count);
  ui.pictures.bundle(*ImGui::GetWindowDrawList(), view.name + formatCount(toDouble(index)) + ".weights", weights,
                     view.name + ".states", view.values, bundle, {p.negative, p.zero, p.positive, look.limit});
}

// An arrow beside a link. It is broad (`lit`) if the current phase uses the link in this direction. Otherwise it only
// shows the direction of the link and is thin; a recognition link has a dashed one.
void drawLinkArrow(const Ui& ui, const ImVec2& from, const ImVec2& to, ImU32 colour, bool lit, bool dashed) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 along(to.x - from.x, to.y - from.y);
  const float length = std::sqrt(along.x * along.x + along.y * along.y);
  if (length < 1) return;
  const ImVec2 step(along.x / length, along.y / length), across(-step.y, step.x);
  const float head = std::min(ui.px(lit ? 9 : 8), length * 0.6f), half = head * (lit ? 0.75f : 0.55f);
  const float width = ui.px(lit ? 3 : 1.5f), body = length - head;
  const float dash = dashed ? ui.px(5) : body, gap = dashed ? ui.px(4) : 0;
  for (float at = 0; at < body; at += dash + gap) {
    const float end = std::min(at + dash, body);
    list.AddLine({from.x + step.x * at, from.y + step.y * at}, {from.x + step.x * end, from.y + step.y * end}, colour,
                 width);
  }
  const ImVec2 neck(from.x + step.x * body, from.y + step.y * body);
  list.AddTriangleFilled({neck.x + across.x * half, neck.y + across.y * half},
                         {neck.x - across.x * half, neck.y - across.y * half}, to, colour);
}

// Draws the arrows beside every link: one per direction that the current phase uses, and for a directed link its own
// direction in any case.
void drawLinkArrows(const Ui& ui, const View& view, const NetworkLayout& layout, const Room& room,
                    const NetworkSpace& space) {
  const Palette& p = ui.colours();
  for (std::size_t i = 0; i < view.links.size(); ++i) {
    const UnitLink& link = view.links[i];
    // Several links may join the same groups; each takes a track further out than the ones before it.
    int track = 0;
    for (std::size_t before = 0; before < i; ++before) {
      const UnitLink& other = view.links[before];
      if (std::minmax(link.from, link.to) == std::minmax(other.from, other.to)) ++track;
    }
    const bool both = link.up && link.down;
    const auto arrow = [&](bool up, bool lit) {
      const std::optional<ArrowLine> line = arrowBeside(layout, link, track++, room, space);
      if (!line) return;
      const ImU32 colour = !lit ? p.ink_faint : both ? p.ink_soft : up ? p.data : p.model;
      const bool dashed = link.kind == LinkKind::kUp && view.groups[link.from].role != GroupRole::kPast;
      drawLinkArrow(ui, vec(up ? line->from : line->to), vec(up ? line->to : line->from), colour, lit, dashed);
    };
    if (link.up || link.kind == LinkKind::kUp) arrow(true, link.up);
    if (link.down || link.kind == LinkKind::kDown) arrow(false, link.down);
  }
}

// The weights of one unit, one per unit of the other group. Weights are stored as [lower units, upper units].
std::vector<float> weightsOf(const View& view, const UnitLink& link, bool of_upper, int unit) {
  const int lower = toInt(view.groups[link.from].units), upper = toInt(view.groups[link.to].units);
  std::vector<float> out;
  for (int i = 0; i < (of_upper ? lower : upper); ++i) {
    const int at = of_upper ? i * upper + unit : unit * upper + i;
    out.push_back(view.weights[link.first + toSize(at)]);
  }
  return out;
}

// The weights between a unit and all units of a group; empty where no link joins them.
std::vector<float> fieldOn(const View& view, const HoveredUnit& unit, std::uint32_t group) {
  for (const UnitLink& link : view.links) {
    const bool of_upper = toInt(link.to) == unit.group;
    if (of_upper ? link.from == group : toInt(link.from) == unit.group && link.to == group)
      return weightsOf(view, link, of_upper, unit.unit);
  }
  return {};
}

// The weight of the unit that has changed most in this phase: its value, gradient and step.
std::string stepInWords(const View& view, const HoveredUnit& unit) {
  std::string words;
  float most = 0;
  for (const UnitLink& link : view.links) {
    const int lower = toInt(view.groups[link.from].units), upper = toInt(view.groups[link.to].units);
    for (const bool of_upper : {false, true}) {
      if (toInt(of_upper ? link.to : link.from) != unit.group) continue;
      for (int i = 0; i < (of_upper ? lower : upper); ++i) {
        const auto at = link.first + toSize(of_upper ? i * upper + unit.unit : unit.unit * upper + i);
        const float step = view.change[at];
        if (!(std::abs(step) > most)) continue;
        most = std::abs(step);
        words = view.groups[of_upper ? link.from : link.to].name + " " + formatCount(i + 1) + ": weight " +
                formatValue(toDouble(view.weights[at]), 3);
        if (view.slopes.size() == view.change.size())
          words += ", gradient " + formatValue(toDouble(view.slopes[at]), 3);
        words += std::string(", step ") + (step > 0 ? "+" : "") + formatValue(toDouble(step), 2);
      }
    }
  }
  return words;
}

// The link whose weights a tooltip shows for a unit: one from below, else one to a group above, else one inside the
// group. Weights from below show what the unit responds to.
const UnitLink* linkOf(const View& view, std::uint32_t group) {
  for (const bool from_below : {true, false})
    for (const UnitLink& link : view.links)
      if (link.from != link.to && (from_below ? link.to : link.from) == group) return &link;
  for (const UnitLink& link : view.links)
    if (link.from == group && link.to == group) return &link;
  return nullptr;
}

void describeUnit(Ui& ui, const View& view, const NetworkLayout& layout, const HoveredUnit& under) {
  if (!beginHint(ui)) return;
  const Palette& p = ui.colours();
  const auto group = toU32(under.group);
  const UnitLink* link = linkOf(view, group);
  if (link) {
    const bool of_upper = link->to == group;
    const GroupPlane& other = layout.planes[of_upper ? link->from : link->to];
    std::vector<float> numbers = weightsOf(view, *link, of_upper, under.unit);
    numbers.resize(toSize(other.columns * other.rows), 0.0f);
    float limit = 1e-6f;
    for (const float each : numbers) limit = std::max(limit, std::abs(each));
    const Values values{ui.pictures.keep(std::move(numbers)), 1, other.rows, other.columns};
    drawLarge(ui, "unit " + formatCount(under.group) + " " + formatCount(under.unit), values, 0,
              {p.negative, p.zero, p.positive, limit});
  }
  const UnitGroup& own = view.groups[group];
  hintLine(ui, Face::kStrong, p.ink, own.name + ", unit " + formatCount(under.unit + 1));
  std::string words = "state " + formatValue(toDouble(stateOf(view, own, under.unit)), 3);
  if (link) words += "; above: its weights, " + view.groups[link->to == group ? link->from : link->to].name;
  hintLine(ui, Face::kSmall, p.ink_soft, words);
  if (showsSteps(ui, view)) hintLine(ui, Face::kSmall, p.ink, stepInWords(view, under));
  endHint();
}

}  // namespace

ImU32 unitInk(const Ui& ui, GroupRole role) {
  const Palette& p = ui.colours();
  if (role == GroupRole::kHidden) return p.model;
  return role == GroupRole::kPast ? mix(p.data, p.ink_soft, 0.5f) : p.data;
}

bool showsSteps(const Ui& ui, const View& view) {
  return !view.change.empty() && view.change.size() == view.weights.size() && slowMotion(ui);
}

void drawNetwork(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max) {
  if (!isValidNetwork(view)) return;
  const Room room = roomOf(min, max);
  const NetworkSpace space{textSize(ui, Face::kSmall, "x").y, ui.px(40)};
  const NetworkLayout layout = layOutNetwork(view.groups, view.links, room, space);
  const HoveredUnit under = unitUnderMouse(layout);
  const LinkLook look = lookOf(ui, view);
  for (const std::size_t index : linksDrawn(view.links))
    drawConnections(ui, view, view.links[index], index, layout, under, look);
  for (std::size_t i = 0; i < view.groups.size(); ++i) {
    const std::vector<float> field = under.group < 0 ? std::vector<float>() : fieldOn(view, under, toU32(i));
    drawPlane(ui, view, view.groups[i], layout.planes[i], under.group == toInt(i) ? under.unit : -1, field);
  }
  drawLinkArrows(ui, view, layout, room, space);
  for (std::size_t i = 0; i < view.groups.size(); ++i) {
    const GroupPlane& at = layout.planes[i];
    drawTextIn(ui, Face::kSmall, {at.name.x, at.name.y}, {at.name.x + at.name.width, at.name.y + at.name.height},
               unitInk(ui, view.groups[i].role), view.groups[i].name, at.name_align);
  }
  if (under.group >= 0) describeUnit(ui, view, layout, under);
}

}  // namespace harmonium::app
