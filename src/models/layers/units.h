// Groups of units: means, samples and normalisers, given the total input a of each unit.
//
//   binary   x in {0, 1}                p(x = 1) = sigmoid(a)             log sum over x of e^(a x) = softplus(a)
//   one-of   one of K units is on       p(k) = softmax(a)_k               log sum over k of e^(a_k)
//
// Inputs, means and states of N examples are matrices with one example per column. Functions named ...Rows work on the
// rows `first` .. `first + count` - 1 of every column and leave the others alone.
#pragma once

#include "base/matrix.h"
#include "base/numbers.h"
#include "base/rng.h"
#include "base/team.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace harmonium {

// Means of binary units, in place: a becomes sigmoid(a). The threads of `team` share large matrices; results do not
// depend on it. It may be null.
void binaryMeans(Matrix& a, Team* team);

// Means of a one-of group, in place: a becomes softmax(a) over the rows.
void oneOfMeanRows(Matrix& a, Index first, Index count);
// The unit that is on for `luck`, uniform in [0, 1): the first whose mean, added to those before it, exceeds luck times
// the sum of all. So units with a mean of 1e-11 come on as rarely as that, and rounding favours none.
Index oneOfAt(std::span<const float> mean, double luck);
// Draws one unit of the group per column from the means in those rows and writes the one-of state into the same rows of
// `x`. `x` has the size of `mean`. Uses one random number per column.
void sampleOneOfRows(const Matrix& mean, Index first, Index count, Rng& rng, Matrix& x);
// log of the sum over the K states of e^(a_k), in nats.
double oneOfLogNormaliser(std::span<const float> a);

// Writes the one-of states of known classes. In column n, row first + labels[n] becomes 1 and the other rows of the
// group become 0. A label outside 0 .. count - 1 means that the class is not known; then all rows become 0.
void setOneOfRows(std::span<const std::int16_t> labels, Index first, Index count, Matrix& x);

// Writes the held values into x. `held` is rows x 1, the same for all columns of x, or rows x N. NaN leaves a unit
// free. If `held` has no columns, all units are free. isHeld() says whether one unit of one column is held.
void holdStates(const Matrix& held, Matrix& x);
bool isHeld(const Matrix& held, Index unit, Index column);

// Biases that give every binary unit its mean in the data if nothing else drives it: log p / (1 - p). They are kept
// within +-4.6, which means 0.01 and 0.99, so that a unit that is constant in the data does not get an infinite bias.
Vector biasFromMean(const Vector& mean);

// Writes the mean over the columns of m, which has at least one column.
void meanOverColumns(const Matrix& m, Vector& mean);

}  // namespace harmonium
