// Compiled for speed: it changes the weights, in every update.
#include "models/rbm/rbm_learner.h"

#include "models/training_options.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {
// Share of the newest batch in the running mean of the hidden units.
constexpr float kSlide = 0.01f;
// Logarithms of the noise variances of Gaussian units, whose values have variance 1 in the data.
constexpr float kLowestLogVariance = -6, kHighestLogVariance = 2;
// A value whose deviation in the data is less than this share of its size does not vary.
constexpr float kConstant = 1e-6f;
// Terms of a sum over all states that is taken in passing.
constexpr std::uint64_t kCheapTerms = 1 << 20;

enum PhaseIndex : std::size_t { kPositive, kReconstruct, kNegative, kUpdatePhase };

void meanOverBatch(const Matrix& m, Vector& mean) {
  mean.resize(m.rows());
  kernels::sumRows(flat(m), static_cast<std::size_t>(m.cols()), static_cast<std::size_t>(m.rows()),
                   kernels::Start::kZero, kernels::Sign::kAdd, flat(mean));
  kernels::scale(1.0f / static_cast<float>(m.cols()), flat(mean));
}

// Of the exact gradient, in passes through the weights: all states twice, and their products.
double costOfCounting(const RbmParameters& p) {
  return 4.0 * static_cast<double>(std::size_t{1} << exactUnits(p.visible(), p.hidden(), p.gaussian()));
}

Tensor tensorOf(std::string name, RowMatrix& m) {
  return {std::move(name), {static_cast<std::uint32_t>(m.rows()), static_cast<std::uint32_t>(m.cols())}, flat(m)};
}
Tensor tensorOf(std::string name, Vector& v) {
  return {std::move(name), {static_cast<std::uint32_t>(v.size())}, flat(v)};
}
}  // namespace

void Rbm::initialise(const Settings& settings, const DataSummary& data, std::uint64_t seed) {
  rows_ = data.rows;
  cols_ = data.cols;
  pictures_ = data.domain == Domain::kUnit || data.rows > 1;
  low_ = data.low;
  high_ = data.high;
  truth_ = data.density;
  const bool gaussian = gaussianUnits(settings, data);
  data_states_ = data.binary && !gaussian ? States::kBinary : States::kReal;
  const Eigen::Index visible = data.mean.size(), hidden = settings.integer("hidden");

  Rng rng(seed, Purpose::kParameters);
  p_.W.resize(visible, hidden);
  kernels::normal(rng, 0.0f, static_cast<float>(settings.number("initialWeights")), flat(p_.W));
  p_.c = Vector::Zero(hidden);
  if (gaussian) {
    p_.b = p_.z = Vector::Zero(visible);
    p_.shift = data.mean;
    p_.scale = data.deviation.size() > 0 ? data.deviation : Vector::Ones(visible);
    for (Eigen::Index i = 0; i < visible; ++i) {
      if (p_.scale[i] <= kConstant * std::max(1.0f, std::abs(data.mean[i]))) p_.scale[i] = 1;
    }
    mean_v_ = Vector::Zero(visible);
    base_ = RbmBase(p_.b, p_.z);
  } else {
    p_.b = settings.toggle("biasFromData") ? biasFromMean(data.mean) : Vector::Zero(visible);
    p_.z = p_.shift = p_.scale = Vector();
    mean_v_ = data.mean;
    base_ = RbmBase(biasFromMean(data.mean));
  }
  velocity_.W = RowMatrix::Zero(visible, hidden);
  velocity_.b = Vector::Zero(visible);
  velocity_.c = Vector::Zero(hidden);
  velocity_.z = Vector::Zero(p_.z.size());
  gradient_ = velocity_;
  mean_h_ = Vector::Constant(hidden, 0.5f);
  configure(settings);

  v_data_.newNumbers().resize(visible, 0);
  v_model_.newNumbers().resize(visible, 0);
  chains_.newNumbers().resize(hidden, 0);
  if (recipe_.method == Method::kPcd) {
    Matrix start(visible, settings.integer("chains")), mean;
    sampleStart(start, rng);
    hiddenMean(p_, start, States::kBinary, scratch_, mean);
    kernels::bernoulli(rng, flat(mean), flat(mean));
    chains_.newNumbers() = mean;
  }
  tempered_ = {};
  if (recipe_.method == Method::kTempering) {
    tempered_ = TemperedChains(p_, base_, settings.integer("temperatures"), settings.integer("chains"), rng);
  }
  comparable_ = recipe_.method != Method::kExact && exactUnits(p_.visible(), p_.hidden(), gaussian) <= kExactUnits &&
                exactTerms(p_.visible(), p_.hidden(), gaussian) <= kCheapTerms;
  counting_ = {};
  comparison_ = {};
}

