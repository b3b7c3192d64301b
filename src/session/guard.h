// Stops a run whose numbers leave their bounds (session/bounds.h), within the update in which they do, and goes back to
// the last good update.
//
// The parameters are looked at after every update. The training state is looked at more rarely, and with it everything
// is copied: a number of it that is no longer finite stays so, and it does no harm before it reaches a parameter. When
// a look finds something, the run goes back to the copy and repeats its updates from there, this time with a full look
// and a copy after each. Updates are pure functions of the numbers and the clock, so the repetition finds the very
// update in which the run got lost, whatever the size of the slices was.
#pragma once

#include "session/trainer.h"

#include <cstdint>
#include <string>
#include <vector>

namespace harmonium {

class Guard {
 public:
  // The trainer must outlive the guard.
  explicit Guard(Trainer& trainer) : trainer_(trainer) {}
  // Copies the numbers that the model has now, as work that may stop on the way (base/work.h). Called before the first
  // update, and whenever new numbers are there: it forgets that the run has stopped, and what it was going to repeat.
  Work begin(Pace& pace);

  // Call this after every whole update. Returns false where the run went back to the copy: it either stopped(), or is
  // going to repeat some updates.
  bool afterUpdate();
  // Looks at all numbers. Call this before they leave the session. In the middle of an update it looks at the
  // parameters alone, which then only need to be finite, because the update may yet bring them back. Returns false
  // where the run went back.
  bool look();

  // Copies the numbers unless an update is under way. They must be good. A run that changes its settings or runs in
  // single phases calls this first, because an earlier copy would not lead to the same numbers again.
  void keep();
  // The same without a stop.
  void restart();

  std::uint64_t interval() const;  // updates from one copy to the next
  // The number of updates that the run has reached. Updates that it repeats do not count again.
  std::uint64_t reached() const;
  bool stopped() const { return !message_.empty(); }
  const std::string& message() const { return message_; }  // why the run has stopped and what helps, or empty
  // Lets a run that has stopped go on with other settings.
  void settingsChanged();

 private:
  static constexpr std::uint64_t kLongest = 32;
  void copy();
  void noteCopy();
  void stopAtLast();  // stops a run that has as many updates as a run may have
  bool goBack();

  Trainer& trainer_;
  std::vector<Tensor> parameters_;        // of the model
  std::vector<std::vector<float>> kept_;  // all parameters, then all training state
  std::uint64_t kept_updates_ = 0;        // the updates that were done then
  std::uint64_t repeat_until_ = 0;        // 0: nothing is repeated
  double copy_cost_ = 1;                  // in passes of one example through the weights
  std::string message_;
};

}  // namespace harmonium
