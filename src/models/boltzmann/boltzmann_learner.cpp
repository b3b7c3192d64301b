// Compiled for speed: every update sums statistics and changes weights here.
#include "models/boltzmann/boltzmann_learner.h"

#include "base/numbers.h"
#include "models/layers/rbm_exact.h"
#include "models/layers/schedule.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace harmonium {

namespace {

enum PhaseIndex : std::size_t { kClampedPhase, kFreePhase, kUpdatePhase };

void flipCoins(Rng& rng, UnitStates& states) {
  kernels::uniform(rng, flat(states));
  for (float& s : flat(states)) s = s < 0.5f ? 0.0f : 1.0f;
}

// Whether m, size x size, holds the same weight twice for every link and 0 elsewhere.
template <typename Linked>
Status checkLinks(const char* name, std::span<const float> m, std::size_t size, Linked linked) {
  constexpr float kRounding = 1e-5f;
  const auto refuse = [&](std::size_t i, std::size_t j, const std::string& why) {
    return Error{ErrorCode::kInvalidFile, std::string("The tensor ") + name + " holds " +
                                              formatNumber(toDouble(m[i * size + j])) + " at [" + std::to_string(i) +
                                              ", " + std::to_string(j) + "], " + why};
  };
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) {
      const float one = m[i * size + j], other = m[j * size + i];
      if (i == j && one != 0) return refuse(i, j, "but no unit is linked to itself: its diagonal must be 0.");
      if (!linked(i, j) && one != 0) return refuse(i, j, "but these two units are not linked: it must be 0 there.");
      if (std::abs(one - other) > kRounding * std::max(std::abs(one), std::abs(other))) {
        return refuse(i, j,
                      "but " + formatNumber(toDouble(other)) + " at [" + std::to_string(j) + ", " + std::to_string(i) +
                          "]. A link has one weight, which both places must hold: give a symmetric matrix.");
      }
    }
  }
  return {};
}

// The exact likelihood. Its preparation visits all states in slices.
class CountedLikelihood final : public Likelihood {
 public:
  CountedLikelihood(const BoltzmannParameters& p, bool hidden_links) : weights_(p, hidden_links) {}
  bool prepare() override { return weights_.advance(); }
  double prepared() const override { return weights_.progress(); }
  bool binary() const override { return true; }
  void logLikelihood(const Batch& examples, std::span<double> nats) override {
    const Matrix& v = examples.v;
    const std::size_t visible = rowCount(v);
    for (std::size_t n = 0; n < nats.size(); ++n)
      nats[n] = weights_.logProbability(flat(v).subspan(n * visible, visible));
  }
  double logPartition() const override { return weights_.logPartition(); }
  std::string method() const override { return "Every state of the machine was counted."; }

 private:
  VisibleWeights weights_;
};

}  // namespace

void BoltzmannMachine::initialise(const Settings& settings, const DataSummary& data, std::uint64_t seed) {
  rows_ = data.rows;
  cols_ = data.cols;
  clamped_ = static_cast<Clamped>(settings.integer("clamped"));
  free_ = static_cast<Free>(settings.integer("free"));
  links_ = static_cast<VisibleLinks>(settings.integer("visibleLinks"));
  hidden_links_ = settings.toggle("hiddenLinks");
  const Index visible = data.mean.size(), hidden = settings.integer("hidden"), n = visible + hidden;

  Rng rng(seed, Purpose::kParameters);
  const float deviation = toFloat(settings.number("initialWeights"));
  const auto drawn = [&](RowMatrix& m, Index rows, Index cols) {
    m.resize(rows, cols);
    kernels::normal(rng, 0.0f, deviation, flat(m));
  };
  const auto drawnOnce = [&](RowMatrix& m, Index size) {  // a link has two entries and one weight
    drawn(m, size, size);
    for (Index i = 0; i < size; ++i) {
      for (Index j = 0; j < i; ++j) m(i, j) = m(j, i);
    }
  };
  drawn(p_.rbm.W, visible, hidden);
  drawnOnce(p_.U, visible);
  drawnOnce(p_.V, hidden);
  p_.rbm.b = settings.toggle("biasFromData") ? biasFromMean(data.mean) : Vector::Zero(visible);
  p_.rbm.c = Vector::Zero(hidden);
  parametersChanged();
  velocity_ = {.W = RowMatrix::Zero(visible, hidden),
               .U = RowMatrix::Zero(visible, visible),
               .V = RowMatrix::Zero(hidden, hidden),
               .b = Vector::Zero(visible),
               .c = Vector::Zero(hidden)};
  gradient_ = signs_ = velocity_;
  configure(settings);

  all_.resize(toSize(n));
  std::iota(all_.begin(), all_.end(), 0u);
  hidden_.assign(all_.begin(), all_.begin() + hidden);
  copies_ = settings.integer("copies");
  clamped_data_.resize(visible, 0);
  clamped_before_.resize(visible, 0);
  data_states_.resize(n, 0);
  const bool runs_chains = trains() && free_ != Free::kContrastive && free_ != Free::kExact;
  model_states_.resize(n, runs_chains ? settings.integer("chains") : 0);
  chains_.resize(n, free_ == Free::kPersistent ? model_states_.cols() : 0);
  if (chains_.cols() > 0) flipCoins(rng, chains_);
  data_moments_.clear(toSize(n));
  model_moments_ = example_moments_ = data_moments_;
  annealing_base_ = biasFromMean(data.mean);
}

