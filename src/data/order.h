// The order in which an epoch goes through the examples: a permutation that depends on the seed and the epoch
// alone, not on the epochs before it, so that a run can be taken up anywhere.
#pragma once

#include "base/rng.h"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

namespace harmonium {

class EpochOrder {
 public:
  // Every index below `count` once, shuffled (Fisher & Yates, as Durstenfeld wrote it down: CACM 7, 1964,
  // algorithm 235). The span stays good until the next call; nothing is allocated when `count` has not grown.
  std::span<const std::uint32_t> shuffle(std::uint32_t count, std::uint64_t seed, std::uint64_t epoch) {
    indices_.resize(count);
    std::iota(indices_.begin(), indices_.end(), 0u);
    return shuffled(seed, epoch);
  }

  // The indices given, each once, shuffled in the same way: of 0, 1, ..., count - 1 the same order as above.
  std::span<const std::uint32_t> shuffle(std::span<const std::uint32_t> given, std::uint64_t seed,
                                         std::uint64_t epoch) {
    indices_.assign(given.begin(), given.end());
    return shuffled(seed, epoch);
  }

  std::span<const std::uint32_t> indices() const { return indices_; }

 private:
  std::span<const std::uint32_t> shuffled(std::uint64_t seed, std::uint64_t epoch) {
    Rng rng(seed, Purpose::kOrder, epoch);
    for (std::uint32_t left = static_cast<std::uint32_t>(indices_.size()); left > 1; --left) {
      std::swap(indices_[left - 1], indices_[rng.below(left)]);
    }
    return indices_;
  }

  std::vector<std::uint32_t> indices_;
};

}  // namespace harmonium
