#include "models/faces/samples.h"

#include "base/assert.h"

namespace harmonium {

void Sampler::restart(Rng& rng) {
  stage_ = -1;
  begin(rng);
}

void Sampler::runStage(std::size_t stage, Rng& rng) {
  HARMONIUM_ASSERT(stage < stages().size());
  run(stage, rng);
  stage_ = static_cast<int>(stage);
}

void Sampler::runRound(Rng& rng) {
  for (std::size_t stage = 0; stage < stages().size(); ++stage) runStage(stage, rng);
}

std::span<const Phase> oneStep() {
  static const Phase step[] = {{"step", "Step", "Every chain takes one step."}};
  return step;
}

}  // namespace harmonium
