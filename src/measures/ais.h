// Estimates log Z of a model by annealed importance sampling (AIS). Chains start at a base distribution whose partition
// function Z_0 is known. They move through a ladder of inverse temperatures beta to the model
// (models/faces/annealed.h).
//
//   w = prod over k of p*_beta(k)(x_k-1) / p*_beta(k-1)(x_k-1)     estimate of Z: Z_0 times the mean of w
//
// The estimate of Z is unbiased. By Jensen's inequality the estimate of log Z is then too low on average, so
// likelihoods come out too high. The base distribution matters: starting at the data's mean rates instead of uniform
// ones changes the estimate by 9 to 13 nats on MNIST. measures/log_weights.h says what the error bar holds. No error
// bar can hold what no chain has met: where the mass of the model lies in places that few chains reach, the estimate is
// too low and does not know it.
//
// A reverse run starts at samples of the model and moves to the base distribution, which has no connections. Its mean
// of w estimates Z_0 / Z. The estimate of log Z is then too high on average, and likelihoods come out too low. So the
// two directions bracket the truth if the reverse run starts at fair samples: exact ones, or the ends of chains that
// have mixed. From chains that have not mixed it measures the part of the model in which they started, which may put it
// far below the truth, with a small error bar.
//
// Neal (2001), Annealed importance sampling; Salakhutdinov & Murray (2008), On the quantitative analysis of deep belief
// networks, eq. (13)-(18); Burda, Grosse & Salakhutdinov (2015), Accurate and conservative estimates of MRF
// log-likelihood using reverse annealing; Grosse, Ghahramani & Adams (2015), Sandwiching the marginal likelihood using
// bidirectional Monte Carlo.
#pragma once

#include "base/matrix.h"
#include "base/numbers.h"
#include "base/rng.h"
#include "measures/log_weights.h"
#include "models/faces/annealed.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace harmonium {

// Returns a ladder of `count` + 1 values from 0 to 1, count >= 3. Its proportions are those of Salakhutdinov & Murray,
// whose 14,500 steps are 500 up to 0.5, 4,000 up to 0.9 and 10,000 up to 1. Steps within each part have equal size.
std::vector<double> annealingLadder(std::size_t count);

class Ais {
 public:
  // A forward run of `count` >= 1 chains from the base distribution to the model. The ladder has at least two values.
  Ais(std::unique_ptr<AnnealedChains> chains, std::vector<double> ladder, std::size_t count, std::uint64_t seed);
  // A reverse run. `ladder` still rises from 0 to 1; the function reverses it. start: V x count, samples of the model.
  static Ais reverse(std::unique_ptr<AnnealedChains> chains, std::vector<double> ladder, const Matrix& start,
                     std::uint64_t seed);

  bool done() const { return next_ == ladder_.size(); }
  double progress() const { return toDouble(next_) / toDouble(ladder_.size()); }
  // Moves all chains to the next temperature; must not be called once done. It may stop on the way (base/work.h).
  Work advance(Pace& pace);
  void advance();            // the same without a stop
  LogMean estimate() const;  // the estimate of log Z in nats; valid once done
  const std::vector<double>& logWeights() const { return log_weights_; }  // log w of each chain, without log Z_0

 private:
  Ais(std::unique_ptr<AnnealedChains> chains, std::vector<double> ladder, std::size_t count, Rng rng);

  std::unique_ptr<AnnealedChains> chains_;
  std::vector<double> ladder_;
  std::size_t next_ = 1;  // the index in the ladder of the next temperature
  Rng rng_;
  std::vector<double> log_weights_;
};

}  // namespace harmonium
