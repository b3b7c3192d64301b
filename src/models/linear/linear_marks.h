// Marks for views of Gaussians, in addition to those of base/marks.h.
#pragma once

#include "base/marks.h"
#include "models/linear/linear_gaussian.h"

#include <string>
#include <vector>

namespace harmonium {

// The ellipse at `radius` standard deviations of a Gaussian of two values: mean + radius L (cos, sin), where L L' is
// the covariance.
struct Ellipse {
  double x, y;        // mean
  double xx, xy, yy;  // covariance
};
// The marginal distribution of two values under the model.
Ellipse marginal(const LinearGaussian& model, Index i, Index j);
Mark lineOf(const Ellipse& ellipse, double radius, Ink ink, std::string label, bool dashed = false);

Mark normalDensity(double mean, double variance, double low, double high, Ink ink, std::string label,
                   bool dashed = false);
std::vector<std::string> factorNames(std::size_t count);  // h1, h2, ...

}  // namespace harmonium
