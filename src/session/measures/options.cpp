// The option tables of the measures.
#include "session/measures/request.h"

namespace harmonium {

namespace {

constexpr double kLargestSeed = 9007199254740991.0;  // 2^53 - 1, the largest range that JavaScript holds exactly

Option splitOption() {
  return {.name = "split",
          .label = "Examples from",
          .type = OptionType::kChoice,
          .choices = {{"test", "Held-out data"}, {"train", "Training data"}},
          .help =
              "Which examples the measure uses. Where it is not given and no data are held out, the measure uses "
              "the training data."};
}

Option seedOption() {
  return {.name = "seed",
          .label = "Seed",
          .type = OptionType::kInteger,
          .minimum = 0,
          .maximum = kLargestSeed,
          .initial = 1,
          .help = "The seed of the measure's random numbers. Where it is not given, the experiment's seed is used."};
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
                     "The largest number of examples to use, evenly spread over the split.");
}

// Makes `option` appear only where `method` has one of these values.
Option forMethods(std::vector<std::string> methods, Option option) {
  option.shown_if.push_back({.option = "method", .values = std::move(methods)});
  return option;
}

// Where samples come from. A model that samples directly has one way only, whatever is chosen.
Option drawsOption(const char* help) {
  return {.name = "draws",
          .label = "Samples by",
          .type = OptionType::kChoice,
          .choices = {{"auto", "Exact draws where possible"}, {"exact", "Exact draws"}, {"chains", "Chains"}},
          .help = help};
}

// How often examples with grey pixels are made binary, where the model needs that.
Option pixelDrawsOption() {
  return wholeOption(
      "pixelDraws", "Draws of grey pixels", 1, 100, 4,
      "How often grey pixels are drawn as 0 or 1, where the value needs that. The value is the mean over "
      "the draws. Data of 0 and 1 need one.");
}

Option scaleOption() {
  return {
      .name = "scale",
      .label = "Scale of values",
      .type = OptionType::kChoice,
      .choices = {{"auto", "As the data require"}, {"deviations", "In standard deviations"}, {"raw", "As they are"}},
      .help =
          "Values of a table count in their standard deviations over the training data, so that units do not "
          "matter. Pictures keep their scale."};
}

// Makes `option` appear only where samples may come from chains.
Option forChains(Option option) {
  option.shown_if.push_back({.option = "draws", .values = {"auto", "chains"}});
  return option;
}

Option annealingChainsOption() {
  return wholeOption("chains", "Chains", 1, 10'000, 100, "How many annealing runs are averaged.");
}

Option temperaturesOption() {
  return wholeOption("temperatures", "Temperatures", 3, 1'000'000, 1000,
                     "How many temperatures each annealing run passes through. More temperatures improve the estimate "
                     "more than more chains.");
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
       .help = "How log Z is computed: exactly by counting states, or estimated by annealing, forward or in reverse."},
      forMethods(annealing, annealingChainsOption()),
      forMethods(annealing, temperaturesOption()),
      forMethods({"reverse"},
                 drawsOption("Annealing in reverse starts at samples of the model. Exact draws need states "
                             "that can be counted; chains are fair only once they have mixed.")),
      forMethods({"reverse"},
                 forChains(wholeOption("steps", "Gibbs steps", 1, 1'000'000, 1000,
                                       "How many Gibbs steps chains run before annealing in reverse begins."))),
      // Exact methods draw no random numbers but for grey pixels, so the seed appears only with annealing.
      forMethods(annealing, seedOption())};
}

// The options of every measure that draws samples. The largest number of samples depends on the measure, because some
// need time or memory that grows with its square.
OptionTable drawing(double most_samples) {
  return {wholeOption("samples", "Samples", 20, most_samples, 1000, "How many samples to draw from the model."),
          drawsOption("Models whose states can be counted draw samples by their exact probabilities. Chains show "
                      "what the running samples show: the model and how it mixes."),
          forChains(wholeOption("steps", "Gibbs steps", 1, 1'000'000, 1000,
                                "How many Gibbs steps each chain runs from noise. It has no effect where samples need "
                                "no chains.")),
          {.name = "use",
           .label = "Samples as",
           .type = OptionType::kChoice,
           .choices = {{"auto", "As the data require"}, {"means", "Means"}, {"states", "States"}},
           .help = "Samples are the means of the visible units, which is usual for grey pictures, or their states, "
                   "which include noise."},
          seedOption()};
}

// The options of a measure that draws samples and compares them with examples.
OptionTable comparing(double most, double most_examples, double examples) {
  OptionTable table = drawing(most);
  table.push_back(splitOption());
  table.push_back(examplesOption(most_examples, examples));
  table.push_back(scaleOption());
  return table;
}

