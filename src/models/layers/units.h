// Groups of units: what they do with their total input a, whatever the input comes from.
//
//   binary   x in {0, 1}                p(x = 1) = sigmoid(a)             log sum over x of e^(a x) = softplus(a)
//   one-of   one of K units is on       p(k) = softmax(a)_k               log sum over k of e^(a_k)
//
// Inputs, means and states of N examples are matrices with one example per column. Functions named ...Rows work on the
// rows `first` .. `first + count` - 1 of every column and leave the others alone.
#pragma once

#include "base/matrix.h"
#include "base/rng.h"
#include "base/team.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace harmonium {

// Means of binary units, in place: a becomes sigmoid(a). Large matrices are shared out.
void binaryMeans(Matrix& a, Team* team);

// Means of a one-of group, in place: a becomes softmax(a) over the rows.
void oneOfMeanRows(Matrix& a, Eigen::Index first, Eigen::Index count);
// Draws one unit of the group per column from the means in those rows, into the same rows of `x`, which has the size of
// `mean`.
void sampleOneOfRows(const Matrix& mean, Eigen::Index first, Eigen::Index count, Rng& rng, Matrix& x);
// log of the sum over the K states of e^(a_k), in nats.
double oneOfLogNormaliser(std::span<const float> a);

// One-of states of known classes: rows first .. first + count - 1 of column n become 0 but for row first + labels[n].
// A label outside 0 .. count - 1 means that the class is not known: all rows become 0.
void setOneOfRows(std::span<const std::int16_t> labels, Eigen::Index first, Eigen::Index count, Matrix& x);

// Writes the numbers of `held` into x. held: rows x 1, for all columns of x, or rows x N, for each; NaN leaves a unit
// free; no columns: all are free.
void holdStates(const Matrix& held, Matrix& x);
bool isHeld(const Matrix& held, Eigen::Index unit, Eigen::Index column);

// Biases that give every binary unit the mean it has in the data: log p / (1 - p), kept within +-4.6 (means of 0.01 and
// 0.99).
Vector biasFromMean(const Vector& mean);

// Mean over the columns.
void meanOverColumns(const Matrix& m, Vector& mean);

}  // namespace harmonium
