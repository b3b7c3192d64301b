#include "session/sample_job.h"

#include "base/numbers.h"
#include "base/words.h"
#include "data/inline.h"
#include "session/json.h"
#include "session/pieces.h"
#include "session/stopwatch.h"
#include "session/trainer.h"

#include <algorithm>
#include <limits>

namespace harmonium {

namespace {

constexpr ErrorCode kWrong = ErrorCode::kInvalidOption;

struct SampleOptions {
  std::uint64_t count = 64, steps = 1000, seed = 1;
  std::vector<float> clamp;          // [V]; NaN leaves a unit free; empty: all are free
  std::vector<std::int16_t> labels;  // one class for all samples, or one per sample; -1: free; empty: all are free
  bool probabilities = false;
};

// Reads `clamp` into one float per visible unit; null becomes NaN. Real data have the range of a data set given with
// the experiment, others 0 to 1.
Status readClamp(const Json& list, std::size_t visible, const Dataset& data, std::vector<float>& clamp) {
  const bool real = data.real;
  if (list.is_null()) return {};
  if (!list.is_array() || list.size() != visible) {
    return Error{kWrong, "clamp must be a list of " + std::to_string(visible) + " entries, one per visible unit, not " +
                             (list.is_array() ? std::to_string(list.size()) + " entries" : inQuotes(list)) + "."};
  }
  const double least = real ? -kInlineMaxMagnitude : 0, most = real ? kInlineMaxMagnitude : 1;
  for (std::size_t i = 0; i < visible; ++i) {
    if (list[i].is_null()) {
      clamp.push_back(std::numeric_limits<float>::quiet_NaN());
    } else if (list[i].is_number() && list[i].get<double>() >= least && list[i].get<double>() <= most) {
      const double value = list[i].get<double>();
      clamp.push_back(toFloat(data.offsets.empty() ? value : value - data.offsets[i]));
    } else {
      return Error{kWrong, "clamp[" + std::to_string(i) + "] is " + inQuotes(list[i]) +
                               ", but it must be a number from " + exactNumber(least) + " to " + exactNumber(most) +
                               ", or null for a free unit."};
    }
  }
  return {};
}

class SampleJob final : public Job {
 public:
  SampleJob(SampleOptions options, const Dataset& data, std::unique_ptr<Model> model)
      : options_(std::move(options)),
        model_(std::move(model)),
        sampler_(model_->faces().samples->sampler(toInt(options_.count))),
        rng_(options_.seed, Purpose::kSample),
        offsets_(data.offsets) {
    if (!sampler_->chain()) options_.steps = 1;  // one round draws an ancestral sample; more would only draw others
    if (!options_.clamp.empty()) {
      sampler_->hold(Eigen::Map<const Matrix>(options_.clamp.data(), data.values(), 1));
    }
    // Held units and classes come before the restart, because a sampler may start its chains from them.
    sampler_->holdClasses(options_.labels);
    result_.shape = {toU32(options_.count), toU32(data.rows), toU32(data.cols)};
  }

  // Starts the samples. Called once before anything else.
  Work begin(Pace& pace) { return sampler_->restart(rng_, pace); }

  bool advance(double milliseconds) override {
    const Stopwatch watch;
    while (done_ < options_.steps) {
      // All chains share one stream, so the order of rounds fixes the samples, whatever the slices.
      if (pieces_.advance([this](Pace& pace) { return sampler_->runRound(rng_, pace); })) ++done_;
      if (watch.milliseconds() >= milliseconds) break;
    }
    if (done_ < options_.steps) return false;
    const Matrix& answer = options_.probabilities ? sampler_->mean() : sampler_->states();
    result_.values.assign(answer.data(), answer.data() + answer.size());
    for (std::size_t at = 0; at < result_.values.size() && !offsets_.empty(); ++at) {
      float& value = result_.values[at];
      value = toFloat(toDouble(value) + offsets_[at % offsets_.size()]);
    }
    return true;
  }

  double progress() const override { return toDouble(done_) / toDouble(options_.steps); }
  const JobResult& result() const override { return result_; }

