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

std::string tileName(const View& view, int index) {
  const std::string number = formatCount(index + 1);
  if (view.name == "chains") return "Chain " + number;
  if (view.name == "weights") return "Weights of hidden unit " + number;
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
  label(ui, Face::kStrong, p.ink, tileName(view, index));
  const double here = static_cast<double>(numbers[row * values.cols + col]);
  label(ui, Face::kSmall, p.ink_soft,
        "row " + formatCount(row + 1) + ", column " + formatCount(col + 1) + ": " + formatValue(here, 3));
  if (view.scale == ViewScale::kSigned)
    label(ui, Face::kSmall, p.ink_soft,
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
  const auto across = [&](float pixel) {
    return static_cast<int>((room.x + gap) / (static_cast<float>(width) * pixel + fixed + gap));
  };
  const auto down = [&](float pixel) {
    return static_cast<int>((room.y + gap) / (static_cast<float>(height) * pixel + gap));
  };
  TileFit best;
  float best_score = 0;
  for (float pixel = 1; across(pixel) > 0 && down(pixel) > 0; ++pixel) {
    const int capacity = across(pixel) * down(pixel), shown = std::min(capacity, count);
    if (pixel > 1 && static_cast<float>(shown) < kLeastShown * static_cast<float>(count)) break;
    const float score = static_cast<float>(shown) * pixel * pixel * (shown == count ? 1.15f : 1.0f);
    if (score <= best_score) continue;
    best_score = score;
    best.pixel = pixel;
    best.columns = across(pixel);
    best.shown = shown;
  }
  if (best.shown == 0) return best;
  // Even rows where the room allows it, the widest first.
  const int most_rows = down(best.pixel);
  int columns = std::min(best.columns, best.shown);
  for (int each = columns; each >= 1 && (best.shown + each - 1) / each <= most_rows; --each) {
    if (best.shown % each != 0) continue;
    columns = each;
    const float wide = static_cast<float>(each * width), tall = static_cast<float>(best.shown / each * height);
    if (wide / tall <= room.x / room.y * 1.3f) break;
  }
  best.columns = columns;
  best.rows = (best.shown + columns - 1) / columns;
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
  const float gap = ui.px(values.count > 36 ? 4 : 6);
  const TileFit fit = fitTiles(values.count, values.cols, values.rows, 0, gap, min, max);
  if (fit.shown == 0) return;
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
