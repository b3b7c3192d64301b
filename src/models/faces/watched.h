// What a model that is watched while it trains offers: numbers for the curves, and what they cost.
#pragma once

#include "base/matrix.h"
#include "base/states.h"
#include "models/faces/density.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

// A number taken in passing while training, on a fixed few hundred examples: one point of a curve.
struct Reading {
  std::string name = {}, label = {}, unit = {};
  double value = 0;
  double error = 0;                      // standard error; 0: none
  std::optional<double> reference = {};  // a level to set it beside: an optimum, a closed form
  std::string reference_label = {};
};

// The examples that are watched, up to 500 of each split, V x n. The drawn ones are for models of binary units: grey
// pixels that training takes as they are have been drawn as 0 or 1 there.
struct WatchedExamples {
  const Matrix& train;  // as the model sees them in training
  const Matrix& test;   // no columns where nothing is held out
  const Matrix& train_drawn = train;
  const Matrix& test_drawn = test;
  std::span<const std::int16_t> train_labels = {}, test_labels = {};  // or none
  States states = States::kReal;                                      // of `train`
  std::uint64_t seed = 1;  // for readings that draw: the same numbers after the same update
  std::uint64_t update = 0;
};

namespace faces {

class Watched {
 public:
  virtual ~Watched() = default;
  // What readings() cost, where that is more than a few passes of the watched examples through the weights (counted as
  // in Model::updateCost), makes them come less often.
  virtual double readingsCost() const { return 0; }
  // `out` comes empty.
  virtual void readings(const WatchedExamples& watched, std::vector<Reading>& out) const = 0;
};

}  // namespace faces
}  // namespace harmonium
