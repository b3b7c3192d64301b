#include "app/logic/format.h"
#include "app/panels/panels.h"
#include "app/views/views.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

// Tiles are layers of one array texture, and WebGL2 guarantees this many layers.
constexpr std::uint32_t kMostTiles = 256;

// Up to this many tiles have their names written below them. With more tiles, only the tooltip shows the name.
constexpr int kMostNamed = 32;
constexpr float kNameLine = 18;  // height of the line for a name, CSS pixels

// The values of the tiles; empty if the view has too few of them, because the GPU would read past their end.
Values valuesOf(const View& view) {
  if (view.shape.size() != 3) return {};
  Values values{view.values,          toInt(std::min(view.shape[0], kMostTiles)),
                toInt(view.shape[1]), toInt(view.shape[2]),
                view.bytes,           view.byte_scale};
  const auto needed = toSize(values.count) * view.shape[1] * view.shape[2];
  if (values.size() < needed || needed == 0) return {};
  return values;
}

std::string tileName(const View& view, int index) {
  const auto at = toSize(index);
  if (at < view.row_names.size()) return view.row_names[at];
  const double number = at < view.tile_numbers.size() ? view.tile_numbers[at] : toDouble(index);
  if (!view.tile_noun.empty()) return upperFirst(view.tile_noun) + " " + formatCount(number + 1);
  return view.title + (view.shape[0] > 1 ? " " + formatCount(number + 1) : "");
}

void describeTile(Ui& ui, const View& view, const Values& values, int index, const ImVec2& at) {
  const auto size = toSize(values.rows * values.cols), first = toSize(index) * size;
  const int col = std::clamp(toInt(at.x), 0, values.cols - 1);
  const int row = std::clamp(toInt(at.y), 0, values.rows - 1);
  float low = values.at(first), high = low;
  for (std::size_t i = first; i < first + size; ++i) {
    low = std::min(low, values.at(i));
    high = std::max(high, values.at(i));
  }
  // Values that came as bytes are known only to half a step, so further digits would be false.
  const auto words = [&](float value) { return formatWithin(toDouble(value), values.precision(), 3); };
  if (!beginHint(ui)) return;
  drawLarge(ui, view.name, values, index, inksFor(ui, view, false));
  const Palette& p = ui.colours();
  hintLine(ui, Face::kStrong, p.ink, tileName(view, index));
  const float here = values.at(first + toSize(row * values.cols + col));
  hintLine(ui, Face::kSmall, p.ink_soft,
           "row " + formatCount(row + 1) + ", column " + formatCount(col + 1) + ": " + words(here));
  if (view.scale == ViewScale::kSigned)
    hintLine(ui, Face::kSmall, p.ink_soft, "from " + words(low) + " to " + words(high));
  endHint();
}

void drawNames(const Ui& ui, const View& view, const TileFit& fit) {
  const auto shown = std::min(toSize(fit.shown), view.row_names.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const int index = toInt(i);
    const float x = fit.x + toFloat(index % fit.columns) * fit.pitch_x;
    const float y = fit.y + toFloat(index / fit.columns) * fit.pitch_y + fit.cell_height;
    drawTextIn(ui, Face::kSmall, {x, y - ui.px(kNameLine)}, {x + fit.cell_width, y}, ui.colours().ink_soft,
               view.row_names[i], 0.5f);
  }
}

}  // namespace

Inks inksFor(const Ui& ui, const View& view, bool from_data) {
  const Palette& p = ui.colours();
  if (view.scale == ViewScale::kSigned) return {p.negative, p.zero, p.positive, view.limit > 0 ? view.limit : 1};
  return {p.tile, p.tile, from_data ? p.data_ink : p.model_ink, view.limit > 0 ? view.limit : 1};
}

TileGrid gridOf(const Ui& ui, const TileFit& fit) {
  TileGrid grid;
  grid.origin = {fit.x, fit.y};
  grid.pitch = {fit.pitch_x, fit.pitch_y};
  grid.pixel = fit.pixel;
  grid.columns = fit.columns;
  grid.count = fit.shown;
  grid.rounding = ui.px(2);
  // A tile and what lies behind it are nearly of the same colour, so that every tile has a line around it.
  grid.frame = ui.px(1);
  grid.edge = ui.colours().tile_line;
  return grid;
}

