// The stages of training, and the clock that tells how far training has come. A stack trains one layer after another
// and then all layers together; each of these is a stage with its own phases and epochs. Most models have one stage,
// which lasts as long as training does.
#pragma once

#include "base/phase.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace harmonium {

struct Stage {
  std::string name = {};               // in links and scripts: "layer2"
  std::string label = {};              // on screen
  std::string sentence = {};           // one sentence that says what the stage does
  std::string trains = {};             // the tensors it changes: "W2, b2"
  double epochs = 0;                   // how long it lasts; 0: without end, allowed for the last stage only
  std::span<const Phase> phases = {};  // the phases of each of its updates, in order
};

// How far training has come when an update begins. The clock is a pure function of the update's number and the spec.
// Schedules depend on the clock alone, so that a resumed run follows them exactly.
struct Clock {
  std::uint64_t update = 0;        // updates done before this one
  double epoch = 0;                // epochs done before this one, with fraction
  std::size_t stage = 0;           // index into Model::stages()
  std::uint64_t stage_update = 0;  // updates of this stage done before this one
  double stage_epoch = 0;          // epochs of this stage, with fraction
};

}  // namespace harmonium
