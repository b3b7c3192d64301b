#include "models/gan/gan_sampler.h"

namespace harmonium {

std::span<const Phase> GanSampler::stages() const {
  static const Phase stages[] = {
      {"noise", "Noise z", "Random numbers z are drawn, independent of the data."},
      {"generate", "G(z)", "The generator turns them into a sample; this step is not random."},
  };
  return stages;
}

Work GanSampler::run(std::size_t stage, Rng& rng, Pace& pace) {
  if (stage == 0) {
    gan_.drawNoise(z_, rng);
    co_return;
  }
  co_await gan_.samplesOf(pace, z_, trace_, rng, states_);
  mean_ = states_;
}

std::unique_ptr<Sampler> Gan::sampler(int count) const {
  return std::make_unique<GanSampler>(*this, data_.mean.size(), count);
}

}  // namespace harmonium
