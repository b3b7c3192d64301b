// Compiled for speed: an update spends most of its time in these products and sums over the weights.
#include "models/layers/link.h"

#include "base/numbers.h"
#include "kernels/paced.h"

#include <algorithm>
#include <bit>

namespace harmonium {

using kernels::Sign;
using kernels::Start;

namespace {

// Adds the terms of <x y'> of one or both binary sides in one product. The summed dimension holds the examples of all
// sides, one side after the other, so that the result is written once instead of once per side.
Work addBinaryProducts(Pace& pace, std::span<const LinkSide* const> sides, std::span<const float> weights, Start start,
                       LinkSlopeScratch& scratch, std::span<float> out) {
  std::size_t length = 0;
  for (const LinkSide* side : sides) length += columnCount(side->y);
  const std::size_t lower = toSize(sides[0]->x.rows());
  const std::size_t upper = toSize(sides[0]->y.rows());
  scratch.columns.resize(lower, length);
  scratch.weighted.resize(length * upper);

  std::size_t at = 0;
  for (std::size_t s = 0; s < sides.size(); ++s) {
    const LinkSide& side = *sides[s];
    const std::size_t n = columnCount(side.y);
    if (side.packed != nullptr) {
      kernels::transposeBits(*side.packed, at, scratch.columns);
    } else {
      kernels::packColumns(flat(side.x), n, lower, at, scratch.columns);
    }
    // The sign and 1/N go into y: the bits of x have no room for a factor.
    kernels::scaled(weights[s], flat(side.y), std::span<float>(scratch.weighted).subspan(at * upper, n * upper));
    at += n;
  }
  return kernels::paced::binaryProduct(pace, scratch.columns, asSpan(scratch.weighted), upper, start, {}, out,
                                       scratch.team);
}

Work addRealProduct(Pace& pace, const LinkSide& side, float weight, Start start, LinkSlopeScratch& scratch,
                    std::span<float> out) {
  const std::size_t n = columnCount(side.x);
  scratch.weighted.resize(flat(side.y).size());
  kernels::scaled(weight, flat(side.y), scratch.weighted);
  return kernels::paced::productTransposedA(pace, flat(side.x), asSpan(scratch.weighted), rowCount(side.x), n,
                                            rowCount(side.y), start, {}, Sign::kAdd, out, scratch.team);
}

// out = mean over the columns of `data` - mean over the columns of `model`.
void differenceOfMeans(const Matrix& data, const Matrix& model, Vector& out) {
  const std::size_t units = rowCount(data);
  out.resize(data.rows());
  kernels::sumRows(flat(data), columnCount(data), units, Start::kZero, Sign::kAdd, flat(out));
  // The data's sum is scaled to the number of model columns, so that one division at the end serves both sums.
  kernels::scale(toFloat(columnCount(model)) / toFloat(columnCount(data)), flat(out));
  kernels::sumRows(flat(model), columnCount(model), units, Start::kKeep, Sign::kSubtract, flat(out));
  kernels::scale(1.0f / toFloat(columnCount(model)), flat(out));
}

// The same difference for binary states, counted in the columns that addBinaryProducts has packed: `of_data` columns of
// the data, then those of the model. A float holds sums of ones exactly, so counting gives the same bits as
// differenceOfMeans and is faster.
void differenceOfCounts(const kernels::Bits& all, std::size_t of_data, Vector& out) {
  const std::size_t of_model = all.length - of_data;
  out.resize(toIndex(all.rows));
  for (std::size_t i = 0; i < all.rows; ++i) {
    std::size_t data = 0, model = 0;
    for (std::size_t w = 0; w < all.wordsPerRow(); ++w) {
      const std::size_t before = of_data - std::min(of_data, 32 * w);  // how many bits from here on belong to the data
      const std::uint32_t mask = before >= 32 ? ~0u : (1u << before) - 1;
      data += toSize(std::popcount(all.row(i)[w] & mask));
      model += toSize(std::popcount(all.row(i)[w] & ~mask));
    }
    // The scaled sum of the data is no whole number, so each subtraction of 1 rounds. Subtracting one by one rounds as
    // sumRows does in differenceOfMeans.
    float total = toFloat(data) * (toFloat(of_model) / toFloat(of_data));
    for (; model > 0; --model) total -= 1.0f;
    out[toIndex(i)] = total * (1.0f / toFloat(of_model));
  }
}

}  // namespace

Work inputUp(Pace& pace, const RowMatrix& W, const Vector& c, const Matrix& x, States states, LinkScratch& scratch,
             Matrix& a) {
  const std::size_t lower = rowCount(W), upper = columnCount(W);
  if (states == States::kBinary) {
    kernels::packRows(flat(x), columnCount(x), lower, scratch.bits);
    return inputUp(pace, W, c, scratch.bits, scratch.team, a);
  }
  a.resize(W.cols(), x.cols());
  return kernels::paced::product(pace, flat(x), flat(W), columnCount(x), lower, upper, Start::kBias, flat(c),
                                 Sign::kAdd, flat(a), scratch.team);
}

Work inputDown(Pace& pace, const RowMatrix& W, const Vector& b, const Matrix& y, States states, LinkScratch& scratch,
               Matrix& a) {
  const std::size_t lower = rowCount(W), upper = columnCount(W);
  if (states == States::kBinary) {
    kernels::packRows(flat(y), columnCount(y), upper, scratch.bits);
    return inputDown(pace, W, b, scratch.bits, scratch.team, a);
  }
  a.resize(W.rows(), y.cols());
  return kernels::paced::productTransposedB(pace, flat(y), flat(W), columnCount(y), upper, lower, Start::kBias, flat(b),
                                            Sign::kAdd, flat(a), scratch.team);
}

void inputUp(const RowMatrix& W, const Vector& c, const Matrix& x, States states, LinkScratch& scratch, Matrix& a) {
  Pace whole;
  finish(inputUp(whole, W, c, x, states, scratch, a));
}

void inputDown(const RowMatrix& W, const Vector& b, const Matrix& y, States states, LinkScratch& scratch, Matrix& a) {
  Pace whole;
  finish(inputDown(whole, W, b, y, states, scratch, a));
}

Work inputUp(Pace& pace, const RowMatrix& W, const Vector& c, const kernels::Bits& x, Team* team, Matrix& a) {
  a.resize(W.cols(), toIndex(x.rows));
  return kernels::paced::binaryProduct(pace, x, flat(W), columnCount(W), Start::kBias, flat(c), flat(a), team);
}

Work inputDown(Pace& pace, const RowMatrix& W, const Vector& b, const kernels::Bits& y, Team* team, Matrix& a) {
  a.resize(W.rows(), toIndex(y.rows));
  return kernels::paced::binaryProductTransposedB(pace, y, flat(W), rowCount(W), Start::kBias, flat(b), flat(a), team);
}

Work linkProduct(Pace& pace, LinkSide side, float weight, Start start, LinkSlopeScratch& scratch, RowMatrix& W) {
  const std::span<float> out = flat(W).first(rowCount(side.x) * columnCount(W));
  if (side.states == States::kReal) {
    co_await addRealProduct(pace, side, weight, start, scratch, out);
    co_return;
  }
  const LinkSide* const only[] = {&side};
  co_await addBinaryProducts(pace, only, {&weight, 1}, start, scratch, out);
}

void linkProduct(const LinkSide& side, float weight, Start start, LinkSlopeScratch& scratch, RowMatrix& W) {
  Pace whole;
  finish(linkProduct(whole, side, weight, start, scratch, W));
}

Work linkSlope(Pace& pace, LinkSide data, LinkSide model, LinkSlopeScratch& scratch, RowMatrix& W, Vector& x,
               Vector& y) {
  const float plus = 1.0f / toFloat(columnCount(data.y));
  const float minus = -1.0f / toFloat(columnCount(model.y));
  W.resize(data.x.rows(), data.y.rows());
  if (data.states == States::kBinary && model.states == States::kBinary) {
    const LinkSide* const sides[] = {&data, &model};
    const float weights[] = {plus, minus};
    co_await addBinaryProducts(pace, sides, weights, Start::kZero, scratch, flat(W));
    differenceOfCounts(scratch.columns, columnCount(data.y), x);
  } else {
    co_await linkProduct(pace, data, plus, Start::kZero, scratch, W);
    co_await linkProduct(pace, model, minus, Start::kKeep, scratch, W);
    differenceOfMeans(data.x, model.x, x);
  }
  differenceOfMeans(data.y, model.y, y);
}

void linkSlope(const LinkSide& data, const LinkSide& model, LinkSlopeScratch& scratch, RowMatrix& W, Vector& x,
               Vector& y) {
  Pace whole;
  finish(linkSlope(whole, data, model, scratch, W, x, y));
}

}  // namespace harmonium
