#include "app/logic/phase_history.h"

namespace harmonium::app {

bool PhaseHistory::add(const PhaseMoment& moment, const std::vector<std::uint8_t>& block) {
  if (!kept_.empty() && kept_.back().moment == moment) {
    kept_.back().block = block;
    return !behind();
  }
  if (!kept_.empty() && kept_.back().moment.run != moment.run) kept_.clear();
  kept_.push_back({moment, block});
  std::size_t bytes = 0;
  for (const Kept& each : kept_) bytes += each.block.size();
  while (kept_.size() > 1 && (kept_.size() > kMost || bytes > kMostBytes)) {
    bytes -= kept_.front().block.size();
    kept_.erase(kept_.begin());
  }
  shown_ = kept_.size() - 1;
  return true;
}

void PhaseHistory::clear() {
  kept_.clear();
  shown_ = 0;
}

const std::vector<std::uint8_t>* PhaseHistory::step(int by) {
  if (by < 0 ? shown_ == 0 : !behind()) return nullptr;
  by < 0 ? --shown_ : ++shown_;
  return &kept_[shown_].block;
}

}  // namespace harmonium::app
