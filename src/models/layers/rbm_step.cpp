// Compiled for speed: every update runs these loops.
#include "models/layers/rbm_step.h"

#include "base/numbers.h"
#include "kernels/paced.h"
#include "models/layers/schedule.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

// Share of the newest batch in the running mean of hidden activity (Melchior et al. 2016).
constexpr float kNewShare = 0.01f;

Work setZero(Pace& pace, RowMatrix& m, Index rows, Index cols) {
  m.resize(rows, cols);
  co_await inParts(pace, toSize(rows), 2 * toDouble(cols), [&m](std::size_t from, std::size_t to) {
    m.middleRows(toIndex(from), toIndex(to - from)).setZero();
    return true;
  });
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

Work RbmStep::initialise(Pace& pace, RbmStart start, RbmRecipe recipe, Rng& rng) {
  p_ = std::move(start.p);
  recipe_ = recipe;
  data_states_ = start.data_states;
  mean_v_ = std::move(start.mean_v);
  base_ = std::move(start.base);
  if (start.trains) co_await setZero(pace, velocity_.W, p_.W.rows(), p_.W.cols());
  velocity_.b.setZero(p_.b.size());
  velocity_.c.setZero(p_.c.size());
  velocity_.z.setZero(p_.z.size());
  gradient_ = {};
  // 0.5 is the mean of a hidden unit without weights and bias.
  mean_h_ = Vector::Constant(p_.c.size(), 0.5f);
  epoch_ = 0;

  v_data_.newNumbers().resize(p_.b.size(), 0);
  v_model_.newNumbers().resize(p_.b.size(), 0);
  chains_.newNumbers().resize(p_.c.size(), 0);
  v_model_mean_.resize(p_.b.size(), 0);
  if (recipe_.method == RbmMethod::kPcd && !start.draws) {
    chains_.newNumbers().setZero(p_.c.size(), start.trains ? start.chains : 0);
  } else if (recipe_.method == RbmMethod::kPcd) {
    Matrix v(p_.b.size(), start.chains), mean;
    co_await sampleUnconnected(pace, p_, v, scratch_, rng);
    co_await hiddenMean(pace, p_, v, States::kBinary, scratch_, mean);
    co_await kernels::paced::bernoulli(pace, rng, flat(mean), flat(mean));
    chains_.newNumbers() = std::move(mean);
  }
  tempered_ = {};
  if (recipe_.method == RbmMethod::kTempering && (start.draws || start.trains)) {
    tempered_ = TemperedChains(p_, start.temperatures, start.chains);
    if (start.draws) {
      co_await tempered_.begin(pace, p_, base_, rng);
    } else {
      tempered_.states().setZero();
    }
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

Work RbmStep::positive(Pace& pace, Rng& rng) {
  co_await sampleHidden(pace, p_, v_data_, data_states_, scratch_, h_data_mean_, h_data_, rng);
  meanOverColumns(h_data_mean_, batch_h_);
  mean_h_ += kNewShare * (batch_h_ - mean_h_);
}

Work RbmStep::reconstruct(Pace& pace, Rng& rng) {
  const int steps = recipe_.gibbsStepsAt(epoch_);
  if (recipe_.method == RbmMethod::kExact) {
    co_await counting_.compute(pace, p_, moments_);
    co_return;
  }
  if (recipe_.method == RbmMethod::kTempering) {
    for (int step = 0; step < steps; ++step) co_await tempered_.step(pace, p_, base_, rng);
    v_model_mean_ = tempered_.states().leftCols(tempered_.ladders());
    v_model_.newNumbers() = v_model_mean_;
    co_return;
  }
  const bool persistent = recipe_.method == RbmMethod::kPcd;
  h_model_.copyBits(persistent ? chains_ : h_data_);
  for (int step = 0; step < steps; ++step) {
    if (step > 0) co_await sampleHidden(pace, p_, v_model_, States::kBinary, scratch_, h_model_mean_, h_model_, rng);
    co_await sampleVisible(pace, p_, h_model_, v_model_mean_, v_model_, scratch_, rng);
  }
  // The chains keep hidden states for the next update, drawn given the last visible ones.
  if (persistent) co_await sampleHidden(pace, p_, v_model_, States::kBinary, scratch_, h_model_mean_, chains_, rng);
}

Work RbmStep::negative(Pace& pace) {
  // The hidden means are computed given the last visible states: both states of a pair <v h> must belong to the same
  // step.
  if (recipe_.method == RbmMethod::kExact) return {};
  // reconstruct() has computed these means for persistent chains already, to draw their next states.
  if (recipe_.method == RbmMethod::kPcd && sampled()) return {};
  if (sampled()) return hiddenMean(pace, p_, v_model_, States::kBinary, scratch_, h_model_mean_);
  return hiddenMean(pace, p_, v_model_mean_, States::kReal, scratch_, h_model_mean_);
}

Work RbmStep::slope(Pace& pace) {
  const bool packed = data_states_ == States::kBinary;
  const RbmPhaseStatistics data{v_data_.numbers(), h_data_mean_, data_states_, false,
                                packed ? &v_data_.bits() : nullptr};
  if (recipe_.method == RbmMethod::kExact) {
    return rbmGradient(pace, p_, data, moments_, gradient_scratch_, gradient_);
  }
  // If the data are packed, the samples are used as bits too. Only the size of `v` is then read, so the means, which
  // have that size, can stand in for numbers that would have to be unpacked.
  const RbmPhaseStatistics model =
      !sampled() ? RbmPhaseStatistics{v_model_mean_, h_model_mean_, States::kReal, true}
      : packed   ? RbmPhaseStatistics{v_model_mean_, h_model_mean_, States::kBinary, false, &v_model_.bits()}
                 : RbmPhaseStatistics{v_model_.numbers(), h_model_mean_, States::kBinary};
  return rbmGradient(pace, p_, data, model, gradient_scratch_, gradient_);
}

Work RbmStep::apply(Pace& pace) {
  if (recipe_.centred) co_await centreGradient(pace, mean_v_, mean_h_, gradient_);
  if (recipe_.sparsity_cost > 0) {
    // Hinton (2010), section 11: the same gradient acts on a unit's bias and on its weights from active pixels.
    batch_h_ =
        toFloat(recipe_.sparsity_cost) * (Vector::Constant(mean_h_.size(), toFloat(recipe_.sparsity_target)) - mean_h_);
    gradient_.c += batch_h_;
    if (!p_.gaussian()) meanOverColumns(v_data_.numbers(), batch_v_);
    if (!p_.gaussian()) kernels::addOuter(1.0f, flat(batch_v_), flat(batch_h_), flat(gradient_.W));
  }
  if (p_.gaussian()) {
    // The gradients by W and b are taken in units of the noise; see the header.
    variance_ = p_.z;
    kernels::exp(flat(variance_), flat(variance_));
    const std::size_t hidden = p_.hidden();
    for (std::size_t i = 0; i < p_.visible(); ++i) {
      const float variance = variance_[toIndex(i)];
      kernels::scale(variance, flat(gradient_.W).subspan(i * hidden, hidden));
      gradient_.b[toIndex(i)] *= variance;
    }
  }
  co_await pace.spent(toDouble(p_.W.size()));

  const float rate = toFloat(recipe_.learningRateAt(epoch_));
  const float momentum = toFloat(recipe_.momentumAt(epoch_));
  const float decay = toFloat(recipe_.weight_decay);
  kernels::momentumStep(flat(p_.W), flat(velocity_.W), flat(gradient_.W), 1.0f, rate, momentum, decay,
                        scratch_.link.team);
  kernels::momentumStep(flat(p_.b), flat(velocity_.b), flat(gradient_.b), 1.0f, rate, momentum, 0.0f);
  kernels::momentumStep(flat(p_.c), flat(velocity_.c), flat(gradient_.c), 1.0f, rate, momentum, 0.0f);
  if (p_.gaussian() && recipe_.learn_variance) {
    kernels::momentumStep(flat(p_.z), flat(velocity_.z), flat(gradient_.z), 1.0f, rate, momentum, 0.0f);
    // Comparisons with NaN are false, so a NaN stays a NaN here. It must stop training; std::clamp need not keep it.
    for (float& z : p_.z)
      z = z < kLowestLogVariance ? kLowestLogVariance : z > kHighestLogVariance ? kHighestLogVariance : z;
  }
}

double RbmStep::dreamCost(int examples) const {
  switch (recipe_.method) {
    case RbmMethod::kExact:
      return countingCost(p_);
    case RbmMethod::kTempering:
      return 2.0 * recipe_.gibbs_steps * toDouble(tempered_.states().cols());
    case RbmMethod::kCd:
    case RbmMethod::kPcd:
      break;
  }
  return examples * (2.0 * recipe_.gibbs_steps);
}

std::vector<Tensor> RbmStep::state() {
  std::vector<Tensor> state = {tensorOf("velocity.W", velocity_.W), tensorOf("velocity.b", velocity_.b),
                               tensorOf("velocity.c", velocity_.c), within(kShares, tensorOf("mean.h", mean_h_))};
  if (p_.gaussian()) state.push_back(tensorOf("velocity.z", velocity_.z));
  if (recipe_.method == RbmMethod::kTempering) {
    state.push_back(within(p_.gaussian() ? Allowed{} : kShares, tensorOf("chains.v", tempered_.states())));
    state.push_back(within({-1, 1}, tensorOf("swap.rate", tempered_.swapRate())));
    state.push_back(within(kShares, tensorOf("swap.turn", tempered_.turn())));
  }
  if (recipe_.method == RbmMethod::kPcd) {
    // The caller may write other states through this tensor, so the bits must become invalid.
    state.push_back(within(kShares, tensorOf("chains.h", chains_.changeNumbers())));
  }
  return state;
}

}  // namespace harmonium
