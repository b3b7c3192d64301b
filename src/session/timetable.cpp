#include "session/timetable.h"

#include "base/assert.h"

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
    const double updates = std::round(stages[s].epochs * static_cast<double>(updates_per_epoch_));
    end += std::max<std::uint64_t>(1, static_cast<std::uint64_t>(updates));
    ends_.push_back(endless ? 0 : end);
  }
}

Clock Timetable::at(std::uint64_t update) const {
  std::size_t stage = 0;
  while (stage + 1 < ends_.size() && update >= ends_[stage]) ++stage;
  const std::uint64_t begin = stage == 0 ? 0 : ends_[stage - 1];
  const double per_epoch = static_cast<double>(updates_per_epoch_);
  return {.update = update,
          .epoch = static_cast<double>(update) / per_epoch,
          .stage = stage,
          .stage_update = update - begin,
          .stage_epoch = static_cast<double>(update - begin) / per_epoch};
}

}  // namespace harmonium
