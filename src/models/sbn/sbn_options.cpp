// The tables of the sigmoid belief net: options, phases, views and presets, and what it accepts.
#include "base/numbers.h"
#include "models/one_part.h"
#include "models/sbn/sbn.h"
#include "models/training_options.h"

#include <algorithm>

namespace harmonium {

const OptionTable& SigmoidBeliefNet::options() {
  static const OptionTable table = {
      ranked(2, sizesOption("layers", "Hidden layers", "Model", 1, 6, 1, 1000, {40}, false,
                            "Units of every hidden layer, from the one next to the data up to the highest.")),
      ranked(3, toggleOption(
                    "classes", "Class on top", "Model", false, false,
                    "A class stands above the highest layer, one of those that the labels name. Samples begin with it, "
                    "so the net can be asked for one.")),
      toggleOption("recognition", "Recognition weights", "Model", true, false,
                   "A second set of weights that guesses the hidden units from the data, from the bottom up. Without "
                   "it the net learns from the exact posterior, which only small nets can count."),
      ranked(1, shownIf(choiceOption(
                            "method", "It learns by", "Learning",
                            {{"wakeSleep", "wake-sleep"}, {"reweighted", "reweighted wake-sleep"}}, 0, false,
                            "Wake-sleep learns from one guess for every example. Reweighted wake-sleep draws several "
                            "and weights each by how well it explains the example, which climbs the likelihood."),
                        "recognition", {"true"})),
      ranked(5,
             shownIf(shownIf(integerOption("samples", "Guesses per example", "Learning", 1, 100, 5, false,
                                           "How many guesses of the hidden units reweighted wake-sleep draws for each "
                                           "example."),
                             "method", {"reweighted"}),
                     "recognition", {"true"})),
      shownIf(shownIf(choiceOption("recognitionFrom", "Recognition learns from", "Learning",
                                   {{"wake", "weighted guesses"}, {"sleep", "dreams"}, {"both", "both"}}, 2, true,
                                   "Weighted guesses for the data, dreams of the net, or half of each."),
                      "method", {"reweighted"}),
              "recognition", {"true"}),
      binarisationOption(),
      batchSizeOption(20),
      ranked(4,
             logarithmic(numberOption("learningRate", "Learning rate", "Learning", 0, 10, 0.1, true,
                                      "Size of a step along a gradient that is a mean over the batch; Adam wants about "
                                      "0.001."))),
      choiceOption("schedule", "Rate over time", "Learning", {{"constant", "constant"}, {"linear", "down to zero"}}, 0,
                   true, "Constant, or falling in a straight line to zero over the epochs below."),
      shownIf(scheduleEpochsOption(100000, 100), "schedule", {"linear"}),
      choiceOption("optimiser", "Steps", "Learning",
                   {{"sgd", "plain steps"}, {"momentum", "momentum"}, {"adam", "Adam"}}, 0, false,
                   "Plain steps along the gradient, steps with momentum, or Adam, which scales every weight's step by "
                   "how much its gradient varies."),
      shownIf(numberOption("momentum", "Momentum", "Learning", 0, 0.99, 0.9, true,
                           "How much of earlier gradients a step keeps: momentum, or Adam's beta 1."),
              "optimiser", {"momentum", "adam"}),
      logarithmic(numberOption("initialWeights", "Initial weights", "Start", 0, 1, 0.1, false,
                               "Standard deviation of the first weights. With 0 all units of a layer stay alike.")),
      numberOption("hiddenBias", "First hidden biases", "Start", -10, 10, 0, false,
                   "Where the biases of hidden units start. Below 0 units begin as rare causes."),
      toggleOption("biasFromData", "Visible biases from data", "Start", true, false,
                   "Visible biases start at what gives every value its mean, otherwise at 0."),
  };
  return table;
}

const std::vector<Phase>& SigmoidBeliefNet::phaseTable() {
  static const std::vector<Phase> phases = {
      {"wake", "Wake: recognise", "An example drives the hidden units upwards through the recognition weights.",
       "v \u2192 h", Ink::kData},
      {"generative", "Wake: learn",
       "Generative weights learn to make every layer from the one above: \u0394W is rate (state \u2212 p) times the "
       "state above.",
       "\u0394W, \u0394b", Ink::kData},
      {"sleep", "Sleep: dream", "The net draws a dream from the top down through the generative weights.",
       "h \u2192 v\u2032", Ink::kModel},
      {"recognition", "Sleep: learn", "Recognition weights learn to find the causes of the dream, which are known.",
       "\u0394R, \u0394c", Ink::kModel},
  };
  return phases;
}

std::span<const Stage> SigmoidBeliefNet::stages() const {
  static const Stage learnt[] = {{.name = "training", .label = "Training", .phases = phaseTable()}};
  static const std::vector<Phase> weighted_phases = [] {
    std::vector<Phase> phases = phaseTable();
    phases[0].sentence =
        "Several guesses of the hidden units are drawn for each example; each is weighted by p(v, h) / q(h | v).";
    phases[1].sentence = "Generative weights learn from the guesses, each as much as its weight says.";
    phases[3].sentence =
        "Recognition weights learn from weighted guesses, from the dream's known causes, or from both.";
    return phases;
  }();
  static const Stage weighted[] = {{.name = "training", .label = "Training", .phases = weighted_phases}};
  static const std::vector<Phase> counted_phases = {
      {"posterior", "Posterior", "All states of the hidden layers are weighted by their exact probability given v.",
       "v \u2192 p(h | v)", Ink::kData},
      {"update", "Update", "Weights learn from every state as much as its probability says: no noise of samples.",
       "\u0394W, \u0394b"},
  };
  static const Stage counted[] = {{.name = "training", .label = "Training", .phases = counted_phases}};
  if (method_ == Method::kExact) return counted;
  if (method_ == Method::kReweighted) return weighted;
  return learnt;
}

const std::vector<ViewOffer>& SigmoidBeliefNet::viewNames() {
  static const std::vector<ViewOffer> names = {{"chains", "Samples"},
                                               {"generation", "How it generates"},
                                               {"network", "Network", true},
                                               {"weights", "Weights"},
                                               {"update", "This update", true},
                                               {"explaining", "Explaining away"},
                                               {"reconstruction", "Reconstruction"},
                                               {"truth", "Exact states"}};
  return names;
}

const std::vector<Preset>& SigmoidBeliefNet::presets() {
  static const std::vector<Preset> presets = {
      {"bars", "Bars, wake-sleep",
       "A 16-8-1 net finds the bars with wake and sleep alone, to about a third of a bit from the truth.",
       "helmholtz-bars",
       R"({"layers": [8, 1], "batchSize": 1, "learningRate": 0.3, "schedule": "linear", "scheduleEpochs": 215,
           "hiddenBias": -2, "initialWeights": 0.5})",
       400000},
      {"reweighted", "Bars, reweighted",
       "Ten weighted guesses per example: the same net comes to a tenth of a bit from the truth in the best of five "
       "seeds.",
       "helmholtz-bars",
       R"({"layers": [8, 1], "batchSize": 1, "learningRate": 0.3, "schedule": "linear", "scheduleEpochs": 215,
           "hiddenBias": -2, "initialWeights": 0.5, "method": "reweighted", "samples": 10})",
       400000},
      {"exact", "Bars, exact posterior",
       "The posterior is counted, so nothing but the start decides which bars every unit takes.", "helmholtz-bars",
       R"({"layers": [8, 1], "batchSize": 50, "learningRate": 1, "hiddenBias": -2, "recognition": false})", 20000},
      {"digits", "Small digits with a class",
       "Choose a class above the samples: the net draws that digit in one pass from the top down.", "digits",
       R"({"layers": [100, 50], "classes": true, "method": "reweighted", "binarisation": "sample",
           "optimiser": "adam", "learningRate": 0.002})",
       7000},
  };
  return presets;
}

