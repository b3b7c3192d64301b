// The sampler of a linear Gaussian model. Its stages draw the factors, map them to values, and add the noise.
#pragma once

#include "models/linear/linear_model.h"

namespace harmonium {

class LinearSampler final : public Sampler {
 public:
  enum Stages : std::size_t { kDraw, kMap, kAddNoise };

  LinearSampler(const LinearModel& model, int count)
      : Sampler(model.model().values(), count), model_(model), latent_(model.model().factors(), count) {}

  std::span<const Phase> stages() const override;
  bool chain() const override { return false; }
  std::vector<SampledLayer> layers() const override { return {{"h", &latent_}}; }

  const Matrix& latent() const { return latent_; }    // q x count
  const Matrix& image() const { return image_; }      // V x count: W h + mean, of the round under way
  const Matrix& sampled() const { return sampled_; }  // V x count: with noise, of the round under way

 protected:
  Work run(std::size_t stage, Rng& rng, Pace& pace) override;

 private:
  const LinearModel& model_;
  Matrix latent_, image_, sampled_;
};

}  // namespace harmonium
