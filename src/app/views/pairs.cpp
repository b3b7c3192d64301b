// Pairs of pictures side by side, such as an example and its reconstruction by the model.
#include "app/logic/format.h"
#include "app/views/views.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

Values valuesOf(const View& view, int& pairs) {
  pairs = 0;
  if (view.shape.size() != 4 || view.shape[1] != 2) return {};
  // A pair takes two layers of an array texture, and WebGL2 guarantees 256 of them.
  const int count = toInt(std::min(view.shape[0], 128u));
  const Values values{view.values, 2 * count, toInt(view.shape[2]), toInt(view.shape[3]), view.bytes, view.byte_scale};
  const auto needed = toSize(values.count) * view.shape[2] * view.shape[3];
  if (needed == 0 || values.size() < needed) return {};
  pairs = count;
  return values;
}

// Without names of columns, the left picture is data. With names, the model makes both pictures.
bool leftIsData(const View& view) {
  return view.column_names.empty();
}

void describePair(Ui& ui, const View& view, const Values& values, int index) {
  if (!beginHint(ui)) return;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  drawLarge(ui, view.name, values, 2 * index, inksFor(ui, view, leftIsData(view)));
  const float below = ImGui::GetCursorScreenPos().y;
  ImGui::SetCursorScreenPos({ImGui::GetItemRectMax().x + ui.px(8), at.y});
  drawLarge(ui, view.name, values, 2 * index + 1, inksFor(ui, view, false));
  ImGui::SetCursorScreenPos({at.x, below});
  const auto size = toSize(values.rows * values.cols);
  const std::size_t first = toSize(2 * index) * size;
  double squares = 0;
  for (std::size_t i = first; i < first + size; ++i) {
    const double apart = toDouble(values.at(i) - values.at(i + size));
    squares += apart * apart;
  }
  const double mean = squares / toDouble(size);
  // Pictures come as bytes, with rounding errors of up to p. The errors of many pixels largely cancel each other, so
  // the error of the mean is bounded by about three of its standard deviations, plus the bias of the squares.
  const double p = values.precision();
  const double off = 5 * p * std::sqrt(mean / toDouble(size)) + p * p;
  hintLine(ui, Face::kStrong, ui.colours().ink, "Example " + formatCount(index + 1));
  hintLine(ui, Face::kSmall, ui.colours().ink_soft, "mean squared difference per value: " + formatWithin(mean, off, 3));
  endHint();
}

}  // namespace

void drawPairs(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max) {
  int pairs = 0;
  const Values values = valuesOf(view, pairs);
  if (pairs == 0) return;
  const float between = ui.px(4);
  const TileFit fit = fitTiles({2 * values.cols, values.rows, between}, pairs, ui.px(14), roomOf(min, max));
  if (fit.shown == 0) return;
  TileGrid grid = gridOf(ui, fit);
  grid.stride = 2;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ui.pictures.tiles(list, view.name, values, grid, inksFor(ui, view, leftIsData(view)));
  grid.first = 1;
  grid.origin.x += fit.pixel * toFloat(values.cols) + between;
  ui.pictures.tiles(list, view.name, values, grid, inksFor(ui, view, false));
  markChange(ui, view, fit);
  ImVec2 at;
  const int under = markTileUnderMouse(ui, fit, at);
  if (under >= 0) describePair(ui, view, values, under);
}

}  // namespace harmonium::app