void Rbm::configure(const Settings& settings) {
  const std::string& schedule = settings.choice("schedule");
  recipe_ = {
      .learning_rate = settings.number("learningRate"),
      .schedule_epochs = settings.number("scheduleEpochs"),
      .schedule = schedule == "linear"      ? Schedule::kLinear
                  : schedule == "overSteps" ? Schedule::kOverSteps
                                            : Schedule::kConstant,
      .gibbs_steps = settings.integer("gibbsSteps"),
      .steps_grow_epochs = settings.number("stepsGrowEpochs"),
      .momentum = settings.number("momentum"),
      .momentum_start = settings.number("momentumStart"),
      .momentum_epochs = settings.number("momentumEpochs"),
      .weight_decay = settings.number("weightDecay"),
      .sparsity_target = settings.number("sparsityTarget"),
      .sparsity_cost = settings.number("sparsityCost"),
      .sampled_reconstruction = settings.choice("reconstruction") == "samples",
      .method = static_cast<Method>(settings.integer("method")),
      .centred = settings.toggle("centred"),
      .learn_variance = settings.toggle("learnVariance"),
  };
}

double Rbm::updateCost(int examples) const {
  switch (recipe_.method) {
    case Method::kExact:
      return 3.0 * examples + costOfCounting(p_);
    case Method::kTempering:
      return 3.0 * examples + 2.0 * recipe_.gibbs_steps * static_cast<double>(tempered_.states().cols());
    case Method::kCd:
    case Method::kPcd:
      break;
  }
  return examples * (3.0 + 2.0 * recipe_.gibbs_steps);
}

int Rbm::gibbsStepsAt(const Clock& clock) const {
  if (recipe_.steps_grow_epochs <= 0) return recipe_.gibbs_steps;
  return std::min(recipe_.gibbs_steps, 1 + static_cast<int>(clock.epoch / recipe_.steps_grow_epochs));
}

double Rbm::learningRateAt(const Clock& clock) const {
  switch (recipe_.schedule) {
    case Schedule::kLinear:
      return recipe_.learning_rate * std::max(0.0, 1.0 - clock.epoch / recipe_.schedule_epochs);
    case Schedule::kOverSteps:
      return recipe_.learning_rate / gibbsStepsAt(clock);
    case Schedule::kConstant:
      break;
  }
  return recipe_.learning_rate;
}

double Rbm::momentumAt(const Clock& clock) const {
  return clock.epoch < recipe_.momentum_epochs ? recipe_.momentum_start : recipe_.momentum;
}

void Rbm::beginUpdate(const Matrix& batch, const Clock& clock) {
  v_data_.newNumbers() = batch;
  clock_ = clock;
  scratch_.team = gradient_scratch_.team = team();
}

void Rbm::runPhase(std::size_t phase, Rng& rng) {
  switch (phase) {
    case kPositive:
      return positive(rng);
    case kReconstruct:
      return reconstructPhase(rng);
    case kNegative:
      return negative();
    case kUpdatePhase:
      return update();
    default:
      HARMONIUM_ASSERT(false);
  }
}

void Rbm::positive(Rng& rng) {
  sampleHidden(p_, v_data_, data_states_, scratch_, h_data_mean_, h_data_, rng);
  meanOverBatch(h_data_mean_, batch_h_);
  mean_h_ += kSlide * (batch_h_ - mean_h_);
}

