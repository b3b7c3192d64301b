// Compiled for speed: an update's own loops.
#include "models/layers/rbm_step.h"

#include "models/layers/schedule.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

// Share of the newest batch in the running mean of hidden activity (Melchior et al. 2016).
constexpr float kSlide = 0.01f;
// Of Gaussian units, in logarithms of the variance in the data.
constexpr float kLowestLogVariance = -6, kHighestLogVariance = 2;

RbmGradient zerosLike(const RbmParameters& p) {
  return {.W = RowMatrix::Zero(p.W.rows(), p.W.cols()),
          .b = Vector::Zero(p.b.size()),
          .c = Vector::Zero(p.c.size()),
          .z = Vector::Zero(p.z.size())};
}

}  // namespace

int RbmRecipe::gibbsStepsAt(double epoch) const {
  return growingSteps(epoch, steps_grow_epochs, gibbs_steps);
}

double RbmRecipe::learningRateAt(double epoch) const {
  switch (schedule) {
    case RbmSchedule::kLinear:
      return learning_rate * linearToZero(epoch, schedule_epochs);
    case RbmSchedule::kOverSteps:
      return learning_rate / gibbsStepsAt(epoch);
    case RbmSchedule::kConstant:
      break;
  }
  return learning_rate;
}

double RbmRecipe::momentumAt(double epoch) const {
  return switched(epoch, momentum_epochs, momentum_start, momentum);
}

void RbmStep::initialise(RbmStart start, const RbmRecipe& recipe, Rng& rng) {
  p_ = std::move(start.p);
  recipe_ = recipe;
  data_states_ = start.data_states;
  mean_v_ = std::move(start.mean_v);
  base_ = std::move(start.base);
  velocity_ = zerosLike(p_);
  gradient_ = velocity_;
  mean_h_ = Vector::Constant(p_.c.size(), 0.5f);
  epoch_ = 0;

  v_data_.newNumbers().resize(p_.b.size(), 0);
  v_model_.newNumbers().resize(p_.b.size(), 0);
  chains_.newNumbers().resize(p_.c.size(), 0);
  v_model_mean_.resize(p_.b.size(), 0);
  if (recipe_.method == RbmMethod::kPcd) {
    Matrix v(p_.b.size(), start.chains), mean;
    sampleUnconnected(p_, v, scratch_, rng);
    hiddenMean(p_, v, States::kBinary, scratch_, mean);
    kernels::bernoulli(rng, flat(mean), flat(mean));
    chains_.newNumbers() = mean;
  }
  tempered_ = {};
  if (recipe_.method == RbmMethod::kTempering) {
    tempered_ = TemperedChains(p_, base_, start.temperatures, start.chains, rng);
  }
  counting_ = {};
}

void RbmStep::useTeam(Team* team) {
  scratch_.link.team = gradient_scratch_.link.team = team;
}

void RbmStep::begin(const Matrix& v, double epoch) {
  v_data_.newNumbers() = v;
  epoch_ = epoch;
}

void RbmStep::positive(Rng& rng) {
  sampleHidden(p_, v_data_, data_states_, scratch_, h_data_mean_, h_data_, rng);
  meanOverColumns(h_data_mean_, batch_h_);
  mean_h_ += kSlide * (batch_h_ - mean_h_);
}

void RbmStep::reconstruct(Rng& rng) {
  const int steps = recipe_.gibbsStepsAt(epoch_);
  if (recipe_.method == RbmMethod::kExact) return counting_.compute(p_, moments_);
  if (recipe_.method == RbmMethod::kTempering) {
    for (int step = 0; step < steps; ++step) tempered_.step(p_, base_, rng);
    v_model_mean_ = tempered_.states().leftCols(tempered_.ladders());
    v_model_.newNumbers() = v_model_mean_;
    return;
  }
  const bool persistent = recipe_.method == RbmMethod::kPcd;
  h_model_.copyBits(persistent ? chains_ : h_data_);
  for (int step = 0; step < steps; ++step) {
    if (step > 0) sampleHidden(p_, v_model_, States::kBinary, scratch_, h_model_mean_, h_model_, rng);
    sampleVisible(p_, h_model_, v_model_mean_, v_model_, scratch_, rng);
  }
  // Where the chains stand for the next update: hidden states given these visible ones.
  if (persistent) sampleHidden(p_, v_model_, States::kBinary, scratch_, h_model_mean_, chains_, rng);
}

void RbmStep::negative() {
  // Given the last visible states, never earlier ones: pairs <v h> must be of one moment.
  if (recipe_.method == RbmMethod::kExact) return;
  // Of persistent chains these means are there already: the chains' next states were drawn from them.
  if (recipe_.method == RbmMethod::kPcd && sampled()) return;
  if (sampled()) {
    hiddenMean(p_, v_model_, States::kBinary, scratch_, h_model_mean_);
  } else {
    hiddenMean(p_, v_model_mean_, States::kReal, scratch_, h_model_mean_);
  }
}

