// The mean of a value over the examples of a split, computed batch by batch.
#pragma once

#include "measures/statistics.h"
#include "models/batch.h"
#include "session/examples.h"
#include "session/measures/request.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <span>
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
    out_.resize(static_cast<std::size_t>(v_.cols()));
    Batch examples(v_, reader_.labels());
    examples.states = states_;
    values_(examples, out_);
    for (const double value : out_) mean_.add(value);
    return reader_.position() == reader_.total();
  }
  const RunningMean& result() const { return mean_; }
  double mean() const { return mean_.mean(); }
  double progress() const {
    return static_cast<double>(reader_.position()) / std::max(1.0, static_cast<double>(reader_.total()));
  }

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
