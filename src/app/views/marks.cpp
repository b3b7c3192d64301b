#include "app/views/marks.h"

#include "app/logic/dots.h"
#include "app/logic/marks.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

// The shape of a point tells its source as the colour does, for readers who cannot tell the hues apart.
Dot dotOf(Ink ink) {
  switch (ink) {
    case Ink::kModel:
    case Ink::kNegative:
      return Dot::kRing;
    case Ink::kTruth:
      return Dot::kDiamond;
    case Ink::kData:
    case Ink::kLatent:
    case Ink::kPositive:
    case Ink::kNeutral:
      break;
  }
  return Dot::kDisc;
}

// The shape and the colour of points: those of their class, or those of their ink.
Dot dotOf(const Mark& mark) {
  return mark.category < 0 ? dotOf(mark.ink) : classLook(mark.category, false).shape;
}

ImU32 dotInk(const Ui& ui, const Mark& mark) {
  if (mark.category < 0) return inkColour(ui, mark.ink);
  const std::uint32_t rgb = classLook(mark.category, ui.theme.dark).colour;
  return IM_COL32((rgb >> 16) & 0xff, (rgb >> 8) & 0xff, rgb & 0xff, 0xff);
}

// Up to this many points are drawn large, because readers look for each of them. More points are smaller and lighter,
// so that their density can be seen.
constexpr std::size_t kFew = 4;

DotLook dotLook(const Ui& ui, const Mark& mark, const Room& room, bool on_field) {
  const std::size_t count = mark.values.size() / 2;
  // Points shrink with a small picture, or they would hide the field below them.
  const float scale = ui.theme.scale * std::clamp(std::min(room.width, room.height) / ui.px(340), 0.6f, 1.0f);
  DotLook look;
  look.shape = dotOf(mark);
  look.radius = scale * (count <= kFew   ? 5.0f
                         : count <= 150  ? 3.2f
                         : count <= 600  ? 2.6f
                         : count <= 2000 ? 2.1f
                                         : 1.7f);
  if (look.shape != Dot::kDisc) look.radius += 1.1f * scale;
  look.stroke = (count <= kFew ? 2.4f : 1.5f) * scale;
  look.rim = 0.9f * scale;
  // Data on a field are faint, because there the field is what the picture shows.
  look.open = count > kFew && (on_field || count > 150);
  look.alpha = dotOpacity(count, look.radius, room.width * room.height, on_field && mark.ink == Ink::kData);
  look.ink = dotInk(ui, mark);
  look.paper = ui.colours().tile;
  return look;
}

// Texts in place of points, on a ground that keeps them legible.
void drawPointNames(Ui& ui, const Mark& mark, const AxesMap& map) {
  for (std::size_t i = 0; i < mark.names.size(); ++i) {
    const ImVec2 size = textSize(ui, Face::kSmall, mark.names[i]);
    // The text stands on its point, so that it hides nothing of what lies below, and within the axes.
    const ImVec2 at(std::round(map.x(mark.values[2 * i]) - size.x / 2),
                    std::max(std::round(map.y(mark.values[2 * i + 1]) - size.y), map.box.y));
    ImGui::GetWindowDrawList()->AddRectFilled({at.x - ui.px(3), at.y}, {at.x + size.x + ui.px(3), at.y + size.y},
                                              withAlpha(ui.colours().tile, 0.8f), ui.px(3));
    drawText(ui, Face::kSmall, at, ui.colours().ink, mark.names[i]);
  }
}

void drawPoints(Ui& ui, const Mark& mark, const AxesMap& map, bool on_field) {
  if (mark.names.size() == mark.shape[0]) return drawPointNames(ui, mark, map);
  DotLook look = dotLook(ui, mark, map.box, on_field);
  look.origin = {map.x(0), map.y(0)};
  look.scale = {map.scaleX(), map.scaleY()};
  ui.pictures.points(*ImGui::GetWindowDrawList(), mark.values, look);
}

