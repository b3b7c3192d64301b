#include "models/rbm_learner.h"

#include "models/training_options.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {
// Share of the newest batch in the running mean of the hidden units.
constexpr float kSlide = 0.01f;
// Bounds of what the network view can draw legibly.
constexpr std::size_t kNetworkVisible = 100, kNetworkHidden = 64;
constexpr std::size_t kTiles = 100, kPairs = 16;

enum PhaseIndex : std::size_t { kPositive, kReconstruct, kNegative, kUpdatePhase };

void appendColumn(const Matrix& m, std::size_t column, std::size_t rows, std::vector<float>& out) {
  if (m.cols() == 0) {
    out.insert(out.end(), rows, 0.0f);
    return;
  }
  const std::span<const float> values = flat(m).subspan(column * rows, rows);
  out.insert(out.end(), values.begin(), values.end());
}

Tensor tensorOf(std::string name, RowMatrix& m) {
  return {std::move(name), {static_cast<std::uint32_t>(m.rows()), static_cast<std::uint32_t>(m.cols())}, flat(m)};
}
Tensor tensorOf(std::string name, Vector& v) {
  return {std::move(name), {static_cast<std::uint32_t>(v.size())}, flat(v)};
}
}  // namespace

const OptionTable& Rbm::options() {
  static const OptionTable table = {
      logarithmic(integerOption("hidden", "Hidden units", "Model", 1, 4096, 64, false,
                                "How many features the machine can learn; with at most 20 the likelihood is exact.")),
      logarithmic(numberOption("initialWeights", "Initial weights", "Model", 0, 1, 0.01, false,
                               "Standard deviation of the normal distribution that the first weights are drawn from.")),
      toggleOption("biasFromData", "Visible bias from the data", "Model", true, false,
                   "Start every visible bias at log p / (1 - p), p being how often that pixel is on."),
      binarisationOption(),
      batchSizeOption(20),
      logarithmic(numberOption("learningRate", "Learning rate", "Learning", 0, 10, 0.05, true,
                               "Size of a step along the gradient, which is a mean over the batch.")),
      choiceOption(
          "schedule", "Rate over time", "Learning",
          {{"constant", "constant"}, {"linear", "down to zero"}, {"overSteps", "divided by k"}}, 0, true,
          "Constant; falling in a straight line to zero over the epochs below; or divided by the number of Gibbs "
          "steps k."),
      integerOption("scheduleEpochs", "Epochs until zero", "Learning", 1, 10000, 100, true,
                    "After how many epochs a falling rate reaches zero."),
      numberOption("momentum", "Momentum", "Learning", 0, 0.99, 0.5, true,
                   "Share of the last step that the next one keeps."),
      numberOption("momentumStart", "Momentum at first", "Learning", 0, 0.99, 0.5, true,
                   "Momentum during the first epochs, while the steps are large."),
      integerOption("momentumEpochs", "Epochs at first momentum", "Learning", 0, 1000, 5, true,
                    "For how many epochs the first momentum holds."),
      logarithmic(numberOption("weightDecay", "Weight decay", "Learning", 0, 1, 0.0001, true,
                               "Pulls every weight towards zero (L2); biases are left alone.")),
      choiceOption(
          "method", "Negative phase", "Gibbs sampling",
          {{"cd", "contrastive divergence"}, {"pcd", "persistent chains"}}, 0, false,
          "Where the model's samples come from: a short walk that starts at the data, or chains that go on from "
          "update to update."),
      integerOption("gibbsSteps", "Gibbs steps k", "Gibbs sampling", 1, 100, 1, true,
                    "Up-and-down steps of every chain in an update: CD-k or PCD-k."),
      integerOption(
          "stepsGrowEpochs", "Epochs per further step", "Gibbs sampling", 0, 1000, 0, true,
          "Zero: k from the start. Otherwise begin with one step and add one each time so many epochs have passed, "
          "up to k."),
      integerOption("chains", "Persistent chains", "Gibbs sampling", 1, 1000, 100, false,
                    "How many chains the persistent method keeps; need not equal the batch size."),
      choiceOption(
          "reconstruction", "Last visible states", "Gibbs sampling",
          {{"samples", "samples"}, {"probabilities", "probabilities"}}, 0, true,
          "What stands for the model in the negative phase: 0/1 samples, or their probabilities (less noise, but a "
          "little more than one bit flows back)."),
      toggleOption(
          "centred", "Centring", "Gradient", false, false,
          "Take the mean off every unit in the gradient: learning no longer depends on what is called 0 and 1."),
      numberOption("sparsityTarget", "Sparsity target", "Gradient", 0.001, 0.999, 0.1, true,
                   "How often a hidden unit should be on; see the cost."),
      logarithmic(numberOption("sparsityCost", "Sparsity cost", "Gradient", 0, 10, 0, true,
                               "How strongly hidden units are pushed to the target; zero switches it off.")),
  };
  return table;
}

