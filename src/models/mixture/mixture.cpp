#include "models/mixture/mixture.h"

#include "base/numbers.h"
#include "base/reals.h"
#include "kernels/paced.h"
#include "models/layers/best_possible.h"
#include "models/layers/units.h"
#include "models/one_part.h"
#include "models/training_options.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace harmonium {

namespace {

enum PhaseIndex : std::size_t { kExpect, kMaximise };

constexpr float kNearest = 1e-6f;       // the least distance of a mean from 0 and 1, so that its logarithms are finite
constexpr float kLeastWeight = 1e-30f;  // keeps the logarithm of a weight finite
constexpr float kRounding = 1e-5f;      // how far a sum of weights may be from one and still count as one
// The share of one example in the first mean of a component. The rest is the mean of all examples.
constexpr float kOfExample = 0.5f;
constexpr Index kMostTiles = 100;

// Writes the inputs a of every component, K x N.
Work componentInputs(Pace& pace, const MixtureScores& scores, const Matrix& v, States states, LinkScratch& scratch,
                     Matrix& a) {
  return inputUp(pace, scores.L, scores.bias, v, states, scratch, a);
}
void componentInputs(const MixtureScores& scores, const Matrix& v, States states, LinkScratch& scratch, Matrix& a) {
  inputUp(scores.L, scores.bias, v, states, scratch, a);
}

// Writes log p(v) of every example into nats, given the inputs `a`, K x N.
void logLikelihoods(const Matrix& a, std::span<double> nats) {
  const std::size_t components = rowCount(a);
  for (std::size_t n = 0; n < nats.size(); ++n) {
    nats[n] = oneOfLogNormaliser(flat(a).subspan(n * components, components));
  }
}

class MixtureLikelihood final : public Likelihood {
 public:
  explicit MixtureLikelihood(MixtureScores scores) : scores_(std::move(scores)) {}
  bool binary() const override { return true; }
  void logLikelihood(const Batch& examples, std::span<double> nats) override {
    componentInputs(scores_, examples.v, examples.states, scratch_, a_);
    logLikelihoods(a_, nats);
  }
  std::string method() const override { return "Exact: the sum over all components."; }

 private:
  MixtureScores scores_;
  LinkScratch scratch_;
  Matrix a_;
};

// Ancestral sampling: draws a component, then every value independently given it.
class MixtureSampler final : public Sampler {
 public:
  MixtureSampler(const Mixture& model, int count) : Sampler(model.means().rows(), count), model_(model) {}

  std::span<const Phase> stages() const override {
    static const Phase stages[] = {
        {"component", "Component", "One component is drawn for every sample, each as often as its weight says."},
        {"values", "Values", "Every value is drawn by itself, with the component's mean as its probability."},
    };
    return stages;
  }
  bool chain() const override { return false; }
  bool binary() const override { return true; }
  std::vector<SampledLayer> layers() const override { return {{"component", &chosen_}}; }

 protected:
  Work run(std::size_t stage, Rng& rng, Pace& pace) override {
    const Index components = model_.weights().size();
    if (stage == 0) {
      const Matrix weights = model_.weights().replicate(1, count());
      chosen_.resize(components, count());
      sampleOneOfRows(weights, 0, components, rng, chosen_);
      co_return;
    }
    for (Index n = 0; n < chosen_.cols(); ++n) {
      Index component = 0;
      chosen_.col(n).maxCoeff(&component);
      mean_.col(n) = model_.means().col(component);
      co_await pace.spent(toDouble(mean_.rows() + components));
    }
    co_await kernels::paced::bernoulli(pace, rng, flat(mean_), flat(states_));
  }

 private:
  const Mixture& model_;
  Matrix chosen_;  // K x count, one-of
};

}  // namespace

const OptionTable& Mixture::options() {
  static const OptionTable table = {
      logarithmic(integerOption("components", "Components", "Model", 1, 1000, 20, false,
                                "Number of components, each with its own mean for every value.")),
      numberOption("smoothing", "Smoothing", "Model", 0.001, 10, 0.1, true,
                   "So many examples are imagined for every component, on in half of them, so that no mean becomes 0 "
                   "or 1."),
      binarisationOption(),
  };
  return table;
}

