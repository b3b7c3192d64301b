#include "session/sample_job.h"

#include "session/json.h"
#include "session/stopwatch.h"
#include "session/trainer.h"

#include <algorithm>
#include <limits>

namespace harmonium {

namespace {

constexpr ErrorCode kWrong = ErrorCode::kInvalidOption;

struct SampleOptions {
  std::uint64_t count = 64, steps = 1000, seed = 1;
  std::vector<float> clamp;  // empty: all free; NaN: this one is free
  bool probabilities = false;
};

Status readClamp(const Json& list, std::size_t visible, bool real, std::vector<float>& clamp) {
  if (list.is_null()) return {};
  if (!list.is_array() || list.size() != visible) {
    return Error{kWrong, "clamp must be a list of " + std::to_string(visible) + " entries, one a visible unit, not " +
                             (list.is_array() ? std::to_string(list.size()) + " entries" : inQuotes(list)) + "."};
  }
  for (std::size_t i = 0; i < visible; ++i) {
    if (list[i].is_null()) {
      clamp.push_back(std::numeric_limits<float>::quiet_NaN());
    } else if (list[i].is_number() && (real || (list[i].get<double>() >= 0 && list[i].get<double>() <= 1))) {
      clamp.push_back(list[i].get<float>());
    } else {
      return Error{kWrong, "clamp[" + std::to_string(i) + "] is " + inQuotes(list[i]) + ", but it must be a number" +
                               (real ? "" : " from 0 to 1") + ", or null for a free unit."};
    }
  }
  return {};
}

class SampleJob final : public Job {
 public:
  SampleJob(SampleOptions options, const Dataset& data, std::unique_ptr<Model> model)
      : options_(std::move(options)), model_(std::move(model)), rng_(options_.seed, Purpose::kSample) {
    if (model_->ancestral()) options_.steps = 1;  // from the top down is one pass
    states_.resize(data.values(), static_cast<Eigen::Index>(options_.count));
    if (!model_->ancestral()) model_->sampleStart(states_, rng_);
    mean_ = states_;
    result_.shape = {static_cast<std::uint32_t>(options_.count), static_cast<std::uint32_t>(data.rows),
                     static_cast<std::uint32_t>(data.cols)};
  }

  bool advance(double milliseconds) override {
    const Stopwatch watch;
    while (done_ < options_.steps) {
      model_->sampleSteps(states_, mean_, 1, options_.clamp, rng_);
      ++done_;
      if (watch.milliseconds() >= milliseconds) break;
    }
    if (done_ < options_.steps) return false;
    const Matrix& answer = options_.probabilities ? mean_ : states_;
    result_.values.assign(answer.data(), answer.data() + answer.size());
    return true;
  }

  double progress() const override { return static_cast<double>(done_) / static_cast<double>(options_.steps); }
  const JobResult& result() const override { return result_; }

 private:
  SampleOptions options_;
  std::unique_ptr<Model> model_;
  Rng rng_;
  Matrix states_, mean_;
  std::uint64_t done_ = 0;
  JobResult result_;
};

}  // namespace

Result<std::unique_ptr<Job>> startSampling(const std::string& json_options, const Spec& spec, const Dataset& data,
                                           Trainer& trainer) {
  Model& model = trainer.model();
  Result<Json> parsed = parseObject(json_options.empty() ? "{}" : json_options, "The options of sample", kWrong);
  if (!parsed) return parsed.error();
  const Json& json = parsed.value();
  if (Status known = onlyKnown(json, {"count", "steps", "clamp", "seed", "probabilities"}, "sample", kWrong); !known) {
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
    if (!clamp->is_null() && model.ancestral()) {
      return Error{ErrorCode::kNotAvailable,
                   "clamp holds visible units of a chain; this model draws from the top down, without one."};
    }
    if (Status status = readClamp(*clamp, static_cast<std::size_t>(data.values()), data.real, options.clamp); !status) {
      return status.error();
    }
  }
  if (const auto wish = json.find("probabilities"); wish != json.end()) {
    if (!wish->is_boolean())
      return Error{kWrong, "probabilities is " + inQuotes(*wish) + ", but it must be true or false."};
    options.probabilities = wish->get<bool>();
  }
  return std::unique_ptr<Job>(
      std::make_unique<SampleJob>(std::move(options), data, copyOf(model, spec, trainer.summary())));
}

}  // namespace harmonium
