// The face of models that report readings while they train: the points of the learning curves, and their cost.
#pragma once

#include "base/matrix.h"
#include "base/states.h"
#include "base/work.h"
#include "models/faces/density.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

// The examples that a reading is a mean over. Curves say it beside their name, because a mean over a few hundred
// examples differs from the measure of the same name, which takes a whole split.
enum class ReadOn {
  kModel,       // none: a property of the model, of an update, or of samples
  kTrain,       // WatchedExamples::train
  kTest,        // WatchedExamples::test
  kBoth,        // train and test, as a difference
  kTrainDrawn,  // WatchedExamples::train_drawn
  kTestDrawn,   // WatchedExamples::test_drawn
  kBothDrawn,   // train_drawn and test_drawn, as a difference
  kValidation,  // WatchedExamples::validation
  kWholeTrain,  // all training examples
};

// A number measured while training on a fixed set of a few hundred examples: one point of a curve.
struct Reading {
  std::string name = {}, label = {}, unit = {};  // name in files, label and unit on screen
  double value = 0;
  double error = 0;                      // standard error; 0: none
  std::optional<double> reference = {};  // a level to compare with: an optimum, a closed form
  std::string reference_label = {};
  ReadOn on = ReadOn::kModel;
};

// The examples on which readings are taken: up to 500 of each split, V x n. The drawn ones are for models of binary
// units: there, grey pixels that training uses as probabilities have been drawn as 0 or 1.
struct WatchedExamples {
  const Matrix& train;  // as the model sees them in training
  const Matrix& test;   // has no columns where no examples are held out
  const Matrix& train_drawn = train;
  const Matrix& test_drawn = test;
  std::span<const std::int16_t> train_labels = {}, test_labels = {};  // one per example, -1: not known; or empty
  const Matrix* validation = nullptr;  // training examples that training does not see; null or without columns: none
  std::span<const std::int16_t> validation_labels = {};
  States states = States::kReal;  // of `train`
  std::uint64_t seed = 1;         // readings that draw use it and `update`, so that they repeat after the same update
  std::uint64_t update = 0;
};

namespace faces {

class Watched {
 public:
  virtual ~Watched() = default;
  // The cost of the readings beyond a few passes of the watched examples through the weights, in the unit of
  // Model::updateCost. The session takes expensive readings less often.
  virtual double readingsCost() const { return 0; }
  // Appends the readings to `out`, which is empty when the call begins. The work may stop on the way (base/work.h).
  // While it stands still, views are made and the model is asked other questions, but its parameters do not change; so
  // the work shares no scratch memory with them.
  virtual Work takeReadings(const WatchedExamples& watched, std::vector<Reading>& out, Pace& pace) const = 0;
  void readings(const WatchedExamples& watched, std::vector<Reading>& out) const {
    Pace whole;
    finish(takeReadings(watched, out, whole));
  }
};

}  // namespace faces
}  // namespace harmonium