const std::vector<Phase>& Mixture::phaseTable() {
  static const std::vector<Phase> phases = {
      {"expect", "E step",
       "How much of each example belongs to each component? Its share is the component's probability given the "
       "example.",
       "v \u2192 p(k | v)", Ink::kData},
      {"maximise", "M step",
       "The mean of every component becomes that of the examples, weighted by its share in each; its weight becomes "
       "its share of them all.",
       "\u0394\u03bc, \u0394\u03c0"},
  };
  return phases;
}

const std::vector<ViewOffer>& Mixture::viewNames() {
  static const std::vector<ViewOffer> names = {{"components", "Components"},
                                               {"chains", "Samples"},
                                               {"update", "This update", true},
                                               {"weights", "Weights"},
                                               {"reconstruction", "Reconstruction"}};
  return names;
}

const std::vector<Preset>& Mixture::presets() {
  static const std::vector<Preset> presets = {
      {"digits", "Small digits", "20 components settle on 20 ways to write a digit within a few updates.", "digits",
       R"({"components": 20})", 60},
      {"bars", "Bars and stripes",
       "32 components learn the 30 patterns by heart: the log-likelihood nears the best possible -3.38 nats.",
       "bars-and-stripes", R"({"components": 32, "smoothing": 0.001})", 20},
      {"mnist", "MNIST, 100 components", "The clearest of a hundred blurred digits: all that independent pixels allow.",
       "mnist", R"({"components": 100})", 30},
  };
  return presets;
}

Status Mixture::accepts(const DataSummary& data) {
  if (Status one = acceptsOnePart(data, "A mixture of Bernoullis"); !one) return one;
  if (data.domain == Domain::kUnit && !data.missing) return {};
  return Error{ErrorCode::kNotAvailable,
               "A mixture of Bernoullis wants on/off values or intensities from 0 to 1, all of them known."};
}

MemoryNeed Mixture::memory(const Settings& settings, const DataSummary& data) {
  const double K = settings.number("components"), V = toDouble(data.values());
  constexpr double kBatch = 100;  // of the examples that see() gets
  // log mu, log (1 - mu), their difference and the sums over the examples are as large as the means.
  return {.parameters = kFloat * K * (V + 1),
          .fresh = kFloat * K * (4 * V + 4),
          .update = kFloat * kBatch * (2 * V + 3 * K),
          .per_sample = kFloat * (3 * V + K),
          .per_example = kFloat * (V + 3 * K)};
}

Work Mixture::begin(Pace& pace, const Settings& settings, const DataSummary& data, std::uint64_t seed) {
  rows_ = data.rows;
  cols_ = data.cols;
  const Index components = settings.integer("components"), values = data.mean.size();
  weights_ = Vector::Constant(components, 1.0f / toFloat(components));
  // Half of an example, half of the mean of all: components differ from each other, and no mean starts near 0 or 1.
  Rng rng(seed, Purpose::kParameters);
  std::vector<Index> order(columnCount(data.some));
  std::iota(order.begin(), order.end(), Index{0});
  means_.setConstant(values, components, 0.5f);
  for (Index k = 0; k < components && draws(); ++k) {
    co_await pace.spent(100 * toDouble(values));
    means_.col(k) = data.mean;
    if (order.empty()) {  // no example is known, so a random number takes its place
      for (float& mean : means_.col(k)) mean = kOfExample * rng.uniform() + (1 - kOfExample) * mean;
      continue;
    }
    // Examples repeat only if there are fewer of them than components. Then a little noise keeps components apart.
    const std::size_t at = toSize(k) % order.size();
    std::swap(order[at], order[at + rng.below(toU32(order.size() - at))]);
    for (Index i = 0; i < values; ++i) {
      const float example = 0.9f * data.some(i, order[at]) + 0.1f * rng.uniform();
      means_(i, k) = kOfExample * example + (1 - kOfExample) * means_(i, k);
    }
  }
  configure(settings);
  normalise(weights_);
  if (draws()) co_await refresh(pace);
  if (!trains()) co_return;
  totals_.setZero(components);
  sums_.setZero(values, components);
  seen_ = 0;
}

