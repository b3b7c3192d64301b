// The model "restricted Boltzmann machine": binary hidden units, binary or Gaussian visible units and optional label
// units. models/layers/rbm.h and models/layers/rbm_labels.h hold the mathematics, models/layers/rbm_step.h the learning
// rule, models/layers/rbm_exact.h the sums over all states.
//
// An update has the four phases of RbmStep. With label units, the model maximises one of three objectives:
//   generative       log p(v, y): the label is one more group of visible units
//   discriminative   log p(y | v), in two phases: classify and update
//   hybrid           log p(y | v) + a log p(v, y), in the generative phases, then classify, then update
// If the class of an example is not known, the positive phase draws one from p(y | v), and classify leaves the example
// out.
//
// Parameters: W [V, H], b [V], c [H]; z [V] with Gaussian units; U [K, H], d [K] with label units.
//
// If a sum over all states is cheap, the model also compares the gradient of the last update with the exact one of the
// same batch. This costs time only when a reading or a view asks for it.
#pragma once

#include "base/numbers.h"
#include "models/layers/rbm_annealing.h"
#include "models/layers/rbm_scores.h"
#include "models/layers/rbm_step.h"
#include "models/model.h"

namespace harmonium {

class Rbm final : public ModelOf<Rbm, faces::Samples, faces::ExactSamples, faces::EnergyDensity, faces::Annealed,
                                 faces::FreeEnergy, faces::Codes, faces::Classes, faces::Pictures, faces::Watched> {
 public:
  static const OptionTable& options();
  static const std::vector<Phase>& phaseTable();
  static const std::vector<ViewOffer>& viewNames();
  static const std::vector<Preset>& presets();
  static Status accepts(const DataSummary& data);
  static Status allows(const Settings& settings, const DataSummary& data);
  static MemoryNeed memory(const Settings& settings, const DataSummary& data);

  Work begin(Pace& pace, const Settings& settings, const DataSummary& data, std::uint64_t seed) override;
  void configure(const Settings& settings) override;
  Needs needs() const override { return {.labels = machine().labels > 0}; }
  std::span<const Stage> stages() const override;
  double updateCost(int examples) const override;
  void beginUpdate(const Batch& batch, const Clock& clock) override;
  Work runPhase(std::size_t phase, Rng& rng, Pace& pace) override;
  std::vector<Tensor> parameters() override;
  std::vector<Tensor> trainingState() override { return step_.state(); }
  std::vector<std::span<const float>> slopes() const override;
  const char* remedy() const override { return "a smaller learning rate or more weight decay helps"; }

  std::unique_ptr<Sampler> sampler(int count) const override;
  std::unique_ptr<ExactDraws> exactDraws() const override;
  Result<std::unique_ptr<Likelihood>> likelihood(LikelihoodOf of) const override;
  std::unique_ptr<AnnealedChains> annealedChains() const override;
  std::unique_ptr<FreeEnergies> freeEnergies() const override;
  void encode(const Matrix& v, Matrix& code) const override;
  void reconstruct(const Matrix& v, Matrix& mean) const override;
  int classes() const override { return toInt(machine().labels); }
  void classProbabilities(const Matrix& v, Matrix& p) const override;
  std::vector<ViewOffer> offers() const override;
  std::optional<View> view(std::string_view name, const ViewContext& context) const override;
  std::vector<double> densityOn(const PlaneGrid& grid) const override;
  double readingsCost() const override;
  Work takeReadings(const WatchedExamples& watched, std::vector<Reading>& out, Pace& pace) const override;

  const RbmParameters& machine() const { return step_.machine(); }
  const RbmRecipe& recipe() const { return step_.recipe(); }
  const RbmGradient& gradient() const { return step_.gradient(); }  // of the last update, before momentum and decay

  // The gradient of the last update as estimated, and the exact gradient for the same batch and parameters. Null if a
  // sum over all states is not cheap, and before the first update.
  struct GradientPair {
    RbmGradient estimate, exact;
    double cosine = 0, norm_ratio = 0;  // with all parameters as one vector: cosine, and |estimate| / |exact|
  };
  const GradientPair* gradientPair() const;

 private:
  enum class Objective { kGenerative, kDiscriminative, kHybrid };
  enum class Part { kPositive, kReconstruct, kNegative, kClassify, kUpdate };

  static bool gaussianUnits(const Settings& settings, const DataSummary& data);
  static std::span<const Part> partsOf(Objective objective);
  // The part of an update that a phase index stands for; nothing for -1, which means between updates.
  std::optional<Part> partOf(int phase) const;

  Work positive(Rng& rng, Pace& pace);
  Work update(Pace& pace);
  void rememberForComparison();

  View weights(bool strongest_first, const ViewContext& context) const;
  View biases() const;
  std::optional<View> labelWeights() const;
  bool hasNetwork() const;  // whether there are few enough units to draw
  std::optional<View> network(const ViewContext& context) const;
  void addStates(std::optional<Part> part, View& view) const;
  // The step of W, and of U below it, of the update that slow motion has just ended; otherwise empty.
  std::vector<float> weightStep(const ViewContext& context) const;
  bool hasUpdatePairs() const;  // whether an update has pictures of both the data and the model
  std::optional<View> updatePairs(int phase) const;
  bool countsStates() const;  // whether the visible states can be counted for a view
  std::optional<View> countedStates(std::string_view name, const ViewContext& context) const;
  std::optional<View> gradientChart() const;
  bool hasDensity() const;       // whether the visible units are one or two real values
  bool hasTemperatures() const;  // whether its chains run at many temperatures and are pictures
  std::optional<View> density(const ViewContext& context) const;
  std::optional<View> temperatures() const;
  std::optional<View> exactUpdate(const ViewContext& context) const;

  int rows_ = 0, cols_ = 0;
  bool pictures_ = true;  // whether the visible units form a picture
  Range ranges_[2];       // of the axes of the first two values
  std::vector<std::string> value_names_;
  std::shared_ptr<const harmonium::Density> truth_;
  std::vector<std::string> class_names_;
  RbmBase annealing_base_{Vector()};

  Objective objective_ = Objective::kGenerative;
  float generative_weight_ = 1;  // the factor a of the hybrid objective
  RbmStep step_;
  Matrix v_, joint_;  // the batch, V x N, and the batch with the rows of the label, (V + K) x N
  std::vector<std::int16_t> labels_;
  LabelScratch label_scratch_;
  RbmGradient discriminative_;
  mutable RbmScoreScratch scores_;

  // The last complete update, from which gradientPair() computes the exact gradient.
  struct Comparison {
    std::uint64_t taken = 0, compared = 0;  // number of updates so far; the update that `pair` belongs to
    RbmParameters p;                        // the parameters before the update
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
