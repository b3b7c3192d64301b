// The mathematics of restricted Boltzmann machines with binary hidden units and binary or Gaussian visible units.
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
// Gaussian visible units have the variance s_i^2 = exp(z_i). u = (v - shift) / scale are the values, standardised by
// their mean and deviation in the data (shift and scale are constants, not parameters). x_i = u_i / s_i^2.
//   E(v, h) = sum_i (u_i - b_i)^2 / (2 s_i^2) - c.h - x'W h
//   p(h_j = 1 | v) = sigmoid(c_j + (W'x)_j)
//   p(u_i | h) = N(b_i + (W h)_i, s_i^2)               a mixture of 2^H Gaussians that share their variances
//   F(v) = sum_i (u_i - b_i)^2 / (2 s_i^2) - sum_j softplus(c_j + (W'x)_j)
//   d log p / dW = <x h'>_data - <x h'>_model          and b with x, c with h
//   d log p / dz_i = the same difference of  (u_i - b_i)^2 / (2 s_i^2) - x_i (W h)_i
// This form is that of Cho, Ilin & Raiko (2011), Improved learning of Gaussian-Bernoulli restricted Boltzmann machines.
// In it the conditional means of the visible units do not depend on the variances.
//
// Label units (Larochelle & Bengio 2008, Classification using discriminative restricted Boltzmann machines): the last K
// visible units may form a one-of group y, which holds the class of the example. Their rows of W are called U and their
// biases d.
//   E(v, y, h) = - b.v - d.y - c.h - v'W h - y'U h
//   p(y = k | h) = softmax(d + U h)_k
//   F(v, y) = - b.v - d.y - sum_j softplus(c_j + (W'v)_j + U_yj)
// models/layers/rbm_labels.h computes p(y | v).
//
// Letters: V visible units, H hidden units, N examples, one per column. All energies are in nats; v is always in the
// units of the data. Smolensky (1986) for the machine (his harmonium), Hinton (2002) for contrastive divergence,
// Tieleman (2008) for persistent chains. models/layers/rbm_step.h holds the learning rule.
//
// Functions with a Pace can stop on the way (base/work.h); the same without one run to their end.
#pragma once

#include "base/matrix.h"
#include "base/numbers.h"
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
  Vector z{};               // V, logarithms of the visible variances; empty: the visible units are binary
  Vector shift{}, scale{};  // V, for Gaussian units: u = (v - shift) / scale; empty: u = v
  std::size_t labels = 0;   // K: the last K visible units are the label; always 0 with Gaussian units

  bool gaussian() const { return z.size() > 0; }
  std::size_t visible() const { return rowCount(W); }        // with the label
  std::size_t values() const { return visible() - labels; }  // without the label
  std::size_t hidden() const { return columnCount(W); }
};

// Memory for packed states, signals x and noise, reused between calls, and the threads that share the work. Gaussian
// visible units count as real even if `States` says binary.
struct RbmScratch {
  LinkScratch link;
  std::vector<float> x, precision, noise;
  Matrix label, label_mean;
};

// Write the total input: hiddenInput a = c + W'x (V x N -> H x N; x = v for binary units), visibleInput a = b + W h
// (H x N -> V x N; for Gaussian units this is the mean of u).
Work hiddenInput(Pace& pace, const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& a);
Work visibleInput(Pace& pace, const RbmParameters& p, const Matrix& h, States states, RbmScratch& scratch, Matrix& a);
void hiddenInput(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& a);
void visibleInput(const RbmParameters& p, const Matrix& h, States states, RbmScratch& scratch, Matrix& a);

// For Gaussian units: precisions() writes 1 / s_i^2, V; visibleSignal() writes x of every column of v, V x N.
void precisions(const RbmParameters& p, std::vector<float>& out);
void visibleSignal(const RbmParameters& p, const Matrix& v, std::span<const float> precision, std::span<float> out);
// Turns u into v for every column, in place.
void toDataUnits(const RbmParameters& p, Matrix& u);

// Write the conditional means. Those of Gaussian visible units are in the units of the data.
Work hiddenMean(Pace& pace, const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& mean);
void hiddenMean(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& mean);
Work visibleMean(Pace& pace, const RbmParameters& p, const Matrix& h, States states, RbmScratch& scratch, Matrix& mean);
void visibleMean(const RbmParameters& p, const Matrix& h, States states, RbmScratch& scratch, Matrix& mean);

// Write the hidden means, H x N, given states that may be packed already. sampleHidden() also draws h ~ p(h | v) from
// them.
Work hiddenMean(Pace& pace, const RbmParameters& p, const LayerStates& v, States states, RbmScratch& scratch,
                Matrix& mean);
Work sampleHidden(Pace& pace, const RbmParameters& p, const LayerStates& v, States states, RbmScratch& scratch,
                  Matrix& mean, LayerStates& h, Rng& rng);

// Writes F(v) of every column into out[N], in nats. Afterwards `a` holds the hidden input, H x N.
Work freeEnergy(Pace& pace, const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& a,
                std::span<double> out);
