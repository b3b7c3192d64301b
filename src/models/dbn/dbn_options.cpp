// The tables of the deep belief net: options, stages, phases, views and presets, and what it accepts.
#include "base/numbers.h"
#include "models/dbn/dbn.h"
#include "models/layers/rbm_exact.h"
#include "models/one_part.h"
#include "models/training_options.h"

#include <algorithm>

namespace harmonium {

namespace {

// The largest number of terms in the sum over all states of an update with the exact gradient.
constexpr std::uint64_t kMostTerms = 1 << 24;

Option ifTuned(Option option) {
  return shownIf(std::move(option), "then", {"classify"});
}
Option ifUpDown(Option option) {
  return shownIf(std::move(option), "then", {"upDown"});
}

}  // namespace

const OptionTable& DeepBeliefNet::options() {
  static const OptionTable table = {
      ranked(2, sizesOption("layers", "Hidden layers", "Model", 2, 6, 1, 4096, {100, 100}, false,
                            "Units of every hidden layer, from the one next to the data up to the highest.")),
      ranked(5, toggleOption("labels", "Label units", "Model", false, false,
                             "A group of units beside the layer below the highest, of which one is on: the class. The "
                             "net can then dream of one.")),
      ranked(3, perLayer(integerOption("epochs", "Epochs a layer", "Layer by layer", 1, 10000, 20, false,
                                       "How long each layer learns before the next is built on it."),
                         "layers")),
      choiceOption(
          "start", "The next layer starts", "Layer by layer", {{"transpose", "upside down"}, {"random", "at random"}},
          0, false,
          "Upside down: as the one below turned over, where the sizes allow; the net stays the same distribution."),
      choiceOption("between", "It learns from", "Layer by layer",
                   {{"samples", "states"}, {"probabilities", "probabilities"}}, 0, false,
                   "What the frozen layers hand up: states that are drawn, or their probabilities."),
      ranked(4,
             perLayer(logarithmic(numberOption("learningRate", "Learning rate", "Learning", 0, 10, 0.1, true,
                                               "Size of a step along the gradient, which is a mean over the batch.")),
                      "layers")),
      choiceOption("schedule", "Rate over time", "Learning", {{"constant", "constant"}, {"linear", "down to zero"}}, 0,
                   true, "Constant, or falling in a straight line to zero over the epochs of each stage."),
      momentumOption(),
      momentumStartOption(),
      momentumEpochsOption(),
      weightDecayOption(),
      binarisationOption(),
      ifTuned(validationOption()),
      batchSizeOption(50),
      ranked(1, choiceOption("method", "Negative phase", "Gibbs sampling",
                             {{"cd", "contrastive divergence"}, {"pcd", "persistent chains"}, {"exact", "every state"}},
                             0, false,
                             "Where the model's averages come from: a short walk from the data, chains that go on from "
                             "update to update, or all states of a small machine.")),
      shownIf(integerOption("gibbsSteps", "Gibbs steps k", "Gibbs sampling", 1, 100, 1, true,
                            "Up-and-down steps of every chain in an update: CD-k or PCD-k."),
              "method", {"cd", "pcd"}),
      shownIf(integerOption("chains", "Persistent chains", "Gibbs sampling", 1, 1000, 100, false,
                            "How many chains the persistent method keeps."),
              "method", {"pcd"}),
      reconstructionOption(),
      choiceOption(
          "then", "After the layers", "All layers",
          {{"none", "nothing"}, {"upDown", "up-down"}, {"classify", "fine-tuning to classes"}}, 0, false,
          "Up-down: all layers learn together, awake and asleep. Fine-tuning: a copy of the way up learns classes."),
      ifUpDown(integerOption("upDownEpochs", "Epochs of up-down", "All layers", 1, 10000, 100, false,
                             "How long all layers learn together.")),
      ifUpDown(logarithmic(numberOption("upDownRate", "Rate of up-down", "All layers", 0, 10, 0.1, true,
                                        "Size of a step while all layers learn together."))),
      ifUpDown(integerOption(
          "upDownSteps", "Steps of the top", "All layers", 1, 100, 5, true,
          "Gibbs steps of the top between waking and sleeping; 3 and 6 tenths of them in the first two thirds.")),
      ifTuned(integerOption("tuningEpochs", "Epochs of fine-tuning", "All layers", 1, 10000, 50, false,
                            "How long the copy learns.")),
      ifTuned(logarithmic(numberOption("tuningRate", "Rate of fine-tuning", "All layers", 0, 10, 0.1, true,
                                       "Size of a step along the gradient; Adam wants about 0.001."))),
      ifTuned(choiceOption("tuningOptimiser", "Steps of fine-tuning", "All layers",
                           {{"sgd", "plain"}, {"momentum", "with momentum"}, {"adam", "Adam"}}, 0, false,
                           "How a step follows the gradient.")),
      ifTuned(numberOption("dropout", "Dropout", "All layers", 0, 0.9, 0, true,
                           "Share of the hidden units that are left out of each example at random.")),
      logarithmic(numberOption("initialWeights", "Initial weights", "Start", 0.0001, 1, 0.01, false,
                               "Standard deviation of the normal distribution that the first weights are drawn from.")),
      toggleOption("biasFromData", "Visible biases from data", "Start", true, false,
                   "Visible biases start at what gives every value its mean, otherwise at 0."),
  };
  return table;
}

const std::vector<Phase>& DeepBeliefNet::phaseTable() {
  static const std::vector<Phase> phases = {
      {"positive", "Positive", "The examples hold the machine's lower units; its upper units turn on given them.",
       "h \u2192 h\u2032", Ink::kData},
      {"reconstruct", "Reconstruct", "The upper states redraw the lower ones, k times back and forth.",
       "h\u2032 \u2192 h", Ink::kModel},
      {"negative", "Negative", "The redrawn states drive the upper units; learning makes these pairs less probable.",
       "h \u2192 h\u2032", Ink::kModel},
      {"update", "Update", "Only the weights of this layer move; those below are frozen.", "\u0394W, \u0394b"},
  };
  return phases;
}

void DeepBeliefNet::nameStages(const Settings& settings) {
  static const std::vector<Phase> up_down = {
      {"wake", "Wake", "An example goes up, every layer drawn by recognition weights, to the highest machine.",
       "v \u2192 h", Ink::kData},
      {"chain", "Top", "The highest machine takes Gibbs steps from there: its associative memory.", "h \u21C4 h",
       Ink::kModel},
      {"sleep", "Sleep", "What its chain reached goes down through the generative weights.", "h \u2192 v\u2032",
       Ink::kModel},
      {"learn", "Learn",
       "Generative weights learn from what was seen awake, recognition weights from the dream, the top from both.",
       "\u0394W, \u0394R"},
  };
  // Above the first layer, the examples go up to the machine that learns.
  static const std::vector<Phase> above = [] {
    std::vector<Phase> phases = phaseTable();
    phases.insert(
        phases.begin(),
        {"up", "Up", "Examples go up through the frozen layers; what they draw is the data of the next machine.",
         "v \u2192 h", Ink::kData});
    return phases;
  }();
  const std::size_t L = steps_.size();
  stages_.clear();
  for (std::size_t k = 1; k <= L; ++k) {
    const std::string number = std::to_string(k), below = std::to_string(k - 1);
    const std::string bias = k < L ? "c" + number : "b" + number;
    Stage stage{.name = "layer" + number,
                .label = "Layer " + number,
                .sentence = k == 1 ? "Layer 1 learns the data as a restricted Boltzmann machine of its own."
                                   : "Layer " + number + " learns the states of layer " + below +
                                         "; the layers below are frozen.",
                .trains = "W" + number + ", b" + below + ", " + bias,
                .epochs = toDouble(settings.integerAt("epochs", k - 1)),
                .phases = k == 1 ? phaseTable() : above};
    if (k == L && classes_ > 0) {
      stage.sentence = "Layer " + number + " learns the states of layer " + below + " together with the labels.";
      stage.trains += ", Wl, bl";
    }
    stages_.push_back(std::move(stage));
  }
  static const std::vector<Phase> tuning = {
      {"forward", "Forward", "The example goes up through all layers to the probabilities of its classes.",
       "v \u2192 y", Ink::kData},
      {"backward", "Backward", "The difference from the true class goes back through all layers: the gradient.",
       "y \u2192 v", Ink::kModel},
      {"tune", "Update", "The weights of the copy move against the gradient; those that generate stay.", "\u0394W"},
  };
  if (tuning_epochs_ > 0) {
    stages_.push_back({.name = "classify",
                       .label = "Fine-tuning",
                       .sentence = "A copy of the way up learns to tell classes apart, by back-propagation.",
                       .trains = "net.W0 to net.b" + std::to_string(L),
                       .epochs = tuning_epochs_,
                       .phases = tuning});
  }
  if (!unties()) return;
  stages_.push_back({.name = "upDown",
                     .label = "Up-down",
                     .sentence = "All layers learn together: awake from examples, asleep from the net's own dreams.",
                     .trains = "all",
                     .epochs = up_down_epochs_,
                     .phases = up_down});
}

const std::vector<ViewOffer>& DeepBeliefNet::viewNames() {
  static const std::vector<ViewOffer> names = {{"chains", "Running chains"},
                                               {"weights", "Weights"},
                                               {"network", "Network", true},
                                               {"update", "This update", true},
                                               {"generation", "How it generates"},
                                               {"reconstruction", "Reconstruction"},
                                               {"classes", "Classes"},
                                               {"truth", "Exact states"}};
  return names;
}

const std::vector<Preset>& DeepBeliefNet::presets() {
  static const std::vector<Preset> presets = {
      {"digits", "Digits, layer by layer",
       "Three layers, one built on the other, with the classes: about 9 % of held-out digits are mistaken. Hold a "
       "class, and it dreams that digit.",
       "digits",
       R"({"layers": [100, 100, 300], "labels": true, "epochs": [60, 60, 100], "momentum": 0.9,
           "weightDecay": 0.0002, "binarisation": "none", "between": "probabilities",
           "reconstruction": "probabilities"})",
       6160},
      {"bars", "Bars and their classes, counted",
       "Every state is counted: log p(v), its bound, and p(class | v) beside that of one pass up. Only blank and full, "
       "which are of both classes, are mistaken.",
       "bars-and-stripes",
       R"({"layers": [8, 8], "labels": true, "method": "exact", "epochs": 2000, "learningRate": 0.5, "batchSize": 32,
           "weightDecay": 0, "initialWeights": 0.1})",
       4000},
      {"upDown", "Digits, then up-down",
       "The same, then all layers learn together, awake and asleep: about 6 % are mistaken.", "digits",
       R"({"layers": [100, 100, 300], "labels": true, "epochs": [60, 60, 100], "momentum": 0.9,
           "weightDecay": 0.0002, "binarisation": "none", "between": "probabilities",
           "reconstruction": "probabilities", "then": "upDown", "upDownRate": 0.3})",
       8960},
      {"fineTuned", "Digits, fine-tuned to classes",
       "Layers learn without labels, then a copy of the way up learns classes. A tenth of the examples tells when to "
       "stop.",
       "digits",
       R"({"layers": [100, 100, 300], "epochs": [60, 60, 100], "momentum": 0.9, "weightDecay": 0.0002,
           "binarisation": "none", "between": "probabilities", "reconstruction": "probabilities", "then": "classify"})",
       6750},
      {"bound", "The bound, from the layer upside down",
       "Layer 2 begins as layer 1 turned over: the bound equals log p(v) there, and does not fall.", "digits",
       R"({"layers": [12, 64], "method": "exact", "epochs": [800, 1000], "learningRate": [0.2, 0.05],
           "batchSize": 500, "momentum": 0, "momentumStart": 0, "weightDecay": 0})",
       3600},
      {"boundRandom", "The bound, from random weights",
       "Layer 2 begins at random: the bound falls by nats, which layer 2 has to make up for.", "digits",
       R"({"layers": [12, 64], "method": "exact", "epochs": [800, 1000], "learningRate": [0.2, 0.05],
           "batchSize": 500, "momentum": 0, "momentumStart": 0, "weightDecay": 0, "start": "random"})",
       3600},
      {"boundFast", "The bound, by steps too large",
       "As from the layer upside down, in large steps: the bound falls first. The proof is for small ones.", "digits",
       R"({"layers": [12, 64], "method": "exact", "epochs": [800, 1000], "learningRate": [0.2, 0.5],
           "batchSize": 500, "momentum": 0, "momentumStart": 0, "weightDecay": 0})",
       3600},
  };
  return presets;
}

