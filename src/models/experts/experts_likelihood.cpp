// The likelihood of a product of experts, and log Z for readings and views.
#include "base/numbers.h"
#include "base/reals.h"
#include "models/experts/experts_learner.h"
#include "models/experts/experts_partition.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

namespace harmonium {

namespace {

constexpr double kWork = 1e8;       // of a measure: a second or two
constexpr double kQuickWork = 1e6;  // of a reading or a view

// log Z of a grid and of one with half as many cells per side.
class GridPartition {
 public:
  GridPartition(const ExpertSet& set, const Grid& box) {
    ExpertScratch scratch;
    Quadrature q;
    const auto of = [&](const Grid& grid) {
      layGrid(set, grid, scratch, q);
      weigh(set, scratch, q);
      return harmonium::logPartition(grid, q);
    };
    Grid half = box;
    half.cells /= 2;
    value = of(box);
    error = std::abs(value - of(half));
  }
  double value, error;
};

// What the grid's log Z may be off by, where the integral did not settle: by how much they differ, or two grids do.
double differenceOf(double grid_value, double grid_error, const SharpPartition& sharp) {
  return std::max(grid_error, std::abs(grid_value - sharp.logPartition()));
}

// Its preparation finds log Z: by the grid where training points draw a part of the energy and two grids agree, since
// an adaptive integral of them is slow; else by adaptive quadrature.
class QuadratureLikelihood final : public Likelihood {
 public:
  QuadratureLikelihood(const ExpertSet& set, const Grid& box, ProductOfExperts::Frame frame)
      : set_(set), box_(box), frame_(frame), sharp_(set, box, kWork) {}

  bool prepare() override {
    if (ready_) return true;
    const SharpEnergy& energy = sharp_.energy();
    if (!grid_ && energy.drawn() && gridSees(energy, box_)) {
      grid_.emplace(set_, box_);
      if (grid_->error <= kCountsAsExact) return ready(grid_->value, grid_->error, true);
      return false;
    }
    if (!sharp_.advance()) return false;
    if (sharp_.error() <= kCountsAsExact) return ready(sharp_.logPartition(), sharp_.error(), false);
    if (!grid_) grid_.emplace(set_, box_);
    const double apart = differenceOf(grid_->value, grid_->error, sharp_);
    return apart < sharp_.error() ? ready(grid_->value, apart, true)
                                  : ready(sharp_.logPartition(), sharp_.error(), false);
  }
  double prepared() const override { return ready_ ? 1 : sharp_.progress(); }
  Certainty certainty() const override { return error_ <= kCountsAsExact ? Certainty::kExact : Certainty::kEstimate; }

  void logLikelihood(const Batch& examples, std::span<double> nats) override {
    const double unit = 2 * reals::log(toDouble(frame_.unit));
    const float low = box_.low, high = box_.high;
    for (std::size_t n = 0; n < nats.size(); ++n) {
      const float x = frame_.to(examples.v(0, toIndex(n))), y = frame_.to(examples.v(1, toIndex(n)));
      const bool inside = x >= low && x <= high && y >= low && y <= high;
      nats[n] = inside ? -sharp_.energy().at(toDouble(x), toDouble(y)) - log_z_ - unit : -HUGE_VAL;
    }
  }

  double logPartition() const override { return log_z_ + 2 * reals::log(toDouble(frame_.unit)); }
  double logPartitionError() const override { return error_; }
  std::string method() const override {
    char text[240];
    if (by_grid_ && error_ <= kCountsAsExact) {
      std::snprintf(text, sizeof text,
                    "Z by quadrature over %d x %d cells; halving the grid changes log Z by %.1g nats.", box_.cells,
                    box_.cells, error_);
    } else if (by_grid_) {
      std::snprintf(
          text, sizeof text,
          "Z by quadrature over %d x %d cells, which are too wide for these experts: halving the grid changes "
          "log Z by %.1g nats. More cells per side help.",
          box_.cells, box_.cells, error_);
    } else if (error_ <= kCountsAsExact) {
      std::snprintf(text, sizeof text, "Z by quadrature that refines where the energy is narrow, to %.1g nats.",
                    std::max(error_, 1e-9));
    } else {
      std::snprintf(
          text, sizeof text,
          "Z by quadrature that refines where the energy is narrow; these experts are too narrow for the work "
          "it is allowed, and log Z may be off by %.2g nats.",
          error_);
    }
    return text;
  }

 private:
  bool ready(double log_z, double error, bool by_grid) {
    log_z_ = log_z;
    error_ = error;
    by_grid_ = by_grid;
    ready_ = true;
    return true;
  }

  ExpertSet set_;
  Grid box_;
  ProductOfExperts::Frame frame_;
  SharpPartition sharp_;
  std::optional<GridPartition> grid_;
  double log_z_ = 0, error_ = 0;
  bool by_grid_ = false, ready_ = false;
};

}  // namespace

ProductOfExperts::ExactFigures ProductOfExperts::exactFigures() const {
  const double log_z = logPartition(box_, weighed());
  Grid half = box_;
  half.cells /= 2;
  weigh(set_, scratch_, coarse_);
  const ExactFigures by_grid = {log_z, std::abs(log_z - logPartition(half, coarse_))};
  if (gridSees(SharpEnergy(set_), box_)) return by_grid;
  SharpPartition sharp(set_, box_, kQuickWork);
  while (!sharp.advance()) {
  }
  const double apart = differenceOf(by_grid.log_z, by_grid.error, sharp);
  if (sharp.error() > kCountsAsExact && apart < sharp.error()) return {by_grid.log_z, apart};
  return {sharp.logPartition(), sharp.error()};
}

std::string ProductOfExperts::partitionInWords() const {
  const ExactFigures figures = exactFigures();
  char text[240];
  std::snprintf(text, sizeof text, "log Z = %.4f nats by quadrature, to %.1g.",
                figures.log_z + 2 * reals::log(toDouble(frame_.unit)), std::max(figures.error, 1e-9));
  return text;
}

Result<std::unique_ptr<Likelihood>> ProductOfExperts::likelihood(LikelihoodOf of) const {
  if (of != LikelihoodOf::kVisible) return noLabels();
  return std::unique_ptr<Likelihood>(std::make_unique<QuadratureLikelihood>(set_, box_, frame_));
}

}  // namespace harmonium
