#include "app/logic/format.h"
#include "app/views/views.h"
#include "app/widgets.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

// What WebGL2 promises of array textures.
constexpr std::uint32_t kMostTiles = 256;

// Up to so many tiles have their names written below them; the rest say them when pointed at.
constexpr int kMostNamed = 32;
constexpr float kNameLine = 18;  // CSS pixels

bool isData(const View& view) {
  return view.name == "data" || view.name == "biases";
}

Values valuesOf(const View& view) {
  if (view.shape.size() != 3) return {};
  Values values{view.values,
                static_cast<int>(std::min(view.shape[0], kMostTiles)),
                static_cast<int>(view.shape[1]),
                static_cast<int>(view.shape[2]),
                view.bytes,
                view.byte_scale};
  const auto needed = static_cast<std::size_t>(values.count) * view.shape[1] * view.shape[2];
  if (values.size() < needed || needed == 0) return {};
  return values;
}

// Where there are more units than tiles, the tiles are spread evenly over them.
int unitOfTile(const Ui& ui, const View& view, int index) {
  const auto at = ui.state.experiment.values.find("hidden");
  const int tiles = static_cast<int>(view.shape[0]);
  if (at == ui.state.experiment.values.end() || at->second.number <= tiles) return index;
  return static_cast<int>(static_cast<double>(index) * at->second.number / tiles);
}

std::string tileName(const Ui& ui, const View& view, int index) {
  const std::string number = formatCount(index + 1);
  const auto at = static_cast<std::size_t>(index);
  if (at < view.row_names.size()) return view.row_names[at];
  if (view.name == "chains") return (view.title == "Fantasy chains" ? "Chain " : "Sample ") + number;
  if (view.name == "weights") return "Weights of hidden unit " + formatCount(unitOfTile(ui, view, index) + 1);
  return view.title + (view.shape[0] > 1 ? " " + number : "");
}

void describeTile(Ui& ui, const View& view, const Values& values, int index, const ImVec2& at) {
  const auto size = static_cast<std::size_t>(values.rows * values.cols), first = static_cast<std::size_t>(index) * size;
  const int col = std::clamp(static_cast<int>(at.x), 0, values.cols - 1);
  const int row = std::clamp(static_cast<int>(at.y), 0, values.rows - 1);
  float low = values.at(first), high = low;
  for (std::size_t i = first; i < first + size; ++i) {
    low = std::min(low, values.at(i));
    high = std::max(high, values.at(i));
  }
  // No more digits than the number has.
  const auto words = [&](float value) { return formatWithin(static_cast<double>(value), values.precision(), 3); };
  if (!beginHint(ui)) return;
  drawLarge(ui, view.name, values, index, inksFor(ui, view, isData(view)));
  const Palette& p = ui.colours();
  hintLine(ui, Face::kStrong, p.ink, tileName(ui, view, index));
  const float here = values.at(first + static_cast<std::size_t>(row * values.cols + col));
  hintLine(ui, Face::kSmall, p.ink_soft,
           "row " + formatCount(row + 1) + ", column " + formatCount(col + 1) + ": " + words(here));
  if (view.scale == ViewScale::kSigned)
    hintLine(ui, Face::kSmall, p.ink_soft, "from " + words(low) + " to " + words(high));
  endHint();
}

void drawNames(const Ui& ui, const View& view, const TileFit& fit) {
  const auto shown = std::min(static_cast<std::size_t>(fit.shown), view.row_names.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const int index = static_cast<int>(i);
    const float x = fit.x + static_cast<float>(index % fit.columns) * fit.pitch_x;
    const float y = fit.y + static_cast<float>(index / fit.columns) * fit.pitch_y + fit.cell_height;
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
  return grid;
}

int markTileUnderMouse(const Ui& ui, const TileFit& fit, ImVec2& at) {
  if (fit.shown == 0 || !ImGui::IsWindowHovered()) return -1;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const ImVec2 from(mouse.x - fit.x, mouse.y - fit.y);
  if (from.x < 0 || from.y < 0) return -1;
  const int column = static_cast<int>(from.x / fit.pitch_x), row = static_cast<int>(from.y / fit.pitch_y);
  const ImVec2 corner(static_cast<float>(column) * fit.pitch_x, static_cast<float>(row) * fit.pitch_y);
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

void drawLarge(Ui& ui, std::string_view name, const Values& values, int index, const Inks& inks) {
  const int longest = std::max(values.rows, values.cols);
  const float pixel = std::max(1.0f, std::floor(ui.px(168) / static_cast<float>(longest)));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  TileGrid grid;
  grid.origin = at;
  grid.pixel = pixel;
  grid.first = index;
  grid.rounding = ui.px(3);
  ui.pictures.tiles(*ImGui::GetWindowDrawList(), name, values, grid, inks);
  const ImVec2 size(pixel * static_cast<float>(values.cols), pixel * static_cast<float>(values.rows));
  ImGui::GetWindowDrawList()->AddRect(at, {at.x + size.x, at.y + size.y}, ui.colours().line, ui.px(3), 0, ui.px(1));
  ImGui::Dummy(size);
}

void drawImages(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max) {
  const Values values = valuesOf(view);
  if (values.size() == 0) return;
  const float gap = ui.px(values.count > 36 ? 3 : 6);
  const bool named = values.count <= kMostNamed && !view.row_names.empty();
  const TileShape shape{values.cols, values.rows, 0, named ? ui.px(kNameLine) : 0};
  const TileFit fit = fitTiles(shape, values.count, gap, roomOf(min, max));
  if (fit.shown == 0) return;
  if (fit.shown < values.count) ui.choices.tiles_shown = fit.shown;
  ui.pictures.tiles(*ImGui::GetWindowDrawList(), view.name, values, gridOf(ui, fit), inksFor(ui, view, isData(view)));
  if (named) drawNames(ui, view, fit);
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
