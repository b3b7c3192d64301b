// Restricted Boltzmann machine with binary units: the mathematics.
//
//   E(v, h) = - b.v - c.h - v'W h                      energy of one joint state
//   p(v, h) = exp(-E(v, h)) / Z                        Z is the sum over all joint states
//   p(h_j = 1 | v) = sigmoid(c_j + (W'v)_j)            the layers are independent given each other
//   p(v_i = 1 | h) = sigmoid(b_i + (W h)_i)
//   F(v) = - b.v - sum_j softplus(c_j + (W'v)_j)       free energy: p(v) = exp(-F(v)) / Z
//
//   d log p(v) / dW = <v h'>_data - <v h'>_model       and the same for b with v, for c with h
//
// Letters: V visible units, H hidden units, N examples (one a column). All energies are in nats.
// Smolensky (1986) for the machine (his harmonium), Hinton (2002) for contrastive divergence, Tieleman (2008) for
// persistent chains. How parameters are learnt from the gradient stands in models/rbm_learner.h.
#pragma once

#include "base/matrix.h"
#include "base/rng.h"
#include "kernels/kernels.h"

#include <span>

namespace harmonium {

struct RbmParameters {
  RowMatrix W;  // V x H
  Vector b;     // V, visible biases
  Vector c;     // H, hidden biases

  std::size_t visible() const { return static_cast<std::size_t>(W.rows()); }
  std::size_t hidden() const { return static_cast<std::size_t>(W.cols()); }
};

// Whether a set of states holds only 0 and 1. Binary states take the faster product, whose sums are grouped otherwise:
// the last bits differ from those of the dense one, so the choice follows from the settings, never from what the
// numbers are.
enum class States { kBinary, kReal };

// Memory for packed states, reused between calls.
struct RbmScratch {
  kernels::Bits bits;
};

// Total input a = c + W'v to the hidden units (V x N -> H x N) and a = b + W h to the visible ones (H x N -> V x N).
void hiddenInput(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& a);
void visibleInput(const RbmParameters& p, const Matrix& h, States states, RbmScratch& scratch, Matrix& a);

// The conditional means themselves.
void hiddenMean(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& mean);
void visibleMean(const RbmParameters& p, const Matrix& h, States states, RbmScratch& scratch, Matrix& mean);

// F(v) of every column, in nats; `a` is scratch and holds the hidden input afterwards (H x N). out: N.
void freeEnergy(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& a,
                std::span<double> out);

// One Gibbs step for every column: h ~ p(h | v), then v ~ p(v | h). v (V x N, binary) is changed in place; the means
// that v was drawn from stay in `v_mean`, the hidden sample in `h`. Entries of `clamp` that are numbers hold those
// visible units at that value; empty or NaN: free.
void gibbsStep(const RbmParameters& p, Matrix& v, Matrix& v_mean, Matrix& h, std::span<const float> clamp,
               RbmScratch& scratch, Rng& rng);

// Slope of the mean log-likelihood, W like V x H, b like V, c like H:
//   <v h'>_data - <v h'>_model,  <v>_data - <v>_model,  <h>_data - <h>_model
// with hidden means on both sides (same expectation as samples, less noise).
struct RbmGradient {
  RowMatrix W;
  Vector b, c;
};
struct RbmPhaseStatistics {  // what one side of the gradient is made from
  const Matrix& v;           // V x N
  const Matrix& h_mean;      // H x N
  States states;             // of v
};
struct RbmGradientScratch {
  kernels::Bits columns;  // both sides' visible states, transposed
  RowMatrix weighted;     // [examples of both sides, H]: hidden means times +1/N or -1/M
};
void rbmGradient(const RbmPhaseStatistics& data, const RbmPhaseStatistics& model, RbmGradientScratch& scratch,
                 RbmGradient& g);

// The centred gradient: that of the same machine written with offsets mu (V) and lambda (H) taken off the units,
// expressed in the plain parameters again, so that flipping 0 and 1 in the data no longer changes learning.
//   dW <- dW - db lambda' - mu dc';  db <- db - dW lambda;  dc <- dc - dW' mu   (with the new dW)
// Melchior, Fischer, Wiskott (2016), How to center deep Boltzmann machines, eq. (7)-(9).
void centreGradient(const Vector& mu, const Vector& lambda, RbmGradient& g);

// log Z of the machine without connections whose visible biases are `b`: H log 2 + sum_i softplus(b_i).
double logPartitionWithoutWeights(const Vector& b, std::size_t hidden);

// Biases that give every unit the mean it has in the data, kept within +-4.6 (means of 0.01 and 0.99): log p / (1 - p).
Vector biasFromMean(const Vector& mean);

}  // namespace harmonium
