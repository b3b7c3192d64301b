// Compiled for speed: every example of a batch is made here, before each update.
#include "data/binarise.h"

#include <algorithm>
#include <cstddef>

namespace harmonium {
namespace {

// True where every value of the part is exactly 0 or 1.
bool isBinary(const Split& split, const Part& part) {
  const std::size_t width = static_cast<std::size_t>(split.values), first = static_cast<std::size_t>(part.first),
                    count = static_cast<std::size_t>(part.values());
  for (std::size_t n = 0; n < static_cast<std::size_t>(split.examples); ++n) {
    for (std::size_t i = n * width + first; i < n * width + first + count; ++i) {
      const float value = split.floats.empty() ? static_cast<float>(split.bytes[i]) / split.maximum : split.floats[i];
      if (value != 0 && value != 1) return false;
    }
  }
  return true;
}

}  // namespace

void applyThreshold(std::span<float> intensities) {
  for (float& x : intensities) x = x >= kThresholdIntensity ? 1.0f : 0.0f;
}

void applyThreshold(const Layout& layout, std::span<float> examples) {
  if (layout.parts.empty()) return applyThreshold(examples);
  const std::size_t width = static_cast<std::size_t>(layout.values());
  for (std::size_t example = 0; example < examples.size(); example += width) {
    for (const Part& part : layout.parts) {
      if (part.kind != PartKind::kIntensity) continue;
      applyThreshold(
          examples.subspan(example + static_cast<std::size_t>(part.first), static_cast<std::size_t>(part.values())));
    }
  }
}

Vector meanAfter(const Split& split, Binarisation how, const Layout& layout) {
  if (how != Binarisation::kThreshold || split.examples == 0) return split.mean();
  const auto grey = [](const Part& part) { return part.kind == PartKind::kIntensity; };
  if (!layout.parts.empty() && std::none_of(layout.parts.begin(), layout.parts.end(), grey)) return split.mean();
  // Each count is a whole number below 2^24, so adding ones is exact in float.
  Vector counts = Vector::Zero(split.values);
  Matrix example;
  for (int n = 0; n < split.examples; ++n) {
    split.loadRange(static_cast<std::uint32_t>(n), 1, example);
    applyThreshold(layout, flat(example));
    for (Eigen::Index i = 0; i < counts.size(); ++i) counts[i] += example(i, 0);
  }
  for (float& count : flat(counts)) count = static_cast<float>(static_cast<double>(count) / split.examples);
  if (layout.parts.size() <= 1) return counts;
  // Parts that the threshold leaves alone keep the mean of the split, because float sums of real numbers would be
  // rounded.
  const Vector untouched = split.mean();
  for (const Part& part : layout.parts) {
    if (!grey(part)) counts.segment(part.first, part.values()) = untouched.segment(part.first, part.values());
  }
  return counts;
}

bool isBinaryAfter(const Split& split, Binarisation how, const Part& part) {
  if (part.kind == PartKind::kBinary || part.kind == PartKind::kOneOf) return true;
  if (part.kind != PartKind::kIntensity) return false;
  return how != Binarisation::kNone || isBinary(split, part);
}

bool isBinaryAfter(const Split& split, Binarisation how, const Layout& layout) {
  if (layout.parts.empty()) return how != Binarisation::kNone || split.isBinary();
  return std::all_of(layout.parts.begin(), layout.parts.end(),
                     [&](const Part& part) { return isBinaryAfter(split, how, part); });
}

}  // namespace harmonium
