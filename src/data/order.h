// The order in which an epoch goes through the examples. It is a random permutation that depends only on the seed and
// the number of the epoch. It does not depend on earlier epochs, so a saved run can continue from any epoch.
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
  // Returns every index below `count` once, in random order (the Fisher-Yates shuffle as in Durstenfeld: CACM 7, 1964,
  // algorithm 235). The span is valid until the next call. The function allocates nothing where `count` has not grown.
  std::span<const std::uint32_t> shuffle(std::uint32_t count, std::uint64_t seed, std::uint64_t epoch) {
    indices_.resize(count);
    std::iota(indices_.begin(), indices_.end(), 0u);
    return shuffled(seed, epoch);
  }

  // Shuffles the given indices in the same way. For 0, 1, ..., count - 1 the order is the same as above.
  std::span<const std::uint32_t> shuffle(std::span<const std::uint32_t> given, std::uint64_t seed,
                                         std::uint64_t epoch) {
    indices_.assign(given.begin(), given.end());
    return shuffled(seed, epoch);
  }

  std::span<const std::uint32_t> indices() const { return indices_; }  // the last order

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
