// A snapshot: everything a client draws, as values. It crosses from the core to a page as one block of bytes (see
// session/codec.h) and never shares memory with the session.
#pragma once

#include "base/view.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace harmonium {

struct Progress {
  std::uint64_t updates = 0;
  double epochs = 0;            // with fraction
  double prepared = 1;          // of the one look at all data that some models take before the first update: 0 .. 1
  std::size_t stage = 0;        // index into Snapshot::stages: where training is
  double stage_epochs = 0;      // of this stage, with fraction
  std::uint64_t stage_end = 0;  // updates done when it ends; 0: it goes on for as long as one trains
  std::uint64_t examples = 0;   // seen in training so far
  std::uint64_t chain_steps = 0;
  bool under_way = false;  // an update has begun and is not done: in slow motion, or over many examples
  int held_class = -1;     // the class that the running samples are held at; -1: none
  bool diverged = false;
  std::string message = {};  // why training stopped by itself, and what helps; else empty
};

// A stage of training, in the order they run.
struct StageState {
  std::string name = {}, label = {}, sentence = {};
  std::string trains = {};  // the tensors it changes
  std::uint64_t end = 0;    // updates done when it ends; 0: it has no end
};

// The update in slow motion. `next` runs at the next step of a phase.
struct PhaseState {
  int last = -1;  // index into `names`, or -1 between updates
  int next = 0;
  std::vector<std::string> names = {}, labels = {};
  std::vector<std::string> signs = {};  // what flows where in each; may be empty (base/phase.h)
  std::vector<Ink> inks = {};           // whose side each is
  std::string sentence;                 // what the last phase did
};

// A curve against updates. Points are thinned evenly once there are many, never forgotten at the ends.
struct Curve {
  std::string name = {}, label = {}, unit = {};
  std::vector<float> x = {};  // updates
  std::vector<float> y = {};
  std::vector<float> error = {};         // standard errors; empty where there are none
  std::optional<double> reference = {};  // a level to set the curve beside: an optimum, a closed form
  std::string reference_label = {};
};

struct Measurement {
  std::string name, label, unit;
  std::string method;  // how it was got: "exact", "ais", "stochastic"
  std::string note;    // one sentence: what it says, or when not to trust it
  double value = 0;
  std::optional<double> standard_error;
  std::optional<double> effective_samples;
  bool exact = false;
  std::string certainty = {};  // "exact", "lower bound" or "estimate"; empty: follows from `exact`
  std::uint64_t updates = 0;   // parameters it was taken on
  // What the value is made of, where there is more to say: the shares of a histogram, precision beside recall.
  std::vector<std::pair<std::string, double>> details = {};
};

struct Snapshot {
  std::string spec;  // the full experiment as JSON, every setting spelled out
  Progress progress;
  PhaseState phase;
  std::vector<StageState> stages = {};
  std::vector<std::string> classes = {};  // names of those that the running samples can be held at; empty: of none
  std::vector<Curve> curves = {};
  std::vector<Measurement> measures = {};
  std::vector<ViewOffer> offers = {};  // the views that can be asked for
  std::vector<View> views = {};        // those that were
};

}  // namespace harmonium
