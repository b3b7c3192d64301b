// Training in stages, and where it stands. A stack trains one layer after the other, then all of them together; each
// part is a stage with phases and epochs of its own. Most models have one stage, which goes on for as long as one
// trains.
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
  std::string sentence = {};           // what it does
  std::string trains = {};             // the tensors it changes: "W2, b2"
  double epochs = 0;                   // how long it lasts; 0: for as long as one trains, of the last stage only
  std::span<const Phase> phases = {};  // of each of its updates, in order
};

// Where training stands when an update begins: a pure function of the update's number and the spec. Schedules are
// functions of it.
struct Clock {
  std::uint64_t update = 0;        // updates done before this one
  double epoch = 0;                // epochs done before this one, with fraction
  std::size_t stage = 0;           // index into Model::stages()
  std::uint64_t stage_update = 0;  // updates of this stage done before this one
  double stage_epoch = 0;          // epochs of this stage, with fraction
};

}  // namespace harmonium
