// The table of measures, and the function that checks a request and starts a measure.
#include "base/numbers.h"
#include "session/hash.h"
#include "session/json.h"
#include "session/measures/request.h"
#include "session/measures/sample_draw.h"
#include "session/memory.h"
#include "session/settings.h"
#include "session/trainer.h"

#include <cmath>
#include <utility>

namespace harmonium {

namespace {

constexpr ErrorCode kWrong = ErrorCode::kInvalidOption;

#if HARMONIUM_FIRST_CORE
constexpr auto kStartLikelihood = &startLikelihoodWithoutBounds;
#else
constexpr auto kStartLikelihood = &startLikelihood;
bool bounds(const ModelType& type) {
  return type.has.bounded;
}
constexpr const char* kDrawing =
    "Where samples come from chains, drawing takes most of the time: samples times steps passes through the weights.";

bool anyModel(const ModelType&) {
  return true;
}
#endif
bool hasFreeEnergy(const ModelType& type) {
  return type.has.free_energy;
}
bool hasLikelihood(const ModelType& type) {
  return type.has.density;
}
bool hasPartition(const ModelType& type) {
  return type.has.energy_density;
}
bool reconstructs(const ModelType& type) {
  return type.has.codes;
}
bool knowsClasses(const ModelType& type) {
  return type.has.classes;
}

}  // namespace

std::span<const MeasureType> measureTypes() {
  static const MeasureType types[] = {
    {.name = "logLikelihood",
     .label = "Log-likelihood",
     .unit = "nats per example",
     .estimates = "The mean logarithm of the probability that the model gives an example. For real values it is a "
                  "density, whose logarithm may be above 0. The value is exact where that is possible, and is "
                  "estimated by annealed importance sampling otherwise.",
     .when_not =
         "Where few chains dominate the mean, annealed estimates are too high. Those in reverse are too low if they "
         "start from fair samples, and of no use if not. Values for pictures made binary in different ways are not "
         "comparable.",
     .exact = true,
     .better = Better::kHigher,
     .cost = "minutes",
     .effort = "A formula takes no time. The time to count states doubles with every unit. Annealing takes chains "
               "times temperatures passes through the weights.",
     .options = &likelihoodOptions,
     .serves = &hasLikelihood,
     .start = kStartLikelihood},
    {.name = "logPartition",
     .label = "Log partition function",
     .unit = "nats",
     .estimates = "log Z, the logarithm of the sum over all states that turns energies into probabilities.",
     .when_not = "Forward annealing gives too low a value on average. Annealing in reverse gives too high a value on "
                 "average, "
                 "but only from fair samples: exact draws, or chains that have mixed. From others it may lie "
                 "anywhere. What no "
                 "chain has met is in no error bar.",
     .exact = true,
     .better = Better::kNeither,
     .cost = "minutes",
     .effort = "The time to count states doubles with every unit. Annealing takes chains times temperatures passes "
               "through the weights.",
     .options = &partitionOptions,
     .serves = &hasPartition,
     .start = &startPartition},
    {.name = "pseudoLogLikelihood",
     .label = "Pseudo-likelihood",
     .unit = "nats per example",
     .estimates = "How well the model predicts each value of an example from all the others, summed over the values.",
     .when_not = "It does not show whether the machine mixes: a machine may predict each value from the others well "
                 "and still draw poor samples.",
     .exact = true,
     .better = Better::kHigher,
     .cost = "seconds",
     .effort = "One pass through the weights per example; with method \"exact\" one per value of each example.",
     .options = &pseudoOptions,
     .serves = &hasFreeEnergy,
     .start = &startPseudoLikelihood},
    {.name = "reconstructionError",
     .label = "Reconstruction error",
     .unit = "mean squared, per value",
     .estimates = "How much an example changes in one pass up and down.",
     .when_not = "It may fall while the likelihood falls too, so it does not measure progress.",
     .exact = true,
     .better = Better::kLower,
     .cost = "instant",
     .effort = "Two passes through the weights per example.",
     .options = &splitOptions,
     .serves = &reconstructs,
     .copies = true,
     .start = &startReconstructionError},
    {.name = "freeEnergyGap",
     .label = "Free-energy gap",
     .unit = "nats",
     .estimates = "The mean free energy of held-out examples minus that of training examples. A growing gap shows "
                  "overfitting.",
     .when_not = "Only its growth has a meaning, because the size of the gap has no scale.",
     .exact = true,
     .better = Better::kLower,
     .cost = "instant",
     .effort = "One pass through the weights per example.",
     .options = &gapOptions,
     .serves = &hasFreeEnergy,
     .test = true,
     .start = &startFreeEnergyGap},
    {.name = "classError",
     .label = "Class error",
     .unit = "share of examples",
     .estimates = "How often the most probable class of an example is not its own class.",
     .when_not = "It shows neither how certain the model is nor how good its samples are.",
     .exact = true,
     .better = Better::kLower,
     .cost = "instant",
     .effort = "One pass through the weights per example and class.",
     .options = &splitOptions,
     .serves = &knowsClasses,
     .copies = true,
     .labels = true,
     .start = &startClassError},
#if !HARMONIUM_FIRST_CORE  // a page fetches the following measures later (.toolchain/cmake/core.cmake)
    {.name = "bound",
     .label = "Variational bound",
     .unit = "nats per example",
     .estimates = "A lower bound of the log-likelihood: the mean over the recognised hidden units of log p(v, h) - log "
                  "q(h | v). Its distance from the log-likelihood is the divergence of q from the true posterior.",
     .when_not = "A better model may have a worse bound if its recognition is worse. It does not tell the two apart.",
     .exact = true,
     .better = Better::kHigher,
     .cost = "seconds",
     .effort =
         "Two passes through the weights per example and guess. Where the states can be counted the mean is exact.",
     .options = &boundOptions,
     .serves = &bounds,
     .start = &startBound},
    {.name = "mmd",
     .label = "Mean discrepancy (MMD^2)",
     .unit = "",
     .estimates = "The difference between samples and data, as the squared distance of their means in the space of a "
                  "Gaussian kernel. It is 0 where both come from one distribution.",
     .when_not = "It depends on the bandwidth, so only values for the same data are comparable. It may be below 0. "
                 "Between pictures it shows coarse differences only.",
     .better = Better::kLower,
     .cost = "minutes",
     .effort = kDrawing,
     .options = &mmdOptions,
     .serves = &anyModel,
     .copies = true,
     .start = &startMmd,
     // The kernel of every pair, twice.
     .memory = [](double samples, double examples,
                  double /*values*/) { return 2 * kFloat * (samples + examples) * (samples + examples); }},
    {.name = "classifierTwoSample",
     .label = "Classifier two-sample test",
     .unit = "accuracy",
     .estimates = "How often a small network tells new samples from new data correctly. 0.5 is guessing, and 1 is "
                  "always.",
     .when_not = "It finds differences whether they matter or not. For example, grey levels that never occur in the "
                 "data reveal samples at once.",
     .better = Better::kLower,
     .cost = "minutes",
     .effort = kDrawing,
     .options = &comparisonOptions,
     .serves = &anyModel,
     .copies = true,
     .start = &startClassifierTwoSample},
    {.name = "precisionRecall",
     .label = "Precision and recall",
     .unit = "share",
     .estimates = "Precision and density: do the samples look like data? Recall and coverage: is all of the data "
                  "there? By nearest neighbours.",
     .when_not = "Outliers inflate precision and recall. Smooth samples, such as means, get a high precision and a low "
                 "recall. Values are comparable only for the same numbers of samples, examples and neighbours.",
     .better = Better::kHigher,
     .cost = "minutes",
     .effort = kDrawing,
     .options = &precisionRecallOptions,
     .serves = &anyModel,
     .copies = true,
     .start = &startPrecisionRecall},
    {.name = "classHistogram",
     .label = "Classes of the samples",
     .unit = "nats",
     .estimates = "The divergence between the shares of the classes among samples and among data. It is 0 where the "
                  "shares are equal. A small network, trained on the labels, assigns the classes.",
     .when_not = "It does not show how good a sample looks, because each sample gets the class that it resembles most.",
     .better = Better::kLower,
     .cost = "minutes",
     .effort = "The network is trained once. Where samples come from chains, drawing takes most of the time.",
     .options = &histogramOptions,
     .serves = &anyModel,
     .copies = true,
     .labels = true,
     .start = &startClassHistogram},
    {.name = "modeCoverage",
     .label = "Modes covered",
     .unit = "modes",
     .estimates =
         "How many of the bumps of the data's density have a sample near them, and the share of the samples that lie "
         "within three standard deviations of a bump.",
     .when_not = "One sample is enough to cover a mode. The number of effective modes shows how evenly the modes are "
                 "covered.",
     .better = Better::kHigher,
     .cost = "seconds",
     .effort = kDrawing,
     .options = &sampleOptions,
     .serves = &anyModel,
     .copies = true,
     .modes = true,
     .start = &startModeCoverage},
    {.name = "parzen",
     .label = "Parzen window",
     .unit = "nats per example",
     .estimates = "The mean log-density of the data under Gaussian bumps around the samples. The width is chosen on "
                  "one half of the examples and scored on the other.",
     .when_not = "It is not an estimate of the model's likelihood. It depends mostly on the width and the number of "
                 "samples, and a few class means can score higher than real data. It is offered because papers "
                 "report it.",
     .better = Better::kHigher,
     .cost = "minutes",
     .effort = kDrawing,
     .options = &parzenOptions,
     .serves = &anyModel,
     .copies = true,
     .start = &startParzen},
#endif
  };
  return types;
}

Measurement MeasureRequest::answer() const {
  return {.name = type.name,
          .label = type.label,
          .unit = type.unit,
          .method = {},
          .note = remark,
          .standard_error = {},
          .effective_samples = {},
          .updates = input.updates,
          .run = input.run};
}

std::unique_ptr<FreeEnergies> energiesOf(const MeasureInput& input) {
  return input.energies ? std::move(input.energies) : input.model.faces().free_energy->freeEnergies();
}

void addSentence(std::string& note, const std::string& sentence) {
  if (!note.empty() && !sentence.empty()) note += ' ';
  note += sentence;
}

std::string figureText(double value) {
  if (value == 0 || !std::isfinite(value)) return formatNumber(value);
  // Texts for people only, so the C library's pow and log10 may differ in their last bits.
  const double scale = std::pow(10, 2 - std::floor(std::log10(std::abs(value))));
  return formatNumber(std::round(value * scale) / scale);
}

namespace {

// Checks the options and completes them: the seed and the split that hold where the request names none.
Result<MeasureRequest> readRequest(const MeasureType& type, const Json& json, const MeasureInput& input) {
  const OptionTable& table = type.options();
  if (table.empty() && !json.empty()) {
    return Error{kWrong, type.name + " has no options, but " + inQuotes(json.begin().key()) + " was given."};
  }
  MeasureRequest request{.type = type, .input = input, .settings = Settings(table), .remark = {}};
  if (Status status = setAll(request.settings, json); !status) return status.error();
  request.seed = json.contains("seed") ? toU64(request.settings.number("seed")) : input.seed;
  const bool held_out = input.data->test.examples > 0;
  if (findOption(table, "split") != nullptr) {
    // A split that is not named falls back to the training data; one that is named and empty is refused.
    request.test = held_out && request.settings.choice("split") == "test";
    if (!held_out && request.settings.choice("split") == "test") {
      if (json.contains("split")) {
        return Error{ErrorCode::kNotAvailable, "This data set holds no test examples; ask for split \"train\"."};
      }
      request.remark = "The value is for the training data, because no data are held out.";
    }
  }
  return request;
}

// Refuses where the data lack what the measure needs: held-out examples, labels or known modes.
Status checkData(const MeasureType& type, const Dataset& data) {
  if (type.test && data.test.examples == 0) {
    return Error{ErrorCode::kNotAvailable, "This data set holds no test examples to compare with."};
  }
  const auto known = [](std::int16_t label) { return label != Split::kNoLabel; };
  if (type.labels && std::ranges::none_of(data.train.labels, known)) {
    return Error{ErrorCode::kNotAvailable, type.label + ": this needs class labels, and this data set has none."};
  }
  if (type.modes && (data.density == nullptr || data.density->modes().empty())) {
    return Error{
        ErrorCode::kNotAvailable,
        type.label + ": this needs data made of separate bumps whose centres are known, such as ring or grid."};
  }
  return {};
}

// Finds the measure of this name. The refusal of another name lists those that could be asked for instead: all of them,
// or those for this model.
Result<const MeasureType*> typeNamed(std::string_view name, const MeasureInput& input) {
  const MeasureType* type = nullptr;
  std::string names, serving;
  for (const MeasureType& candidate : measureTypes()) {
    if (candidate.name == name) type = &candidate;
    names += (names.empty() ? "" : ", ") + candidate.name;
    if (candidate.serves(*input.spec.model)) serving += (serving.empty() ? "" : ", ") + candidate.name;
  }
  if (type == nullptr) {
    return Error{ErrorCode::kUnknownName,
                 "There is no measure " + inQuotes(Json(std::string(name))) + "; there are " + names + "."};
  }
  if (!type->serves(*input.spec.model)) {
    return Error{ErrorCode::kNotAvailable,
                 type->name + " is not known for this kind of model; there are " + serving + "."};
  }
  return type;
}

// Annealing in reverse begins at samples, which are drawn from a copy of the model.
bool worksOnCopy(const MeasureRequest& request) {
  return request.type.copies ||
         (findOption(request.settings.table(), "method") != nullptr && request.settings.choice("method") == "reverse");
}

// Checks all that can be checked before anything is made.
Result<MeasureRequest> requestOf(std::string_view name, std::string_view json_options, const MeasureInput& input) {
  Result<Json> parsed = parseObject(json_options.empty() ? "{}" : json_options, "A measure's options", kWrong);
  if (!parsed) return parsed.error();
  Result<const MeasureType*> type = typeNamed(name, input);
  if (!type) return type.error();
  // The data are checked before the options: where a measure cannot work at all, its options do not matter.
  if (Status status = checkData(*type.value(), *input.data); !status) return status.error();
  return readRequest(*type.value(), parsed.value(), input);
}

}  // namespace

Work startMeasure(Pace& pace, std::string_view name, std::string_view json_options, const MeasureInput& input,
                  Later<std::unique_ptr<Job>>& out) {
  Result<MeasureRequest> request = requestOf(name, json_options, input);
  if (!request) {
    out = request.error();
    co_return;
  }
  const MeasureType& type = request.value().type;
  const auto need = [&](const Settings& options) { return measureNeed(type, options, input.spec, *input.data); };
  if (Status status = fits(input.memory, "This measure", request.value().settings, need); !status) {
    out = status.error();
    co_return;
  }
  const double free_before = input.memory == nullptr ? 0 : input.memory->free();
  if (worksOnCopy(request.value())) {
    co_await copyOf(pace, input.model, input.spec, input.summary, input.copy);
    Checksum digest;
    for (const Tensor& tensor : input.model.parameters()) co_await addInParts(pace, tensor.values, digest);
    input.digest = digest.hex();
  }
  // Each copy of the parameters takes a turn.
  constexpr std::size_t kLarge = 1 << 20;  // parameters
  std::size_t parameters = 0;
  for (const Tensor& tensor : input.model.parameters()) parameters += tensor.values.size();
  if (parameters > kLarge && input.model.faces().free_energy != nullptr) {
    input.energies = input.model.faces().free_energy->freeEnergies();
    co_await pace.spent(kPiece);
  }
  StartedMeasure started = type.start(request.value());
  out = started ? promised(input.memory, need(request.value().settings), free_before, std::move(started.value()))
                : std::move(started);
}

std::shared_ptr<DrawnSamples> noSamplesYet() {
  return std::make_shared<DrawnSamples>();
}

}  // namespace harmonium
