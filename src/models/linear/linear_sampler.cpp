#include "models/linear/linear_sampler.h"

#include "base/numbers.h"
#include "kernels/paced.h"

#include <cmath>

namespace harmonium {

std::span<const Phase> LinearSampler::stages() const {
  static const Phase stages[] = {
      {"draw", "Draw h", "Every factor is drawn independently from a normal distribution of mean 0 and variance 1."},
      {"map", "Map", "W h + mean: the factors are multiplied by their loadings and added to the mean."},
      {"noise", "Add noise", "Independent noise is added to every value."},
  };
  return stages;
}

Work LinearSampler::run(std::size_t stage, Rng& rng, Pace& pace) {
  const RowMatrix& W = model_.floatLoadings();
  if (stage == kDraw) {
    co_await kernels::paced::normal(pace, rng, 0.0f, 1.0f, flat(latent_));
    image_.resize(W.rows(), latent_.cols());
    sampled_.resize(W.rows(), latent_.cols());
  } else if (stage == kMap) {
    const Vector mean = model_.floatMean();
    co_await kernels::paced::productTransposedB(pace, flat(latent_), flat(W), columnCount(latent_), columnCount(W),
                                                rowCount(W), kernels::Start::kBias, flat(mean), kernels::Sign::kAdd,
                                                flat(image_), nullptr);
  } else {
    co_await kernels::paced::normal(pace, rng, 0.0f, 1.0f, flat(sampled_));
    for (Index i = 0; i < sampled_.rows(); ++i) {
      const float deviation = toFloat(std::sqrt(model_.model().noise[i]));
      for (Index k = 0; k < sampled_.cols(); ++k) sampled_(i, k) = image_(i, k) + deviation * sampled_(i, k);
      co_await pace.spent(4 * toDouble(sampled_.cols()));
    }
    states_ = sampled_;
    mean_ = image_;
  }
}

std::unique_ptr<Sampler> LinearModel::sampler(int count) const {
  return std::make_unique<LinearSampler>(*this, count);
}

}  // namespace harmonium
