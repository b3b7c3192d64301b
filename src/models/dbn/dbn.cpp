// Compiled for speed: every update runs these passes.
//
// The deep belief net: how it is built, and what an update does. Its likelihoods, samples, views and tables have files
// of their own.
#include "models/dbn/dbn.h"

#include "base/numbers.h"
#include "kernels/paced.h"
#include "models/layers/rbm_scores.h"
#include "models/layers/row_tensors.h"
#include "models/layers/schedule.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace harmonium {

namespace {

std::string numbered(const char* letter, std::size_t number) {
  return letter + std::to_string(number);
}

}  // namespace

RbmRecipe DeepBeliefNet::recipeOf(const Settings& settings, std::size_t layer) const {
  return {
      .learning_rate = settings.numberAt("learningRate", layer),
      .schedule_epochs = toDouble(settings.integerAt("epochs", layer)),
      .schedule = falling_ ? RbmSchedule::kLinear : RbmSchedule::kConstant,
      .gibbs_steps = settings.integer("gibbsSteps"),
      .momentum = settings.number("momentum"),
      .momentum_start = settings.number("momentumStart"),
      .momentum_epochs = settings.number("momentumEpochs"),
      .weight_decay = settings.number("weightDecay"),
      .sampled_reconstruction = settings.choice("reconstruction") == "samples",
      .method = settings.choice("method") == "exact" ? RbmMethod::kExact
                : settings.choice("method") == "pcd" ? RbmMethod::kPcd
                                                     : RbmMethod::kCd,
  };
}

Work DeepBeliefNet::begin(Pace& pace, const Settings& settings, const DataSummary& data, std::uint64_t seed) {
  rows_ = data.rows;
  cols_ = data.cols;
  pictures_ = data.pictures();
  class_names_ = data.class_names;
  class_shares_ = data.class_shares;
  some_ = data.some;
  v_states_ = data.binary ? States::kBinary : States::kReal;
  seed_ = seed;
  chains_ = settings.integer("chains");
  classes_ = settings.toggle("labels") ? data.classes : 0;
  initial_weights_ = toFloat(settings.number("initialWeights"));
  transposes_ = settings.choice("start") == "transpose";
  sampled_between_ = settings.choice("between") == "samples";
  up_down_epochs_ = settings.choice("then") == "upDown" ? settings.number("upDownEpochs") : 0;
  tuning_epochs_ = settings.choice("then") == "classify" ? settings.number("tuningEpochs") : 0;
  falling_ = settings.choice("schedule") == "linear";
  units_ = {toIndex(data.values())};
  for (const int size : settings.sizes("layers")) units_.push_back(size);
  const std::size_t L = units_.size() - 1;

  stack_ = {};
  steps_ = std::vector<RbmStep>(L);
  depth_ = 1;
  Rng rng(seed, Purpose::kParameters);
  for (std::size_t k = 0; k < L; ++k) {
    RbmStart start;
    start.p.labels = toSize(classesOf(k));
    const Index lower = units_[k] + classesOf(k), upper = units_[k + 1];
    start.p.W = RowMatrix::Zero(lower, upper);
    start.p.b = Vector::Zero(lower);
    start.p.c = Vector::Zero(upper);
    if (k == 0) {
      if (settings.toggle("biasFromData")) start.p.b = biasFromMean(data.mean);
      if (draws()) co_await kernels::paced::normal(pace, rng, 0, initial_weights_, flat(start.p.W));
    }
    if (k + 1 < L) {
      stack_.down.push_back({.W = start.p.W, .b = start.p.b});
      stack_.up.push_back({.W = RowMatrix::Zero(upper, lower), .b = start.p.c});
    }
    start.data_states = k == 0 ? v_states_ : sampled_between_ ? States::kBinary : States::kReal;
    start.mean_v = Vector::Zero(lower);
    start.chains = chains_;
    start.draws = k == 0 && draws();
    start.trains = trains();
    co_await steps_[k].initialise(pace, std::move(start), recipeOf(settings, k), rng);
  }
  nameStages(settings);
  configure(settings);
  clock_ = {};
  up_ = {};
  up_.h.resize(1);
  up_scratch_ = StackScratch(L);
  up_down_.start(L - 1);
  tuning_ = {};
  tuned_ = false;
  if (tuning_epochs_ == 0) co_return;
  const std::string& descent = settings.choice("tuningOptimiser");
  tuning_.start(units_, data.classes,
                descent == "adam"       ? nn::Descent::kAdam
                : descent == "momentum" ? nn::Descent::kMomentum
                                        : nn::Descent::kSgd);
}

