// The tables of the GAN: options, phases, views, presets.
#include "models/gan/gan.h"
#include "models/one_part.h"
#include "models/training_options.h"

#include <algorithm>

namespace harmonium {

namespace {

constexpr const char* kG = "Generator";
constexpr const char* kD = "Discriminator";
constexpr const char* kGame = "Game";
constexpr const char* kNoiseGroup = "Noise";

std::vector<Choice> activations() {
  return {{"relu", "relu"}, {"leakyRelu", "leaky relu"}, {"tanh", "tanh"}};
}

// Adds the options that both nets have: sizes, activations and optimisers. `rank` is that of the learning rate.
void addNet(OptionTable& table, const std::string& name, const char* group, int layers, int activation, double rate,
            int rank) {
  const std::string net = name == "generator" ? "G" : "D";
  table.push_back(integerOption(name + "Layers", "Hidden layers of " + net, group, 0, 4, layers, false,
                                "How many hidden layers the network has; none makes it linear."));
  table.push_back(logarithmic(integerOption(name + "Units", "Units per layer of " + net, group, 1, 512, 64, false,
                                            "How many units each hidden layer has.")));
  table.push_back(choiceOption(name + "Activation", "Activation of " + net, group, activations(), activation, false,
                               "The function of a hidden unit's input; the leaky one multiplies negative inputs by 0.2 "
                               "instead of 0."));
  table.push_back(choiceOption(name + "Optimiser", "Optimiser of " + net, group,
                               {{"sgd", "plain steps"}, {"momentum", "momentum"}, {"adam", "Adam"}}, 2, false,
                               "Plain steps down the gradient, steps with momentum, or Adam, which scales every "
                               "weight's step by how much its gradient varies."));
  const Option step =
      logarithmic(numberOption(name + "Rate", "Learning rate of " + net, group, 0, 10, rate, true,
                               "Size of a step; with Adam, about the largest change of a weight per step."));
  table.push_back(ranked(rank, shownIf(step, "train", {"both", name})));
  const Option momentum =
      shownIf(numberOption(name + "Momentum", "Momentum of " + net, group, 0, 0.99, 0.5, true,
                           "How much of earlier gradients a step keeps: momentum, or Adam's beta 1; high "
                           "values make the two nets swing about each other."),
              name + "Optimiser", {"momentum", "adam"});
  table.push_back(shownIf(momentum, "train", {"both", name}));
}

OptionTable makeOptions() {
  OptionTable table = {
      ranked(1, choiceOption("loss", "Generator's loss", kGame,
                             {{"minimax", "minimax"}, {"nonSaturating", "non-saturating"}}, 1, true,
                             "Minimax: G lowers what D raises, and its gradient vanishes once D rejects all samples; "
                             "non-saturating: G raises log D of its samples instead.")),
      choiceOption("train", "Who learns", kGame,
                   {{"both", "both"}, {"generator", "generator only"}, {"discriminator", "discriminator only"}}, 0,
                   true, "Whether both nets learn, or one of them stays fixed."),
      ranked(4, integerOption("discriminatorSteps", "Steps of D per step of G", kGame, 1, 10, 1, false,
                              "How often D learns, each time from a batch of its own, before G learns once.")),
      numberOption("smoothing", "One-sided smoothing", kGame, 0, 0.5, 0, true,
                   "D's target on data is 1 minus this, so that D never becomes certain; the optimum moves with it."),
      batchSizeOption(64),
      ranked(5, integerOption("noiseSize", "Noise values", kNoiseGroup, 1, 100, 2, false,
                              "How many random numbers G makes a sample from.")),
      choiceOption("noise", "Noise is", kNoiseGroup, {{"uniform", "uniform"}, {"normal", "normal"}}, 1, false,
                   "Uniform: evenly from -1 to 1; normal: mean 0 and standard deviation 1."),
  };
  addNet(table, "generator", kG, 2, 0, 0.001, 2);
  addNet(table, "discriminator", kD, 2, 1, 0.002, 3);
  table.push_back(numberOption("dropout", "Dropout in D", kD, 0, 0.9, 0, true,
                               "Probability that a hidden unit of D is left out of a step."));
  table.push_back(shownIfAny(numberOption("beta2", "Adam's beta 2", kGame, 0.5, 0.9999, 0.999, true,
                                          "How slowly Adam forgets how much gradients vary; for both nets."),
                             {{"generatorOptimiser", {"adam"}}, {"discriminatorOptimiser", {"adam"}}}));
  table.push_back(
      logarithmic(numberOption("initialWeights", "Initial weights", kGame, 0, 1, 0, false,
                               "Standard deviation of the first weights; zero: what suits the size of each layer.")));
  return table;
}

}  // namespace

const OptionTable& Gan::options() {
  static const OptionTable table = makeOptions();
  return table;
}

const std::vector<Phase>& Gan::phaseTable() {
  static const std::vector<Phase> phases = {
      {"noise", "Noise", "Noise z is drawn, one for each example; of several steps of D only the last is shown slowly.",
       "z", Ink::kModel},
      {"generate", "Generate", "The generator turns each noise into a sample x = G(z).", "z \u2192 G(z)", Ink::kModel},
      {"onData", "D on data", "The discriminator looks at data: D(x) should be near 1.", "x \u2192 D(x)", Ink::kData},
      {"onSamples", "D on samples", "The discriminator looks at samples: D(G(z)) should be near 0.",
       "G(z) \u2192 D(G(z))", Ink::kModel},
      {"stepD", "D learns", "D's weights move so that D rises on data and falls on samples.", "\u0394D"},
      {"stepG", "G learns", "G's weights move so that its samples climb D; D is held still.", "\u0394G"},
  };
  return phases;
}

const std::vector<ViewOffer>& Gan::viewNames() {
  static const std::vector<ViewOffer> names = {{"points", "Data and samples"},  {"chains", "Samples"},
                                               {"update", "This update", true}, {"discriminator", "What D believes"},
                                               {"optimal", "D and the best D"}, {"arrows", "Where G is pushed"},
                                               {"warp", "Noise and its image"}, {"latent", "Turn the noise"}};
  return names;
}

const std::vector<Preset>& Gan::presets() {
  static const std::vector<Preset> presets = {
      {"ring", "Ring of 8", "A blob of samples splits into eight bumps within 2,000 updates; the notes count them.",
       "ring", "{}", 3000},
      {"grid", "Grid of 25",
       "Twenty-five narrow bumps: all are found within 5,000 updates, then samples gather on them.", "grid",
       R"({"generatorLayers": 3, "discriminatorLayers": 3, "batchSize": 128, "discriminatorRate": 0.001})", 8000},
      {"mixture", "Mixture on the line", "The density of samples grows three bumps while D sinks to one half.",
       "mixture",
       R"({"noiseSize": 1, "generatorUnits": 32, "discriminatorUnits": 32, "batchSize": 128, "generatorRate": 0.0003})",
       4000},
      {"moons", "Two moons", "The grid of noise is drawn into two half circles with a thread between them.", "moons",
       R"({"discriminatorRate": 0.001})", 4000},
      {"collapse", "Mode collapse",
       "Samples chase from bump to bump; the remedy is both momenta at 0.5 and G's learning rate at 0.0005.", "ring",
       R"({"loss": "minimax", "batchSize": 8, "generatorActivation": "tanh", "discriminatorActivation": "tanh",
           "generatorMomentum": 0.9, "discriminatorMomentum": 0.9, "generatorRate": 0.003,
           "discriminatorRate": 0.001})",
       4000},
      {"digits", "Small digits", "Samples become 8x8 digits within 4,500 updates.", "digits",
       R"({"noiseSize": 16, "generatorUnits": 128, "discriminatorUnits": 128, "discriminatorRate": 0.001})", 5000},
      {"mnist", "MNIST", "Digits, some ragged, after 9,000 updates, which are ten epochs. D stays a little ahead.",
       "mnist",
       R"({"noiseSize": 64, "generatorUnits": 256, "discriminatorUnits": 256, "generatorRate": 0.0005,
           "discriminatorRate": 0.0002, "dropout": 0.4, "smoothing": 0.1})",
       9000},
  };
  return presets;
}

