// Compiled for speed: products and sums over the weights are what an update spends its time in.
#include "models/layers/link.h"

#include <algorithm>
#include <bit>

namespace harmonium {

using kernels::Sign;
using kernels::Start;

namespace {

std::size_t columns(const Matrix& m) {
  return static_cast<std::size_t>(m.cols());
}

std::span<const float> asSpan(const std::vector<float>& values) {
  return values;
}

// The binary sides' terms of <x y'> in one product: the summed dimension holds the examples of one or both sides.
void addBinaryProducts(std::span<const LinkSide* const> sides, std::span<const float> weights, Start start,
                       LinkSlopeScratch& scratch, std::span<float> out) {
  std::size_t length = 0;
  for (const LinkSide* side : sides) length += columns(side->y);
  const std::size_t lower = static_cast<std::size_t>(sides[0]->x.rows());
  const std::size_t upper = static_cast<std::size_t>(sides[0]->y.rows());
  scratch.columns.resize(lower, length);
  scratch.weighted.resize(length * upper);

  std::size_t at = 0;
  for (std::size_t s = 0; s < sides.size(); ++s) {
    const LinkSide& side = *sides[s];
    const std::size_t n = columns(side.y);
    if (side.packed != nullptr) {
      kernels::transposeBits(*side.packed, at, scratch.columns);
    } else {
      kernels::packColumns(flat(side.x), n, lower, at, scratch.columns);
    }
    kernels::scaled(weights[s], flat(side.y), std::span<float>(scratch.weighted).subspan(at * upper, n * upper));
    at += n;
  }
  kernels::binaryProduct(scratch.columns, asSpan(scratch.weighted), upper, start, {}, out, scratch.team);
}

void addRealProduct(const LinkSide& side, float weight, Start start, LinkSlopeScratch& scratch, std::span<float> out) {
  const std::size_t n = columns(side.x);
  scratch.weighted.resize(flat(side.y).size());
  kernels::scaled(weight, flat(side.y), scratch.weighted);
  kernels::productTransposedA(flat(side.x), asSpan(scratch.weighted), static_cast<std::size_t>(side.x.rows()), n,
                              static_cast<std::size_t>(side.y.rows()), start, {}, Sign::kAdd, out, scratch.team);
}

void addProduct(const LinkSide& side, float weight, Start start, LinkSlopeScratch& scratch, std::span<float> out) {
  if (side.states == States::kReal) return addRealProduct(side, weight, start, scratch, out);
  const LinkSide* const only[] = {&side};
  addBinaryProducts(only, {&weight, 1}, start, scratch, out);
}

// out = mean over data columns - mean over model columns.
void differenceOfMeans(const Matrix& data, const Matrix& model, Vector& out) {
  const std::size_t units = static_cast<std::size_t>(data.rows());
  out.resize(data.rows());
  kernels::sumRows(flat(data), columns(data), units, Start::kZero, Sign::kAdd, flat(out));
  // Both sums are whole numbers or close to them; scaling one to the other's size keeps a single division.
  kernels::scale(static_cast<float>(columns(model)) / static_cast<float>(columns(data)), flat(out));
  kernels::sumRows(flat(model), columns(model), units, Start::kKeep, Sign::kSubtract, flat(out));
  kernels::scale(1.0f / static_cast<float>(columns(model)), flat(out));
}

// The same of 0/1 states, from the columns of both sides that addBinaryProducts has packed. Sums of ones are exact, so
// counting gives their bits.
void differenceOfCounts(const kernels::Bits& all, std::size_t of_data, Vector& out) {
  const std::size_t of_model = all.length - of_data;
  out.resize(static_cast<Eigen::Index>(all.rows));
  for (std::size_t i = 0; i < all.rows; ++i) {
    std::size_t data = 0, model = 0;
    for (std::size_t w = 0; w < all.wordsPerRow(); ++w) {
      const std::size_t before = of_data - std::min(of_data, 32 * w);  // bits of the data from here on
      const std::uint32_t mask = before >= 32 ? ~0u : (1u << before) - 1;
      data += static_cast<std::size_t>(std::popcount(all.row(i)[w] & mask));
      model += static_cast<std::size_t>(std::popcount(all.row(i)[w] & ~mask));
    }
    float total = static_cast<float>(data) * (static_cast<float>(of_model) / static_cast<float>(of_data));
    for (; model > 0; --model) total -= 1.0f;
    out[static_cast<Eigen::Index>(i)] = total * (1.0f / static_cast<float>(of_model));
  }
}

}  // namespace

void inputUp(const RowMatrix& W, const Vector& c, const Matrix& x, States states, LinkScratch& scratch, Matrix& a) {
  const std::size_t lower = static_cast<std::size_t>(W.rows()), upper = static_cast<std::size_t>(W.cols());
  if (states == States::kBinary) {
    kernels::packRows(flat(x), columns(x), lower, scratch.bits);
    return inputUp(W, c, scratch.bits, scratch.team, a);
  }
  a.resize(W.cols(), x.cols());
  kernels::product(flat(x), flat(W), columns(x), lower, upper, Start::kBias, flat(c), Sign::kAdd, flat(a),
                   scratch.team);
}

void inputDown(const RowMatrix& W, const Vector& b, const Matrix& y, States states, LinkScratch& scratch, Matrix& a) {
  const std::size_t lower = static_cast<std::size_t>(W.rows()), upper = static_cast<std::size_t>(W.cols());
  if (states == States::kBinary) {
    kernels::packRows(flat(y), columns(y), upper, scratch.bits);
    return inputDown(W, b, scratch.bits, scratch.team, a);
  }
  a.resize(W.rows(), y.cols());
  kernels::productTransposedB(flat(y), flat(W), columns(y), upper, lower, Start::kBias, flat(b), Sign::kAdd, flat(a),
                              scratch.team);
}

void inputUp(const RowMatrix& W, const Vector& c, const kernels::Bits& x, Team* team, Matrix& a) {
  a.resize(W.cols(), static_cast<Eigen::Index>(x.rows));
  kernels::binaryProduct(x, flat(W), static_cast<std::size_t>(W.cols()), Start::kBias, flat(c), flat(a), team);
}

void inputDown(const RowMatrix& W, const Vector& b, const kernels::Bits& y, Team* team, Matrix& a) {
  a.resize(W.rows(), static_cast<Eigen::Index>(y.rows));
  kernels::binaryProductTransposedB(y, flat(W), static_cast<std::size_t>(W.rows()), Start::kBias, flat(b), flat(a),
                                    team);
}

void linkProduct(const LinkSide& side, float weight, Start start, LinkSlopeScratch& scratch, RowMatrix& W) {
  addProduct(side, weight, start, scratch, flat(W));
}

void linkProductRows(const LinkSide& side, float weight, std::size_t rows, LinkSlopeScratch& scratch, RowMatrix& W) {
  addProduct(side, weight, Start::kZero, scratch, flat(W).first(rows * static_cast<std::size_t>(W.cols())));
}

void linkSlope(const LinkSide& data, const LinkSide& model, LinkSlopeScratch& scratch, RowMatrix& W, Vector& x,
               Vector& y) {
  const float plus = 1.0f / static_cast<float>(columns(data.y));
  const float minus = -1.0f / static_cast<float>(columns(model.y));
  W.resize(data.x.rows(), data.y.rows());
  if (data.states == States::kBinary && model.states == States::kBinary) {
    const LinkSide* const sides[] = {&data, &model};
    const float weights[] = {plus, minus};
    addBinaryProducts(sides, weights, Start::kZero, scratch, flat(W));
    differenceOfCounts(scratch.columns, columns(data.y), x);
  } else {
    linkProduct(data, plus, Start::kZero, scratch, W);
    linkProduct(model, minus, Start::kKeep, scratch, W);
    differenceOfMeans(data.x, model.x, x);
  }
  differenceOfMeans(data.y, model.y, y);
}

}  // namespace harmonium
