// The classifier two-sample test measures whether a classifier can tell samples from data. A small network is trained
// on half of the data and half of the samples, and its accuracy is measured on the other halves. Where both sets come
// from one distribution, no classifier is better than guessing: the accuracy is then 1/2, with a standard deviation of
// sqrt(1 / 4n) for n held-out points.
//
// The p-value is the probability of guessing at least so many points right (guessingTail() in measures/statistics.h). A
// high accuracy shows that there is a difference, and not that the difference matters. For example, grey levels that
// never occur in the data reveal samples at once. An accuracy near 1/2 shows only that this network found no difference
// with these examples.
// Lopez-Paz & Oquab (2017), Revisiting classifier two-sample tests.
#pragma once

#include "measures/small_classifier.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace harmonium {

class ClassifierTwoSample {
 public:
  // data: V x n, samples: V x m; n and m are at least 4. Both sets use min(n, m) points, chosen at random.
  ClassifierTwoSample(const Matrix& data, const Matrix& samples, std::uint64_t seed);

  bool advance();  // does a few milliseconds of work; returns true once done
  double progress() const { return classifier_->progress(); }

  std::size_t trials() const { return held_out_classes_.size(); }  // held-out points
  std::size_t hits() const { return hits_; }  // held-out points that were classified correctly; valid once done
  double accuracy() const { return static_cast<double>(hits_) / static_cast<double>(trials()); }

 private:
  Matrix held_out_;
  std::vector<int> held_out_classes_;
  std::optional<SmallClassifier> classifier_;
  std::size_t hits_ = 0;
};

}  // namespace harmonium
