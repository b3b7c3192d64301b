// Compiled for speed: an update spends its time in the steps of the chains and in the gradient.
#include "models/layers/rbm.h"

#include "base/assert.h"
#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

using kernels::Sign;
using kernels::Start;

namespace {
// Calls visit(n, i, u) for every unit i of every column n, where u is the value in units of the machine.
template <typename Visit>
void forEachUnit(const RbmParameters& p, const Matrix& v, Visit visit) {
  const bool plain = p.scale.size() == 0;
  for (Index n = 0; n < v.cols(); ++n) {
    for (Index i = 0; i < v.rows(); ++i) visit(n, i, plain ? v(i, n) : (v(i, n) - p.shift[i]) / p.scale[i]);
  }
}

// Adds the mean over the columns of (u_i - b_i)^2 / (2 s_i^2), times `weight`, to out.
void addHalfSquares(const RbmParameters& p, const RbmPhaseStatistics& side, std::span<const float> precision,
                    float weight, Vector& out) {
  const float each = 0.5f * weight / toFloat(side.v.cols());
  forEachUnit(p, side.v, [&](Index, Index i, float u) {
    const float off = u - p.b[i];
    out[i] += each * precision[toSize(i)] * (off * off);
  });
  if (side.means) out.array() += 0.5f * weight;  // the variance around the mean: s_i^2 / (2 s_i^2)
}
}  // namespace

void precisions(const RbmParameters& p, std::vector<float>& out) {
  out.assign(flat(p.z).begin(), flat(p.z).end());
  kernels::scale(-1.0f, out);
  kernels::exp(out, out);
}

void visibleSignal(const RbmParameters& p, const Matrix& v, std::span<const float> precision, std::span<float> out) {
  const std::size_t visible = p.visible();
  forEachUnit(p, v, [&](Index n, Index i, float u) {
    const std::size_t unit = toSize(i);
    out[toSize(n) * visible + unit] = u * precision[unit];
  });
}

void toDataUnits(const RbmParameters& p, Matrix& u) {
  if (p.scale.size() == 0) return;
  for (Index n = 0; n < u.cols(); ++n) {
    for (Index i = 0; i < u.rows(); ++i) u(i, n) = p.shift[i] + p.scale[i] * u(i, n);
  }
}

namespace {

void hiddenInputOf(const RbmParameters& p, const LayerStates& v, States states, RbmScratch& scratch, Matrix& a) {
  if (states == States::kBinary && !p.gaussian()) return inputUp(p.W, p.c, v.bits(), scratch.link.team, a);
  hiddenInput(p, v.numbers(), states, scratch, a);
}

// Draws u ~ N(v_mean, s_i^2) into v, then converts v and v_mean to the units of the data.
void sampleGaussian(const RbmParameters& p, Matrix& v_mean, Matrix& v, RbmScratch& scratch, Rng& rng) {
  v.resize(v_mean.rows(), v_mean.cols());
  // s_i = exp(z_i / 2). The memory of the precisions is free here and holds the deviations.
  scratch.precision.assign(flat(p.z).begin(), flat(p.z).end());
  kernels::scale(0.5f, scratch.precision);
  kernels::exp(asSpan(scratch.precision), scratch.precision);
  kernels::normal(rng, 0.0f, 1.0f, flat(v));
  for (Index n = 0; n < v.cols(); ++n) {
    for (Index i = 0; i < v.rows(); ++i) {
      v(i, n) = v_mean(i, n) + scratch.precision[toSize(i)] * v(i, n);
    }
  }
  toDataUnits(p, v);
  toDataUnits(p, v_mean);
}

// Draws values and label given their inputs in `v_mean`, which becomes the means.
void sampleWithLabel(const RbmParameters& p, Matrix& v_mean, kernels::Bits& v, RbmScratch& scratch, Rng& rng) {
  const Index values = toIndex(p.values()), classes = toIndex(p.labels);
  // The kernel treats every row as a binary unit. So the label's inputs are saved first, and its bits are overwritten
  // afterwards.
  scratch.label_mean = v_mean.bottomRows(classes);
  kernels::sampleSigmoid(rng, flat(v_mean), columnCount(v_mean), p.visible(), v, scratch.link.team);
  oneOfMeanRows(scratch.label_mean, 0, classes);
  scratch.label.resize(classes, v_mean.cols());
  sampleOneOfRows(scratch.label_mean, 0, classes, rng, scratch.label);
  v_mean.bottomRows(classes) = scratch.label_mean;
  for (Index n = 0; n < v_mean.cols(); ++n) {
    std::uint32_t* const row = v.row(toSize(n));
    for (Index k = 0; k < classes; ++k) {
      const std::size_t unit = toSize(values + k);
      const std::uint32_t bit = 1u << (unit % 32);
      row[unit / 32] = scratch.label(k, n) != 0 ? row[unit / 32] | bit : row[unit / 32] & ~bit;
    }
  }
}

}  // namespace

