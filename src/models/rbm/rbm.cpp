// Compiled for speed: the ways up and down and the gradient are what an update waits for.
#include "models/rbm/rbm.h"

#include <algorithm>
#include <bit>
#include <cmath>

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

// visit(n, i, value of v at unit i of column n, in units of the machine)
template <typename Visit>
void forEachUnit(const RbmParameters& p, const Matrix& v, Visit visit) {
  const bool plain = p.scale.size() == 0;
  for (Eigen::Index n = 0; n < v.cols(); ++n) {
    for (Eigen::Index i = 0; i < v.rows(); ++i) visit(n, i, plain ? v(i, n) : (v(i, n) - p.shift[i]) / p.scale[i]);
  }
}

// Mean over the columns of (u_i - b_i)^2 / (2 s_i^2), times `weight`, added to out.
void addHalfSquares(const RbmParameters& p, const RbmPhaseStatistics& side, std::span<const float> precision,
                    float weight, Vector& out) {
  const float each = 0.5f * weight / static_cast<float>(side.v.cols());
  forEachUnit(p, side.v, [&](Eigen::Index, Eigen::Index i, float u) {
    const float off = u - p.b[i];
    out[i] += each * precision[static_cast<std::size_t>(i)] * (off * off);
  });
  if (side.means) out.array() += 0.5f * weight;  // s_i^2 / (2 s_i^2)
}
}  // namespace

void precisions(const RbmParameters& p, std::vector<float>& out) {
  out.assign(flat(p.z).begin(), flat(p.z).end());
  kernels::scale(-1.0f, out);
  kernels::exp(out, out);
}

void visibleSignal(const RbmParameters& p, const Matrix& v, std::span<const float> precision, std::span<float> out) {
  const std::size_t visible = p.visible();
  forEachUnit(p, v, [&](Eigen::Index n, Eigen::Index i, float u) {
    const std::size_t unit = static_cast<std::size_t>(i);
    out[static_cast<std::size_t>(n) * visible + unit] = u * precision[unit];
  });
}

void toDataUnits(const RbmParameters& p, Matrix& u) {
  if (p.scale.size() == 0) return;
  for (Eigen::Index n = 0; n < u.cols(); ++n) {
    for (Eigen::Index i = 0; i < u.rows(); ++i) u(i, n) = p.shift[i] + p.scale[i] * u(i, n);
  }
}

namespace {

// In place; shared out where there is much of it.
void sigmoidOfAll(Matrix& a, Team* team) {
  constexpr std::size_t kPart = 8192;
  const std::span<float> all = flat(a);
  shareOut(team, all.size() >= 4 * kPart, (all.size() + kPart - 1) / kPart, [&](std::size_t part) {
    const std::span<float> some = all.subspan(part * kPart, std::min(kPart, all.size() - part * kPart));
    kernels::sigmoid(some, some);
  });
}

// a = c + W'v of packed states, N x H; a = b + W h.
void inputOfBits(const RbmParameters& p, const kernels::Bits& v, Team* team, Matrix& a) {
  a.resize(p.W.cols(), static_cast<Eigen::Index>(v.rows));
  kernels::binaryProduct(v, flat(p.W), p.hidden(), Start::kBias, flat(p.c), flat(a), team);
}
void visibleInputOfBits(const RbmParameters& p, const kernels::Bits& h, Team* team, Matrix& a) {
  a.resize(p.W.rows(), static_cast<Eigen::Index>(h.rows));
  kernels::binaryProductTransposedB(h, flat(p.W), p.visible(), Start::kBias, flat(p.b), flat(a), team);
}

void hiddenInputOf(const RbmParameters& p, const LayerStates& v, States states, RbmScratch& scratch, Matrix& a) {
  if (states == States::kBinary && !p.gaussian()) return inputOfBits(p, v.bits(), scratch.team, a);
  hiddenInput(p, v.numbers(), states, scratch, a);
}

// u ~ N(mean, s_i^2), and both in the units of the data.
void sampleGaussian(const RbmParameters& p, Matrix& v_mean, Matrix& v, RbmScratch& scratch, Rng& rng) {
  v.resize(v_mean.rows(), v_mean.cols());
  // s_i = exp(z_i / 2)
  scratch.precision.assign(flat(p.z).begin(), flat(p.z).end());
  kernels::scale(0.5f, scratch.precision);
  kernels::exp(asSpan(scratch.precision), scratch.precision);
  kernels::normal(rng, 0.0f, 1.0f, flat(v));
  for (Eigen::Index n = 0; n < v.cols(); ++n) {
    for (Eigen::Index i = 0; i < v.rows(); ++i) {
      v(i, n) = v_mean(i, n) + scratch.precision[static_cast<std::size_t>(i)] * v(i, n);
    }
  }
  toDataUnits(p, v);
  toDataUnits(p, v_mean);
}

}  // namespace

