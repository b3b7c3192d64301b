#include "session/session.h"

#include "base/numbers.h"
#include "base/words.h"
#include "session/bounds.h"
#include "session/hash.h"
#include "session/json.h"
#include "session/measures.h"
#include "session/memory.h"
#include "session/sample_job.h"
#include "session/save.h"
#include "session/session_state.h"
#include "session/stopwatch.h"
#include "session/summary.h"

#include <algorithm>
#include <utility>

namespace harmonium {

namespace {

// Latent variables have a variance near 1. This limit only keeps hostile numbers from overflowing in decode().
constexpr float kMostLatent = 100;

// Milliseconds by which a slice of training may be longer than was asked, to finish an update or its readings.
constexpr double kGrace = 15;

Status fitsIn(Memory* memory, const Spec& spec, const Dataset& data, double freed) {
  return fits(memory, "This experiment", spec.settings,
              [&](const Settings& settings) { return experimentNeed(*spec.model, settings, data).whole - freed; });
}

// Extreme data can give a model numbers with which no update could work and which no file could hold.
Status canBegin(Model& model) {
  const auto problem = outsideOf(model);
  if (!problem) return {};
  return Error{ErrorCode::kInvalidData, "The experiment can't begin: its " + *problem + "."};
}

Status hasExamples(const Trainer& trainer) {
  if (trainer.batchSize() > 0) return {};
  return Error{ErrorCode::kInvalidOption,
               "No example of this set has as many frames before it as the model needs. Choose a shorter past, or "
               "longer sequences."};
}

}  // namespace

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) {}
Session::~Session() = default;

Status Session::admit(const Spec& spec, const std::shared_ptr<const Dataset>& data, Memory* memory) {
  if (data == nullptr || data->train.examples == 0) {
    return Error{ErrorCode::kInvalidData, "The data set \"" + spec.data + "\" holds no training examples."};
  }
  // These checks need no pass through the data.
  const DataSummary brief = briefOf(*data);
  if (Status status = spec.model->accepts(brief); !status) return status;
  if (Status status = spec.model->allows(spec.settings, brief); !status) return status;
  return fitsIn(memory, spec, *data, 0);
}

Work Session::open(Pace& pace, Spec spec, std::shared_ptr<const Dataset> data, Team* team, Memory* memory,
                   Later<std::unique_ptr<Session>>& out) {
  if (Status status = admit(spec, data, memory); !status) {
    out = status.error();
    co_return;
  }
  auto state = std::make_unique<State>(std::move(spec), std::move(data), team, memory);
  co_await state->begin(pace, Numbers::kFresh);
  Status status = hasExamples(state->trainer);
  if (status) status = canBegin(state->trainer.model());
  if (!status) {
    out = status.error();
    co_return;
  }
  co_await state->settle(pace);
  co_await state->lookFirst(pace);
  out = std::unique_ptr<Session>(new Session(std::move(state)));
}

Result<std::unique_ptr<Session>> Session::open(Spec spec, std::shared_ptr<const Dataset> data, Team* team,
                                               Memory* memory) {
  return atOnce<std::unique_ptr<Session>>([&](Pace& pace, Later<std::unique_ptr<Session>>& out) {
    return open(pace, std::move(spec), std::move(data), team, memory, out);
  });
}

Result<std::unique_ptr<Session>> Session::load(std::span<const std::uint8_t> file, std::shared_ptr<const Dataset> data,
                                               Team* team, Memory* memory) {
  Result<SavedRun> read = readSavedRun(file);
  if (!read) return read.error();
  return atOnce<std::unique_ptr<Session>>([&](Pace& pace, Later<std::unique_ptr<Session>>& out) {
    return load(pace, std::move(read.value()), std::move(data), team, memory, out);
  });
}

Work Session::load(Pace& pace, SavedRun run, std::shared_ptr<const Dataset> data, Team* team, Memory* memory,
                   Later<std::unique_ptr<Session>>& out) {
  if (run.spec.given) data = run.spec.given;
  Status status = admit(run.spec, data, memory);
  if (!status) {
    out = status.error();
    co_return;
  }
  auto state = std::make_unique<State>(std::move(run.spec), std::move(data), team, memory);
  co_await state->begin(pace, Numbers::kReplacedNext);
  Trainer& trainer = state->trainer;
  status = hasExamples(trainer);
  if (status) co_await restoreRun(pace, run, trainer.model(), state->monitor.curves(), status);
  if (!status) {
    out = status.error();
    co_return;
  }
  trainer.setUpdates(run.updates);
  state->monitor.resumeAfter(trainer.model(), run.updates, state->cost());
  co_await state->settle(pace);
  if (state->chains) state->chains->restart();
  out = std::unique_ptr<Session>(new Session(std::move(state)));
}

