// The measures on samples share one job: it draws samples, loads examples of the data and compares the two sets.
#pragma once

#include "measures/scaling.h"
#include "session/measures/request.h"

#include <functional>
#include <memory>
#include <vector>

namespace harmonium {

// The computation of one measure from samples and data.
class Comparison {
 public:
  virtual ~Comparison() = default;
  virtual bool advance() = 0;           // does a few milliseconds of work; returns true once done
  virtual double progress() const = 0;  // in [0, 1]
  // Returns the results; valid once done. `m` has name, label, unit and a note that says what was compared; each result
  // is a copy of it with the remaining fields set.
  virtual std::vector<Measurement> answers(Measurement m) const = 0;
};

// What is compared. Both matrices are scaled already where the measure has the option `scale`.
struct ComparedSets {
  Matrix data, samples;    // V x n and V x m; n is 0 where the measure loads its own examples
  const Scaling& scaling;  // for examples that the measure loads itself, and for densities in the data's units
};
using BeginComparison = std::function<std::unique_ptr<Comparison>(ComparedSets sets)>;

// How the measure of the request scales values before it takes distances: as its option `scale` says.
Scaling scalingOf(const MeasureRequest& request);

// Starts the job. `examples` is the largest number of examples to load, or 0 where the comparison loads its own.
// Refuses (kNotAvailable) models without samples, data with missing values, and data with fewer than 10 examples.
StartedMeasure startComparison(const MeasureRequest& request, std::size_t examples, BeginComparison begin);

}  // namespace harmonium
