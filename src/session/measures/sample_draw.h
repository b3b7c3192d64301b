// Samples of any model, drawn in slices: what the measures on samples start from.
#pragma once

#include "base/matrix.h"
#include "models/model.h"
#include "session/measures/request.h"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace harmonium {

class SampleDraw {
 public:
  // `count` independent chains of `steps` steps from the model's start distribution, or so many draws from the top
  // down. Chain n is the same however many there are. Copies the model.
  SampleDraw(const MeasureRequest& request, std::size_t count, std::size_t steps, bool means);

  bool advance();  // a few milliseconds of work; true once done
  double progress() const;
  const Matrix& samples() const { return samples_; }  // V x count; once done
  Matrix take() { return std::move(samples_); }
  bool ancestral() const { return model_->ancestral(); }
  std::size_t steps() const { return steps_; }

 private:
  void begin();

  std::unique_ptr<Model> model_;
  std::uint64_t seed_;
  std::size_t steps_, step_ = 0;
  bool means_;
  Eigen::Index first_ = 0;  // of the batch under way
  Rng rng_;
  Matrix samples_, states_, mean_;
};

}  // namespace harmonium
