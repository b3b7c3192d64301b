// A small classifier that a measure trains for its own use: a network with one hidden layer of rectified units and a
// softmax output, trained by Adam.
//
// The values are centred and divided by one number, the root of their mean variance. One common number keeps the
// relative scale of the values. The same examples, plan and seed give the same classifier to the bit.
#pragma once

#include "base/matrix.h"
#include "base/rng.h"
#include "nn/mlp.h"
#include "nn/optimiser.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace harmonium {

struct ClassifierPlan {
  int hidden = 32;             // hidden units
  std::size_t updates = 2000;  // updates in all
  std::size_t batch = 50;      // examples per update; fewer where there are not so many
  float rate = 0.001f;         // Adam's learning rate
  std::uint64_t seed = 1;      // for the initial weights and the order of the examples
};

class SmallClassifier {
 public:
  // examples: V x N, N >= 1, one example per column; classes: N values in 0 .. class_count - 1.
  SmallClassifier(Matrix examples, std::vector<int> classes, int class_count, const ClassifierPlan& plan);

  bool advance();  // does one update; returns true after the last
  double progress() const { return static_cast<double>(done_) / static_cast<double>(plan_.updates); }

  // Returns the most probable class of each column of v, V x n.
  std::vector<int> classify(const Matrix& v) const;
  // Returns the share of the columns of v whose most probable class is not the given one; 0 without columns.
  double error(const Matrix& v, std::span<const int> classes) const;

 private:
  Matrix scaled(const Matrix& v) const;
  void shuffle();

  Matrix examples_;  // scaled
  std::vector<int> classes_;
  ClassifierPlan plan_;
  Rng rng_;
  Vector mean_;
  float scale_ = 1;
  nn::Mlp net_;
  nn::Optimiser optimiser_;
  std::vector<std::uint32_t> order_;
  std::size_t next_ = 0, done_ = 0;
  // Scratch memory of an update.
  nn::MlpTrace trace_;
  Matrix batch_, slope_;
  std::vector<int> batch_classes_;
  std::vector<float> gradient_;
};

}  // namespace harmonium
