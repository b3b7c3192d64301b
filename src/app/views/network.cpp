// Layers of units as planes seen at a slant, one above the other, with every connection between neighbours. A plane of
// visible units keeps the shape of the picture, so that the digit can be read on it.
#include "app/logic/format.h"
#include "app/panels/panels.h"
#include "app/views/views.h"
#include "app/widgets.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace harmonium::app {
namespace {

// The slant: one row down on the plane goes this much of a column to the left, and at most this much down.
constexpr float kLean = 0.36f, kFlat = 0.50f;
// Of the stage, a plane is at most so wide; all planes together are so high, and the connections take the rest.
constexpr float kPlaneWidth = 0.80f, kPlanesHeight = 0.44f;

struct Layer {
  int units = 0, columns = 1, rows = 1, first = 0;  // first: index of its first state
  Plane plane;
  float cell = 1;  // from one unit to the next along a row
  float fall = 1;  // from one row to the next, downwards
};

struct Under {
  int layer = -1, unit = -1;
};

// The most nearly square grid; the shape of the data's pictures where it has as many units.
int columnsFor(const Ui& ui, int units, bool visible) {
  if (visible) {
    const DatasetInfo* set = ui.state.dataset();
    if (set && set->rows * set->cols == units) return set->cols;
    for (const View& view : ui.state.snapshot.views)
      if (view.kind == ViewKind::kImages && view.shape.size() == 3 &&
          static_cast<int>(view.shape[1] * view.shape[2]) == units)
        return static_cast<int>(view.shape[2]);
  }
  int columns = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(units))));
  // A full rectangle beats a ragged square, if it is not much longer.
  for (int each = columns; each <= columns * 2; ++each)
    if (units % each == 0) return each;
  return columns;
}

std::vector<Layer> layOut(const Ui& ui, const View& view, const ImVec2& min, const ImVec2& max) {
  std::vector<Layer> layers;
  int first = 0;
  float widest = 1, rows = 0;
  for (std::size_t i = 0; i < view.layers.size(); ++i) {
    Layer layer;
    layer.units = static_cast<int>(view.layers[i]);
    layer.columns = columnsFor(ui, layer.units, i == 0);
    layer.rows = (layer.units + layer.columns - 1) / layer.columns;
    layer.first = first;
    first += layer.units;
    widest = std::max(widest, static_cast<float>(layer.columns) + kLean * static_cast<float>(layer.rows));
    rows += static_cast<float>(layer.rows);
    layers.push_back(layer);
  }
  const ImVec2 room(max.x - min.x, max.y - min.y);
  const float gaps = static_cast<float>(layers.size()) - 1;
  const float high = room.y * (gaps > 0 ? kPlanesHeight : 0.9f);
  const float cell = std::floor(std::min(room.x * kPlaneWidth / widest, high / (rows * 0.24f)));
  const float fall = std::min(cell * kFlat, high / rows);
  const float gap = gaps > 0 ? std::min((room.y - rows * fall) / gaps, room.x * 0.6f) : 0;
  float bottom = std::round((min.y + max.y + rows * fall + gap * gaps) / 2);
  for (Layer& layer : layers) {
    const float height = static_cast<float>(layer.rows) * fall;
    const float width = static_cast<float>(layer.columns) * cell, lean = static_cast<float>(layer.rows) * cell * kLean;
    layer.cell = cell;
    layer.fall = fall;
    layer.plane.columns = layer.columns;
    layer.plane.right = {cell, 0};
    layer.plane.down = {-cell * kLean, fall};
    const float left = (min.x + max.x - width - lean) / 2 + lean;
    layer.plane.first = {left + cell / 2 - cell * kLean / 2, bottom - height + fall / 2};
    bottom -= height + gap;
  }
  return layers;
}

// The corners of a unit's cell, a little smaller than the cell.
void corners(const Layer& layer, int unit, float part, ImVec2 out[4]) {
  const ImVec2 c = layer.plane.at(unit);
  const ImVec2 r(layer.plane.right.x * part / 2, layer.plane.right.y * part / 2);
  const ImVec2 d(layer.plane.down.x * part / 2, layer.plane.down.y * part / 2);
  out[0] = {c.x - r.x - d.x, c.y - r.y - d.y};
  out[1] = {c.x + r.x - d.x, c.y + r.y - d.y};
  out[2] = {c.x + r.x + d.x, c.y + r.y + d.y};
  out[3] = {c.x - r.x + d.x, c.y - r.y + d.y};
}

