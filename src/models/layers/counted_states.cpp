#include "models/layers/counted_states.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "base/reals.h"

#include <algorithm>

namespace harmonium {

namespace {
constexpr std::size_t kAtOnce = 1 << 16;  // exponentials per slice, which take a few milliseconds
}  // namespace

void CountedStates::add(std::span<const double> log_weights) {
  HARMONIUM_ASSERT(settled_ == 0);
  for (const double weight : log_weights) {
    highest_ = until_.empty() ? weight : std::max(highest_, weight);
    until_.push_back(weight);
  }
}

bool CountedStates::settle() {
  const std::size_t end = std::min(until_.size(), settled_ + kAtOnce);
  for (; settled_ < end; ++settled_) until_[settled_] = sum_ += reals::exp(until_[settled_] - highest_);
  return settled_ == until_.size();
}

std::size_t CountedStates::draw(Rng& rng) const {
  HARMONIUM_ASSERT(!until_.empty() && settled_ == until_.size());
  const std::uint64_t high = rng.bits(), low = rng.bits();
  const double at = toDouble((high << 21) ^ (low >> 11)) * 0x1p-53 * sum_;
  // The first state whose sum lies above. A state of weight 0 has the same sum as the one before and is never drawn.
  const auto found = std::ranges::upper_bound(until_, at);
  return std::min(toSize(found - until_.begin()), until_.size() - 1);
}

}  // namespace harmonium
