// The general Boltzmann machine: on/off units, any two of which may be connected. The mathematics.
//
//   E(v, h) = - b.v - c.h - v'W h - v'U v / 2 - h'V h / 2       energy of one joint state, in nats
//   p(v, h) = exp(-E(v, h)) / Z                                 Z is the sum over all joint states
//   p(v)    = sum over h of p(v, h)
//
//   W: V x H, visible to hidden     b: V, visible biases
//   U: V x V, visible to visible    c: H, hidden biases
//   V: H x H, hidden to hidden      U and V are symmetric with a diagonal of zeros
//
// Without U and V it is the restricted machine of models/layers/rbm.h; without hidden units (H = 0) the fully visible
// one.
//
// All units alike, hidden ones first, s = (h, v), n = H + V units:
//
//   E(s) = - a.s - s'J s / 2        a = (c, b)        J = | V  W' |
//                                                         | W  U  |
//   p(s_k = 1 | all others) = sigmoid(a_k + sum_j J_kj s_j)     which is all that a Gibbs sweep needs
//   d log p(v) / dJ_kj = <s_k s_j>_data - <s_k s_j>_model       and for a_k the same with s_k: the two-phase rule
//
// <>_data: the visible units are held at the data ("clamped"), the hidden ones follow p(h | v). <>_model: all units are
// free. Without restriction neither phase factorises: both need Gibbs sampling, and that is why it is hard.
//
// Ackley, Hinton, Sejnowski (1985), A learning algorithm for Boltzmann machines. Cognitive Science 9, 147-169.
#pragma once

#include "base/matrix.h"
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

// Makes U and V what they must be: symmetric (the mean of both entries), zero on the diagonal and wherever there is no
// connection. `cols`: visible units in a row of the picture.
void keepLinks(RowMatrix& U, RowMatrix& V, VisibleLinks links, std::size_t cols, bool hidden_links);

// The same machine over all units, hidden ones first.
struct Couplings {
  RowMatrix J;             // n x n
  Vector a;                // n
  std::size_t hidden = 0;  // the first so many units

  std::size_t units() const { return static_cast<std::size_t>(a.size()); }
  std::size_t visible() const { return units() - hidden; }
};
void couplingsOf(const BoltzmannParameters& p, Couplings& m);  // allocates only when sizes change

// The states of N chains, n x N, hidden units first: one unit a row, so that a unit is visited in all chains at once.
using UnitStates = RowMatrix;

// The rows of visible units of `states`, from examples or chains V x N (one a column), and back.
void setVisible(const Matrix& v, UnitStates& states);
void getVisible(const UnitStates& states, Matrix& v);

// One Gibbs sweep: visits the units in `order`, each in all chains, and draws it given all others at inverse
// temperature beta: p = sigmoid(beta (a + J s)). `means` (n x N) keeps the probabilities that were drawn from.
void gibbsSweep(const Couplings& m, std::span<const std::uint32_t> order, float beta, UnitStates& states,
                UnitStates& means, Rng& rng);

// One sweep of mean-field updates: the same visits, but every unit takes its probability as its state. Repeated, it
// climbs to a factorial q(h) = prod_j m_j^h_j (1 - m_j)^(1 - h_j) that is close to p(h | v) (Peterson & Anderson 1987).
// `fields` is scratch.
void meanFieldSweep(const Couplings& m, std::span<const std::uint32_t> order, UnitStates& states, UnitStates& fields);

// Energy of every column in nats. out: N. `fields` (n x N) is scratch.
void energies(const Couplings& m, const UnitStates& states, UnitStates& fields, std::span<double> out);

// What a phase leaves: <s_k s_j> and <s_k>. The diagonal of `pairs` means nothing.
struct UnitMoments {
  RowMatrix pairs;  // n x n, symmetric
  Vector units;     // n

  void clear(std::size_t n);
  void divide(float count);  // sums become means
};
void addMoments(const UnitStates& states, UnitMoments& sums);  // sums over the chains

// The two-phase rule: slope of the mean log-likelihood, each part like its parameter. The slope by a connection among
// the visible (hidden) units counts both of its entries in U (V) as one. Zero where there is no connection.
struct BoltzmannGradient {
  RowMatrix W, U, V;
  Vector b, c;
};
void boltzmannGradient(const UnitMoments& data, const UnitMoments& model, std::size_t hidden, VisibleLinks links,
                       std::size_t cols, bool hidden_links, BoltzmannGradient& g);

// Inverse temperatures of an annealing schedule: `stages` of them, evenly from 1 / start up to, but not including, 1.
// Start 2 and 3 stages give the temperatures 2, 1.5, 1.2 of Ackley, Hinton & Sejnowski (20, 15, 12 in units of their
// final 10).
float annealingBeta(double start, int stages, int stage);

}  // namespace harmonium