void BoltzmannMachine::configure(const Settings& settings) {
  recipe_ = {
      .learning_rate = settings.number("learningRate"),
      .momentum = settings.number("momentum"),
      .weight_decay = settings.number("weightDecay"),
      .schedule_epochs = settings.number("scheduleEpochs"),
      .linear = settings.choice("schedule") == "linear",
      .by_sign = settings.choice("steps") == "sign",
      .bits_lost = settings.number("bitsLost"),
      .bits_added = settings.number("bitsAdded"),
      .clamped_sweeps = settings.integer("clampedSweeps"),
      .free_sweeps = settings.integer("freeSweeps"),
      .averaged_sweeps = settings.integer("averagedSweeps"),
      .annealing_start = settings.number("annealingStart"),
      .annealing_stages = settings.integer("annealingStages"),
      .annealing_sweeps = settings.integer("annealingSweeps"),
  };
}

// A sweep over all units costs about one pass per chain; the clamped phase visits the hidden units alone.
double BoltzmannMachine::updateCost(int examples) const {
  const double cooling = recipe_.annealing_stages * recipe_.annealing_sweeps;
  const double hidden_share = toDouble(p_.hidden()) / toDouble(p_.units());
  const double clamped = recipe_.clamped_sweeps + (clamped_ == Clamped::kAnnealed ? cooling : 0);
  examples *= copies_;
  const double chains = free_ == Free::kContrastive ? examples : toDouble(model_states_.cols());
  const double free = recipe_.free_sweeps + recipe_.averaged_sweeps + (free_ == Free::kAnnealed ? cooling : 0);
  return examples * (2 + hidden_share * clamped) + chains * free;
}

void BoltzmannMachine::beginUpdate(const Batch& examples, const Clock& clock) {
  const Matrix& batch = examples.v;
  clock_ = clock;
  clamped_data_.resize(batch.rows(), batch.cols() * copies_);
  for (int copy = 0; copy < copies_; ++copy) clamped_data_.middleCols(copy * batch.cols(), batch.cols()) = batch;
  data_states_.resize(m_.a.size(), clamped_data_.cols());
  data_states_.topRows(toIndex(m_.hidden)).setZero();
  setVisible(clamped_data_, data_states_);
}

void BoltzmannMachine::addNoise(Rng& rng) {
  if (recipe_.bits_lost <= 0 && recipe_.bits_added <= 0) return;
  const float lost = toFloat(recipe_.bits_lost), added = toFloat(recipe_.bits_added);
  const std::span<float> v = flat(clamped_data_);
  chances_.resize(v.size());
  // Grey values between 0 and 1 mix the two probabilities.
  for (std::size_t i = 0; i < v.size(); ++i) chances_[i] = v[i] * (1 - lost) + (1 - v[i]) * added;
  kernels::bernoulli(rng, chances_, v);
  setVisible(clamped_data_, data_states_);
}

Work BoltzmannMachine::runPhase(std::size_t phase, Rng& rng, Pace& pace) {
  switch (phase) {
    case kClampedPhase:
      return clamped(rng, pace);
    case kFreePhase:
      return free(rng, pace);
    case kUpdatePhase:
      update();
      break;
    default:
      HARMONIUM_ASSERT(false);
  }
  return {};
}

