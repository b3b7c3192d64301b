// Records the curves that every experiment has: readings of the model (models/faces/watched.h) over updates. It takes
// them on the same few hundred examples every time, after numbers of updates that depend on costs and on what a client
// asks for, and not on time. So the same spec, trained in the same way, gives the same curves.
#pragma once

#include "data/binarise.h"
#include "data/dataset.h"
#include "models/model.h"
#include "session/snapshot.h"

#include <cstdint>
#include <vector>

namespace harmonium {

class Monitor {
 public:
  // How many examples of each split readings take at most: few enough that they stay cheap. Of small patterns, whose
  // shares in the data are compared with their probabilities, more: a share of a part is another share.
  static double mostExamples(const Dataset& data) { return !data.real && data.values() <= 16 ? 2000 : 500; }
  // Copies up to so many examples of each split, spread evenly over it, and of those training examples that are kept
  // for validation, in ascending order. Called once before anything else.
  Work begin(Pace& pace, const Dataset& data, Binarisation how, std::uint64_t seed,
             std::span<const std::uint32_t> validation);

  // Takes the readings if they are due after `updates` updates. It may stop on the way (base/work.h); the model must
  // not change until it is done. `update_cost` is the cost of one update, in passes of one example through the weights
  // (Model::updateCost). It sets the next due time, so that readings take about a twentieth of the work of training.
  Work observe(Pace& pace, const Model& model, std::uint64_t updates, double update_cost);
  // Drops all points after `updates`, because training went back to its last good parameters.
  void rewind(std::uint64_t updates);

  // V x n: training examples as the model sees them.
  const Matrix& trainSeen() const { return train_seen_; }

  // Their classes, -1: not known; empty where the examples have none.
  std::span<const std::int16_t> trainLabels() const { return train_labels_; }

  const std::vector<Curve>& curves() const { return curves_; }
  std::vector<Curve>& curves() { return curves_; }
  std::uint64_t nextUpdate() const { return next_; }  // readings are due from this number of updates on
  // At most so many updates lie between two readings from now on, whatever they cost; 0: as their cost allows.
  void limitDistance(std::uint64_t most, std::uint64_t updates);
  // The next readings are due after `updates` updates at the latest. Does nothing if they were taken then.
  void dueBy(std::uint64_t updates);
  // Sets the due time of the next readings as if the last ones had been taken after `updates`.
  void resumeAfter(const Model& model, std::uint64_t updates, double update_cost);

 private:
  void add(const Reading& reading, std::uint64_t updates);
  // What a curve says about the examples it is a mean over: "500 of 2,000 training examples"; empty for none.
  std::string examplesOf(ReadOn on) const;

  std::uint64_t seed_ = 1;
  States seen_states_ = States::kReal;  // whether the training examples hold only 0 and 1
  Matrix train_seen_, test_seen_;       // as the model sees them
  Matrix train_drawn_, test_drawn_;     // with grey pixels drawn as 0 or 1; empty for real-valued data
  Matrix validation_seen_;              // as the model sees them
  std::vector<std::int16_t> train_labels_, test_labels_, validation_labels_;
  int train_examples_ = 0, test_examples_ = 0, validation_examples_ = 0;  // all of them
  bool pixels_drawn_ = false;  // whether the drawn examples differ from those that the model sees
  std::vector<Curve> curves_;
  std::uint64_t next_ = 0;
  std::uint64_t most_ = 0;  // updates between two readings; 0: no limit
};

}  // namespace harmonium