Option guessesOption(double initial) {
  return wholeOption("guesses", "Guesses per example", 1, 10'000, initial,
                     "How many guesses of the hidden units a bound draws for each example. It has no effect where the "
                     "states are counted.");
}

// The further method of models with recognition weights.
OptionTable withBound(OptionTable table) {
  table[0].choices.push_back({"bound", "Lower bound by weighted guesses"});
  // The seed, and how log Z is estimated where the bound needs it.
  for (const std::size_t at : {std::size_t{1}, std::size_t{2}, table.size() - 1}) {
    table[at].shown_if[0].values.push_back("bound");
  }
  table[0].help += " A bound weights guesses of the hidden units by how well they explain the example.";
  return table;
}

OptionTable with(OptionTable table, Option option) {
  table.push_back(std::move(option));
  return table;
}

}  // namespace

// Each table is built on first use and lives as long as the program, because Settings keep a pointer to it.
const OptionTable& partitionOptions() {
  static const OptionTable table = partitionTable();
  return table;
}

const OptionTable& likelihoodOptions() {
  static const OptionTable table = with(
      with(with(with(withBound(partitionTable()), splitOption()), pixelDrawsOption()),
           forMethods({"auto", "bound"}, guessesOption(50))),
      {.name = "of",
       .label = "Probability of",
       .type = OptionType::kChoice,
       .choices = {{"visible", "the example"},
                   {"joint", "example and class"},
                   {"label", "the class, given the example"}},
       .help = "Which probability the measure computes: log p(v), or with label units log p(v, y) or log p(y | v)."});
  return table;
}

const OptionTable& boundOptions() {
  // The two of annealing serve models whose log Z has to be estimated.
  static const OptionTable table = {guessesOption(1), splitOption(),           pixelDrawsOption(),
                                    seedOption(),     annealingChainsOption(), temperaturesOption()};
  return table;
}

const OptionTable& pseudoOptions() {
  static const OptionTable table = {
      splitOption(),
      {.name = "method",
       .label = "Method",
       .type = OptionType::kChoice,
       .choices = {{"stochastic", "One random value"}, {"exact", "Every value"}},
       .help = "The measure uses one random value of each example, times the number of values, or every value."},
      wholeOption("examples", "Examples", 1, 1'000'000, 1'000'000,
                  "The largest number of examples to use, evenly spread over the split."),
      pixelDrawsOption(),
      seedOption()};
  return table;
}

const OptionTable& splitOptions() {
  static const OptionTable table = {splitOption(), pixelDrawsOption(), seedOption()};
  return table;
}

const OptionTable& gapOptions() {
  static const OptionTable table = {pixelDrawsOption(), seedOption()};
  return table;
}

const OptionTable& parzenOptions() {
  static const OptionTable table =
      with(comparing(10'000, 10'000, 10'000),
           {.name = "sigma",
            .label = "Window width",
            .type = OptionType::kNumber,
            .minimum = 0,
            .maximum = 1000,
            .initial = 0,
            .help = "The width of the window, in standard deviations where the "
                    "scale is in these. With 0 the measure chooses the best of ten widths."});
  return table;
}

const OptionTable& mmdOptions() {
  static const OptionTable table =
      with(with(comparing(2000, 2000, 1000), {.name = "kernel",
                                              .label = "Kernel",
                                              .type = OptionType::kChoice,
                                              .choices = {{"median", "One bandwidth"}, {"mixture", "Five bandwidths"}},
                                              .help = "The bandwidth is the median distance, or there are five from "
                                                      "1/4 to 4 times the median."}),
           wholeOption("permutations", "Shuffles", 19, 2000, 200,
                       "How many random shuffles estimate what chance alone gives. The p-value is at least 1 / "
                       "(shuffles + 1)."));
  return table;
}

const OptionTable& comparisonOptions() {
  static const OptionTable table = comparing(10'000, 10'000, 1000);
  return table;
}

const OptionTable& precisionRecallOptions() {
  static const OptionTable table =
      with(comparing(10'000, 10'000, 1000),
           wholeOption("neighbours", "Neighbours", 1, 9, 5,
                       "The ball around each point reaches to the neighbour of this rank."));
  return table;
}

const OptionTable& histogramOptions() {
  static const OptionTable table = with(drawing(10'000), scaleOption());
  return table;
}

const OptionTable& sampleOptions() {
  static const OptionTable table = drawing(10'000);
  return table;
}

}  // namespace harmonium
