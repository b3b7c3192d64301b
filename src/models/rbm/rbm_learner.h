// How a restricted Boltzmann machine learns: contrastive divergence (CD-k), persistent chains (PCD-k), parallel
// tempering or the exact gradient of small machines; with momentum, weight decay, a sparsity target, schedules and
// centring. The mathematics stands in models/rbm/rbm.h, models/rbm/rbm_tempering.h and models/rbm/rbm_exact.h.
//
// An update has four phases:
//   positive     h_data = p(h | v_data), and a sample of it
//   reconstruct  k Gibbs steps, from that sample (CD) or from where the chains stand (PCD, tempering); or all states
//   negative     h_model = p(h | v_model), of the last visible states
//   update       W, b, c, z move along <v h'>_data - <v h'>_model
//
// Gaussian visible units see every value less its mean over its deviation in the data (a constant value: over 1). Their
// steps of W and b are in units of the noise: the slope times s_i^2, so that learning does not speed up as the noise
// shrinks (the Fisher information of a normal's mean is 1 / s^2). z is kept from -6 to 2: the noise of a unit can't
// fall below 5 % of its deviation, where a single example could make the likelihood grow without end.
//
// Where all states can be counted quickly, the update's gradient is set beside the exact one of the same batch.
//
// Hinton (2010), A practical guide to training RBMs, for the recipe.
#pragma once

#include "models/model.h"
#include "models/rbm/rbm.h"
#include "models/rbm/rbm_exact.h"
#include "models/rbm/rbm_tempering.h"

namespace harmonium {

class Rbm final : public Model {
 public:
  static const OptionTable& options();
  static const std::vector<Phase>& phaseTable();
  static const std::vector<ViewName>& viewNames();
  static const std::vector<Preset>& presets();
  static Status accepts(const DataSummary& data);
  static Status allows(const Settings& settings, const DataSummary& data);

  std::span<const Phase> phases() const override { return phaseTable(); }
  void initialise(const Settings& settings, const DataSummary& data, std::uint64_t seed) override;
  void configure(const Settings& settings) override;
  double updateCost(int examples) const override;
  void beginUpdate(const Matrix& batch, const Clock& clock) override;
  void runPhase(std::size_t phase, Rng& rng) override;
  std::vector<Tensor> parameters() override;
  std::vector<Tensor> trainingState() override;
  void sampleStart(Matrix& start, Rng& rng) const override;
  void sampleSteps(Matrix& states, Matrix& visible_mean, int steps, std::span<const float> clamp,
                   Rng& rng) const override;
  bool reconstruct(const Matrix& v, Matrix& mean) const override;
  std::optional<View> view(std::string_view name, const ViewContext& context) const override;
  double readingsCost() const override;
  void readings(const Watched& watched, std::vector<Reading>& out) const override;
  std::unique_ptr<Likelihood> likelihood() const override;
  const RbmParameters* asRbm() const override { return &p_; }

  // Rates and numbers of steps at a moment of training; functions of the settings and the clock alone.
  int gibbsStepsAt(const Clock& clock) const;
  double learningRateAt(const Clock& clock) const;
  double momentumAt(const Clock& clock) const;

  const RbmGradient& gradient() const { return gradient_; }  // of the last update, before momentum and decay

  // The last update's slope of the log-likelihood of its batch as estimated and as it is. Null where counting all
  // states takes too long to be done in passing, and before the first update.
  struct GradientPair {
    RbmGradient estimate, exact;
    double cosine = 0, norm_ratio = 0;  // of the two as long vectors; estimate over exact
  };
  const GradientPair* gradientPair() const;

 private:
  enum class Method { kCd, kPcd, kTempering, kExact };
  enum class Schedule { kConstant, kLinear, kOverSteps };
  struct Recipe {  // the settings that may change while training
    double learning_rate, schedule_epochs;
    Schedule schedule;
    int gibbs_steps;
    double steps_grow_epochs;
    double momentum, momentum_start, momentum_epochs;
    double weight_decay, sparsity_target, sparsity_cost;
    bool sampled_reconstruction;
    Method method;
    bool centred, learn_variance;
  };

  static bool gaussianUnits(const Settings& settings, const DataSummary& data);

  void positive(Rng& rng);
  void reconstructPhase(Rng& rng);
  void negative();
  void update();
  void rememberForComparison();
  // What stands for the model: means only where the chains leave some.
  bool sampled() const { return recipe_.sampled_reconstruction || recipe_.method == Method::kTempering; }

  std::optional<View> weights() const;
  View biases() const;
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

  Recipe recipe_{};
  int rows_ = 0, cols_ = 0;
  bool pictures_ = true;  // the visible units make a picture
  float low_ = 0, high_ = 1;
  std::shared_ptr<const Density> truth_;
  States data_states_ = States::kBinary;

  RbmParameters p_;
  RbmGradient velocity_, gradient_;
  Vector mean_v_;       // V: mean of the data, the visible offset of centring
  Vector mean_h_;       // H: running mean of the hidden means on data; hidden offset, and what sparsity looks at
  LayerStates chains_;  // H x chains: hidden states of the persistent chains (PCD only)
  RbmBase base_{Vector()};
  TemperedChains tempered_;  // (tempering only)
  ExactMoments counting_;    // (exact only)
  RbmMoments moments_;

  Clock clock_;
  LayerStates v_data_, v_model_, h_data_, h_model_;   // V x N, V x M; H x N, H x M
  Matrix h_data_mean_, v_model_mean_, h_model_mean_;  // H x N, V x M, H x M
  Vector batch_v_, batch_h_;                          // mean over the batch of v and of h_data_mean
  Vector variance_;                                   // V: s^2 of Gaussian units
  mutable RbmScratch scratch_;
  RbmGradientScratch gradient_scratch_;

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