const std::vector<Phase>& Rbm::phaseTable() {
  static const std::vector<Phase> phases = {
      {"positive", "Positive",
       "The data hold the visible units; every hidden unit turns on with probability sigmoid(c + W'v)."},
      {"reconstruct", "Reconstruct",
       "The machine dreams: the hidden states redraw the visible units, k times back and forth in all."},
      {"negative", "Negative",
       "The dream drives the hidden units: what the machine believes by itself, ready to be unlearnt."},
      {"update", "Update",
       "Weights move towards the data's pairs <v h> and away from the dream's: W += rate (<v h>data - <v h>model)."},
  };
  return phases;
}

const std::vector<ViewName>& Rbm::viewNames() {
  static const std::vector<ViewName> names = {{"chains", "Fantasy chains"}, {"reconstruction", "Reconstruction"},
                                              {"weights", "Weights"},       {"network", "Network"},
                                              {"update", "This update"},    {"biases", "Visible bias"}};
  return names;
}

const std::vector<Preset>& Rbm::presets() {
  static const std::vector<Preset> presets = {
      {"digits", "Small digits", "64 hidden units learn 8x8 digits in a second; their chains dream digits.", "digits",
       "{}"},
      {"bars", "Bars and stripes", "Small enough to count every state: the exact log-likelihood climbs to -3.38 nats.",
       "bars-and-stripes", R"({"hidden": 16, "batchSize": 32})"},
      {"mnist", "MNIST, persistent chains", "500 hidden units and persistent chains: clear digits after one epoch.",
       "mnist", R"({"hidden": 500, "batchSize": 100, "method": "pcd", "centred": true})"},
  };
  return presets;
}

Status Rbm::accepts(const DataSummary& data) {
  if (data.domain == Domain::kUnit) return {};
  return Error{ErrorCode::kNotAvailable,
               "A restricted Boltzmann machine of on/off units wants intensities from 0 to 1; this set holds other "
               "numbers."};
}

void Rbm::initialise(const Settings& settings, const DataSummary& data, std::uint64_t seed) {
  rows_ = data.rows;
  cols_ = data.cols;
  data_states_ = data.binary ? States::kBinary : States::kReal;
  const Eigen::Index visible = data.mean.size(), hidden = settings.integer("hidden");

  Rng rng(seed, Purpose::kParameters);
  p_.W.resize(visible, hidden);
  kernels::normal(rng, 0.0f, static_cast<float>(settings.number("initialWeights")), flat(p_.W));
  p_.b = settings.toggle("biasFromData") ? biasFromMean(data.mean) : Vector::Zero(visible);
  p_.c = Vector::Zero(hidden);
  velocity_.W = RowMatrix::Zero(visible, hidden);
  velocity_.b = Vector::Zero(visible);
  velocity_.c = Vector::Zero(hidden);
  gradient_ = velocity_;
  mean_v_ = data.mean;
  mean_h_ = Vector::Constant(hidden, 0.5f);
  configure(settings);

  v_data_.resize(visible, 0);
  v_model_.resize(visible, 0);
  chains_.resize(hidden, recipe_.persistent ? settings.integer("chains") : 0);
  if (recipe_.persistent) {
    Matrix start(visible, chains_.cols());
    sampleStart(start, rng);
    hiddenMean(p_, start, States::kBinary, scratch_, chains_);
    kernels::bernoulli(rng, flat(chains_), flat(chains_));
  }
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
      .persistent = settings.choice("method") == "pcd",
      .centred = settings.toggle("centred"),
  };
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
  v_data_ = batch;
  clock_ = clock;
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
  hiddenMean(p_, v_data_, data_states_, scratch_, h_data_mean_);
  h_data_.resize(h_data_mean_.rows(), h_data_mean_.cols());
  kernels::bernoulli(rng, flat(h_data_mean_), flat(h_data_));

  const float each = 1.0f / static_cast<float>(v_data_.cols());
  const auto meanOf = [each](const Matrix& m, Vector& mean) {
    mean.resize(m.rows());
    kernels::sumRows(flat(m), static_cast<std::size_t>(m.cols()), static_cast<std::size_t>(m.rows()),
                     kernels::Start::kZero, kernels::Sign::kAdd, flat(mean));
    kernels::scale(each, flat(mean));
  };
  meanOf(v_data_, batch_v_);
  meanOf(h_data_mean_, batch_h_);
  mean_h_ += kSlide * (batch_h_ - mean_h_);
}