void DeepBeliefNet::configure(const Settings& settings) {
  falling_ = settings.choice("schedule") == "linear";
  for (std::size_t k = 0; k < steps_.size(); ++k) steps_[k].configure(recipeOf(settings, k));
  up_down_rate_ = settings.number("upDownRate");
  up_down_steps_ = settings.integer("upDownSteps");
  tuning_rate_ = settings.number("tuningRate");
  momentum_ = settings.number("momentum");
  dropout_ = toFloat(settings.number("dropout"));
}

Vector DeepBeliefNet::classShares() const {
  if (class_shares_.size() == classes_) return class_shares_;
  return Vector::Constant(classes_, 1.0f / toFloat(classes_));
}

std::vector<Tensor> DeepBeliefNet::parameters() {
  std::vector<Tensor> all;
  const std::size_t L = steps_.size();
  for (std::size_t k = 0; k + 1 < L; ++k) {
    all.push_back(tensorOf(numbered("W", k + 1), stack_.down[k].W));
    all.push_back(tensorOf(numbered("b", k), stack_.down[k].b));
    all.push_back(tensorOf(numbered("c", k + 1), stack_.up[k].b));
  }
  RbmParameters& highest = steps_.back().machine();
  const std::size_t units = toSize(units_[L - 1]), classes = toSize(classes_);
  all.push_back(rowsOf(numbered("W", L), highest.W, 0, units));
  all.push_back(rowsOf(numbered("b", L - 1), highest.b, 0, units));
  all.push_back(tensorOf(numbered("b", L), highest.c));
  if (classes_ > 0) {
    all.push_back(rowsOf("Wl", highest.W, units, classes));
    all.push_back(rowsOf("bl", highest.b, units, classes));
  }
  for (std::size_t k = 0; unties() && k + 1 < L; ++k) all.push_back(tensorOf(numbered("R", k + 1), stack_.up[k].W));
  if (tuning_.exists()) std::ranges::move(tuning_.parameters(), std::back_inserter(all));
  return all;
}

std::vector<Tensor> DeepBeliefNet::trainingState() {
  std::vector<Tensor> state;
  for (std::size_t k = 0; k < steps_.size(); ++k) {
    for (Tensor& tensor : steps_[k].state()) {
      tensor.name = "layer" + std::to_string(k + 1) + "." + tensor.name;
      state.push_back(std::move(tensor));
    }
  }
  if (tuning_.exists()) std::ranges::move(tuning_.state(), std::back_inserter(state));
  return state;
}

// Sets the recognition weights of a layer to the transposes of the generative ones.
void DeepBeliefNet::tie(std::size_t layer) {
  stack_.up[layer].W = stack_.down[layer].W.transpose();
}

// Brings the stack up to date with the machine of a layer below the highest.
void DeepBeliefNet::publish(std::size_t layer) {
  if (layer + 1 == steps_.size()) return;
  const RbmParameters& machine = steps_[layer].machine();
  std::ranges::copy(flat(machine.W), flat(stack_.down[layer].W).begin());
  std::ranges::copy(flat(machine.b), flat(stack_.down[layer].b).begin());
  std::ranges::copy(flat(machine.c), flat(stack_.up[layer].b).begin());
}

void DeepBeliefNet::parametersChanged() {
  const std::size_t L = steps_.size();
  const auto isEmpty = [](const RowMatrix& W) { return std::ranges::all_of(flat(W), [](float w) { return w == 0; }); };
  depth_ = L;
  while (depth_ > 1 && isEmpty(depth_ == L ? steps_.back().machine().W : stack_.down[depth_ - 1].W)) --depth_;
  for (std::size_t k = 0; k + 1 < L; ++k) {
    RbmParameters& machine = steps_[k].machine();
    std::ranges::copy(flat(stack_.down[k].W), flat(machine.W).begin());
    std::ranges::copy(flat(stack_.down[k].b), flat(machine.b).begin());
    std::ranges::copy(flat(stack_.up[k].b), flat(machine.c).begin());
    if (!unties() && k + 1 < depth_) tie(k);
  }
  tuned_ = tuning_.begun();
}

