#include "session/session.h"

#include "base/numbers.h"
#include "base/words.h"
#include "session/bounds.h"
#include "session/chains.h"
#include "session/examples.h"
#include "session/guard.h"
#include "session/hash.h"
#include "session/json.h"
#include "session/measures.h"
#include "session/memory.h"
#include "session/monitor.h"
#include "session/pictures.h"
#include "session/sample_job.h"
#include "session/save.h"
#include "session/stopwatch.h"
#include "session/summary.h"
#include "session/trainer.h"
#include "session/view_request.h"

#include <algorithm>

namespace harmonium {

namespace {

// Latent variables have a variance near 1. This limit only keeps hostile numbers from overflowing in decode().
constexpr float kMostLatent = 100;

// Milliseconds by which a slice of training may be longer than was asked, to finish an update.
constexpr double kGrace = 15;

// How many examples the view of reconstructions shows: pairs of pictures, or arrows between points.
constexpr std::uint32_t kReconstructed = 16, kReconstructedPoints = 100;

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

struct Session::State {
  State(Spec given_spec, std::shared_ptr<const Dataset> given_data, Team* given_team, Memory* given_memory)
      : memory(given_memory),
        need(experimentNeed(*given_spec.model, given_spec.settings, *given_data)),
        promise(memory, need.whole),
        free_before(memory == nullptr ? 0 : memory->free()),
        spec(std::move(given_spec)),
        data(std::move(given_data)),
        team(given_team),
        trainer(spec, data),
        monitor(*data, trainer.binarisation(), spec.seed) {
    if (const faces::Samples* samples = faces().samples) chains.emplace(*samples, *data, spec.seed);
    trainer.model().useTeam(team);
    observe();
    // What is taken by now need not be promised any more.
    if (memory != nullptr) promise.change(std::max(need.kept, need.whole - (free_before - memory->free())));
  }

  Faces faces() const { return trainer.model().faces(); }
  double cost() const { return trainer.model().updateCost(trainer.batchSize()); }
  void observe() { monitor.observe(trainer.model(), trainer.updates(), cost()); }

  // Takes the readings that train() postponed. Everything that changes or saves the parameters calls this first, so
  // that a curve has the same points whatever the slices were.
  void takePostponedReadings() {
    if (readings_postponed) observe();
    readings_postponed = false;
  }

  // Says whether a look of the guard found all numbers good. Where it did not, the run has gone back.
  bool followed(bool good) {
    if (chains && !good) chains->parametersChanged();
    return good;
  }
  // Called after every whole update. Returns false where the run has gone back or stops.
  bool check() {
    promise.change(need.kept);  // the first update has taken the rest
    const bool good = guard.afterUpdate();
    if (chains) chains->parametersChanged();
    return good && !guard.stopped();
  }

  PhaseState phaseState() const {
    PhaseState state;
    const std::span<const Phase> phases = trainer.phases();
    for (const Phase& phase : phases) {
      state.names.push_back(phase.name);
      state.labels.push_back(phase.label);
      state.signs.push_back(phase.sign);
      state.inks.push_back(phase.ink);
    }
    state.next = toInt(trainer.nextPhase());
    state.last = last_phase;
    // The last phase may belong to a stage that has just ended, whose phases are no longer listed.
    if (last_phase >= 0 && toSize(last_phase) < phases.size()) {
      state.sentence = phases[toSize(last_phase)].sentence;
    }
    return state;
  }

  // The views that this model offers at its size and settings. A model that gives no list offers all of its kind.
  std::vector<ViewOffer> offers() const {
    const faces::Pictures* pictures = faces().pictures;
    std::vector<ViewOffer> own = pictures != nullptr ? pictures->offers() : std::vector<ViewOffer>();
    return own.empty() ? spec.model->views() : own;
  }

  std::vector<std::string> classNames() const {
    std::vector<std::string> names;
    for (int k = 0; k < (chains ? chains->sampler().classes() : 0); ++k) {
      const auto at = toSize(k);
      names.push_back(at < data->class_names.size() ? data->class_names[at] : std::to_string(k));
    }
    return names;
  }

  std::optional<View> make(const ViewOffer& offer, std::span<const std::uint32_t> chosen) const;

