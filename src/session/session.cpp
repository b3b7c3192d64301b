#include "session/session.h"

#include "session/chains.h"
#include "session/examples.h"
#include "session/guard.h"
#include "session/hash.h"
#include "session/json.h"
#include "session/measures.h"
#include "session/monitor.h"
#include "session/pictures.h"
#include "session/sample_job.h"
#include "session/save.h"
#include "session/stopwatch.h"
#include "session/summary.h"
#include "session/trainer.h"

#include <algorithm>

namespace harmonium {

namespace {

constexpr float kMostLatent = 100;

// Held-out examples whose reconstruction is watched.
constexpr std::uint32_t kReconstructed = 16, kReconstructedPoints = 100;

}  // namespace

struct Session::State {
  State(Spec given_spec, std::shared_ptr<const Dataset> given_data, Team* given_team)
      : spec(std::move(given_spec)),
        data(std::move(given_data)),
        team(given_team),
        trainer(spec, data),
        monitor(*data, trainer.binarisation(), spec.seed) {
    if (const faces::Samples* samples = faces().samples) chains.emplace(*samples, *data, spec.seed);
    trainer.model().useTeam(team);
    observe();
    guard.keep(trainer.model(), 0);
  }

  Faces faces() const { return trainer.model().faces(); }
  double cost() const { return trainer.model().updateCost(trainer.batchSize()); }
  void observe() { monitor.observe(trainer.model(), trainer.updates(), cost()); }

  // The readings that a slice had no time for.
  void takeOwedReadings() {
    if (readings_owed) observe();
    readings_owed = false;
  }

  // After every whole update. True when training has to stop.
  bool check() {
    if (chains) chains->parametersChanged();
    if (trainer.updates() % Guard::kInterval != 0) return false;
    const std::optional<std::string> problem = Guard::problem(trainer.model());
    if (!problem) {
      guard.keep(trainer.model(), trainer.updates());
      return false;
    }
    diverged = true;
    message = "Training diverged after " + std::to_string(trainer.updates()) + " updates: " + *problem +
              ". The last good parameters are kept; " + trainer.model().remedy() + ".";
    trainer.setUpdates(guard.restore(trainer.model()));
    monitor.rewind(trainer.updates());
    return true;
  }

  PhaseState phaseState() const {
    PhaseState state;
    const std::span<const Phase> phases = trainer.phases();
    for (const Phase& phase : phases) {
      state.names.push_back(phase.name);
      state.labels.push_back(phase.label);
    }
    state.next = static_cast<int>(trainer.nextPhase());
    state.last = last_phase;
    // The phases of a stage that has just ended are gone.
    if (last_phase >= 0 && static_cast<std::size_t>(last_phase) < phases.size()) {
      state.sentence = phases[static_cast<std::size_t>(last_phase)].sentence;
    }
    return state;
  }

  std::optional<View> viewNamed(std::string_view name) const;

  Spec spec;
  std::shared_ptr<const Dataset> data;
  Team* team;
  Trainer trainer;
  Monitor monitor;
  std::optional<Chains> chains;  // none of a model that draws no samples
  Guard guard;
  std::vector<float> latent;  // as the visitor turned them
  int last_phase = -1;        // in slow motion; -1 at speed
  bool readings_owed = false;
  bool diverged = false;
  std::string message;
  std::vector<Measurement> measures;
  std::shared_ptr<DrawnSamples> drawn = noSamplesYet();  // what measures on samples share
};

std::optional<View> Session::State::viewNamed(std::string_view name) const {
  const Faces has = faces();
  const DataSummary& summary = trainer.summary();
  if (name == "chains" && chains) return samplesView(*chains, *data, summary, monitor.trainSeen());
  if (name == "latent" && has.latent) return latentView(*has.latent, latent, *data, summary, monitor.trainSeen());
  if (name == "reconstruction" && has.codes) {
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
                                   .sampler = chains ? &chains->sampler() : nullptr});
}

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) {}
Session::~Session() = default;

Result<std::unique_ptr<Session>> Session::open(Spec spec, std::shared_ptr<const Dataset> data, Team* team) {
  if (data == nullptr || data->train.examples == 0) {
    return Error{ErrorCode::kInvalidData, "The data set \"" + spec.data + "\" holds no training examples."};
  }
  const DataSummary brief = briefOf(*data);
  if (Status status = spec.model->accepts(brief); !status) return status.error();
  if (Status status = spec.model->allows(spec.settings, brief); !status) return status.error();
  auto state = std::make_unique<State>(std::move(spec), std::move(data), team);
  if (state->trainer.batchSize() == 0) {
    return Error{ErrorCode::kInvalidOption,
                 "No example of this set has as many frames before it as the model looks "
                 "back to; a shorter past, or longer sequences, would do."};
  }
  return std::unique_ptr<Session>(new Session(std::move(state)));
}

Result<std::unique_ptr<Session>> Session::load(std::span<const std::uint8_t> file, std::shared_ptr<const Dataset> data,
                                               Team* team) {
  Result<SavedRun> read = readSavedRun(file);
  if (!read) return read.error();
  SavedRun& run = read.value();
  if (run.spec.given) data = run.spec.given;
  Result<std::unique_ptr<Session>> opened = open(std::move(run.spec), std::move(data), team);
  if (!opened) return opened.error();
  State& state = *opened.value()->state_;
  if (Status status = restoreRun(run, state.trainer.model(), state.monitor.curves()); !status) return status.error();
  if (std::optional<std::string> problem = Guard::problem(state.trainer.model())) {
    return Error{ErrorCode::kInvalidFile, "The file's " + *problem + ", which no run here can have left."};
  }
  state.trainer.setUpdates(run.updates);
  state.monitor.resumeAfter(state.trainer.model(), run.updates, state.cost());
  state.guard.keep(state.trainer.model(), run.updates);
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
    state_->takeOwedReadings();
    state_->spec = std::move(changed);
    state_->trainer.model().configure(state_->spec.settings);
    state_->diverged = false;
    state_->message.clear();
  } else {
    state_ = std::make_unique<State>(std::move(changed), state_->data, state_->team);
  }
  return {};
}

