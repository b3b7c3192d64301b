// A session is one experiment: a model, its data and its clock, with everything that a client may ask of them. This is
// the C++ API of the core; bindings/ offers the same in JavaScript. All calls come from one thread. A call is short, or
// it stops after a time that the caller gives, or it comes in two forms: one without a stop, and one with a Pace, which
// is work that may stop on the way (base/work.h). Until such work is done or dropped nothing else may be asked of the
// session, and its arguments have to live.
#pragma once

#include "base/later.h"
#include "base/result.h"
#include "data/dataset.h"
#include "models/model.h"
#include "session/job.h"
#include "session/save.h"
#include "session/snapshot.h"
#include "session/spec.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium {

class Memory;  // session/memory.h

struct Advanced {
  std::uint64_t updates = 0;  // done in this call
  bool diverged = false;
};

class Session {
 public:
  // Several sessions may share a data set. Refuses data that the model of the spec cannot learn from, and settings that
  // do not go with the data. A team shares the work and changes no bit of the results; it must outlive the session.
  // `memory` says how much there is; it must outlive the session too. An experiment, samples and measures that need
  // more are refused with a sentence before anything is made (session/memory.h). Null: there is always enough.
  static Work open(Pace& pace, Spec spec, std::shared_ptr<const Dataset> data, Team* team, Memory* memory,
                   Later<std::unique_ptr<Session>>& out);
  static Result<std::unique_ptr<Session>> open(Spec spec, std::shared_ptr<const Dataset> data, Team* team = nullptr,
                                               Memory* memory = nullptr);
  // Opens a file made by save(), which goes on bit for bit from there. The file is checked like any hostile input.
  // `data` must be the set that the file's spec names; it is ignored where the file contains its data.
  static Result<std::unique_ptr<Session>> load(std::span<const std::uint8_t> file, std::shared_ptr<const Dataset> data,
                                               Team* team = nullptr, Memory* memory = nullptr);
  static Work load(Pace& pace, SavedRun run, std::shared_ptr<const Dataset> data, Team* team, Memory* memory,
                   Later<std::unique_ptr<Session>>& out);
  ~Session();

  const Spec& spec() const;

  // Changes one setting, given as a JSON value. A live setting takes effect with the next update. Any other restarts
  // the experiment with the same seed. A value that is not allowed is refused with a sentence, and nothing changes.
  // Where the work of a restart is dropped, nothing changes either, unless there was no memory for both runs.
  Work set(Pace& pace, std::string_view option, const std::string& json_value, Status& status);
  Status set(std::string_view option, const std::string& json_value);
  Work reset(Pace& pace);  // starts again with the same seed
  void reset();
  Work reseed(Pace& pace, std::uint64_t seed);  // starts again with another seed, 0 .. 2^53 - 1
  void reseed(std::uint64_t seed);

  // Trains for at most `updates` updates; with 0 it ends the update under way. It stops early once `milliseconds` have
  // passed, or a few more where they are enough to end an update. A long update, or a pass over all examples
  // (Progress::prepared), takes several calls, and a call may then end without an update. The size of the slices does
  // not change the parameters. An update that is under way is finished first and counts. An update counts once the
  // readings that are due after it are taken. Where numbers leave their bounds, the run goes back to the last update
  // after which all were good, and stops there with a message (session/guard.h). It then does nothing until a setting
  // changes or parameters are set. To find that update it may repeat some: `updates` of the answer does not count them.
  Advanced train(std::uint64_t updates, double milliseconds);
  // Slow motion: works on the next phase of the present update for about `milliseconds`, and begins an update where
  // there is none. Returns true when the phase is done. It counts as run last from then on.
  bool runPhase(double milliseconds = std::numeric_limits<double>::infinity());

  // Runs the samples on screen (session/chains.h): `steps` Gibbs steps of every chain, or `steps` stages of ancestral
  // samples. They have random numbers of their own, so watching them does not change training. Stops early once
  // `milliseconds` have passed. Returns the number of steps that ended; one that did not goes on in the next call.
  int runChains(int steps, double milliseconds = std::numeric_limits<double>::infinity());
  void restartChains();
  // Holds these samples at a class, 0 .. K - 1, or at none (-1). Refused where the model knows no classes.
  Status holdClass(int label);

  // Sets the latent variables that the view "latent" decodes: at most as many as the model has, each from -100 to 100.
  // Those left out are 0. Changes nothing else.
  Status setLatent(std::span<const float> values);

  // The state of training. These calls are cheap enough to make after every slice.
  Progress progress() const;
  PhaseState phase() const;
  // Whether readings of the curves are under way. The next train() or runPhase() goes on with them before anything
  // else.
  bool reading() const;
  // Takes readings at most so many updates apart from now on, for who watches slow training; 0: as often as their cost
  // allows.
  void readEvery(std::uint64_t updates);
  // Takes readings of the present parameters, or after the update under way. Curves then end where the client rests.
  void readNow();
  std::uint64_t run() const;  // Progress::run, which every measurement carries
  std::uint64_t updatesPerEpoch() const;

  // Everything that a client draws. `views` names the wanted views as session/view_request.h reads them: an empty list
  // asks for none, "*" for all with their initial choices. A view that the model does not have is left out.
  Work snapshot(Pace& pace, std::vector<std::string> views, Snapshot& out) const;
  Snapshot snapshot(const std::vector<std::string>& views) const;

  // Long work in slices (session/job.h). A job copies what it needs, so training may go on while it runs. The options
  // are JSON objects: session/sample_job.h describes those of samples, session/measures.h the names of measures.
  Work sample(Pace& pace, const std::string& json_options, Later<std::unique_ptr<Job>>& out);
  Result<std::unique_ptr<Job>> sample(const std::string& json_options);
  Work measure(Pace& pace, std::string_view name, const std::string& json_options, Later<std::unique_ptr<Job>>& out);
  Result<std::unique_ptr<Job>> measure(std::string_view name, const std::string& json_options);
  // Adds the result of a measure to later snapshots. It replaces the one of the same name. A measure of an earlier run
  // says nothing about the present parameters: it is left out, and the answer is false.
  bool remember(const Measurement& measurement);

  // The parameters as a safetensors file. Setting them checks names, shapes and values first (session/bounds.h); where
  // one is wrong, or the model would take other numbers than those given, nothing changes.
  Work parameters(Pace& pace, std::vector<std::uint8_t>& out);
  std::vector<std::uint8_t> parameters();
  Work setParameters(Pace& pace, std::span<const std::uint8_t> tensors, Status& status);
  Status setParameters(std::span<const std::uint8_t> tensors);
  Work hash(Pace& pace, std::string& out);  // 16 hex digits over names, shapes and values of all parameters, in order
  std::string hash();
  Work save(Pace& pace, std::vector<std::uint8_t>& out);  // a file for load(); finishes the present update first
  std::vector<std::uint8_t> save();

 private:
  struct State;
  Work begin(Pace& pace, Spec spec, Status& status);  // starts a new run, at update 0
  Work finishReadings(Pace& pace);
  // What can be refused before anything is made.
  static Status admit(const Spec& spec, const std::shared_ptr<const Dataset>& data, Memory* memory);
  explicit Session(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace harmonium
