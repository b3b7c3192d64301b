// A snapshot holds everything that a client draws, as values. It goes from the core to a page as one block of bytes
// (session/codec.h) and never shares memory with the session.
#pragma once

#include "base/view.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace harmonium {

struct Progress {
  // The number of the run, counted from 1 in each session. It grows where a run begins from other parameters: with a
  // reset, a new seed, a setting that is not live, and parameters that were set.
  std::uint64_t run = 1;
  std::uint64_t updates = 0;
  double epochs = 0;              // with fraction
  double prepared = 1;            // how much of the data a model has read that reads it once before the first update:
                                  // 0 .. 1; 1 for other models
  std::size_t stage = 0;          // the present stage, as an index into Snapshot::stages
  double stage_epochs = 0;        // epochs of this stage, with fraction
  std::uint64_t stage_end = 0;    // the number of updates done when it ends; 0: it has no end
  std::uint64_t examples = 0;     // used in updates so far; an example counts once per update
  std::uint64_t chain_steps = 0;  // steps of the samples on screen since they were restarted
  bool under_way = false;         // an update has begun and is not done: in slow motion, or over many examples
  int held_class = -1;            // the class that the samples on screen are held at; -1: none
  bool diverged = false;
  std::string message = {};  // after divergence: why training stopped and what helps; otherwise empty
};

// One stage of training.
struct StageState {
  std::string name = {}, label = {}, sentence = {};
  std::string trains = {};  // the tensors it changes, such as "W2, b2"
  std::uint64_t end = 0;    // the number of updates done when it ends; 0: it has no end
};

// The phases of an update, and the place of slow motion among them. `names`, `labels`, `signs` and `inks` have one
// entry per phase of the present stage.
struct PhaseState {
  int last = -1;  // the phase that slow motion ran last; -1 while training runs at speed
  int next = 0;   // the phase that slow motion runs next
  std::vector<std::string> names = {}, labels = {};
  std::vector<std::string> signs = {};  // what flows where in each phase; may be empty texts (base/phase.h)
  std::vector<Ink> inks = {};           // the side of each phase: data, model or neither
  std::string sentence;                 // says what the last phase did; empty where there was none
};

// A curve over updates. A curve of many points loses every second one; the first and the newest stay.
struct Curve {
  std::string name = {}, label = {}, unit = {};
  std::vector<float> x = {};             // updates
  std::vector<float> y = {};             // in `unit`
  std::vector<float> error = {};         // one standard error per point, or empty
  std::string examples = {};             // the examples it is taken on, such as "500 training examples"; may be empty
  std::optional<double> reference = {};  // a level to compare the curve with, such as an optimum
  std::string reference_label = {};
};

// The result of a measure (session/measures.h).
struct Measurement {
  std::string name, label, unit;
  std::string method;  // how it was computed: "exact", "ais", "stochastic"
  std::string note;    // says what the value means, or when not to trust it
  double value = 0;    // in `unit`
  // The standard error of the value, and its parts where they are known: standard_error^2 is the sum of the squares of
  // the parts. A value without chance has none.
  std::optional<double> standard_error;
  std::optional<double> error_over_examples = {};  // what other held-out examples would change
  std::optional<double> error_of_estimate = {};    // what another run on the same examples would change: log Z, pixels
  std::optional<double> effective_samples;         // of importance weights, 1 .. number of samples
  bool exact = false;
  std::string certainty = {};  // "exact", "lower bound" or "estimate"; empty: follows from `exact`
  std::uint64_t updates = 0;   // the number of updates of the parameters that were measured
  std::uint64_t run = 0;       // the run that these parameters belong to (Progress::run)
  // The numbers behind the value, by label: the shares of a histogram, or precision beside recall.
  std::vector<std::pair<std::string, double>> details = {};
};

struct Snapshot {
  std::string spec;  // the experiment as JSON with every setting; a set given in place appears as "inline"
  Progress progress;
  PhaseState phase;
  std::vector<StageState> stages = {};
  std::vector<std::string> classes = {};  // names of the classes that the samples on screen can be held at, or none
  std::vector<Curve> curves = {};
  std::vector<Measurement> measures = {};
  std::vector<ViewOffer> offers = {};  // the views that can be requested
  std::vector<View> views = {};        // the views that were requested
};

}  // namespace harmonium
