// The model "general Boltzmann machine". It learns by the two-phase rule of models/boltzmann/boltzmann.h, with momentum
// and weight decay.
//
// An update has three phases:
//   clamped   The data hold the visible units. <s_k s_j>_data is computed by one of
//             gibbs      sweeps over the hidden units, from all off
//             annealed   the same, cooled from a high temperature first
//             meanField  probabilities in place of states, updated until they agree (deterministic, factorial)
//             exact      counting all 2^H hidden states of every example
//             Hidden units without connections to each other are independent given the data. Their exact probabilities
//             are then used under any of these choices.
//   free      No unit is held. <s_k s_j>_model of all units is computed by one of
//             annealed   new chains from random states, cooled to temperature 1 (Ackley, Hinton & Sejnowski 1985)
//             persistent chains that continue from update to update (Neal 1992; Tieleman 2008)
//             contrastive chains that start at the data (Hinton 2002)
//             exact      counting all 2^n states
//   update    J moves along <s s'>_data - <s s'>_model and a along <s>_data - <s>_model. Optionally, as in 1985, every
//             parameter takes a step of the same size in the direction of its sign.
//
// Ackley, Hinton & Sejnowski clamp patterns with new noise in every update: a bit that is on is lost with one
// probability, and a bit that is off is added with another. So no visible state is impossible, and weights stay finite.
//
// Exact sums are possible for up to 20 units in all (clamped phase: up to 20 hidden units).
#pragma once

#include "models/boltzmann/boltzmann.h"
#include "models/boltzmann/boltzmann_exact.h"
#include "models/boltzmann/boltzmann_mixing.h"
#include "models/layers/rbm_annealing.h"
#include "models/layers/rbm_scores.h"
#include "models/model.h"

namespace harmonium {

class BoltzmannMachine final
    : public ModelOf<BoltzmannMachine, faces::Samples, faces::ExactSamples, faces::EnergyDensity, faces::Annealed,
                     faces::FreeEnergy, faces::Pictures, faces::Watched> {
 public:
  static const OptionTable& options();
  static const std::vector<Phase>& phaseTable();
  static const std::vector<ViewOffer>& viewNames();
  static const std::vector<Preset>& presets();
  static Status accepts(const DataSummary& data);
  static Status allows(const Settings& settings, const DataSummary& data);
  static MemoryNeed memory(const Settings& settings, const DataSummary& data);

  void initialise(const Settings& settings, const DataSummary& data, std::uint64_t seed) override;
  void configure(const Settings& settings) override;
  double updateCost(int examples) const override;
  double readingsCost() const override;
  void beginUpdate(const Batch& batch, const Clock& clock) override;
  Work runPhase(std::size_t phase, Rng& rng, Pace& pace) override;
  std::vector<Tensor> parameters() override;
  void parametersChanged() override;
  // U and V have to be symmetric, with zeros on the diagonal and where no units are linked.
  Status checkParameters(std::span<const std::span<const float>> given) const override;
  std::vector<Tensor> trainingState() override;
  std::vector<std::span<const float>> slopes() const override;
  const char* remedy() const override { return "a smaller learning rate or more weight decay helps"; }

  // A step is one sweep over all units.
  std::unique_ptr<Sampler> sampler(int count) const override;
  std::unique_ptr<ExactDraws> exactDraws() const override;
  Result<std::unique_ptr<Likelihood>> likelihood(LikelihoodOf of) const override;
  // A machine without connections inside its layers is a restricted one.
  bool anneals() const override { return restricted(); }
  std::unique_ptr<AnnealedChains> annealedChains() const override;
  std::unique_ptr<FreeEnergies> freeEnergies() const override;
  std::vector<ViewOffer> offers() const override;
  std::optional<View> view(std::string_view name, const ViewContext& context) const override;
  Work takeReadings(const WatchedExamples& watched, std::vector<Reading>& out, Pace& pace) const override;

  const BoltzmannParameters& machine() const { return p_; }
  const Couplings& couplings() const { return m_; }
  const BoltzmannGradient& gradient() const { return gradient_; }  // of the last update, before momentum and decay
  // The exact gradient at the parameters and clamped states of the last update. Empty before the first update and if
  // there are more than 20 units.
  std::optional<BoltzmannGradient> exactGradient() const;
  // The share of the examples v for which the last row of the picture is the most probable one given the rows above,
  // computed exactly. Empty if the picture has only one row or if there are too many states.
  std::optional<double> completed(const Matrix& v) const;

 private:
  enum class Clamped { kGibbs, kAnnealed, kMeanField, kExact };
  enum class Free { kAnnealed, kPersistent, kContrastive, kExact };
  struct Recipe {  // the settings that may change while training
    double learning_rate, momentum, weight_decay, schedule_epochs;
    bool linear, by_sign;
    double bits_lost, bits_added;
    int clamped_sweeps, free_sweeps, averaged_sweeps;
    double annealing_start;
    int annealing_stages, annealing_sweeps;
  };
  bool countable() const { return p_.units() <= kCountableUnits; }
  bool independentHidden() const { return !hidden_links_ || p_.hidden() <= 1; }
  bool restricted() const { return links_ == VisibleLinks::kNone && !hidden_links_ && p_.hidden() > 0; }
  void addNoise(Rng& rng);
  Work clamped(Rng& rng, Pace& pace);
  Work free(Rng& rng, Pace& pace);
  void update();
  Work anneal(Pace& pace, std::span<const std::uint32_t> order, UnitStates& states, Rng& rng);
  Work collect(Pace& pace, std::span<const std::uint32_t> order, UnitStates& states, UnitMoments& moments, Rng& rng);

  std::optional<View> states(std::string_view name, const ViewContext& context) const;
  View couplingsView(int phase) const;
  bool hasNetwork() const;  // whether there are few enough units to draw
  std::optional<View> network(const ViewContext& context) const;
  std::optional<View> autocorrelation(const ViewContext& context) const;
  std::optional<View> gradientScatter() const;

  Recipe recipe_{};
  Clamped clamped_ = Clamped::kGibbs;
  Free free_ = Free::kAnnealed;
  VisibleLinks links_ = VisibleLinks::kAll;
  bool hidden_links_ = true;
  int rows_ = 0, cols_ = 0;

  BoltzmannParameters p_;
  Couplings m_;  // the same parameters, over all units
  BoltzmannGradient velocity_, gradient_, signs_;
  UnitStates chains_;                        // n x C: states of the persistent chains
  std::vector<std::uint32_t> hidden_, all_;  // units in the order of a sweep
  int copies_ = 1;                           // number of clamped chains per example

  Clock clock_;
  Matrix clamped_data_;  // V x N * copies, with noise
  // The machine and the clamped visible states that the last gradient belongs to.
  Couplings before_;
  Matrix clamped_before_;
  std::vector<float> chances_;
  UnitStates data_states_, model_states_;
  UnitStates clamped_means_, means_;  // scratch of the two phases, which differ in size
  UnitMoments data_moments_, model_moments_, example_moments_;
  std::vector<double> table_;
  RbmBase annealing_base_{Vector()};
};

}  // namespace harmonium