Status DeepBeliefNet::accepts(const DataSummary& data) {
  if (Status one = acceptsOnePart(data, "A deep belief net"); !one) return one;
  if (data.domain == Domain::kUnit && !data.missing) return {};
  return Error{ErrorCode::kNotAvailable,
               "A deep belief net wants on/off values or intensities from 0 to 1, all of them known."};
}

Status DeepBeliefNet::allows(const Settings& settings, const DataSummary& data) {
  const bool labels = settings.toggle("labels");
  if (labels && data.classes < 2) {
    return Error{ErrorCode::kInvalidOption,
                 "labels is true, but the examples of this set have no classes; label units want at least two."};
  }
  if (settings.choice("then") == "classify" && data.classes < 2) {
    return Error{ErrorCode::kInvalidOption,
                 "then is \"classify\", but the examples of this set have no classes; fine-tuning wants at least two."};
  }
  if (settings.choice("method") != "exact") return {};
  const std::vector<int> sizes = settings.sizes("layers");
  std::size_t below = toSize(data.values());
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    const std::size_t units = toSize(sizes[k]);
    const bool with_label = labels && k + 1 == sizes.size();
    const std::size_t visible = below + (with_label ? toSize(data.classes) : 0);
    if (exactUnits(visible, units, with_label) > kExactUnits || exactTerms(visible, units, with_label) > kMostTerms) {
      return Error{ErrorCode::kInvalidOption,
                   "method is \"exact\", which visits every state of the smaller of two neighbouring layers in every "
                   "update, but " +
                       std::to_string(below) + " and " + std::to_string(units) +
                       " units are too many; about 14 in the smaller layer are allowed."};
    }
    below = units;
  }
  return {};
}

