// Compiled for speed: classification takes K passes over the hidden units per example.
#include "models/layers/rbm_labels.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "kernels/paced.h"

#include <algorithm>

namespace harmonium {

using kernels::Sign;
using kernels::Start;

namespace {

constexpr double kPerValue = 16;  // operations per hidden unit and class: a function and two additions

// Writes c + W'v into scratch.input, where v and W have only the rows of the values. This part of the input is the same
// for all K classes, so it is computed once per example.
Work inputOfValues(Pace& pace, const RbmParameters& p, const Matrix& v, States states, LabelScratch& scratch) {
  const std::size_t values = p.values(), hidden = p.hidden(), count = columnCount(v);
  scratch.input.resize(p.W.cols(), v.cols());
  const std::span<const float> W = flat(p.W).first(values * hidden);
  if (states == States::kBinary) {
    kernels::packRows(flat(v), count, values, scratch.link.bits);
    return kernels::paced::binaryProduct(pace, scratch.link.bits, W, hidden, Start::kBias, flat(p.c),
                                         flat(scratch.input), scratch.link.team);
  }
  return kernels::paced::product(pace, flat(v), W, count, values, hidden, Start::kBias, flat(p.c), Sign::kAdd,
                                 flat(scratch.input), scratch.link.team);
}

// Writes o_k, the hidden input of one example with label k, into scratch.with_label.
void addLabel(const RbmParameters& p, std::span<const float> input, std::size_t k, LabelScratch& scratch) {
  std::ranges::copy(input, scratch.with_label.begin());
  kernels::axpy(1.0f, flat(p.W).subspan((p.values() + k) * p.hidden(), p.hidden()), scratch.with_label);
}

}  // namespace

Work classLogProbabilities(Pace& pace, const RbmParameters& p, const Matrix& v, States states, LabelScratch& scratch,
                           Matrix& out, std::span<double> totals) {
  const std::size_t values = p.values(), hidden = p.hidden(), count = columnCount(v);
  HARMONIUM_ASSERT(p.labels > 0 && v.rows() == toIndex(values) && totals.size() == count);
  co_await inputOfValues(pace, p, v, states, scratch);
  out.resize(toIndex(p.labels), v.cols());
  scratch.with_label.resize(hidden);
  scratch.scores.resize(p.labels);
  for (std::size_t n = 0; n < count; ++n) {
    const std::span<const float> input = flat(scratch.input).subspan(n * hidden, hidden);
    for (std::size_t k = 0; k < p.labels; ++k) {
      addLabel(p, input, k, scratch);
      scratch.scores[k] = toDouble(flat(p.b)[values + k]) + kernels::sumSoftplus(asSpan(scratch.with_label));
    }
    // Scores may be in the hundreds, where the exponential overflows; subtracting the highest does not change p(k | v).
    const double highest = *std::ranges::max_element(scratch.scores);
    const std::span<float> column = flat(out).subspan(n * p.labels, p.labels);
    for (std::size_t k = 0; k < p.labels; ++k) column[k] = toFloat(scratch.scores[k] - highest);
    const double total = oneOfLogNormaliser(column);
    for (float& score : column) score -= toFloat(total);
    totals[n] = highest + total + kernels::dot(flat(p.b).first(values), flat(v).subspan(n * values, values));
    co_await pace.spent(kPerValue * toDouble(p.labels * hidden));
  }
}

void classLogProbabilities(const RbmParameters& p, const Matrix& v, States states, LabelScratch& scratch, Matrix& out,
                           std::span<double> totals) {
  Pace whole;
  finish(classLogProbabilities(whole, p, v, states, scratch, out, totals));
}

Work hiddenMeanOverClasses(Pace& pace, const RbmParameters& p, const Matrix& v, States states, LabelScratch& scratch,
                           std::span<double> totals, Matrix& h) {
  co_await classLogProbabilities(pace, p, v, states, scratch, scratch.log_p, totals);
  kernels::exp(flat(scratch.log_p), flat(scratch.log_p));
  const std::size_t hidden = p.hidden();
  h.setZero(p.W.cols(), v.cols());
  for (std::size_t n = 0; n < columnCount(v); ++n) {
    const std::span<float> mean = flat(h).subspan(n * hidden, hidden);
    for (std::size_t k = 0; k < p.labels; ++k) {
      addLabel(p, flat(scratch.input).subspan(n * hidden, hidden), k, scratch);
      kernels::sigmoid(asSpan(scratch.with_label), scratch.with_label);
      kernels::axpy(scratch.log_p(toIndex(k), toIndex(n)), asSpan(scratch.with_label), mean);
    }
    co_await pace.spent(kPerValue * toDouble(p.labels * hidden));
  }
}

void hiddenMeanOverClasses(const RbmParameters& p, const Matrix& v, States states, LabelScratch& scratch,
                           std::span<double> totals, Matrix& h) {
  Pace whole;
  finish(hiddenMeanOverClasses(whole, p, v, states, scratch, totals, h));
}

Work drawUnknownLabels(Pace& pace, const RbmParameters& p, const Matrix& v, States states,
                       std::span<const std::int16_t> labels, LabelScratch& scratch, Rng& rng, Matrix& joint) {
  if (std::ranges::none_of(labels, [](std::int16_t label) { return label < 0; })) co_return;
  scratch.totals.resize(labels.size());
  co_await classLogProbabilities(pace, p, v, states, scratch, scratch.log_p, scratch.totals);
  kernels::exp(flat(scratch.log_p), flat(scratch.log_p));
  for (Index n = 0; n < v.cols(); ++n) {
    if (labels[toSize(n)] >= 0) continue;
    joint(v.rows() + oneOfAt({scratch.log_p.col(n).data(), p.labels}, rng.fineUniform()), n) = 1;
  }
}

Work discriminativeGradient(Pace& pace, const RbmParameters& p, const Matrix& v, States states,
                            std::span<const std::int16_t> labels, LabelScratch& scratch, RbmGradient& g) {
  const std::size_t values = p.values(), hidden = p.hidden(), count = columnCount(v);
  HARMONIUM_ASSERT(labels.size() == count);
  scratch.totals.resize(count);
  co_await classLogProbabilities(pace, p, v, states, scratch, scratch.log_p, scratch.totals);
  kernels::exp(flat(scratch.log_p), flat(scratch.log_p));

  const float each = 1.0f / toFloat(count);
  g.W.setZero(p.W.rows(), p.W.cols());
  g.b.setZero(p.b.size());
  scratch.s.setZero(p.W.cols(), v.cols());
  for (std::size_t n = 0; n < count; ++n) {
    if (labels[n] < 0 || toSize(labels[n]) >= p.labels) continue;
    const std::span<const float> input = flat(scratch.input).subspan(n * hidden, hidden);
    const std::span<float> s = flat(scratch.s).subspan(n * hidden, hidden);
    for (std::size_t k = 0; k < p.labels; ++k) {
      const float off = (toSize(labels[n]) == k ? 1.0f : 0.0f) - scratch.log_p(toIndex(k), toIndex(n));
      addLabel(p, input, k, scratch);
      kernels::sigmoid(asSpan(scratch.with_label), scratch.with_label);
      kernels::axpy(off, asSpan(scratch.with_label), s);
      kernels::axpy(off * each, asSpan(scratch.with_label), flat(g.W).subspan((values + k) * hidden, hidden));
      flat(g.b)[values + k] += off * each;
    }
    co_await pace.spent(kPerValue * toDouble(p.labels * hidden));
  }
  // The rows of the values. The loop above has already written the rows of the label, which lie below them.
  co_await linkProduct(pace, {v, scratch.s, states}, each, Start::kZero, scratch.slope, g.W);
  meanOverColumns(scratch.s, g.c);
}

}  // namespace harmonium