const Spec& Session::spec() const {
  return state_->spec;
}

Work Session::set(Pace& pace, std::string_view option, const std::string& json_value, Status& status) {
  Spec changed = state_->spec;
  status = setFromJson(changed.settings, option, json_value);
  if (status) status = changed.model->allows(changed.settings, briefOf(*state_->data));
  if (!status) return {};
  if (!findOption(changed.settings.table(), option)->live) return begin(pace, std::move(changed), status);
  state_->spec = std::move(changed);
  state_->trainer.configure(state_->spec.settings);
  state_->guard.settingsChanged();
  state_->followed(state_->guard.look());
  return {};
}

Status Session::set(std::string_view option, const std::string& json_value) {
  Pace whole;
  Status status;
  finish(set(whole, option, json_value, status));
  return status;
}

Work Session::begin(Pace& pace, Spec spec, Status& status) {
  const std::uint64_t run = state_->run + 1;
  const std::shared_ptr<const Dataset> data = state_->data;
  Team* const team = state_->team;
  Memory* const memory = state_->memory;
  // The same sizes fit again. For others only that is counted as free which the old state holds in any case: its need
  // is a bound from above.
  const ExperimentNeed need = experimentNeed(*spec.model, spec.settings, *data);
  if (need.whole > state_->need.whole) {
    const double freed = (state_->need.whole - state_->need.kept) / 1.5 + state_->need.kept;
    status = fitsIn(memory, spec, *data, freed);
    if (!status) co_return;
  }
  // The old state goes first only where there is no room for both.
  if (memory != nullptr && need.whole > memory->left()) state_.reset();
  auto fresh = std::make_unique<State>(std::move(spec), data, team, memory);
  co_await fresh->begin(pace, Numbers::kFresh);
  if (state_ != nullptr) {
    status = canBegin(fresh->trainer.model());
    if (!status) co_return;
  }
  co_await fresh->settle(pace);
  co_await fresh->lookFirst(pace);
  fresh->run = run;
  state_ = std::move(fresh);
}

// The same settings have begun before, so these are not refused.
Work Session::reset(Pace& pace) {
  return reseed(pace, state_->spec.seed);
}

Work Session::reseed(Pace& pace, std::uint64_t seed) {
  Spec changed = state_->spec;
  changed.seed = seed;
  Status never;
  co_await begin(pace, std::move(changed), never);
}

void Session::reset() {
  reseed(state_->spec.seed);
}

void Session::reseed(std::uint64_t seed) {
  Pace whole;
  finish(reseed(whole, seed));
}

Advanced Session::train(std::uint64_t updates, double milliseconds) {
  const Stopwatch watch;
  State& state = *state_;
  Advanced advanced;
  state.last_phase = -1;
  state.before.drop();
  state.step_in_words.clear();
  state.phase_done = false;
  while (!state.goOnReading()) {
    if (watch.milliseconds() >= milliseconds) return advanced;
  }
  // The model reads the whole set in batches, so that a page stays responsive meanwhile.
  while (!state.trainer.prepare()) {
    if (watch.milliseconds() >= milliseconds) return advanced;
  }
  const std::uint64_t begin = state.guard.reached() - (state.owed ? 1 : 0);
  state.owed = false;
  const auto done = [&] { return state.guard.reached() - std::min(begin, state.guard.reached()); };
  const auto time_is_up = [&] { return watch.milliseconds() >= milliseconds; };
  bool pause = false;
  while (!pause && !state.guard.stopped()) {
    if (done() >= updates && (updates > 0 || state.trainer.betweenUpdates())) {
      // All numbers are looked at before the caller sees them. Where that leads back, the updates are still to be done.
      if (state.followed(state.guard.look())) break;
      continue;
    }
    const Trainer::Advanced part = state.trainer.advance();
    if (part != Trainer::Advanced::kUpdate) {
      // An update may take minutes, so it may pause on the way. One that takes little longer than a slice is finished:
      // saves wait for the end of an update, and its last part would be a slice of its own.
      pause = watch.milliseconds() >= milliseconds + kGrace;
      continue;
    }
    pause = time_is_up();
    if (!state.check()) continue;
    while (!state.observe() && watch.milliseconds() < milliseconds + kGrace) {
    }
    pause = pause || time_is_up();
  }
  if (pause) state.followed(state.guard.look());
  state.owed = state.reading && done() > 0;
  return {.updates = done() - (state.owed ? 1 : 0), .diverged = state.guard.stopped()};
}

