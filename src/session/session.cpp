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
        monitor(*data, trainer.binarisation(), spec.seed),
        chains(trainer.model(), *data, spec.seed) {
    trainer.model().useTeam(team);
    observe();
    guard.keep(trainer.model(), 0);
  }

  double cost() const { return trainer.model().updateCost(trainer.batchSize()); }
  void observe() { monitor.observe(trainer.model(), trainer.updates(), cost()); }

  // What helps against numbers that run away, of what this model can be set to.
  std::string remedy() const {
    const auto has = [this](const char* name) { return findOption(spec.settings.table(), name) != nullptr; };
    if (has("learningRate")) {
      return std::string("; a smaller learning rate") + (has("weightDecay") ? " or more weight decay" : "") + " helps";
    }
    return has("discriminatorRate") ? "; smaller learning rates help" : "; another seed may help";
  }

  // The look at the last update that a slice had no time for.
  void payLook() {
    if (look_owed) observe();
    look_owed = false;
  }

  // After every whole update. True when training has to stop.
  bool check() {
    chains.forgetRecent();
    if (trainer.updates() % Guard::kInterval != 0) return false;
    const std::optional<std::string> problem = Guard::problem(trainer.model());
    if (!problem) {
      guard.keep(trainer.model(), trainer.updates());
      return false;
    }
    diverged = true;
    message = "Training diverged after " + std::to_string(trainer.updates()) + " updates: " + *problem +
              ". The last good parameters are kept" + remedy() + ".";
    trainer.setUpdates(guard.restore(trainer.model()));
    monitor.rewind(trainer.updates());
    return true;
  }

  PhaseState phaseState() const {
    PhaseState state;
    for (const Phase& phase : trainer.model().phases()) {
      state.names.push_back(phase.name);
      state.labels.push_back(phase.label);
    }
    state.next = static_cast<int>(trainer.nextPhase());
    state.last = last_phase;
    if (last_phase >= 0) state.sentence = trainer.model().phases()[static_cast<std::size_t>(last_phase)].sentence;
    return state;
  }

  std::optional<View> viewNamed(std::string_view name) const;

  Spec spec;
  std::shared_ptr<const Dataset> data;
  Team* team;
  Trainer trainer;
  Monitor monitor;
  Chains chains;
  Guard guard;
  std::vector<float> latent;  // as the visitor turned them
  int last_phase = -1;        // in slow motion; -1 at speed
  bool look_owed = false;
  bool diverged = false;
  std::string message;
  std::vector<Measurement> measures;
  std::shared_ptr<DrawnSamples> drawn = noSamplesYet();  // what measures on samples share
};

std::optional<View> Session::State::viewNamed(std::string_view name) const {
  const Model& model = trainer.model();
  const DataSummary& summary = trainer.summary();
  if (name == "chains") return samplesView(model, chains, *data, summary, monitor.trainSeen());
  if (name == "latent") return latentView(model, latent, *data, summary, monitor.trainSeen());
  if (name == "reconstruction") {
    const Split& split = data->test.examples > 0 ? data->test : data->train;
    Matrix shown;
    ExampleReader reader(split, trainer.binarisation(), false, spec.seed,
                         summary.points() ? kReconstructedPoints : kReconstructed, data->layout);
    reader.next(shown);
    return reconstructionView(model, shown, *data, summary);
  }
  return model.view(name, {.phase = last_phase,
                           .data = &monitor.trainSeen(),
                           .chains = &chains.states(),
                           .recent = chains.recent().cols() > 0 ? &chains.recent() : nullptr,
                           .generation = chains.generation()});
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
  return std::unique_ptr<Session>(new Session(std::make_unique<State>(std::move(spec), std::move(data), team)));
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
  state.chains.restart(state.trainer.model());
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
    state_->payLook();
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
  state_->payLook();
  while (advanced.updates < updates && !state_->diverged) {
    while (!state_->trainer.runPhase()) {
    }
    ++advanced.updates;
    if (state_->check()) break;
    // A look may take as long as several updates. Where the slice is over, and others follow, it waits for the next
    // one.
    state_->look_owed = advanced.updates < updates && watch.milliseconds() >= milliseconds;
    if (state_->look_owed) break;
    state_->observe();
    if (watch.milliseconds() >= milliseconds) break;
  }
  advanced.diverged = state_->diverged;
  return advanced;
}

void Session::runPhase() {
  if (state_->diverged) return;
  state_->payLook();
  state_->last_phase = static_cast<int>(state_->trainer.nextPhase());
  if (state_->trainer.runPhase() && !state_->check()) state_->observe();
}

void Session::runChains(int steps) {
  state_->chains.run(state_->trainer.model(), steps);
}
void Session::restartChains() {
  state_->chains.restart(state_->trainer.model());
}

Status Session::setLatent(std::span<const float> values) {
  const int size = state_->trainer.model().latentSize();
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
  return {.updates = trainer.updates(),
          .epochs = trainer.clock().epoch,
          .prepared = trainer.prepared(),
          .examples = trainer.updates() * static_cast<std::uint64_t>(trainer.batchSize()),
          .chain_steps = state_->chains.steps(),
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
  state_->payLook();
  if (Status status = replaceParameters(tensors, state_->trainer.model()); !status) return status;
  state_->trainer.setUpdates(state_->trainer.updates());  // an update under way began from other parameters
  state_->guard.keep(state_->trainer.model(), state_->trainer.updates());
  state_->chains.forgetRecent();
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
  state_->payLook();
  while (!state_->trainer.betweenUpdates()) runPhase();
  return writeSavedRun(state_->spec, state_->trainer.updates(), state_->trainer.model(), state_->monitor.curves());
}

}  // namespace harmonium
