// A snapshot: everything a client draws, as values. It crosses from the core to a page as one block of bytes (see
// session/codec.h) and never shares memory with the session.
#pragma once

#include "base/view.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace harmonium {

struct Progress {
  std::uint64_t updates = 0;
  double epochs = 0;           // with fraction
  std::uint64_t examples = 0;  // seen in training so far
  std::uint64_t chain_steps = 0;
  bool diverged = false;
  std::string message;  // why training stopped by itself, and what helps; else empty
};

// The update in slow motion. `next` runs at the next step of a phase.
struct PhaseState {
  int last = -1;  // index into `names`, or -1 between updates
  int next = 0;
  std::vector<std::string> names = {}, labels = {};
  std::string sentence;  // what the last phase did
};

// A curve against updates. Points are thinned evenly once there are many, never forgotten at the ends.
struct Curve {
  std::string name, label, unit;
  std::vector<float> x = {};  // updates
  std::vector<float> y = {};
  std::vector<float> error = {};  // standard errors; empty where there are none
};

struct Measurement {
  std::string name, label, unit;
  std::string method;  // how it was got: "exact", "ais", "stochastic"
  std::string note;    // one sentence: what it says, or when not to trust it
  double value = 0;
  std::optional<double> standard_error;
  std::optional<double> effective_samples;
  bool exact = false;
  std::uint64_t updates = 0;  // parameters it was taken on
};

struct Snapshot {
  std::string spec;  // the full experiment as JSON, every setting spelled out
  Progress progress;
  PhaseState phase;
  std::vector<Curve> curves = {};
  std::vector<Measurement> measures = {};
  std::vector<View> views = {};
};

}  // namespace harmonium
