// The mean of a value over the examples of a split, computed batch by batch. An example of which no value is known does
// not count: whatever a model says of it says nothing about the model.
#pragma once

#include "base/numbers.h"
#include "measures/statistics.h"
#include "models/batch.h"
#include "session/examples.h"
#include "session/measures/request.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

class ExampleMean {
 public:
  // Writes one value per example of the batch to `out`. Infinite and NaN values enter the mean too, so that a broken
  // model does not look well.
  using Values = std::function<void(const Batch& examples, std::span<double> out)>;

  // `test` selects the split and `limit` the largest number of examples, evenly spread over it. With `binary`, grey
  // pixels are sampled as 0/1, which likelihoods of binary units need.
  ExampleMean(const MeasureRequest& request, bool test, bool binary, std::uint32_t limit, Values values)
      : data_(request.input.data),
        reader_(test ? data_->test : data_->train, request.input.binarisation, binary, request.seed, limit,
                data_->layout),
        states_(binary || isBinaryAfter(test ? data_->test : data_->train, request.input.binarisation, data_->layout)
                    ? States::kBinary
                    : States::kReal),
        values_(std::move(values)) {}

  // Computes one batch. Returns true after the last.
  bool advance() {
    if (!reader_.next(v_)) return true;
    out_.resize(columnCount(v_));
    Batch examples(v_, reader_.labels());
    examples.states = states_;
    values_(examples, out_);
    for (std::size_t n = 0; n < out_.size(); ++n) {
      if (anyKnown(v_, toIndex(n))) mean_.add(out_[n]);
    }
    return reader_.position() == reader_.total();
  }
  const RunningMean& result() const { return mean_; }
  // NaN where no example counts.
  double mean() const { return mean_.count() > 0 ? mean_.mean() : std::numeric_limits<double>::quiet_NaN(); }
  // How many of the examples read so far do not count, as a sentence; empty where all do.
  std::string leftOut() const {
    const std::size_t unknown = reader_.position() - toSize(mean_.count());
    if (unknown == 0) return "";
    return countText(unknown) + " of " + countText(reader_.position()) +
           " examples are left out, because none of their values is known.";
  }
  double progress() const { return toDouble(reader_.position()) / std::max(1.0, toDouble(reader_.total())); }

 private:
  std::shared_ptr<const Dataset> data_;
  ExampleReader reader_;
  States states_;
  Values values_;
  Matrix v_;
  std::vector<double> out_;
  RunningMean mean_;
};

}  // namespace harmonium
