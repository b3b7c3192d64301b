// Restricted Boltzmann machine with binary hidden and binary or Gaussian visible units: the mathematics.
//
// Binary visible units
//   E(v, h) = - b.v - c.h - v'W h                      energy of one joint state
//   p(v, h) = exp(-E(v, h)) / Z                        Z is the sum over all joint states
//   p(h_j = 1 | v) = sigmoid(c_j + (W'v)_j)            the layers are independent given each other
//   p(v_i = 1 | h) = sigmoid(b_i + (W h)_i)
//   F(v) = - b.v - sum_j softplus(c_j + (W'v)_j)       free energy: p(v) = exp(-F(v)) / Z
//
//   d log p(v) / dW = <v h'>_data - <v h'>_model       and the same for b with v, for c with h
//
// Gaussian visible units, of variance s_i^2 = exp(z_i); u = (v - shift) / scale are the values in units of their own
// mean and deviation in the data (constants, no parameters), x_i = u_i / s_i^2
//   E(v, h) = sum_i (u_i - b_i)^2 / (2 s_i^2) - c.h - x'W h
//   p(h_j = 1 | v) = sigmoid(c_j + (W'x)_j)
//   p(u_i | h) = N(b_i + (W h)_i, s_i^2)               a mixture of 2^H Gaussians that share their variances
//   F(v) = sum_i (u_i - b_i)^2 / (2 s_i^2) - sum_j softplus(c_j + (W'x)_j)
//   d log p / dW = <x h'>_data - <x h'>_model          and b with x, c with h
//   d log p / dz_i = the same difference of  (u_i - b_i)^2 / (2 s_i^2) - x_i (W h)_i
// The form of Cho, Ilin & Raiko (2011), Improved learning of Gaussian-Bernoulli restricted Boltzmann machines: with it
// the variances leave the conditional means alone.
//
// Label units (Larochelle & Bengio 2008, Classification using discriminative restricted Boltzmann machines): the last K
// visible units may be one one-of group y, the class of the example. Their rows of W are called U, their biases d.
//   E(v, y, h) = - b.v - d.y - c.h - v'W h - y'U h
//   p(y = k | h) = softmax(d + U h)_k
//   F(v, y) = - b.v - d.y - sum_j softplus(c_j + (W'v)_j + U_yj)
// What follows for p(y | v) stands in models/layers/rbm_labels.h.
//
// Letters: V visible units, H hidden units, N examples, one per column. All energies are in nats; v is always in the
// units of the data. Smolensky (1986) for the machine (his harmonium), Hinton (2002) for contrastive divergence,
// Tieleman (2008) for persistent chains. How parameters are learnt from the gradient stands in
// models/rbm/rbm_model.h.
#pragma once

#include "base/matrix.h"
#include "base/rng.h"
#include "kernels/kernels.h"
#include "models/layers/layer_states.h"
#include "models/layers/link.h"
#include "models/layers/units.h"

#include <span>
#include <vector>

namespace harmonium {

struct RbmParameters {
  RowMatrix W;              // V x H
  Vector b;                 // V, visible biases
  Vector c;                 // H, hidden biases
  Vector z{};               // V, logarithms of the visible variances; empty: binary visible units
  Vector shift{}, scale{};  // V, of Gaussian units: u = (v - shift) / scale; empty: u = v
  std::size_t labels = 0;   // K: the last so many visible units are the label; never with Gaussian units

