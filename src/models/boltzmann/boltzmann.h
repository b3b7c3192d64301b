// The mathematics of the general Boltzmann machine: binary units, any two of which may be connected.
//
//   E(v, h) = - b.v - c.h - v'W h - v'U v / 2 - h'V h / 2       energy of one joint state, in nats
//   p(v, h) = exp(-E(v, h)) / Z                                 Z is the sum over all joint states
//   p(v)    = sum over h of p(v, h)
//
//   W: V x H, visible to hidden     b: V, visible biases
//   U: V x V, visible to visible    c: H, hidden biases
//   V: H x H, hidden to hidden      U and V are symmetric with a diagonal of zeros
//
// If U and V are zero, it is the restricted machine of models/layers/rbm.h. If H = 0, it is the fully visible machine.
//
// In another notation all n = H + V units form one vector s = (h, v), hidden units first:
//
//   E(s) = - a.s - s'J s / 2        a = (c, b)        J = | V  W' |
//                                                         | W  U  |
//   p(s_k = 1 | all others) = sigmoid(a_k + sum_j J_kj s_j)     a Gibbs sweep needs nothing else
//   d log p(v) / dJ_kj = <s_k s_j>_data - <s_k s_j>_model       the two-phase rule; for a_k the same with s_k
//
// In <>_data the visible units are held at the data ("clamped") and the hidden ones follow p(h | v). In <>_model all
// units are free. Neither distribution factorises in general, so both phases need Gibbs sampling, which is slow.
//
// Ackley, Hinton, Sejnowski (1985), A learning algorithm for Boltzmann machines. Cognitive Science 9, 147-169.
//
// Functions with a Pace can stop on the way (base/work.h); the same without one run to their end.
#pragma once

#include "base/matrix.h"
#include "base/numbers.h"
#include "base/rng.h"
#include "models/layers/rbm.h"

#include <cstdint>
#include <span>
#include <vector>

namespace harmonium {

struct BoltzmannParameters {
  RbmParameters rbm;  // W, b, c
  RowMatrix U;        // V x V
  RowMatrix V;        // H x H

  std::size_t visible() const { return rbm.visible(); }
  std::size_t hidden() const { return rbm.hidden(); }
  std::size_t units() const { return visible() + hidden(); }
};

// Which pairs of visible units may be connected.
enum class VisibleLinks {
  kNone,  // U = 0
  kRows,  // pairs in the same row of the picture: the groups of the encoder problem
  kAll,
};

// Whether visible units i and j may be connected. `cols` is the number of visible units per row of the picture.
bool linked(VisibleLinks links, std::size_t cols, std::size_t i, std::size_t j);

// Makes U and V valid: symmetric (each pair of entries gets its mean), and zero on the diagonal and wherever no
// connection is allowed.
void keepLinks(RowMatrix& U, RowMatrix& V, VisibleLinks links, std::size_t cols, bool hidden_links);

// The same machine in the notation over all units, hidden ones first.
struct Couplings {
  RowMatrix J;             // n x n, symmetric with a zero diagonal
  Vector a;                // n
  std::size_t hidden = 0;  // H: the first H units are hidden

  std::size_t units() const { return toSize(a.size()); }
  std::size_t visible() const { return units() - hidden; }
};
void couplingsOf(const BoltzmannParameters& p, Couplings& m);  // allocates only when sizes change

// The states of N chains, n x N, hidden units first. Each unit is a row in memory, so that a sweep visits a unit in all
// chains at once.
using UnitStates = RowMatrix;

// Copy the visible units between `states` and v, V x N, one example or chain per column.
void setVisible(const Matrix& v, UnitStates& states);
void getVisible(const UnitStates& states, Matrix& v);

// One Gibbs sweep. It visits the units in `order`, each in all chains, and draws the unit given all others at inverse
// temperature beta: p = sigmoid(beta (a + J s)). `means`, n x N, gets the probabilities p of the visited units.
Work gibbsSweep(Pace& pace, const Couplings& m, std::span<const std::uint32_t> order, float beta, UnitStates& states,
                UnitStates& means, Rng& rng);
void gibbsSweep(const Couplings& m, std::span<const std::uint32_t> order, float beta, UnitStates& states,
                UnitStates& means, Rng& rng);

// One sweep of mean-field updates: every visited unit takes its probability as its state. Repeated sweeps converge to a
// factorial q(h) = prod_j m_j^h_j (1 - m_j)^(1 - h_j) that approximates p(h | v) (Peterson & Anderson 1987, A mean
// field theory learning algorithm for neural networks). `fields` is scratch.
Work meanFieldSweep(Pace& pace, const Couplings& m, std::span<const std::uint32_t> order, UnitStates& states,
                    UnitStates& fields);

// Writes the energy of every column into out[N], in nats. `fields`, n x N, is scratch.
void energies(const Couplings& m, const UnitStates& states, UnitStates& fields, std::span<double> out);

// The statistics of a phase: <s_k s_j> and <s_k>. The diagonal of `pairs` has no meaning.
struct UnitMoments {
  RowMatrix pairs;  // n x n, symmetric
  Vector units;     // n

  void clear(std::size_t n);
  void divide(float count);  // sums become means
};
// Adds the sums over the chains.
Work addMoments(Pace& pace, const UnitStates& states, UnitMoments& sums);

// The two-phase rule: the gradient of the mean log-likelihood. Each member has the shape of its parameter. A connection
// among visible (hidden) units is one parameter with two entries in U (V); both entries get its derivative. Entries
// without a connection are zero.
struct BoltzmannGradient {
  RowMatrix W, U, V;
  Vector b, c;
};
void boltzmannGradient(const UnitMoments& data, const UnitMoments& model, std::size_t hidden, VisibleLinks links,
                       std::size_t cols, bool hidden_links, BoltzmannGradient& g);

// The inverse temperature of one stage, 0 .. stages - 1, of an annealing schedule. The values are evenly spaced from
// 1 / start up to, but not including, 1. A start of 2 with 3 stages gives the temperatures 2, 1.5, 1.2 of Ackley,
// Hinton & Sejnowski (20, 15, 12 in units of their final temperature 10).
float annealingBeta(double start, int stages, int stage);

}  // namespace harmonium
