// A restricted Boltzmann machine at other temperatures: a road from units that do not know of each other (inverse
// temperature beta = 0), among which nothing is hard to reach, to the machine itself (beta = 1).
//
//   p_beta(v, h) ~ exp(-(1 - beta) E_0(v) - beta E(v, h))        E_0: the same units without connections
//   p_beta(h_j = 1 | v) = sigmoid(beta (c_j + (W'x)_j))
//   p_beta(v_i = 1 | h) = sigmoid((1 - beta) b0_i + beta (b_i + (W h)_i))
//   Gaussian units: precisions (1 - beta) / s0_i^2 + beta / s_i^2, means weighted by the two parts
//
// Annealed importance sampling walks along it (measures/ais.h); parallel tempering keeps chains at all its stations and
// lets neighbours change places, so that the chain at beta = 1 gets across where alone it would be stuck:
//
//   two states x_k, x_l at beta_k, beta_l swap with probability min(1, exp((beta_k - beta_l) (D(x_k) - D(x_l)))),
//   D = E - E_0
//
// Desjardins, Courville, Bengio, Vincent & Delalleau (2010), Tempered Markov chain Monte Carlo for training of
// restricted Boltzmann machines; Cho, Raiko & Ilin (2010), Parallel tempering is efficient for learning restricted
// Boltzmann machines.
#pragma once

#include "base/matrix.h"
#include "base/rng.h"
#include "models/layers/rbm.h"

#include <span>
#include <vector>

namespace harmonium {

// The machine without connections that has the data's own means (and variances). In units of the machine.
struct RbmBase {
  RbmBase(Vector biases, Vector log_variances = {}) : b(std::move(biases)), z(std::move(log_variances)) {}  // NOLINT

  Vector b;  // V
  Vector z;  // V; empty: binary units
};

// From the mean (and, of Gaussian units, the standard deviation) of every value in the data.
RbmBase baseOf(const RbmParameters& p, const Vector& mean, const Vector& deviation);

// log of the sum over all states of the machine without connections, with `hidden` units that are on half the time.
double baseLogPartition(const RbmParameters& p, const RbmBase& base);

// Independent draws from it, into every column of v (V x N, sized before).
void sampleBase(const RbmParameters& p, const RbmBase& base, Matrix& v, RbmScratch& scratch, Rng& rng);

// E_0(v) less the part of E that knows v alone: b.v - b0.v, or of Gaussian units the difference of the two quadratic
// forms. One number a column.
void baseGap(const RbmParameters& p, const RbmBase& base, const Matrix& v, RbmScratch& scratch, std::span<double> gap);

// v ~ p_beta(v | h), a beta for every column. `input` holds b + W h on entry (visibleInput) and is used up.
void sampleTempered(const RbmParameters& p, const RbmBase& base, std::span<const float> beta, Matrix& input, Matrix& v,
                    RbmScratch& scratch, Rng& rng);

class TemperedChains {
 public:
  TemperedChains() = default;
  // `ladders` chains at every one of `temperatures` values of beta, evenly spaced from 1 down to 0. All start from
  // independent draws of the base.
  TemperedChains(const RbmParameters& p, const RbmBase& base, int temperatures, int ladders, Rng& rng);

  // A Gibbs step of every chain, then a try to swap for every second pair of neighbours: pairs (0, 1), (2, 3), ... and
  // (1, 2), (3, 4), ... in turn.
  void step(const RbmParameters& p, const RbmBase& base, Rng& rng);

  int temperatures() const { return temperatures_; }
  Eigen::Index ladders() const { return ladders_; }
  // V x (temperatures * ladders), all at beta = 1 first.
  const Matrix& states() const { return v_; }
  Matrix& states() { return v_; }
  float beta(int temperature) const { return beta_[static_cast<std::size_t>(temperature * ladders_)]; }
  // Share of tries accepted by each pair of neighbours, [temperatures - 1]; a running mean over about 100 tries, from
  // the first on; -1 before it.
  const Vector& swapRate() const { return swap_rate_; }
  Vector& swapRate() { return swap_rate_; }
  bool everyPairTried() const { return swap_rate_.size() > 0 && swap_rate_.minCoeff() >= 0; }
  // Which pairs try next: 0 or 1.
  Vector& turn() { return turn_; }

 private:
  void swapPair(int temperature, Rng& rng);

  int temperatures_ = 0;
  Eigen::Index ladders_ = 0;
  std::vector<float> beta_;  // of every chain
  Matrix v_, h_, input_, drive_;
  Vector swap_rate_, turn_ = Vector::Zero(1);
  std::vector<double> energy_;  // D of every chain
  std::vector<float> chance_, luck_;
  RbmScratch scratch_;
};

}  // namespace harmonium