void RbmStep::slope() {
  const bool packed = data_states_ == States::kBinary;
  const RbmPhaseStatistics data{v_data_.numbers(), h_data_mean_, data_states_, false,
                                packed ? &v_data_.bits() : nullptr};
  if (recipe_.method == RbmMethod::kExact) {
    rbmGradient(p_, data, moments_, gradient_scratch_, gradient_);
    return;
  }
  // Beside packed data, packed samples: no number of them is read, and the means have their size.
  const RbmPhaseStatistics model =
      !sampled() ? RbmPhaseStatistics{v_model_mean_, h_model_mean_, States::kReal, true}
      : packed   ? RbmPhaseStatistics{v_model_mean_, h_model_mean_, States::kBinary, false, &v_model_.bits()}
                 : RbmPhaseStatistics{v_model_.numbers(), h_model_mean_, States::kBinary};
  rbmGradient(p_, data, model, gradient_scratch_, gradient_);
}

void RbmStep::apply() {
  if (recipe_.centred) centreGradient(mean_v_, mean_h_, gradient_);
  if (recipe_.sparsity_cost > 0) {
    // Hinton (2010), section 11: the same pull on a unit's bias and on its weights from active pixels.
    batch_h_ = static_cast<float>(recipe_.sparsity_cost) *
               (Vector::Constant(mean_h_.size(), static_cast<float>(recipe_.sparsity_target)) - mean_h_);
    gradient_.c += batch_h_;
    if (!p_.gaussian()) meanOverColumns(v_data_.numbers(), batch_v_);
    if (!p_.gaussian()) kernels::addOuter(1.0f, flat(batch_v_), flat(batch_h_), flat(gradient_.W));
  }
  if (p_.gaussian()) {
    variance_ = p_.z;
    kernels::exp(flat(variance_), flat(variance_));
    const std::size_t hidden = p_.hidden();
    for (std::size_t i = 0; i < p_.visible(); ++i) {
      const float variance = variance_[static_cast<Eigen::Index>(i)];
      kernels::scale(variance, flat(gradient_.W).subspan(i * hidden, hidden));
      gradient_.b[static_cast<Eigen::Index>(i)] *= variance;
    }
  }

  const float rate = static_cast<float>(recipe_.learningRateAt(epoch_));
  const float momentum = static_cast<float>(recipe_.momentumAt(epoch_));
  const float decay = static_cast<float>(recipe_.weight_decay);
  kernels::momentumStep(flat(p_.W), flat(velocity_.W), flat(gradient_.W), 1.0f, rate, momentum, decay,
                        scratch_.link.team);
  kernels::momentumStep(flat(p_.b), flat(velocity_.b), flat(gradient_.b), 1.0f, rate, momentum, 0.0f);
  kernels::momentumStep(flat(p_.c), flat(velocity_.c), flat(gradient_.c), 1.0f, rate, momentum, 0.0f);
  if (p_.gaussian() && recipe_.learn_variance) {
    kernels::momentumStep(flat(p_.z), flat(velocity_.z), flat(gradient_.z), 1.0f, rate, momentum, 0.0f);
    // Written so that a NaN stays one: it must stop training, not hide at the edge.
    for (float& z : p_.z)
      z = z < kLowestLogVariance ? kLowestLogVariance : z > kHighestLogVariance ? kHighestLogVariance : z;
  }
}

double RbmStep::dreamCost(int examples) const {
  switch (recipe_.method) {
    case RbmMethod::kExact:
      return countingCost(p_);
    case RbmMethod::kTempering:
      return 2.0 * recipe_.gibbs_steps * static_cast<double>(tempered_.states().cols());
    case RbmMethod::kCd:
    case RbmMethod::kPcd:
      break;
  }
  return examples * (2.0 * recipe_.gibbs_steps);
}

std::vector<Tensor> RbmStep::state() {
  std::vector<Tensor> state = {tensorOf("velocity.W", velocity_.W), tensorOf("velocity.b", velocity_.b),
                               tensorOf("velocity.c", velocity_.c), tensorOf("mean.h", mean_h_)};
  if (p_.gaussian()) state.push_back(tensorOf("velocity.z", velocity_.z));
  if (recipe_.method == RbmMethod::kTempering) {
    state.push_back(tensorOf("chains.v", tempered_.states()));
    state.push_back(tensorOf("swap.rate", tempered_.swapRate()));
    state.push_back(tensorOf("swap.turn", tempered_.turn()));
  }
  if (recipe_.method == RbmMethod::kPcd) {
    state.push_back(tensorOf("chains.h", chains_.changeNumbers()));  // whoever asked may put others there
  }
  return state;
}

}  // namespace harmonium