// A stage that begins again builds what is above it again.
void DeepBeliefNet::forgetAbove(std::size_t wanted) {
  depth_ = wanted;
  for (std::size_t k = wanted; k < steps_.size(); ++k) {
    RbmParameters& machine = steps_[k].machine();
    machine.W.setZero();
    machine.b.setZero();
    machine.c.setZero();
    publish(k);
  }
  for (std::size_t k = wanted - 1; k < stack_.layers(); ++k) stack_.up[k].W.setZero();
}

Work DeepBeliefNet::beginLayer(Pace& pace, std::size_t layer) {
  const std::size_t below = layer - 1;
  const RbmParameters& lower = steps_[below].machine();
  const Index units = units_[layer], classes = classesOf(layer);
  // Nothing that the model shows may hold half of the new weights, so they are drawn apart.
  RowMatrix W(units + classes, units_[layer + 1]);
  Rng rng(seed_, Purpose::kParameters, layer);
  co_await kernels::paced::normal(pace, rng, 0, initial_weights_, flat(W));
  const bool turned = transposes_ && units_[layer + 1] == units_[below];
  RbmStart start;
  start.p = std::move(steps_[layer].machine());
  Vector mean = steps_[below].meanHidden();
  if (classes > 0) {
    mean.conservativeResize(units + classes);
    mean.tail(classes) = classShares();
  }
  // Copied into memory of the same size, so that the numbers stay where they are.
  const Vector biases = visibleBiasFromMean(start.p, mean);
  start.p.W = W;
  start.p.b = biases;
  start.p.c.setZero();
  if (turned) {
    start.p.W.topRows(units) = lower.W.transpose();
    start.p.b.head(units) = lower.c;
    start.p.c = lower.b;
  }
  start.data_states = sampled_between_ ? States::kBinary : States::kReal;
  start.mean_v = mean;
  start.chains = chains_;
  RbmStep& step = steps_[layer];
  const RbmRecipe recipe = step.recipe();
  tie(below);
  depth_ = layer + 1;
  co_await step.initialise(pace, std::move(start), recipe, rng);
  publish(layer);
}

// Before an update, as many layers are built as its stage says.
Work DeepBeliefNet::reachStage(Pace& pace) {
  const std::size_t wanted = std::min(clock_.stage + 1, steps_.size());
  if (depth_ > wanted) forgetAbove(wanted);
  if (tuned_ && clock_.stage < steps_.size()) {
    tuning_.clear();
    tuned_ = false;
  }
  while (depth_ < wanted) co_await beginLayer(pace, depth_);
  if (clock_.stage < steps_.size() || !tuning_.exists() || tuned_) co_return;
  tuning_.begin(stack_, top());
  tuned_ = true;
}

// Up or down costs one pass; a stack is counted as one pass through all of its weights.
double DeepBeliefNet::updateCost(int examples) const {
  if (clock_.stage >= steps_.size()) return examples * (tuning_.exists() ? 3.0 : 10.0 + 2.0 * up_down_steps_);
  return 4.0 * examples + steps_[depth_ - 1].dreamCost(examples);
}

void DeepBeliefNet::beginUpdate(const Batch& batch, const Clock& clock) {
  clock_ = clock;
  up_scratch_.useTeam(team());
  label_scratch_.link.team = label_scratch_.slope.team = team();
  up_down_.useTeam(team());
  for (RbmStep& step : steps_) step.useTeam(team());
  labels_.assign(batch.labels.begin(), batch.labels.end());
  labels_.resize(columnCount(batch.v), -1);
  if (clock.stage >= steps_.size() && !tuning_.exists()) return up_down_.begin(batch.v, labels_);
  up_.h[0] = batch.v;
  if (clock.stage == 0) steps_[0].begin(batch.v, clock.stage_epoch);
}

