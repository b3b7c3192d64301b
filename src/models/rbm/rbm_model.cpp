#include "models/rbm/rbm_model.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "kernels/paced.h"
#include "models/layers/row_tensors.h"
#include "models/rbm/rbm_start.h"
#include "models/training_options.h"
#include "models/true_density.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

// Sets the units of Gaussian values to their mean and deviation in the data.
void setUnits(const DataSummary& data, RbmParameters& p) {
  p.shift = data.mean;
  p.scale = Vector::Ones(data.mean.size());
  for (Index i = 0; i < data.deviation.size(); ++i) p.scale[i] = data.unitOf(i);
}

// Where the labels alone are learnt nothing is taken from the model: there are no chains, and no share of the hidden
// units that are on is known that sparsity could push.
RbmRecipe recipeOf(const Settings& settings, bool labels_only) {
  const std::string& schedule = settings.choice("schedule");
  return {
      .learning_rate = settings.number("learningRate"),
      .schedule_epochs = settings.number("scheduleEpochs"),
      .schedule = schedule == "linear"      ? RbmSchedule::kLinear
                  : schedule == "overSteps" ? RbmSchedule::kOverSteps
                                            : RbmSchedule::kConstant,
      .gibbs_steps = settings.integer("gibbsSteps"),
      .steps_grow_epochs = settings.number("stepsGrowEpochs"),
      .momentum = settings.number("momentum"),
      .momentum_start = settings.number("momentumStart"),
      .momentum_epochs = settings.number("momentumEpochs"),
      .weight_decay = settings.number("weightDecay"),
      .sparsity_target = settings.number("sparsityTarget"),
      .sparsity_cost = labels_only ? 0 : settings.number("sparsityCost"),
      .sampled_reconstruction = settings.choice("reconstruction") == "samples",
      .method = labels_only ? RbmMethod::kCd : static_cast<RbmMethod>(settings.integer("method")),
      .centred = settings.toggle("centred"),
      .learn_variance = settings.toggle("learnVariance"),
  };
}

}  // namespace

Work Rbm::begin(Pace& pace, const Settings& settings, const DataSummary& data, std::uint64_t seed) {
  rows_ = data.rows;
  cols_ = data.cols;
  pictures_ = data.pictures();
  for (const std::size_t i : {0u, 1u}) ranges_[i] = data.range(std::min<Index>(toIndex(i), data.mean.size() - 1));
  truth_ = data.density;
  class_names_ = data.class_names;
  value_names_ = data.value_names;
  const bool gaussian = gaussianUnits(settings, data), labelled = settings.toggle("labels") && data.classes > 0;
  const Index values = data.mean.size(), classes = labelled ? data.classes : 0, hidden = settings.integer("hidden");
  const Index visible = values + classes;
  objective_ = labelled ? static_cast<Objective>(settings.integer("objective")) : Objective::kGenerative;

  RbmStart start;
  RbmParameters& p = start.p;
  start.data_states = data.binary && !gaussian ? States::kBinary : States::kReal;
  start.chains = settings.integer("chains");
  start.temperatures = settings.integer("temperatures");
  Rng rng(seed, Purpose::kParameters);
  p.labels = toSize(classes);
  p.W.resize(visible, hidden);
  if (draws()) {
    co_await kernels::paced::normal(pace, rng, 0.0f, toFloat(settings.number("initialWeights")), flat(p.W));
  }
  p.c = Vector::Zero(hidden);
  // The visible means if there were no connections: the means of the data and the shares of the classes.
  Vector mean = data.mean;
  if (labelled) {
    mean.conservativeResize(visible);
    mean.tail(classes) = data.class_shares.size() == classes
                             ? data.class_shares
                             : Vector::Constant(classes, 1.0f / toFloat(classes)).eval();
  }
  if (gaussian) {
    p.b = p.z = Vector::Zero(visible);
    setUnits(data, p);
    start.mean_v = Vector::Zero(visible);
    start.base = RbmBase(p.b, p.z);
    if (draws() && settings.choice("start") == "byTails") {
      co_await startByTails(pace, data.some, seed, p);
    }
  } else {
    p.b = settings.toggle("biasFromData") ? visibleBiasFromMean(p, mean) : Vector::Zero(visible);
    start.mean_v = mean;
    start.base = RbmBase(visibleBiasFromMean(p, mean));
  }
  annealing_base_ = baseOf(p, mean, data.deviation.size() > 0 ? data.deviation : Vector::Ones(values));
  const RbmRecipe recipe = recipeOf(settings, objective_ == Objective::kDiscriminative);
  start.draws = draws();
  start.trains = trains();
  co_await step_.initialise(pace, std::move(start), recipe, rng);
  configure(settings);

  v_.resize(values, 0);
  labels_.clear();
  comparable_ =
      objective_ == Objective::kGenerative && recipe.method != RbmMethod::kExact && cheapStates(machine()) > 0;
  comparison_ = {};
}

