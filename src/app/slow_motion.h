// How slow motion shows its phases: each picture moves to the next, and one can go back over those that were shown.
#pragma once

#include "app/logic/phase_history.h"
#include "base/view.h"

#include <vector>

namespace harmonium::app {

class SlowMotion {
 public:
  PhaseHistory history;

  // Begins to move from the views shown before to the next ones. The bytes of `before` may be gone afterwards; those of
  // `after` must stay until the move has ended.
  void begin(std::vector<View> before, std::vector<View> after);
  // The same move goes on to newer pictures of the same phase.
  void retarget(std::vector<View> after);
  void stop() { moves_.clear(); }
  bool moving() const { return !moves_.empty(); }
  // Puts the views at this time, seconds, into `shown`, which holds the next ones. Call it only while moving().
  void advance(double now, std::vector<View>& shown);

 private:
  struct Move {
    View from, to;
  };
  std::vector<Move> moves_;
  double since_ = -1;  // below 0: it begins with the next frame
};

}  // namespace harmonium::app