void Session::reset() {
  state_ = std::make_unique<State>(state_->spec, state_->data, state_->team);
}

void Session::reseed(std::uint64_t seed) {
  Spec changed = state_->spec;
  changed.seed = seed;
  state_ = std::make_unique<State>(std::move(changed), state_->data, state_->team);
}

Advanced Session::train(std::uint64_t updates, double milliseconds) {
  const Stopwatch watch;
  Advanced advanced;
  state_->last_phase = -1;
  while (!state_->trainer.prepare()) {
    if (watch.milliseconds() >= milliseconds) return advanced;
  }
  state_->takeOwedReadings();
  while (advanced.updates < updates && !state_->diverged) {
    Trainer::Advanced part = state_->trainer.advance();
    while (part != Trainer::Advanced::kUpdate) {
      // An update over all examples may take seconds: it waits between its slices.
      if (part == Trainer::Advanced::kSlice && watch.milliseconds() >= milliseconds) return advanced;
      part = state_->trainer.advance();
    }
    ++advanced.updates;
    if (state_->check()) break;
    // Readings may take as long as several updates. Where the slice is over, and others follow, they wait for the next
    // one.
    state_->readings_owed = advanced.updates < updates && watch.milliseconds() >= milliseconds;
    if (state_->readings_owed) break;
    state_->observe();
    if (watch.milliseconds() >= milliseconds) break;
  }
  advanced.diverged = state_->diverged;
  return advanced;
}

void Session::runPhase() {
  if (state_->diverged) return;
  state_->takeOwedReadings();
  state_->last_phase = static_cast<int>(state_->trainer.nextPhase());
  if (state_->trainer.runPhase() && !state_->check()) state_->observe();
}

void Session::runChains(int steps) {
  if (state_->chains) state_->chains->run(steps);
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
  if (values.size() > static_cast<std::size_t>(size)) {
    return Error{
        ErrorCode::kInvalidRequest,
        std::to_string(values.size()) + " latent values were given, but this model has " + std::to_string(size) + "."};
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!(values[i] >= -kMostLatent && values[i] <= kMostLatent)) {
      return Error{ErrorCode::kInvalidRequest, "Latent value " + std::to_string(i) + " is " +
                                                   formatNumber(static_cast<double>(values[i])) +
                                                   ", but it must be a number from -100 to 100."};
    }
  }
  state_->latent.assign(values.begin(), values.end());
  return {};
}

Progress Session::progress() const {
  const Trainer& trainer = state_->trainer;
  const Clock clock = trainer.clock();
  return {.updates = trainer.updates(),
          .epochs = clock.epoch,
          .prepared = trainer.prepared(),
          .stage = clock.stage,
          .stage_epochs = clock.stage_epoch,
          .stage_end = trainer.timetable().endOf(clock.stage),
          .examples = trainer.updates() * static_cast<std::uint64_t>(trainer.batchSize()),
          .chain_steps = state_->chains ? state_->chains->steps() : 0,
          .under_way = !trainer.betweenUpdates(),
          .held_class = state_->chains ? state_->chains->heldClass() : -1,
          .diverged = state_->diverged,
          .message = state_->message};
}

PhaseState Session::phase() const {
  return state_->phaseState();
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
  for (const ViewName& known : state_->spec.model->views()) {
    const auto wanted = [&](const std::string& name) { return name == known.name || name == "*"; };
    if (std::ranges::none_of(views, wanted)) continue;
    if (std::optional<View> view = state_->viewNamed(known.name)) snapshot.views.push_back(std::move(*view));
  }
  return snapshot;
}

Result<std::unique_ptr<Job>> Session::sample(const std::string& json_options) {
  return startSampling(json_options, state_->spec, *state_->data, state_->trainer);
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
                       .drawn = state_->drawn});
}

void Session::remember(const Measurement& measurement) {
  const auto same = std::ranges::find(state_->measures, measurement.name, &Measurement::name);
  if (same == state_->measures.end()) {
    state_->measures.push_back(measurement);
  } else {
    *same = measurement;
  }
}

std::vector<std::uint8_t> Session::parameters() {
  return writeParameters(state_->trainer.model());
}

Status Session::setParameters(std::span<const std::uint8_t> tensors) {
  state_->takeOwedReadings();
  if (Status status = replaceParameters(tensors, state_->trainer.model()); !status) return status;
  state_->trainer.setUpdates(state_->trainer.updates());  // an update under way began from other parameters
  state_->guard.keep(state_->trainer.model(), state_->trainer.updates());
  if (state_->chains) state_->chains->parametersChanged();
  state_->diverged = false;
  state_->message.clear();
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
  state_->takeOwedReadings();
  while (!state_->trainer.betweenUpdates()) runPhase();
  return writeSavedRun(state_->spec, state_->trainer.updates(), state_->trainer.model(), state_->monitor.curves());
}

}  // namespace harmonium