void freeEnergy(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& a,
                std::span<double> out);

// Turns inputs a, V x N, into the means of binary visible units and of the label, in place.
void visibleMeansOf(const RbmParameters& p, Matrix& a);

// Draws v ~ p(v | h) for every column of h, which is binary. `v_mean` gets the means that v was drawn from. V x N each,
// in the units of the data.
Work sampleVisible(Pace& pace, const RbmParameters& p, const Matrix& h, Matrix& v_mean, Matrix& v, RbmScratch& scratch,
                   Rng& rng);
Work sampleVisible(Pace& pace, const RbmParameters& p, const LayerStates& h, Matrix& v_mean, LayerStates& v,
                   RbmScratch& scratch, Rng& rng);
void sampleVisible(const RbmParameters& p, const Matrix& h, Matrix& v_mean, Matrix& v, RbmScratch& scratch, Rng& rng);

// Draws every visible unit independently from its bias, as if W were 0. The caller sets the size of v, V x N.
Work sampleUnconnected(Pace& pace, const RbmParameters& p, Matrix& v, RbmScratch& scratch, Rng& rng);
void sampleUnconnected(const RbmParameters& p, Matrix& v, RbmScratch& scratch, Rng& rng);

// Takes one Gibbs step for every column: h ~ p(h | v), then v ~ p(v | h). v (V x N) changes in place, `v_mean` gets the
// means that v was drawn from, `h` the hidden sample. `held` holds visible units at given values (see holdStates()).
Work gibbsStep(Pace& pace, const RbmParameters& p, Matrix& v, Matrix& v_mean, Matrix& h, const Matrix& held,
               RbmScratch& scratch, Rng& rng);
void gibbsStep(const RbmParameters& p, Matrix& v, Matrix& v_mean, Matrix& h, const Matrix& held, RbmScratch& scratch,
               Rng& rng);

// Gradient of the mean log-likelihood: W is V x H, b is V, c is H, z is V (Gaussian units only).
//   <x h'>_data - <x h'>_model,  <x>_data - <x>_model,  <h>_data - <h>_model
// Both sides use hidden means in place of samples, which have the same expectation and less noise.
struct RbmGradient {
  RowMatrix W;
  Vector b, c;
  Vector z{};
};
// The averages of one side: <x h'> in W, <x> in b, <h> in c and, for Gaussian units, <(u_i - b_i)^2> / (2 s_i^2) in z.
using RbmMoments = RbmGradient;
struct RbmPhaseStatistics {  // the examples or samples of one side of the gradient
  const Matrix& v;           // V x N
  const Matrix& h_mean;      // H x N
  States states;             // whether v holds only 0 and 1
  bool means = false;        // v holds means, not samples; for Gaussian units s_i^2 is then added to <(u_i - b_i)^2>
  const kernels::Bits* packed = nullptr;  // v as N rows of bits; if given, only the size of `v` is read
};
struct RbmGradientScratch {
  LinkSlopeScratch link;
  Matrix x_data, x_model;
  std::vector<float> precision;
};
Work rbmGradient(Pace& pace, const RbmParameters& p, RbmPhaseStatistics data, RbmPhaseStatistics model,
                 RbmGradientScratch& scratch, RbmGradient& g);
void rbmGradient(const RbmParameters& p, const RbmPhaseStatistics& data, const RbmPhaseStatistics& model,
                 RbmGradientScratch& scratch, RbmGradient& g);
// The same gradient with given averages of the model, such as exact ones (models/layers/rbm_exact.h).
Work rbmGradient(Pace& pace, const RbmParameters& p, RbmPhaseStatistics data, const RbmMoments& model,
                 RbmGradientScratch& scratch, RbmGradient& g);
void rbmGradient(const RbmParameters& p, const RbmPhaseStatistics& data, const RbmMoments& model,
                 RbmGradientScratch& scratch, RbmGradient& g);

// Changes g, in place, into the centred gradient. It is the gradient of the same machine written in units less their
// offsets mu (V) and lambda (H), expressed in the plain parameters again. With it, learning does not depend on which
// state of a unit is called 0 and which 1.
//   dW <- dW - db lambda' - mu dc';  db <- db - dW lambda;  dc <- dc - dW' mu   (with the new dW)
// Melchior, Fischer, Wiskott (2016), How to center deep Boltzmann machines, eq. (7)-(9). It serves Gaussian units too,
// with mu = 0, since u has mean 0.
Work centreGradient(Pace& pace, const Vector& mu, const Vector& lambda, RbmGradient& g);
void centreGradient(const Vector& mu, const Vector& lambda, RbmGradient& g);

// Biases of binary visible units from their means in the data, V (see biasFromMean()). The biases of a label are the
// logarithms of the shares of its classes; shares below 0.01 count as 0.01.
Vector visibleBiasFromMean(const RbmParameters& p, const Vector& mean);

}  // namespace harmonium