void Rbm::reconstructPhase(Rng& rng) {
  h_model_ = recipe_.persistent ? chains_ : h_data_;
  v_model_.resize(p_.W.rows(), h_model_.cols());
  const int steps = gibbsStepsAt(clock_);
  for (int step = 0; step < steps; ++step) {
    if (step > 0) {
      hiddenMean(p_, v_model_, States::kBinary, scratch_, h_model_mean_);
      kernels::bernoulli(rng, flat(h_model_mean_), flat(h_model_));
    }
    visibleInput(p_, h_model_, States::kBinary, scratch_, v_model_mean_);
    kernels::sigmoidBernoulli(rng, flat(v_model_mean_), flat(v_model_));
  }
  if (recipe_.persistent) {
    // Where the chains stand for the next update: hidden states given these visible ones.
    hiddenMean(p_, v_model_, States::kBinary, scratch_, chains_);
    kernels::bernoulli(rng, flat(chains_), flat(chains_));
  }
}

void Rbm::negative() {
  // Given the last visible states, never earlier ones: pairs <v h> must be of one moment.
  if (recipe_.sampled_reconstruction) {
    hiddenMean(p_, v_model_, States::kBinary, scratch_, h_model_mean_);
  } else {
    hiddenMean(p_, v_model_mean_, States::kReal, scratch_, h_model_mean_);
  }
}

void Rbm::update() {
  const RbmPhaseStatistics data{v_data_, h_data_mean_, data_states_};
  const RbmPhaseStatistics model = recipe_.sampled_reconstruction
                                       ? RbmPhaseStatistics{v_model_, h_model_mean_, States::kBinary}
                                       : RbmPhaseStatistics{v_model_mean_, h_model_mean_, States::kReal};
  rbmGradient(data, model, gradient_scratch_, gradient_);
  if (recipe_.centred) centreGradient(mean_v_, mean_h_, gradient_);
  if (recipe_.sparsity_cost > 0) {
    // Hinton (2010), section 11: the same pull on a unit's bias and on its weights from active pixels.
    batch_h_ = static_cast<float>(recipe_.sparsity_cost) *
               (Vector::Constant(mean_h_.size(), static_cast<float>(recipe_.sparsity_target)) - mean_h_);
    gradient_.c += batch_h_;
    kernels::addOuter(1.0f, flat(batch_v_), flat(batch_h_), flat(gradient_.W));
  }

  const float rate = static_cast<float>(learningRateAt(clock_)), momentum = static_cast<float>(momentumAt(clock_));
  const float decay = static_cast<float>(recipe_.weight_decay);
  kernels::momentumStep(flat(p_.W), flat(velocity_.W), flat(gradient_.W), 1.0f, rate, momentum, decay);
  kernels::momentumStep(flat(p_.b), flat(velocity_.b), flat(gradient_.b), 1.0f, rate, momentum, 0.0f);
  kernels::momentumStep(flat(p_.c), flat(velocity_.c), flat(gradient_.c), 1.0f, rate, momentum, 0.0f);
}

std::vector<Tensor> Rbm::parameters() {
  return {tensorOf("W", p_.W), tensorOf("b", p_.b), tensorOf("c", p_.c)};
}

std::vector<Tensor> Rbm::trainingState() {
  std::vector<Tensor> state = {tensorOf("velocity.W", velocity_.W), tensorOf("velocity.b", velocity_.b),
                               tensorOf("velocity.c", velocity_.c), tensorOf("mean.h", mean_h_)};
  if (recipe_.persistent) {
    state.push_back({"chains.h",
                     {static_cast<std::uint32_t>(chains_.cols()), static_cast<std::uint32_t>(chains_.rows())},
                     flat(chains_)});
  }
  return state;
}