void Mixture::configure(const Settings& settings) {
  smoothing_ = toFloat(settings.number("smoothing"));
}

void Mixture::normalise(Vector& weights) {
  weights = weights.cwiseMax(kLeastWeight);
  weights /= weights.sum();
}

Status Mixture::checkParameters(std::span<const std::span<const float>> given) const {
  const auto refuse = [](const char* tensor, float value, const std::string& why) {
    return Error{ErrorCode::kInvalidFile,
                 std::string("The tensor ") + tensor + " holds " + formatNumber(toDouble(value)) + why};
  };
  double sum = 0;
  for (const float weight : given[0]) {
    if (weight < 0) return refuse("weights", weight, "; a weight is a probability and must be at least 0.");
    sum += toDouble(weight);
  }
  if (std::abs(sum - 1) > 1e-4) {
    return Error{ErrorCode::kInvalidFile,
                 "The numbers of the tensor weights add up to " + formatNumber(sum) + "; they must add up to 1."};
  }
  for (const float mean : given[1]) {
    if (mean < 0 || mean > 1) return refuse("means", mean, "; a mean is a probability and must lie from 0 to 1.");
  }
  return {};
}

void Mixture::parametersChanged() {
  Pace whole;
  finish(refresh(whole));
}

// Whoever looks at the model meanwhile sees the parameters before, with the scores that belong to them.
Work Mixture::takeOver(Pace& pace, Vector& weights, Matrix& means) {
  // Sums of weights and means at 0 and 1 are still subject to rounding, and logarithms have to be finite.
  // Weights that sum to 1 but for rounding stay as they are. Dividing them again would change their last bits, and a
  // saved run would not go on as it was.
  if (std::abs(weights.sum() - 1) > kRounding || weights.minCoeff() <= 0) normalise(weights);
  next_.L.resize(means.rows(), means.cols());
  next_.bias = weights;
  kernels::log(flat(next_.bias), flat(next_.bias));
  log_off_.resize(means.rows());
  for (Index k = 0; k < means.cols(); ++k) {
    means.col(k) = means.col(k).cwiseMax(kNearest).cwiseMin(1 - kNearest);
    log_on_ = means.col(k);
    log_off_.setOnes();
    log_off_ -= log_on_;
    kernels::log(flat(log_on_), flat(log_on_));
    kernels::log(flat(log_off_), flat(log_off_));
    next_.L.col(k) = log_on_ - log_off_;
    next_.bias[k] += toFloat(kernels::sum(flat(log_off_)));
    co_await pace.spent(40 * toDouble(means.rows()));
  }
  std::swap(scores_, next_);
  if (&weights != &weights_) weights_ = weights;
  if (&means != &means_) means_ = means;
}

void Mixture::beginUpdate(const Batch& /*batch*/, const Clock& /*clock*/) {
  scratch_.team = sums_scratch_.team = team();
  totals_.setZero();
  sums_.setZero();
  seen_ = 0;
}

Work Mixture::see(Batch batch, Pace& pace) {
  co_await componentInputs(pace, scores_, batch.v, batch.states, scratch_, shares_);
  oneOfMeanRows(shares_, 0, shares_.rows());
  co_await linkProduct(pace, {batch.v, shares_, batch.states}, 1, kernels::Start::kKeep, sums_scratch_, sums_);
  kernels::sumRows(flat(shares_), columnCount(shares_), rowCount(shares_), kernels::Start::kKeep, kernels::Sign::kAdd,
                   flat(totals_));
  seen_ += toDouble(batch.v.cols());
}