Work BoltzmannMachine::anneal(Pace& pace, std::span<const std::uint32_t> order, UnitStates& states, Rng& rng) {
  UnitStates& means = order.size() < all_.size() ? clamped_means_ : means_;
  for (int stage = 0; stage < recipe_.annealing_stages; ++stage) {
    const float beta = annealingBeta(recipe_.annealing_start, recipe_.annealing_stages, stage);
    for (int sweep = 0; sweep < recipe_.annealing_sweeps; ++sweep) {
      co_await gibbsSweep(pace, m_, order, beta, states, means, rng);
    }
  }
}

// Sweeps at temperature 1. `moments` gets the mean statistics of the last sweeps.
Work BoltzmannMachine::collect(Pace& pace, std::span<const std::uint32_t> order, UnitStates& states,
                               UnitMoments& moments, Rng& rng) {
  const bool clamped = order.size() < all_.size();
  const int sweeps = clamped ? recipe_.clamped_sweeps : recipe_.free_sweeps;
  const int averaged = std::min(sweeps, recipe_.averaged_sweeps);
  moments.clear(m_.units());
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    co_await gibbsSweep(pace, m_, order, 1, states, clamped ? clamped_means_ : means_, rng);
    if (sweep >= sweeps - averaged) co_await addMoments(pace, states, moments);
  }
  moments.divide(toFloat(averaged) * toFloat(states.cols()));
}

Work BoltzmannMachine::clamped(Rng& rng, Pace& pace) {
  addNoise(rng);
  if (clamped_ == Clamped::kExact && !independentHidden()) {
    co_await dataMoments(pace, m_, clamped_data_, table_, data_states_, example_moments_, data_moments_);
    co_return;
  }
  if (independentHidden() || clamped_ == Clamped::kMeanField) {
    // Independent hidden units reach their exact probabilities in one sweep.
    const int sweeps = independentHidden() ? 1 : recipe_.clamped_sweeps;
    for (int sweep = 0; sweep < sweeps; ++sweep) {
      co_await meanFieldSweep(pace, m_, hidden_, data_states_, clamped_means_);
    }
    data_moments_.clear(m_.units());
    co_await addMoments(pace, data_states_, data_moments_);
    data_moments_.divide(toFloat(data_states_.cols()));
    co_return;
  }
  if (clamped_ == Clamped::kAnnealed) co_await anneal(pace, hidden_, data_states_, rng);
  co_await collect(pace, hidden_, data_states_, data_moments_, rng);
}

Work BoltzmannMachine::free(Rng& rng, Pace& pace) {
  switch (free_) {
    case Free::kExact:
      co_await modelMoments(pace, m_, table_, model_moments_);
      co_return;
    case Free::kContrastive:
      model_states_ = data_states_;
      break;
    case Free::kPersistent:
      model_states_ = chains_;
      break;
    case Free::kAnnealed:
      flipCoins(rng, model_states_);
      co_await anneal(pace, all_, model_states_, rng);
      break;
  }
  co_await collect(pace, all_, model_states_, model_moments_, rng);
  if (free_ == Free::kPersistent) chains_ = model_states_;
}

void BoltzmannMachine::update() {
  boltzmannGradient(data_moments_, model_moments_, m_.hidden, links_, toSize(cols_), hidden_links_, gradient_);
  const double left = recipe_.linear ? linearToZero(clock_.epoch, recipe_.schedule_epochs) : 1.0;
  const float rate = toFloat(recipe_.learning_rate * left);
  const float momentum = toFloat(recipe_.momentum), decay = toFloat(recipe_.weight_decay);
  const auto step = [&](auto& parameter, auto BoltzmannGradient::*part, float pull) {
    const std::span<const float> slope = flat(gradient_.*part);
    const std::span<float> sign = flat(signs_.*part);
    if (recipe_.by_sign) {
      std::ranges::transform(slope, sign.begin(), [](float x) { return x > 0 ? 1.0f : x < 0 ? -1.0f : 0.0f; });
    }
    kernels::momentumStep(flat(parameter), flat(velocity_.*part), recipe_.by_sign ? sign : slope, 1.0f, rate, momentum,
                          pull);
  };
  step(p_.rbm.W, &BoltzmannGradient::W, decay);
  step(p_.U, &BoltzmannGradient::U, decay);
  step(p_.V, &BoltzmannGradient::V, decay);
  step(p_.rbm.b, &BoltzmannGradient::b, 0);
  step(p_.rbm.c, &BoltzmannGradient::c, 0);
  before_ = m_;
  clamped_before_ = clamped_data_;
  couplingsOf(p_, m_);
}

