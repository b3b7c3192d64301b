// log Z of a restricted Boltzmann machine by annealed importance sampling: chains are led from a machine without
// connections, whose Z is known, to the one in question, through a ladder of inverse temperatures beta.
//
//   p_beta(v) ~ exp((1 - beta) a.v) exp(beta b.v) prod_j (1 + exp(beta (c_j + (W'v)_j)))        a: the base rate's
//   biases w = prod over k of p*_beta(k)(v_k-1) / p*_beta(k-1)(v_k-1);     Z is estimated by Z_0 times the mean of w
//
// The estimate of Z is unbiased, so that of log Z is low on average (Jensen): likelihoods come out too good. The start
// decides: from the data's base rate, not from a uniform one (9 to 13 nats on MNIST). When few weights carry the mean
// (effective samples below 10) do not trust the error bar.
// Neal (2001); Salakhutdinov and Murray (2008), On the quantitative analysis of deep belief networks, eq. (13)-(18).
#pragma once

#include "base/matrix.h"
#include "base/rng.h"
#include "measures/log_weights.h"
#include "models/rbm.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace harmonium {

// A ladder of `count` + 1 values from 0 to 1 with the proportions of Salakhutdinov and Murray: of 14,500 steps 500 up
// to 0.5, 4,000 up to 0.9 and 10,000 up to 1, evenly within each part. count >= 3.
std::vector<double> annealingLadder(std::size_t count);

class Ais {
 public:
  // base_bias: [V] biases of the machine without connections, see biasFromMean(). Copies the parameters.
  Ais(RbmParameters p, Vector base_bias, std::vector<double> ladder, std::size_t chains, std::uint64_t seed);

  bool done() const { return next_ == ladder_.size(); }
  double progress() const { return static_cast<double>(next_) / static_cast<double>(ladder_.size()); }
  void advance();                                                         // to the next temperature
  LogMean estimate() const;                                               // of log Z, in nats; once done
  const std::vector<double>& logWeights() const { return log_weights_; }  // without log Z_0

 private:
  RbmParameters p_;
  Vector base_bias_;
  std::vector<double> ladder_;
  std::size_t next_ = 1;
  Rng rng_;
  Matrix v_, v_input_, h_input_, h_, scaled_;
  std::vector<double> log_weights_;
  RbmScratch scratch_;
};

}  // namespace harmonium
