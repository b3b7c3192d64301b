// Marks that pictures of Gaussians are made of.
#pragma once

#include "base/view.h"

#include <string>
#include <vector>

namespace harmonium {

void addPoint(Mark& mark, double x, double y);
Mark finished(Mark mark, std::uint32_t width);  // sets its shape: so many numbers each

// The points at `radius` standard deviations of a Gaussian of two values: mean + radius L (cos, sin).
struct Ellipse {
  double x, y;        // mean
  double xx, xy, yy;  // covariance
};
Mark lineOf(const Ellipse& ellipse, double radius, Ink ink, std::string label, bool dashed = false);

Mark vertical(double x, double low, double high, std::string label);
// Bars whose area is one: comparable with a density.
Mark histogram(const std::vector<double>& values, double low, double high, Ink ink, std::string label);
Mark normalDensity(double mean, double variance, double low, double high, Ink ink, std::string label,
                   bool dashed = false);
std::vector<std::string> factorNames(std::size_t count);  // h1, h2, ...
void fitHeight(Panel& panel);                             // of bars and lines that stand on zero

}  // namespace harmonium
