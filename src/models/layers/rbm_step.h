// The learning rule of one restricted Boltzmann machine: contrastive divergence (CD-k), persistent chains (PCD-k),
// parallel tempering, or the exact gradient for small machines; with momentum, weight decay, a sparsity target,
// schedules and centring. The mathematics stands in models/layers/rbm.h, models/layers/rbm_tempering.h and
// models/layers/rbm_exact.h. The RBM owns one RbmStep; a stack owns one per layer.
//
// An update has four parts:
//   positive     computes h_data = p(h | v_data) and draws a sample of it
//   reconstruct  takes k Gibbs steps from that sample (CD) or from the current chains (PCD, tempering); or, for the
//                exact gradient, visits all states
//   negative     computes h_model = p(h | v_model), given the last visible states
//   step         slope() computes <v h'>_data - <v h'>_model; apply() moves W, b, c, z along it
//
// Gaussian visible units use standardised values: each value less its mean, divided by its deviation in the data (by 1
// if it is constant). Their gradients by W and b are multiplied by s_i^2, so that learning does not speed up as the
// noise shrinks (the Fisher information of the mean of a normal distribution is 1 / s^2). z stays between -6 and 2. So
// the noise of a unit can't fall below 5 % of its deviation, where a single example could make the likelihood grow
// without bound.
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

// The range of z, the logarithm of a Gaussian unit's variance relative to its variance in the data.
inline constexpr float kLowestLogVariance = -6, kHighestLogVariance = 2;

enum class RbmMethod { kCd, kPcd, kTempering, kExact };
enum class RbmSchedule { kConstant, kLinear, kOverSteps };

struct RbmRecipe {  // the settings; all but `method` and `centred` may change while training
  double learning_rate = 0.05, schedule_epochs = 100;
  RbmSchedule schedule = RbmSchedule::kConstant;
  int gibbs_steps = 1;
  double steps_grow_epochs = 0;
  double momentum = 0.5, momentum_start = 0.5, momentum_epochs = 0;
  double weight_decay = 0, sparsity_target = 0.1, sparsity_cost = 0;
  bool sampled_reconstruction = true;
  RbmMethod method = RbmMethod::kCd;
  bool centred = false, learn_variance = true;

  // The values after `epoch` epochs. kOverSteps divides the rate by the number of steps, as in Salakhutdinov & Murray
  // (2008).
  int gibbsStepsAt(double epoch) const;
  double learningRateAt(double epoch) const;
  double momentumAt(double epoch) const;
};

// The start of training.
struct RbmStart {
  RbmParameters p;
  States data_states = States::kBinary;  // whether the examples given to begin() hold only 0 and 1
  Vector mean_v;                         // V: the visible offset of centring
  RbmBase base{Vector()};                // the base distribution of tempering
  int chains = 0;                        // number of chains of PCD, or of chains per temperature
  int temperatures = 2;                  // number of temperatures, for tempering
  bool draws = true;                     // false: the states of the chains are replaced next, so none are drawn
  bool trains = true;                    // false: nothing is needed that only training needs
};

class RbmStep {
 public:
  Work initialise(Pace& pace, RbmStart start, RbmRecipe recipe, Rng& rng);
  void configure(const RbmRecipe& recipe) { recipe_ = recipe; }
  void useTeam(Team* team);

  // v: V x N, with the label's rows if the machine has label units.
  void begin(const Matrix& v, double epoch);
  Work positive(Pace& pace, Rng& rng);
  Work reconstruct(Pace& pace, Rng& rng);
  Work negative(Pace& pace);
  Work slope(Pace& pace);
  // Parameters change at the end, all at once: wherever the work stops, they belong together.
  Work apply(Pace& pace);
  double epoch() const { return epoch_; }  // as begin() was told

  const RbmRecipe& recipe() const { return recipe_; }
  const RbmParameters& machine() const { return p_; }
  RbmParameters& machine() { return p_; }
  const RbmGradient& gradient() const { return gradient_; }  // of the last slope(), before momentum and decay
  RbmGradient& gradient() { return gradient_; }              // may be changed before apply()
  // The cost of reconstruct() in passes of one example through the weights.
  double dreamCost(int examples) const;

  // Velocities, chains and running means, by name.
  std::vector<Tensor> state();

  // The states and means of the last update. The exact method and tempering leave some of them empty.
  const LayerStates& data() const { return v_data_; }
  const LayerStates& model() const { return v_model_; }
  const LayerStates& hiddenOfData() const { return h_data_; }
  const LayerStates& hiddenOfModel() const { return h_model_; }
  const Matrix& hiddenMeanOfData() const { return h_data_mean_; }    // H x N
  const Matrix& meanOfModel() const { return v_model_mean_; }        // V x M
  const Matrix& hiddenMeanOfModel() const { return h_model_mean_; }  // H x M
  const Vector& meanHidden() const { return mean_h_; }               // H: running mean of the hidden activity
  const RbmMoments& moments() const { return moments_; }             // under the model; exact method only
  const TemperedChains& tempered() const { return tempered_; }
  TemperedChains& tempered() { return tempered_; }
  States dataStates() const { return data_states_; }

 private:
  // Whether the negative phase uses samples of the visible units or their means. Tempering has no means.
  bool sampled() const { return recipe_.sampled_reconstruction || recipe_.method == RbmMethod::kTempering; }

  RbmRecipe recipe_{};
  RbmParameters p_;
  States data_states_ = States::kBinary;
  RbmGradient velocity_, gradient_;  // the second is empty before the first update
  Vector mean_v_;                    // V: mean of the data, the visible offset of centring
  Vector mean_h_;                    // H: running mean of the hidden means given data; for centring and sparsity
  LayerStates chains_;               // H x chains: hidden states of the persistent chains (PCD only)
  RbmBase base_{Vector()};
  TemperedChains tempered_;  // tempering only
  ExactMoments counting_;    // exact method only, like moments_
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
