// One run of EM of a linear Gaussian model: its parameters as floats, what their doubles have beyond these, and both
// together. Without the remainders EM would stop as soon as its steps are smaller than the precision of a float.
#pragma once

#include "base/rng.h"
#include "base/tensor.h"
#include "models/linear/linear_learning.h"

#include <string>
#include <vector>

namespace harmonium {

// What a step of EM has computed: a model, and then, worked out by LinearFit::take(), its posterior and its floats.
struct LinearStep {
  LinearGaussian model;
  LinearPosterior posterior;
  std::vector<float> W, W_rest, noise, noise_rest;
};

struct LinearFit {
  RowMatrix W, W_rest;       // V x q
  Vector mean, mean_rest;    // V, of true values: the mean of the model and what was taken off the data
  Vector noise, noise_rest;  // V, or 1 where all values share one variance
  LinearGaussian model;      // the sums
  LinearPosterior posterior;
  // The mean log-likelihood in nats of the parameters that the last step began from; NaN before the first step.
  double reached = 0;
  std::vector<double> offsets;  // V, what was taken off the data (models/model.h); or none

  // Draws loadings with the given spread, in deviations of each value, V. `first_noise`, V, and `first_mean`, V, are
  // taken as they are.
  void begin(NoiseKind kind, const Vector& deviation, Index factors, float spread, const Vector& first_mean,
             const RealVector& first_noise, Rng& rng);

  // Takes over the model of `next`, as floats hold it. Until the end nothing changes but `next`; then all parameters do
  // at once, and `next` gets those before, whose memory serves the next step.
  Work take(Pace& pace, NoiseKind kind, const RealVector& floor, LinearStep& next);
  void take(NoiseKind kind, const RealVector& floor, LinearStep& next);  // the same without a stop
  // Sums up `model` and its posterior. A variance that is not above zero, which a file or a script may set, becomes its
  // floor. A remainder that is larger than a rounding error belongs to a number that somebody has set since, and is
  // dropped.
  Work read(Pace& pace, NoiseKind kind, const RealVector& floor);

  double offsetOf(Index i) const { return offsets.empty() ? 0 : offsets[toSize(i)]; }
  // The remainders, and with `all` the parameters too, under names that begin with `prefix`.
  void addState(const std::string& prefix, bool all, std::vector<Tensor>& out);

 private:
  void round(NoiseKind kind, const RealVector& floor, LinearStep& next) const;
  void swapIn(LinearStep& next);
};

}  // namespace harmonium
