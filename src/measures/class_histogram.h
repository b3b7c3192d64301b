// Which classes do the samples belong to? A small classifier learns the labelled data, always in the same way, and then
// sorts the samples.
//
//   value = KL(samples || data) = sum over classes of p log(p / q)     p, q: shares of a class among samples and data
//
// nats, from 0 (the same shares) to -log of the smallest share (all samples of the rarest class). Chance alone gives
// about (classes - 1) / 2n for n samples. Says nothing of how good a sample looks: each is put into the class that it
// is least unlike, and the classifier errs too.
#pragma once

#include "measures/small_classifier.h"

#include <optional>
#include <vector>

namespace harmonium {

struct LabelledExamples {
  Matrix v = {};                  // V x n
  std::vector<int> classes = {};  // n, each from 0
};

class ClassHistogram {
 public:
  ClassHistogram(LabelledExamples train, LabelledExamples held_out, Matrix samples, int class_count);

  bool advance();  // a few milliseconds of work; true once done
  double progress() const { return classifier_.progress(); }

  // Once done.
  const std::vector<double>& shares() const { return shares_; }           // of every class among the samples
  const std::vector<double>& dataShares() const { return data_shares_; }  // among the training examples
  double error() const { return error_; }                                 // of the classifier, on held-out data
  double divergence() const;
  double standardError() const;  // of the divergence, by the delta method

 private:
  LabelledExamples held_out_;
  Matrix samples_;
  std::vector<double> shares_, data_shares_;
  SmallClassifier classifier_;
  double error_ = 0;
};

}  // namespace harmonium