void hiddenInput(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& a) {
  a.resize(p.W.cols(), v.cols());
  if (p.gaussian()) {
    precisions(p, scratch.precision);
    scratch.x.resize(flat(v).size());
    visibleSignal(p, v, scratch.precision, scratch.x);
    kernels::product(asSpan(scratch.x), flat(p.W), columns(v), p.visible(), p.hidden(), Start::kBias, flat(p.c),
                     Sign::kAdd, flat(a), scratch.team);
  } else if (states == States::kBinary) {
    kernels::packRows(flat(v), columns(v), p.visible(), scratch.bits);
    inputOfBits(p, scratch.bits, scratch.team, a);
  } else {
    kernels::product(flat(v), flat(p.W), columns(v), p.visible(), p.hidden(), Start::kBias, flat(p.c), Sign::kAdd,
                     flat(a), scratch.team);
  }
}

void visibleInput(const RbmParameters& p, const Matrix& h, States states, RbmScratch& scratch, Matrix& a) {
  if (states == States::kBinary) {
    kernels::packRows(flat(h), columns(h), p.hidden(), scratch.bits);
    return visibleInputOfBits(p, scratch.bits, scratch.team, a);
  }
  a.resize(p.W.rows(), h.cols());
  kernels::productTransposedB(flat(h), flat(p.W), columns(h), p.hidden(), p.visible(), Start::kBias, flat(p.b),
                              Sign::kAdd, flat(a), scratch.team);
}

void hiddenMean(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& mean) {
  hiddenInput(p, v, states, scratch, mean);
  sigmoidOfAll(mean, scratch.team);
}

void hiddenMean(const RbmParameters& p, const LayerStates& v, States states, RbmScratch& scratch, Matrix& mean) {
  hiddenInputOf(p, v, states, scratch, mean);
  sigmoidOfAll(mean, scratch.team);
}

void sampleHidden(const RbmParameters& p, const LayerStates& v, States states, RbmScratch& scratch, Matrix& mean,
                  LayerStates& h, Rng& rng) {
  hiddenInputOf(p, v, states, scratch, mean);
  kernels::sampleSigmoid(rng, flat(mean), columns(mean), p.hidden(), h.newBits(), scratch.team);
}

void visibleMean(const RbmParameters& p, const Matrix& h, States states, RbmScratch& scratch, Matrix& mean) {
  visibleInput(p, h, states, scratch, mean);
  if (p.gaussian()) {
    toDataUnits(p, mean);
  } else {
    kernels::sigmoid(flat(mean), flat(mean));
  }
}

void sampleVisible(const RbmParameters& p, const Matrix& h, Matrix& v_mean, Matrix& v, RbmScratch& scratch, Rng& rng) {
  visibleInput(p, h, States::kBinary, scratch, v_mean);
  if (p.gaussian()) return sampleGaussian(p, v_mean, v, scratch, rng);
  v.resize(v_mean.rows(), v_mean.cols());
  kernels::sigmoidBernoulli(rng, flat(v_mean), flat(v));
}

void sampleVisible(const RbmParameters& p, const LayerStates& h, Matrix& v_mean, LayerStates& v, RbmScratch& scratch,
                   Rng& rng) {
  visibleInputOfBits(p, h.bits(), scratch.team, v_mean);
  if (p.gaussian()) return sampleGaussian(p, v_mean, v.newNumbers(), scratch, rng);
  kernels::sampleSigmoid(rng, flat(v_mean), columns(v_mean), p.visible(), v.newBits(), scratch.team);
}

