#include "models/boltzmann/boltzmann_draws.h"

#include "base/numbers.h"
#include "models/boltzmann/boltzmann_exact.h"
#include "models/layers/counted_states.h"

#include <cstdint>
#include <numeric>
#include <optional>
#include <vector>

namespace harmonium {

namespace {

class BoltzmannDraws final : public ExactDraws {
 public:
  BoltzmannDraws(const BoltzmannParameters& p, bool hidden_links) : joint_(hidden_links && p.hidden() > 0) {
    couplingsOf(p, m_);
    counted_units_ = joint_ ? m_.units() : m_.visible();
    if (joint_) {
      table_.resize(std::size_t{1} << counted_units_);
      table_[0] = 0;
    } else {
      visible_.emplace(p, hidden_links);
    }
    hidden_.resize(m_.hidden);
    std::iota(hidden_.begin(), hidden_.end(), 0u);
    seen_.resize(m_.visible());
    std::iota(seen_.begin(), seen_.end(), toU32(m_.hidden));
  }

  bool prepare() override {
    if (counted_.count() == 0) {
      if (joint_) {
        if (done_ < counted_units_) {
          doubleStates(m_.J, flat(m_.a), done_++, table_);
          return false;
        }
        counted_.add(table_);
        table_ = {};
      } else {
        if (!visible_->advance()) return false;
        counted_.add(visible_->logWeights());
        visible_.reset();
      }
      return false;
    }
    return counted_.settle();
  }
  double prepared() const override {
    if (counted_.count() > 0) return 0.9;
    return 0.9 * (joint_ ? toDouble(done_) / toDouble(counted_units_) : visible_->progress());
  }
  std::size_t counted() const override { return std::size_t{1} << counted_units_; }

  void draw(Rng& rng, Matrix& states, Matrix& means) override {
    units_.setZero(toIndex(m_.units()), states.cols());
    const std::size_t first = joint_ ? 0 : m_.hidden;
    for (Index n = 0; n < units_.cols(); ++n) {
      const std::size_t state = counted_.draw(rng);
      for (std::size_t unit = 0; unit < counted_units_; ++unit) {
        units_(toIndex(first + unit), n) = toFloat((state >> unit) & 1);
      }
    }
    if (!joint_) gibbsSweep(m_, hidden_, 1, units_, means_, rng);
    gibbsSweep(m_, seen_, 1, units_, means_, rng);
    getVisible(units_, states);
    getVisible(means_, means);
  }

 private:
  Couplings m_;
  bool joint_;  // whether all units are counted, or the visible ones alone
  std::size_t counted_units_ = 0, done_ = 0;
  std::vector<double> table_;              // -E of all joint states, until they are added to counted_
  std::optional<VisibleWeights> visible_;  // where the visible units alone are counted
  CountedStates counted_;
  std::vector<std::uint32_t> hidden_, seen_;  // the units in the order of a sweep
  UnitStates units_, means_;                  // n x count, hidden units first
};

}  // namespace

std::unique_ptr<ExactDraws> exactBoltzmannDraws(const BoltzmannParameters& p, bool hidden_links) {
  return VisibleWeights::possible(p, hidden_links) ? std::make_unique<BoltzmannDraws>(p, hidden_links) : nullptr;
}

}  // namespace harmonium