int markTileUnderMouse(const Ui& ui, const TileFit& fit, ImVec2& at) {
  if (fit.shown == 0 || !ImGui::IsWindowHovered()) return -1;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const ImVec2 from(mouse.x - fit.x, mouse.y - fit.y);
  if (from.x < 0 || from.y < 0) return -1;
  const int column = toInt(from.x / fit.pitch_x), row = toInt(from.y / fit.pitch_y);
  const ImVec2 corner(toFloat(column) * fit.pitch_x, toFloat(row) * fit.pitch_y);
  const ImVec2 inside(from.x - corner.x, from.y - corner.y);
  const int index = row * fit.columns + column;
  const ImVec2 picture(fit.cell_width, fit.cell_height - fit.below);
  if (column >= fit.columns || index >= fit.shown || inside.x >= picture.x || inside.y >= picture.y) return -1;
  at = {inside.x / fit.pixel, inside.y / fit.pixel};
  const float out = ui.px(2);
  const ImVec2 min(fit.x + corner.x - out, fit.y + corner.y - out);
  ImGui::GetWindowDrawList()->AddRect(min, {min.x + picture.x + 2 * out, min.y + picture.y + 2 * out},
                                      ui.colours().data, ui.px(4), 0, ui.px(2));
  return index;
}

void markChange(Ui& ui, const View& view, const TileFit& fit) {
  const float flash = view.change.empty() ? 0 : changeFlash(ui);
  if (flash <= 0) return;
  const float out = ui.px(2), strength = std::min(1.0f, 0.25f + 0.25f * flash);
  for (int i = 0; i < std::min(fit.shown, toInt(view.change.size())); ++i) {
    const float x = fit.x + toFloat(i % fit.columns) * fit.pitch_x, y = fit.y + toFloat(i / fit.columns) * fit.pitch_y;
    ImGui::GetWindowDrawList()->AddRect(
        {x - out, y - out}, {x + fit.cell_width + out, y + fit.cell_height - fit.below + out},
        withAlpha(ui.colours().ink, std::clamp(view.change[toSize(i)], 0.0f, 1.0f) * strength), ui.px(4), 0, ui.px(2));
  }
}

void drawLarge(Ui& ui, std::string_view name, const Values& values, int index, const Inks& inks) {
  // The longer side decides, so that pictures of any shape fit into the hint.
  const int longest = std::max(values.rows, values.cols);
  const float pixel = std::max(1.0f, std::floor(ui.px(168) / toFloat(longest)));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  TileGrid grid;
  grid.origin = at;
  grid.pixel = pixel;
  grid.first = index;
  grid.rounding = ui.px(3);
  grid.frame = ui.px(1);
  grid.edge = ui.colours().tile_line;
  ui.pictures.tiles(*ImGui::GetWindowDrawList(), name, values, grid, inks);
  const ImVec2 size(pixel * toFloat(values.cols), pixel * toFloat(values.rows));
  ImGui::Dummy(size);
}

void drawImages(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max) {
  const Values values = valuesOf(view);
  if (values.size() == 0) return;
  const float gap = ui.px(values.count > 36 ? 5 : 7);
  const bool named = values.count <= kMostNamed && !view.row_names.empty();
  const TileShape shape{values.cols, values.rows, 0, named ? ui.px(kNameLine) : 0};
  const TileFit fit = fitTiles(shape, values.count, gap, roomOf(min, max));
  if (fit.shown == 0) return;
  // The legend reports tiles that were left out.
  if (fit.shown < values.count) ui.choices.tiles_shown = fit.shown;
  ui.pictures.tiles(*ImGui::GetWindowDrawList(), view.name, values, gridOf(ui, fit), inksFor(ui, view, false));
  if (named) drawNames(ui, view, fit);
  markChange(ui, view, fit);
  ImVec2 at;
  const int under = markTileUnderMouse(ui, fit, at);
  if (under >= 0) describeTile(ui, view, values, under, at);
}

void drawView(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max) {
  ui.choices.tiles_shown = 0;
  switch (view.kind) {
    case ViewKind::kImages:
      return drawImages(ui, view, min, max);
    case ViewKind::kPairs:
      return drawPairs(ui, view, min, max);
    case ViewKind::kNetwork:
      return drawNetwork(ui, view, min, max);
    case ViewKind::kPlane:
    case ViewKind::kChart:
      return drawPlots(ui, view, min, max);
    case ViewKind::kMatrix:
      return drawMatrix(ui, view, min, max);
    case ViewKind::kTable:
      return drawTable(ui, view, min, max);
  }
}

float leastHeight(const Ui& ui, const View& view, float width) {
  switch (view.kind) {
    case ViewKind::kPlane:
    case ViewKind::kChart:
      return leastPlotsHeight(ui, view, width);
    case ViewKind::kMatrix:
    case ViewKind::kTable:
      return ui.px(180);
    case ViewKind::kImages:
    case ViewKind::kPairs:
    case ViewKind::kNetwork:
      break;
  }
  return ui.px(110);
}

}  // namespace harmonium::app
