// A job made of grains: pieces of a few milliseconds, each worked off whole.
#pragma once

#include "session/job.h"
#include "session/stopwatch.h"

namespace harmonium {

class GrainJob : public Job {
 public:
  bool advance(double milliseconds) final {
    const Stopwatch watch;
    while (!done_) {
      done_ = grain();
      if (watch.milliseconds() >= milliseconds) break;
    }
    return done_;
  }
  double progress() const final { return done_ ? 1.0 : share(); }
  const JobResult& result() const final { return result_; }

 protected:
  virtual bool grain() = 0;          // true: that was the last
  virtual double share() const = 0;  // of the work that is done; below 1
  JobResult result_;

 private:
  bool done_ = false;
};

}  // namespace harmonium
