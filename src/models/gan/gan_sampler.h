// The sampler of a GAN. Its stages draw noise and run the generator.
#pragma once

#include "base/numbers.h"
#include "models/gan/gan.h"

namespace harmonium {

class GanSampler final : public Sampler {
 public:
  GanSampler(const Gan& gan, Index values, int count)
      : Sampler(values, count), gan_(gan), z_(gan.generator().inputs(), count) {}

  std::span<const Phase> stages() const override;
  bool chain() const override { return false; }
  std::vector<SampledLayer> layers() const override { return {{"z", &z_}}; }

  const Matrix& noise() const { return z_; }  // q x count: the noise of the current round

 protected:
  Work run(std::size_t stage, Rng& rng, Pace& pace) override;

 private:
  const Gan& gan_;
  Matrix z_;
  nn::MlpTrace trace_;
};

}  // namespace harmonium
