// The table of measures, and how one is started.
#include "session/json.h"
#include "session/measures/request.h"
#include "session/measures/sample_draw.h"
#include "session/settings.h"

#include <cmath>
#include <utility>

namespace harmonium {

namespace {

constexpr ErrorCode kWrong = ErrorCode::kInvalidOption;

constexpr const char* kDrawing =
    "Drawing takes most of the time where samples come from chains: samples times steps passes through the weights.";

bool anyModel(const ModelType&) {
  return true;
}
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
       .estimates = "How probable the model finds an example, on average; of real values a density, which may be above "
                    "0. Exact where it can be worked out, else by annealed importance sampling.",
       .when_not =
           "Annealed estimates err on the good side when few chains carry the mean, those in reverse on the bad "
           "side; figures for pictures made binary in different ways can't be set side by side.",
       .exact = true,
       .better = Better::kHigher,
       .cost = "minutes",
       .effort = "Instant where a formula gives it; counting doubles with every unit, annealing takes chains times "
                 "temperatures passes through the weights.",
       .options = &likelihoodOptions,
       .serves = &hasLikelihood,
       .start = &startLikelihood},
      {.name = "logPartition",
       .label = "Log partition function",
       .unit = "nats",
       .estimates = "log Z, the sum over all states that turns energies into probabilities.",
       .when_not =
           "Annealing from above gives too little on average, in reverse too much: the truth lies between them; "
           "fewer than 10 effective chains say nothing.",
       .exact = true,
       .better = Better::kNeither,
       .cost = "minutes",
       .effort = "Counting doubles with every unit; annealing takes chains times temperatures passes through the "
                 "weights.",
       .options = &partitionOptions,
       .serves = &hasPartition,
       .start = &startPartition},
      {.name = "pseudoLogLikelihood",
       .label = "Pseudo-likelihood",
       .unit = "nats per example",
       .estimates = "How well each pixel is told from all the others, summed over pixels.",
       .when_not = "It is blind to how the machine mixes: pixels may be told from their neighbours by a machine that "
                   "dreams nothing.",
       .exact = true,
       .better = Better::kHigher,
       .cost = "seconds",
       .effort = "One pass through the weights an example, or one a pixel with method \"exact\".",
       .options = &pseudoOptions,
       .serves = &hasFreeEnergy,
       .start = &startPseudoLikelihood},
      {.name = "reconstructionError",
       .label = "Reconstruction error",
       .unit = "mean squared, per pixel",
       .estimates = "How far an example moves in one step up and down.",
       .when_not = "It may fall while the likelihood falls: not a measure of progress.",
       .exact = true,
       .better = Better::kLower,
       .cost = "instant",
       .effort = "Two passes through the weights an example.",
       .options = &splitOptions,
       .serves = &reconstructs,
       .start = &startReconstructionError},
      {.name = "freeEnergyGap",
       .label = "Free-energy gap",
       .unit = "nats",
       .estimates = "Mean free energy of held-out examples less that of training examples; growing, it shows "
                    "overfitting.",
       .when_not = "Only its growth says something: its size has no scale of its own.",
       .exact = true,
       .better = Better::kLower,
       .cost = "instant",
       .effort = "One pass through the weights an example.",
       .options = &noOptions,
       .serves = &hasFreeEnergy,
       .test = true,
       .start = &startFreeEnergyGap},
      {.name = "classError",
       .label = "Class error",
       .unit = "share of examples",
       .estimates = "How often the most probable class given an example is not its own.",
       .when_not = "It says nothing of how sure the model is, nor of how good its samples are.",
       .exact = true,
       .better = Better::kLower,
       .cost = "instant",
       .effort = "One pass through the weights per example and class.",
       .options = &splitOptions,
       .serves = &knowsClasses,
       .labels = true,
       .start = &startClassError},
      {.name = "mmd",
       .label = "Mean discrepancy (MMD^2)",
       .unit = "",
       .estimates = "How far samples and data lie apart, as the squared distance of their means in the space of a "
                    "Gaussian kernel: 0 where both come from one distribution.",
       .when_not = "It depends on the bandwidth, so only figures on the same data compare; it may fall below 0, and "
                   "between pictures it sees coarse differences only.",
       .better = Better::kLower,
       .cost = "minutes",
       .effort = kDrawing,
       .options = &mmdOptions,
       .serves = &anyModel,
       .start = &startMmd},
      {.name = "classifierTwoSample",
       .label = "Classifier two-sample test",
       .unit = "accuracy",
       .estimates = "How often a small network tells samples from data that it has not seen: 0.5 is guessing, 1 is "
                    "always.",
       .when_not = "It finds differences whether they matter or not: grey levels that no datum has give samples away "
                   "at once.",
       .better = Better::kLower,
       .cost = "minutes",
       .effort = kDrawing,
       .options = &comparisonOptions,
       .serves = &anyModel,
       .start = &startClassifierTwoSample},
      {.name = "precisionRecall",
       .label = "Precision and recall",
       .unit = "share",
       .estimates = "Precision and density: do the samples look like data? Recall and coverage: is all of the data "
                    "there? By nearest neighbours.",
       .when_not =
           "Outliers inflate precision and recall; smooth samples, such as means, lie within everything's reach and "
           "recall nothing; figures compare only with the same numbers of samples, examples and neighbours.",
       .better = Better::kHigher,
       .cost = "minutes",
       .effort = kDrawing,
       .options = &precisionRecallOptions,
       .serves = &anyModel,
       .start = &startPrecisionRecall},
      {.name = "classHistogram",
       .label = "Classes of the samples",
       .unit = "nats",
       .estimates = "How far the shares of the classes among samples are from those among data: their divergence, 0 "
                    "where they agree. A small network, trained on the labels, does the sorting.",
       .when_not = "It says nothing of how good a sample looks: each is put into the class that it is least unlike.",
       .better = Better::kLower,
       .cost = "minutes",
       .effort = "Training the network takes seconds; drawing takes the rest where samples come from chains.",
       .options = &sampleOptions,
       .serves = &anyModel,
       .labels = true,
       .start = &startClassHistogram},
      {.name = "modeCoverage",
       .label = "Modes covered",
       .unit = "modes",
       .estimates =
           "How many of the bumps that the data come from the samples reach, and what share of the samples lies "
           "within three standard deviations of one.",
       .when_not = "One sample is enough to cover a mode; how evenly they are reached is in the effective modes.",
       .better = Better::kHigher,
       .cost = "seconds",
       .effort = kDrawing,
       .options = &sampleOptions,
       .serves = &anyModel,
       .modes = true,
       .start = &startModeCoverage},
      {.name = "parzen",
       .label = "Parzen window",
       .unit = "nats per example",
       .estimates = "Log-density of the data under Gaussian bumps around samples, their width chosen on half of the "
                    "examples and scored on the other.",
       .when_not = "It is no estimate of the model's likelihood: the width and the number of samples decide, and a few "
                   "class means can win over real data. It is here because papers report it.",
       .better = Better::kHigher,
       .cost = "minutes",
       .effort = kDrawing,
       .options = &parzenOptions,
       .serves = &anyModel,
       .start = &startParzen},
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
          .updates = input.updates};
}

