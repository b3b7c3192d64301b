#include "app/format.h"
#include "app/views/views.h"
#include "app/widgets.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

// What WebGL2 promises of array textures.
constexpr std::uint32_t kMostTiles = 256;

// At least this part of the tiles is shown when larger ones would not leave room for all.
constexpr float kLeastShown = 0.6f;

// All tiles are worth this much more than most of them a little larger.
constexpr float kWhole = 1.6f;
// Full rows are worth this much more than a ragged last one.
constexpr float kEven = 1.35f;
// The gap between tiles, as a part of their width.
constexpr float kGapPart = 0.06f;

// The most columns that fill all their rows, or 0.
int evenColumns(int shown, int across, int down) {
  for (int columns = std::min(across, shown); columns >= 1; --columns) {
    if (shown % columns == 0 && shown / columns <= down) return columns;
  }
  return 0;
}

bool isData(const View& view) {
  return view.name == "data" || view.name == "biases";
}

Values valuesOf(const View& view) {
  if (view.shape.size() != 3) return {};
  Values values{view.values, static_cast<int>(std::min(view.shape[0], kMostTiles)), static_cast<int>(view.shape[1]),
                static_cast<int>(view.shape[2])};
  const auto needed = static_cast<std::size_t>(values.count) * view.shape[1] * view.shape[2];
  if (values.numbers.size() < needed || needed == 0) return {};
  return values;
}

// Where there are more units than tiles, the tiles are spread evenly over them.
int unitOfTile(const Ui& ui, const View& view, int index) {
  const auto at = ui.state.experiment.values.find("hidden");
  const int tiles = static_cast<int>(view.shape[0]);
  if (at == ui.state.experiment.values.end() || at->second <= tiles) return index;
  return static_cast<int>(static_cast<double>(index) * at->second / tiles);
}

std::string tileName(const Ui& ui, const View& view, int index) {
  const std::string number = formatCount(index + 1);
  if (view.name == "chains") return "Chain " + number;
  if (view.name == "weights") return "Weights of hidden unit " + formatCount(unitOfTile(ui, view, index) + 1);
  return view.title + (view.shape[0] > 1 ? " " + number : "");
}

void describeTile(Ui& ui, const View& view, const Values& values, int index, const ImVec2& at) {
  const int size = values.rows * values.cols;
  const float* numbers = values.numbers.data() + static_cast<std::ptrdiff_t>(index) * size;
  const int col = std::clamp(static_cast<int>(at.x), 0, values.cols - 1);
  const int row = std::clamp(static_cast<int>(at.y), 0, values.rows - 1);
  const auto [low, high] = std::minmax_element(numbers, numbers + size);
  if (!beginHint(ui)) return;
  drawLarge(ui, view.name, values, index, inksFor(ui, view, isData(view)));
  const Palette& p = ui.colours();
  hintLine(ui, Face::kStrong, p.ink, tileName(ui, view, index));
  const double here = static_cast<double>(numbers[row * values.cols + col]);
  hintLine(ui, Face::kSmall, p.ink_soft,
           "row " + formatCount(row + 1) + ", column " + formatCount(col + 1) + ": " + formatValue(here, 3));
  if (view.scale == ViewScale::kSigned)
    hintLine(ui, Face::kSmall, p.ink_soft,
             "from " + formatValue(static_cast<double>(*low), 3) + " to " + formatValue(static_cast<double>(*high), 3));
  endHint();
}

}  // namespace

Inks inksFor(const Ui& ui, const View& view, bool from_data) {
  const Palette& p = ui.colours();
  if (view.scale == ViewScale::kSigned) return {p.negative, p.zero, p.positive, view.limit > 0 ? view.limit : 1};
  return {p.tile, p.tile, from_data ? p.data_ink : p.model_ink, 0};
}

