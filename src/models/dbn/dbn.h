// The model "deep belief net": directed layers below a restricted Boltzmann machine.
//
//   p(v, h^1 .. h^L) = p(v | h^1) p(h^1 | h^2) .. p(h^(L-2) | h^(L-1))  p(h^(L-1), h^L)
//   p(h^(k-1) | h^k) = sigmoid(b_(k-1) + W_k h^k)                        k = 1 .. L - 1, h^0 = v
//   p(h^(L-1), h^L)  = exp(b_(L-1).h^(L-1) + b_L.h^L + h^(L-1)' W_L h^L) / Z
//   q(h^k | h^(k-1)) = sigmoid(c_k + R_k h^(k-1))                        the way up, R_k = W_k' until up-down unties it
//
// With labels, the top machine has a one-of group y beside h^(L-1): + bl.y + y' Wl h^L in the exponent.
//
// It is built layer by layer, one stage of training each. Stage k trains the machine of W_k, b_(k-1) and c_k (b_L in
// the last) on states of h^(k-1) that are drawn upwards through the layers below, which are frozen. Until stage k ends,
// the model is a deep belief net of k layers with that machine on top. Stage k + 1 may start from W_(k+1) = W_k',
// b_k = c_k and the bias b_(k-1) above: the net is then the same distribution as before, q is the exact posterior, and
// the variational bound equals log p(v). Learning the top machine from there raises the bound. A last stage may untie
// the two directions (models/dbn/up_down.h), or teach a copy of the way up to tell classes apart
// (models/dbn/fine_tuning.h).
//
// Parameters, from the bottom up: W1 b0 c1, W2 b1 c2, ..., WL b(L-1) bL; with labels Wl [classes, units of layer L] and
// bl [classes]; where up-down may untie them R1 .. R(L-1) [units above, units below]; with fine-tuning the layers of
// its own net, net.W0 [units below, units above], net.b0 .. net.bL. W_k: [units below, units above]. A layer whose W is
// 0 everywhere is not built yet, and neither are those above it.
//
// Hinton, Osindero & Teh (2006), A fast learning algorithm for deep belief nets; Salakhutdinov & Murray (2008), On the
// quantitative analysis of deep belief networks.
#pragma once

#include "models/dbn/fine_tuning.h"
#include "models/dbn/up_down.h"
#include "models/layers/rbm_step.h"
#include "models/model.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace harmonium {

