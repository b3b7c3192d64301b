// Restricted Boltzmann machine with binary hidden and binary or Gaussian visible units, and a class label if wanted:
// the model. The mathematics stands in models/layers/rbm.h and models/layers/rbm_labels.h, an update in
// models/layers/rbm_step.h, sums over all states in models/layers/rbm_exact.h.
//
// An update has the four phases of RbmStep. With label units it learns one of three things:
//   generative       log p(v, y): the label is one more group of visible units
//   discriminative   log p(y | v): two phases, classify and update
//   hybrid           log p(y | v) + a log p(v, y): the generative phases, classify, update
// An example whose class is not known gets one drawn from p(y | v) in the positive phase, and no part in classify.
//
// Parameters: W [V, H], b [V], c [H]; z [V] of Gaussian units; U [K, H], d [K] of label units.
//
// Where all states can be counted quickly, the update's gradient is set beside the exact one of the same batch.
#pragma once

#include "models/layers/rbm_annealing.h"
#include "models/layers/rbm_scores.h"
#include "models/layers/rbm_step.h"
#include "models/model.h"

namespace harmonium {

class Rbm final : public ModelOf<Rbm, faces::Samples, faces::EnergyDensity, faces::Annealed, faces::FreeEnergy,
                                 faces::Codes, faces::Classes, faces::Pictures, faces::Watched> {
 public:
  static const OptionTable& options();
  static const std::vector<Phase>& phaseTable();
  static const std::vector<ViewName>& viewNames();
  static const std::vector<Preset>& presets();
  static Status accepts(const DataSummary& data);
  static Status allows(const Settings& settings, const DataSummary& data);

  void initialise(const Settings& settings, const DataSummary& data, std::uint64_t seed) override;
  void configure(const Settings& settings) override;
  Needs needs() const override { return {.labels = machine().labels > 0}; }
  std::span<const Stage> stages() const override;
  double updateCost(int examples) const override;
  void beginUpdate(const Batch& batch, const Clock& clock) override;
  void runPhase(std::size_t phase, Rng& rng) override;
  std::vector<Tensor> parameters() override;
  std::vector<Tensor> trainingState() override { return step_.state(); }
  const char* remedy() const override { return "a smaller learning rate or more weight decay helps"; }

  std::unique_ptr<Sampler> sampler(int count) const override;
  Result<std::unique_ptr<Likelihood>> likelihood(LikelihoodOf of) const override;
  std::unique_ptr<AnnealedChains> annealedChains() const override;
  std::unique_ptr<FreeEnergies> freeEnergies() const override;
  void encode(const Matrix& v, Matrix& code) const override;
  void reconstruct(const Matrix& v, Matrix& mean) const override;
  int classes() const override { return static_cast<int>(machine().labels); }
  void classProbabilities(const Matrix& v, Matrix& p) const override;
  std::optional<View> view(std::string_view name, const ViewContext& context) const override;
  double readingsCost() const override;
  void readings(const WatchedExamples& watched, std::vector<Reading>& out) const override;

  const RbmParameters& machine() const { return step_.machine(); }
  const RbmRecipe& recipe() const { return step_.recipe(); }
  const RbmGradient& gradient() const { return step_.gradient(); }  // of the last update, before momentum and decay

  // The last update's slope of the log-likelihood of its batch as estimated and as it is. Null where counting all
  // states takes too long to be done in passing, and before the first update.
  struct GradientPair {
    RbmGradient estimate, exact;
    double cosine = 0, norm_ratio = 0;  // of the two as long vectors; estimate over exact
  };
  const GradientPair* gradientPair() const;

 private:
  enum class Objective { kGenerative, kDiscriminative, kHybrid };
  enum class Part { kPositive, kReconstruct, kNegative, kClassify, kUpdate };

  static bool gaussianUnits(const Settings& settings, const DataSummary& data);
  static std::span<const Part> partsOf(Objective objective);
  // Which part of an update a phase of the pictures is; nothing between updates.
  std::optional<Part> partOf(int phase) const;

  void drawUnknownLabels(Rng& rng);
  void update();
  void rememberForComparison();

  std::optional<View> weights() const;
  View biases() const;
  std::optional<View> labelWeights() const;
  std::optional<View> network(int phase) const;
  std::optional<View> updatePairs(int phase) const;
  std::optional<View> truthTable(const ViewContext& context) const;
  std::optional<View> truthChart(const ViewContext& context) const;
  std::optional<View> gradientChart() const;
  std::optional<View> density(const ViewContext& context) const;
  std::optional<View> temperatures() const;
  struct CountedStates;
  std::optional<CountedStates> countStates(const ViewContext& context, std::size_t shown) const;
  std::string stateName(std::size_t state) const;

  int rows_ = 0, cols_ = 0;
  bool pictures_ = true;  // the visible units make a picture
  float low_ = 0, high_ = 1;
  std::shared_ptr<const harmonium::Density> truth_;
  std::vector<std::string> class_names_;
  RbmBase annealing_base_{Vector()};

  Objective objective_ = Objective::kGenerative;
  float generative_weight_ = 1;  // a of the hybrid objective
  RbmStep step_;
  Matrix v_, joint_;  // V x N, and with the rows of the label
  std::vector<std::int16_t> labels_;
  LabelScratch label_scratch_;
  RbmGradient discriminative_;
  mutable RbmScoreScratch scores_;

  // The last whole update, for the exact gradient beside it.
  struct Comparison {
    std::uint64_t taken = 0, compared = 0;  // updates so far; the one that `pair` is of
    RbmParameters p;                        // before the update
    Matrix v, h_mean;
    GradientPair pair;
    ExactMoments counting;
    RbmMoments moments;
    RbmGradientScratch scratch;
  };
  bool comparable_ = false;
  mutable Comparison comparison_;
};

}  // namespace harmonium
