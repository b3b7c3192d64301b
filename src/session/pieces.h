// Work in pieces of about a millisecond (base/work.h). Whoever owns it looks at the clock, or at messages, between two.
#pragma once

#include "base/work.h"

#include <memory>

namespace harmonium {

class Pieces {
 public:
  // Starts work by begin(pace), or goes on with it. Returns true when it is done. What the work reads and writes holds
  // until then.
  template <typename Begin>
  bool advance(Begin begin) {
    pace_->allow(operations_);
    if (work_.done()) {
      work_ = begin(*pace_);
      work_.begin();
    } else {
      pace_->resume();
    }
    if (!work_.done()) return false;
    drop();
    return true;
  }
  bool underWay() const { return !work_.done(); }
  void drop() { work_ = Work(); }  // gives the memory of the work back
  // How much one advance() does. Results do not depend on it.
  void allowEach(double operations) { operations_ = operations; }

 private:
  double operations_ = 4e6;
  std::unique_ptr<Pace> pace_ = std::make_unique<Pace>();  // stays where it is when its owner moves
  Work work_;
};

}  // namespace harmonium