void hiddenInput(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& a) {
  if (!p.gaussian()) return inputUp(p.W, p.c, v, states, scratch.link, a);
  a.resize(p.W.cols(), v.cols());
  precisions(p, scratch.precision);
  scratch.x.resize(flat(v).size());
  visibleSignal(p, v, scratch.precision, scratch.x);
  kernels::product(asSpan(scratch.x), flat(p.W), columnCount(v), p.visible(), p.hidden(), Start::kBias, flat(p.c),
                   Sign::kAdd, flat(a), scratch.link.team);
}

void visibleInput(const RbmParameters& p, const Matrix& h, States states, RbmScratch& scratch, Matrix& a) {
  inputDown(p.W, p.b, h, states, scratch.link, a);
}

void hiddenMean(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& mean) {
  hiddenInput(p, v, states, scratch, mean);
  binaryMeans(mean, scratch.link.team);
}

void hiddenMean(const RbmParameters& p, const LayerStates& v, States states, RbmScratch& scratch, Matrix& mean) {
  hiddenInputOf(p, v, states, scratch, mean);
  binaryMeans(mean, scratch.link.team);
}

void sampleHidden(const RbmParameters& p, const LayerStates& v, States states, RbmScratch& scratch, Matrix& mean,
                  LayerStates& h, Rng& rng) {
  hiddenInputOf(p, v, states, scratch, mean);
  kernels::sampleSigmoid(rng, flat(mean), columnCount(mean), p.hidden(), h.newBits(), scratch.link.team);
}

void visibleMean(const RbmParameters& p, const Matrix& h, States states, RbmScratch& scratch, Matrix& mean) {
  visibleInput(p, h, states, scratch, mean);
  if (p.gaussian()) {
    toDataUnits(p, mean);
  } else {
    visibleMeansOf(p, mean);
  }
}

void visibleMeansOf(const RbmParameters& p, Matrix& a) {
  if (p.labels == 0) return kernels::sigmoid(flat(a), flat(a));
  const std::size_t visible = p.visible(), values = p.values();
  for (std::size_t n = 0; n < columnCount(a); ++n) {
    const std::span<float> column = flat(a).subspan(n * visible, values);
    kernels::sigmoid(column, column);
  }
  oneOfMeanRows(a, toIndex(values), toIndex(p.labels));
}

void sampleVisible(const RbmParameters& p, const Matrix& h, Matrix& v_mean, Matrix& v, RbmScratch& scratch, Rng& rng) {
  visibleInput(p, h, States::kBinary, scratch, v_mean);
  if (p.gaussian()) return sampleGaussian(p, v_mean, v, scratch, rng);
  v.resize(v_mean.rows(), v_mean.cols());
  if (p.labels == 0) return kernels::sigmoidBernoulli(rng, flat(v_mean), flat(v));
  visibleMeansOf(p, v_mean);
  kernels::bernoulli(rng, flat(v_mean), flat(v));
  sampleOneOfRows(v_mean, toIndex(p.values()), toIndex(p.labels), rng, v);
}

void sampleVisible(const RbmParameters& p, const LayerStates& h, Matrix& v_mean, LayerStates& v, RbmScratch& scratch,
                   Rng& rng) {
  inputDown(p.W, p.b, h.bits(), scratch.link.team, v_mean);
  if (p.gaussian()) return sampleGaussian(p, v_mean, v.newNumbers(), scratch, rng);
  if (p.labels > 0) return sampleWithLabel(p, v_mean, v.newBits(), scratch, rng);
  kernels::sampleSigmoid(rng, flat(v_mean), columnCount(v_mean), p.visible(), v.newBits(), scratch.link.team);
}

void freeEnergy(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& a,
                std::span<double> out) {
  hiddenInput(p, v, states, scratch, a);
  const std::span<const float> inputs = flat(a), visibles = flat(v);
  for (std::size_t n = 0; n < columnCount(v); ++n) {
    const double softplus = kernels::sumSoftplus(inputs.subspan(n * p.hidden(), p.hidden()));
    out[n] = -softplus;
    if (!p.gaussian()) out[n] -= kernels::dot(flat(p.b), visibles.subspan(n * p.visible(), p.visible()));
  }
  if (!p.gaussian()) return;
  precisions(p, scratch.precision);
  forEachUnit(p, v, [&](Index n, Index i, float u) {
    const double off = toDouble(u) - toDouble(p.b[i]);
    out[toSize(n)] += 0.5 * toDouble(scratch.precision[toSize(i)]) * off * off;
  });
}