Status Gan::accepts(const DataSummary& data) {
  if (Status one = acceptsOnePart(data, "A generative adversarial network"); !one) return one;
  if (!data.missing) return {};
  return Error{ErrorCode::kNotAvailable,
               "A generative adversarial network wants examples without gaps; some values of this set are missing."};
}

namespace {

// Sums over the layers of one net.
struct NetSize {
  double parameters = 0, outputs = 0;  // outputs: of all layers
};

NetSize netSize(const Settings& settings, const std::string& net, double in, double out) {
  const double units = settings.number(net + "Units");
  const int layers = settings.integer(net + "Layers");
  NetSize size{.outputs = layers * units + out};
  for (int layer = 0; layer <= layers; ++layer) {
    const double from = layer == 0 ? in : units, to = layer == layers ? out : units;
    size.parameters += (from + 1) * to;
  }
  return size;
}

// What the optimiser keeps of every parameter.
double keptBy(const std::string& optimiser) {
  return optimiser == "adam" ? 2 : optimiser == "momentum" ? 1 : 0;
}

}  // namespace

MemoryNeed Gan::memory(const Settings& settings, const DataSummary& data) {
  const double V = toDouble(data.values()), q = settings.number("noiseSize");
  const double N = settings.number("batchSize"), steps = settings.number("discriminatorSteps");
  const double examples = std::min(N * steps, toDouble(data.examples)), shown = std::min(N, examples);
  const NetSize g = netSize(settings, "generator", q, V), d = netSize(settings, "discriminator", V, 1);
  // A trace holds outputs and slopes; with dropout, which may change while training, masks and what they leave too.
  const double of_data = 2 * examples * V + shown * (V + 4 * d.outputs);
  const double of_samples = N * (q + 2 * g.outputs + 2 * V + 4 * d.outputs);
  // Readings and pictures are made from samples of a number of their own.
  const double watched = 500 * (1.5 * g.outputs + V + 2 * d.outputs);
  return {.parameters = kFloat * (g.parameters + d.parameters),
          .state = kFloat * (keptBy(settings.choice("generatorOptimiser")) * g.parameters +
                             keptBy(settings.choice("discriminatorOptimiser")) * d.parameters),
          .fresh = kFloat * (g.parameters + d.parameters),
          .update = kFloat * (of_data + of_samples + watched),
          .per_sample = kFloat * (2 * q + g.outputs + 2.2 * V),
          .per_example = kFloat * (V + d.outputs)};
}

}  // namespace harmonium
