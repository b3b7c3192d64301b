// Long work in slices: a measure or a request for samples. The owner calls advance() until it returns true, does other
// work in between, and may destroy the job at any time.
#pragma once

#include "session/snapshot.h"

#include <cstdint>
#include <string>
#include <vector>

namespace harmonium {

struct JobResult {
  std::vector<Measurement> measurements;  // from a measure: the first is the answer, the others accompany it
  std::vector<std::uint32_t> shape;       // from a request for samples: [count, rows, cols]
  std::vector<float> values;              // the samples, one after the other
};

class Job {
 public:
  virtual ~Job() = default;
  // Works for about `milliseconds`, and does at least one step. Returns true once all work is done.
  virtual bool advance(double milliseconds) = 0;
  virtual double progress() const = 0;          // in [0, 1]; 1 only at the end
  virtual const JobResult& result() const = 0;  // valid once advance() has returned true
};

}  // namespace harmonium
