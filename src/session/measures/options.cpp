// The option tables of the measures.
#include "session/measures/request.h"

namespace harmonium {

namespace {

constexpr double kLargestSeed = 9007199254740991.0;  // 2^53 - 1: JavaScript holds it exactly

Option splitOption() {
  return {.name = "split",
          .label = "Examples from",
          .type = OptionType::kChoice,
          .choices = {{"test", "Held-out data"}, {"train", "Training data"}},
          .help = "Which examples to look at; left out, the training data stand in where nothing is held out."};
}

Option seedOption() {
  return {.name = "seed",
          .label = "Seed",
          .type = OptionType::kInteger,
          .minimum = 0,
          .maximum = kLargestSeed,
          .initial = 1,
          .help = "Where its random numbers start; left out, the experiment's own seed."};
}

Option wholeOption(const char* name, const char* label, double minimum, double maximum, double initial,
                   const char* help) {
  return {.name = name,
          .label = label,
          .type = OptionType::kInteger,
          .minimum = minimum,
          .maximum = maximum,
          .initial = initial,
          .logarithmic = true,
          .help = help};
}

Option examplesOption(double maximum, double initial) {
  return wholeOption("examples", "Examples", 10, maximum, initial,
                     "How many examples of the data to use at most, evenly spread over the split.");
}

// `option` matters only under one of these values of `method`.
Option forMethods(std::vector<std::string> methods, Option option) {
  option.shown_if.push_back({.option = "method", .values = std::move(methods)});
  return option;
}

OptionTable partitionTable() {
  const std::vector<std::string> annealing = {"auto", "ais", "reverse"};
  return {
      {.name = "method",
       .label = "Method",
       .type = OptionType::kChoice,
       .choices = {{"auto", "Exact where possible"},
                   {"exact", "Exact, by counting states"},
                   {"ais", "Annealed importance sampling"},
                   {"reverse", "Annealing in reverse"}},
       .help = "How log Z is got: counted, or annealed from above or from below."},
      forMethods(annealing, wholeOption("chains", "Chains", 1, 10'000, 100, "How many annealing runs are averaged.")),
      forMethods(annealing,
                 wholeOption("temperatures", "Temperatures", 3, 1'000'000, 1000,
                             "How many steps the ladder of annealing has; more of them help more than more chains.")),
      forMethods({"reverse"}, wholeOption("steps", "Gibbs steps", 1, 1'000'000, 1000,
                                          "For annealing in reverse: how many steps its chains walk before it "
                                          "begins.")),
      forMethods(annealing, seedOption())};
}

OptionTable drawing(double most_samples) {
  return {wholeOption("samples", "Samples", 20, most_samples, 1000, "How many samples of the model to draw."),
          wholeOption("steps", "Gibbs steps", 1, 1'000'000, 1000,
                      "How many steps each chain walks from noise; without meaning where samples are drawn directly."),
          {.name = "use",
           .label = "Samples as",
           .type = OptionType::kChoice,
           .choices = {{"auto", "Suits the data"}, {"means", "Means"}, {"states", "States"}},
           .help = "Means of the visible units, as usual for grey pictures, or their states, noise included."},
          seedOption()};
}

OptionTable comparing(double most, double most_examples, double examples) {
  OptionTable table = drawing(most);
  table.push_back(splitOption());
  table.push_back(examplesOption(most_examples, examples));
  return table;
}

OptionTable with(OptionTable table, Option option) {
  table.push_back(std::move(option));
  return table;
}

}  // namespace

const OptionTable& partitionOptions() {
  static const OptionTable table = partitionTable();
  return table;
}

const OptionTable& likelihoodOptions() {
  static const OptionTable table =
      with(with(partitionTable(), splitOption()),
           {.name = "of",
            .label = "Probability of",
            .type = OptionType::kChoice,
            .choices = {{"visible", "the example"},
                        {"joint", "example and class"},
                        {"label", "the class, given the example"}},
            .help = "Of models with label units: log p(v), log p(v, y), or log p(y | v)."});
  return table;
}

const OptionTable& pseudoOptions() {
  static const OptionTable table = {
      splitOption(),
      {.name = "method",
       .label = "Method",
       .type = OptionType::kChoice,
       .choices = {{"stochastic", "One random pixel"}, {"exact", "Every pixel"}},
       .help = "One pixel per example, times the number of pixels, or all of them."},
      wholeOption("examples", "Examples", 1, 1'000'000, 1'000'000,
                  "How many examples of the data to use at most, evenly spread over the split."),
      forMethods({"stochastic"}, seedOption())};
  return table;
}

const OptionTable& splitOptions() {
  static const OptionTable table = {splitOption()};
  return table;
}

const OptionTable& noOptions() {
  static const OptionTable table;
  return table;
}

const OptionTable& parzenOptions() {
  static const OptionTable table =
      with(comparing(10'000, 10'000, 10'000), {.name = "sigma",
                                               .label = "Window width",
                                               .type = OptionType::kNumber,
                                               .minimum = 0,
                                               .maximum = 1000,
                                               .initial = 0,
                                               .help = "The width of the window; 0 looks for the best of ten."});
  return table;
}

const OptionTable& mmdOptions() {
  static const OptionTable table =
      with(with(comparing(2000, 2000, 1000), {.name = "kernel",
                                              .label = "Kernel",
                                              .type = OptionType::kChoice,
                                              .choices = {{"median", "One bandwidth"}, {"mixture", "Five bandwidths"}},
                                              .help = "The median distance as bandwidth, or 1/4 to 4 times that."}),
           wholeOption("permutations", "Shuffles", 19, 2000, 200,
                       "How many shuffles decide what is chance; p is never below one in so many."));
  return table;
}

const OptionTable& comparisonOptions() {
  static const OptionTable table = comparing(10'000, 10'000, 1000);
  return table;
}

const OptionTable& precisionRecallOptions() {
  static const OptionTable table =
      with(comparing(10'000, 10'000, 1000),
           wholeOption("neighbours", "Neighbours", 1, 9, 5, "Each ball reaches to this neighbour of its centre."));
  return table;
}

const OptionTable& sampleOptions() {
  static const OptionTable table = drawing(10'000);
  return table;
}

}  // namespace harmonium