void drawField(Ui& ui, const Mark& mark, const AxesMap& map, std::string_view texture) {
  const Values values{mark.values, 1, toInt(mark.shape[0]), toInt(mark.shape[1])};
  FieldLook look;
  look.min = {map.box.x, map.box.y};
  look.max = {map.box.x + map.box.width, map.box.y + map.box.height};
  // A coarse grid keeps its cells visible: interpolation would suggest detail that was never computed.
  look.smooth = mark.shape[0] > 12 && mark.shape[1] > 12;
  look.contours = look.smooth && mark.contours;
  look.line = ui.colours().ink;
  ui.pictures.field(*ImGui::GetWindowDrawList(), texture, values, look, fieldInks(ui, mark));
}

void drawArrows(const Ui& ui, const Mark& mark, const AxesMap& map) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImU32 colour = withAlpha(inkColour(ui, mark.ink), mark.ink == Ink::kNeutral ? 0.8f : 0.95f);
  const float head = ui.px(6), thickness = 1.3f * ui.theme.scale;
  for (std::size_t i = 0; i + 3 < mark.values.size(); i += 4) {
    const float* v = mark.values.data() + i;
    // The sum is not finite if any of the four numbers is not.
    if (!std::isfinite(v[0] + v[1] + v[2] + v[3])) continue;
    const ImVec2 from(map.x(v[0]), map.y(v[1])), to(map.x(v[0] + v[2]), map.y(v[1] + v[3]));
    const ImVec2 way(to.x - from.x, to.y - from.y);
    const float length = std::sqrt(way.x * way.x + way.y * way.y);
    if (length < 1.5f) continue;
    const float size = std::min(head, length * 0.45f);
    const ImVec2 unit(way.x / length, way.y / length);
    const ImVec2 neck(to.x - unit.x * size, to.y - unit.y * size);
    const float half = size * 0.42f;
    list.AddLine(from, neck, colour, thickness);
    list.AddTriangleFilled(to, {neck.x - unit.y * half, neck.y + unit.x * half},
                           {neck.x + unit.y * half, neck.y - unit.x * half}, colour);
  }
}

// Lines along the rows of the grid, then along its columns. A mesh of a small panel has thinner, paler lines.
void drawMesh(const Ui& ui, const Mark& mark, const AxesMap& map) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const bool small = std::min(map.box.width, map.box.height) < ui.px(220);
  const ImU32 colour = withAlpha(inkColour(ui, mark.ink), small ? 0.55f : 0.7f);
  const float thickness = (small ? 0.9f : 1.1f) * ui.theme.scale;
  const std::size_t rows = mark.shape[0], columns = mark.shape[1];
  const auto node = [&](std::size_t row, std::size_t column) {
    const float* v = mark.values.data() + 2 * (row * columns + column);
    return ImVec2(map.x(v[0]), map.y(v[1]));
  };
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) list.PathLineTo(node(row, column));
    list.PathStroke(colour, 0, thickness);
  }
  for (std::size_t column = 0; column < columns; ++column) {
    for (std::size_t row = 0; row < rows; ++row) list.PathLineTo(node(row, column));
    list.PathStroke(colour, 0, thickness);
  }
}

float lineThickness(const Ui& ui, const Mark& mark) {
  return (mark.ink == Ink::kNeutral ? 1.2f : mark.ink == Ink::kTruth ? 1.6f : 2.0f) * ui.theme.scale;
}

void drawLine(const Ui& ui, const Mark& mark, const AxesMap& map) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImU32 colour = inkColour(ui, mark.ink);
  std::vector<ImVec2> points;
  for (const Stroke& stroke : strokesOf(mark)) {
    points.clear();
    for (std::size_t i = stroke.first; i < stroke.last; ++i)
      points.push_back({map.x(mark.values[2 * i]), map.y(mark.values[2 * i + 1])});
    const int count = toInt(points.size());
    if (mark.dashed)
      drawDashed(list, points.data(), count, colour, lineThickness(ui, mark), ui.px(6), ui.px(4));
    else
      list.AddPolyline(points.data(), count, colour, 0, lineThickness(ui, mark));
  }
}