void Rbm::sampleStart(Matrix& start, Rng& rng) const {
  // The machine without connections: each visible unit alone, from its bias.
  Matrix mean = p_.b.replicate(1, start.cols());
  kernels::sigmoidBernoulli(rng, flat(mean), flat(start));
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

std::optional<View> Rbm::view(std::string_view name, const ViewContext& context) const {
  const int phase = context.phase;
  if (name == "weights") return weightTiles();
  if (name == "biases") return biasTile();
  if (name == "network") return network(phase);
  if (name == "update") return updatePairs(phase);
  return std::nullopt;
}

View Rbm::weightTiles() const {
  const std::size_t hidden = p_.hidden(), visible = p_.visible(), count = std::min(hidden, kTiles);
  View view{.name = "weights",
            .title = "Weights",
            .caption = "One tile a hidden unit: the pixels that excite it and those that inhibit it.",
            .kind = ViewKind::kImages,
            .scale = ViewScale::kSigned};
  if (count < hidden) view.caption += " " + std::to_string(count) + " of " + std::to_string(hidden) + " are shown.";
  view.shape = {static_cast<std::uint32_t>(count), static_cast<std::uint32_t>(rows_),
                static_cast<std::uint32_t>(cols_)};
  view.values.resize(count * visible);
  for (std::size_t tile = 0; tile < count; ++tile) {
    const std::size_t unit = tile * hidden / count;
    for (std::size_t i = 0; i < visible; ++i) view.values[tile * visible + i] = flat(p_.W)[i * hidden + unit];
  }
  // Three and a half deviations: a single large weight must not turn all others grey.
  const double mean_square = kernels::dot(flat(p_.W), flat(p_.W)) / static_cast<double>(p_.W.size());
  view.limit = std::max(1e-6f, 3.5f * static_cast<float>(std::sqrt(mean_square)));
  return view;
}

View Rbm::biasTile() const {
  View view{.name = "biases",
            .title = "Visible bias",
            .caption = "How much each pixel wants to be on by itself.",
            .kind = ViewKind::kImages,
            .scale = ViewScale::kSigned};
  view.shape = {1, static_cast<std::uint32_t>(rows_), static_cast<std::uint32_t>(cols_)};
  view.values.assign(flat(p_.b).begin(), flat(p_.b).end());
  view.limit = 1e-6f;
  for (const float value : view.values) view.limit = std::max(view.limit, std::abs(value));
  return view;
}

std::optional<View> Rbm::network(int phase) const {
  if (p_.visible() > kNetworkVisible || p_.hidden() > kNetworkHidden) return std::nullopt;
  View view{.name = "network",
            .title = "Network",
            .caption = "Both layers with the states of one example; lines are weights, one colour a sign.",
            .kind = ViewKind::kNetwork};
  const bool dream = phase >= static_cast<int>(kReconstruct);
  appendColumn(dream ? v_model_ : v_data_, 0, p_.visible(), view.values);
  appendColumn(phase >= static_cast<int>(kNegative) ? h_model_mean_
               : dream                              ? h_model_
                                                    : h_data_,
               0, p_.hidden(), view.values);
  view.shape = {static_cast<std::uint32_t>(view.values.size())};
  view.layers = {static_cast<std::uint32_t>(p_.visible()), static_cast<std::uint32_t>(p_.hidden())};
  view.layer_names = {"visible v", "hidden h"};
  view.weights.assign(flat(p_.W).begin(), flat(p_.W).end());
  constexpr std::uint32_t kUp = 0, kDown = 1;
  if (phase == static_cast<int>(kReconstruct)) {
    view.lit = {kDown};
  } else if (phase == static_cast<int>(kUpdatePhase)) {
    view.lit = {kUp, kDown};
  } else if (phase >= 0) {
    view.lit = {kUp};
  }
  return view;
}

std::optional<View> Rbm::updatePairs(int phase) const {
  if (v_data_.cols() == 0) return std::nullopt;
  const bool drawn = phase != static_cast<int>(kPositive) && v_model_mean_.cols() > 0;
  const std::size_t count = std::min({kPairs, static_cast<std::size_t>(v_data_.cols()),
                                      drawn ? static_cast<std::size_t>(v_model_mean_.cols()) : kPairs});
  View view{.name = "update",
            .title = "This update",
            .caption = recipe_.persistent ? "Left the data of this update, right where the persistent chains stand."
                                          : "Left the data of this update, right what k Gibbs steps made of them.",
            .kind = ViewKind::kPairs};
  view.shape = {static_cast<std::uint32_t>(count), 2, static_cast<std::uint32_t>(rows_),
                static_cast<std::uint32_t>(cols_)};
  for (std::size_t n = 0; n < count; ++n) {
    appendColumn(v_data_, n, p_.visible(), view.values);
    if (drawn) {
      appendColumn(v_model_mean_, n, p_.visible(), view.values);
    } else {
      view.values.insert(view.values.end(), p_.visible(), 0.0f);
    }
  }
  return view;
}

}  // namespace harmonium