void addSentence(std::string& note, const std::string& sentence) {
  if (!note.empty() && !sentence.empty()) note += ' ';
  note += sentence;
}

std::string countText(std::size_t count) {
  std::string text = std::to_string(count);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string figureText(double value) {
  if (value == 0 || !std::isfinite(value)) return formatNumber(value);
  const double scale = std::pow(10, 2 - std::floor(std::log10(std::abs(value))));
  return formatNumber(std::round(value * scale) / scale);
}

namespace {

// Options that belong together, such as the split that is meant where none is named.
Result<MeasureRequest> readRequest(const MeasureType& type, const Json& json, const MeasureInput& input) {
  const OptionTable& table = type.options();
  if (table.empty() && !json.empty()) {
    return Error{kWrong, type.name + " has no options, but " + inQuotes(json.begin().key()) + " was given."};
  }
  MeasureRequest request{.type = type, .input = input, .settings = Settings(table), .remark = {}};
  if (Status status = setAll(request.settings, json); !status) return status.error();
  request.seed = json.contains("seed") ? static_cast<std::uint64_t>(request.settings.number("seed")) : input.seed;
  const bool held_out = input.data->test.examples > 0;
  if (findOption(table, "split") != nullptr) {
    request.test = held_out && request.settings.choice("split") == "test";
    if (!held_out && request.settings.choice("split") == "test") {
      if (json.contains("split")) {
        return Error{ErrorCode::kNotAvailable, "This data set holds no test examples; ask for split \"train\"."};
      }
      request.remark = "Of the training data: nothing is held out.";
    }
  }
  return request;
}

// Whether the data have what the measure needs.
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

}  // namespace

Result<std::unique_ptr<Job>> startMeasure(std::string_view name, std::string_view json_options,
                                          const MeasureInput& input) {
  Result<Json> parsed = parseObject(json_options.empty() ? "{}" : json_options, "A measure's options", kWrong);
  if (!parsed) return parsed.error();
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
  if (Status status = checkData(*type, *input.data); !status) return status.error();
  Result<MeasureRequest> request = readRequest(*type, parsed.value(), input);
  if (!request) return request.error();
  return type->start(request.value());
}

std::shared_ptr<DrawnSamples> noSamplesYet() {
  return std::make_shared<DrawnSamples>();
}

}  // namespace harmonium
