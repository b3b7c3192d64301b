#include "session/summary.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

constexpr float kMargin = 0.08f;  // of the data's range, left free on either side

// Standard deviation of every value over the examples, with 1/N; what is missing is left out.
Vector deviationOf(const Split& split) {
  const std::size_t values = static_cast<std::size_t>(split.values);
  std::vector<double> sum(values), squares(values), count(values);
  Matrix batch;
  constexpr std::uint32_t kAtOnce = 100;
  const std::uint32_t total = static_cast<std::uint32_t>(split.examples);
  for (std::uint32_t first = 0; first < total; first += kAtOnce) {
    split.loadRange(first, std::min(kAtOnce, total - first), batch);
    for (Eigen::Index n = 0; n < batch.cols(); ++n) {
      const float* x = batch.data() + n * batch.rows();
      for (std::size_t i = 0; i < values; ++i) {
        if (!std::isfinite(x[i])) continue;
        const double value = static_cast<double>(x[i]);
        sum[i] += value;
        squares[i] += value * value;
        ++count[i];
      }
    }
  }
  Vector deviation(split.values);
  for (std::size_t i = 0; i < values; ++i) {
    const double n = std::max(1.0, count[i]), mean = sum[i] / n;
    deviation[static_cast<Eigen::Index>(i)] =
        static_cast<float>(std::sqrt(std::max(0.0, squares[i] / n - mean * mean)));
  }
  return deviation;
}

}  // namespace

Binarisation binarisationOf(const Settings& settings) {
  return findOption(settings.table(), "binarisation") == nullptr
             ? Binarisation::kNone
             : static_cast<Binarisation>(settings.integer("binarisation"));
}

DataSummary summarise(const Dataset& data, Binarisation how) {
  DataSummary summary{.rows = data.rows,
                      .cols = data.cols,
                      .examples = data.train.examples,
                      .mean = meanAfter(data.train, how),
                      .binary = !data.real && isBinaryAfter(data.train, how),
                      .domain = data.real ? Domain::kReal : Domain::kUnit,
                      .missing = data.missing,
                      .deviation = deviationOf(data.train),
                      .density = data.density};
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
