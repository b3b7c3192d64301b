// A matrix as a heat map: one square per number, with the names of rows and columns beside it.
#include "app/logic/format.h"
#include "app/views/views.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

constexpr float kLargestCell = 64;  // CSS pixels
// The part of the width or height that names may take; the squares need the rest.
constexpr float kNames = 0.34f;

struct Layout {
  int rows = 0, columns = 0;
  float x = 0, y = 0, cell = 1;
  bool upright = false;  // column names are turned by 90 degrees
  float beside = 0, above = 0;
};

float widest(const Ui& ui, const std::vector<std::string>& names) {
  float width = 0;
  for (const std::string& name : names) width = std::max(width, textSize(ui, Face::kSmall, name).x);
  return width;
}

bool readable(const View& view) {
  return view.shape.size() == 2 && view.shape[0] > 0 && view.shape[1] > 0 &&
         view.values.size() == std::size_t{view.shape[0]} * view.shape[1];
}

Layout layOut(const Ui& ui, const View& view, const ImVec2& min, const ImVec2& max) {
  Layout out;
  out.rows = toInt(view.shape[0]);
  out.columns = toInt(view.shape[1]);
  const ImVec2 room(max.x - min.x, max.y - min.y);
  const float gap = ui.px(6);
  out.beside = view.row_names.empty() ? 0 : std::min(widest(ui, view.row_names), room.x * kNames) + gap;
  const float names = widest(ui, view.column_names), line = ui.px(16);
  const auto cellFor = [&](float above) {
    return std::min(
        {(room.x - out.beside) / toFloat(out.columns), (room.y - above) / toFloat(out.rows), ui.px(kLargestCell)});
  };
  out.above = view.column_names.empty() ? 0 : line + gap;
  out.cell = cellFor(out.above);
  if (names + ui.px(4) > out.cell && !view.column_names.empty()) {
    out.upright = true;
    out.above = std::min(names, room.y * kNames) + gap;
    out.cell = cellFor(out.above);
  }
  if (out.cell > 3) out.cell = std::floor(out.cell);
  out.cell = std::max(out.cell, 0.5f);
  const float width = out.beside + out.cell * toFloat(out.columns);
  const float height = out.above + out.cell * toFloat(out.rows);
  out.x = std::round(min.x + std::max(room.x - width, 0.0f) / 2 + out.beside);
  out.y = std::round(min.y + std::max(room.y - height, 0.0f) / 2 + out.above);
  return out;
}

// Draws text that reads upwards and begins at `foot`. `room` is its greatest length.
void drawUpright(const Ui& ui, const ImVec2& foot, float room, ImU32 colour, const std::string& text) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 size = textSize(ui, Face::kSmall, text);
  const int first = list.VtxBuffer.Size;
  // ImGui cannot draw turned text. It is drawn level, then its vertices are turned about its beginning; the clip
  // rectangle must not remove any of them before.
  list.PushClipRect({-1e6f, -1e6f}, {1e6f, 1e6f});
  drawTextIn(ui, Face::kSmall, foot, {foot.x + std::min(size.x, room), foot.y + size.y}, colour, text);
  list.PopClipRect();
  for (int i = first; i < list.VtxBuffer.Size; ++i) {
    ImVec2& at = list.VtxBuffer[i].pos;
    const ImVec2 from(at.x - foot.x, at.y - foot.y);
    at = {foot.x + from.y - size.y / 2, foot.y - from.x};
  }
}

void drawNames(const Ui& ui, const View& view, const Layout& at) {
  const ImU32 colour = ui.colours().ink_soft;
  const float line = ui.px(14), gap = ui.px(6);
  // If a row is lower than a line of text, only every step-th name is written.
  const int step = std::max(1, toInt(std::ceil(line / at.cell)));
  for (int row = 0; row < at.rows && row < toInt(view.row_names.size()); row += step) {
    const float middle = at.y + (toFloat(row) + 0.5f) * at.cell;
    drawTextIn(ui, Face::kSmall, {at.x - at.beside, middle - line}, {at.x - gap, middle + line}, colour,
               view.row_names[toSize(row)], 1);
  }
  const int across = at.upright ? step : 1;
  for (int column = 0; column < at.columns && column < toInt(view.column_names.size()); column += across) {
    const std::string& name = view.column_names[toSize(column)];
    const float left = at.x + toFloat(column) * at.cell;
    if (at.upright)
      drawUpright(ui, {std::round(left + at.cell / 2), at.y - gap}, at.above - gap, colour, name);
    else
      drawTextIn(ui, Face::kSmall, {left, at.y - gap - ui.px(16)}, {left + at.cell, at.y - gap}, colour, name, 0.5f);
  }
}

