// Where a machine with Gaussian visible units starts.
//
// With small weights and hidden biases of 0 the machine is a single Gaussian, and that is a saddle of the likelihood:
// every hidden unit is on half of the time and adds to the variance alone. Data with lighter tails than a normal
// distribution, such as clusters, lead away from it at once. Data with heavier tails, such as a rotation of independent
// Laplacian sources, keep it there for a hundred epochs.
//
// What such data want are components far out that are rare. A hidden unit j alone shifts the mean by w_j and has the
// share exp(c_j + |w_j|^2 / 2) beside the component without hidden units (in units of the noise, with biases b of 0).
// So a unit whose direction has heavy tails starts with |w_j| = 2 and a share of 0.01. The shares are those of
// Melchior, Wang & Wiskott (2017), Gaussian-binary restricted Boltzmann machines for modeling natural image statistics.
#pragma once

#include "models/layers/rbm.h"

#include <cstdint>

namespace harmonium {

// The excess kurtosis <y^4> / <y^2>^2 - 3 of y = d'u over the examples v, V x N, with its mean removed; 0 for a normal
// distribution. u are the standardised values (see models/layers/rbm.h), d has V entries.
double excessKurtosis(const RbmParameters& p, const Matrix& v, const Vector& d);

// Gives every hidden unit a random direction. Where the examples v have heavier tails along it than a normal
// distribution, by more than chance, the unit moves out along it and becomes rare: W and c change. Other units stay.
// p is Gaussian, with b = 0 and z = 0. Draws from a stream of its own, so that nothing else moves.
Work startByTails(Pace& pace, const Matrix& v, std::uint64_t seed, RbmParameters& p);

}  // namespace harmonium
