#include "models/rbm.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

using kernels::Sign;
using kernels::Start;

namespace {
std::size_t columns(const Matrix& m) {
  return static_cast<std::size_t>(m.cols());
}
}  // namespace

void hiddenInput(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& a) {
  a.resize(p.W.cols(), v.cols());
  if (states == States::kBinary) {
    kernels::packRows(flat(v), columns(v), p.visible(), scratch.bits);
    kernels::binaryProduct(scratch.bits, flat(p.W), p.hidden(), Start::kBias, flat(p.c), flat(a));
  } else {
    kernels::product(flat(v), flat(p.W), columns(v), p.visible(), p.hidden(), Start::kBias, flat(p.c), Sign::kAdd,
                     flat(a));
  }
}

void visibleInput(const RbmParameters& p, const Matrix& h, States states, RbmScratch& scratch, Matrix& a) {
  a.resize(p.W.rows(), h.cols());
  if (states == States::kBinary) {
    kernels::packRows(flat(h), columns(h), p.hidden(), scratch.bits);
    kernels::binaryProductTransposedB(scratch.bits, flat(p.W), p.visible(), Start::kBias, flat(p.b), flat(a));
  } else {
    kernels::productTransposedB(flat(h), flat(p.W), columns(h), p.hidden(), p.visible(), Start::kBias, flat(p.b),
                                Sign::kAdd, flat(a));
  }
}

void hiddenMean(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& mean) {
  hiddenInput(p, v, states, scratch, mean);
  kernels::sigmoid(flat(mean), flat(mean));
}

void visibleMean(const RbmParameters& p, const Matrix& h, States states, RbmScratch& scratch, Matrix& mean) {
  visibleInput(p, h, states, scratch, mean);
  kernels::sigmoid(flat(mean), flat(mean));
}

void freeEnergy(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& a,
                std::span<double> out) {
  hiddenInput(p, v, states, scratch, a);
  const std::span<const float> inputs = flat(a), visibles = flat(v);
  for (std::size_t n = 0; n < columns(v); ++n) {
    out[n] = -kernels::dot(flat(p.b), visibles.subspan(n * p.visible(), p.visible())) -
             kernels::sumSoftplus(inputs.subspan(n * p.hidden(), p.hidden()));
  }
}

void gibbsStep(const RbmParameters& p, Matrix& v, Matrix& v_mean, Matrix& h, std::span<const float> clamp,
               RbmScratch& scratch, Rng& rng) {
  h.resize(p.W.cols(), v.cols());
  hiddenInput(p, v, States::kBinary, scratch, h);
  kernels::sigmoid(flat(h), flat(h));
  kernels::bernoulli(rng, flat(h), flat(h));
  visibleInput(p, h, States::kBinary, scratch, v_mean);
  kernels::sigmoidBernoulli(rng, flat(v_mean), flat(v));
  for (std::size_t i = 0; i < clamp.size(); ++i) {
    if (std::isnan(clamp[i])) continue;
    v.row(static_cast<Eigen::Index>(i)).setConstant(clamp[i]);
    v_mean.row(static_cast<Eigen::Index>(i)).setConstant(clamp[i]);
  }
}

namespace {

// The binary sides' terms of <v h'> in one product: the summed dimension holds the examples of one or both sides.
void addBinaryProducts(std::span<const RbmPhaseStatistics* const> sides, std::span<const float> weights, Start start,
                       RbmGradientScratch& scratch, RowMatrix& out) {
  std::size_t length = 0;
  for (const RbmPhaseStatistics* side : sides) length += columns(side->v);
  const std::size_t hidden = static_cast<std::size_t>(out.cols());
  scratch.columns.resize(static_cast<std::size_t>(out.rows()), length);
  scratch.weighted.resize(static_cast<Eigen::Index>(length), out.cols());

  std::size_t at = 0;
  for (std::size_t s = 0; s < sides.size(); ++s) {
    const RbmPhaseStatistics& side = *sides[s];
    const std::size_t n = columns(side.v);
    kernels::packColumns(flat(side.v), n, static_cast<std::size_t>(out.rows()), at, scratch.columns);
    const std::span<float> rows = flat(scratch.weighted).subspan(at * hidden, n * hidden);
    std::ranges::copy(flat(side.h_mean), rows.begin());
    kernels::scale(weights[s], rows);
    at += n;
  }
  kernels::binaryProduct(scratch.columns, flat(scratch.weighted), hidden, start, {}, flat(out));
}

void addRealProduct(const RbmPhaseStatistics& side, float weight, Start start, RbmGradientScratch& scratch,
                    RowMatrix& out) {
  const std::size_t n = columns(side.v);
  scratch.weighted.resize(side.v.cols(), out.cols());
  std::ranges::copy(flat(side.h_mean), flat(scratch.weighted).begin());
  kernels::scale(weight, flat(scratch.weighted));
  kernels::productTransposedA(flat(side.v), flat(scratch.weighted), static_cast<std::size_t>(out.rows()), n,
                              static_cast<std::size_t>(out.cols()), start, {}, Sign::kAdd, flat(out));
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

}  // namespace

void rbmGradient(const RbmPhaseStatistics& data, const RbmPhaseStatistics& model, RbmGradientScratch& scratch,
                 RbmGradient& g) {
  const float plus = 1.0f / static_cast<float>(columns(data.v)), minus = -1.0f / static_cast<float>(columns(model.v));
  g.W.resize(data.v.rows(), data.h_mean.rows());
  if (data.states == States::kBinary && model.states == States::kBinary) {
    const RbmPhaseStatistics* const sides[] = {&data, &model};
    const float weights[] = {plus, minus};
    addBinaryProducts(sides, weights, Start::kZero, scratch, g.W);
  } else {
    const auto add = [&](const RbmPhaseStatistics& side, float weight, Start start) {
      if (side.states == States::kReal) return addRealProduct(side, weight, start, scratch, g.W);
      const RbmPhaseStatistics* const only[] = {&side};
      addBinaryProducts(only, {&weight, 1}, start, scratch, g.W);
    };
    add(data, plus, Start::kZero);
    add(model, minus, Start::kKeep);
  }
  differenceOfMeans(data.v, model.v, g.b);
  differenceOfMeans(data.h_mean, model.h_mean, g.c);
}

void centreGradient(const Vector& mu, const Vector& lambda, RbmGradient& g) {
  const std::size_t visible = static_cast<std::size_t>(mu.size()), hidden = static_cast<std::size_t>(lambda.size());
  kernels::addOuter(-1.0f, flat(g.b), flat(lambda), flat(g.W));
  kernels::addOuter(-1.0f, flat(mu), flat(g.c), flat(g.W));
  kernels::productTransposedB(flat(lambda), flat(g.W), 1, hidden, visible, Start::kKeep, {}, Sign::kSubtract,
                              flat(g.b));
  kernels::product(flat(mu), flat(g.W), 1, visible, hidden, Start::kKeep, {}, Sign::kSubtract, flat(g.c));
}

double logPartitionWithoutWeights(const Vector& b, std::size_t hidden) {
  return static_cast<double>(hidden) * 0.69314718055994530942 + kernels::sumSoftplus(flat(b));
}

Vector biasFromMean(const Vector& mean) {
  // log p and log(1 - p) by our own logarithm, so that the first parameters have the same bits everywhere.
  Vector p = mean.cwiseMax(0.01f).cwiseMin(0.99f), q = Vector::Ones(mean.size()) - p;
  kernels::log(flat(p), flat(p));
  kernels::log(flat(q), flat(q));
  return p - q;
}

}  // namespace harmonium