void sampleUnconnected(const RbmParameters& p, Matrix& v, RbmScratch& scratch, Rng& rng) {
  Matrix mean;
  sampleVisible(p, Matrix::Zero(p.c.size(), v.cols()), mean, v, scratch, rng);
}

void gibbsStep(const RbmParameters& p, Matrix& v, Matrix& v_mean, Matrix& h, const Matrix& held, RbmScratch& scratch,
               Rng& rng) {
  h.resize(p.W.cols(), v.cols());
  hiddenInput(p, v, States::kBinary, scratch, h);
  kernels::sigmoid(flat(h), flat(h));
  kernels::bernoulli(rng, flat(h), flat(h));
  sampleVisible(p, h, v_mean, v, scratch, rng);
  holdStates(held, v);
  holdStates(held, v_mean);
}

namespace {

// Completes the gradient by z. g.z holds the difference of <(u_i - b_i)^2> / (2 s_i^2). The other term is the
// difference of - x_i (W h)_i, which is - sum_j W_ij g.W_ij, so it costs no pass through the examples.
void finishVariances(const RbmParameters& p, RbmGradient& g) {
  const std::size_t hidden = p.hidden();
  for (std::size_t i = 0; i < p.visible(); ++i) {
    g.z[toIndex(i)] -=
        toFloat(kernels::dot(flat(p.W).subspan(i * hidden, hidden), flat(g.W).subspan(i * hidden, hidden)));
  }
}

LinkSide sideOf(const RbmPhaseStatistics& side) {
  return {side.v, side.h_mean, side.states, side.packed};
}

LinkSide signalOf(const RbmParameters& p, const RbmPhaseStatistics& side, std::span<const float> precision, Matrix& x) {
  x.resize(side.v.rows(), side.v.cols());
  visibleSignal(p, side.v, precision, flat(x));
  return {x, side.h_mean, States::kReal};
}

}  // namespace

void rbmGradient(const RbmParameters& p, const RbmPhaseStatistics& data, const RbmPhaseStatistics& model,
                 RbmGradientScratch& scratch, RbmGradient& g) {
  if (!p.gaussian()) return linkSlope(sideOf(data), sideOf(model), scratch.link, g.W, g.b, g.c);
  precisions(p, scratch.precision);
  linkSlope(signalOf(p, data, scratch.precision, scratch.x_data),
            signalOf(p, model, scratch.precision, scratch.x_model), scratch.link, g.W, g.b, g.c);
  g.z.setZero(p.z.size());
  addHalfSquares(p, data, scratch.precision, 1, g.z);
  addHalfSquares(p, model, scratch.precision, -1, g.z);
  finishVariances(p, g);
}

void rbmGradient(const RbmParameters& p, const RbmPhaseStatistics& data, const RbmMoments& model,
                 RbmGradientScratch& scratch, RbmGradient& g) {
  const auto averages = [&](const LinkSide& side) {
    g.W.resize(side.x.rows(), side.y.rows());
    linkProduct(side, 1.0f / toFloat(columnCount(side.x)), Start::kZero, scratch.link, g.W);
    meanOverColumns(side.x, g.b);
    meanOverColumns(side.y, g.c);
  };
  if (p.gaussian()) {
    precisions(p, scratch.precision);
    averages(signalOf(p, data, scratch.precision, scratch.x_data));
    g.z.setZero(p.z.size());
    addHalfSquares(p, data, scratch.precision, 1, g.z);
    g.z -= model.z;
  } else {
    averages(sideOf(data));
  }
  g.W -= model.W;
  g.b -= model.b;
  g.c -= model.c;
  if (p.gaussian()) finishVariances(p, g);
}

void centreGradient(const Vector& mu, const Vector& lambda, RbmGradient& g) {
  const std::size_t visible = toSize(mu.size()), hidden = toSize(lambda.size());
  // The order matters: db and dc below use the new dW.
  kernels::addOuter(-1.0f, flat(g.b), flat(lambda), flat(g.W));
  kernels::addOuter(-1.0f, flat(mu), flat(g.c), flat(g.W));
  kernels::productTransposedB(flat(lambda), flat(g.W), 1, hidden, visible, Start::kKeep, {}, Sign::kSubtract,
                              flat(g.b));
  kernels::product(flat(mu), flat(g.W), 1, visible, hidden, Start::kKeep, {}, Sign::kSubtract, flat(g.c));
}

Vector visibleBiasFromMean(const RbmParameters& p, const Vector& mean) {
  Vector b = biasFromMean(mean);
  if (p.labels == 0) return b;
  const Index values = toIndex(p.values());
  // A class that does not occur has the share 0, whose logarithm is -infinity.
  Vector shares = mean.tail(mean.size() - values).cwiseMax(0.01f);
  kernels::log(flat(shares), flat(shares));
  b.tail(shares.size()) = shares;
  return b;
}

}  // namespace harmonium