Status SigmoidBeliefNet::accepts(const DataSummary& data) {
  if (Status one = acceptsOnePart(data, "A sigmoid belief net"); !one) return one;
  if (data.domain == Domain::kUnit && !data.missing) return {};
  return Error{ErrorCode::kNotAvailable,
               "A sigmoid belief net wants on/off values or intensities from 0 to 1, all of them known."};
}

Status SigmoidBeliefNet::allows(const Settings& settings, const DataSummary& data) {
  const bool classes = settings.toggle("classes");
  if (classes && data.classes < 2) {
    return Error{ErrorCode::kInvalidOption,
                 "classes is true, but the examples of this set have no classes; a class on top wants at least two."};
  }
  if (settings.toggle("recognition")) return {};
  std::vector<Index> units = {toIndex(data.values())};
  for (const int size : settings.sizes("layers")) units.push_back(size);
  if (CountedBeliefs::possible(units, classes ? data.classes : 1)) return {};
  return Error{ErrorCode::kInvalidOption,
               "recognition is false, so every update counts all states of the hidden layers, which are too many; each "
               "layer may have at most " +
                   std::to_string(CountedBeliefs::kMostUnits) +
                   " units, and two neighbours about 24 together, fewer with classes or many values."};
}

MemoryNeed SigmoidBeliefNet::memory(const Settings& settings, const DataSummary& data) {
  const bool recognition = settings.toggle("recognition");
  const double C = settings.toggle("classes") ? toDouble(data.classes) : 0;
  const double K = recognition && settings.choice("method") == "reweighted" ? settings.number("samples") : 1;
  const double N = std::min(settings.number("batchSize"), std::max(1.0, toDouble(data.examples))) * K;
  double below = toDouble(data.values()), weights = 0, units = below, widest = 0;
  for (const int size : settings.sizes("layers")) {
    const double of_layer = below * toDouble(size);
    weights += (recognition ? 2 : 1) * of_layer;
    widest = std::max(widest, of_layer);
    units += toDouble(size);
    below = toDouble(size);
  }
  weights += 2 * units + C * (below + 1);
  const std::string& optimiser = settings.choice("optimiser");
  const double states = optimiser == "adam" ? 2 : optimiser == "momentum" ? 1 : 0;
  // Each slope, that of dreams, and room for one step; packed weights of a product.
  return {.parameters = kFloat * weights,
          .state = kFloat * states * weights,
          .fresh = kFloat * 2 * weights,
          .update = kFloat * (2 * widest + N * (3.5 * units + 4 * toDouble(data.values()) + C)),
          .per_sample = kFloat * (3 * units + 2 * toDouble(data.values()) + C),
          .per_example = kFloat * 3 * units,
          .exact_draws = 0};
}

}  // namespace harmonium
