// A link: the weights between two groups of units, whatever the units are.
//
//   W: lower x upper
//   up      a = c + W'x           x: lower x N        a: upper x N       total input to the upper group
//   down    a = b + W y           y: upper x N        a: lower x N       total input to the lower group
//   slope   <x y'>_data - <x y'>_model                                   what an undirected link learns from
//
// N examples, one per column. Sums run in one fixed order, the same with any number of threads.
#pragma once

#include "base/matrix.h"
#include "base/states.h"
#include "base/team.h"
#include "kernels/kernels.h"

#include <vector>

namespace harmonium {

// Memory for packed states, reused between calls; and who shares the work.
struct LinkScratch {
  kernels::Bits bits;
  Team* team = nullptr;
};

void inputUp(const RowMatrix& W, const Vector& c, const Matrix& x, States states, LinkScratch& scratch, Matrix& a);
void inputDown(const RowMatrix& W, const Vector& b, const Matrix& y, States states, LinkScratch& scratch, Matrix& a);
// The same for packed binary states: one row of bits per example.
void inputUp(const RowMatrix& W, const Vector& c, const kernels::Bits& x, Team* team, Matrix& a);
void inputDown(const RowMatrix& W, const Vector& b, const kernels::Bits& y, Team* team, Matrix& a);

// One side of the slope: states x of the lower group and means y of the upper one, at the same moment.
struct LinkSide {
  const Matrix& x;                        // lower x N
  const Matrix& y;                        // upper x N
  States states;                          // of x
  const kernels::Bits* packed = nullptr;  // binary x, N rows of bits: then only the size of x is looked at
};

struct LinkSlopeScratch {
  kernels::Bits columns;        // both sides' binary states, transposed
  std::vector<float> weighted;  // [examples of one or both sides, upper]: y times +1/N or -1/M
  Team* team = nullptr;
};

// W: lower x upper, like the link; x: <x>_data - <x>_model; y: <y>_data - <y>_model.
void linkSlope(const LinkSide& data, const LinkSide& model, LinkSlopeScratch& scratch, RowMatrix& W, Vector& x,
               Vector& y);
// The mean of x y' over one side alone, times `weight`: replaces W, or is added to it.
void linkProduct(const LinkSide& side, float weight, kernels::Start start, LinkSlopeScratch& scratch, RowMatrix& W);
// The same into the first `rows` rows of W, for a side whose x has that many; the other rows of W stay.
void linkProductRows(const LinkSide& side, float weight, std::size_t rows, LinkSlopeScratch& scratch, RowMatrix& W);

}  // namespace harmonium