  Memory* memory;
  ExperimentNeed need;
  Promise promise;
  double free_before;
  Spec spec;
  std::shared_ptr<const Dataset> data;
  Team* team;
  Trainer trainer;
  Monitor monitor;
  std::optional<Chains> chains;  // absent where the model draws no samples
  Guard guard{trainer};
  std::uint64_t run = 1;
  std::vector<float> latent;  // the values that setLatent() got
  int last_phase = -1;        // the phase that slow motion ran last; -1 after train()
  bool readings_postponed = false;
  std::vector<Measurement> measures;
  std::shared_ptr<DrawnSamples> drawn = noSamplesYet();  // samples that measures share
};

// The session makes the views that need its own data: running samples, latent variables and held-out examples. The
// model makes all others.
std::optional<View> Session::State::make(const ViewOffer& offer, std::span<const std::uint32_t> chosen) const {
  const std::string& name = offer.name;
  const Faces has = faces();
  const DataSummary& summary = trainer.summary();
  if (name == "chains" && chains) return samplesView(*chains, *data, summary, monitor.trainSeen());
  if (name == "latent" && has.latent) return latentView(*has.latent, latent, *data, summary, monitor.trainSeen());
  if (name == "reconstruction" && has.codes) {
    // Held-out examples where there are any: a model may simply remember those that it was trained on.
    const Split& split = data->test.examples > 0 ? data->test : data->train;
    Matrix shown;
    ExampleReader reader(split, trainer.binarisation(), false, spec.seed,
                         summary.points() ? kReconstructedPoints : kReconstructed, data->layout);
    reader.next(shown);
    return reconstructionView(*has.codes, shown, *data, summary);
  }
  if (has.pictures == nullptr) return std::nullopt;
  return has.pictures->view(name, {.phase = last_phase,
                                   .data = &monitor.trainSeen(),
                                   .recent = chains && chains->recent().cols() > 0 ? &chains->recent() : nullptr,
                                   .sampler = chains ? &chains->sampler() : nullptr,
                                   .choices = offer.choices,
                                   .chosen = chosen});
}

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) {}
Session::~Session() = default;

Result<std::unique_ptr<Session>> Session::open(Spec spec, std::shared_ptr<const Dataset> data, Team* team,
                                               Memory* memory) {
  if (data == nullptr || data->train.examples == 0) {
    return Error{ErrorCode::kInvalidData, "The data set \"" + spec.data + "\" holds no training examples."};
  }
  // These checks need no pass through the data, so they come before the state is made, which is slow.
  const DataSummary brief = briefOf(*data);
  if (Status status = spec.model->accepts(brief); !status) return status.error();
  if (Status status = spec.model->allows(spec.settings, brief); !status) return status.error();
  if (Status status = fitsIn(memory, spec, *data, 0); !status) return status.error();
  auto state = std::make_unique<State>(std::move(spec), std::move(data), team, memory);
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
  Result<std::unique_ptr<Session>> opened = open(std::move(run.spec), std::move(data), team, memory);
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
    // Readings are those of the settings that were in force when they were due.
    state_->takePostponedReadings();
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
  auto fresh = std::make_unique<State>(std::move(spec), data, team, memory);
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
  // The model reads the whole set in batches, so that a page stays responsive meanwhile.
  while (!state.trainer.prepare()) {
    if (watch.milliseconds() >= milliseconds) return advanced;
  }
  state.takePostponedReadings();
  const std::uint64_t begin = state.guard.reached();
  const auto done = [&] { return state.guard.reached() - std::min(begin, state.guard.reached()); };
  const auto time_is_up = [&] { return watch.milliseconds() >= milliseconds; };
  bool pause = false;
  while (!pause && !state.guard.stopped()) {
    if (done() >= updates) {
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
    // Readings may take as long as several updates. Where the time is up and more updates are wanted, the next slice
    // takes them before its first update.
    state.readings_postponed = pause && done() < updates;
    if (state.readings_postponed) continue;
    state.observe();
    pause = time_is_up();
  }
  if (pause) state.followed(state.guard.look());
  return {.updates = done(), .diverged = state.guard.stopped()};
}

bool Session::runPhase(double milliseconds) {
  const Stopwatch watch;
  State& state = *state_;
  if (state.guard.stopped()) return true;
  state.takePostponedReadings();
  state.guard.keep();
  const int phase = toInt(state.trainer.nextPhase());
  Trainer::Advanced part = state.trainer.advance();
  while (part == Trainer::Advanced::kSlice) {
    if (watch.milliseconds() >= milliseconds) return !state.followed(state.guard.look());
    part = state.trainer.advance();
  }
  state.last_phase = phase;
  const bool goes_on = part != Trainer::Advanced::kUpdate || state.check();
  if (goes_on && state.followed(state.guard.look()) && part == Trainer::Advanced::kUpdate) state.observe();
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

std::uint64_t Session::run() const {
  return state_->run;
}

std::uint64_t Session::updatesPerEpoch() const {
  return state_->trainer.updatesPerEpoch();
}

Snapshot Session::snapshot(const std::vector<std::string>& views) const {
  Snapshot snapshot;
  snapshot.spec = writeSpec(state_->spec, GivenData::kByName);
  snapshot.progress = progress();
  snapshot.phase = phase();
  snapshot.curves = state_->monitor.curves();
  snapshot.measures = state_->measures;
  const Timetable& timetable = state_->trainer.timetable();
  for (const Stage& stage : state_->trainer.model().stages()) {
    snapshot.stages.push_back({.name = stage.name,
                               .label = stage.label,
                               .sentence = stage.sentence,
                               .trains = stage.trains,
                               .end = timetable.endOf(snapshot.stages.size())});
  }
  snapshot.classes = state_->classNames();
  snapshot.offers = state_->offers();
  for (const ViewOffer& offer : snapshot.offers) {
    std::vector<std::vector<std::uint32_t>> made;  // several requests may choose the same options; one view is enough
    for (const std::string& request : views) {
      std::optional<std::vector<std::uint32_t>> chosen = chosenBy(request, offer);
      if (!chosen || std::ranges::find(made, *chosen) != made.end()) continue;
      if (std::optional<View> view = state_->make(offer, *chosen)) {
        view->chosen = *chosen;
        snapshot.views.push_back(std::move(*view));
      }
      made.push_back(std::move(*chosen));
    }
  }
  return snapshot;
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
  state_->takePostponedReadings();
  if (Status status = replaceParameters(tensors, state_->trainer.model()); !status) return status;
  // Drops an update that has begun, because it began from other parameters.
  state_->trainer.setUpdates(state_->trainer.updates());
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
  state_->takePostponedReadings();
  // A file holds no half of an update: its batch and its random numbers belong to no tensor.
  while (!state_->trainer.betweenUpdates()) runPhase();
  return writeSavedRun(state_->spec, state_->trainer.updates(), state_->trainer.model(), state_->monitor.curves());
}

}  // namespace harmonium
