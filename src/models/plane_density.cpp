#include "models/plane_density.h"

#include "base/options.h"
#include "base/reals.h"
#include "models/grid_density.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace harmonium {

namespace {

constexpr double kSmoothing = 1.5;  // cells

}  // namespace

Matrix PlaneGrid::centres() const {
  Matrix all(2, toIndex(size()));
  const auto centre = [this](const Range& range, int at) {
    return range.low + range.length() * (toFloat(at) + 0.5f) / toFloat(cells);
  };
  for (Index i = 0; i < all.cols(); ++i) {
    all(0, i) = centre(x, toInt(i % cells));
    all(1, i) = centre(y, toInt(i / cells));
  }
  return all;
}

PlaneGrid gridOf(const Panel& axes) {
  return {.x = {axes.x.low, axes.x.high}, .y = {axes.y.low, axes.y.high}};
}

std::vector<double> densityOfEnergies(const PlaneGrid& grid, std::vector<double> energy) {
  const double lowest = *std::ranges::min_element(energy);
  double sum = 0;
  for (double& value : energy) sum += value = reals::exp(lowest - value);
  // A model that has diverged has no density.
  if (!std::isfinite(sum)) return {};
  for (double& value : energy) value /= sum * grid.cell();
  return energy;
}

std::vector<double> densityOfSamples(const PlaneGrid& grid, const Matrix& samples) {
  Matrix inside(2, samples.cols());  // on a square, because that is what a grid of samples knows
  for (Index n = 0; n < samples.cols(); ++n) {
    inside(0, n) = (samples(0, n) - grid.x.low) / grid.x.length();
    inside(1, n) = (samples(1, n) - grid.y.low) / grid.y.length();
  }
  const Grid square{.dimensions = 2, .cells = grid.cells, .low = 0, .high = 1};
  std::vector<double> p = cellsOfSamples(square, inside, kSmoothing * square.width());
  for (double& value : p) value /= grid.cell();
  return p;
}

std::optional<Mark> densityMark(const PlaneGrid& grid, const std::vector<double>& density, Ink ink, std::string label) {
  if (density.size() != grid.size()) return std::nullopt;
  const std::uint32_t cells = toU32(grid.cells);
  Mark mark{.kind = MarkKind::kField, .ink = ink, .label = std::move(label), .shape = {cells, cells}};
  mark.values.assign(density.begin(), density.end());
  // A density has the unit of 1 / area, so it may be of any size.
  const float most = *std::ranges::max_element(mark.values);
  mark.limit = most > 0 && std::isfinite(most) ? most : 1;
  return mark;
}

std::optional<Panel> truthPanel(const Panel& axes, const Density* truth) {
  if (truth == nullptr || truth->dimensions() != 2) return std::nullopt;
  const PlaneGrid grid = gridOf(axes);
  std::vector<double> p(grid.size());
  truth->logDensity(flat(grid.centres()), p);
  for (double& value : p) value = reals::exp(value);
  Panel panel{.title = "Truth", .x = axes.x, .y = axes.y};
  panel.marks.push_back(*densityMark(grid, p, Ink::kTruth, "true density"));
  return panel;
}

std::optional<MixingOnPlane> mixingOnPlane(const PlaneGrid& grid, const std::vector<double>& density,
                                           const Matrix& states) {
  constexpr int kLeast = 20;
  if (density.size() != grid.size()) return std::nullopt;
  const double most = *std::ranges::max_element(density);
  // Log p of the emptiest places: a cell that the grid finds empty may hold a chain by rounding.
  const double floor = reals::log(most) - 30;
  const auto place = [](const Range& range, float value) {
    return (toDouble(value) - toDouble(range.low)) / toDouble(range.length());
  };
  // In lengths of the axes, so that numbers far from zero keep their digits.
  const auto quantities = [&](double x, double y, double p) {
    return std::array{x, y, x * x, y * y, x * y, p > 0 ? std::max(floor, reals::log(p)) : floor};
  };
  constexpr std::size_t kMeans = 6;
  std::array<double, kMeans> mean{}, square{}, found{};
  double mass = 0;
  for (std::size_t i = 0; i < density.size(); ++i) {
    const double x = (toDouble(i % toSize(grid.cells)) + 0.5) / grid.cells;
    const double y = (toDouble(i / toSize(grid.cells)) + 0.5) / grid.cells;
    const auto values = quantities(x, y, density[i]);
    mass += density[i];
    for (std::size_t k = 0; k < kMeans; ++k) {
      mean[k] += density[i] * values[k];
      square[k] += density[i] * values[k] * values[k];
    }
  }
  MixingOnPlane mixing;
  for (Index n = 0; n < states.cols(); ++n) {
    const double x = place(grid.x, states(0, n)), y = place(grid.y, states(1, n));
    if (!(x >= 0 && x < 1 && y >= 0 && y < 1)) continue;
    const std::size_t cell = toSize(toInt(y * grid.cells) * grid.cells + toInt(x * grid.cells));
    const auto values = quantities(x, y, density[cell]);
    for (std::size_t k = 0; k < kMeans; ++k) found[k] += values[k];
    ++mixing.chains;
  }
  if (mixing.chains < kLeast || !(mass > 0)) return std::nullopt;
  for (std::size_t k = 0; k < kMeans; ++k) {
    mean[k] /= mass;
    const double variance = std::max(square[k] / mass - mean[k] * mean[k], 1e-12);
    const double off = std::fabs(found[k] / mixing.chains - mean[k]) / std::sqrt(variance / mixing.chains);
    mixing.furthest = std::max(mixing.furthest, off);
  }
  return mixing;
}

std::string inWords(const MixingOnPlane& mixing) {
  const std::string off = formatNumber(std::round(10 * mixing.furthest) / 10), n = std::to_string(mixing.chains);
  return mixing.mixed() ? "Mixed: the means of " + n + " chains lie within " + off + " standard errors of the model's."
                        : "Still mixing: a mean of " + n + " chains lies " + off +
                              " standard errors from the model's; chance alone stays below 4.";
}

}  // namespace harmonium