 private:
  SampleOptions options_;
  std::unique_ptr<Model> model_;
  std::unique_ptr<Sampler> sampler_;
  Rng rng_;
  std::vector<double> offsets_;  // of the data set: samples are true values
  std::uint64_t done_ = 0;
  JobResult result_;
  Pieces pieces_;  // comes last: it is dropped before the sampler
};

// Reads one class for all samples, or one per sample; null leaves a sample's class free.
Status readLabels(const Json& given, std::uint64_t count, int classes, std::vector<std::int16_t>& labels) {
  if (given.is_null()) return {};
  if (classes == 0) {
    return Error{ErrorCode::kNotAvailable, "label holds the class of a sample, but this model knows no classes."};
  }
  const auto refusal = [&](const std::string& where, const Json& value) {
    return Error{kWrong, where + " is " + inQuotes(value) + ", but it must be a whole number from 0 to " +
                             std::to_string(classes - 1) + ", or null for a free class."};
  };
  const auto take = [&](const std::string& where, const Json& value) -> Status {
    if (!value.is_null() && (!value.is_number_unsigned() || value.get<std::uint64_t>() >= std::uint64_t(classes))) {
      return refusal(where, value);
    }
    labels.push_back(value.is_null() ? std::int16_t{-1} : value.get<std::int16_t>());
    return {};
  };
  if (!given.is_array()) return take("label", given);
  if (given.size() != count) {
    return Error{kWrong, "label must be one class, or a list of " + std::to_string(count) +
                             " entries, one per sample, not " + std::to_string(given.size()) + " entries."};
  }
  for (std::size_t n = 0; n < given.size(); ++n) {
    if (Status status = take("label[" + std::to_string(n) + "]", given[n]); !status) return status;
  }
  return {};
}

}  // namespace

namespace {

// Reads the options and checks that there is the memory for them.
Result<SampleOptions> readOptions(const std::string& json_options, const Spec& spec, const Dataset& data,
                                  const Model& model, Memory* memory) {
  if (model.faces().samples == nullptr) {
    return Error{ErrorCode::kNotAvailable, "This model draws no samples."};
  }
  // A sampler of one sample tells whether the model has chains and classes, which decides what is allowed.
  const std::unique_ptr<Sampler> sampler = model.faces().samples->sampler(1);
  Result<Json> parsed = parseObject(json_options.empty() ? "{}" : json_options, "The options of sample", kWrong);
  if (!parsed) return parsed.error();
  const Json& json = parsed.value();
  if (Status known = onlyKnown(json, {"count", "steps", "clamp", "label", "seed", "probabilities"}, "sample", kWrong);
      !known) {
    return known.error();
  }
  SampleOptions options;
  options.seed = spec.seed;
  const struct {
    const char* name;
    std::uint64_t minimum, maximum;
    std::uint64_t* value;
  } numbers[] = {{"count", 1, 10'000, &options.count},
                 {"steps", 1, 1'000'000, &options.steps},
                 {"seed", 0, (std::uint64_t{1} << 53) - 1, &options.seed}};
  for (const auto& number : numbers) {
    Result<std::uint64_t> value = wholeNumber(json, number.name, number.minimum, number.maximum, *number.value, kWrong);
    if (!value) return value.error();
    *number.value = value.value();
  }
  if (const auto clamp = json.find("clamp"); clamp != json.end()) {
    if (!clamp->is_null() && !sampler->holdsValues()) {
      return Error{ErrorCode::kNotAvailable,
                   "clamp holds visible units of a chain, but this model draws its visible units from the top down."};
    }
    if (Status status = readClamp(*clamp, toSize(data.values()), data, options.clamp); !status) {
      return status.error();
    }
  }
  if (const auto label = json.find("label"); label != json.end()) {
    if (Status status = readLabels(*label, options.count, sampler->classes(), options.labels); !status) {
      return status.error();
    }
  }
  if (const auto found = json.find("probabilities"); found != json.end()) {
    if (!found->is_boolean())
      return Error{kWrong, "probabilities is " + inQuotes(*found) + ", but it must be true or false."};
    options.probabilities = found->get<bool>();
  }
  const auto need = [&](double samples) { return samplingNeed(spec, data, samples); };
  if (Status status = fitsCount(memory, "count", toDouble(options.count), need); !status) return status.error();
  return options;
}

}  // namespace

Work startSampling(Pace& pace, std::string json_options, const Spec& spec, const Dataset& data, Trainer& trainer,
                   Memory* memory, Later<std::unique_ptr<Job>>& out) {
  Result<SampleOptions> options = readOptions(json_options, spec, data, trainer.model(), memory);
  if (!options) {
    out = options.error();
    co_return;
  }
  const double need = samplingNeed(spec, data, toDouble(options.value().count));
  const double free_before = memory == nullptr ? 0 : memory->free();
  std::unique_ptr<Model> copy;
  co_await copyOf(pace, trainer.model(), spec, trainer.summary(), copy);
  auto job = std::make_unique<SampleJob>(std::move(options.value()), data, std::move(copy));
  co_await job->begin(pace);
  out = promised(memory, need, free_before, std::move(job));
}

}  // namespace harmonium
