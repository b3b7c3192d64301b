// The tables of the restricted Boltzmann machine: options, phases, views and presets.
#include "base/numbers.h"
#include "models/layers/rbm_exact.h"
#include "models/one_part.h"
#include "models/rbm/rbm_model.h"
#include "models/training_options.h"

#include <algorithm>

namespace harmonium {

namespace {
// The largest number of terms in the sum over all states of an update with the exact gradient. Such an update takes a
// few tenths of a second.
constexpr std::uint64_t kMostTerms = 1 << 24;

bool learnsLabelsOnly(const Settings& settings) {
  return settings.toggle("labels") && settings.choice("objective") == "discriminative";
}

// Shows an option of what the update takes from the model. Where the labels alone are learnt it takes nothing.
Option ifDreams(Option option) {
  return shownIfAny(std::move(option), {{"labels", {"false"}}, {"objective", {"generative", "hybrid"}}});
}

// Shows an option of the number of Gibbs steps. The exact method takes no steps, nor does one that learns the labels
// alone, but the learning rate may be divided by their number under any method.
Option ifStepsCount(Option option) {
  const Condition divided = {"schedule", {"overSteps"}};
  return shownIfAny(shownIfAny(std::move(option), {{"method", {"cd", "pcd", "tempering"}}, divided}),
                    {{"labels", {"false"}}, {"objective", {"generative", "hybrid"}}, divided});
}

// Shows an option of Gaussian units, or of binary ones. "As the data are" means either, by the data.
Option ifGaussian(Option option) {
  return shownIf(shownIfAny(std::move(option), {{"visible", {"gaussian"}}, {std::string(kDataValues), {"real"}}}),
                 "visible", {"auto", "gaussian"});
}
Option ifBinary(Option option) {
  return shownIf(
      shownIfAny(std::move(option), {{"visible", {"binary"}}, {std::string(kDataValues), {"grey", "binary"}}}),
      "visible", {"auto", "binary"});
}
}  // namespace

const OptionTable& Rbm::options() {
  static const OptionTable table = {
      ranked(3, logarithmic(integerOption(
                    "hidden", "Hidden units", "Model", 1, 4096, 64, false,
                    "How many features the machine can learn; with at most 20 the likelihood is exact."))),
      logarithmic(numberOption("initialWeights", "Initial weights", "Model", 0, 1, 0.01, false,
                               "Standard deviation of the normal distribution that the first weights are drawn from.")),
      ifBinary(toggleOption("biasFromData", "Visible bias from the data", "Model", true, false,
                            "Start every visible bias at log p / (1 - p), p being how often that unit is on.")),
      choiceOption("visible", "Visible units", "Model",
                   {{"auto", "as the data are"}, {"binary", "binary"}, {"gaussian", "Gaussian"}}, 0, false,
                   "Binary: on or off. Gaussian: any number, standardised by the data's mean and deviation; grey "
                   "pixels are then "
                   "best taken as they are (probabilities)."),
      ifGaussian(toggleOption(
          "learnVariance", "Learn the variances", "Model", true, true,
          "Gaussian units: learn the noise of each, kept from 0.0025 to 7.4 times its variance in the data so "
          "that it can't collapse.")),
      ifGaussian(choiceOption(
          "start", "Start", "Model", {{"byTails", "by the data's tails"}, {"small", "small weights"}}, 0, false,
          "Gaussian units. With small weights the machine begins as one Gaussian, where data with heavy tails may keep "
          "it for long. By the tails, hidden units begin as rare, large steps along them.")),
      toggleOption("labels", "Label units", "Model", false, false,
                   "One more group of visible units, of which one is on: the class. The machine then knows p(class | "
                   "example) exactly, and dreams of a class when that is held."),
      shownIf(
          choiceOption(
              "objective", "What is learnt", "Model",
              {{"generative", "pictures and labels"}, {"discriminative", "labels only"}, {"hybrid", "both, weighted"}},
              0, false,
              "With label units. Pictures and labels: log p(v, y). Labels only: log p(y | v), with an exact "
              "gradient. Both: log p(y | v) plus a small share of log p(v, y)."),
          "labels", {"true"}),
      shownIf(shownIf(logarithmic(numberOption("generativeWeight", "Share of the pictures", "Model", 0, 10, 0.01, true,
                                               "Weight of log p(v, y) relative to log p(y | v) when both are learnt.")),
                      "labels", {"true"}),
              "objective", {"hybrid"}),
      binarisationOption(),
      batchSizeOption(20),
      ranked(4, logarithmic(numberOption("learningRate", "Learning rate", "Learning", 0, 10, 0.05, true,
                                         "Size of a step along the gradient, which is a mean over the batch; Gaussian "
                                         "units want about 0.001 to 0.01."))),
      choiceOption(
          "schedule", "Rate over time", "Learning",
          {{"constant", "constant"}, {"linear", "down to zero"}, {"overSteps", "divided by k"}}, 0, true,
          "Constant; falling in a straight line to zero over the epochs below; or divided by the number of Gibbs "
          "steps k."),
      shownIf(scheduleEpochsOption(10000, 100), "schedule", {"linear"}),
      momentumOption(),
      momentumStartOption(),
      momentumEpochsOption(),
      ranked(5, weightDecayOption()),
      ranked(1, ifDreams(choiceOption(
                    "method", "Negative phase", "Gibbs sampling",
                    {{"cd", "contrastive divergence"},
                     {"pcd", "persistent chains"},
                     {"tempering", "parallel tempering"},
                     {"exact", "every state"}},
                    0, false,
                    "Where the model's averages come from: a short walk from the data, chains that go on from "
                    "update to update, chains at many temperatures, or all states of a small machine."))),
      ranked(2, ifStepsCount(integerOption("gibbsSteps", "Gibbs steps k", "Gibbs sampling", 1, 100, 1, true,
                                           "Up-and-down steps of every chain in an update: CD-k or PCD-k."))),
      ifStepsCount(integerOption(
          "stepsGrowEpochs", "Epochs per further step", "Gibbs sampling", 0, 1000, 0, true,
          "Zero: k from the start. Otherwise begin with one step and add one each time so many epochs have passed, "
          "up to k.")),
      ifDreams(shownIf(
          integerOption(
              "chains", "Persistent chains", "Gibbs sampling", 1, 1000, 100, false,
              "How many chains the persistent methods keep, at every temperature. The number need not equal the "
              "batch size."),
          "method", {"pcd", "tempering"})),
      ifDreams(shownIf(
          integerOption(
              "temperatures", "Temperatures", "Gibbs sampling", 2, 50, 10, false,
              "Parallel tempering: how many temperatures there are, from the machine itself (inverse temperature 1) "
              "to units without connections (0)."),
          "method", {"tempering"})),
      ifDreams(reconstructionOption()),
      toggleOption(
          "centred", "Centring", "Gradient", false, false,
          "Take the mean off every unit in the gradient: learning no longer depends on what is called 0 and 1."),
      ifDreams(logarithmic(numberOption("sparsityCost", "Sparsity cost", "Gradient", 0, 10, 0, true,
                                        "How strongly hidden units are pushed to a target; zero switches it off."))),
      ifDreams(shownIf(
          numberOption("sparsityTarget", "Sparsity target", "Gradient", 0.001, 0.999, 0.1, true,
                       "Share of examples for which a hidden unit should be on; the sparsity cost sets how strongly."),
          "sparsityCost", {"nonzero"})),
  };
  return table;
}

const std::vector<Phase>& Rbm::phaseTable() {
  static const std::vector<Phase> phases = {
      {"positive", "Positive",
       "The data hold the visible units; every hidden unit turns on with probability sigmoid(c + W'v).", "v \u2192 h",
       Ink::kData},
      {"reconstruct", "Reconstruct",
       "The hidden states redraw the visible units, k times back and forth; the exact method visits all states "
       "instead.",
       "h \u2192 v\u2032", Ink::kModel},
      {"negative", "Negative",
       "The model's visible states drive the hidden units; learning will make these pairs less probable.",
       "v\u2032 \u2192 h\u2032", Ink::kModel},
      {"update", "Update",
       "Weights move towards the data's pairs <v h> and away from the model's: W += rate (<v h>data - <v h>model).",
       "\u0394W, \u0394b, \u0394c"},
  };
  return phases;
}

std::span<const Stage> Rbm::stages() const {
  static const Phase classify = {"classify", "Classify",
                                 "The machine computes the probability of each class given the example; its difference "
                                 "from the true class gives the exact gradient of log p(y | v).",
                                 "v \u2192 y", Ink::kModel};
  static const std::vector<Phase> discriminative = {
      classify,
      {"update", "Update", "Weights move so that the true class becomes more probable given the example.",
       "\u0394W, \u0394U, \u0394c, \u0394d"}};
  static const std::vector<Phase> hybrid = [] {
    std::vector<Phase> phases = phaseTable();
    phases.insert(phases.end() - 1, classify);
    return phases;
  }();
  static const Stage generative_stage[] = {{.name = "training", .label = "Training", .phases = phaseTable()}};
  static const Stage discriminative_stage[] = {{.name = "training", .label = "Training", .phases = discriminative}};
  static const Stage hybrid_stage[] = {{.name = "training", .label = "Training", .phases = hybrid}};
  switch (objective_) {
    case Objective::kDiscriminative:
      return discriminative_stage;
    case Objective::kHybrid:
      return hybrid_stage;
    case Objective::kGenerative:
      break;
  }
  return generative_stage;
}

const std::vector<ViewOffer>& Rbm::viewNames() {
  static const std::vector<ViewOffer> names = {
      {"chains", "Running chains"},
      {"reconstruction", "Reconstruction"},
      {"weights", "Weights", false, {{"order", "Order", {{"number", "by number"}, {"strongest", "strongest first"}}}}},
      {"labels", "Label weights"},
      {"network", "Network", true},
      {"update", "This update", true},
      {"biases", "Visible bias"},
      {"truth", "Exact states"},
      {"states", "Exact and sampled"},
      {"gradient", "Exact gradient"},
      {"density", "Density"},
      {"temperatures", "Temperatures"}};
  return names;
}

const std::vector<Preset>& Rbm::presets() {
  static const std::vector<Preset> presets = {
      {"digits", "Small digits", "64 hidden units learn 8x8 digits while you watch; their chains dream digits.",
       "digits", "{}", 5000},
      {"truth", "The whole truth, 3x3",
       "Every state is counted: the exact gradient climbs to -2.61 nats, and tables show what the chains get wrong.",
       "bars-and-stripes-3",
       R"({"hidden": 8, "batchSize": 16, "method": "exact", "learningRate": 0.3, "weightDecay": 0})", 8000},
      {"bars", "Bars and stripes",
       "Small enough to count every state: in 10,000 updates the exact log-likelihood climbs to -3.5 nats of the best "
       "possible -3.38.",
       "bars-and-stripes",
       R"({"hidden": 16, "batchSize": 32, "gibbsSteps": 10, "centred": true, "learningRate": 0.1, "weightDecay": 0,
           "schedule": "linear", "scheduleEpochs": 10000})",
       10000},
      {"shortWalks", "Bars, walks of one step",
       "Reconstructions become perfect while the exact log-likelihood stays near -5 nats: CD-1 never looks far from "
       "the data.",
       "bars-and-stripes", R"({"hidden": 16, "batchSize": 32})", 8000},
      {"mnist", "MNIST, persistent chains", "500 hidden units and persistent chains: clear digits after one epoch.",
       "mnist", R"({"hidden": 500, "batchSize": 100, "method": "pcd", "centred": true})", 3000},
      {"tempering", "Bars, many temperatures",
       "Chains at ten temperatures swap places and reach every pattern: -3.7 nats, where persistent chains alone come "
       "to -4.0.",
       "bars-and-stripes",
       R"({"hidden": 12, "batchSize": 32, "method": "tempering", "chains": 50, "learningRate": 0.1,
           "schedule": "linear", "scheduleEpochs": 4000})",
       4000},
      {"ring", "Gaussian units on a ring",
       "Two Gaussian units and eight hidden ones: a mixture of 256 bumps with shared widths finds the eight, -1.2 "
       "nats.",
       "ring",
       R"({"hidden": 8, "batchSize": 100, "method": "exact", "learningRate": 0.005, "schedule": "linear",
           "initialWeights": 1, "weightDecay": 0})",
       10000},
      {"dream", "Dream a class",
       "Label units learn beside the pixels. Hold them at a class and the chains dream digits of that class.", "digits",
       R"({"hidden": 100, "labels": true, "method": "pcd"})", 5000},
      {"classes", "Digits and their classes",
       "It learns the labels first and the pictures a little: after 300 epochs it mistakes about 7 % of the digits "
       "held "
       "out.",
       "digits",
       R"({"hidden": 100, "labels": true, "objective": "hybrid", "generativeWeight": 0.1, "binarisation": "none",
           "reconstruction": "probabilities", "batchSize": 50, "learningRate": 1, "schedule": "linear",
           "scheduleEpochs": 300, "initialWeights": 0.05, "momentum": 0, "momentumStart": 0, "weightDecay": 0})",
       8400},
      {"grey", "Grey digits, Gaussian units",
       "Gaussian units take the digits' shades as they are and learn how noisy each pixel is.", "digits",
       R"({"visible": "gaussian", "binarisation": "none", "learningRate": 0.005})", 3000},
  };
  return presets;
}

