// The face of models that can draw samples from their exact distribution although their sampler runs chains: their
// states can be counted. A chain may take longer than anybody waits to leave the first mode it meets, so its states say
// as much about the chain as about the model. Exact draws say what the model itself has learnt.
#pragma once

#include "base/matrix.h"
#include "base/rng.h"

#include <cstddef>
#include <memory>

namespace harmonium {

// Draws independent samples. The object holds a copy of the parameters, so training may go on meanwhile.
class ExactDraws {
 public:
  virtual ~ExactDraws() = default;
  virtual bool prepare() = 0;           // works for a few milliseconds; true when ready to draw
  virtual double prepared() const = 0;  // share of the preparation that is done, 0 .. 1
  // Fills every column with an independent sample, and `means` with the means that the samples were drawn from, in the
  // units of the data. The caller sets the sizes, V x n each. Must not be called before prepare() has returned true.
  virtual void draw(Rng& rng, Matrix& states, Matrix& means) = 0;
  // The number of states that were counted.
  virtual std::size_t counted() const = 0;
};

namespace faces {

class ExactSamples {
 public:
  virtual ~ExactSamples() = default;
  // Null where there are too many states under these settings.
  virtual std::unique_ptr<ExactDraws> exactDraws() const = 0;
};

}  // namespace faces
}  // namespace harmonium