TileFit fitTiles(int count, int width, int height, float fixed, float gap, const ImVec2& min, const ImVec2& max) {
  const ImVec2 room(max.x - min.x, max.y - min.y);
  // The gap grows with the tiles.
  const auto between = [&](float pixel) {
    return std::max(gap, std::round(kGapPart * pixel * static_cast<float>(width)));
  };
  const auto fitting = [&](float space, float tile, float pixel) {
    return std::max(0, static_cast<int>((space + between(pixel)) / (tile + between(pixel))));
  };
  TileFit best;
  float best_score = 0;
  for (float pixel = 1;; ++pixel) {
    const int across = fitting(room.x, static_cast<float>(width) * pixel + fixed, pixel);
    const int down = fitting(room.y, static_cast<float>(height) * pixel, pixel);
    const int shown = std::min(across * down, count);
    if (shown == 0 || (pixel > 1 && static_cast<float>(shown) < kLeastShown * static_cast<float>(count))) break;
    const int even = evenColumns(shown, across, down);
    const float score =
        static_cast<float>(shown) * pixel * pixel * (shown == count ? kWhole : 1) * (even > 0 ? kEven : 1);
    if (score <= best_score) continue;
    best_score = score;
    best.pixel = pixel;
    best.shown = shown;
    best.columns = even > 0 ? even : std::min(across, shown);
  }
  if (best.shown == 0) return best;
  gap = between(best.pixel);
  best.rows = (best.shown + best.columns - 1) / best.columns;
  best.cell = {static_cast<float>(width) * best.pixel + fixed, static_cast<float>(height) * best.pixel};
  best.pitch = {best.cell.x + gap, best.cell.y + gap};
  const float used_x = static_cast<float>(best.columns) * best.pitch.x - gap;
  const float used_y = static_cast<float>(best.rows) * best.pitch.y - gap;
  best.origin = {std::round(min.x + (room.x - used_x) / 2), std::round(min.y + (room.y - used_y) / 2)};
  return best;
}

int tileUnderMouse(const TileFit& fit, float width, float height, ImVec2& at) {
  if (!ImGui::IsWindowHovered()) return -1;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const ImVec2 from(mouse.x - fit.origin.x, mouse.y - fit.origin.y);
  if (from.x < 0 || from.y < 0) return -1;
  const int column = static_cast<int>(from.x / fit.pitch.x), row = static_cast<int>(from.y / fit.pitch.y);
  const ImVec2 inside(from.x - static_cast<float>(column) * fit.pitch.x,
                      from.y - static_cast<float>(row) * fit.pitch.y);
  if (column >= fit.columns || inside.x >= width || inside.y >= height) return -1;
  const int index = row * fit.columns + column;
  at = {inside.x / fit.pixel, inside.y / fit.pixel};
  return index < fit.shown ? index : -1;
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
  if (values.numbers.empty()) return;
  const float gap = ui.px(values.count > 36 ? 3 : 6);
  const TileFit fit = fitTiles(values.count, values.cols, values.rows, 0, gap, min, max);
  if (fit.shown == 0) return;
  if (fit.shown < values.count) ui.choices.tiles_shown = fit.shown;
  TileGrid grid;
  grid.origin = fit.origin;
  grid.pitch = fit.pitch;
  grid.pixel = fit.pixel;
  grid.columns = fit.columns;
  grid.count = fit.shown;
  grid.rounding = ui.px(2);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ui.pictures.tiles(list, view.name, values, grid, inksFor(ui, view, isData(view)));

  ImVec2 at;
  const int under = tileUnderMouse(fit, fit.cell.x, fit.cell.y, at);
  if (under < 0) return;
  const ImVec2 corner(fit.origin.x + static_cast<float>(under % fit.columns) * fit.pitch.x,
                      fit.origin.y + static_cast<float>(under / fit.columns) * fit.pitch.y);
  const float out = ui.px(2);
  list.AddRect({corner.x - out, corner.y - out}, {corner.x + fit.cell.x + out, corner.y + fit.cell.y + out},
               ui.colours().data, ui.px(4), 0, ui.px(2));
  describeTile(ui, view, values, under, at);
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
  }
}

}  // namespace harmonium::app
