// What a session holds: a part of session.cpp and session_snapshot.cpp and of nothing else.
#pragma once

#include "session/before.h"
#include "session/chains.h"
#include "session/guard.h"
#include "session/measures.h"
#include "session/memory.h"
#include "session/monitor.h"
#include "session/session.h"
#include "session/trainer.h"

#include <algorithm>

namespace harmonium {

struct Session::State {
  State(Spec given_spec, std::shared_ptr<const Dataset> given_data, Team* given_team, Memory* given_memory)
      : memory(given_memory),
        need(experimentNeed(*given_spec.model, given_spec.settings, *given_data)),
        promise(memory, need.whole),
        free_before(memory == nullptr ? 0 : memory->free()),
        spec(std::move(given_spec)),
        data(std::move(given_data)),
        team(given_team),
        trainer(data, spec.seed) {}

  // Makes the model and what goes with it. The work may stop on the way (base/work.h); nothing may be asked meanwhile.
  Work begin(Pace& pace, Numbers numbers) {
    co_await trainer.begin(pace, spec, numbers);
    trainer.model().useTeam(team);
    co_await monitor.begin(pace, *data, trainer.binarisation(), spec.seed, trainer.validation());
  }
  // Goes on where the model has its numbers: makes the chains, and the guard's copy.
  Work settle(Pace& pace) {
    if (const faces::Samples* samples = faces().samples) chains.emplace(*samples, *data, spec.seed);
    co_await pace.spent(kPiece);
    co_await guard.begin(pace);
    // What is taken by now need not be promised any more.
    if (memory != nullptr) promise.change(std::max(need.kept, need.whole - (free_before - memory->free())));
  }
  // Takes the first readings. Those of a large model are left for the calls that follow.
  Work lookFirst(Pace& pace) {
    constexpr int kPiecesAtOnce = 10;  // about 10 milliseconds
    for (int piece = 0; piece < kPiecesAtOnce && !observe(); ++piece) co_await pace.spent(kPiece);
  }

  Faces faces() const { return trainer.model().faces(); }
  double cost() const { return trainer.model().updateCost(trainer.batchSize()); }
  // Begins the readings, if they are due, or goes on with them. Returns true when they are done.
  bool observe() {
    if (!reading && trainer.updates() < monitor.nextUpdate()) return true;
    reading = !trainer.lookOn(
        [this](Pace& pace) { return monitor.observe(pace, trainer.model(), trainer.updates(), cost()); });
    return !reading;
  }
  // Goes on with the readings under way. Returns true when there are none.
  bool goOnReading() { return !reading || observe(); }

  // Says whether a look of the guard found all numbers good. Where it did not, the run has gone back.
  bool followed(bool good) {
    if (good) return true;
    reading = false;  // the guard has dropped them
    if (chains) chains->parametersChanged();
    return false;
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
      state.sentence = phases[toSize(last_phase)].sentence + step_in_words;
    }
    return state;
  }

  // The views that this model offers at its size and settings. A model that gives no list offers all of its kind.
  // Pictures of chains have a choice between probabilities and states.
  std::vector<ViewOffer> offers() const;
  // The classes of the training examples that views show, where there are few enough for colours.
  Classes colouredClasses() const;

  std::vector<std::string> classNames() const {
    std::vector<std::string> names;
    for (int k = 0; k < (chains ? chains->sampler().classes() : 0); ++k) {
      const auto at = toSize(k);
      names.push_back(at < data->class_names.size() ? data->class_names[at] : std::to_string(k));
    }
    return names;
  }

  Work make(Pace& pace, const ViewOffer& offer, std::span<const std::uint32_t> chosen, std::optional<View>& out) const;

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
  Before before;              // the parameters before that phase
  std::string step_in_words;  // its largest step, as a sentence that begins with a space; empty where there was none
  bool reading = false;       // readings are under way
  bool owed = false;          // train() has not counted the last update, because its readings are under way
  bool phase_done = false;    // runPhase() has not said that its phase is done, for the same reason
  std::vector<Measurement> measures;
  std::shared_ptr<DrawnSamples> drawn = noSamplesYet();  // samples that measures share
};

}  // namespace harmonium