Status Rbm::accepts(const DataSummary& data) {
  if (Status one = acceptsOnePart(data, "A restricted Boltzmann machine"); !one) return one;
  if (!data.missing) return {};
  return Error{ErrorCode::kNotAvailable,
               "A restricted Boltzmann machine wants every value to be known; some of this set are missing."};
}

bool Rbm::gaussianUnits(const Settings& settings, const DataSummary& data) {
  const std::string& wish = settings.choice("visible");
  return wish == "gaussian" || (wish == "auto" && data.domain == Domain::kReal);
}

MemoryNeed Rbm::memory(const Settings& settings, const DataSummary& data) {
  const bool labelled = settings.toggle("labels"), gaussian = gaussianUnits(settings, data);
  const std::string method = learnsLabelsOnly(settings) ? "cd" : settings.choice("method");
  const double V = toDouble(data.values() + (labelled ? data.classes : 0)), H = settings.number("hidden");
  const double N = std::min(settings.number("batchSize"), toDouble(data.examples)), W = V * H, both = V + H;
  const double chains = method == "pcd" || method == "tempering" ? settings.number("chains") : 0;
  const double tempered = method == "tempering" ? chains * settings.number("temperatures") : 0;
  const double persistent = method == "pcd" ? chains : 0, M = chains > 0 ? chains : N;
  MemoryNeed need{.parameters = kFloat * (W + 2 * both), .state = kFloat * (W + 2 * both)};
  need.state += kFloat * (V * tempered + H * persistent);
  // Tempering keeps the hidden states and the two inputs of all its chains.
  need.fresh = kFloat * (both * tempered + H * persistent);
  const std::size_t counted = exactUnits(toSize(V), toSize(H), gaussian || labelled);
  if (counted <= kExactUnits) need.exact_draws = 2 * kDouble * toDouble(std::size_t{1} << counted);
  need.update = kFloat * (W * (labelled ? 2 : 1) + both * (3 * N + 2 * M) + H * (N + M) + (V + 2 * H) * tempered);
  // Where states are counted, the exact gradient is compared with the estimate.
  if (exactUnits(toSize(V), toSize(H), gaussian || labelled) <= kExactUnits) need.update += kFloat * (8 * W + 1e5);
  need.per_sample = kFloat * ((labelled ? 5 : gaussian ? 3.3 : 2.6) * V + 1.3 * H);
  need.per_example = kFloat * (V + 2 * H);
  return need;
}

