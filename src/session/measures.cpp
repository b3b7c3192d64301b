#include "session/measures.h"

#include "measures/ais.h"
#include "measures/exact_partition.h"
#include "measures/rbm_measures.h"
#include "session/examples.h"
#include "session/json.h"
#include "session/stopwatch.h"

#include <cmath>
#include <functional>
#include <optional>
#include <utility>

namespace harmonium {

std::span<const MeasureType> measureTypes() {
  static const MeasureType types[] = {
      {"logLikelihood", "Log-likelihood", "nats per image",
       "How probable the machine finds an image, on average. Exact where a layer has at most 20 units, else by "
       "annealed "
       "importance sampling, which errs on the good side when few chains carry the mean.",
       "minutes"},
      {"logPartition", "Log partition function", "nats",
       "log Z, the sum over all states that turns energies into probabilities.", "minutes"},
      {"pseudoLogLikelihood", "Pseudo-likelihood", "nats per image",
       "How well each pixel is told from all the others, summed over pixels: cheap, but blind to how the machine "
       "mixes.",
       "seconds"},
      {"reconstructionError", "Reconstruction error", "mean squared, per pixel",
       "How far an image moves in one step up and down. It may fall while the likelihood falls: not a measure of "
       "progress.",
       "instant"},
      {"freeEnergyGap", "Free-energy gap", "nats",
       "Mean free energy of held-out images less that of training images; growing, it shows overfitting.", "instant"},
  };
  return types;
}

namespace {

constexpr ErrorCode kWrong = ErrorCode::kInvalidOption;
constexpr std::uint64_t kLargestSeed = (std::uint64_t{1} << 53) - 1;

const MeasureType& typeNamed(std::string_view name) {
  for (const MeasureType& type : measureTypes()) {
    if (type.name == name) return type;
  }
  HARMONIUM_ASSERT(false);
  return measureTypes()[0];
}

Measurement measurementOf(const char* name, const MeasureInput& input) {
  const MeasureType& type = typeNamed(name);
  Measurement m;
  m.name = type.name;
  m.label = type.label;
  m.unit = type.unit;
  m.updates = input.updates;
  return m;
}

// A mean over the examples of a split, batch by batch.
class ExampleMean {
 public:
  using Sum = std::function<double(const Matrix& v, States states)>;
  ExampleMean(std::shared_ptr<const Dataset> data, bool test, Binarisation how, bool binary, std::uint64_t seed,
              std::uint32_t limit, Sum sum)
      : data_(std::move(data)),
        reader_(test ? data_->test : data_->train, how, binary, seed, limit),
        states_(binary || isBinaryAfter(test ? data_->test : data_->train, how) ? States::kBinary : States::kReal),
        sum_of_(std::move(sum)) {}

  bool advance() {  // one batch; true at the end
    if (!reader_.next(v_)) return true;
    sum_ += sum_of_(v_, states_);
    return reader_.position() == reader_.total();
  }
  double mean() const { return sum_ / reader_.total(); }
  double count() const { return reader_.total(); }
  double progress() const { return static_cast<double>(reader_.position()) / std::max(1.0, count()); }

 private:
  std::shared_ptr<const Dataset> data_;
  ExampleReader reader_;
  States states_;
  Sum sum_of_;
  Matrix v_;
  double sum_ = 0;
};

// A job made of grains: `grain` works a little and says whether it was the last.
class GrainJob : public Job {
 public:
  bool advance(double milliseconds) final {
    const Stopwatch watch;
    while (!done_) {
      done_ = grain();
      if (watch.milliseconds() >= milliseconds) break;
    }
    return done_;
  }
  double progress() const final { return done_ ? 1.0 : share(); }
  const JobResult& result() const final { return result_; }

 protected:
  virtual bool grain() = 0;
  virtual double share() const = 0;
  JobResult result_;

 private:
  bool done_ = false;
};

class MeanJob final : public GrainJob {
 public:
  using Finish = std::function<void(const ExampleMean&, Measurement&)>;
  MeanJob(Measurement measurement, ExampleMean mean, Finish finish)
      : measurement_(std::move(measurement)), mean_(std::move(mean)), finish_(std::move(finish)) {}