void freeEnergy(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& a,
                std::span<double> out) {
  hiddenInput(p, v, states, scratch, a);
  const std::span<const float> inputs = flat(a), visibles = flat(v);
  for (std::size_t n = 0; n < columns(v); ++n) {
    const double softplus = kernels::sumSoftplus(inputs.subspan(n * p.hidden(), p.hidden()));
    out[n] = -softplus;
    if (!p.gaussian()) out[n] -= kernels::dot(flat(p.b), visibles.subspan(n * p.visible(), p.visible()));
  }
  if (!p.gaussian()) return;
  precisions(p, scratch.precision);
  forEachUnit(p, v, [&](Eigen::Index n, Eigen::Index i, float u) {
    const double off = static_cast<double>(u) - static_cast<double>(p.b[i]);
    out[static_cast<std::size_t>(n)] +=
        0.5 * static_cast<double>(scratch.precision[static_cast<std::size_t>(i)]) * off * off;
  });
}

void gibbsStep(const RbmParameters& p, Matrix& v, Matrix& v_mean, Matrix& h, std::span<const float> clamp,
               RbmScratch& scratch, Rng& rng) {
  h.resize(p.W.cols(), v.cols());
  hiddenInput(p, v, States::kBinary, scratch, h);
  kernels::sigmoid(flat(h), flat(h));
  kernels::bernoulli(rng, flat(h), flat(h));
  sampleVisible(p, h, v_mean, v, scratch, rng);
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
  for (const RbmPhaseStatistics* side : sides) length += columns(side->h_mean);
  const std::size_t hidden = static_cast<std::size_t>(out.cols());
  scratch.columns.resize(static_cast<std::size_t>(out.rows()), length);
  scratch.weighted.resize(length * hidden);

  std::size_t at = 0;
  for (std::size_t s = 0; s < sides.size(); ++s) {
    const RbmPhaseStatistics& side = *sides[s];
    const std::size_t n = columns(side.h_mean);
    if (side.packed != nullptr) {
      kernels::transposeBits(*side.packed, at, scratch.columns);
    } else {
      kernels::packColumns(flat(side.v), n, static_cast<std::size_t>(out.rows()), at, scratch.columns);
    }
    kernels::scaled(weights[s], flat(side.h_mean), std::span<float>(scratch.weighted).subspan(at * hidden, n * hidden));
    at += n;
  }
  kernels::binaryProduct(scratch.columns, asSpan(scratch.weighted), hidden, start, {}, flat(out), scratch.team);
}

void addRealProduct(const RbmPhaseStatistics& side, float weight, Start start, RbmGradientScratch& scratch,
                    RowMatrix& out) {
  const std::size_t n = columns(side.v);
  scratch.weighted.resize(flat(side.h_mean).size());
  kernels::scaled(weight, flat(side.h_mean), scratch.weighted);
  kernels::productTransposedA(flat(side.v), asSpan(scratch.weighted), static_cast<std::size_t>(out.rows()), n,
                              static_cast<std::size_t>(out.cols()), start, {}, Sign::kAdd, flat(out), scratch.team);
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

// The part of a gradient that needs no more than the states x and the hidden means.
void plainGradient(const RbmPhaseStatistics& data, const RbmPhaseStatistics& model, RbmGradientScratch& scratch,
                   RbmGradient& g) {
  const float plus = 1.0f / static_cast<float>(columns(data.h_mean));
  const float minus = -1.0f / static_cast<float>(columns(model.h_mean));
  g.W.resize(data.v.rows(), data.h_mean.rows());
  if (data.states == States::kBinary && model.states == States::kBinary) {
    const RbmPhaseStatistics* const sides[] = {&data, &model};
    const float weights[] = {plus, minus};
    addBinaryProducts(sides, weights, Start::kZero, scratch, g.W);
    differenceOfCounts(scratch.columns, columns(data.h_mean), g.b);
  } else {
    const auto add = [&](const RbmPhaseStatistics& side, float weight, Start start) {
      if (side.states == States::kReal) return addRealProduct(side, weight, start, scratch, g.W);
      const RbmPhaseStatistics* const only[] = {&side};
      addBinaryProducts(only, {&weight, 1}, start, scratch, g.W);
    };
    add(data, plus, Start::kZero);
    add(model, minus, Start::kKeep);
    differenceOfMeans(data.v, model.v, g.b);
  }
  differenceOfMeans(data.h_mean, model.h_mean, g.c);
}

// g.z holds the difference of <(u_i - b_i)^2> / (2 s_i^2); the other term is - sum_j W_ij <x_i h_j>.
void finishVariances(const RbmParameters& p, RbmGradient& g) {
  const std::size_t hidden = p.hidden();
  for (std::size_t i = 0; i < p.visible(); ++i) {
    g.z[static_cast<Eigen::Index>(i)] -=
        static_cast<float>(kernels::dot(flat(p.W).subspan(i * hidden, hidden), flat(g.W).subspan(i * hidden, hidden)));
  }
}

RbmPhaseStatistics signalOf(const RbmParameters& p, const RbmPhaseStatistics& side, std::span<const float> precision,
                            Matrix& x) {
  x.resize(side.v.rows(), side.v.cols());
  visibleSignal(p, side.v, precision, flat(x));
  return {x, side.h_mean, States::kReal};
}

}  // namespace