void Rbm::configure(const Settings& settings) {
  step_.configure(recipeOf(settings, objective_ == Objective::kDiscriminative));
  generative_weight_ = toFloat(settings.number("generativeWeight"));
}

// Classification takes two passes per class: one for the scores and one for the gradient.
double Rbm::updateCost(int examples) const {
  const double classify = objective_ == Objective::kGenerative ? 0.0 : 2.0 * toDouble(machine().labels);
  if (objective_ == Objective::kDiscriminative) return examples * (2.0 + classify);
  return 3.0 * examples + step_.dreamCost(examples) + classify * examples;
}

void Rbm::beginUpdate(const Batch& batch, const Clock& clock) {
  // The team may have changed since the last update, so it is passed on every time.
  step_.useTeam(team());
  label_scratch_.link.team = label_scratch_.slope.team = team();
  if (machine().labels == 0) return step_.begin(batch.v, clock.epoch);
  v_ = batch.v;
  labels_.assign(batch.labels.begin(), batch.labels.end());
  // A batch without labels counts as one whose classes are not known.
  labels_.resize(columnCount(v_), -1);
  joinLabels(machine(), v_, labels_, joint_);
  step_.begin(joint_, clock.epoch);
}

std::span<const Rbm::Part> Rbm::partsOf(Objective objective) {
  static constexpr Part kGenerativeParts[] = {Part::kPositive, Part::kReconstruct, Part::kNegative, Part::kUpdate};
  static constexpr Part kDiscriminativeParts[] = {Part::kClassify, Part::kUpdate};
  static constexpr Part kHybridParts[] = {Part::kPositive, Part::kReconstruct, Part::kNegative, Part::kClassify,
                                          Part::kUpdate};
  switch (objective) {
    case Objective::kDiscriminative:
      return kDiscriminativeParts;
    case Objective::kHybrid:
      return kHybridParts;
    case Objective::kGenerative:
      break;
  }
  return kGenerativeParts;
}

std::optional<Rbm::Part> Rbm::partOf(int phase) const {
  const std::span<const Part> parts = partsOf(objective_);
  if (phase < 0 || toSize(phase) >= parts.size()) return std::nullopt;
  return parts[toSize(phase)];
}

Work Rbm::runPhase(std::size_t phase, Rng& rng, Pace& pace) {
  switch (partsOf(objective_)[phase]) {
    case Part::kPositive:
      return positive(rng, pace);
    case Part::kReconstruct:
      return step_.reconstruct(pace, rng);
    case Part::kNegative:
      return step_.negative(pace);
    case Part::kClassify:
      return discriminativeGradient(pace, machine(), v_, step_.dataStates(), labels_, label_scratch_, discriminative_);
    case Part::kUpdate:
      return update(pace);
  }
  return {};
}

Work Rbm::positive(Rng& rng, Pace& pace) {
  if (machine().labels == 0 || std::ranges::none_of(labels_, [](std::int16_t label) { return label < 0; })) {
    co_await step_.positive(pace, rng);
    co_return;
  }
  co_await drawUnknownLabels(pace, machine(), v_, step_.dataStates(), labels_, label_scratch_, rng, joint_);
  // The step begins again, because its copy of the examples lacks the labels just drawn.
  step_.begin(joint_, step_.epoch());
  co_await step_.positive(pace, rng);
}

Work Rbm::update(Pace& pace) {
  if (objective_ == Objective::kDiscriminative) {
    step_.gradient() = discriminative_;
    co_await step_.apply(pace);
    co_return;
  }
  co_await step_.slope(pace);
  // Before momentum, decay and the step: the exact gradient belongs to the parameters as they are now.
  if (comparable_) rememberForComparison();
  if (objective_ == Objective::kHybrid) {
    RbmGradient& g = step_.gradient();
    const auto mix = [this](std::span<float> generative, std::span<const float> discriminative) {
      kernels::scale(generative_weight_, generative);
      kernels::axpy(1.0f, discriminative, generative);
    };
    mix(flat(g.W), flat(discriminative_.W));
    mix(flat(g.b), flat(discriminative_.b));
    mix(flat(g.c), flat(discriminative_.c));
  }
  co_await step_.apply(pace);
}

// Copies only: the exact gradient itself is computed when somebody asks, so that most updates do not pay for it.
void Rbm::rememberForComparison() {
  ++comparison_.taken;
  comparison_.p = machine();
  comparison_.v = step_.data().numbers();
  comparison_.h_mean = step_.hiddenMeanOfData();
  comparison_.pair.estimate = step_.gradient();
}