 private:
  bool grain() override {
    if (!mean_.advance()) return false;
    measurement_.value = mean_.mean();
    finish_(mean_, measurement_);
    result_.measurements = {measurement_};
    return true;
  }
  double share() const override { return mean_.progress(); }

  Measurement measurement_;
  ExampleMean mean_;
  Finish finish_;
};

class FreeEnergyGapJob final : public GrainJob {
 public:
  FreeEnergyGapJob(Measurement measurement, ExampleMean test, ExampleMean train)
      : measurement_(std::move(measurement)), test_(std::move(test)), train_(std::move(train)) {}

 private:
  bool grain() override {
    if (!test_done_) {
      test_done_ = test_.advance();
      return false;
    }
    if (!train_.advance()) return false;
    measurement_.value = test_.mean() - train_.mean();
    result_.measurements = {measurement_};
    return true;
  }
  double share() const override { return (test_.progress() + train_.progress()) / 2; }

  Measurement measurement_;
  ExampleMean test_, train_;
  bool test_done_ = false;
};

// log Z, and the likelihood of a split when one is asked for.
class PartitionJob final : public GrainJob {
 public:
  PartitionJob(const MeasureInput& input, RbmParameters p, std::optional<Ais> ais, std::optional<ExampleMean> energy)
      : partition_(measurementOf("logPartition", input)),
        likelihood_(measurementOf("logLikelihood", input)),
        ais_(std::move(ais)),
        energy_(std::move(energy)) {
    if (!ais_) exact_.emplace(std::move(p));
  }

 private:
  bool grain() override {
    if (ais_ ? !ais_->done() : !exact_->done()) {
      ais_ ? ais_->advance() : exact_->advance();
      return false;
    }
    if (energy_ && !energy_->advance()) return false;
    finish();
    return true;
  }

  double share() const override {
    const double partition = ais_ ? ais_->progress() : exact_->progress();
    return energy_ ? 0.95 * partition + 0.05 * energy_->progress() : partition;
  }

  void finish() {
    if (ais_) {
      const LogMean estimate = ais_->estimate();
      for (Measurement* m : {&partition_, &likelihood_}) {
        m->method = "ais";
        m->standard_error = estimate.standard_error;
        m->effective_samples = estimate.effective_samples;
      }
      partition_.value = estimate.log_mean;
      partition_.note = "Annealed importance sampling; log-weights spread by " +
                        formatNumber(std::round(estimate.deviation * 100) / 100) + " nats.";
      if (estimate.effective_samples < 10) {
        partition_.note +=
            " Fewer than 10 chains carry the mean: do not trust the error bar, the truth is likely worse.";
      }
    } else {
      partition_.method = likelihood_.method = "exact";
      partition_.exact = likelihood_.exact = true;
      partition_.value = exact_->logPartition();
      partition_.note = "Every state of the smaller layer was counted.";
    }
    likelihood_.note = partition_.note;
    if (energy_) {
      likelihood_.value = -energy_->mean() - partition_.value;
      result_.measurements = {likelihood_, partition_};
    } else {
      result_.measurements = {partition_};
    }
  }