  bool gaussian() const { return z.size() > 0; }
  std::size_t visible() const { return static_cast<std::size_t>(W.rows()); }  // the label included
  std::size_t values() const { return visible() - labels; }                   // without it
  std::size_t hidden() const { return static_cast<std::size_t>(W.cols()); }
};

// Memory for packed states, signals x and noise, reused between calls; and who shares the work. Gaussian visible units
// are real whatever `States` says of them.
struct RbmScratch {
  LinkScratch link;
  std::vector<float> x, precision, noise;
  Matrix label, label_mean;
};

// Total input a = c + W'x to the hidden units (V x N -> H x N; x = v of binary units) and a = b + W h to the visible
// ones (H x N -> V x N; of Gaussian units the mean of u).
void hiddenInput(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& a);
void visibleInput(const RbmParameters& p, const Matrix& h, States states, RbmScratch& scratch, Matrix& a);

// 1 / s_i^2 of Gaussian units; x of every column of v. out: V, and V x N.
void precisions(const RbmParameters& p, std::vector<float>& out);
void visibleSignal(const RbmParameters& p, const Matrix& v, std::span<const float> precision, std::span<float> out);
// u -> v for every column, in place.
void toDataUnits(const RbmParameters& p, Matrix& u);

// The conditional means themselves, those of the visible units in the units of the data.
void hiddenMean(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& mean);
void visibleMean(const RbmParameters& p, const Matrix& h, States states, RbmScratch& scratch, Matrix& mean);

// The same for states that may be packed already, and a sample h ~ p(h | v), whose means stay in `mean`.
void hiddenMean(const RbmParameters& p, const LayerStates& v, States states, RbmScratch& scratch, Matrix& mean);
void sampleHidden(const RbmParameters& p, const LayerStates& v, States states, RbmScratch& scratch, Matrix& mean,
                  LayerStates& h, Rng& rng);

// F(v) of every column, in nats; `a` is scratch and holds the hidden input afterwards (H x N). out: N.
void freeEnergy(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& a,
                std::span<double> out);

// a becomes the means of binary visible units and of the label, in place. V x N.
void visibleMeansOf(const RbmParameters& p, Matrix& a);

// v ~ p(v | h) for every column of h (binary); the means that v was drawn from stay in `v_mean` (V x N, as v).
void sampleVisible(const RbmParameters& p, const Matrix& h, Matrix& v_mean, Matrix& v, RbmScratch& scratch, Rng& rng);
void sampleVisible(const RbmParameters& p, const LayerStates& h, Matrix& v_mean, LayerStates& v, RbmScratch& scratch,
                   Rng& rng);

// Draws from the machine without connections: each visible unit by itself, from its bias. v: V x N, sized before.
void sampleUnconnected(const RbmParameters& p, Matrix& v, RbmScratch& scratch, Rng& rng);

// One Gibbs step for every column: h ~ p(h | v), then v ~ p(v | h). v (V x N) is changed in place; the means that v was
// drawn from stay in `v_mean`, the hidden sample in `h`. Entries of `held` that are numbers hold those
// visible units at that value (holdStates below).
void gibbsStep(const RbmParameters& p, Matrix& v, Matrix& v_mean, Matrix& h, const Matrix& held, RbmScratch& scratch,
               Rng& rng);

// Slope of the mean log-likelihood, W like V x H, b like V, c like H, z like V (Gaussian units only):
//   <x h'>_data - <x h'>_model,  <x>_data - <x>_model,  <h>_data - <h>_model
// with hidden means on both sides (same expectation as samples, less noise).
struct RbmGradient {
  RowMatrix W;
  Vector b, c;
  Vector z{};
};
// The averages on one side: <x h'>, <x>, <h> and, of Gaussian units, <(u_i - b_i)^2> / (2 s_i^2) in `z`.
using RbmMoments = RbmGradient;
struct RbmPhaseStatistics {  // what one side of the gradient is made from
  const Matrix& v;           // V x N
  const Matrix& h_mean;      // H x N
  States states;             // of v
  bool means = false;        // v holds means, not samples: of Gaussian units, their noise is added to <(u - b)^2>
  const kernels::Bits* packed = nullptr;  // binary states v, N rows: then of v itself the size alone counts
};
struct RbmGradientScratch {
  LinkSlopeScratch link;
  Matrix x_data, x_model;
  std::vector<float> precision;
};
void rbmGradient(const RbmParameters& p, const RbmPhaseStatistics& data, const RbmPhaseStatistics& model,
                 RbmGradientScratch& scratch, RbmGradient& g);
// Against averages of the model that are known, such as exact ones (models/layers/rbm_exact.h).
void rbmGradient(const RbmParameters& p, const RbmPhaseStatistics& data, const RbmMoments& model,
                 RbmGradientScratch& scratch, RbmGradient& g);

// The centred gradient: that of the same machine written with offsets mu (V) and lambda (H) taken off the units,
// expressed in the plain parameters again, so that flipping 0 and 1 in the data no longer changes learning.
//   dW <- dW - db lambda' - mu dc';  db <- db - dW lambda;  dc <- dc - dW' mu   (with the new dW)
// Melchior, Fischer, Wiskott (2016), How to center deep Boltzmann machines, eq. (7)-(9). For Gaussian units too, whose
// u has its mean at mu = 0.
void centreGradient(const Vector& mu, const Vector& lambda, RbmGradient& g);

// Biases of binary visible units with these means in the data; of a label the logarithms of its classes' shares, kept
// above 0.01.
Vector visibleBiasFromMean(const RbmParameters& p, const Vector& mean);

}  // namespace harmonium