void rbmGradient(const RbmParameters& p, const RbmPhaseStatistics& data, const RbmPhaseStatistics& model,
                 RbmGradientScratch& scratch, RbmGradient& g) {
  if (!p.gaussian()) return plainGradient(data, model, scratch, g);
  precisions(p, scratch.precision);
  plainGradient(signalOf(p, data, scratch.precision, scratch.x_data),
                signalOf(p, model, scratch.precision, scratch.x_model), scratch, g);
  g.z.setZero(p.z.size());
  addHalfSquares(p, data, scratch.precision, 1, g.z);
  addHalfSquares(p, model, scratch.precision, -1, g.z);
  finishVariances(p, g);
}

void rbmGradient(const RbmParameters& p, const RbmPhaseStatistics& data, const RbmMoments& model,
                 RbmGradientScratch& scratch, RbmGradient& g) {
  const auto meanOf = [](const Matrix& m, Vector& mean) {
    mean.resize(m.rows());
    kernels::sumRows(flat(m), columns(m), static_cast<std::size_t>(m.rows()), Start::kZero, Sign::kAdd, flat(mean));
    kernels::scale(1.0f / static_cast<float>(columns(m)), flat(mean));
  };
  const auto averages = [&](const RbmPhaseStatistics& side) {
    const float each = 1.0f / static_cast<float>(columns(side.v));
    g.W.resize(side.v.rows(), side.h_mean.rows());
    const RbmPhaseStatistics* const only[] = {&side};
    if (side.states == States::kReal) {
      addRealProduct(side, each, Start::kZero, scratch, g.W);
    } else {
      addBinaryProducts(only, {&each, 1}, Start::kZero, scratch, g.W);
    }
    meanOf(side.v, g.b);
    meanOf(side.h_mean, g.c);
  };
  if (p.gaussian()) {
    precisions(p, scratch.precision);
    averages(signalOf(p, data, scratch.precision, scratch.x_data));
    g.z.setZero(p.z.size());
    addHalfSquares(p, data, scratch.precision, 1, g.z);
    g.z -= model.z;
  } else {
    averages(data);
  }
  g.W -= model.W;
  g.b -= model.b;
  g.c -= model.c;
  if (p.gaussian()) finishVariances(p, g);
}

void centreGradient(const Vector& mu, const Vector& lambda, RbmGradient& g) {
  const std::size_t visible = static_cast<std::size_t>(mu.size()), hidden = static_cast<std::size_t>(lambda.size());
  kernels::addOuter(-1.0f, flat(g.b), flat(lambda), flat(g.W));
  kernels::addOuter(-1.0f, flat(mu), flat(g.c), flat(g.W));
  kernels::productTransposedB(flat(lambda), flat(g.W), 1, hidden, visible, Start::kKeep, {}, Sign::kSubtract,
                              flat(g.b));
  kernels::product(flat(mu), flat(g.W), 1, visible, hidden, Start::kKeep, {}, Sign::kSubtract, flat(g.c));
}

Vector biasFromMean(const Vector& mean) {
  // log p and log(1 - p) by our own logarithm, so that the first parameters have the same bits everywhere.
  Vector p = mean.cwiseMax(0.01f).cwiseMin(0.99f), q = Vector::Ones(mean.size()) - p;
  kernels::log(flat(p), flat(p));
  kernels::log(flat(q), flat(q));
  return p - q;
}

}  // namespace harmonium