Status Rbm::allows(const Settings& settings, const DataSummary& data) {
  const bool gaussian = gaussianUnits(settings, data);
  if (!gaussian && data.domain == Domain::kReal) {
    return Error{ErrorCode::kInvalidOption,
                 "visible is \"binary\", but this set holds other numbers than intensities from 0 to 1; it wants "
                 "\"gaussian\" or \"auto\"."};
  }
  const bool labelled = settings.toggle("labels");
  if (labelled && data.classes < 2) {
    return Error{ErrorCode::kInvalidOption,
                 "labels is true, but the examples of this set have no classes; label units want at least two."};
  }
  if (labelled && gaussian) {
    return Error{ErrorCode::kInvalidOption,
                 "labels is true, but label units go with binary visible units only; these are Gaussian."};
  }
  if (settings.choice("method") != "exact" || learnsLabelsOnly(settings)) return {};
  const std::size_t visible = toSize(data.values());
  const std::size_t hidden = toSize(settings.integer("hidden"));
  const auto countable = [&](std::size_t units) {
    return exactUnits(visible, units, gaussian || labelled) <= kExactUnits &&
           exactTerms(visible, units, gaussian || labelled) <= kMostTerms;
  };
  if (countable(hidden)) return {};
  // The sentence names the largest size that is allowed for these data.
  std::size_t most = 0;
  for (std::size_t units = 1; units <= hidden; ++units) most = countable(units) ? units : most;
  return Error{ErrorCode::kInvalidOption,
               "method is \"exact\", which visits every state of the smaller layer in every update, and hidden is " +
                   std::to_string(hidden) + ", but for these data it must be at most " + std::to_string(most) + "."};
}

}  // namespace harmonium
