// A session: one experiment. A model, its data and its clock, with everything a client may ask of them. The core's C++
// API; bindings/ repeats it in JavaScript. To be called from one thread; every call is short or bounded by a budget the
// caller gives.
#pragma once

#include "base/result.h"
#include "data/dataset.h"
#include "models/model.h"
#include "session/job.h"
#include "session/snapshot.h"
#include "session/spec.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium {

struct Advanced {
  std::uint64_t updates = 0;  // done in this call
  bool diverged = false;
};

class Session {
 public:
  // The data set is shared: several sessions may read one. Refuses a spec that the data can't serve. A team, which
  // outlives the session, shares the work and changes no bit of its results.
  static Result<std::unique_ptr<Session>> open(Spec spec, std::shared_ptr<const Dataset> data, Team* team = nullptr);
  // A file made by save(): the spec and what it needs to go on bit for bit. `data` must be the set its spec names.
  static Result<std::unique_ptr<Session>> load(std::span<const std::uint8_t> file, std::shared_ptr<const Dataset> data,
                                               Team* team = nullptr);
  ~Session();

  const Spec& spec() const;

  // Changes one setting, given as a JSON value. A live one holds from the next update; any other starts the experiment
  // anew with the same seed. Refused with a sentence, and nothing changed, if the value is not allowed.
  Status set(std::string_view option, const std::string& json_value);
  void reset();                     // the same seed again, from the start
  void reseed(std::uint64_t seed);  // another seed, from the start

  // Training: at most `updates` updates, stopping early once `milliseconds` have passed (checked after every update, so
  // at least one runs). A run cut in slices of any size gives the same parameters. A model that looks at all data once
  // before its first update (Progress::prepared) does so first: then a call may end without an update.
  Advanced train(std::uint64_t updates, double milliseconds);
  // Slow motion: the next phase of the current update (begins one if none is under way). An update under way is
  // finished first by train().
  void runPhase();

  // The running fantasy chains: `steps` Gibbs steps for every chain. They use their own random numbers, so watching
  // them changes nothing.
  void runChains(int steps);
  void restartChains();
  // Holds the running samples at a class, 0 .. K - 1, or at none (-1). Refused where the model knows no classes.
  Status holdClass(int label);

  // The latent variables that the view "latent" decodes, as turned by hand: at most as many as the model has, each from
  // -100 to 100; those left out are 0. Changes nothing else.
  Status setLatent(std::span<const float> values);

  // Where it stands, cheap enough to ask after every slice.
  Progress progress() const;
  PhaseState phase() const;
  std::uint64_t updatesPerEpoch() const;

  // Numbers that train() keeps as it goes, views, progress. `views`: those wanted, as session/view_request.h reads
  // them; empty: none; "*": all, each with its initial choices.
  Snapshot snapshot(const std::vector<std::string>& views) const;

  // Long work in slices. The job copies what it needs: training may go on while it runs.
  Result<std::unique_ptr<Job>> sample(const std::string& json_options);
  // Also remembers its result for the snapshot once it is done (see takeMeasurement).
  Result<std::unique_ptr<Job>> measure(std::string_view name, const std::string& json_options);
  void remember(const Measurement& measurement);

  // Tensors as a safetensors file in memory; set: names, shapes and finiteness are checked, then all or nothing.
  std::vector<std::uint8_t> parameters();
  Status setParameters(std::span<const std::uint8_t> tensors);
  std::string hash();                // hex digest over all parameters, in order
  std::vector<std::uint8_t> save();  // finishes an update under way first

 private:
  struct State;
  explicit Session(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace harmonium
