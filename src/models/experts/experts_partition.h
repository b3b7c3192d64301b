// The partition function of a product of experts by adaptive quadrature, however narrow its experts are.
//
//   log Z = log of the integral over x1 of g(x1),  g(x1) = integral over x2 of exp(-E(x1, x2)),  both over the box
//
// Both integrals are LogIntegrals (models/log_integral.h): they refine where E is narrow and go on until two rules
// agree. Bounds of E over rectangles make sure that no mode is missed. All Gaussian experts together are one Gaussian
// plus a constant, whose bounds over a rectangle are exact. The bounds of other experts are added to it.
//
// Energies are computed in double from the experts' float numbers.
#pragma once

#include "models/experts/experts.h"
#include "models/grid_density.h"
#include "models/log_integral.h"

#include <memory>
#include <vector>

namespace harmonium {

// A set of experts with its Gaussians multiplied out. It keeps a copy of the set.
class SharpEnergy {
 public:
  explicit SharpEnergy(ExpertSet set);

  double at(double x, double y) const { return constant() + above(x, y); }  // E in nats
  // The part of E that is the same everywhere: what the Gaussians disagree by. It may be so large that E has few digits
  // left; the rest, E - constant(), has them all.
  double constant() const { return constant_; }
  double above(double x, double y) const;
  // A lower bound of that rest over the rectangle [x0, x1] x [y0, y1]; the sides may have length 0.
  double lowest(double x0, double x1, double y0, double y1) const;
  // Whether a piece of a line of constant x, or a strip of the box, is short beside ridges and drawn points in it.
  bool fineOnLine(double x, double low, double high) const;
  bool fineInStrip(double low, double high, double bottom, double top) const;
  // The width of the narrowest thing in E, in the experts' coordinates: a deviation, or the width of a trough.
  double narrowest() const;
  bool drawn() const;                      // whether training points draw a part of E
  double spent() const { return spent_; }  // the work so far, counted in evaluations of a simple expert

 private:
  void addRow(double alpha, double beta, double right);
  double gaussianAt(double x, double y) const;
  double lowestGaussian(double x0, double x1, double y0, double y1) const;
  bool fineDrawn(const Expert& expert, double x0, double x1, double y0, double y1, double length) const;
  double kernelMean(const Expert& expert, double x0, double x1, double y0, double y1, bool nearest) const;

  ExpertSet set_;
  // The Gaussians together: ((r11 u + r12 v)^2 + (r22 v)^2) / 2 + constant, with (u, v) = (x, y) - m. `right` is R m.
  double r11_ = 0, r12_ = 0, r22_ = 0, right_[2] = {}, m_[2] = {}, constant_ = 0;
  bool gaussian_ = false;
  struct Point {
    double x, y;
  };
  std::vector<Point> points_;  // of drawn experts, in the order of y
  mutable std::vector<double> exponents_;
  mutable double spent_ = 0;
};

// Differences of log Z below this count as rounding, in nats: an energy in float has that much of it.
inline constexpr double kCountsAsExact = 1e-5;

// Whether a grid of these cells sees everything there is in E.
bool gridSees(const SharpEnergy& energy, const Grid& box);

class SharpPartition {
 public:
  // `work` bounds the number of evaluations, counted in simple experts. 1e8 take about a second.
  SharpPartition(const ExpertSet& set, const Grid& box, double work);
  ~SharpPartition();

  // Works for at most a few milliseconds. Returns true once done.
  bool advance();
  double progress() const;  // in [0, 1]
  // log Z in nats, in the experts' coordinates, and a bound of its error in nats; infinite where the work did not
  // suffice to say anything.
  double logPartition() const { return value_; }
  double error() const { return error_; }
  const SharpEnergy& energy() const { return energy_; }

 private:
  class Line;
  class Lines;

  SharpEnergy energy_;
  double work_;
  std::unique_ptr<Lines> lines_;
  LogIntegral outer_;
  double value_ = 0, error_ = 0;
  bool done_ = false;
};

}  // namespace harmonium
