// log Z of a model by annealed importance sampling: chains are led from a distribution whose Z is known to the model,
// through a ladder of inverse temperatures beta (models/faces/annealed.h).
//
//   w = prod over k of p*_beta(k)(x_k-1) / p*_beta(k-1)(x_k-1);     Z is estimated by Z_0 times the mean of w
//
// The estimate of Z is unbiased, so that of log Z is low on average (Jensen): likelihoods come out too good. The start
// decides: from the data's base rate, not from a uniform one (9 to 13 nats on MNIST). When few weights carry the mean
// (effective samples below 10) do not trust the error bar.
//
// Backwards, from samples of the machine in question down to the one without connections, the mean of w estimates
// Z_0 / Z: then that of log Z is high on average and likelihoods come out too bad. The two directions hold the truth
// between them, if the samples that the way down starts from are fair ones: exact, or from chains that ran for long.
// Burda, Grosse & Salakhutdinov (2015), Accurate and conservative estimates of MRF log-likelihood using reverse
// annealing; Grosse, Ghahramani & Adams (2015), Sandwiching the marginal likelihood using bidirectional Monte Carlo.
//
// Neal (2001); Salakhutdinov and Murray (2008), On the quantitative analysis of deep belief networks, eq. (13)-(18).
#pragma once

#include "base/matrix.h"
#include "base/rng.h"
#include "measures/log_weights.h"
#include "models/faces/annealed.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace harmonium {

// A ladder of `count` + 1 values from 0 to 1 with the proportions of Salakhutdinov and Murray: of 14,500 steps 500 up
// to 0.5, 4,000 up to 0.9 and 10,000 up to 1, evenly within each part. count >= 3.
std::vector<double> annealingLadder(std::size_t count);

class Ais {
 public:
  // Forwards: `count` chains from the base to the model.
  Ais(std::unique_ptr<AnnealedChains> chains, std::vector<double> ladder, std::size_t count, std::uint64_t seed);
  // Backwards; the ladder is given upwards all the same. start: V x count, samples of the model.
  static Ais reverse(std::unique_ptr<AnnealedChains> chains, std::vector<double> ladder, const Matrix& start,
                     std::uint64_t seed);

  bool done() const { return next_ == ladder_.size(); }
  double progress() const { return static_cast<double>(next_) / static_cast<double>(ladder_.size()); }
  void advance();                                                         // to the next temperature
  LogMean estimate() const;                                               // of log Z, in nats; once done
  const std::vector<double>& logWeights() const { return log_weights_; }  // without log Z_0

 private:
  Ais(std::unique_ptr<AnnealedChains> chains, std::vector<double> ladder, std::size_t count, Rng rng);

  std::unique_ptr<AnnealedChains> chains_;
  std::vector<double> ladder_;
  std::size_t next_ = 1;
  Rng rng_;
  std::vector<double> log_weights_;
};

}  // namespace harmonium