DeepBeliefNet::Part DeepBeliefNet::partOf(std::size_t stage, std::size_t phase) const {
  static constexpr Part kFirst[] = {Part::kPositive, Part::kReconstruct, Part::kNegative, Part::kUpdate};
  static constexpr Part kNext[] = {Part::kUp, Part::kPositive, Part::kReconstruct, Part::kNegative, Part::kUpdate};
  static constexpr Part kUpDown[] = {Part::kWake, Part::kChain, Part::kSleep, Part::kLearn};
  static constexpr Part kTuning[] = {Part::kForward, Part::kBackward, Part::kTune};
  if (stage >= steps_.size()) return tuning_.exists() ? kTuning[phase] : kUpDown[phase];
  return stage == 0 ? kFirst[phase] : kNext[phase];
}

std::optional<DeepBeliefNet::Part> DeepBeliefNet::partOf(int phase) const {
  if (phase < 0 || toSize(phase) >= stages_[clock_.stage].phases.size()) return std::nullopt;
  return partOf(clock_.stage, toSize(phase));
}

// Draws the states of the layers below the machine that learns. Its examples are states of its visible units.
Work DeepBeliefNet::up(Pace& pace, Rng& rng) {
  co_await reachStage(pace);
  const std::size_t k = depth_ - 1;
  up_.h.resize(k + 1);
  up_.mean.resize(k + 1);
  if (sampled_between_) {
    co_await recogniseUp(pace, stack_, k, v_states_, up_scratch_, rng, up_);
  } else {
    for (std::size_t at = 0; at < k; ++at) {
      co_await beliefMeans(pace, stack_.up[at], up_.h[at], at == 0 ? v_states_ : States::kReal, up_scratch_.up[at],
                           up_.h[at + 1]);
    }
  }
  RbmStep& step = steps_[k];
  if (step.machine().labels == 0) {
    step.begin(up_.h[k], clock_.stage_epoch);
    co_return;
  }
  joinLabels(step.machine(), up_.h[k], labels_, joint_);
  co_await drawUnknownLabels(pace, step.machine(), up_.h[k], States::kReal, labels_, label_scratch_, rng, joint_);
  step.begin(joint_, clock_.stage_epoch);
}

// As in the paper's experiments: 3, 6 and then 10 steps in the thirds of the stage, in proportion to the setting.
int DeepBeliefNet::topStepsAt(double epoch) const {
  const double share = epoch < up_down_epochs_ / 3 ? 0.3 : epoch < up_down_epochs_ * 2 / 3 ? 0.6 : 1;
  return std::max(1, toInt(std::ceil(share * up_down_steps_ - 1e-9)));
}

Work DeepBeliefNet::runPhase(std::size_t phase, Rng& rng, Pace& pace) {
  const Part part = partOf(clock_.stage, phase);
  RbmStep& step = steps_[std::min(clock_.stage, steps_.size() - 1)];
  if (phase == 0 && part != Part::kUp) co_await reachStage(pace);
  switch (part) {
    case Part::kUp:
      co_await up(pace, rng);
      break;
    case Part::kPositive:
      co_await step.positive(pace, rng);
      break;
    case Part::kReconstruct:
      co_await step.reconstruct(pace, rng);
      break;
    case Part::kNegative:
      co_await step.negative(pace);
      break;
    case Part::kUpdate:
      co_await step.slope(pace);
      co_await step.apply(pace);
      publish(depth_ - 1);
      break;
    case Part::kForward:
      co_await tuning_.forward(pace, up_.h[0], dropout_, rng, team());
      break;
    case Part::kBackward:
      co_await tuning_.backward(pace, labels_, team());
      break;
    case Part::kTune: {
      const double rate = tuning_rate_ * (falling_ ? linearToZero(clock_.stage_epoch, tuning_epochs_) : 1);
      tuning_.step(toFloat(rate), toFloat(momentum_), team());
      break;
    }
    case Part::kWake:
      co_await up_down_.wake(pace, stack_, step.machine(), v_states_, rng);
      break;
    case Part::kChain:
      co_await up_down_.chain(pace, step.machine(), topStepsAt(clock_.stage_epoch), rng);
      break;
    case Part::kSleep:
      co_await up_down_.sleep(pace, stack_, rng);
      break;
    case Part::kLearn: {
      const double rate = up_down_rate_ * (falling_ ? linearToZero(clock_.stage_epoch, up_down_epochs_) : 1);
      co_await up_down_.learn(pace, stack_, step.machine(), toFloat(rate));
      break;
    }
  }
}

}  // namespace harmonium
