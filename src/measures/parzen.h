// The log-likelihood of a Parzen window, which is a mixture of Gaussians of width sigma around M samples of the model.
//
//   log p(x) = log (1/M) sum_m N(x; s_m, sigma^2 I)
//            = logsumexp_m(-|x - s_m|^2 / (2 sigma^2)) - log M - V log(sigma sqrt(2 pi))
//
// The value is in nats per example, for x in R^V. It is not an estimate of the model's own likelihood. With V in the
// hundreds no affordable number of samples fills the space. The value then depends mostly on sigma, and a few class
// means can score higher than the data themselves. It is offered because many papers report it, and it is always shown
// with its sigma.
//
// Sigma is the one of the given values that scores best on a validation set. The test set is then scored with it.
//
// Goodfellow et al. (2014), Generative adversarial nets, section 5. Theis, van den Oord & Bethge (2016), A note on the
// evaluation of generative models, argue against it.
#pragma once

#include "measures/distances.h"
#include "measures/statistics.h"

#include <cstddef>
#include <vector>

namespace harmonium {

// Returns `count` values from `low` to `high`, evenly spaced on a logarithmic scale. 0 < low <= high, count >= 2.
std::vector<double> logarithmicLadder(double low, double high, std::size_t count);

class Parzen {
 public:
  // Each matrix has V rows and one point per column; samples and test are not empty. With one sigma there is nothing to
  // choose, and `validation` may be empty.
  Parzen(Matrix samples, Matrix validation, Matrix test, std::vector<double> sigmas);

  bool advance();  // does a few milliseconds of work; returns true once done
  double progress() const;

  // These are valid once done.
  double sigma() const { return sigmas_[best_]; }
  bool atEdge() const;  // true where the best sigma is the smallest or largest of several
  double logLikelihood() const { return score_.mean(); }
  double standardError() const { return score_.standardError(); }
  double validation(std::size_t sigma) const { return validation_scores_[sigma].mean(); }

 private:
  double logDensity(std::span<const float> distances, double sigma);

  Points samples_, validation_, test_;
  std::vector<double> sigmas_;
  std::size_t best_ = 0;
  bool chosen_;
  DistanceSweep choosing_, scoring_;
  std::vector<RunningMean> validation_scores_;
  RunningMean score_;
  std::vector<float> exponents_;
};

}  // namespace harmonium