// Bars of data are filled; others are outlines with a pale fill. Two histograms in one chart both stay visible.
void drawBars(const Ui& ui, const Mark& mark, const AxesMap& map) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImU32 colour = inkColour(ui, mark.ink);
  const bool filled = dotOf(mark.ink) == Dot::kDisc;
  const float zero = map.y(std::clamp(0.0f, map.y_low, map.y_high)), line = 1.4f * ui.theme.scale;
  const std::size_t bars = mark.values.size() / 3;
  for (std::size_t i = 0; i < bars; ++i) {
    const float* v = mark.values.data() + 3 * i;
    if (!std::isfinite(v[2])) continue;
    const bool joined = i + 1 < bars && v[3] == v[1];
    float left = map.x(v[0]), right = map.x(v[1]);
    const float top = map.y(v[2]);
    // Adjacent bars that are wide enough have a gap of one pixel between them.
    if (joined && filled && right - left > ui.px(5)) right -= ui.px(1);
    const ImVec2 min(left, std::min(top, zero)), max(right, std::max(top, zero));
    list.AddRectFilled(min, max, withAlpha(colour, filled ? 0.55f : 0.16f));
    if (!filled && max.y - min.y > 0.5f) list.AddRect(min, max, colour, 0, 0, line);
  }
}

// A point of the legend, at a size that shows its shape.
void drawDotSign(ImDrawList& list, Dot shape, const ImVec2& at, float scale, ImU32 ink) {
  const float r = 3.6f * scale;
  switch (shape) {
    case Dot::kDisc:
      return list.AddCircleFilled(at, r, ink, 20);
    case Dot::kRing:
      return list.AddCircle(at, r, ink, 20, 1.6f * scale);
    case Dot::kDiamond:
      return list.AddNgonFilled(at, 1.3f * r, ink, 4);
    case Dot::kSquare:
      return list.AddRectFilled({at.x - r, at.y - r}, {at.x + r, at.y + r}, ink);
    case Dot::kTriangle:
      return list.AddTriangleFilled({at.x, at.y - 1.2f * r}, {at.x + 1.2f * r, at.y + r}, {at.x - 1.2f * r, at.y + r},
                                    ink);
    case Dot::kCross:
      list.AddLine({at.x - 1.2f * r, at.y}, {at.x + 1.2f * r, at.y}, ink, 2.2f * scale);
      return list.AddLine({at.x, at.y - 1.2f * r}, {at.x, at.y + 1.2f * r}, ink, 2.2f * scale);
  }
}

}  // namespace

ImU32 inkColour(const Ui& ui, Ink ink) {
  const Palette& p = ui.colours();
  switch (ink) {
    case Ink::kData:
      return p.data;
    case Ink::kModel:
      return p.model;
    case Ink::kTruth:
      return p.ink;
    case Ink::kLatent:
      return p.latent;
    case Ink::kPositive:
      return p.positive;
    case Ink::kNegative:
      return p.negative;
    case Ink::kNeutral:
      break;
  }
  return p.ink_faint;
}

Inks fieldInks(const Ui& ui, const Mark& mark) {
  const Palette& p = ui.colours();
  const float limit = mark.limit > 0 ? mark.limit : 1;
  // A field does not reach the full ink, because points of the same ink are drawn on top of it.
  constexpr float kDepth = 0.72f;
  const auto deep = [&](ImU32 ink) { return mix(p.tile, ink, kDepth); };
  if (mark.scale == ViewScale::kSigned) return {deep(p.negative), p.tile, deep(p.positive), limit};
  return {p.tile, p.tile, deep(inkColour(ui, mark.ink)), limit};
}

void drawDashed(ImDrawList& list, const ImVec2* points, int count, ImU32 colour, float thickness, float dash,
                float gap) {
  float left = dash;  // length that remains of the current dash or gap
  bool on = true;
  if (count > 0) list.PathLineTo(points[0]);
  for (int i = 0; i + 1 < count; ++i) {
    const ImVec2 from = points[i], way(points[i + 1].x - from.x, points[i + 1].y - from.y);
    const float length = std::sqrt(way.x * way.x + way.y * way.y);
    // A segment far longer than any screen would take millions of dashes and stop the page.
    if (!(length > 0) || length > 1e5f) continue;
    float drawn = 0;
    while (length - drawn > left) {
      drawn += left;
      const ImVec2 at(from.x + way.x * drawn / length, from.y + way.y * drawn / length);
      if (on) {
        list.PathLineTo(at);
        list.PathStroke(colour, 0, thickness);
      } else {
        list.PathLineTo(at);
      }
      on = !on;
      left = on ? dash : gap;
    }
    left -= length - drawn;
    if (on) list.PathLineTo(points[i + 1]);
  }
  if (on)
    list.PathStroke(colour, 0, thickness);
  else
    list.PathClear();
}

