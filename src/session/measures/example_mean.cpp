#include "session/measures/example_mean.h"

#include "base/numbers.h"
#include "base/words.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace harmonium {

namespace {

// A value takes about two operations per parameter, and whoever waits for the examples computed together waits for some
// milliseconds. Values of the examples do not depend on how many these are.
Index togetherFor(Model& model) {
  constexpr double kOperations = 8e7, kFewest = 4;
  double parameters = 1;
  for (const Tensor& tensor : model.parameters()) parameters += toDouble(tensor.values.size());
  return toIndex(toSize(std::ceil(std::clamp(kOperations / (2 * parameters), kFewest, 1000.0))));
}

const Split& splitOf(const Dataset& data, bool test) {
  return test ? data.test : data.train;
}

}  // namespace

ExampleMean::ExampleMean(const MeasureRequest& request, bool test, bool binary, std::uint32_t limit, Values values)
    : data_(request.input.data),
      test_(test),
      binary_(binary),
      binarisation_(request.input.binarisation),
      seed_(request.seed),
      limit_(limit),
      values_(std::move(values)),
      together_(togetherFor(request.input.model)) {
  const Split& split = splitOf(*data_, test_);
  const bool sampled = binarisation_ == Binarisation::kSample || (binarisation_ == Binarisation::kNone && binary_);
  drawn_ = sampled && !isBinaryAfter(split, Binarisation::kNone, data_->layout);
  const bool counted = findOption(request.settings.table(), "pixelDraws") != nullptr;
  draws_ = drawn_ && counted ? request.count("pixelDraws") : 1;
  states_ = binary_ || isBinaryAfter(split, binarisation_, data_->layout) ? States::kBinary : States::kReal;
  beginPass();
  sums_.assign(reader_->total(), 0.0);
  squares_.assign(reader_->total(), 0.0);
  counts_.assign(reader_->total(), false);
}

// Each pass has draws of its own. Those of the first are the draws of every other measure with this seed.
void ExampleMean::beginPass() {
  constexpr std::uint64_t kApart = 0x9E3779B97F4A7C15;  // keeps the passes' seeds far from those of other experiments
  reader_.emplace(splitOf(*data_, test_), binarisation_, binary_, seed_ ^ (pass_ * kApart), limit_, data_->layout);
}

bool ExampleMean::advance() {
  if (next_ == v_.cols()) {
    first_ = reader_->position();
    next_ = 0;
    if (!reader_->next(v_)) v_.resize(v_.rows(), 0);
  }
  if (next_ < v_.cols()) {
    const Index count = std::min(together_, v_.cols() - next_);
    const bool whole = count == v_.cols();
    if (!whole && !pieces_.underWay()) part_ = v_.middleCols(next_, count);
    const std::span<const std::int16_t> labels = reader_->labels();
    Batch examples(whole ? v_ : part_, labels.empty() ? labels : labels.subspan(toSize(next_), toSize(count)));
    examples.states = states_;
    out_.resize(toSize(count));
    if (!pieces_.advance([&](Pace& pace) { return values_(pace, examples, out_); })) return false;
    for (std::size_t n = 0; n < out_.size(); ++n) {
      const std::size_t at = first_ + toSize(next_) + n;
      sums_[at] += out_[n];
      squares_[at] += out_[n] * out_[n];
      counts_[at] = anyKnown(examples.v, toIndex(n));
    }
    next_ += count;
  }
  if (next_ < v_.cols() || reader_->position() < reader_->total()) return false;
  if (++pass_ < draws_) {
    beginPass();
    return false;
  }
  for (std::size_t n = 0; n < sums_.size(); ++n) {
    if (counts_[n]) over_examples_.add(sums_[n] / draws());
  }
  return true;
}

double ExampleMean::mean() const {
  return examples() > 0 ? over_examples_.mean() : std::numeric_limits<double>::quiet_NaN();
}

double ExampleMean::progress() const {
  const double pass = toDouble(first_ + toU32(next_)) / std::max(1.0, toDouble(reader_->total()));
  return std::min(1.0, (toDouble(pass_) + (pass_ < draws_ ? pass : 0)) / draws());
}

std::optional<double> ExampleMean::drawingError() const {
  if (!drawn_) return 0;
  if (draws_ == 1) return std::nullopt;
  double variance = 0;  // of the sum over all examples of their means
  for (std::size_t n = 0; n < sums_.size(); ++n) {
    if (!counts_[n]) continue;
    const double within = (squares_[n] - sums_[n] * sums_[n] / draws()) / (draws() - 1);
    if (std::isfinite(within)) variance += std::max(0.0, within) / draws();
  }
  return std::sqrt(variance) / std::max(1.0, toDouble(examples()));
}

void ExampleMean::describe(Measurement& m, double estimate) const {
  m.value = mean();
  addSentence(m.note, "The mean over " + countText(examples()) + (test_ ? " held-out" : " training") + " examples.");
  if (const std::size_t unknown = sums_.size() - examples(); unknown > 0) {
    addSentence(m.note, countText(unknown) + " of " + countText(sums_.size()) +
                            " examples are left out, because none of their values is known.");
  }
  // A lower bound stays one, on average over the draws.
  if (drawn_ && m.certainty != "lower bound") {
    m.exact = false;
    m.certainty = "estimate";
  }
  if (std::isinf(mean())) {
    addSentence(m.note, "At least one example has an infinite value.");
    return;
  }
  const std::optional<double> drawing = drawingError();
  if (drawn_) {
    addSentence(m.note, drawing ? "Grey pixels are drawn as 0 or 1, " + countText(draws_) +
                                      " times each; these draws alone give a standard error of " +
                                      figureText(*drawing) + "."
                                : "Grey pixels are drawn as 0 or 1 once; another draw gives another value, and more of "
                                  "them (pixelDraws) show how far.");
  }
  const double drawn = drawing.value_or(0), whole = standardError();
  if (test_ && examples() > 1) m.error_over_examples = std::sqrt(std::max(0.0, whole * whole - drawn * drawn));
  if (drawn > 0 || estimate > 0) m.error_of_estimate = std::sqrt(drawn * drawn + estimate * estimate);
  if (!m.error_over_examples && !m.error_of_estimate) return;
  m.standard_error = std::hypot(m.error_over_examples.value_or(0), m.error_of_estimate.value_or(0));
}

}  // namespace harmonium
