// Compiled for speed: every example of a batch is made here, before each update.
#include "data/binarise.h"

#include "base/numbers.h"

#include <algorithm>
#include <cstddef>

namespace harmonium {
namespace {

// Says whether every value of the part is exactly 0 or 1.
Work isBinary(Pace& pace, const Split& split, const Part& part, bool& out) {
  const std::size_t width = toSize(split.values), first = toSize(part.first), count = toSize(part.values());
  out = true;
  return inParts(
      pace, toSize(split.examples), 10 * toDouble(count), [=, &split, &out](std::size_t from, std::size_t to) {
        for (std::size_t n = from; n < to; ++n) {
          for (std::size_t i = n * width + first; i < n * width + first + count; ++i) {
            const float value = split.floats.empty() ? toFloat(split.bytes[i]) / split.maximum : split.floats[i];
            if (value != 0 && value != 1) return out = false;
          }
        }
        return true;
      });
}

}  // namespace

void applyThreshold(std::span<float> intensities) {
  for (float& x : intensities) x = x >= kThresholdIntensity ? 1.0f : 0.0f;
}

void applyThreshold(const Layout& layout, std::span<float> examples) {
  if (layout.parts.empty()) return applyThreshold(examples);
  const std::size_t width = toSize(layout.values());
  for (std::size_t example = 0; example < examples.size(); example += width) {
    for (const Part& part : layout.parts) {
      if (part.kind != PartKind::kIntensity) continue;
      applyThreshold(examples.subspan(example + toSize(part.first), toSize(part.values())));
    }
  }
}

Work meanAfter(Pace& pace, const Split& split, Binarisation how, const Layout& layout, Vector& out) {
  const auto grey = [](const Part& part) { return part.kind == PartKind::kIntensity; };
  const bool untouched = !layout.parts.empty() && std::none_of(layout.parts.begin(), layout.parts.end(), grey);
  if (how != Binarisation::kThreshold || split.examples == 0 || untouched) {
    co_await split.mean(pace, out);
    co_return;
  }
  // Each count is a whole number below 2^24, so adding ones is exact in float.
  Vector counts = Vector::Zero(split.values);
  Matrix example;
  co_await inParts(pace, toSize(split.examples), 20 * toDouble(split.values), [&](std::size_t from, std::size_t to) {
    for (std::size_t n = from; n < to; ++n) {
      split.loadRange(toU32(n), 1, example);
      applyThreshold(layout, flat(example));
      for (Index i = 0; i < counts.size(); ++i) counts[i] += example(i, 0);
    }
    return true;
  });
  for (float& count : flat(counts)) count = toFloat(toDouble(count) / split.examples);
  // Parts that the threshold leaves alone keep the mean of the split, because float sums of real numbers would be
  // rounded.
  if (layout.parts.size() > 1) co_await split.mean(pace, out);
  for (const Part& part : layout.parts) {
    if (layout.parts.size() > 1 && !grey(part))
      counts.segment(part.first, part.values()) = out.segment(part.first, part.values());
  }
  out = std::move(counts);
}

Vector meanAfter(const Split& split, Binarisation how, const Layout& layout) {
  Pace whole;
  Vector out;
  finish(meanAfter(whole, split, how, layout, out));
  return out;
}

Work isBinaryAfter(Pace& pace, const Split& split, Binarisation how, const Part& part, bool& out) {
  out = part.kind == PartKind::kBinary || part.kind == PartKind::kOneOf;
  if (part.kind != PartKind::kIntensity) return {};
  out = how != Binarisation::kNone;
  return out ? Work() : isBinary(pace, split, part, out);
}

bool isBinaryAfter(const Split& split, Binarisation how, const Part& part) {
  Pace whole;
  bool out = false;
  finish(isBinaryAfter(whole, split, how, part, out));
  return out;
}

Work isBinaryAfter(Pace& pace, const Split& split, Binarisation how, const Layout& layout, bool& out) {
  if (layout.parts.empty()) {
    out = how != Binarisation::kNone;
    if (!out) co_await isBinary(pace, split, Layout::onePart(PartKind::kIntensity, 1, split.values, {}).parts[0], out);
    co_return;
  }
  out = true;
  for (const Part& part : layout.parts) {
    if (out) co_await isBinaryAfter(pace, split, how, part, out);
  }
}

bool isBinaryAfter(const Split& split, Binarisation how, const Layout& layout) {
  Pace whole;
  bool out = false;
  finish(isBinaryAfter(whole, split, how, layout, out));
  return out;
}

}  // namespace harmonium
