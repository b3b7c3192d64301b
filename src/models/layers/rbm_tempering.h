// A restricted Boltzmann machine at inverse temperatures beta from 0 to 1. At beta = 0 the units are independent, and a
// Gibbs step reaches any state. At beta = 1 the distribution is the machine itself.
//
//   p_beta(v, h) ~ exp(-(1 - beta) E_0(v) - beta E(v, h))        E_0: the same units without connections
//   p_beta(h_j = 1 | v) = sigmoid(beta (c_j + (W'x)_j))
//   p_beta(v_i = 1 | h) = sigmoid((1 - beta) b0_i + beta (b_i + (W h)_i))
//   Gaussian units: precisions (1 - beta) / s0_i^2 + beta / s_i^2, means weighted by the two parts
//
// Annealed importance sampling (measures/ais.h) moves chains through this sequence. Parallel tempering keeps chains at
// all temperatures at once and swaps the states of neighbouring temperatures. Through the swaps the chain at beta = 1
// reaches modes between which it would not move alone.
//
//   two states x_k, x_l at beta_k, beta_l swap with probability min(1, exp((beta_k - beta_l) (D(x_k) - D(x_l)))),
//   D = E - E_0
//
// Desjardins, Courville, Bengio, Vincent & Delalleau (2010), Tempered Markov chain Monte Carlo for training of
// restricted Boltzmann machines; Cho, Raiko & Ilin (2010), Parallel tempering is efficient for learning restricted
// Boltzmann machines.
#pragma once

#include "base/matrix.h"
#include "base/numbers.h"
#include "base/rng.h"
#include "models/layers/rbm.h"

#include <span>
#include <vector>

namespace harmonium {

// The base distribution, beta = 0: a machine without connections whose visible means (and variances) are those of the
// data. The numbers are in the units of the machine, u.
struct RbmBase {
  RbmBase(Vector biases, Vector log_variances = {}) : b(std::move(biases)), z(std::move(log_variances)) {}  // NOLINT

  Vector b;  // V: biases
  Vector z;  // V: logarithms of the variances; empty: binary units
};

// The base from the mean and the standard deviation of every value in the data, V each, in the units of the data.
// Binary units ignore the deviation.
RbmBase baseOf(const RbmParameters& p, const Vector& mean, const Vector& deviation);

// log Z of the base in nats, with the machine's hidden units on with probability 1/2.
double baseLogPartition(const RbmParameters& p, const RbmBase& base);

// Draws an independent sample of the base into every column of v. The caller sets the size of v, V x N.
Work sampleBase(Pace& pace, const RbmParameters& p, const RbmBase& base, Matrix& v, RbmScratch& scratch, Rng& rng);
void sampleBase(const RbmParameters& p, const RbmBase& base, Matrix& v, RbmScratch& scratch, Rng& rng);

// Writes E_0(v) less the terms of E that depend on v alone, one number per column, in nats. Binary units: b.v - b0.v.
// Gaussian units: the difference of the two quadratic forms.
Work baseGap(Pace& pace, const RbmParameters& p, const RbmBase& base, const Matrix& v, RbmScratch& scratch,
             std::span<double> gap);

// Draws v ~ p_beta(v | h), V x N, with one beta per column. `input` holds b + W h on entry (visibleInput) and the means
// that v was drawn from on return.
Work sampleTempered(Pace& pace, const RbmParameters& p, const RbmBase& base, std::span<const float> beta, Matrix& input,
                    Matrix& v, RbmScratch& scratch, Rng& rng);
void sampleTempered(const RbmParameters& p, const RbmBase& base, std::span<const float> beta, Matrix& input, Matrix& v,
                    RbmScratch& scratch, Rng& rng);

class TemperedChains {
 public:
  TemperedChains() = default;
  // Makes `ladders` chains at each of `temperatures` values of beta, which are evenly spaced from 1 down to 0.
  // temperatures >= 2, ladders >= 1. Their states are arbitrary until begin() or whoever else sets them.
  TemperedChains(const RbmParameters& p, int temperatures, int ladders);
  // Starts all chains from independent draws of the base.
  Work begin(Pace& pace, const RbmParameters& p, const RbmBase& base, Rng& rng) {
    return sampleBase(pace, p, base, v_, scratch_, rng);
  }

  // Takes a Gibbs step of every chain. Then every second pair of neighbouring temperatures tries to swap: pairs (0, 1),
  // (2, 3), ... in one step and pairs (1, 2), (3, 4), ... in the next.
  Work step(Pace& pace, const RbmParameters& p, const RbmBase& base, Rng& rng);

  int temperatures() const { return temperatures_; }
  Index ladders() const { return ladders_; }
  // V x (temperatures * ladders). The chains at beta = 1 come first.
  const Matrix& states() const { return v_; }
  Matrix& states() { return v_; }
  float beta(int temperature) const { return beta_[toSize(temperature * ladders_)]; }
  // The share of swaps that each pair of neighbours accepts, [temperatures - 1], as a running mean over about 100
  // tries. It is -1 before the first try of a pair.
  const Vector& swapRate() const { return swap_rate_; }
  Vector& swapRate() { return swap_rate_; }
  bool everyPairTried() const { return swap_rate_.size() > 0 && swap_rate_.minCoeff() >= 0; }
  // Which pairs try to swap next: 0 for (0, 1), (2, 3), ...; 1 for (1, 2), (3, 4), ... Part of the saved state.
  Vector& turn() { return turn_; }

 private:
  void swapPair(int temperature, Rng& rng);

  int temperatures_ = 0;
  Index ladders_ = 0;
  std::vector<float> beta_;  // one per chain
  Matrix v_, h_, input_, drive_;
  Vector swap_rate_, turn_ = Vector::Zero(1);
  std::vector<double> energy_;  // D of every chain, in nats
  std::vector<float> chance_, luck_;
  RbmScratch scratch_;
};

}  // namespace harmonium
