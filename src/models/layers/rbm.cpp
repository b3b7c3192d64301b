// Compiled for speed: an update spends its time in the steps of the chains and in the gradient.
#include "models/layers/rbm.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "kernels/paced.h"

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

// What it costs to make a matrix and to read it again, value by value, with a test or a division.
double passOver(const Matrix& m) {
  return 4.0 * toDouble(m.size());
}

Work hiddenInputOf(Pace& pace, const RbmParameters& p, const LayerStates& v, States states, RbmScratch& scratch,
                   Matrix& a) {
  if (states == States::kBinary && !p.gaussian()) return inputUp(pace, p.W, p.c, v.bits(), scratch.link.team, a);
  return hiddenInput(pace, p, v.numbers(), states, scratch, a);
}

// Draws u ~ N(v_mean, s_i^2) into v, then converts v and v_mean to the units of the data.
Work sampleGaussian(Pace& pace, const RbmParameters& p, Matrix& v_mean, Matrix& v, RbmScratch& scratch, Rng& rng) {
  v.resize(v_mean.rows(), v_mean.cols());
  // s_i = exp(z_i / 2). The memory of the precisions is free here and holds the deviations.
  scratch.precision.assign(flat(p.z).begin(), flat(p.z).end());
  kernels::scale(0.5f, scratch.precision);
  kernels::exp(asSpan(scratch.precision), scratch.precision);
  co_await kernels::paced::normal(pace, rng, 0.0f, 1.0f, flat(v));
  for (Index n = 0; n < v.cols(); ++n) {
    for (Index i = 0; i < v.rows(); ++i) {
      v(i, n) = v_mean(i, n) + scratch.precision[toSize(i)] * v(i, n);
    }
  }
  co_await pace.spent(passOver(v));
  toDataUnits(p, v);
  toDataUnits(p, v_mean);
  co_await pace.spent(2 * passOver(v));
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

Work hiddenInput(Pace& pace, const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& a) {
  if (!p.gaussian()) return inputUp(pace, p.W, p.c, v, states, scratch.link, a);
  a.resize(p.W.cols(), v.cols());
  precisions(p, scratch.precision);
  scratch.x.resize(flat(v).size());
  visibleSignal(p, v, scratch.precision, scratch.x);
  pace.count(passOver(v));
  return kernels::paced::product(pace, asSpan(scratch.x), flat(p.W), columnCount(v), p.visible(), p.hidden(),
                                 Start::kBias, flat(p.c), Sign::kAdd, flat(a), scratch.link.team);
}

Work visibleInput(Pace& pace, const RbmParameters& p, const Matrix& h, States states, RbmScratch& scratch, Matrix& a) {
  return inputDown(pace, p.W, p.b, h, states, scratch.link, a);
}

void hiddenInput(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& a) {
  Pace whole;
  finish(hiddenInput(whole, p, v, states, scratch, a));
}

void visibleInput(const RbmParameters& p, const Matrix& h, States states, RbmScratch& scratch, Matrix& a) {
  Pace whole;
  finish(visibleInput(whole, p, h, states, scratch, a));
}

Work hiddenMean(Pace& pace, const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& mean) {
  co_await hiddenInput(pace, p, v, states, scratch, mean);
  binaryMeans(mean, scratch.link.team);
  co_await pace.spent(passOver(mean));
}

void hiddenMean(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& mean) {
  Pace whole;
  finish(hiddenMean(whole, p, v, states, scratch, mean));
}

Work hiddenMean(Pace& pace, const RbmParameters& p, const LayerStates& v, States states, RbmScratch& scratch,
                Matrix& mean) {
  co_await hiddenInputOf(pace, p, v, states, scratch, mean);
  binaryMeans(mean, scratch.link.team);
  co_await pace.spent(passOver(mean));
}

Work sampleHidden(Pace& pace, const RbmParameters& p, const LayerStates& v, States states, RbmScratch& scratch,
                  Matrix& mean, LayerStates& h, Rng& rng) {
  co_await hiddenInputOf(pace, p, v, states, scratch, mean);
  co_await kernels::paced::sampleSigmoid(pace, rng, flat(mean), columnCount(mean), p.hidden(), h.newBits(),
                                         scratch.link.team);
}

Work visibleMean(Pace& pace, const RbmParameters& p, const Matrix& h, States states, RbmScratch& scratch,
                 Matrix& mean) {
  co_await visibleInput(pace, p, h, states, scratch, mean);
  if (p.gaussian()) {
    toDataUnits(p, mean);
  } else {
    visibleMeansOf(p, mean);
  }
  co_await pace.spent(passOver(mean));
}

void visibleMean(const RbmParameters& p, const Matrix& h, States states, RbmScratch& scratch, Matrix& mean) {
  Pace whole;
  finish(visibleMean(whole, p, h, states, scratch, mean));
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

namespace {

Work drawWithLabel(Pace& pace, const RbmParameters& p, Matrix& v_mean, Matrix& v, Rng& rng) {
  visibleMeansOf(p, v_mean);
  co_await pace.spent(passOver(v_mean));
  co_await kernels::paced::bernoulli(pace, rng, flat(v_mean), flat(v));
  sampleOneOfRows(v_mean, toIndex(p.values()), toIndex(p.labels), rng, v);
}

// Draws the visible units given their inputs in `v_mean`, which becomes the means.
Work drawVisible(Pace& pace, const RbmParameters& p, Matrix& v_mean, Matrix& v, RbmScratch& scratch, Rng& rng) {
  if (p.gaussian()) return sampleGaussian(pace, p, v_mean, v, scratch, rng);
  v.resize(v_mean.rows(), v_mean.cols());
  if (p.labels > 0) return drawWithLabel(pace, p, v_mean, v, rng);
  return kernels::paced::sigmoidBernoulli(pace, rng, flat(v_mean), flat(v));
}

}  // namespace

Work sampleVisible(Pace& pace, const RbmParameters& p, const Matrix& h, Matrix& v_mean, Matrix& v, RbmScratch& scratch,
                   Rng& rng) {
  co_await visibleInput(pace, p, h, States::kBinary, scratch, v_mean);
  co_await drawVisible(pace, p, v_mean, v, scratch, rng);
}

void sampleVisible(const RbmParameters& p, const Matrix& h, Matrix& v_mean, Matrix& v, RbmScratch& scratch, Rng& rng) {
  Pace whole;
  finish(sampleVisible(whole, p, h, v_mean, v, scratch, rng));
}

Work sampleVisible(Pace& pace, const RbmParameters& p, const LayerStates& h, Matrix& v_mean, LayerStates& v,
                   RbmScratch& scratch, Rng& rng) {
  co_await inputDown(pace, p.W, p.b, h.bits(), scratch.link.team, v_mean);
  if (p.gaussian()) {
    co_await sampleGaussian(pace, p, v_mean, v.newNumbers(), scratch, rng);
  } else if (p.labels > 0) {
    sampleWithLabel(p, v_mean, v.newBits(), scratch, rng);
    co_await pace.spent(passOver(v_mean));
  } else {
    co_await kernels::paced::sampleSigmoid(pace, rng, flat(v_mean), columnCount(v_mean), p.visible(), v.newBits(),
                                           scratch.link.team);
  }
}

Work freeEnergy(Pace& pace, const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& a,
                std::span<double> out) {
  co_await hiddenInput(pace, p, v, states, scratch, a);
  const std::span<const float> inputs = flat(a), visibles = flat(v);
  for (std::size_t n = 0; n < columnCount(v); ++n) {
    const double softplus = kernels::sumSoftplus(inputs.subspan(n * p.hidden(), p.hidden()));
    out[n] = -softplus;
    if (!p.gaussian()) out[n] -= kernels::dot(flat(p.b), visibles.subspan(n * p.visible(), p.visible()));
    co_await pace.spent(16 * toDouble(p.hidden()));
  }
  if (!p.gaussian()) co_return;
  precisions(p, scratch.precision);
  forEachUnit(p, v, [&](Index n, Index i, float u) {
    const double off = toDouble(u) - toDouble(p.b[i]);
    out[toSize(n)] += 0.5 * toDouble(scratch.precision[toSize(i)]) * off * off;
  });
  co_await pace.spent(passOver(v));
}

void freeEnergy(const RbmParameters& p, const Matrix& v, States states, RbmScratch& scratch, Matrix& a,
                std::span<double> out) {
  Pace whole;
  finish(freeEnergy(whole, p, v, states, scratch, a, out));
}

Work sampleUnconnected(Pace& pace, const RbmParameters& p, Matrix& v, RbmScratch& scratch, Rng& rng) {
  Matrix mean(v.rows(), v.cols());
  for (Index n = 0; n < v.cols(); ++n) {
    mean.col(n) = p.b;
    co_await pace.spent(4 * toDouble(v.rows()));
  }
  co_await drawVisible(pace, p, mean, v, scratch, rng);
}

void sampleUnconnected(const RbmParameters& p, Matrix& v, RbmScratch& scratch, Rng& rng) {
  Pace whole;
  finish(sampleUnconnected(whole, p, v, scratch, rng));
}

Work gibbsStep(Pace& pace, const RbmParameters& p, Matrix& v, Matrix& v_mean, Matrix& h, const Matrix& held,
               RbmScratch& scratch, Rng& rng) {
  h.resize(p.W.cols(), v.cols());
  co_await hiddenInput(pace, p, v, States::kBinary, scratch, h);
  co_await kernels::paced::sigmoid(pace, flat(h), flat(h));
  co_await kernels::paced::bernoulli(pace, rng, flat(h), flat(h));
  co_await sampleVisible(pace, p, h, v_mean, v, scratch, rng);
  holdStates(held, v);
  holdStates(held, v_mean);
  co_await pace.spent(passOver(v));
}

void gibbsStep(const RbmParameters& p, Matrix& v, Matrix& v_mean, Matrix& h, const Matrix& held, RbmScratch& scratch,
               Rng& rng) {
  Pace whole;
  finish(gibbsStep(whole, p, v, v_mean, h, held, scratch, rng));
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

Work rbmGradient(Pace& pace, const RbmParameters& p, RbmPhaseStatistics data, RbmPhaseStatistics model,
                 RbmGradientScratch& scratch, RbmGradient& g) {
  if (!p.gaussian()) {
    co_await linkSlope(pace, sideOf(data), sideOf(model), scratch.link, g.W, g.b, g.c);
    co_return;
  }
  precisions(p, scratch.precision);
  const LinkSide of_data = signalOf(p, data, scratch.precision, scratch.x_data);
  const LinkSide of_model = signalOf(p, model, scratch.precision, scratch.x_model);
  co_await pace.spent(passOver(data.v) + passOver(model.v));
  co_await linkSlope(pace, of_data, of_model, scratch.link, g.W, g.b, g.c);
  g.z.setZero(p.z.size());
  addHalfSquares(p, data, scratch.precision, 1, g.z);
  co_await pace.spent(passOver(data.v));
  addHalfSquares(p, model, scratch.precision, -1, g.z);
  finishVariances(p, g);
  co_await pace.spent(passOver(model.v) + toDouble(g.W.size()));
}

void rbmGradient(const RbmParameters& p, const RbmPhaseStatistics& data, const RbmPhaseStatistics& model,
                 RbmGradientScratch& scratch, RbmGradient& g) {
  Pace whole;
  finish(rbmGradient(whole, p, data, model, scratch, g));
}

Work rbmGradient(Pace& pace, const RbmParameters& p, RbmPhaseStatistics data, const RbmMoments& model,
                 RbmGradientScratch& scratch, RbmGradient& g) {
  if (p.gaussian()) precisions(p, scratch.precision);
  const LinkSide side = p.gaussian() ? signalOf(p, data, scratch.precision, scratch.x_data) : sideOf(data);
  g.W.resize(side.x.rows(), side.y.rows());
  co_await linkProduct(pace, side, 1.0f / toFloat(columnCount(side.x)), Start::kZero, scratch.link, g.W);
  meanOverColumns(side.x, g.b);
  meanOverColumns(side.y, g.c);
  if (p.gaussian()) {
    g.z.setZero(p.z.size());
    addHalfSquares(p, data, scratch.precision, 1, g.z);
    g.z -= model.z;
  }
  co_await pace.spent(2 * passOver(side.x));
  g.W -= model.W;
  g.b -= model.b;
  g.c -= model.c;
  if (p.gaussian()) finishVariances(p, g);
}

void rbmGradient(const RbmParameters& p, const RbmPhaseStatistics& data, const RbmMoments& model,
                 RbmGradientScratch& scratch, RbmGradient& g) {
  Pace whole;
  finish(rbmGradient(whole, p, data, model, scratch, g));
}

Work centreGradient(Pace& pace, const Vector& mu, const Vector& lambda, RbmGradient& g) {
  const std::size_t visible = toSize(mu.size()), hidden = toSize(lambda.size());
  // The order matters: db and dc below use the new dW.
  kernels::addOuter(-1.0f, flat(g.b), flat(lambda), flat(g.W));
  co_await pace.spent(toDouble(g.W.size()));
  kernels::addOuter(-1.0f, flat(mu), flat(g.c), flat(g.W));
  co_await pace.spent(toDouble(g.W.size()));
  co_await kernels::paced::productTransposedB(pace, flat(lambda), flat(g.W), 1, hidden, visible, Start::kKeep, {},
                                              Sign::kSubtract, flat(g.b), nullptr);
  co_await kernels::paced::product(pace, flat(mu), flat(g.W), 1, visible, hidden, Start::kKeep, {}, Sign::kSubtract,
                                   flat(g.c), nullptr);
}

void centreGradient(const Vector& mu, const Vector& lambda, RbmGradient& g) {
  Pace whole;
  finish(centreGradient(whole, mu, lambda, g));
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
