#include "session/memory.h"

#include "base/numbers.h"
#include "models/training_options.h"
#include "session/chains.h"
#include "session/monitor.h"
#include "session/summary.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <vector>

namespace harmonium {

namespace {

// What is never asked for: the heap has gaps, and small things are not counted.
constexpr double kReserve = 8e6;
constexpr double kSmall = 1.5e6;  // jobs hold many small things
constexpr double kShown = 100;    // examples in a pass of a measure, and chains in a batch of them

constexpr ErrorCode kTooLarge = ErrorCode::kNotAvailable;

double spare(const Memory& memory) {
  return std::max(0.0, memory.left() - kReserve);
}

std::string needText(double need, double left) {
  return " needs about " + bytesText(need) + " of memory, but only " + bytesText(left) + " are left";
}

// Says which setting asks for most, and its largest value that fits, from `least` to `value`, which does not.
std::string settingText(const std::string& name, double least, double value, const std::function<bool(double)>& fits) {
  const std::string text = ". Most of it is for " + name + ", which is " + formatNumber(value);
  if (!fits(least)) {
    return text + ", and not even " + formatNumber(least) +
           " would fit. Make other sizes smaller too, or close other experiments.";
  }
  double fit = least;
  while (value - fit > 1) {
    const double middle = std::floor((fit + value) / 2);
    (fits(middle) ? fit : value) = middle;
  }
  return text + "; at most " + formatNumber(fit) + " would fit.";
}

bool isSize(const Option& option) {
  return !option.live && (option.type == OptionType::kInteger || option.type == OptionType::kSizes);
}

class PromisedJob final : public Job {
 public:
  PromisedJob(Promise promise, std::unique_ptr<Job> job) : promise_(std::move(promise)), job_(std::move(job)) {}
  bool advance(double milliseconds) override { return job_->advance(milliseconds); }
  double progress() const override { return job_->progress(); }
  const JobResult& result() const override { return job_->result(); }

