// Densities on the plane as pictures: the density of a model on an even grid over two axes, the true density beside it,
// and whether chains already stand where the model's density is.
#pragma once

#include "base/density.h"
#include "base/matrix.h"
#include "base/numbers.h"
#include "base/range.h"
#include "base/view.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

// An even grid over the axes x and y, each with a range of its own.
struct PlaneGrid {
  Range x{}, y{};
  int cells = 56;  // along each axis: enough for contours, and few enough for every picture while a model trains

  std::size_t size() const { return toSize(cells * cells); }
  double cell() const { return toDouble(x.length()) * toDouble(y.length()) / toDouble(size()); }  // area of a cell
  Matrix centres() const;  // 2 x size(); x runs fastest
};
PlaneGrid gridOf(const Panel& axes);

// p at the centres of the cells from energies there, p = exp(-energy) / Z. Z is the sum over the grid, so p is the
// density within the axes.
std::vector<double> densityOfEnergies(const PlaneGrid& grid, std::vector<double> energy);
// An estimate of p from samples, 2 x N: their counts, smoothed by a Gaussian whose deviation is 1.5 cells.
std::vector<double> densityOfSamples(const PlaneGrid& grid, const Matrix& samples);

// The density as a field, whose full colour is its highest value. An empty density gives nothing.
std::optional<Mark> densityMark(const PlaneGrid& grid, const std::vector<double>& density, Ink ink, std::string label);
// A panel on the same axes with the true density; nothing where it is not known or has other than two dimensions.
std::optional<Panel> truthPanel(const Panel& axes, const Density* truth);

// Compares where chains stand with a density on the grid. The means of x, y, x^2, y^2, xy and log p over the chains
// within the axes are set beside those under the density. Chains do not know of each other, so each of them is one
// independent draw once they have mixed, and a mean then strays by a standard error or two.
struct MixingOnPlane {
  double furthest = 0;                          // the largest distance of such a mean, in standard errors
  int chains = 0;                               // within the axes
  bool mixed() const { return furthest <= 4; }  // chance alone goes further once in 2,600 times
};
// Nothing where fewer than 20 chains stand within the axes, or the density is empty.
std::optional<MixingOnPlane> mixingOnPlane(const PlaneGrid& grid, const std::vector<double>& density,
                                           const Matrix& states);
std::string inWords(const MixingOnPlane& mixing);

}  // namespace harmonium