Work Mixture::runPhase(std::size_t phase, Rng& /*rng*/, Pace& pace) {
  if (phase == kExpect) co_return;  // see() has done the E step, batch by batch
  const float components = toFloat(weights_.size());
  // The smoothing keeps the weight of a component without examples above 0, so that it can gain some later.
  next_weights_ = (totals_.array() + smoothing_) / (toFloat(seen_) + components * smoothing_);
  next_means_.resize(means_.rows(), means_.cols());
  for (Index k = 0; k < means_.cols(); ++k) {
    const float each = 1 / (totals_[k] + 2 * smoothing_);
    for (Index i = 0; i < means_.rows(); ++i) next_means_(i, k) = (sums_(i, k) + smoothing_) * each;
    co_await pace.spent(8 * toDouble(means_.rows()));
  }
  normalise(next_weights_);
  co_await takeOver(pace, next_weights_, next_means_);
}

std::unique_ptr<Sampler> Mixture::sampler(int count) const {
  return std::make_unique<MixtureSampler>(*this, count);
}

Result<std::unique_ptr<Likelihood>> Mixture::likelihood(LikelihoodOf of) const {
  if (of != LikelihoodOf::kVisible) return noLabels();
  return std::unique_ptr<Likelihood>(std::make_unique<MixtureLikelihood>(scores_));
}

void Mixture::encode(const Matrix& v, Matrix& code) const {
  LinkScratch scratch;
  componentInputs(scores_, v, States::kReal, scratch, code);
  oneOfMeanRows(code, 0, code.rows());
}

void Mixture::reconstruct(const Matrix& v, Matrix& mean) const {
  Matrix shares;
  encode(v, shares);
  mean.resize(v.rows(), v.cols());
  kernels::product(flat(shares), flat(means_), columnCount(v), rowCount(shares), rowCount(v), kernels::Start::kZero, {},
                   kernels::Sign::kAdd, flat(mean), nullptr);
}

std::vector<Index> Mixture::byWeight() const {
  std::vector<Index> order(toSize(weights_.size()));
  std::iota(order.begin(), order.end(), Index{0});
  std::ranges::stable_sort(order, [this](Index a, Index b) { return weights_[a] > weights_[b]; });
  return order;
}

std::vector<float> Mixture::meansStep(const ViewContext& context) const {
  return context.phase == kMaximise ? context.stepOf(1, flat(means_)) : std::vector<float>();
}

// E step: the shares of some examples. M step: the means of some components before and after.
std::optional<View> Mixture::updateView(const ViewContext& context) const {
  constexpr Index kShown = 20, kColumns = 64;
  View view{.name = "update", .title = "This update", .meaning = Meaning::kUpdate};
  if (const std::vector<float> step = meansStep(context); !step.empty()) {
    const Index count = std::min(kShown, weights_.size()), values = means_.rows();
    view.kind = ViewKind::kPairs;
    view.caption = "Some components before the step (left) and after it (right).";
    view.column_names = {"before", "after"};
    view.shape = {toU32(count), 2, toU32(rows_), toU32(cols_)};
    const auto all = [&](std::span<const float> from, Index k) {
      return from.subspan(toSize(k * values), toSize(values));
    };
    for (Index k = 0; k < count; ++k) {
      for (const std::span<const float> means : {std::span<const float>(context.before[1]), flat(means_)})
        view.values.insert(view.values.end(), all(means, k).begin(), all(means, k).end());
    }
    view.change = sharesOfChange(std::span(step).first(toSize(count * values)), toSize(count));
    return view;
  }
  if (context.data == nullptr || context.data->cols() == 0) return std::nullopt;
  const Index count = std::min(kShown, context.data->cols()), columns = std::min(kColumns, weights_.size());
  Matrix shares;
  encode(context.data->leftCols(count), shares);
  view.kind = ViewKind::kMatrix;
  view.caption = "How much of each example belongs to each component: one row per example, which adds up to 1.";
  view.shape = {toU32(count), toU32(columns)};
  for (Index n = 0; n < count; ++n) {
    view.values.insert(view.values.end(), shares.col(n).begin(), shares.col(n).begin() + columns);
    view.row_names.push_back("example " + std::to_string(n + 1));
  }
  for (Index k = 0; k < columns; ++k) view.column_names.push_back(std::to_string(k + 1));
  return view;
}

