// Log-likelihood of a Parzen window: a Gaussian of width sigma around each of M samples of the model.
//
//   log p(x) = log (1/M) sum_m N(x; s_m, sigma^2 I)
//            = logsumexp_m(-|x - s_m|^2 / (2 sigma^2)) - log M - V log(sigma sqrt(2 pi))
//
// nats per example, x in R^V. It is no estimate of the model's own likelihood: with V in the hundreds no affordable M
// fills the space, sigma decides, and a handful of class means can win over the data. It is here because many papers
// report it; never without its sigma.
// Sigma is chosen on a validation set among given values, the test set is scored with the best of them.
// Goodfellow et al. (2014), Generative adversarial nets, section 5; against it: Theis, van den Oord and Bethge (2016).
#pragma once

#include "measures/distances.h"
#include "measures/statistics.h"

#include <cstddef>
#include <vector>

namespace harmonium {

// `count` values from `low` to `high`, evenly spaced on a logarithmic scale. 0 < low <= high, count >= 2.
std::vector<double> logarithmicLadder(double low, double high, std::size_t count);

class Parzen {
 public:
  // All V x n. With one sigma nothing is chosen and `validation` may be empty.
  Parzen(Matrix samples, Matrix validation, Matrix test, std::vector<double> sigmas);

  bool advance();  // a few milliseconds of work; true once done
  double progress() const;

  // Once done.
  double sigma() const { return sigmas_[best_]; }
  bool atEdge() const;  // the best sigma is the smallest or largest there was
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