void Rbm::reconstructPhase(Rng& rng) {
  const int steps = gibbsStepsAt(clock_);
  if (recipe_.method == Method::kExact) return counting_.compute(p_, moments_);
  if (recipe_.method == Method::kTempering) {
    for (int step = 0; step < steps; ++step) tempered_.step(p_, base_, rng);
    v_model_mean_ = tempered_.states().leftCols(tempered_.ladders());
    v_model_.newNumbers() = v_model_mean_;
    return;
  }
  const bool persistent = recipe_.method == Method::kPcd;
  h_model_.copyBits(persistent ? chains_ : h_data_);
  for (int step = 0; step < steps; ++step) {
    if (step > 0) sampleHidden(p_, v_model_, States::kBinary, scratch_, h_model_mean_, h_model_, rng);
    sampleVisible(p_, h_model_, v_model_mean_, v_model_, scratch_, rng);
  }
  // Where the chains stand for the next update: hidden states given these visible ones.
  if (persistent) sampleHidden(p_, v_model_, States::kBinary, scratch_, h_model_mean_, chains_, rng);
}

void Rbm::negative() {
  // Given the last visible states, never earlier ones: pairs <v h> must be of one moment.
  if (recipe_.method == Method::kExact) return;
  // Of persistent chains these means are there already: the chains' next states were drawn from them.
  if (recipe_.method == Method::kPcd && sampled()) return;
  if (sampled()) {
    hiddenMean(p_, v_model_, States::kBinary, scratch_, h_model_mean_);
  } else {
    hiddenMean(p_, v_model_mean_, States::kReal, scratch_, h_model_mean_);
  }
}

