// Samples of a deep belief net: a Gibbs step of the top machine's chains, then one layer after the other down to the
// visible units. While only the first layer is built, the chain is that of its machine alone.
#include "base/numbers.h"
#include "models/dbn/dbn.h"

#include <limits>

namespace harmonium {

namespace {

class DeepSampler final : public Sampler {
 public:
  DeepSampler(const DeepBeliefNet& model, int count) : Sampler(model.units(0), count), model_(model) {
    down_.h.resize(model.layers() + 1);
    down_.mean.resize(model.layers() + 1);
    takeShape();
  }

  std::span<const Phase> stages() const override { return stages_; }
  bool chain() const override { return true; }
  bool holdsValues() const override { return false; }
  bool binary() const override { return true; }
  int classes() const override { return toInt(model_.top().labels); }

  std::vector<SampledLayer> layers() const override {
    std::vector<SampledLayer> layers;
    if (label_.rows() > 0) layers.push_back({"label", &label_});
    layers.push_back({"h" + std::to_string(depth_), &top_});
    for (std::size_t k = depth_ - 1; k > 0; --k) layers.push_back({"h" + std::to_string(k), &down_.h[k]});
    return layers;
  }

 protected:
  Work beginSlowly(Rng& rng, Pace& pace) override {
    takeShape();
    const RbmParameters& p = model_.top();
    co_await sampleUnconnected(pace, p, joint_, scratch_, rng);
    takeApart();
    for (std::size_t k = depth_ - 1; k-- > 0;) co_await drawLayer(pace, model_.stack(), k, down_scratch_, rng, down_);
    mean_ = states_ = down_.h[0];
    begun_ = true;
  }

  Work run(std::size_t stage, Rng& rng, Pace& pace) override {
    // A net that has grown by a layer has another top machine, whose chains begin anew.
    if (stage == 0 && (!begun_ || depth_ != model_.depth())) co_await beginSlowly(rng, pace);
    if (stage == 0) {
      co_await gibbsStep(pace, model_.top(), joint_, joint_mean_, top_, heldJoint(), scratch_, rng);
      takeApart();
      if (depth_ > 1) co_return;
      states_ = down_.h[0];
      mean_ = joint_mean_.topRows(states_.rows());
      co_return;
    }
    const std::size_t k = depth_ - 1 - stage;
    co_await drawLayer(pace, model_.stack(), k, down_scratch_, rng, down_);
    if (k > 0) co_return;
    states_ = down_.h[0];
    mean_ = down_.mean[0];
  }

 private:
  // Layers have their sizes before the first round, so that views can show them.
  void takeShape() {
    depth_ = model_.depth();
    begun_ = false;
    const RbmParameters& p = model_.top();
    joint_.setZero(p.W.rows(), count());
    label_.setZero(toIndex(p.labels), count());
    top_.setZero(p.W.cols(), count());
    for (std::size_t k = 0; k < depth_; ++k) down_.h[k].setZero(model_.units(k), count());
    down_scratch_ = StackScratch(depth_ - 1);
    stages_ = {{"associate", "Top layers",
                depth_ > 1 ? "The two highest layers and the label take a step of their chain: the associative memory."
                           : "Visible and hidden units take a step of their chain."}};
    for (std::size_t k = depth_ - 1; k-- > 0;) {
      const std::string number = std::to_string(k);
      if (k == 0) {
        stages_.push_back({"visible", "Visible", "Every visible unit is drawn given layer 1."});
      } else {
        stages_.push_back({"layer" + number, "Layer " + number,
                           "Every unit of layer " + number + " is drawn given the layer above it."});
      }
    }
  }

  // Splits the states of the top machine's visible layer into the layer below it and the label.
  void takeApart() {
    down_.h[depth_ - 1] = joint_.topRows(model_.units(depth_ - 1));
    if (label_.rows() > 0) label_ = joint_.bottomRows(label_.rows());
  }

  // NaN where a unit is free. It has no columns where no class is held.
  const Matrix& heldJoint() {
    held_.resize(joint_.rows(), 0);
    if (label_.rows() == 0 || !holdsClasses()) return held_;
    held_.setConstant(joint_.rows(), joint_.cols(), std::numeric_limits<float>::quiet_NaN());
    for (int n = 0; n < count(); ++n) {
      if (heldClass(n) < 0) continue;
      held_.col(n).tail(label_.rows()).setZero();
      held_(joint_.rows() - label_.rows() + heldClass(n), n) = 1;
    }
    return held_;
  }

  const DeepBeliefNet& model_;
  std::size_t depth_ = 1;
  bool begun_ = false;
  std::vector<Phase> stages_;
  StackStates down_;
  StackScratch down_scratch_;
  Matrix joint_, joint_mean_, held_, label_, top_;
  RbmScratch scratch_;
};

}  // namespace

std::unique_ptr<Sampler> DeepBeliefNet::sampler(int count) const {
  return std::make_unique<DeepSampler>(*this, count);
}

}  // namespace harmonium
