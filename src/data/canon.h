// The problems on which the general Boltzmann machine was first tested. Each is a small set of 0/1 patterns that
// contains every row once and holds nothing out. The best mean log-likelihood that any model can reach is therefore
// minus the logarithm of the number of rows.
#pragma once

#include "data/dataset.h"

namespace harmonium {

// The n-k-n encoder problem (Ackley, Hinton, Sejnowski: A learning algorithm for Boltzmann machines, Cognitive Science
// 9, 1985). Two groups of `units` visible units are drawn as 2 rows. In every pattern the same single unit is on in
// both groups. A machine without connections between the groups must pass the information through a code in its k
// hidden units. 2 <= units <= 64. The set has as many rows as units and no labels. Entropy: ln(units) nats.
Dataset encoder(int units);

inline constexpr int kEncoderMinUnits = 2, kEncoderMaxUnits = 64;

// The shifter problem (Hinton & Sejnowski: Learning and relearning in Boltzmann machines, in: Parallel Distributed
// Processing 1, 1986). 8 units hold a pattern, 8 more hold the pattern rotated by one place to the left, not at all or
// to the right, and 3 units say which. The set is drawn as 3 rows of 8: the pattern, the shifted pattern, and a row
// whose first three cells stand for left, none and right. The other five cells of that row are never on. The set has
// all 3 * 2^8 = 768 cases. Labels: 0 left, 1 none, 2 right. Entropy: ln 768 = 6.643790 nats.
//
// The shift cannot be recognised where several shifts give the same pattern. At best 762 of the 768 cases, 99.2 %, can
// be recognised.
Dataset shifter();

inline constexpr int kShifterUnits = 8;

// The bars of the wake-sleep algorithm (Hinton, Dayan, Frey & Neal 1995): a 4 x 4 picture is made of vertical bars with
// probability 2/3 and of horizontal ones otherwise, and each of the four bars is on with probability 0.2. The set has
// 1,875 rows, of which every picture has the share that is its probability: 30 different pictures. Labels: 0 vertical,
// 1 horizontal; the blank and the full picture have either. Entropy: 2.376389 nats = 3.428405 bits.
Dataset helmholtzBars();

inline constexpr int kHelmholtzBarsRows = 1875;

// Even parity: all 2^(bits - 1) patterns of `bits` units in which an even number of units is on, drawn as one row.
// 2 <= bits <= 8. The set has no labels. Entropy: (bits - 1) ln 2 nats.
//
// For bits >= 3 any two units are independent, so a machine with visible units only is at best uniform. Its divergence
// from the data is then ln 2 = 0.693147 nats.
Dataset parity(int bits);

inline constexpr int kParityMinBits = 2, kParityMaxBits = 8;

}  // namespace harmonium
