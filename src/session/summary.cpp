#include "session/summary.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "data/binarise.h"
#include "models/training_options.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

constexpr double kPerValue = 20;  // operations of a pass
constexpr float kMargin = 0.08f;  // the share of the data's range that axes leave free on either side

// The standard deviation of every value over the examples, with 1/N. Bytes are summed as whole numbers, so the sums are
// exact and do not depend on their order.
Work deviationOfBytes(Pace& pace, const Split& split, Vector& deviation) {
  const std::size_t values = toSize(split.values);
  std::vector<std::uint64_t> sum(values), squares(values);
  co_await inParts(pace, toSize(split.examples), kPerValue * toDouble(values), [&](std::size_t from, std::size_t to) {
    const std::uint8_t* byte = split.bytes.data() + from * values;
    for (std::size_t n = from; n < to; ++n) {
      for (std::size_t i = 0; i < values; ++i, ++byte) {
        sum[i] += *byte;
        squares[i] += toU32(*byte) * *byte;
      }
    }
    return true;
  });
  deviation.resize(split.values);
  const double n = std::max(1, split.examples);
  for (std::size_t i = 0; i < values; ++i) {
    const double mean = toDouble(sum[i]) / n;
    const double variance = toDouble(squares[i]) / n - mean * mean;
    // Rounding can make the variance of a constant value slightly negative.
    deviation[toIndex(i)] = toFloat(std::sqrt(std::max(0.0, variance)) / toDouble(split.maximum));
  }
}

// The same for floats. Missing values are left out, so each value has a count of its own. Sums use the values less the
// first known one: far from zero, squares would lose the digits that say how much the values differ. The deviation of a
// value that never changes is exactly 0.
Work deviationOfFloats(Pace& pace, const Split& split, Vector& deviation) {
  const std::size_t values = toSize(split.values);
  std::vector<double> first(values), sum(values), squares(values), count(values);
  co_await inParts(pace, toSize(split.examples), kPerValue * toDouble(values), [&](std::size_t from, std::size_t to) {
    for (std::size_t at = from * values; at < to * values; ++at) {
      if (!std::isfinite(split.floats[at])) continue;
      const std::size_t i = at % values;
      if (count[i] == 0) first[i] = toDouble(split.floats[at]);
      const double value = toDouble(split.floats[at]) - first[i];
      sum[i] += value;
      squares[i] += value * value;
      ++count[i];
    }
    return true;
  });
  deviation.resize(split.values);
  for (std::size_t i = 0; i < values; ++i) {
    const double n = std::max(1.0, count[i]), mean = sum[i] / n;
    deviation[toIndex(i)] = toFloat(std::sqrt(std::max(0.0, squares[i] / n - mean * mean)));
  }
}

// Picks up to 500 examples, evenly spread over the split.
Matrix someOf(const Split& split, Binarisation how, const Layout& layout) {
  const std::uint64_t total = toU64(split.examples), count = std::min<std::uint64_t>(500, total);
  std::vector<std::uint32_t> picked;
  for (std::uint64_t i = 0; i < count; ++i) picked.push_back(toU32(i * total / count));
  Matrix some;
  split.load(picked, some);
  // They are to look as the model sees them. Where pixels are drawn anew in every update, a threshold stands for the
  // draws, so that a summary needs no random numbers.
  if (how != Binarisation::kNone) applyThreshold(layout, flat(some));
  return some;
}

