// What is measured while training goes on, without being asked: curves over updates, taken on a fixed few hundred
// examples at moments that depend on the number of updates alone, so that the same spec draws the same curves.
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
  Monitor(const Dataset& data, Binarisation how, std::uint64_t seed);

  // Takes the readings when they are due. `update_cost`: examples times passes through the weights in one update;
  // measuring stays at about a twentieth of the work.
  void observe(const Model& model, std::uint64_t updates, double update_cost);
  // Drops points after `updates`: training went back to its last good parameters.
  void rewind(std::uint64_t updates);

  // V x n: the first few hundred training examples as the model sees them.
  const Matrix& trainSeen() const { return train_seen_; }

  const std::vector<Curve>& curves() const { return curves_; }
  std::vector<Curve>& curves() { return curves_; }
  std::uint64_t nextUpdate() const { return next_; }
  void resumeAfter(const Model& model, std::uint64_t updates, double update_cost);

 private:
  void add(const Reading& reading, std::uint64_t updates);

  std::uint64_t seed_;
  States seen_states_;
  Matrix train_seen_, test_seen_;    // as the model sees them
  Matrix train_drawn_, test_drawn_;  // grey pixels drawn as 0 or 1
  std::vector<std::int16_t> train_labels_, test_labels_;
  std::vector<Curve> curves_;
  std::uint64_t next_ = 0;
};

}  // namespace harmonium