class DeepBeliefNet final
    : public ModelOf<DeepBeliefNet, faces::Samples, faces::EnergyDensity, faces::Bounded, faces::Annealed, faces::Codes,
                     faces::Classes, faces::Pictures, faces::Watched> {
 public:
  enum class Part {
    kUp,
    kPositive,
    kReconstruct,
    kNegative,
    kUpdate,
    kWake,
    kChain,
    kSleep,
    kLearn,
    kForward,
    kBackward,
    kTune
  };

  static const OptionTable& options();
  static const std::vector<Phase>& phaseTable();
  static const std::vector<ViewOffer>& viewNames();
  static const std::vector<Preset>& presets();
  static Status accepts(const DataSummary& data);
  static Status allows(const Settings& settings, const DataSummary& data);
  static MemoryNeed memory(const Settings& settings, const DataSummary& data);

  Work begin(Pace& pace, const Settings& settings, const DataSummary& data, std::uint64_t seed) override;
  void configure(const Settings& settings) override;
  Needs needs() const override { return {.labels = classes_ > 0 || tuning_.exists()}; }
  std::span<const Stage> stages() const override { return stages_; }
  double updateCost(int examples) const override;
  void beginUpdate(const Batch& batch, const Clock& clock) override;
  Work runPhase(std::size_t phase, Rng& rng, Pace& pace) override;
  std::vector<Tensor> parameters() override;
  void parametersChanged() override;
  std::vector<Tensor> trainingState() override;
  const char* remedy() const override { return "a smaller learning rate or more weight decay helps"; }

  std::unique_ptr<Sampler> sampler(int count) const override;
  Result<std::unique_ptr<Likelihood>> likelihood(LikelihoodOf of) const override;
  Result<std::unique_ptr<Likelihood>> bound(const BoundWish& wish) const override;
  // Of the top machine. The base has the mean of h^(L-1) over a few hundred training examples.
  std::unique_ptr<AnnealedChains> annealedChains() const override;
  bool annealsBack() const override { return depth() == 1; }
  // The means of the highest layer, where the means of every layer drive the next.
  void encode(const Matrix& v, Matrix& code) const override;
  void reconstruct(const Matrix& v, Matrix& mean) const override;
  // Those of the fine-tuned net, or of the label; 0 until one of them is built.
  int classes() const override { return tuned_ ? tuning_.classes() : toInt(top().labels); }
  // Of the fine-tuned net, once it has begun. Otherwise by free energies of the top machine given the means of h^(L-1):
  // the paper's way, and not the exact posterior, which likelihood(LikelihoodOf::kLabel) has where states can be
  // counted.
  void classProbabilities(const Matrix& v, Matrix& p) const override;
  std::vector<ViewOffer> offers() const override;
  std::optional<View> view(std::string_view name, const ViewContext& context) const override;
  double readingsCost() const override;
  Work takeReadings(const WatchedExamples& watched, std::vector<Reading>& out, Pace& pace) const override;

  std::size_t layers() const { return steps_.size(); }  // L
  // How many of them are built: directed layers 1 .. depth() - 1 of the stack, and a machine above them.
  std::size_t depth() const { return depth_; }
  const BeliefStack& stack() const { return stack_; }  // L - 1 layers
  const RbmParameters& top() const { return steps_[depth_ - 1].machine(); }
  Index units(std::size_t k) const { return units_[k]; }  // of layer k, 0 .. L
  const UpDown& upDown() const { return up_down_; }
  const FineTuning& tuning() const { return tuning_; }

 private:
  Part partOf(std::size_t stage, std::size_t phase) const;
  std::optional<Part> partOf(int phase) const;  // of the stage under way
  RbmRecipe recipeOf(const Settings& settings, std::size_t layer) const;
  bool unties() const { return up_down_epochs_ > 0; }
  int classesOf(std::size_t layer) const { return layer + 1 == steps_.size() ? classes_ : 0; }
  Vector classShares() const;
  void nameStages(const Settings& settings);

  void forgetAbove(std::size_t depth);
  void tie(std::size_t layer);
  void publish(std::size_t layer);
  Work reachStage(Pace& pace);
  Work beginLayer(Pace& pace, std::size_t layer);
  Work up(Pace& pace, Rng& rng);
  int topStepsAt(double epoch) const;

  Work findAnnealingBase(Pace& pace, Vector& base) const;
  bool counts() const;
  Work addBounds(const WatchedExamples& watched, std::vector<Reading>& out, Pace& pace) const;
  BeliefStack built() const;  // a copy of the directed layers that are built

  View weightsView(const ViewContext& context) const;
  std::optional<View> networkView(const ViewContext& context) const;
  std::optional<View> updateView(const ViewContext& context) const;
  std::optional<View> truthView(const ViewContext& context) const;
  std::optional<View> classesView(const ViewContext& context) const;
  View generationView(const ViewContext& context) const;
  void addNetwork(View& view) const;
  bool drawsNetwork() const;
  bool countsVisible() const;
  Work reconstruct(Pace& pace, const Matrix& v, Matrix& mean) const;
  Work goDown(Pace& pace, Matrix& states) const;
  Matrix seenAtPixels(Matrix states) const;
  Matrix seenFromTop(const Matrix& h) const;

  int rows_ = 1, cols_ = 1;
  bool pictures_ = false;
  std::vector<std::string> class_names_;
  Vector class_shares_;
  Matrix some_;  // V x n: training examples, for the base of annealing
  States v_states_ = States::kBinary;
  std::uint64_t seed_ = 0;

  std::vector<Index> units_;  // of layers 0 .. L
  int classes_ = 0;           // that the labels name
  float initial_weights_ = 0.01f;
  bool transposes_ = true, sampled_between_ = true;
  double up_down_epochs_ = 0, up_down_rate_ = 0.1;
  int up_down_steps_ = 1, chains_ = 100;
  bool falling_ = false;
  std::vector<Stage> stages_;

  // The numbers of layers 1 .. L - 1 are those of the stack. The machine of the layer that learns has its own copy of
  // them, from which every update brings the stack up to date. So references to either hold as long as the model.
  std::vector<RbmStep> steps_;  // one per layer
  BeliefStack stack_;
  std::size_t depth_ = 1;

  Clock clock_ = {};
  StackStates up_;
  StackScratch up_scratch_;
  LabelScratch label_scratch_;
  std::vector<std::int16_t> labels_;
  Matrix joint_;
  UpDown up_down_;
  FineTuning tuning_;
  bool tuned_ = false;  // whether it has begun
  double tuning_rate_ = 0.1, tuning_epochs_ = 0, momentum_ = 0;
  float dropout_ = 0;
};

}  // namespace harmonium
