// Samples of a sigmoid belief net: one pass from the top down, a layer a stage. Every round gives independent samples.
#include "base/numbers.h"
#include "models/sbn/sbn.h"

namespace harmonium {

namespace {

class BeliefNetSampler final : public Sampler {
 public:
  BeliefNetSampler(const SigmoidBeliefNet& model, int count)
      : Sampler(model.net().stack.units(0), count), model_(model), scratch_(model.net().layers()) {
    const BeliefNet& net = model.net();
    const std::size_t L = net.layers();
    if (net.classes() > 0) {
      stages_.push_back({"class", "Class", "A class is drawn, each as often as p(y) says, unless one is held."});
    }
    for (std::size_t k = L; k > 0; --k) {
      const std::string number = std::to_string(k);
      const std::string above = k < L               ? "of the layer above"
                                : net.classes() > 0 ? "of the class"
                                                    : "of nothing but its bias";
      stages_.push_back(
          {"layer" + number, "Layer " + number,
           "Every unit of layer " + number + " is drawn with the probability that the state " + above + " gives it."});
    }
    if (L > 0 && net.classes() == 0) stages_.front().sentence = "Every unit of the highest layer is drawn by its bias.";
    stages_.push_back({"visible", "Visible", "Every visible unit is drawn given layer 1."});
    // Layers have their sizes before the first round, so that views can show them.
    drawn_.h.resize(L + 1);
    for (std::size_t k = 0; k <= L; ++k) drawn_.h[k].setZero(net.stack.units(k), count);
    drawn_.y.setZero(net.classes(), count);
    drawn_.mean = drawn_.h;
  }

  std::span<const Phase> stages() const override { return stages_; }
  bool chain() const override { return false; }
  bool binary() const override { return true; }
  int classes() const override { return model_.classes(); }

  std::vector<SampledLayer> layers() const override {
    std::vector<SampledLayer> layers;
    if (drawn_.y.rows() > 0) layers.push_back({"label", &drawn_.y});
    for (std::size_t k = drawn_.h.size() - 1; k > 0; --k) layers.push_back({"h" + std::to_string(k), &drawn_.h[k]});
    return layers;
  }

 protected:
  void begin(Rng& /*rng*/) override {}

  Work run(std::size_t stage, Rng& rng, Pace& pace) override {
    const BeliefNet& net = model_.net();
    std::size_t first = 0;
    if (net.classes() > 0) {
      first = 1;
      if (stage == 0) {
        held_.resize(toSize(count()));
        for (int n = 0; n < count(); ++n) held_[toSize(n)] = static_cast<std::int16_t>(heldClass(n));
        dreamClasses(net, count(), held_, rng, drawn_);
        co_return;
      }
    }
    const std::size_t k = net.layers() - (stage - first);
    co_await dreamLayer(pace, net, k, count(), scratch_, rng, drawn_);
    if (k > 0) co_return;
    states_ = drawn_.h[0];
    mean_ = drawn_.mean[0];
  }

 private:
  const SigmoidBeliefNet& model_;
  std::vector<Phase> stages_;
  std::vector<std::int16_t> held_;
  BeliefStates drawn_;
  BeliefNetScratch scratch_;
};

}  // namespace

std::unique_ptr<Sampler> SigmoidBeliefNet::sampler(int count) const {
  return std::make_unique<BeliefNetSampler>(*this, count);
}

}  // namespace harmonium