  Measurement partition_, likelihood_;
  std::optional<Ais> ais_;
  std::optional<ExactPartition> exact_;
  std::optional<ExampleMean> energy_;
};

// Options common to several measures, read with a sentence for every wrong one.
struct Options {
  bool test = false;
  std::string method;
  std::uint64_t chains = 100, temperatures = 1000, seed = 1, examples = 1'000'000;
};

Result<Options> readOptions(const Json& json, const MeasureInput& input, std::initializer_list<std::string_view> known,
                            std::initializer_list<std::string_view> methods) {
  if (Status status = onlyKnown(json, known, "This measure's options", kWrong); !status) return status.error();
  Options options;
  options.seed = input.seed;
  const auto choose = [&json](const char* name, std::initializer_list<std::string_view> allowed,
                              std::string& out) -> Status {
    const auto found = json.find(name);
    if (found == json.end()) return {};
    std::string list;
    for (const std::string_view choice : allowed) {
      if (*found == Json(std::string(choice))) {
        out = choice;
        return {};
      }
      list += (list.empty() ? "" : ", ") + std::string(choice);
    }
    return Error{kWrong, std::string(name) + " is " + inQuotes(*found) + ", but it must be one of " + list + "."};
  };
  std::string split = input.data->test.examples > 0 ? "test" : "train";
  if (Status status = choose("split", {"train", "test"}, split); !status) return status.error();
  options.test = split == "test";
  if (options.test && input.data->test.examples == 0) {
    return Error{ErrorCode::kNotAvailable, "This data set holds no test examples; ask for split \"train\"."};
  }
  if (Status status = choose("method", methods, options.method); !status) return status.error();
  const struct {
    const char* name;
    std::uint64_t minimum, maximum;
    std::uint64_t* value;
  } numbers[] = {{"chains", 1, 10'000, &options.chains},
                 {"temperatures", 3, 1'000'000, &options.temperatures},
                 {"seed", 0, kLargestSeed, &options.seed},
                 {"examples", 1, 1'000'000, &options.examples}};
  for (const auto& number : numbers) {
    Result<std::uint64_t> value = wholeNumber(json, number.name, number.minimum, number.maximum, *number.value, kWrong);
    if (!value) return value.error();
    *number.value = value.value();
  }
  return options;
}

Result<std::unique_ptr<Job>> startPartition(bool likelihood, const Json& json, const MeasureInput& input) {
  Result<Options> read =
      likelihood ? readOptions(json, input, {"split", "method", "chains", "temperatures", "seed"}, {"exact", "ais"})
                 : readOptions(json, input, {"method", "chains", "temperatures", "seed"}, {"exact", "ais"});
  if (!read) return read.error();
  const Options& options = read.value();
  const RbmParameters& p = *input.model.asRbm();
  const bool possible = exactPartitionPossible(p);
  if (options.method == "exact" && !possible) {
    return Error{ErrorCode::kNotAvailable, "The exact method visits every state of the smaller layer, which has " +
                                               std::to_string(std::min(p.visible(), p.hidden())) + " units; at most " +
                                               std::to_string(kExactUnits) + " are allowed. Use method \"ais\"."};
  }
  const bool exact = options.method == "exact" || (options.method.empty() && possible);
  std::optional<Ais> ais;
  if (!exact) {
    ais.emplace(p, biasFromMean(meanAfter(input.data->train, input.binarisation)),
                annealingLadder(static_cast<std::size_t>(options.temperatures)),
                static_cast<std::size_t>(options.chains), options.seed);
  }
  std::optional<ExampleMean> energy;
  if (likelihood) {
    energy.emplace(input.data, options.test, input.binarisation, true, options.seed, UINT32_MAX,
                   [p, scratch = RbmMeasureScratch()](const Matrix& v, States states) mutable {
                     return sumFreeEnergy(p, v, states, scratch);
                   });
  }
  return std::unique_ptr<Job>(std::make_unique<PartitionJob>(input, p, std::move(ais), std::move(energy)));
}

Result<std::unique_ptr<Job>> startPseudo(const Json& json, const MeasureInput& input) {
  Result<Options> read = readOptions(json, input, {"split", "method", "examples", "seed"}, {"stochastic", "exact"});
  if (!read) return read.error();
  const Options& options = read.value();
  const RbmParameters& p = *input.model.asRbm();
  const bool exact = options.method == "exact";
  auto squares = std::make_shared<double>(0);
  Measurement measurement = measurementOf("pseudoLogLikelihood", input);
  measurement.method = exact ? "exact" : "stochastic";
  measurement.exact = exact;
  measurement.note =
      exact ? "Every pixel of every example." : "One random pixel an example, times the number of pixels.";
  ExampleMean mean(input.data, options.test, input.binarisation, true, options.seed,
                   static_cast<std::uint32_t>(options.examples),
                   [p, exact, squares, scratch = RbmMeasureScratch(), rng = Rng(options.seed, Purpose::kMeasure)](
                       const Matrix& v, States) mutable {
                     if (exact) return sumPseudoLogLikelihood(p, v, scratch);
                     double batch = 0;
                     const double sum = sumStochasticPseudoLogLikelihood(p, v, scratch, rng, &batch);
                     *squares += batch;
                     return sum;
                   });
  return std::unique_ptr<Job>(std::make_unique<MeanJob>(
      std::move(measurement), std::move(mean), [exact, squares](const ExampleMean& all, Measurement& m) {
        if (exact) return;
        m.standard_error = std::sqrt(std::max(0.0, *squares / all.count() - m.value * m.value) / all.count());
      }));
}

Result<std::unique_ptr<Job>> startReconstruction(const Json& json, const MeasureInput& input) {
  Result<Options> read = readOptions(json, input, {"split"}, {});
  if (!read) return read.error();
  Measurement measurement = measurementOf("reconstructionError", input);
  measurement.method = "exact";
  measurement.exact = true;
  measurement.note = "One step up and down with probabilities.";
  ExampleMean mean(input.data, read.value().test, input.binarisation, false, input.seed, UINT32_MAX,
                   [p = *input.model.asRbm(), scratch = RbmMeasureScratch()](const Matrix& v, States states) mutable {
                     return sumReconstructionError(p, v, states, scratch);
                   });
  return std::unique_ptr<Job>(
      std::make_unique<MeanJob>(std::move(measurement), std::move(mean), [](const ExampleMean&, Measurement&) {}));
}

Result<std::unique_ptr<Job>> startGap(const Json& json, const MeasureInput& input) {
  if (Status status = onlyKnown(json, {}, "This measure's options", kWrong); !status) return status.error();
  const std::uint32_t examples =
      static_cast<std::uint32_t>(std::min(input.data->train.examples, input.data->test.examples));
  if (examples == 0) return Error{ErrorCode::kNotAvailable, "This data set holds no test examples to compare with."};
  const auto energyOf = [&](bool test) {
    return ExampleMean(input.data, test, input.binarisation, true, input.seed, examples,
                       [p = *input.model.asRbm(), scratch = RbmMeasureScratch()](
                           const Matrix& v, States states) mutable { return sumFreeEnergy(p, v, states, scratch); });
  };
  Measurement measurement = measurementOf("freeEnergyGap", input);
  measurement.method = "exact";
  measurement.exact = true;
  measurement.note = "Of " + std::to_string(examples) + " examples each.";
  return std::unique_ptr<Job>(
      std::make_unique<FreeEnergyGapJob>(std::move(measurement), energyOf(true), energyOf(false)));
}

}  // namespace

Result<std::unique_ptr<Job>> startMeasure(std::string_view name, std::string_view json_options,
                                          const MeasureInput& input) {
  Result<Json> parsed = parseObject(json_options.empty() ? "{}" : json_options, "A measure's options", kWrong);
  if (!parsed) return parsed.error();
  bool known = false;
  std::string names;
  for (const MeasureType& type : measureTypes()) {
    known = known || type.name == name;
    names += (names.empty() ? "" : ", ") + type.name;
  }
  if (!known) {
    return Error{ErrorCode::kUnknownName,
                 "There is no measure " + inQuotes(Json(std::string(name))) + "; there are " + names + "."};
  }
  if (input.model.asRbm() == nullptr) {
    return Error{ErrorCode::kNotAvailable, std::string(name) + " is not known for this kind of model."};
  }
  const Json& json = parsed.value();
  if (name == "logLikelihood" || name == "logPartition") return startPartition(name == "logLikelihood", json, input);
  if (name == "pseudoLogLikelihood") return startPseudo(json, input);
  if (name == "reconstructionError") return startReconstruction(json, input);
  return startGap(json, input);
}

}  // namespace harmonium
