#include "measures/exact_partition.h"

#include "base/assert.h"
#include "measures/log_weights.h"

#include <algorithm>
#include <limits>

namespace harmonium {

namespace {
constexpr std::uint64_t kBlock = 512;
}

bool exactPartitionPossible(const RbmParameters& p) {
  return std::min(p.visible(), p.hidden()) <= kExactUnits;
}

ExactPartition::ExactPartition(RbmParameters p)
    : p_(std::move(p)),
      over_hidden_(p_.hidden() <= p_.visible()),
      total_(std::uint64_t{1} << std::min(p_.visible(), p_.hidden())),
      log_z_(-std::numeric_limits<double>::infinity()) {
  HARMONIUM_ASSERT(exactPartitionPossible(p_));
}

void ExactPartition::advance() {
  const std::uint64_t count = std::min(kBlock, total_ - next_);
  const std::size_t units = over_hidden_ ? p_.hidden() : p_.visible();
  states_.resize(static_cast<Eigen::Index>(units), static_cast<Eigen::Index>(count));
  for (std::uint64_t n = 0; n < count; ++n) {
    for (std::size_t unit = 0; unit < units; ++unit) {
      states_(static_cast<Eigen::Index>(unit), static_cast<Eigen::Index>(n)) =
          static_cast<float>(((next_ + n) >> unit) & 1);
    }
  }
  const Vector& own_bias = over_hidden_ ? p_.c : p_.b;
  if (over_hidden_) {
    visibleInput(p_, states_, States::kBinary, scratch_, inputs_);
  } else {
    hiddenInput(p_, states_, States::kBinary, scratch_, inputs_);
  }
  const std::size_t others = static_cast<std::size_t>(inputs_.rows());
  for (std::size_t n = 0; n < count; ++n) {
    const double log_weight = kernels::dot(flat(own_bias), flat(states_).subspan(n * units, units)) +
                              kernels::sumSoftplus(flat(inputs_).subspan(n * others, others));
    log_z_ = logAddExp(log_z_, log_weight);
  }
  next_ += count;
}

}  // namespace harmonium
