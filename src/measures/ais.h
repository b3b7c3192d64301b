// log Z of a restricted Boltzmann machine, binary or Gaussian, by annealed importance sampling: chains are led from a
// machine without connections, whose Z is known, to the one in question, through a ladder of inverse temperatures beta
// (models/rbm/rbm_tempering.h).
//
//   p*_beta(v) = exp(-(1 - beta) E_0(v)) sum over h of exp(-beta E(v, h))
//   w = prod over k of p*_beta(k)(v_k-1) / p*_beta(k-1)(v_k-1);     Z is estimated by Z_0 times the mean of w
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
#include "models/rbm/rbm.h"
#include "models/rbm/rbm_tempering.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace harmonium {

// A ladder of `count` + 1 values from 0 to 1 with the proportions of Salakhutdinov and Murray: of 14,500 steps 500 up
// to 0.5, 4,000 up to 0.9 and 10,000 up to 1, evenly within each part. count >= 3.
std::vector<double> annealingLadder(std::size_t count);

class Ais {
 public:
  // base: the machine without connections, see baseOf(). Copies the parameters.
  Ais(RbmParameters p, RbmBase base, std::vector<double> ladder, std::size_t chains, std::uint64_t seed);
  // Backwards; the ladder is given upwards all the same. start: V x chains, samples of the machine p.
  static Ais reverse(RbmParameters p, RbmBase base, std::vector<double> ladder, Matrix start, std::uint64_t seed);

  bool done() const { return next_ == ladder_.size(); }
  double progress() const { return static_cast<double>(next_) / static_cast<double>(ladder_.size()); }
  void advance();                                                         // to the next temperature
  LogMean estimate() const;                                               // of log Z, in nats; once done
  const std::vector<double>& logWeights() const { return log_weights_; }  // without log Z_0

 private:
  Ais(RbmParameters p, RbmBase base, std::vector<double> ladder, std::size_t chains, Rng rng);

  RbmParameters p_;
  RbmBase base_;
  std::vector<double> ladder_;
  std::size_t next_ = 1;
  Rng rng_;
  Matrix v_, v_input_, h_input_, h_, scaled_;
  std::vector<double> log_weights_, gap_;
  std::vector<float> beta_;
  RbmScratch scratch_;
};

}  // namespace harmonium
