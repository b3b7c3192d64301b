// The class histogram measures which classes the samples belong to. A small classifier is trained on the labelled data,
// always in the same way, and then assigns a class to each sample.
//
//   value = KL(samples || data) = sum over classes of p log(p / q)     p, q: shares of a class among samples and data
//
// The value is in nats. It is 0 where the shares are equal, and at most -log of the smallest share of the data, which
// it reaches where all samples belong to the rarest class. With n samples, chance alone gives about (classes - 1) / 2n.
//
// The value does not tell how good a sample looks, because each sample gets the class that it resembles most. The
// classifier makes errors too; error() says how many.
#pragma once

#include "measures/small_classifier.h"

#include <optional>
#include <vector>

namespace harmonium {

struct LabelledExamples {
  Matrix v = {};                  // V x n, one example per column
  std::vector<int> classes = {};  // n classes, counted from 0
};

class ClassHistogram {
 public:
  // `train` has at least one example of every class, `held_out` at least one example. A class of `held_out` that is
  // class_count or more is none of those learnt, so the classifier errs there.
  ClassHistogram(LabelledExamples train, LabelledExamples held_out, Matrix samples, int class_count);

  bool advance();  // does a few milliseconds of work; returns true once done
  double progress() const { return classifier_.progress(); }

  // These are valid once done.
  const std::vector<double>& shares() const { return shares_; }           // of each class among the samples
  const std::vector<double>& dataShares() const { return data_shares_; }  // of each class among the training examples
  double error() const { return error_; }  // the share of `held_out` that the classifier puts in a wrong class
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
