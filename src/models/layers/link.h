// A link: the weights between two groups of units of any kind.
//
//   W: lower x upper
//   up      a = c + W'x           x: lower x N        a: upper x N       total input to the upper group
//   down    a = b + W y           y: upper x N        a: lower x N       total input to the lower group
//   slope   <x y'>_data - <x y'>_model                                   what an undirected link learns from
//
// N examples, one per column. Sums run in one fixed order, the same with any number of threads. Functions with a Pace
// can stop on the way (base/work.h); the same without one run to their end.
#pragma once

#include "base/matrix.h"
#include "base/states.h"
#include "base/team.h"
#include "base/work.h"
#include "kernels/kernels.h"

#include <vector>

namespace harmonium {

// Memory for packed states, reused between calls, and the threads that share the work (null: none).
struct LinkScratch {
  kernels::Bits bits;
  Team* team = nullptr;
};

// Write the total input a, which is resized. `states` says whether x or y holds only 0 and 1; if so, the states are
// packed into bits, which makes the product faster. Both ways give the same sums up to rounding.
Work inputUp(Pace& pace, const RowMatrix& W, const Vector& c, const Matrix& x, States states, LinkScratch& scratch,
             Matrix& a);
Work inputDown(Pace& pace, const RowMatrix& W, const Vector& b, const Matrix& y, States states, LinkScratch& scratch,
               Matrix& a);
void inputUp(const RowMatrix& W, const Vector& c, const Matrix& x, States states, LinkScratch& scratch, Matrix& a);
void inputDown(const RowMatrix& W, const Vector& b, const Matrix& y, States states, LinkScratch& scratch, Matrix& a);
// The same for packed binary states: one row of bits per example.
Work inputUp(Pace& pace, const RowMatrix& W, const Vector& c, const kernels::Bits& x, Team* team, Matrix& a);
Work inputDown(Pace& pace, const RowMatrix& W, const Vector& b, const kernels::Bits& y, Team* team, Matrix& a);

// One side of the slope, data or model: states x of the lower group and means y of the upper group given these x.
struct LinkSide {
  const Matrix& x;                        // lower x N
  const Matrix& y;                        // upper x N
  States states;                          // whether x holds only 0 and 1
  const kernels::Bits* packed = nullptr;  // x as N rows of bits; if given, only the size of `x` is read
};

struct LinkSlopeScratch {
  kernels::Bits columns;        // both sides' binary states, transposed
  std::vector<float> weighted;  // [examples of one or both sides, upper]: y times +1/N or -1/M
  Team* team = nullptr;
};

// Writes the slopes of the weights, W = <x y'>_data - <x y'>_model, lower x upper, and of both biases,
// x = <x>_data - <x>_model and y = <y>_data - <y>_model. The two sides may have different numbers of examples.
Work linkSlope(Pace& pace, LinkSide data, LinkSide model, LinkSlopeScratch& scratch, RowMatrix& W, Vector& x,
               Vector& y);
void linkSlope(const LinkSide& data, const LinkSide& model, LinkSlopeScratch& scratch, RowMatrix& W, Vector& x,
               Vector& y);
// The sum of x y' over the examples of one side, times `weight`. It replaces W (Start::kZero) or is added to it
// (Start::kKeep). W has its size already. For a side whose x has fewer rows than W, only that many rows of W change.
Work linkProduct(Pace& pace, LinkSide side, float weight, kernels::Start start, LinkSlopeScratch& scratch,
                 RowMatrix& W);
void linkProduct(const LinkSide& side, float weight, kernels::Start start, LinkSlopeScratch& scratch, RowMatrix& W);

}  // namespace harmonium