bool Session::runPhase(double milliseconds) {
  const Stopwatch watch;
  State& state = *state_;
  if (state.guard.stopped()) return true;
  while (!state.goOnReading()) {
    if (watch.milliseconds() >= milliseconds) return false;
  }
  if (std::exchange(state.phase_done, false)) return true;
  state.guard.keep();
  const int phase = toInt(state.trainer.nextPhase());
  state.before.begin(state.trainer.model());
  Trainer::Advanced part = state.trainer.advance();
  while (part == Trainer::Advanced::kSlice) {
    if (watch.milliseconds() >= milliseconds) return !state.followed(state.guard.look());
    part = state.trainer.advance();
  }
  state.last_phase = phase;
  state.before.end();
  state.step_in_words = state.before.largestStep(state.trainer.model());
  const bool goes_on = part != Trainer::Advanced::kUpdate || state.check();
  if (!goes_on || !state.followed(state.guard.look()) || part != Trainer::Advanced::kUpdate) return true;
  while (!state.observe()) {
    state.phase_done = watch.milliseconds() >= milliseconds;
    if (state.phase_done) return false;
  }
  return true;
}

int Session::runChains(int steps, double milliseconds) {
  return state_->chains ? state_->chains->run(steps, milliseconds) : steps;
}
void Session::restartChains() {
  if (state_->chains) state_->chains->restart();
}

Status Session::holdClass(int label) {
  const int classes = state_->chains ? state_->chains->sampler().classes() : 0;
  if (classes == 0) {
    return Error{ErrorCode::kNotAvailable, "This model knows no classes, so its samples can't be held at one."};
  }
  if (label < -1 || label >= classes) {
    return Error{ErrorCode::kInvalidRequest, "The class is " + std::to_string(label) +
                                                 ", but it must be a whole number from 0 to " +
                                                 std::to_string(classes - 1) + ", or -1 for none."};
  }
  state_->chains->holdClass(label);
  return {};
}

Status Session::setLatent(std::span<const float> values) {
  const faces::Latent* latent = state_->faces().latent;
  const int size = latent == nullptr ? 0 : latent->latentSize();
  if (size == 0) return Error{ErrorCode::kNotAvailable, "This model has no latent variables to turn."};
  if (values.size() > toSize(size)) {
    return Error{
        ErrorCode::kInvalidRequest,
        std::to_string(values.size()) + " latent values were given, but this model has " + std::to_string(size) + "."};
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!(values[i] >= -kMostLatent && values[i] <= kMostLatent)) {
      return Error{ErrorCode::kInvalidRequest, "Latent value " + std::to_string(i) + " is " +
                                                   exactNumber(toDouble(values[i])) +
                                                   ", but it must be a number from -100 to 100."};
    }
  }
  state_->latent.assign(values.begin(), values.end());
  return {};
}

Progress Session::progress() const {
  const Trainer& trainer = state_->trainer;
  const Clock clock = trainer.clock();
  return {.run = state_->run,
          .updates = trainer.updates(),
          .epochs = clock.epoch,
          .prepared = trainer.prepared(),
          .stage = clock.stage,
          .stage_epochs = clock.stage_epoch,
          .stage_end = trainer.timetable().endOf(clock.stage),
          .examples = trainer.updates() * toU64(trainer.batchSize()),
          .chain_steps = state_->chains ? state_->chains->steps() : 0,
          .under_way = !trainer.betweenUpdates(),
          .held_class = state_->chains ? state_->chains->heldClass() : -1,
          .diverged = state_->guard.stopped(),
          .message = state_->guard.message()};
}

PhaseState Session::phase() const {
  return state_->phaseState();
}

void Session::readEvery(std::uint64_t updates) {
  state_->monitor.limitDistance(updates, state_->trainer.updates());
}

void Session::readNow() {
  State& state = *state_;
  if (state.guard.stopped() || state.reading) return;
  const bool between = state.trainer.betweenUpdates();
  state.monitor.dueBy(state.trainer.updates() + (between ? 0 : 1));
  if (between) state.observe();
}

bool Session::reading() const {
  return state_->reading;
}

std::uint64_t Session::run() const {
  return state_->run;
}

