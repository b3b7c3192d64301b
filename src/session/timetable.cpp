#include "session/timetable.h"

#include "base/assert.h"
#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

Timetable::Timetable(std::span<const Stage> stages, std::uint64_t updates_per_epoch)
    : updates_per_epoch_(std::max<std::uint64_t>(1, updates_per_epoch)) {
  HARMONIUM_ASSERT(!stages.empty());
  std::uint64_t end = 0;
  for (std::size_t s = 0; s < stages.size(); ++s) {
    const bool endless = s + 1 == stages.size() && stages[s].epochs <= 0;
    HARMONIUM_ASSERT(endless || stages[s].epochs > 0);
    // Rounded to whole updates, so that a stage never ends within one.
    const double updates = std::round(stages[s].epochs * toDouble(updates_per_epoch_));
    end += std::max<std::uint64_t>(1, toU64(updates));
    ends_.push_back(endless ? 0 : end);
  }
}

Clock Timetable::at(std::uint64_t update) const {
  // A search from the first stage on: there are only a few, and no state has to be kept.
  std::size_t stage = 0;
  while (stage + 1 < ends_.size() && update >= ends_[stage]) ++stage;
  const std::uint64_t begin = stage == 0 ? 0 : ends_[stage - 1];
  const double per_epoch = toDouble(updates_per_epoch_);
  return {.update = update,
          .epoch = toDouble(update) / per_epoch,
          .stage = stage,
          .stage_update = update - begin,
          .stage_epoch = toDouble(update - begin) / per_epoch};
}

}  // namespace harmonium
