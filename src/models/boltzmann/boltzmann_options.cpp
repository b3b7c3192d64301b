// The tables of the general Boltzmann machine: options, phases, views and presets.
#include "base/numbers.h"
#include "models/boltzmann/boltzmann_learner.h"
#include "models/one_part.h"
#include "models/training_options.h"

#include <algorithm>

namespace harmonium {

namespace {
constexpr int kMostVisible = 256, kMostHidden = 128;

// The experiments of Ackley, Hinton & Sejnowski (1985): steps of one size, noisy patterns, annealed free chains, each
// pattern clamped twice, statistics over 10 sweeps. Their step size was constant. Here it falls to zero and weights
// decay, so that a run stays at the solution it has found.
constexpr const char* kEncoder424 =
    R"({"hidden": 2, "visibleLinks": "rows", "hiddenLinks": false, "biasFromData": false, "steps": "sign",)"
    R"( "learningRate": 0.35, "schedule": "linear", "scheduleEpochs": 4000, "momentum": 0, "weightDecay": 0.02,)"
    R"( "copies": 2, "bitsLost": 0.05, "bitsAdded": 0.02, "chains": 8, "freeSweeps": 14, "averagedSweeps": 10})";
// Its free chains have to be cooled far more slowly. From twice the temperature in 6 sweeps they keep the code that
// they happen upon, the counts of the free phase are wrong, and solutions that were found get lost again. And it needs
// many chains, but not too many: steps of one size turn rough counts into steps at random. With 16 free chains and each
// pattern clamped twice, runs lose their solutions, and 7 of 20 have all codes after 10,000 updates; with 64 and 8 it
// is 13 of 20, most within 2,000. With 128 and 16 too little is left to chance, and runs stay where two patterns share
// a code: none of 10 has all codes after 4,000 updates, where these settings have 7.
constexpr const char* kEncoder838 =
    R"({"hidden": 3, "visibleLinks": "rows", "hiddenLinks": false, "biasFromData": false, "steps": "sign",)"
    R"( "learningRate": 0.3, "momentum": 0, "weightDecay": 0.02, "copies": 8, "bitsLost": 0.05, "bitsAdded": 0.02,)"
    R"( "chains": 64, "annealingStart": 10, "annealingStages": 20, "annealingSweeps": 4, "freeSweeps": 30,)"
    R"( "averagedSweeps": 10})";
constexpr const char* kShifter =
    R"({"hidden": 24, "hiddenLinks": false, "free": "contrastive", "freeSweeps": 3, "averagedSweeps": 1,)"
    R"( "learningRate": 0.5, "schedule": "linear", "scheduleEpochs": 80, "momentum": 0.8, "weightDecay": 0.0005,)"
    R"( "initialWeights": 0.1})";
constexpr const char* kParity =
    R"({"hidden": 2, "free": "exact", "clamped": "exact", "learningRate": 1, "momentum": 0.9, "initialWeights": 1})";
constexpr const char* kBarsExact =
    R"({"hidden": 3, "clamped": "exact", "free": "exact", "learningRate": 0.5, "schedule": "linear",)"
    R"( "scheduleEpochs": 3000, "momentum": 0.9, "weightDecay": 0, "initialWeights": 0.1})";
constexpr const char* kBarsChains =
    R"({"hidden": 3, "free": "persistent", "freeSweeps": 5, "averagedSweeps": 1, "learningRate": 0.1,)"
    R"( "schedule": "linear", "scheduleEpochs": 3000, "momentum": 0.9, "weightDecay": 0, "initialWeights": 0.1})";
constexpr const char* kBars4 =
    R"({"hidden": 16, "hiddenLinks": false, "free": "persistent", "freeSweeps": 10, "averagedSweeps": 1,)"
    R"( "learningRate": 0.03, "schedule": "linear", "scheduleEpochs": 3000, "momentum": 0.9, "weightDecay": 0,)"
    R"( "initialWeights": 0.1})";

Option ifAnnealed(Option option) {
  return shownIfAny(std::move(option), {{"clamped", {"annealed"}}, {"free", {"annealed"}}});
}
Option ifSampled(Option option) {
  return shownIfAny(std::move(option),
                    {{"clamped", {"gibbs", "annealed"}}, {"free", {"annealed", "persistent", "contrastive"}}});
}

}  // namespace

const OptionTable& BoltzmannMachine::options() {
  static const OptionTable table = {
      ranked(3, integerOption("hidden", "Hidden units", "Model", 0, kMostHidden, 8, false,
                              "Number of units that the data do not set; zero gives a fully visible machine.")),
      choiceOption("visibleLinks", "Links among visible units", "Model",
                   {{"none", "none"}, {"rows", "within a row"}, {"all", "all pairs"}}, 2, false,
                   "Which visible units are connected directly (U): none as in a restricted machine, those in one row "
                   "of the picture, or all."),
      shownIf(toggleOption("hiddenLinks", "Links among hidden units", "Model", true, false,
                           "Whether hidden units are connected to each other (V); otherwise they are independent given "
                           "the data."),
              "hidden", {"nonzero"}),
      logarithmic(numberOption("initialWeights", "Initial weights", "Model", 0, 1, 0.01, false,
                               "Standard deviation of the normal distribution that the first weights are drawn from.")),
      toggleOption("biasFromData", "Visible bias from the data", "Model", true, false,
                   "Start every visible bias at log p / (1 - p), p being how often that unit is on."),
      binarisationOption(),
      batchSizeOption(32),
      ranked(4, logarithmic(numberOption("learningRate", "Learning rate", "Learning", 0, 10, 0.05, true,
                                         "Size of a step along the gradient, which is a mean over the batch."))),
      choiceOption("steps", "Steps", "Learning", {{"gradient", "along the gradient"}, {"sign", "all of one size"}}, 0,
                   true,
                   "Along the gradient, or a step of the rate's size up or down for every parameter, as in 1985."),
      choiceOption("schedule", "Rate over time", "Learning", {{"constant", "constant"}, {"linear", "down to zero"}}, 0,
                   true, "Constant, or falling in a straight line to zero over the epochs below."),
      shownIf(logarithmic(scheduleEpochsOption(100000, 1000)), "schedule", {"linear"}),
      momentumOption(),
      weightDecayOption(),
      ranked(2, shownIf(choiceOption("clamped", "Clamped phase", "Two phases",
                                     {{"gibbs", "Gibbs sampling"},
                                      {"annealed", "annealed sampling"},
                                      {"meanField", "mean field"},
                                      {"exact", "exact"}},
                                     0, false,
                                     "How the hidden units' statistics are found while the data hold the visible ones; "
                                     "exact up to 20 hidden units."),
                        "hidden", {"nonzero"})),
      integerOption("copies", "Chains per example", "Two phases", 1, 100, 1, false,
                    "Number of chains in which every example is clamped."),
      numberOption("bitsLost", "Bits lost", "Two phases", 0, 0.5, 0, true,
                   "Noise: probability that a unit that is on in the data is clamped off, drawn anew each time."),
      numberOption("bitsAdded", "Bits added", "Two phases", 0, 0.5, 0, true,
                   "Noise: probability that a unit that is off in the data is clamped on, drawn anew each time."),
      shownIf(
          shownIf(
              integerOption(
                  "clampedSweeps", "Sweeps, clamped", "Two phases", 1, 500, 10, true,
                  "Visits to every hidden unit in the clamped phase of an update, after annealing if there is any."),
              "clamped", {"gibbs", "annealed", "meanField"}),
          "hidden", {"nonzero"}),
      ranked(1, choiceOption(
                    "free", "Free phase", "Two phases",
                    {{"annealed", "annealed fresh chains"},
                     {"persistent", "persistent chains"},
                     {"contrastive", "chains from the data"},
                     {"exact", "exact"}},
                    0, false,
                    "How the machine's own statistics are found when nothing is held; exact up to 20 units in all.")),
      ranked(5, shownIf(integerOption(
                            "freeSweeps", "Sweeps, free", "Two phases", 1, 500, 10, true,
                            "Visits to every unit in the free phase of an update, after annealing if there is any."),
                        "free", {"annealed", "persistent", "contrastive"})),
      ifSampled(integerOption("averagedSweeps", "Sweeps averaged", "Two phases", 1, 500, 5, true,
                              "Over how many of the last sweeps of a phase its statistics are averaged.")),
      shownIf(integerOption("chains", "Chains", "Two phases", 1, 1000, 100, false,
                            "How many chains the free phase runs, fresh or persistent."),
              "free", {"annealed", "persistent"}),
      ifAnnealed(integerOption("annealingStages", "Temperatures", "Annealing", 0, 100, 3, true,
                               "How many temperatures come before 1, evenly spaced in 1 / T; zero: no annealing.")),
      shownIf(
          ifAnnealed(numberOption("annealingStart", "First temperature", "Annealing", 1, 100, 2, true,
                                  "Temperature of the first sweeps of an annealed phase; the machine itself has 1.")),
          "annealingStages", {"nonzero"}),
      shownIf(ifAnnealed(integerOption("annealingSweeps", "Sweeps at each", "Annealing", 1, 100, 2, true,
                                       "Visits to every unit at each of these temperatures.")),
              "annealingStages", {"nonzero"}),
  };
  return table;
}

const std::vector<Phase>& BoltzmannMachine::phaseTable() {
  static const std::vector<Phase> phases = {
      {"clamped", "Clamped",
       "The data hold the visible units; the hidden ones are sampled, and pairs that are on together are counted.",
       "v \u2192 h", Ink::kData},
      {"free", "Free", "No unit is held: all units are sampled given each other, and the same pairs are counted.",
       "v \u2194 h", Ink::kModel},
      {"update", "Update",
       "Weights move by the difference of the two counts: up for pairs of the clamped phase, down for those of the "
       "free "
       "phase.",
       "\u0394W, \u0394U, \u0394V"},
  };
  return phases;
}

const std::vector<ViewOffer>& BoltzmannMachine::viewNames() {
  static const std::vector<ViewOffer> names = {{"chains", "Running chains"},    {"truth", "Exact states"},
                                               {"states", "Exact and sampled"}, {"couplings", "Couplings"},
                                               {"network", "Network", true},    {"autocorrelation", "Autocorrelation"},
                                               {"gradient", "Exact gradient"}};
  return names;
}

const std::vector<Preset>& BoltzmannMachine::presets() {
  static const std::vector<Preset> presets = {
      {"encoder", "4-2-4 encoder, as in 1985",
       "Two rows that can only talk through 2 hidden units: noisy steps of one size find 4 codes of 2 bits.",
       "encoder-4-2-4", kEncoder424, 4000},
      {"encoderStuck", "4-2-4 encoder, stuck",
       "The exact gradient, and yet two patterns mostly end up sharing a code: a local optimum that noise would leave.",
       "encoder-4-2-4",
       R"({"hidden": 2, "visibleLinks": "rows", "hiddenLinks": false, "free": "exact", "learningRate": 0.3})", 2000},
      {"encoder8", "8-3-8 encoder",
       "Eight patterns and three hidden units need all 8 codes: two runs of three find them, most in 2,000 updates.",
       "encoder-8-3-8", kEncoder838, 5000},
      {"parity", "Parity of 3 bits",
       "No two bits tell of each other: a hidden unit has to see all three before the KL falls below ln 2 = 0.69 nats.",
       "parity-3", kParity, 1000},
      {"parityVisible", "Parity, no hidden units",
       "Pairs alone can't see parity: the KL stays at ln 2 = 0.69 nats however long it learns.", "parity-3",
       R"({"hidden": 0, "free": "exact", "learningRate": 0.3, "biasFromData": false})", 500},
      {"shifter", "Shifter",
       "24 hidden units learn whether 8 bits were shifted left, right or not at all; the third row is the answer.",
       "shifter", kShifter, 2000},
      {"bars", "Bars and stripes, exactly",
       "12 units, all linked, and the exact gradient: the log-likelihood climbs to the best there is, -2.60 nats.",
       "bars-and-stripes-3", kBarsExact, 3000},
      {"barsChains", "Bars and stripes, by chains",
       "The same machine by sampling: as links grow the chains mix slowly, and the gradient they give goes astray.",
       "bars-and-stripes-3", kBarsChains, 3000},
      {"bars4", "Bars and stripes, 4x4",
       "16 hidden units and every pair of pixels linked, by persistent chains; the best possible is -3.38 nats.",
       "bars-and-stripes", kBars4, 3000},
  };
  return presets;
}

Status BoltzmannMachine::accepts(const DataSummary& data) {
  if (Status one = acceptsOnePart(data, "A general Boltzmann machine"); !one) return one;
  if (data.domain != Domain::kUnit || data.missing) {
    return Error{ErrorCode::kNotAvailable,
                 "A Boltzmann machine of on/off units wants intensities from 0 to 1, all of them known."};
  }
  if (data.values() <= kMostVisible) return {};
  return Error{ErrorCode::kNotAvailable, "These data have " + std::to_string(data.values()) +
                                             " values an example, but a general Boltzmann machine visits its units one "
                                             "at a time and takes at most " +
                                             std::to_string(kMostVisible) + "; a restricted one takes more."};
}

MemoryNeed BoltzmannMachine::memory(const Settings& settings, const DataSummary& data) {
  const double V = toDouble(data.values()), H = settings.number("hidden"), n = V + H, pairs = n * n;
  const std::string& free = settings.choice("free");
  const double clamped = std::min(settings.number("batchSize"), toDouble(data.examples)) * settings.number("copies");
  const double chains = free == "contrastive" ? clamped : free == "exact" ? 0 : settings.number("chains");
  MemoryNeed need{.parameters = kFloat * (pairs + n), .state = kFloat * (pairs + n)};
  if (free == "persistent") need.state += kFloat * n * chains;
  // Gradient, couplings now and before the update, moments of both phases.
  need.fresh = kFloat * (pairs + n * chains);
  need.update = kFloat * (6 * pairs + clamped * (2 * V + 2 * n) + 2 * n * chains);
  // The tables of all states of a machine that can be counted.
  if (n <= toDouble(kCountableUnits)) need.update += 3 * kDouble * toDouble(std::uint64_t{1} << toInt(n));
  // Hidden units that are not connected are summed out without a table.
  const double counted = settings.toggle("hiddenLinks") ? n : V;
  if (counted <= toDouble(kCountableUnits)) {
    need.exact_draws = 3 * kDouble * toDouble(std::uint64_t{1} << toInt(counted));
  }
  need.per_sample = kFloat * (2 * V + 3 * n);
  need.per_example = kFloat * (V + 2 * n);
  return need;
}

Status BoltzmannMachine::allows(const Settings& settings, const DataSummary& data) {
  const int hidden = settings.integer("hidden"), units = hidden + data.values(), most = toInt(kCountableUnits);
  const std::string limit = " can be counted only up to " + std::to_string(most) + " of them. Choose sampling";
  if (settings.choice("free") == "exact" && units > most) {
    return Error{ErrorCode::kInvalidOption, "free is \"exact\", but the states of " + std::to_string(units) +
                                                " units (" + std::to_string(hidden) + " hidden)" + limit +
                                                ", or fewer hidden units."};
  }
  if (settings.choice("clamped") == "exact" && settings.toggle("hiddenLinks") && hidden > most) {
    return Error{ErrorCode::kInvalidOption,
                 "clamped is \"exact\", but the states of " + std::to_string(hidden) + " hidden units" + limit + "."};
  }
  return {};
}

}  // namespace harmonium