 private:
  Promise promise_;
  std::unique_ptr<Job> job_;
};

// A model that does not count its memory: every size among its options is taken for units that are joined to all values
// and to all other units.
MemoryNeed guessedNeed(const Settings& settings, const DataSummary& brief) {
  double units = toDouble(brief.values()) + toDouble(brief.classes), batch = kShown;
  for (const Option& option : settings.table()) {
    if (option.name == batchSizeOption(1).name) {
      batch = settings.number(option.name);
    } else if (isSize(option)) {
      const OptionValue& value = settings.value(option.name);
      units += value.list.empty() ? value.number : std::accumulate(value.list.begin(), value.list.end(), 0.0);
    }
  }
  const double parameters = kFloat * units * units / 2;
  return {.parameters = parameters,
          .state = 2 * parameters,
          .fresh = parameters,
          .update = parameters + 6 * kFloat * units * batch,
          .per_sample = 4 * kFloat * units,
          .per_example = 2 * kFloat * units};
}

// The value of a size in settings that may be a list: the largest entry.
double sizeOf(const Settings& settings, const Option& option) {
  const OptionValue& value = settings.value(option.name);
  return value.list.empty() ? value.number : *std::ranges::max_element(value.list);
}

// The same settings with one size at most `most`. Nothing where the other settings do not go with it.
std::optional<Settings> withAtMost(const Settings& settings, const Option& option, double most) {
  Settings changed = settings;
  const OptionValue& value = settings.value(option.name);
  if (value.list.empty()) {
    if (!changed.set(option.name, std::min(value.number, most))) return std::nullopt;
    return changed;
  }
  std::vector<double> list = value.list;
  for (double& entry : list) entry = std::min(entry, most);
  if (!changed.setList(option.name, list)) return std::nullopt;
  return changed;
}

}  // namespace

MemoryNeed modelNeed(const ModelType& type, const Settings& settings, const DataSummary& brief) {
  return type.memory != nullptr ? type.memory(settings, brief) : guessedNeed(settings, brief);
}

ExperimentNeed experimentNeed(const ModelType& type, const Settings& settings, const Dataset& data) {
  const DataSummary brief = briefOf(data);
  const MemoryNeed model = modelNeed(type, settings, brief);
  const double values = kFloat * toDouble(data.values());
  const double train = toDouble(data.train.examples), test = toDouble(data.test.examples);
  const double most = Monitor::mostExamples(data), some = std::min(most, train), watched = some + std::min(most, test);
  const double saved = model.parameters + model.state;
  // The copy of the guard, the examples of the monitor as they are seen and as they are drawn, those of the summary,
  // and the order of all examples.
  double whole =
      saved + model.fresh + model.update + saved + values * (watched * (data.real ? 1 : 2) + some) + 8 * train;
  whole += some * model.per_example;
  whole += Chains::countFor(data) * model.per_sample + 2 * values * toDouble(Chains::keptStates(data)) +
           Chains::tallyBytes(data);
  // A file of the run, or parameters that are set: the file, its tensors and those before. Pictures of some hundred
  // tiles.
  const double kept = 1e6 + std::max(saved, 3 * model.parameters) + 400 * values;
  return {.whole = whole + kept, .kept = kept};
}

double samplingNeed(const Spec& spec, const Dataset& data, double count) {
  const MemoryNeed model = modelNeed(*spec.model, spec.settings, briefOf(data));
  return kSmall + model.parameters + model.fresh + count * (model.per_sample + kFloat * toDouble(data.values()));
}

double measureNeed(const MeasureType& type, const Settings& options, const Spec& spec, const Dataset& data) {
  const MemoryNeed model = modelNeed(*spec.model, spec.settings, briefOf(data));
  const auto number = [&](const char* name) {
    return findOption(type.options(), name) == nullptr ? 0.0 : options.number(name);
  };
  const double values = kFloat * toDouble(data.values());
  const double chains = number("chains"), samples = number("samples");
  const double examples = std::min(number("examples"), toDouble(std::max(data.train.examples, data.test.examples)));
  // A copy of the model does not train.
  double bytes = kSmall + 2 * model.parameters + model.fresh + kShown * model.per_example;
  // Annealed chains run in batches, and those in reverse begin at samples of all chains.
  if (samples > 0 || chains > 0) bytes += kShown * 3 * model.per_sample;
  bytes += chains * (2 * values + 32) + 16 * number("temperatures");
  // Samples as states and as means, those kept for other measures, and the two sets that are compared.
  bytes += samples * 5 * values + examples * 2 * values;
  if (samples > 0) bytes += model.exact_draws;
  if (type.memory != nullptr) bytes += type.memory(samples, examples, toDouble(data.values()));
  return bytes;
}

Status fits(const Memory* memory, const std::string& what, const Settings& settings,
            const std::function<double(const Settings&)>& needOf) {
  if (memory == nullptr) return {};
  const double left = spare(*memory), need = needOf(settings);
  if (need <= left) return {};
  // The setting that asks for most is the one whose least value would save most.
  const Option* greediest = nullptr;
  double least_need = need;
  for (const Option& option : settings.table()) {
    if (option.type != OptionType::kInteger && option.type != OptionType::kSizes) continue;
    const std::optional<Settings> small = withAtMost(settings, option, option.minimum);
    const double small_need = small ? needOf(*small) : need;
    if (small_need < least_need) {
      greediest = &option;
      least_need = small_need;
    }
  }
  const std::string sentence = what + needText(need, left);
  if (greediest == nullptr) return Error{kTooLarge, sentence + ". Close other experiments first."};
  return Error{kTooLarge, sentence + settingText(greediest->name, greediest->minimum, sizeOf(settings, *greediest),
                                                 [&](double most) {
                                                   const auto tried = withAtMost(settings, *greediest, most);
                                                   return tried && needOf(*tried) <= left;
                                                 })};
}

Status fitsCount(const Memory* memory, const std::string& name, double count,
                 const std::function<double(double)>& needOf) {
  if (memory == nullptr) return {};
  const double left = spare(*memory), need = needOf(count);
  if (need <= left) return {};
  return Error{kTooLarge, "This request" + needText(need, left) +
                              settingText(name, 1, count, [&](double most) { return needOf(most) <= left; })};
}

Status fitsBytes(const Memory* memory, const std::string& what, double bytes, double need) {
  if (memory == nullptr || need <= spare(*memory)) return {};
  return Error{kTooLarge, what + " of " + bytesText(bytes) + needText(need, spare(*memory)) + "."};
}

std::unique_ptr<Job> promised(Memory* memory, double need, double free_before, std::unique_ptr<Job> job) {
  if (memory == nullptr) return job;
  return std::make_unique<PromisedJob>(Promise(memory, std::max(0.0, need - (free_before - memory->free()))),
                                       std::move(job));
}

std::string bytesText(double bytes) {
  const bool many = bytes >= 1e9;
  const double scaled = many ? std::round(bytes / 1e8) / 10 : std::max(1.0, std::round(bytes / 1e6));
  return formatNumber(scaled) + (many ? " GB" : " MB");
}

}  // namespace harmonium
