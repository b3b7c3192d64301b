// Long work cut in slices: a measure or a request for samples. Whoever holds it calls advance() until done, in between
// looks at other work, and may drop it at any time.
#pragma once

#include "session/snapshot.h"

#include <cstdint>
#include <string>
#include <vector>

namespace harmonium {

struct JobResult {
  std::vector<Measurement> measurements;  // of a measure: the first is the answer, others belong to it
  std::vector<std::uint32_t> shape;       // of samples: [count, rows, cols]
  std::vector<float> values;
};

class Job {
 public:
  virtual ~Job() = default;
  // Works for about `milliseconds`, at least one step. Returns true once done.
  virtual bool advance(double milliseconds) = 0;
  virtual double progress() const = 0;          // 0 .. 1
  virtual const JobResult& result() const = 0;  // once done
};

}  // namespace harmonium
