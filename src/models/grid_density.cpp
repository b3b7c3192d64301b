#include "models/grid_density.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "base/reals.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace harmonium {

namespace {

// Weights of a Gaussian at distances of 0, 1, 2, ... cells. The weights of both sides sum to 1.
std::vector<double> kernelOf(const Grid& grid, double bandwidth) {
  const double steps = bandwidth / grid.width();
  std::vector<double> kernel;
  double total = 0;
  // Beyond four deviations a Gaussian holds less than 1e-4 of its weight, so the kernel ends there.
  for (int i = 0; i <= toInt(4 * steps) + 1; ++i) {
    // Without smoothing, 100 deviations per cell make every weight but the first underflow to 0.
    const double z = steps > 0 ? i / steps : 100.0 * i;
    kernel.push_back(reals::exp(-0.5 * z * z));
    total += (i == 0 ? 1 : 2) * kernel.back();
  }
  for (double& weight : kernel) weight /= total;
  return kernel;
}

// Smooths along one direction. Neighbouring cells of a line are `stride` apart, and the starts of lines are `next`
// apart. A Gaussian on the plane is a product of two, so one pass per direction smooths the plane. Weight that would
// fall outside the grid is lost on purpose: it belongs to the probability outside.
void smoothAlong(const std::vector<double>& kernel, int cells, std::size_t stride, std::size_t next, int lines,
                 std::vector<double>& values) {
  const int reach = toInt(kernel.size()) - 1;
  std::vector<double> line(toSize(cells));
  for (int l = 0; l < lines; ++l) {
    double* const start = values.data() + toSize(l) * next;
    for (int i = 0; i < cells; ++i) line[toSize(i)] = start[toSize(i) * stride];
    for (int i = 0; i < cells; ++i) {
      double sum = 0;
      for (int j = std::max(0, i - reach); j <= std::min(cells - 1, i + reach); ++j) {
        sum += line[toSize(j)] * kernel[toSize(std::abs(i - j))];
      }
      start[toSize(i) * stride] = sum;
    }
  }
}

void smooth(const Grid& grid, double bandwidth, std::vector<double>& values) {
  const std::vector<double> kernel = kernelOf(grid, bandwidth);
  const std::size_t cells = toSize(grid.cells);
  smoothAlong(kernel, grid.cells, 1, cells, grid.dimensions == 1 ? 1 : grid.cells, values);
  if (grid.dimensions == 2) smoothAlong(kernel, grid.cells, cells, 1, grid.cells, values);
}

}  // namespace

Matrix Grid::centres() const {
  Matrix all(dimensions, toIndex(size()));
  for (Index i = 0; i < all.cols(); ++i) {
    all(0, i) = centre(toInt(i % cells));
    if (dimensions == 2) all(1, i) = centre(toInt(i / cells));
  }
  return all;
}

std::vector<double> cellsOfSamples(const Grid& grid, const Matrix& samples, double bandwidth) {
  HARMONIUM_ASSERT(samples.rows() == grid.dimensions);
  std::vector<double> values(grid.size());
  const auto cellOf = [&](float x) {
    const double at = (toDouble(x) - toDouble(grid.low)) / grid.width();
    return at >= 0 && at < grid.cells ? toInt(at) : -1;
  };
  // All samples count in the denominator, those outside the grid too: cells hold probabilities of the whole space.
  const double each = 1.0 / toDouble(std::max<Index>(1, samples.cols()));
  for (Index n = 0; n < samples.cols(); ++n) {
    const int x = cellOf(samples(0, n)), y = grid.dimensions == 1 ? 0 : cellOf(samples(1, n));
    if (x >= 0 && y >= 0) values[toSize(y * grid.cells + x)] += each;
  }
  smooth(grid, bandwidth, values);
  return values;
}

std::vector<double> cellsOfDensity(const Grid& grid, const Density& density, double bandwidth) {
  HARMONIUM_ASSERT(density.dimensions() == grid.dimensions);
  std::vector<double> values(grid.size());
  density.logDensity(flat(grid.centres()), values);
  const double cell = grid.dimensions == 1 ? grid.width() : grid.width() * grid.width();
  for (double& value : values) value = reals::exp(value) * cell;
  // The density at the centre stands for the whole cell. Where the density is finer than the grid, the sum of the cells
  // may exceed 1; then they are scaled back to 1.
  const double total = std::accumulate(values.begin(), values.end(), 0.0);
  if (total > 1) {
    for (double& value : values) value /= total;
  }
  smooth(grid, bandwidth, values);
  return values;
}

double jensenShannon(const std::vector<double>& p, const std::vector<double>& q) {
  HARMONIUM_ASSERT(p.size() == q.size());
  double sum = 0, p_left = 1, q_left = 1;
  const auto add = [&sum](double a, double b) {
    const double middle = (a + b) / 2;
    if (a > 0) sum += a * reals::log(a / middle) / 2;
    if (b > 0) sum += b * reals::log(b / middle) / 2;
  };
  for (std::size_t i = 0; i < p.size(); ++i) {
    add(p[i], q[i]);
    p_left -= p[i];
    q_left -= q[i];
  }
  // Rounding may leave a remainder or the whole sum slightly below zero.
  add(std::max(0.0, p_left), std::max(0.0, q_left));
  return std::max(0.0, sum);
}

}  // namespace harmonium