int unitAt(const Layer& layer, const ImVec2& mouse) {
  const float down = (mouse.y - layer.plane.first.y) / layer.plane.down.y;
  const float row = std::round(down);
  const float col = std::round((mouse.x - layer.plane.first.x - row * layer.plane.down.x) / layer.plane.right.x);
  if (row < 0 || col < 0 || col >= static_cast<float>(layer.columns)) return -1;
  const int unit = static_cast<int>(row) * layer.columns + static_cast<int>(col);
  return unit < layer.units ? unit : -1;
}

Under unitUnderMouse(const std::vector<Layer>& layers) {
  if (!ImGui::IsWindowHovered()) return {};
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const int unit = unitAt(layers[i], ImGui::GetIO().MousePos);
    if (unit >= 0) return {static_cast<int>(i), unit};
  }
  return {};
}

void drawPlane(const Ui& ui, const View& view, const Layer& layer, bool visible, int marked) {
  const Palette& p = ui.colours();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImU32 off = mix(p.panel, p.ink, 0.05f), on = visible ? p.data : p.model;
  for (int unit = 0; unit < layer.units; ++unit) {
    const float state = std::clamp(view.values[static_cast<std::size_t>(layer.first + unit)], 0.0f, 1.0f);
    ImVec2 q[4];
    corners(layer, unit, 0.84f, q);
    // Visible units that are off are windows: the connections behind them show through, and the digit stands out.
    const ImU32 fill = visible ? withAlpha(on, state) : mix(off, on, state),
                line = unit == marked ? p.ink : mix(p.line_strong, on, 0.25f + 0.75f * state);
    if (visible) {
      list.AddQuadFilled(q[0], q[1], q[2], q[3], fill);
      list.AddQuad(q[0], q[1], q[2], q[3], line, unit == marked ? ui.px(2) : ui.px(1));
    } else {
      const ImVec2 c = layer.plane.at(unit);
      const ImVec2 radius(std::min(layer.cell * 0.36f, layer.fall * 0.9f), layer.fall * 0.38f);
      list.AddEllipseFilled(c, radius.x, radius.y, fill, 0, 24);
      list.AddEllipse(c, radius.x, radius.y, line, 0, 24, unit == marked ? ui.px(2) : ui.px(1));
    }
  }
}

// The weights into one unit, as numbers in the shape of the other layer.
std::vector<float> weightsOf(const View& view, const Layer& lower, const Layer& upper, std::size_t offset,
                             bool of_upper, int unit) {
  std::vector<float> out;
  const int count = of_upper ? lower.units : upper.units;
  out.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    const int at = of_upper ? i * upper.units + unit : unit * upper.units + i;
    out.push_back(view.weights[offset + static_cast<std::size_t>(at)]);
  }
  return out;
}

void describeUnit(Ui& ui, const View& view, const std::vector<Layer>& layers, const Under& under) {
  const auto at = static_cast<std::size_t>(under.layer);
  const Layer& layer = layers[at];
  if (!beginHint(ui)) return;
  const Palette& p = ui.colours();
  // Down to the layer below, or up from the lowest.
  const std::size_t lower = at == 0 ? 0 : at - 1;
  std::size_t offset = 0;
  for (std::size_t i = 0; i < lower; ++i) offset += static_cast<std::size_t>(layers[i].units * layers[i + 1].units);
  if (layers.size() > 1) {
    const Layer& other = layers[at == 0 ? 1 : lower];
    std::vector<float> numbers = weightsOf(view, layers[lower], layers[lower + 1], offset, at > 0, under.unit);
    numbers.resize(static_cast<std::size_t>(other.columns * other.rows), 0.0f);
    float limit = 1e-6f;
    for (const float each : numbers) limit = std::max(limit, std::abs(each));
    const Values values{ui.pictures.keep(std::move(numbers)), 1, other.rows, other.columns};
    drawLarge(ui, "unit " + formatCount(under.layer) + " " + formatCount(under.unit), values, 0,
              {p.negative, p.zero, p.positive, limit});
  }
  const std::string name =
      at < view.layer_names.size() ? view.layer_names[at] : "layer " + formatCount(under.layer + 1);
  hintLine(ui, Face::kStrong, p.ink, name + ", unit " + formatCount(under.unit + 1));
  const double state = static_cast<double>(view.values[static_cast<std::size_t>(layer.first + under.unit)]);
  hintLine(ui, Face::kSmall, p.ink_soft, "state " + formatValue(state, 3) + "; above: its weights");
  endHint();
}

