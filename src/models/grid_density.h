// Densities laid on an even grid over the line or the plane, so that a known one and one that is only met through its
// samples can be set beside each other.
//
// Samples are counted cell by cell and the counts smoothed with a Gaussian of deviation h, the bandwidth: a kernel
// density estimate. A known density is smoothed alike, for smoothing one side only would make equal densities look
// different. What smoothing hides, the comparison can't see: a divergence of smoothed densities is a lower bound.
#pragma once

#include "base/density.h"
#include "base/matrix.h"

#include <vector>

namespace harmonium {

struct Grid {
  int dimensions = 2;  // 1 or 2
  int cells = 64;      // along each
  float low = 0, high = 1;

  double width() const { return (static_cast<double>(high) - static_cast<double>(low)) / cells; }  // of a cell
  std::size_t size() const { return static_cast<std::size_t>(dimensions == 1 ? cells : cells * cells); }
  float centre(int cell) const { return static_cast<float>(static_cast<double>(low) + (cell + 0.5) * width()); }
  Matrix centres() const;  // dimensions x size(), x running fastest
};

// Probability of every cell, x running fastest: of samples (dimensions x n), and of a known density. The sum falls
// short of 1 by what lies outside the grid.
std::vector<double> cellsOfSamples(const Grid& grid, const Matrix& samples, double bandwidth);
std::vector<double> cellsOfDensity(const Grid& grid, const Density& density, double bandwidth);

// Jensen-Shannon divergence in nats, from 0 (equal) to ln 2 (nothing in common):
//   JS(p, q) = KL(p || m) / 2 + KL(q || m) / 2,  m = (p + q) / 2
// What lies outside the grid counts as one more cell.
double jensenShannon(const std::vector<double>& p, const std::vector<double>& q);

}  // namespace harmonium