// The colour of a number's cell. It must equal what the field shader computes, because text contrasts with it.
ImU32 shade(const Inks& inks, float value) {
  const float strength = std::isfinite(value) ? std::clamp(value / inks.limit, -1.0f, 1.0f) : 0;
  return mix(inks.zero, strength < 0 ? inks.low : inks.high, std::abs(strength));
}

float brightness(ImU32 colour) {
  const ImVec4 c = ImGui::ColorConvertU32ToFloat4(colour);
  return 0.3f * c.x + 0.6f * c.y + 0.1f * c.z;
}

void drawNumbers(const Ui& ui, const View& view, const Layout& at, const Inks& inks) {
  const Palette& p = ui.colours();
  const auto words = [&](std::size_t i) { return formatValue(toDouble(view.values[i]), 2); };
  float width = 0;
  if (at.cell < ui.px(24)) return;
  for (std::size_t i = 0; i < view.values.size(); ++i) width = std::max(width, textSize(ui, Face::kSmall, words(i)).x);
  if (width + ui.px(6) > at.cell) return;
  for (std::size_t i = 0; i < view.values.size(); ++i) {
    const auto columns = toSize(at.columns);
    const ImVec2 min(at.x + toFloat(i % columns) * at.cell, at.y + toFloat(i / columns) * at.cell);
    const bool light = brightness(shade(inks, view.values[i])) > 0.5f;
    const ImU32 ink = light == ui.theme.dark ? p.ground : p.ink;
    drawTextIn(ui, Face::kSmall, min, {min.x + at.cell, min.y + at.cell}, ink, words(i), 0.5f);
  }
}

void describeCell(Ui& ui, const View& view, const Layout& at) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (!ImGui::IsWindowHovered() || mouse.x < at.x || mouse.y < at.y) return;
  const int column = toInt((mouse.x - at.x) / at.cell), row = toInt((mouse.y - at.y) / at.cell);
  if (column >= at.columns || row >= at.rows) return;
  const Palette& p = ui.colours();
  const ImVec2 min(at.x + toFloat(column) * at.cell, at.y + toFloat(row) * at.cell);
  const float out = ui.px(1);
  ImGui::GetWindowDrawList()->AddRect({min.x - out, min.y - out}, {min.x + at.cell + out, min.y + at.cell + out}, p.ink,
                                      0, 0, ui.px(2));
  if (!beginHint(ui)) return;
  const auto r = toSize(row), c = toSize(column);
  const float value = view.values[r * view.shape[1] + c];
  const std::string row_name = r < view.row_names.size() ? view.row_names[r] : "row " + formatCount(row + 1);
  const std::string name = c < view.column_names.size() ? view.column_names[c] : "column " + formatCount(column + 1);
  hintLine(ui, Face::kSmall, p.ink_soft, row_name + ", " + name);
  hintLine(ui, Face::kStrong, p.ink, formatValue(toDouble(value)));
  endHint();
}

}  // namespace

void drawMatrix(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max) {
  if (!readable(view)) return;
  const Layout at = layOut(ui, view, min, max);
  const Inks inks = inksFor(ui, view, false);
  FieldLook look;
  look.min = {at.x, at.y};
  look.max = {at.x + at.cell * toFloat(at.columns), at.y + at.cell * toFloat(at.rows)};
  look.upside = false;
  ui.pictures.field(*ImGui::GetWindowDrawList(), view.name, {view.values, 1, at.rows, at.columns}, look, inks);
  const float half = ui.px(1) / 2;
  ImGui::GetWindowDrawList()->AddRect({look.min.x - half, look.min.y - half}, {look.max.x + half, look.max.y + half},
                                      ui.colours().line_strong, 0, 0, ui.px(1));
  drawNames(ui, view, at);
  drawNumbers(ui, view, at, inks);
  describeCell(ui, view, at);
}

}  // namespace harmonium::app
