// The running chains of a restricted Boltzmann machine. They take Gibbs steps; visible units or the class may be held.
#include "base/numbers.h"
#include "models/layers/rbm_draws.h"
#include "models/rbm/rbm_model.h"

#include <limits>

namespace harmonium {

namespace {

class RbmChains final : public Sampler {
 public:
  RbmChains(const Rbm& model, Index values, int count) : Sampler(values, count), model_(model) {}

  std::span<const Phase> stages() const override { return oneStep(); }
  bool chain() const override { return true; }
  int classes() const override { return model_.classes(); }

  std::vector<SampledLayer> layers() const override {
    std::vector<SampledLayer> layers = {{"h", &h_}};
    if (model_.classes() > 0) layers.push_back({"label", &label_});
    return layers;
  }

 protected:
  Work beginSlowly(Rng& rng, Pace& pace) override {
    const RbmParameters& p = model_.machine();
    Matrix& v = p.labels == 0 ? states_ : joint_;
    v.resize(p.W.rows(), states_.cols());
    co_await sampleUnconnected(pace, p, v, scratch_, rng);
    if (p.labels > 0) takeApart();
    mean_ = states_;
    co_await pace.spent(4 * toDouble(states_.size()));
    h_.setZero(p.W.cols(), states_.cols());
  }

  Work run(std::size_t /*stage*/, Rng& rng, Pace& pace) override {
    const RbmParameters& p = model_.machine();
    if (p.labels == 0) {
      co_await gibbsStep(pace, p, states_, mean_, h_, held(), scratch_, rng);
      co_return;
    }
    co_await gibbsStep(pace, p, joint_, joint_mean_, h_, heldJoint(), scratch_, rng);
    takeApart();
    mean_ = joint_mean_.topRows(mean_.rows());
  }

 private:
  // Splits the joint states into values and label, which the base class and the views expect apart.
  void takeApart() {
    states_ = joint_.topRows(states_.rows());
    label_ = joint_.bottomRows(joint_.rows() - states_.rows());
  }

  // The held values and classes as one matrix, one column per chain, NaN where a unit is free. It has no columns if
  // nothing is held, which lets the Gibbs step skip the check of every unit.
  const Matrix& heldJoint() {
    held_joint_.resize(joint_.rows(), 0);
    if (held().cols() == 0 && !holdsClasses()) return held_joint_;
    held_joint_.setConstant(joint_.rows(), joint_.cols(), std::numeric_limits<float>::quiet_NaN());
    for (int n = 0; n < count(); ++n) {
      if (held().cols() > 0) held_joint_.col(n).head(held().rows()) = held().col(held().cols() == 1 ? 0 : n);
      if (heldClass(n) < 0) continue;
      held_joint_.col(n).tail(label_.rows()).setZero();
      held_joint_(states_.rows() + heldClass(n), n) = 1;
    }
    return held_joint_;
  }

  const Rbm& model_;
  Matrix joint_, joint_mean_, held_joint_;  // (V + K) x count, only for a machine with a label
  Matrix label_, h_;                        // K x count, H x count
  RbmScratch scratch_;
};

}  // namespace

std::unique_ptr<Sampler> Rbm::sampler(int count) const {
  return std::make_unique<RbmChains>(*this, toIndex(machine().values()), count);
}

std::unique_ptr<ExactDraws> Rbm::exactDraws() const {
  return exactRbmDraws(machine());
}

}  // namespace harmonium