void Rbm::update() {
  const bool packed = data_states_ == States::kBinary;
  const RbmPhaseStatistics data{v_data_.numbers(), h_data_mean_, data_states_, false,
                                packed ? &v_data_.bits() : nullptr};
  if (recipe_.method == Method::kExact) {
    rbmGradient(p_, data, moments_, gradient_scratch_, gradient_);
  } else {
    // Beside packed data, packed samples: no number of them is read, and the means have their size.
    const RbmPhaseStatistics model =
        !sampled() ? RbmPhaseStatistics{v_model_mean_, h_model_mean_, States::kReal, true}
        : packed   ? RbmPhaseStatistics{v_model_mean_, h_model_mean_, States::kBinary, false, &v_model_.bits()}
                   : RbmPhaseStatistics{v_model_.numbers(), h_model_mean_, States::kBinary};
    rbmGradient(p_, data, model, gradient_scratch_, gradient_);
  }
  if (comparable_) rememberForComparison();
  if (recipe_.centred) centreGradient(mean_v_, mean_h_, gradient_);
  if (recipe_.sparsity_cost > 0) {
    // Hinton (2010), section 11: the same pull on a unit's bias and on its weights from active pixels.
    batch_h_ = static_cast<float>(recipe_.sparsity_cost) *
               (Vector::Constant(mean_h_.size(), static_cast<float>(recipe_.sparsity_target)) - mean_h_);
    gradient_.c += batch_h_;
    if (!p_.gaussian()) meanOverBatch(v_data_.numbers(), batch_v_);
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

  const float rate = static_cast<float>(learningRateAt(clock_)), momentum = static_cast<float>(momentumAt(clock_));
  const float decay = static_cast<float>(recipe_.weight_decay);
  kernels::momentumStep(flat(p_.W), flat(velocity_.W), flat(gradient_.W), 1.0f, rate, momentum, decay, team());
  kernels::momentumStep(flat(p_.b), flat(velocity_.b), flat(gradient_.b), 1.0f, rate, momentum, 0.0f);
  kernels::momentumStep(flat(p_.c), flat(velocity_.c), flat(gradient_.c), 1.0f, rate, momentum, 0.0f);
  if (p_.gaussian() && recipe_.learn_variance) {
    kernels::momentumStep(flat(p_.z), flat(velocity_.z), flat(gradient_.z), 1.0f, rate, momentum, 0.0f);
    // Written so that a NaN stays one: it must stop training, not hide at the edge.
    for (float& z : p_.z)
      z = z < kLowestLogVariance ? kLowestLogVariance : z > kHighestLogVariance ? kHighestLogVariance : z;
  }
}

void Rbm::rememberForComparison() {
  ++comparison_.taken;
  comparison_.p = p_;
  comparison_.v = v_data_.numbers();
  comparison_.h_mean = h_data_mean_;
  comparison_.pair.estimate = gradient_;
}

const Rbm::GradientPair* Rbm::gradientPair() const {
  Comparison& c = comparison_;
  if (c.taken == 0) return nullptr;
  if (c.compared == c.taken) return &c.pair;
  c.counting.compute(c.p, c.moments);
  rbmGradient(c.p, {c.v, c.h_mean, data_states_}, c.moments, c.scratch, c.pair.exact);
  double product = 0, estimate = 0, exact = 0;
  const auto add = [&](std::span<const float> one, std::span<const float> other) {
    product += kernels::dot(one, other);
    estimate += kernels::dot(one, one);
    exact += kernels::dot(other, other);
  };
  add(flat(c.pair.estimate.W), flat(c.pair.exact.W));
  add(flat(c.pair.estimate.b), flat(c.pair.exact.b));
  add(flat(c.pair.estimate.c), flat(c.pair.exact.c));
  add(flat(c.pair.estimate.z), flat(c.pair.exact.z));
  c.pair.cosine = estimate > 0 && exact > 0 ? product / std::sqrt(estimate * exact) : 0;
  c.pair.norm_ratio = exact > 0 ? std::sqrt(estimate / exact) : 0;
  c.compared = c.taken;
  return &c.pair;
}

double Rbm::readingsCost() const {
  return comparable_ ? costOfCounting(p_) : 0;
}

void Rbm::readings(const Watched& /*watched*/, std::vector<Reading>& out) const {
  if (const GradientPair* pair = gradientPair()) {
    out.push_back({.name = "gradientCosine",
                   .label = "Gradient, cosine with the exact one",
                   .unit = "of one update",
                   .value = pair->cosine,
                   .reference = 1,
                   .reference_label = "same direction"});
    out.push_back({.name = "gradientNorm",
                   .label = "Gradient, length over the exact one's",
                   .unit = "of one update",
                   .value = pair->norm_ratio,
                   .reference = 1,
                   .reference_label = "same length"});
  }
  if (recipe_.method == Method::kTempering && tempered_.everyPairTried()) {
    out.push_back({.name = "swapRate",
                   .label = "Swaps between temperatures",
                   .unit = "share of tries accepted",
                   .value = static_cast<double>(tempered_.swapRate().mean())});
  }
}

std::unique_ptr<Likelihood> Rbm::likelihood() const {
  return exactPartitionPossible(p_) ? exactLikelihood(p_, States::kReal) : nullptr;
}

std::vector<Tensor> Rbm::parameters() {
  std::vector<Tensor> all = {tensorOf("W", p_.W), tensorOf("b", p_.b), tensorOf("c", p_.c)};
  if (p_.gaussian()) all.push_back(tensorOf("z", p_.z));
  return all;
}

std::vector<Tensor> Rbm::trainingState() {
  std::vector<Tensor> state = {tensorOf("velocity.W", velocity_.W), tensorOf("velocity.b", velocity_.b),
                               tensorOf("velocity.c", velocity_.c), tensorOf("mean.h", mean_h_)};
  if (p_.gaussian()) state.push_back(tensorOf("velocity.z", velocity_.z));
  if (recipe_.method == Method::kTempering) {
    Matrix& v = tempered_.states();
    state.push_back(
        {"chains.v", {static_cast<std::uint32_t>(v.cols()), static_cast<std::uint32_t>(v.rows())}, flat(v)});
    state.push_back(tensorOf("swap.rate", tempered_.swapRate()));
    state.push_back(tensorOf("swap.turn", tempered_.turn()));
  }
  if (recipe_.method == Method::kPcd) {
    Matrix& h = chains_.changeNumbers();  // whoever asked may put others there
    state.push_back(
        {"chains.h", {static_cast<std::uint32_t>(h.cols()), static_cast<std::uint32_t>(h.rows())}, flat(h)});
  }
  return state;
}

void Rbm::sampleStart(Matrix& start, Rng& rng) const {
  // The machine without connections: each visible unit alone, from its bias.
  Matrix mean;
  sampleVisible(p_, Matrix::Zero(p_.c.size(), start.cols()), mean, start, scratch_, rng);
}

void Rbm::sampleSteps(Matrix& states, Matrix& visible_mean, int steps, std::span<const float> clamp, Rng& rng) const {
  Matrix h;
  for (int step = 0; step < steps; ++step) gibbsStep(p_, states, visible_mean, h, clamp, scratch_, rng);
}

bool Rbm::reconstruct(const Matrix& v, Matrix& mean) const {
  Matrix h;
  hiddenMean(p_, v, data_states_, scratch_, h);
  visibleMean(p_, h, States::kReal, scratch_, mean);
  return true;
}

}  // namespace harmonium
