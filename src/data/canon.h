// The problems on which the general Boltzmann machine was first tried: small sets of 0/1 patterns, each row once, with
// nothing held out. The best mean log-likelihood that any model can reach is minus the logarithm of the number of rows,
// for every row is there once.
#pragma once

#include "data/dataset.h"

namespace harmonium {

// The n-k-n encoder problem (Ackley, Hinton, Sejnowski: A learning algorithm for Boltzmann machines, Cognitive Science
// 9, 1985): two groups of `units` visible units, drawn as 2 rows; in every pattern the same single unit is on in both.
// A machine whose groups are not joined to each other can only tell one what the other says through a code in its k
// hidden units. 2 <= units <= 64; as many rows as units. Entropy: ln(units) nats. No labels.
Dataset encoder(int units);

inline constexpr int kEncoderMinUnits = 2, kEncoderMaxUnits = 64;

// The shifter problem (Hinton & Sejnowski: Learning and relearning in Boltzmann machines, in: Parallel Distributed
// Processing 1, 1986): 8 units hold any pattern, 8 more hold it shifted around by one place to the left, not at all or
// to the right, and 3 units say which. Drawn as 3 rows of 8, so that the shift can be seen: the pattern, the shifted
// pattern, and a row whose first three cells say left, none, right; its other five cells are never on. All 3 * 2^8 =
// 768 cases. Labels: 0 left, 1 none, 2 right. Entropy: ln 768 = 6.643790 nats.
//
// Patterns that look the same after either shift can't be told: at best 762 of the 768 cases are recognised, 99.2 %.
Dataset shifter();

inline constexpr int kShifterUnits = 8;

// Even parity: all 2^(bits - 1) patterns of `bits` units with an even number of them on, drawn as one row. 2 <= bits <=
// 8. Entropy: (bits - 1) ln 2 nats.
//
// No two units tell anything about each other, so that a machine of visible units alone can do no better than uniform:
// it stays ln 2 = 0.693147 nats away from the data (for bits >= 3).
Dataset parity(int bits);

inline constexpr int kParityMinBits = 2, kParityMaxBits = 8;

}  // namespace harmonium