std::uint64_t Session::updatesPerEpoch() const {
  return state_->trainer.updatesPerEpoch();
}

Work Session::sample(Pace& pace, const std::string& json_options, Later<std::unique_ptr<Job>>& out) {
  return startSampling(pace, json_options, state_->spec, *state_->data, state_->trainer, state_->memory, out);
}

Result<std::unique_ptr<Job>> Session::sample(const std::string& json_options) {
  return atOnce<std::unique_ptr<Job>>(
      [&](Pace& pace, Later<std::unique_ptr<Job>>& out) { return sample(pace, json_options, out); });
}

Work Session::measure(Pace& pace, std::string_view name, const std::string& json_options,
                      Later<std::unique_ptr<Job>>& out) {
  const MeasureInput input{.spec = state_->spec,
                           .model = state_->trainer.model(),
                           .summary = state_->trainer.summary(),
                           .data = state_->data,
                           .binarisation = state_->trainer.binarisation(),
                           .seed = state_->spec.seed,
                           .updates = state_->trainer.updates(),
                           .run = state_->run,
                           .drawn = state_->drawn,
                           .memory = state_->memory};
  co_await startMeasure(pace, name, json_options, input, out);
}

Result<std::unique_ptr<Job>> Session::measure(std::string_view name, const std::string& json_options) {
  return atOnce<std::unique_ptr<Job>>(
      [&](Pace& pace, Later<std::unique_ptr<Job>>& out) { return measure(pace, name, json_options, out); });
}

bool Session::remember(const Measurement& measurement) {
  if (measurement.run != state_->run) return false;
  const auto same = std::ranges::find(state_->measures, measurement.name, &Measurement::name);
  if (same == state_->measures.end()) {
    state_->measures.push_back(measurement);
  } else {
    *same = measurement;
  }
  return true;
}

Work Session::parameters(Pace& pace, std::vector<std::uint8_t>& out) {
  return writeParameters(pace, state_->trainer.model(), out);
}

std::vector<std::uint8_t> Session::parameters() {
  Pace whole;
  std::vector<std::uint8_t> out;
  finish(parameters(whole, out));
  return out;
}

Work Session::setParameters(Pace& pace, std::span<const std::uint8_t> tensors, Status& status) {
  co_await finishReadings(pace);
  co_await replaceParameters(pace, tensors, state_->trainer.model(), status);
  if (!status) co_return;
  // Drops an update that has begun, because it began from other parameters.
  state_->trainer.setUpdates(state_->trainer.updates());
  state_->before.drop();
  co_await state_->guard.begin(pace);
  if (state_->chains) state_->chains->parametersChanged();
  ++state_->run;
  state_->measures.clear();  // they are those of the parameters before
}

Status Session::setParameters(std::span<const std::uint8_t> tensors) {
  Pace whole;
  Status status;
  finish(setParameters(whole, tensors, status));
  return status;
}

Work Session::hash(Pace& pace, std::string& out) {
  constexpr double kPerNumber = 16;  // operations
  Hash hash;
  for (const Tensor& tensor : state_->trainer.model().parameters()) {
    hash.add(tensor.name);
    for (const std::uint32_t size : tensor.shape) hash.add(size);
    co_await inParts(pace, tensor.values.size(), kPerNumber, [&](std::size_t from, std::size_t to) {
      hash.add(tensor.values.subspan(from, to - from));
      return true;
    });
  }
  out = hash.hex();
}

std::string Session::hash() {
  Pace whole;
  std::string out;
  finish(hash(whole, out));
  return out;
}

Work Session::save(Pace& pace, std::vector<std::uint8_t>& out) {
  co_await finishReadings(pace);
  // A file holds no half of an update: its batch and its random numbers belong to no tensor.
  while (!state_->trainer.betweenUpdates()) {
    runPhase(0);
    co_await pace.spent(kPiece);
  }
  co_await finishReadings(pace);
  co_await writeSavedRun(pace, state_->spec, state_->trainer.updates(), state_->trainer.model(),
                         state_->monitor.curves(), out);
}

std::vector<std::uint8_t> Session::save() {
  Pace whole;
  std::vector<std::uint8_t> out;
  finish(save(whole, out));
  return out;
}

// Everything that changes or saves the parameters finishes the readings under way first, so that a curve has the same
// points whatever the slices were.
Work Session::finishReadings(Pace& pace) {
  while (!state_->goOnReading()) co_await pace.spent(kPiece);
}

}  // namespace harmonium
