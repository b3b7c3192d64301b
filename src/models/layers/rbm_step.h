// One update of a restricted Boltzmann machine, without a model around it: contrastive divergence (CD-k), persistent
// chains (PCD-k), parallel tempering or the exact gradient of small machines; with momentum, weight decay, a sparsity
// target, schedules and centring. The mathematics stands in models/layers/rbm.h, models/layers/rbm_tempering.h and
// models/layers/rbm_exact.h. A stack owns one per layer.
//
// An update has four parts:
//   positive     h_data = p(h | v_data), and a sample of it
//   reconstruct  k Gibbs steps, from that sample (CD) or from where the chains stand (PCD, tempering); or all states
//   negative     h_model = p(h | v_model), of the last visible states
//   step         W, b, c, z move along <v h'>_data - <v h'>_model; slope() works that out, apply() moves them
//
// Gaussian visible units see every value less its mean over its deviation in the data (a constant value: over 1). Their
// steps of W and b are in units of the noise: the slope times s_i^2, so that learning does not speed up as the noise
// shrinks (the Fisher information of a normal's mean is 1 / s^2). z is kept from -6 to 2: the noise of a unit can't
// fall below 5 % of its deviation, where a single example could make the likelihood grow without end.
//
// Hinton (2010), A practical guide to training RBMs, for the recipe.
#pragma once

#include "base/tensor.h"
#include "models/layers/layer_states.h"
#include "models/layers/rbm.h"
#include "models/layers/rbm_exact.h"
#include "models/layers/rbm_tempering.h"

#include <vector>

namespace harmonium {

enum class RbmMethod { kCd, kPcd, kTempering, kExact };
enum class RbmSchedule { kConstant, kLinear, kOverSteps };

struct RbmRecipe {  // what may change while training
  double learning_rate = 0.05, schedule_epochs = 100;
  RbmSchedule schedule = RbmSchedule::kConstant;
  int gibbs_steps = 1;
  double steps_grow_epochs = 0;
  double momentum = 0.5, momentum_start = 0.5, momentum_epochs = 0;
  double weight_decay = 0, sparsity_target = 0.1, sparsity_cost = 0;
  bool sampled_reconstruction = true;
  RbmMethod method = RbmMethod::kCd;
  bool centred = false, learn_variance = true;

  // At so many epochs. Of kOverSteps: the rate over the number of steps, as Salakhutdinov & Murray (2008) have it.
  int gibbsStepsAt(double epoch) const;
  double learningRateAt(double epoch) const;
  double momentumAt(double epoch) const;
};

// How a machine begins.
struct RbmStart {
  RbmParameters p;
  States data_states = States::kBinary;  // of what begin() is given
  Vector mean_v;                         // V: the visible offset of centring
  RbmBase base{Vector()};                // where tempering begins
  int chains = 0;                        // of PCD and tempering
  int temperatures = 2;                  // of tempering
};

class RbmStep {
 public:
  void initialise(RbmStart start, const RbmRecipe& recipe, Rng& rng);
  void configure(const RbmRecipe& recipe) { recipe_ = recipe; }
  void useTeam(Team* team);

  // v: V x N, with the label's rows if the machine has label units.
  void begin(const Matrix& v, double epoch);
  void positive(Rng& rng);
  void reconstruct(Rng& rng);
  void negative();
  void slope();
  void apply();
  double epoch() const { return epoch_; }  // as begin() was told

  const RbmRecipe& recipe() const { return recipe_; }
  const RbmParameters& machine() const { return p_; }
  RbmParameters& machine() { return p_; }
  const RbmGradient& gradient() const { return gradient_; }  // of the last slope(), before momentum and decay
  RbmGradient& gradient() { return gradient_; }              // may be changed before apply()
  // Examples in the dream of one update, times the steps each takes: what reconstruct() costs.
  double dreamCost(int examples) const;

  // Velocities, chains and running means, by name.
  std::vector<Tensor> state();

  // What the last update left. Of exact and tempered methods some are empty.
  const LayerStates& data() const { return v_data_; }
  const LayerStates& model() const { return v_model_; }
  const LayerStates& hiddenOfData() const { return h_data_; }
  const LayerStates& hiddenOfModel() const { return h_model_; }
  const Matrix& hiddenMeanOfData() const { return h_data_mean_; }    // H x N
  const Matrix& meanOfModel() const { return v_model_mean_; }        // V x M
  const Matrix& hiddenMeanOfModel() const { return h_model_mean_; }  // H x M
  const TemperedChains& tempered() const { return tempered_; }
  TemperedChains& tempered() { return tempered_; }
  States dataStates() const { return data_states_; }

 private:
  // What stands for the model: means only where the chains leave some.
  bool sampled() const { return recipe_.sampled_reconstruction || recipe_.method == RbmMethod::kTempering; }

  RbmRecipe recipe_{};
  RbmParameters p_;
  States data_states_ = States::kBinary;
  RbmGradient velocity_, gradient_;
  Vector mean_v_;       // V: mean of the data, the visible offset of centring
  Vector mean_h_;       // H: running mean of the hidden means on data; hidden offset, and what sparsity looks at
  LayerStates chains_;  // H x chains: hidden states of the persistent chains (PCD only)
  RbmBase base_{Vector()};
  TemperedChains tempered_;  // (tempering only)
  ExactMoments counting_;    // (exact only)
  RbmMoments moments_;

  double epoch_ = 0;
  LayerStates v_data_, v_model_, h_data_, h_model_;   // V x N, V x M; H x N, H x M
  Matrix h_data_mean_, v_model_mean_, h_model_mean_;  // H x N, V x M, H x M
  Vector batch_v_, batch_h_;                          // mean over the batch of v and of h_data_mean
  Vector variance_;                                   // V: s^2 of Gaussian units
  RbmScratch scratch_;
  RbmGradientScratch gradient_scratch_;
};

}  // namespace harmonium
