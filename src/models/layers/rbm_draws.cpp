#include "models/layers/rbm_draws.h"

#include "base/numbers.h"
#include "models/layers/counted_states.h"
#include "models/layers/rbm_exact.h"

#include <algorithm>

namespace harmonium {

namespace {

constexpr std::size_t kBlock = 512;  // states per slice: a few milliseconds

class RbmDraws final : public ExactDraws {
 public:
  explicit RbmDraws(const RbmParameters& p) : p_(p), states_(p_) {}

  bool prepare() override {
    if (counted_.count() < states_.total()) {
      const std::size_t first = counted_.count();
      states_.load(p_, first, std::min(kBlock, states_.total() - first));
      counted_.add(states_.logTerms());
      return false;
    }
    return counted_.settle();
  }
  double prepared() const override { return toDouble(counted_.count()) / toDouble(states_.total()); }
  std::size_t counted() const override { return states_.total(); }

  void draw(Rng& rng, Matrix& states, Matrix& means) override {
    const std::size_t units = states_.overHidden() ? p_.hidden() : p_.visible();
    drawn_.resize(toIndex(units), states.cols());
    for (Index n = 0; n < drawn_.cols(); ++n) {
      const std::size_t state = counted_.draw(rng);
      for (std::size_t unit = 0; unit < units; ++unit) drawn_(toIndex(unit), n) = toFloat((state >> unit) & 1);
    }
    if (!states_.overHidden()) {
      // A step from an exact sample ends at an exact sample, and it has means.
      v_ = drawn_;
      gibbsStep(p_, v_, mean_, drawn_, Matrix(), scratch_, rng);
    } else {
      sampleVisible(p_, drawn_, mean_, v_, scratch_, rng);
    }
    states = v_.topRows(toIndex(p_.values()));
    means = mean_.topRows(toIndex(p_.values()));
  }

 private:
  RbmParameters p_;
  RbmStates states_;
  CountedStates counted_;
  Matrix drawn_, v_, mean_;  // the counted layer's states; V x n with the label
  RbmScratch scratch_;
};

}  // namespace

std::unique_ptr<ExactDraws> exactRbmDraws(const RbmParameters& p) {
  return exactPartitionPossible(p) ? std::make_unique<RbmDraws>(p) : nullptr;
}

}  // namespace harmonium