std::vector<Tensor> BoltzmannMachine::parameters() {
  std::vector<Tensor> tensors;
  if (p_.hidden() > 0) tensors.push_back(tensorOf("W", p_.rbm.W));
  if (links_ != VisibleLinks::kNone) tensors.push_back(tensorOf("U", p_.U));
  if (hidden_links_ && p_.hidden() > 0) tensors.push_back(tensorOf("V", p_.V));
  tensors.push_back(tensorOf("b", p_.rbm.b));
  if (p_.hidden() > 0) tensors.push_back(tensorOf("c", p_.rbm.c));
  return tensors;
}

std::vector<std::span<const float>> BoltzmannMachine::slopes() const {
  std::vector<std::span<const float>> all;
  if (p_.hidden() > 0) all.emplace_back(flat(gradient_.W));
  if (links_ != VisibleLinks::kNone) all.emplace_back(flat(gradient_.U));
  if (hidden_links_ && p_.hidden() > 0) all.emplace_back(flat(gradient_.V));
  all.emplace_back(flat(gradient_.b));
  if (p_.hidden() > 0) all.emplace_back(flat(gradient_.c));
  return all;
}

void BoltzmannMachine::parametersChanged() {
  keepLinks(p_.U, p_.V, links_, toSize(cols_), hidden_links_);
  couplingsOf(p_, m_);
}

Status BoltzmannMachine::checkParameters(std::span<const std::span<const float>> given) const {
  // The order is that of parameters().
  std::size_t next = p_.hidden() > 0 ? 1 : 0;
  const auto visible = [this](std::size_t i, std::size_t j) { return linked(links_, toSize(cols_), i, j); };
  const auto hidden = [](std::size_t i, std::size_t j) { return i != j; };
  if (links_ != VisibleLinks::kNone) {
    if (Status status = checkLinks("U", given[next++], p_.visible(), visible); !status) return status;
  }
  if (hidden_links_ && p_.hidden() > 0) return checkLinks("V", given[next], p_.hidden(), hidden);
  return {};
}

std::vector<Tensor> BoltzmannMachine::trainingState() {
  std::vector<Tensor> state = {tensorOf("velocity.W", velocity_.W), tensorOf("velocity.U", velocity_.U),
                               tensorOf("velocity.V", velocity_.V), tensorOf("velocity.b", velocity_.b),
                               tensorOf("velocity.c", velocity_.c)};
  if (free_ == Free::kPersistent) state.push_back(within(kShares, tensorOf("chains.units", chains_)));
  return state;
}

Result<std::unique_ptr<Likelihood>> BoltzmannMachine::likelihood(LikelihoodOf of) const {
  if (of != LikelihoodOf::kVisible) return noLabels();
  if (restricted() && exactPartitionPossible(p_.rbm)) return exactLikelihood(p_.rbm, States::kBinary, of);
  if (VisibleWeights::possible(p_, hidden_links_))
    return std::unique_ptr<Likelihood>(std::make_unique<CountedLikelihood>(p_, hidden_links_));
  return Error{ErrorCode::kNotAvailable,
               "The probabilities of this machine can't be worked out at these sizes: that would take counting the "
               "states of more than " +
                   std::to_string(kCountableUnits) +
                   " units. Measures on samples, such as mmd or precisionRecall, are there for any model."};
}

std::unique_ptr<AnnealedChains> BoltzmannMachine::annealedChains() const {
  return restricted() ? annealRbm(p_.rbm, annealing_base_) : nullptr;
}

std::unique_ptr<FreeEnergies> BoltzmannMachine::freeEnergies() const {
  return restricted() ? std::make_unique<RbmFreeEnergies>(p_.rbm) : nullptr;
}

std::optional<BoltzmannGradient> BoltzmannMachine::exactGradient() const {
  if (!countable() || before_.a.size() == 0 || clamped_before_.cols() == 0) return std::nullopt;
  std::vector<double> table;
  UnitStates states;
  UnitMoments one, data, model;
  dataMoments(before_, clamped_before_, table, states, one, data);
  modelMoments(before_, table, model);
  BoltzmannGradient g;
  boltzmannGradient(data, model, before_.hidden, links_, toSize(cols_), hidden_links_, g);
  return g;
}

}  // namespace harmonium