// How many classes labels speak of: those that are named, and those that occur. None where every example is unlabelled.
int classesOf(const Dataset& data) {
  std::int16_t most = Split::kNoLabel;
  for (const Split* split : {&data.train, &data.test}) {
    for (const std::int16_t label : split->labels) most = std::max(most, label);
  }
  return most == Split::kNoLabel ? 0 : std::max(most + 1, toInt(data.class_names.size()));
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

// The least and the greatest known value of some values, `count` from `first` on, of all examples; 0 to 0 where none is
// known.
Work extremesOf(Pace& pace, const Split& split, std::size_t first, std::size_t count, Range& range) {
  range = {0, 0};
  const std::size_t width = toSize(split.values);
  return inParts(pace, split.floats.size() / width, kPerValue * toDouble(count),
                 [=, &split, &range, any = false](std::size_t from, std::size_t to) mutable {
                   for (std::size_t n = from; n < to; ++n) {
                     for (std::size_t i = 0; i < count; ++i) {
                       const float value = split.floats[n * width + first + i];
                       if (!std::isfinite(value)) continue;
                       range.low = any ? std::min(range.low, value) : value;
                       range.high = any ? std::max(range.high, value) : value;
                       any = true;
                     }
                   }
                   return true;
                 });
}

// Fills the ends of a part's range that the data set does not give: the known values of the training set reach up to
// them, with some room. Parts of unit range keep theirs.
Work fillRange(Pace& pace, const Split& split, Part& part) {
  const bool low_said = std::isfinite(part.low), high_said = std::isfinite(part.high);
  if (part.unit() || (low_said && high_said)) co_return;
  Range known;
  co_await extremesOf(pace, split, toSize(part.first), toSize(part.values()), known);
  const Range range = withRoom(known.low, known.high, kMargin);
  if (!low_said) part.low = range.low;
  if (!high_said) part.high = range.high;
}

// Two values share a range that is at most this many times as long as that of either.
constexpr float kComparable = 10;

Work rangesOfPoints(Pace& pace, const Split& split, Range all, std::vector<Range>& own) {
  bool comparable = true;
  for (std::size_t i = 0; i < toSize(split.values); ++i) {
    Range known;
    co_await extremesOf(pace, split, i, 1, known);
    own.push_back(withRoom(known.low, known.high, kMargin));
    // A value that never changes has no scale.
    comparable = comparable && (known.length() == 0 || all.length() <= kComparable * own.back().length());
  }
  if (comparable) own.assign(own.size(), all);
}

bool hasIntensities(const Dataset& data) {
  if (data.layout.parts.empty()) return !data.real;
  return std::ranges::any_of(data.layout.parts, [](const Part& part) { return part.kind == PartKind::kIntensity; });
}

// Whether every value is 0 or 1. The first grey value ends the search.
bool isBinary(const Dataset& data) {
  const auto binary = [&](const Split& split) { return isBinaryAfter(split, Binarisation::kNone, data.layout); };
  return binary(data.train) && binary(data.test);
}

}  // namespace

DataSummary briefOf(const Dataset& data) {
  return {.rows = data.rows,
          .cols = data.cols,
          .examples = data.train.examples,
          .domain = data.real ? Domain::kReal : Domain::kUnit,
          .missing = data.missing(),
          .train_missing = data.train.missing,
          .layout = layoutOf(data),
          .classes = classesOf(data),
          .longest_history = data.train.longestHistory()};
}

DataSummary briefOf(const CatalogueEntry& entry) {
  return {.rows = entry.rows,
          .cols = entry.cols,
          .examples = entry.train,
          .domain = entry.real ? Domain::kReal : Domain::kUnit,
          .missing = false,
          .layout = layoutOf(entry),
          .classes = toInt(entry.class_names.size()),
          .longest_history = entry.longest_history};
}

Binarisation binarisationOf(const Settings& settings, const Dataset& data) {
  if (!hasIntensities(data)) return Binarisation::kNone;
  const auto name = std::ranges::find(kBinarisationNames, binarisationIn(settings));
  HARMONIUM_ASSERT(name != kBinarisationNames.end());
  const auto how = static_cast<Binarisation>(name - kBinarisationNames.begin());
  // Values of 0 and 1 would be drawn as they are, and the draws would change all random numbers after them.
  return how == Binarisation::kSample && isBinary(data) ? Binarisation::kNone : how;
}

Work summarise(Pace& pace, const Dataset& data, Binarisation how, DataSummary& summary) {
  summary = briefOf(data);
  const Split& train = data.train;
  co_await meanAfter(pace, train, how, summary.layout, summary.mean);
  summary.binary = !data.real;
  co_await (train.bytes.empty() ? deviationOfFloats(pace, train, summary.deviation)
                                : deviationOfBytes(pace, train, summary.deviation));
  summary.density = data.density;
  summary.value_names = storedNames(data);
  summary.offsets = data.offsets;
  for (Part& part : summary.layout.parts) {
    bool binary = false;
    co_await isBinaryAfter(pace, train, how, part, binary);
    summary.binary = summary.binary && binary;
    if (binary && part.kind == PartKind::kIntensity) part.kind = PartKind::kBinary;
    co_await fillRange(pace, train, part);
  }
  summary.some = someOf(train, how, data.layout);
  summary.class_names = data.class_names;
  summary.class_shares = classShares(train, summary.classes);
  co_await pace.spent(8 * toDouble(summary.some.size()));
  if (!data.real) co_return;
  Range known;
  co_await extremesOf(pace, train, 0, toSize(train.values), known);
  const Range all = withRoom(known.low, known.high, kMargin);
  summary.low = all.low;
  summary.high = all.high;
  if (summary.points()) co_await rangesOfPoints(pace, train, all, summary.ranges);
}

DataSummary summarise(const Dataset& data, Binarisation how) {
  Pace whole;
  DataSummary summary;
  finish(summarise(whole, data, how, summary));
  return summary;
}

}  // namespace harmonium