const Rbm::GradientPair* Rbm::gradientPair() const {
  Comparison& c = comparison_;
  if (c.taken == 0) return nullptr;
  // Readings and views of the same update share one exact gradient.
  if (c.compared == c.taken) return &c.pair;
  c.counting.compute(c.p, c.moments);
  rbmGradient(c.p, {c.v, c.h_mean, step_.dataStates()}, c.moments, c.scratch, c.pair.exact);
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

std::vector<Tensor> Rbm::parameters() {
  RbmParameters& p = step_.machine();
  if (p.labels == 0) {
    std::vector<Tensor> all = {tensorOf("W", p.W), tensorOf("b", p.b), tensorOf("c", p.c)};
    if (p.gaussian()) all.push_back(within({kLowestLogVariance, kHighestLogVariance}, tensorOf("z", p.z)));
    return all;
  }
  const std::size_t values = p.values();
  return {rowsOf("W", p.W, 0, values), rowsOf("b", p.b, 0, values), tensorOf("c", p.c),
          rowsOf("U", p.W, values, p.labels), rowsOf("d", p.b, values, p.labels)};
}

std::vector<std::span<const float>> Rbm::slopes() const {
  const RbmGradient& g = gradient();
  const RbmParameters& p = machine();
  const std::span<const float> W = flat(g.W), b = flat(g.b);
  const std::size_t values = p.values(), weights = values * p.hidden();
  if (p.labels == 0) return {W, b, flat(g.c), flat(g.z)};
  return {W.first(weights), b.first(values), flat(g.c), W.subspan(weights), b.subspan(values)};
}

Result<std::unique_ptr<Likelihood>> Rbm::likelihood(LikelihoodOf of) const {
  const RbmParameters& p = machine();
  if (of != LikelihoodOf::kVisible && p.labels == 0) {
    return Error{ErrorCode::kNotAvailable, "This machine has no label units; switch on the option labels."};
  }
  const States states = p.gaussian() ? States::kReal : States::kBinary;
  // Z cancels in p(y | v), so it is exact at any size.
  if (of == LikelihoodOf::kLabel) return labelLikelihood(p, states);
  if (exactPartitionPossible(p)) return exactLikelihood(p, states, of);
  const char* const layer = p.gaussian() || p.labels > 0 ? "hidden layer" : "smaller layer";
  return Error{ErrorCode::kNotAvailable, "The exact method visits every state of the " + std::string(layer) +
                                             ", which has " + std::to_string(exactUnits(p)) + " units; at most " +
                                             std::to_string(kExactUnits) + " are allowed. Use method \"ais\"."};
}

std::unique_ptr<AnnealedChains> Rbm::annealedChains() const {
  return annealRbm(machine(), annealing_base_);
}

std::unique_ptr<FreeEnergies> Rbm::freeEnergies() const {
  return std::make_unique<RbmFreeEnergies>(machine());
}

void Rbm::encode(const Matrix& v, Matrix& code) const {
  hiddenGivenValues(machine(), v, step_.dataStates(), scores_, code);
}

void Rbm::reconstruct(const Matrix& v, Matrix& mean) const {
  reconstruction(machine(), v, step_.dataStates(), scores_, mean);
}

void Rbm::classProbabilities(const Matrix& v, Matrix& p) const {
  scores_.totals.resize(columnCount(v));
  classLogProbabilities(machine(), v, step_.dataStates(), scores_.labels, p, scores_.totals);
  kernels::exp(flat(p), flat(p));
}

double Rbm::readingsCost() const {
  const double counted = toDouble(cheapStates(machine()));
  return counted + (comparable_ ? countingCost(machine()) : 0);
}

Work Rbm::takeReadings(const WatchedExamples& watched, std::vector<Reading>& out, Pace& pace) const {
  {
    RbmScoreScratch scratch;  // not that of reconstruct(), which may be called meanwhile
    scratch.states.link.team = team();
    co_await addRbmReadings(pace, machine(), watched, scratch, out);
  }
  for (Reading& reading : out) {
    if (reading.name != "logLikelihood" || reading.reference) continue;
    reading.reference = meanLogDensity(truth_.get(), watched.train);
    if (reading.reference) reading.reference_label = "true density";
  }
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
  const TemperedChains& tempered = step_.tempered();
  if (recipe().method == RbmMethod::kTempering && tempered.everyPairTried()) {
    out.push_back({.name = "swapRate",
                   .label = "Swaps between temperatures",
                   .unit = "share of tries accepted",
                   .value = toDouble(tempered.swapRate().mean())});
  }
}

}  // namespace harmonium