MemoryNeed DeepBeliefNet::memory(const Settings& settings, const DataSummary& data) {
  const double C = settings.toggle("labels") ? toDouble(data.classes) : 0;
  const bool unties = settings.choice("then") == "upDown";
  const double N = std::min(settings.number("batchSize"), std::max(1.0, toDouble(data.examples)));
  const double chains = settings.choice("method") == "pcd" ? settings.number("chains") : 0;
  const std::vector<int> sizes = settings.sizes("layers");
  double below = toDouble(data.values()), weights = 0, lower = 0, units = below, widest = 0, hidden = 0;
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    const bool highest = k + 1 == sizes.size();
    const double of_layer = (below + (highest ? C : 0)) * toDouble(sizes[k]);
    weights += of_layer;
    if (!highest) lower += of_layer;
    widest = std::max(widest, of_layer);
    units += toDouble(sizes[k]);
    hidden += toDouble(sizes[k]);
    below = toDouble(sizes[k]);
  }
  const bool tunes = settings.choice("then") == "classify";
  const std::string& descent = settings.choice("tuningOptimiser");
  const double net = tunes ? weights + units + toDouble(data.classes) * (below + 1) : 0;
  const double steps = descent == "adam" ? 2 : descent == "momentum" ? 1 : 0;
  return {.parameters = kFloat * (weights + lower + 2 * units + net),
          .state = kFloat * (weights + 2 * units + chains * hidden + steps * net),
          // The machines' copies of the lower layers, the recognition weights, and some examples.
          .fresh = kFloat * (2 * lower + 500 * toDouble(data.values()) + net),
          .update = kFloat * (weights + widest + (unties ? 2 * weights : 0) + N * (tunes ? 10 : 6) * units),
          .per_sample = kFloat * (3 * units + 2 * toDouble(data.values()) + C),
          .per_example = kFloat * 3 * units,
          .exact_draws = 0};
}

}  // namespace harmonium