void drawMark(Ui& ui, const Mark& mark, const AxesMap& map, std::string_view texture, bool on_field) {
  switch (mark.kind) {
    case MarkKind::kField:
      return drawField(ui, mark, map, texture);
    case MarkKind::kPoints:
      return drawPoints(ui, mark, map, on_field);
    case MarkKind::kArrows:
      return drawArrows(ui, mark, map);
    case MarkKind::kMesh:
      return drawMesh(ui, mark, map);
    case MarkKind::kLine:
      return drawLine(ui, mark, map);
    case MarkKind::kBars:
      return drawBars(ui, mark, map);
  }
}

float signWidth(const Ui& ui, const Mark& mark) {
  switch (mark.kind) {
    case MarkKind::kField:
      return ui.px(28);
    case MarkKind::kPoints:
    case MarkKind::kBars:
      return ui.px(10);
    case MarkKind::kArrows:
    case MarkKind::kMesh:
    case MarkKind::kLine:
      break;
  }
  return ui.px(20);
}

void drawSign(Ui& ui, const Mark& mark, float x, float middle) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImU32 colour = inkColour(ui, mark.ink);
  const float width = signWidth(ui, mark), y = std::round(middle), half = ui.px(5);
  switch (mark.kind) {
    case MarkKind::kField: {
      const Inks inks = fieldInks(ui, mark);
      const bool is_signed = mark.scale == ViewScale::kSigned;
      const float from = is_signed ? x + width / 2 : x;
      if (is_signed)
        list.AddRectFilledMultiColor({x, y - half}, {from, y + half}, inks.low, inks.zero, inks.zero, inks.low);
      list.AddRectFilledMultiColor({from, y - half}, {x + width, y + half}, inks.zero, inks.high, inks.high, inks.zero);
      list.AddRect({x, y - half}, {x + width, y + half}, ui.colours().line_strong, 0, 0, ui.px(1));
      return;
    }
    case MarkKind::kPoints: {
      const ImVec2 centre(x + width / 2, y);
      if (!mark.names.empty()) {
        drawText(ui, Face::kSmall, {x, y - textSize(ui, Face::kSmall, "n").y / 2}, ui.colours().ink, "n");
        return;
      }
      drawDotSign(list, dotOf(mark), centre, ui.theme.scale, dotInk(ui, mark));
      return;
    }
    case MarkKind::kArrows:
      list.AddLine({x, y}, {x + width - ui.px(4), y}, colour, 1.4f * ui.theme.scale);
      list.AddTriangleFilled({x + width, y}, {x + width - ui.px(6), y - ui.px(3)}, {x + width - ui.px(6), y + ui.px(3)},
                             colour);
      return;
    case MarkKind::kMesh:
      for (const float at : {0.0f, 0.5f, 1.0f})
        list.AddLine({x + width * at, y - half}, {x + width * at, y + half}, colour, 1.2f * ui.theme.scale);
      list.AddLine({x, y}, {x + width, y}, colour, 1.2f * ui.theme.scale);
      return;
    case MarkKind::kLine: {
      const ImVec2 ends[] = {{x, y}, {x + width, y}};
      if (mark.dashed)
        drawDashed(list, ends, 2, colour, lineThickness(ui, mark), ui.px(5), ui.px(3));
      else
        list.AddLine(ends[0], ends[1], colour, lineThickness(ui, mark));
      return;
    }
    case MarkKind::kBars: {
      const bool filled = dotOf(mark.ink) == Dot::kDisc;
      list.AddRectFilled({x, y - half}, {x + width, y + half}, withAlpha(colour, filled ? 0.55f : 0.16f), ui.px(2));
      if (!filled) list.AddRect({x, y - half}, {x + width, y + half}, colour, ui.px(2), 0, 1.4f * ui.theme.scale);
      return;
    }
  }
}

}  // namespace harmonium::app
