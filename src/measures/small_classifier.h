// A small network that tells classes apart, trained inside a measure: one hidden layer of rectified units, softmax,
// Adam.
//
// Values are centred and divided by one number, their root mean variance, so that every value keeps its weight. The
// same examples, plan and seed give the same classifier to the bit.
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
  int hidden = 32;
  std::size_t updates = 2000;
  std::size_t batch = 50;
  float rate = 0.001f;
  std::uint64_t seed = 1;
};

class SmallClassifier {
 public:
  // examples: V x N, N >= 1; classes: one a column, 0 .. class_count - 1.
  SmallClassifier(Matrix examples, std::vector<int> classes, int class_count, const ClassifierPlan& plan);

  bool advance();  // one update; true after the last
  double progress() const { return static_cast<double>(done_) / static_cast<double>(plan_.updates); }

  // The most probable class of every column of v (V x n).
  std::vector<int> classify(const Matrix& v) const;
  // Share of examples put into the wrong class.
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
  nn::Optimiser descent_;
  std::vector<std::uint32_t> order_;
  std::size_t next_ = 0, done_ = 0;
  // Scratch of an update.
  nn::MlpTrace trace_;
  Matrix batch_, slope_;
  std::vector<int> batch_classes_;
  std::vector<float> gradient_;
};

}  // namespace harmonium
