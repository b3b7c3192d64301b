// Which stage of its training a model is in after so many updates: a pure function of the spec, the size of the data
// and the number of updates, so that a run that was saved, cut or repeated stands where it stood.
#pragma once

#include "models/stage.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace harmonium {

class Timetable {
 public:
  // Every stage but the last lasts its epochs, rounded to whole updates, one at least. The last goes on for as long as
  // one trains; its epochs say where it ends by nature.
  Timetable(std::span<const Stage> stages, std::uint64_t updates_per_epoch);

  Clock at(std::uint64_t update) const;
  // Updates done when a stage ends; of a last stage without epochs 0: it has no end.
  std::uint64_t endOf(std::size_t stage) const { return ends_[stage]; }
  std::size_t stages() const { return ends_.size(); }
  std::uint64_t updatesPerEpoch() const { return updates_per_epoch_; }

 private:
  std::uint64_t updates_per_epoch_;
  std::vector<std::uint64_t> ends_;
};

}  // namespace harmonium
