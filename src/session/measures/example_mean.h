// The mean of a value over the examples of a split, computed batch by batch. An example of which no value is known does
// not count: whatever a model says of it says nothing about the model.
//
// Where the value is defined for 0 and 1 only and the examples hold grey pixels, pixels are drawn as 0 or 1. The value
// then depends on the draw, so it is computed for several draws and averaged. Every draw is independent, so the scatter
// within the examples tells how much the mean still depends on the draws.
#pragma once

#include "base/numbers.h"
#include "measures/statistics.h"
#include "models/batch.h"
#include "session/examples.h"
#include "session/measures/request.h"
#include "session/pieces.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

class ExampleMean {
 public:
  // Writes one value per example of the batch to `out`. It may stop on the way (base/work.h). Infinite and NaN values
  // enter the mean too, so that a broken model does not look well.
  using Values = std::function<Work(Pace& pace, Batch examples, std::span<double> out)>;

  // `test` selects the split and `limit` the largest number of examples, evenly spread over it. With `binary`, grey
  // pixels are drawn as 0/1, which likelihoods of binary units need. The request's option `pixelDraws` says how often.
  ExampleMean(const MeasureRequest& request, bool test, bool binary, std::uint32_t limit, Values values);

  bool advance();  // computes one batch, or some examples of it; returns true after the last
  double progress() const;
  std::size_t examples() const { return toSize(over_examples_.count()); }  // that count; valid once done
  bool drawn() const { return drawn_; }              // whether the values depend on draws of grey pixels
  double draws() const { return toDouble(draws_); }  // how often they are drawn; 1 where they are not

  // These are valid once done. All are in the unit of the values.
  double mean() const;                                             // NaN where no example counts
  double deviation() const { return over_examples_.deviation(); }  // of the examples' own means
  // The standard error of the mean if other examples had been taken. It includes what the draws of pixels add.
  double standardError() const { return over_examples_.standardError(); }
  // The part of it that the draws of pixels make: the standard error of the mean over these examples. Nothing where
  // pixels are drawn once, because one draw tells nothing about others; 0 where none are drawn.
  std::optional<double> drawingError() const;

  // Writes into `m` the mean, what it is a mean over, how many examples do not count, and how much it varies: over the
  // examples of held-out data, and by the draws of pixels. `estimate` is the standard error of other parts of the
  // value, such as log Z; 0: none. A value that depends on draws of pixels is not exact.
  void describe(Measurement& m, double estimate = 0) const;

 private:
  void beginPass();

  std::shared_ptr<const Dataset> data_;
  bool test_, binary_, drawn_;
  Binarisation binarisation_;
  std::uint64_t seed_;
  std::uint32_t limit_;
  std::size_t draws_, pass_ = 0;
  std::optional<ExampleReader> reader_;
  States states_;
  Values values_;
  Matrix v_, part_;                           // the present batch, and those of its examples that are computed together
  std::uint32_t first_ = 0;                   // the index of the first example of the batch
  Index next_ = 0, together_;                 // the next example of the batch; how many are computed together
  std::vector<double> out_, sums_, squares_;  // sums_ and squares_: over the draws of each example
  std::vector<bool> counts_;                  // whether any value of an example is known
  RunningMean over_examples_;
  Pieces pieces_;  // comes last: it is dropped before what it works on
};

}  // namespace harmonium
