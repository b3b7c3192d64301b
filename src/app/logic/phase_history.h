// The last phases of slow motion as the snapshots that showed them, so that one can go back and forth over them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace harmonium::app {

// What tells two phases of slow motion apart.
struct PhaseMoment {
  std::uint64_t run = 0, updates = 0;
  int phase = -1;
  bool operator==(const PhaseMoment&) const = default;
};

class PhaseHistory {
 public:
  static constexpr std::size_t kMost = 16;            // phases that are kept
  static constexpr std::size_t kMostBytes = 8 << 20;  // bytes that they may take, but for the newest

  // Takes the snapshot of a phase. A newer snapshot of the newest phase replaces the one before; a new phase, or
  // another run, becomes what is shown. Returns whether the snapshot is to be shown.
  bool add(const PhaseMoment& moment, const std::vector<std::uint8_t>& block);
  void clear();

  // One phase back or forth among those that are kept. Returns its snapshot; null where there is none.
  const std::vector<std::uint8_t>* step(int by);
  bool behind() const { return shown_ + 1 < kept_.size(); }  // an older phase than the newest is shown

 private:
  struct Kept {
    PhaseMoment moment;
    std::vector<std::uint8_t> block;
  };
  std::vector<Kept> kept_;  // the oldest first
  std::size_t shown_ = 0;   // index into kept_
};

}  // namespace harmonium::app
