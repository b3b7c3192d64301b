// How a restricted Boltzmann machine learns: contrastive divergence (CD-k) or persistent chains (PCD-k), with momentum,
// weight decay, a sparsity target, schedules and centring. The mathematics stands in models/rbm.h.
//
// An update has four phases:
//   positive     h_data = p(h | v_data), and a sample of it
//   reconstruct  k Gibbs steps, from that sample (CD) or from where the persistent chains stand (PCD)
//   negative     h_model = p(h | v_model), of the last visible states
//   update       W, b, c move along <v h'>_data - <v h'>_model
//
// Hinton (2010), A practical guide to training RBMs, for the recipe.
#pragma once

#include "models/model.h"
#include "models/rbm.h"

namespace harmonium {

class Rbm final : public Model {
 public:
  static const OptionTable& options();
  static const std::vector<Phase>& phaseTable();
  static const std::vector<ViewName>& viewNames();
  static const std::vector<Preset>& presets();
  static Status accepts(const DataSummary& data);

  std::span<const Phase> phases() const override { return phaseTable(); }
  void initialise(const Settings& settings, const DataSummary& data, std::uint64_t seed) override;
  void configure(const Settings& settings) override;
  double updateCost(int examples) const override { return examples * (3.0 + 2.0 * recipe_.gibbs_steps); }
  void beginUpdate(const Matrix& batch, const Clock& clock) override;
  void runPhase(std::size_t phase, Rng& rng) override;
  std::vector<Tensor> parameters() override;
  std::vector<Tensor> trainingState() override;
  void sampleStart(Matrix& start, Rng& rng) const override;
  void sampleSteps(Matrix& states, Matrix& visible_mean, int steps, std::span<const float> clamp,
                   Rng& rng) const override;
  bool reconstruct(const Matrix& v, Matrix& mean) const override;
  std::optional<View> view(std::string_view name, const ViewContext& context) const override;
  const RbmParameters* asRbm() const override { return &p_; }

  // Rates and numbers of steps at a moment of training; functions of the settings and the clock alone.
  int gibbsStepsAt(const Clock& clock) const;
  double learningRateAt(const Clock& clock) const;
  double momentumAt(const Clock& clock) const;

  const RbmGradient& gradient() const { return gradient_; }  // of the last update, before momentum and decay

 private:
  enum class Schedule { kConstant, kLinear, kOverSteps };
  struct Recipe {  // the settings that may change while training
    double learning_rate, schedule_epochs;
    Schedule schedule;
    int gibbs_steps;
    double steps_grow_epochs;
    double momentum, momentum_start, momentum_epochs;
    double weight_decay, sparsity_target, sparsity_cost;
    bool sampled_reconstruction;
    bool persistent;
    bool centred;
  };

  void positive(Rng& rng);
  void reconstructPhase(Rng& rng);
  void negative();
  void update();

  View weightTiles() const;
  View biasTile() const;
  std::optional<View> network(int phase) const;
  std::optional<View> updatePairs(int phase) const;

  Recipe recipe_{};
  int rows_ = 0, cols_ = 0;
  States data_states_ = States::kBinary;

  RbmParameters p_;
  RbmGradient velocity_, gradient_;
  Vector mean_v_;  // V: mean of the data, the visible offset of centring
  Vector mean_h_;  // H: running mean of the hidden means on data; hidden offset, and what sparsity looks at
  Matrix chains_;  // H x chains: hidden states of the persistent chains (PCD only)

  Clock clock_;
  Matrix v_data_, h_data_mean_, h_data_;  // V x N, H x N, H x N
  Matrix v_model_, v_model_mean_;         // V x M; V x M
  Matrix h_model_mean_, h_model_;         // H x M
  Vector batch_v_, batch_h_;              // mean over the batch of v and of h_data_mean
  mutable RbmScratch scratch_;
  RbmGradientScratch gradient_scratch_;
};

}  // namespace harmonium
