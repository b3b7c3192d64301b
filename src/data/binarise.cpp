// Compiled for speed: every example of a batch is made here, before each update.
#include "data/binarise.h"

namespace harmonium {

void applyThreshold(std::span<float> intensities) {
  for (float& x : intensities) x = x >= kThresholdIntensity ? 1.0f : 0.0f;
}

Vector meanAfter(const Split& split, Binarisation how) {
  if (how != Binarisation::kThreshold || split.examples == 0) return split.mean();
  // Counts are whole numbers below 2^24 each, so adding ones is exact in float as well.
  Vector counts = Vector::Zero(split.values);
  Matrix example;
  for (int n = 0; n < split.examples; ++n) {
    split.loadRange(static_cast<std::uint32_t>(n), 1, example);
    applyThreshold(flat(example));
    for (Eigen::Index i = 0; i < counts.size(); ++i) counts[i] += example(i, 0);
  }
  for (float& count : flat(counts)) count = static_cast<float>(static_cast<double>(count) / split.examples);
  return counts;
}

bool isBinaryAfter(const Split& split, Binarisation how) {
  return how != Binarisation::kNone || split.isBinary();
}

}  // namespace harmonium
