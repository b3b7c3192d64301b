// Densities on an even grid over the line or the plane. A grid makes a known density comparable with a density of which
// only samples exist.
//
// Samples are counted per cell and the counts are smoothed with a Gaussian of standard deviation h, the bandwidth. This
// is a kernel density estimate. A known density is smoothed with the same Gaussian: if only one side were smoothed,
// equal densities would look different. Smoothing removes differences finer than h, so a divergence of two smoothed
// densities is a lower bound of the true divergence.
#pragma once

#include "base/density.h"
#include "base/matrix.h"
#include "base/numbers.h"

#include <vector>

namespace harmonium {

struct Grid {
  int dimensions = 2;       // 1 or 2
  int cells = 64;           // along each dimension
  float low = 0, high = 1;  // range of the grid, the same in each dimension

  double width() const { return (toDouble(high) - toDouble(low)) / cells; }  // of one cell, in units of the data
  std::size_t size() const { return toSize(dimensions == 1 ? cells : cells * cells); }
  float centre(int cell) const { return toFloat(toDouble(low) + (cell + 0.5) * width()); }
  Matrix centres() const;  // dimensions x size(); x runs fastest
};

// The probability of every cell, from samples (dimensions x n) or from a known density. [grid.size()], x runs fastest.
// `bandwidth` is in units of the data; 0 means no smoothing. The sum is below 1 by the probability outside the grid.
std::vector<double> cellsOfSamples(const Grid& grid, const Matrix& samples, double bandwidth);
std::vector<double> cellsOfDensity(const Grid& grid, const Density& density, double bandwidth);

// Jensen-Shannon divergence in nats, from 0 (p equals q) to ln 2 (no overlap):
//   JS(p, q) = KL(p || m) / 2 + KL(q || m) / 2,  m = (p + q) / 2
// p and q have the same size. The probability outside the grid counts as one more cell.
double jensenShannon(const std::vector<double>& p, const std::vector<double>& q);

}  // namespace harmonium
