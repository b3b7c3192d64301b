// Tells which stage of its training a model is in after a number of updates. The answer depends only on the spec, the
// size of the data and the number of updates, so a run that was saved, paused or repeated is in the same stage.
#pragma once

#include "models/stage.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace harmonium {

class Timetable {
 public:
  Timetable() = default;  // without stages; only to be replaced
  // At least one stage. Every stage but the last needs epochs > 0 and lasts that long, rounded to whole updates, and at
  // least one update. The last stage goes on as long as somebody trains; its epochs only mark its planned end.
  // `updates_per_epoch` = 0 counts as 1.
  Timetable(std::span<const Stage> stages, std::uint64_t updates_per_epoch);

  Clock at(std::uint64_t update) const;  // the clock of an update, given the number of updates before it
  // The number of updates done when a stage ends; 0 for a last stage without epochs, which has no end.
  std::uint64_t endOf(std::size_t stage) const { return ends_[stage]; }
  std::size_t stages() const { return ends_.size(); }
  std::uint64_t updatesPerEpoch() const { return updates_per_epoch_; }

 private:
  std::uint64_t updates_per_epoch_ = 1;
  std::vector<std::uint64_t> ends_;  // one per stage
};

}  // namespace harmonium
