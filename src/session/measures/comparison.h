// Measures on samples: draw them, take as many examples of the data, compare.
#pragma once

#include "session/measures/request.h"

#include <functional>
#include <memory>
#include <vector>

namespace harmonium {

// What is worked out once the samples are there.
class Comparison {
 public:
  virtual ~Comparison() = default;
  virtual bool advance() = 0;  // a few milliseconds of work; true once done
  virtual double progress() const = 0;
  // `m` comes with name, label, unit and a note that says what was compared.
  virtual std::vector<Measurement> answers(Measurement m) const = 0;
};

// From the data's examples (V x n; none where the measure wants none) and the samples (V x m).
using BeginComparison = std::function<std::unique_ptr<Comparison>(Matrix data, Matrix samples)>;

// Refuses data with missing values. `examples`: most of the data to load; 0 where the comparison loads its own.
StartedMeasure startComparison(const MeasureRequest& request, std::size_t examples, BeginComparison begin);

}  // namespace harmonium
