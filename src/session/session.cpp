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

}  // namespace

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) {}
Session::~Session() = default;

Result<std::unique_ptr<Session>> Session::open(Spec spec, std::shared_ptr<const Dataset> data, Team* team,
                                               Memory* memory) {
  return open(std::move(spec), std::move(data), team, memory, Numbers::kFresh);
}

Result<std::unique_ptr<Session>> Session::open(Spec spec, std::shared_ptr<const Dataset> data, Team* team,
                                               Memory* memory, Numbers numbers) {
  if (data == nullptr || data->train.examples == 0) {
    return Error{ErrorCode::kInvalidData, "The data set \"" + spec.data + "\" holds no training examples."};
  }
  // These checks need no pass through the data, so they come before the state is made, which is slow.
  const DataSummary brief = briefOf(*data);
  if (Status status = spec.model->accepts(brief); !status) return status.error();
  if (Status status = spec.model->allows(spec.settings, brief); !status) return status.error();
  if (Status status = fitsIn(memory, spec, *data, 0); !status) return status.error();
  auto state = std::make_unique<State>(std::move(spec), std::move(data), team, memory, numbers);
  if (state->trainer.batchSize() == 0) {
    return Error{ErrorCode::kInvalidOption,
                 "No example of this set has as many frames before it as the model needs. Choose a shorter past, or "
                 "longer sequences."};
  }
  if (Status status = canBegin(state->trainer.model()); !status) return status.error();
  return std::unique_ptr<Session>(new Session(std::move(state)));
}

Result<std::unique_ptr<Session>> Session::load(std::span<const std::uint8_t> file, std::shared_ptr<const Dataset> data,
                                               Team* team, Memory* memory) {
  Result<SavedRun> read = readSavedRun(file);
  if (!read) return read.error();
  return load(std::move(read.value()), std::move(data), team, memory);
}

Result<std::unique_ptr<Session>> Session::load(SavedRun run, std::shared_ptr<const Dataset> data, Team* team,
                                               Memory* memory) {
  if (run.spec.given) data = run.spec.given;
  Result<std::unique_ptr<Session>> opened =
      open(std::move(run.spec), std::move(data), team, memory, Numbers::kReplacedNext);
  if (!opened) return opened.error();
  State& state = *opened.value()->state_;
  if (Status status = restoreRun(run, state.trainer.model(), state.monitor.curves()); !status) return status.error();
  state.trainer.setUpdates(run.updates);
  state.monitor.resumeAfter(state.trainer.model(), run.updates, state.cost());
  state.guard.restart();
  if (state.chains) state.chains->restart();
  return opened;
}

const Spec& Session::spec() const {
  return state_->spec;
}

Status Session::set(std::string_view option, const std::string& json_value) {
  Spec changed = state_->spec;
  if (Status status = setFromJson(changed.settings, option, json_value); !status) return status;
  if (Status status = changed.model->allows(changed.settings, briefOf(*state_->data)); !status) return status;
  if (findOption(changed.settings.table(), option)->live) {
    state_->spec = std::move(changed);
    state_->trainer.configure(state_->spec.settings);
    state_->guard.settingsChanged();
    state_->followed(state_->guard.look());
    return {};
  }
  return begin(std::move(changed));
}

Status Session::begin(Spec spec) {
  const std::uint64_t run = state_->run + 1;
  const std::shared_ptr<const Dataset> data = state_->data;
  Team* const team = state_->team;
  Memory* const memory = state_->memory;
  // The same sizes fit again. For others only that is counted as free which the old state holds in any case: its need
  // is a bound from above.
  const ExperimentNeed need = experimentNeed(*spec.model, spec.settings, *data);
  if (need.whole > state_->need.whole) {
    const double freed = (state_->need.whole - state_->need.kept) / 1.5 + state_->need.kept;
    if (Status status = fitsIn(memory, spec, *data, freed); !status) return status;
  }
  // The old state goes first only where there is no room for both.
  if (memory != nullptr && need.whole > memory->left()) state_.reset();
  auto fresh = std::make_unique<State>(std::move(spec), data, team, memory, Numbers::kFresh);
  if (state_ != nullptr) {
    if (Status status = canBegin(fresh->trainer.model()); !status) return status;
  }
  fresh->run = run;
  state_ = std::move(fresh);
  return {};
}

// The same settings have begun before, so these two are not refused.
void Session::reset() {
  (void)begin(state_->spec);
}

void Session::reseed(std::uint64_t seed) {
  Spec changed = state_->spec;
  changed.seed = seed;
  (void)begin(std::move(changed));
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

Result<std::unique_ptr<Job>> Session::sample(const std::string& json_options) {
  return startSampling(json_options, state_->spec, *state_->data, state_->trainer, state_->memory);
}

Result<std::unique_ptr<Job>> Session::measure(std::string_view name, const std::string& json_options) {
  return startMeasure(name, json_options,
                      {.spec = state_->spec,
                       .model = state_->trainer.model(),
                       .summary = state_->trainer.summary(),
                       .data = state_->data,
                       .binarisation = state_->trainer.binarisation(),
                       .seed = state_->spec.seed,
                       .updates = state_->trainer.updates(),
                       .run = state_->run,
                       .drawn = state_->drawn,
                       .memory = state_->memory});
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

std::vector<std::uint8_t> Session::parameters() {
  return writeParameters(state_->trainer.model());
}

Status Session::setParameters(std::span<const std::uint8_t> tensors) {
  state_->finishReadings();
  if (Status status = replaceParameters(tensors, state_->trainer.model()); !status) return status;
  // Drops an update that has begun, because it began from other parameters.
  state_->trainer.setUpdates(state_->trainer.updates());
  state_->before.drop();
  state_->guard.restart();
  if (state_->chains) state_->chains->parametersChanged();
  ++state_->run;
  state_->measures.clear();  // they are those of the parameters before
  return {};
}

std::string Session::hash() {
  Hash hash;
  for (const Tensor& tensor : state_->trainer.model().parameters()) {
    hash.add(tensor.name);
    for (const std::uint32_t size : tensor.shape) hash.add(size);
    hash.add(tensor.values);
  }
  return hash.hex();
}

std::vector<std::uint8_t> Session::save() {
  state_->finishReadings();
  // A file holds no half of an update: its batch and its random numbers belong to no tensor.
  while (!state_->trainer.betweenUpdates()) runPhase();
  return writeSavedRun(state_->spec, state_->trainer.updates(), state_->trainer.model(), state_->monitor.curves());
}

}  // namespace harmonium
