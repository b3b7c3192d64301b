// A job that consists of steps of a few milliseconds each. advance() does whole steps until its time is over, so a
// caller waits at most one step longer than it asked for.
#pragma once

#include "session/job.h"
#include "session/stopwatch.h"

namespace harmonium {

class StepJob : public Job {
 public:
  bool advance(double milliseconds) final {
    const Stopwatch watch;
    while (!done_) {
      done_ = step();
      if (watch.milliseconds() >= milliseconds) break;
    }
    return done_;
  }
  double progress() const final { return done_ ? 1.0 : fractionDone(); }
  const JobResult& result() const final { return result_; }

 protected:
  virtual bool step() = 0;                  // does one step; returns true after the last, with result_ complete
  virtual double fractionDone() const = 0;  // how much of the work is done, in [0, 1)
  JobResult result_;

 private:
  bool done_ = false;
};

}  // namespace harmonium
