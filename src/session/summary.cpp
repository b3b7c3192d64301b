#include "session/summary.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

constexpr float kMargin = 0.08f;  // of the data's range, left free on either side

// Standard deviation of every value over the examples, with 1/N.
Vector deviationOfBytes(const Split& split) {
  const std::size_t values = static_cast<std::size_t>(split.values);
  std::vector<std::uint64_t> sum(values), squares(values);
  const std::uint8_t* byte = split.bytes.data();
  for (int n = 0; n < split.examples; ++n) {
    for (std::size_t i = 0; i < values; ++i, ++byte) {
      sum[i] += *byte;
      squares[i] += static_cast<std::uint32_t>(*byte) * *byte;
    }
  }
  Vector deviation(split.values);
  const double n = std::max(1, split.examples);
  for (std::size_t i = 0; i < values; ++i) {
    const double mean = static_cast<double>(sum[i]) / n;
    const double variance = static_cast<double>(squares[i]) / n - mean * mean;
    deviation[static_cast<Eigen::Index>(i)] =
        static_cast<float>(std::sqrt(std::max(0.0, variance)) / static_cast<double>(split.maximum));
  }
  return deviation;
}

// The same; what is missing is left out.
Vector deviationOfFloats(const Split& split) {
  const std::size_t values = static_cast<std::size_t>(split.values);
  std::vector<double> sum(values), squares(values), count(values);
  for (std::size_t at = 0; at < split.floats.size(); ++at) {
    if (!std::isfinite(split.floats[at])) continue;
    const double value = static_cast<double>(split.floats[at]);
    sum[at % values] += value;
    squares[at % values] += value * value;
    ++count[at % values];
  }
  Vector deviation(split.values);
  for (std::size_t i = 0; i < values; ++i) {
    const double n = std::max(1.0, count[i]), mean = sum[i] / n;
    deviation[static_cast<Eigen::Index>(i)] =
        static_cast<float>(std::sqrt(std::max(0.0, squares[i] / n - mean * mean)));
  }
  return deviation;
}

// Up to 500 examples, evenly picked.
Matrix someOf(const Split& split, Binarisation how) {
  const std::uint64_t total = static_cast<std::uint64_t>(split.examples), count = std::min<std::uint64_t>(500, total);
  std::vector<std::uint32_t> picked;
  for (std::uint64_t i = 0; i < count; ++i) picked.push_back(static_cast<std::uint32_t>(i * total / count));
  Matrix some;
  split.load(picked, some);
  // As the model sees them: where pixels are drawn afresh in every update, a threshold stands for the draws.
  if (how != Binarisation::kNone) applyThreshold(flat(some));
  return some;
}

// How many classes labels speak of: those that are named, and those that occur.
int classesOf(const Dataset& data) {
  std::int16_t most = Split::kNoLabel;
  for (const Split* split : {&data.train, &data.test}) {
    for (const std::int16_t label : split->labels) most = std::max(most, label);
  }
  return most == Split::kNoLabel ? 0 : std::max(most + 1, static_cast<int>(data.class_names.size()));
}

Vector classShares(const Split& split, int classes) {
  Vector shares = Vector::Zero(classes);
  float known = 0;
  for (const std::int16_t label : split.labels) {
    if (label == Split::kNoLabel) continue;
    shares[label] += 1;
    ++known;
  }
  return known > 0 ? Vector(shares / known) : shares;
}

}  // namespace

Binarisation binarisationOf(const Settings& settings, const Dataset& data) {
  return data.real || findOption(settings.table(), "binarisation") == nullptr
             ? Binarisation::kNone
             : static_cast<Binarisation>(settings.integer("binarisation"));
}

DataSummary briefOf(const Dataset& data) {
  return {.rows = data.rows,
          .cols = data.cols,
          .examples = data.train.examples,
          .domain = data.real ? Domain::kReal : Domain::kUnit,
          .missing = data.missing,
          .classes = classesOf(data)};
}

DataSummary summarise(const Dataset& data, Binarisation how) {
  DataSummary summary{
      .rows = data.rows,
      .cols = data.cols,
      .examples = data.train.examples,
      .mean = meanAfter(data.train, how),
      .binary = !data.real && isBinaryAfter(data.train, how),
      .domain = data.real ? Domain::kReal : Domain::kUnit,
      .missing = data.missing,
      .deviation = data.train.bytes.empty() ? deviationOfFloats(data.train) : deviationOfBytes(data.train),
      .density = data.density,
      .some = someOf(data.train, data.real ? Binarisation::kNone : how),
      .value_names = data.value_names,
      .classes = classesOf(data),
      .class_names = data.class_names};
  summary.class_shares = classShares(data.train, summary.classes);
  if (!data.real) return summary;
  bool any = false;
  for (const float value : data.train.floats) {
    if (!std::isfinite(value)) continue;
    summary.low = any ? std::min(summary.low, value) : value;
    summary.high = any ? std::max(summary.high, value) : value;
    any = true;
  }
  const float room = std::max(1e-3f, kMargin * (summary.high - summary.low));
  summary.low -= room;
  summary.high += room;
  return summary;
}

}  // namespace harmonium
