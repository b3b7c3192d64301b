// Can a classifier tell samples from data? A small network learns on one half of both, its accuracy is taken on the
// other half. Where the two come from one distribution nothing can do better than guess: accuracy is then 1/2, give or
// take sqrt(1 / 4n) for n held-out points.
//
// The p-value is the chance of guessing so many right, from the binomial distribution. A high accuracy says that there
// is a difference, not that it matters: grey levels that no datum has give samples away at once. An accuracy near 1/2
// says that this network with so few examples found none.
// Lopez-Paz and Oquab (2017), Revisiting classifier two-sample tests.
#pragma once

#include "measures/small_classifier.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace harmonium {

class ClassifierTwoSample {
 public:
  // V x n each, at least 4; of the larger set as many as the smaller has are used.
  ClassifierTwoSample(const Matrix& data, const Matrix& samples, std::uint64_t seed);

  bool advance();  // a few milliseconds of work; true once done
  double progress() const { return classifier_->progress(); }

  std::size_t trials() const { return held_out_classes_.size(); }
  std::size_t hits() const { return hits_; }  // once done
  double accuracy() const { return static_cast<double>(hits_) / static_cast<double>(trials()); }

 private:
  Matrix held_out_;
  std::vector<int> held_out_classes_;
  std::optional<SmallClassifier> classifier_;
  std::size_t hits_ = 0;
};

}  // namespace harmonium