// A broad arrow beside a gap, lit while the phase under way goes through it.
void drawWay(Ui& ui, const ImVec2& from, const ImVec2& to, ImU32 colour) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float side = to.y > from.y ? 1.0f : -1.0f, head = ui.px(9);
  list.AddLine(from, {to.x, to.y - side * head}, colour, ui.px(3));
  list.AddTriangleFilled({to.x - head * 0.75f, to.y - side * head}, {to.x + head * 0.75f, to.y - side * head}, to,
                         colour);
}

}  // namespace

void drawNetwork(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max) {
  const std::size_t units = std::accumulate(view.layers.begin(), view.layers.end(), std::size_t{0});
  std::size_t connections = 0;
  for (std::size_t i = 0; i + 1 < view.layers.size(); ++i)
    connections += std::size_t{view.layers[i]} * view.layers[i + 1];
  if (units == 0 || view.values.size() < units || view.weights.size() < connections) return;
  const Palette& p = ui.colours();
  const std::vector<Layer> layers = layOut(ui, view, min, max);
  const Under under = unitUnderMouse(layers);
  const float limit = std::max(view.limit, 1e-6f);
  const float pulse = phasePulse(ui);

  std::size_t offset = 0;
  for (std::size_t i = 0; i + 1 < layers.size(); ++i) {
    const Layer &lower = layers[i], &upper = layers[i + 1];
    Bundle bundle{lower.plane, upper.plane, lower.units, upper.units, limit, 1.6f * ui.theme.scale};
    if (under.layer == static_cast<int>(i)) bundle.only_lower = under.unit;
    if (under.layer == static_cast<int>(i + 1)) bundle.only_upper = under.unit;
    const auto has = [&](std::size_t way) {
      return std::find(view.lit.begin(), view.lit.end(), static_cast<std::uint32_t>(way)) != view.lit.end();
    };
    const bool up = has(2 * i), down = has(2 * i + 1);
    bundle.way = up && !down ? 1 : down && !up ? -1 : 0;
    bundle.pulse = pulse;
    const std::size_t count = std::size_t{view.layers[i]} * view.layers[i + 1];
    const std::span<const float> weights(view.weights.data() + offset, count);
    const std::span<const float> states(view.values.data() + lower.first,
                                        static_cast<std::size_t>(lower.units + upper.units));
    ui.pictures.bundle(*ImGui::GetWindowDrawList(), view.name + formatCount(static_cast<double>(i)), weights, states,
                       bundle, {p.negative, p.zero, p.positive, limit});
    offset += count;
    if (i == 0) drawPlane(ui, view, lower, true, under.layer == 0 ? under.unit : -1);
    drawPlane(ui, view, upper, false, under.layer == static_cast<int>(i + 1) ? under.unit : -1);
    if (up || down) {
      const float x = max.x - ui.px(20);
      const float low = lower.plane.first.y - ui.px(12);
      const float high = upper.plane.at(upper.units - 1).y + ui.px(12);
      if (up) drawWay(ui, {x, low}, {x, high}, down ? p.ink_soft : p.data);
      if (down) drawWay(ui, {x - ui.px(up ? 20 : 0), high}, {x - ui.px(up ? 20 : 0), low}, up ? p.ink_soft : p.model);
    }
  }
  for (std::size_t i = 0; i < layers.size() && i < view.layer_names.size(); ++i) {
    const Layer& layer = layers[i];
    const float y = layer.plane.first.y - layer.fall / 2;
    drawText(ui, Face::kSmall, {min.x, y}, i == 0 ? p.data : p.model, view.layer_names[i]);
  }
  if (under.layer >= 0) describeUnit(ui, view, layers, under);
}

}  // namespace harmonium::app
