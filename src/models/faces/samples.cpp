#include "models/faces/samples.h"

#include "base/assert.h"
#include "base/numbers.h"

namespace harmonium {

void Sampler::restart(Rng& rng) {
  // -1 says that no stage has run, so that views do not show states that mean nothing yet.
  stage_ = -1;
  begin(rng);
}

void Sampler::runStage(std::size_t stage, Rng& rng) {
  HARMONIUM_ASSERT(stage < stages().size());
  run(stage, rng);
  stage_ = toInt(stage);
}

void Sampler::runRound(Rng& rng) {
  for (std::size_t stage = 0; stage < stages().size(); ++stage) runStage(stage, rng);
}

std::span<const Phase> oneStep() {
  static const Phase step[] = {{"step", "Step", "Every chain takes one step."}};
  return step;
}

}  // namespace harmonium