std::optional<View> Mixture::view(std::string_view name, const ViewContext& context) const {
  if (name == "update") return updateView(context);
  const std::vector<Index> order = byWeight();
  const Index shown = std::min(kMostTiles, weights_.size());
  if (name == "components") {
    View view{.name = "components",
              .title = "Components",
              .caption = "The mean of every component, the largest weight first, with its weight in percent.",
              .kind = ViewKind::kImages,
              .shape = {toU32(shown), toU32(rows_), toU32(cols_)}};
    view.tile_noun = "component";
    if (shown < weights_.size()) {
      view.caption += " " + std::to_string(shown) + " of " + std::to_string(weights_.size()) + " are shown.";
    }
    const std::vector<float> step = meansStep(context);
    std::vector<float> shown_steps;
    for (Index tile = 0; tile < shown; ++tile) {
      const Index k = order[toSize(tile)], values = means_.rows();
      if (!step.empty())
        shown_steps.insert(shown_steps.end(), step.begin() + k * values, step.begin() + (k + 1) * values);
      view.values.insert(view.values.end(), means_.col(k).begin(), means_.col(k).end());
      view.tile_numbers.push_back(toU32(k));
      view.row_names.push_back(formatNumber(std::round(1000 * toDouble(weights_[k])) / 10));
    }
    if (!step.empty()) view.change = sharesOfChange(shown_steps, toSize(shown));
    return view;
  }
  if (name != "weights") return std::nullopt;
  View view{.name = "weights",
            .title = "Weights",
            .caption = "The probability of each component, the largest first.",
            .kind = ViewKind::kChart};
  Panel& panel = view.panels.emplace_back();
  Mark bars{.kind = MarkKind::kBars, .ink = Ink::kModel, .label = "weight"};
  double entropy = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const float weight = weights_[order[rank]], left = toFloat(rank) + 0.6f;
    bars.values.insert(bars.values.end(), {left, left + 0.8f, weight});
    if (weight > 0) entropy -= toDouble(weight) * reals::log(toDouble(weight));
  }
  bars.shape = {toU32(order.size()), 3};
  panel.x = {"component", 0.5f, toFloat(order.size()) + 0.5f};
  panel.y = {"weight", 0, 1.1f * weights_[order[0]]};
  panel.marks.push_back(std::move(bars));
  view.notes = {"As uneven as they are, the weights stand for " +
                formatNumber(std::round(10 * reals::exp(entropy)) / 10) + " components of equal weight."};
  return view;
}

Work Mixture::takeReadings(const WatchedExamples& watched, std::vector<Reading>& out, Pace& pace) const {
  const struct {
    const char *name, *label;
    const Matrix& v;
    ReadOn on;
  } all[] = {{"logLikelihood", "Log-likelihood, exact", watched.train_drawn, ReadOn::kTrainDrawn},
             {"testLogLikelihood", "Log-likelihood, exact, held out", watched.test_drawn, ReadOn::kTestDrawn}};
  LinkScratch scratch;
  scratch.team = team();
  Matrix a;
  for (const auto& each : all) {
    if (each.v.cols() == 0) continue;
    std::vector<double> nats(columnCount(each.v));
    co_await componentInputs(pace, scores_, each.v, States::kReal, scratch, a);
    logLikelihoods(a, nats);
    co_await pace.spent(16 * toDouble(a.size()));
    out.push_back({.name = each.name,
                   .label = each.label,
                   .unit = "nats per example",
                   .value = std::accumulate(nats.begin(), nats.end(), 0.0) / toDouble(nats.size()),
                   .reference = bestPossible(each.v),
                   .reference_label = "best possible",
                   .on = each.on});
  }
}

}  // namespace harmonium
