// Compiled for speed: counting visits every state of the layer below.
#include "models/dbn/top_machine.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "base/reals.h"
#include "models/layers/log_sum.h"
#include "models/layers/rbm_annealing.h"

#include <algorithm>
#include <utility>

namespace harmonium {

namespace {

constexpr std::size_t kBlock = 256;                             // states at once
constexpr std::size_t kRoughChains = 40, kRoughStations = 300;  // of the estimate for curves

}  // namespace

TopPrior::TopPrior(RbmParameters top) : top_(std::move(top)), exact_(exactPartitionPossible(top_)) {
  HARMONIUM_ASSERT(!top_.gaussian());
}

Work TopPrior::add(Pace& pace, const Matrix& top, std::span<const std::int16_t> labels, std::span<double> out) {
  nats_.resize(out.size());
  if (top_.labels == 0) {
    co_await visibleFreeEnergy(pace, top_, top, States::kBinary, scratch_, nats_);
    for (std::size_t n = 0; n < out.size(); ++n) out[n] -= nats_[n] + log_z_;
    co_return;
  }
  co_await classLogProbabilities(pace, top_, top, States::kBinary, scratch_.labels, log_p_, nats_);
  for (std::size_t n = 0; n < out.size(); ++n) {
    const int label = n < labels.size() ? labels[n] : -1;
    out[n] += nats_[n] - log_z_ + (label < 0 ? 0 : toDouble(log_p_(label, toIndex(n))));
  }
}

bool TopPrior::tabulate(std::vector<double>& table) {
  const std::size_t units = top_.values(), states = std::size_t{1} << units, C = toSize(classes());
  if (tabulated_ == 0) table.resize(C * states);
  const std::size_t count = std::min(kBlock, states - tabulated_);
  states_.resize(toIndex(units), toIndex(count));
  for (std::size_t n = 0; n < count; ++n) {
    for (std::size_t i = 0; i < units; ++i) states_(toIndex(i), toIndex(n)) = toFloat((tabulated_ + n) >> i & 1);
  }
  nats_.resize(count);
  if (top_.labels == 0) {
    visibleFreeEnergy(top_, states_, States::kBinary, scratch_, nats_);
    for (std::size_t n = 0; n < count; ++n) table[tabulated_ + n] = -nats_[n];
  } else {
    classLogProbabilities(top_, states_, States::kBinary, scratch_.labels, log_p_, nats_);
    for (std::size_t n = 0; n < count; ++n) {
      for (std::size_t y = 0; y < C; ++y) {
        table[y * states + tabulated_ + n] = nats_[n] + toDouble(log_p_(toIndex(y), toIndex(n)));
      }
    }
  }
  tabulated_ += count;
  if (tabulated_ < states) return false;
  log_z_ = logSum(table);
  for (double& nats : table) nats -= log_z_;
  tabulated_ = 0;
  return true;
}

bool TopPrior::prepare() {
  if (!exact_) return true;
  if (!partition_) partition_.emplace(top_);
  if (!partition_->done()) partition_->advance();
  if (!partition_->done()) return false;
  log_z_ = partition_->logPartition();
  return true;
}

double TopPrior::prepared() const {
  if (tabulated_ > 0) return toDouble(tabulated_) / toDouble(std::size_t{1} << top_.values());
  return !exact_ ? 1 : partition_ ? partition_->progress() : 0;
}

double roughPartitionCost(const RbmParameters& top) {
  return 4 * toDouble(kRoughChains * kRoughStations) * toDouble(top.W.size());
}

Work roughLogPartition(Pace& pace, const RbmParameters& top, Vector base, std::uint64_t seed, std::uint64_t index,
                       double& log_z) {
  const std::unique_ptr<AnnealedChains> chains = annealRbm(top, RbmBase(std::move(base)));
  Rng rng(seed, Purpose::kMeasure, index);
  chains->startAtBase(kRoughChains, rng);
  std::vector<double> log_weights(kRoughChains, 0.0);
  for (std::size_t station = 1; station <= kRoughStations; ++station) {
    const auto beta = [](std::size_t at) { return toDouble(at) / toDouble(kRoughStations); };
    co_await chains->move(pace, beta(station - 1), beta(station), log_weights, rng);
  }
  log_z = chains->baseLogPartition() + logSum(log_weights) - reals::log(toDouble(kRoughChains));
}

}  // namespace harmonium
