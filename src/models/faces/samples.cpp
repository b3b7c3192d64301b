#include "models/faces/samples.h"

#include "base/assert.h"
#include "base/numbers.h"

namespace harmonium {

Work Sampler::restart(Rng& rng, Pace& pace) {
  // -1 says that no stage has run, so that views do not show states that mean nothing yet.
  stage_ = -1;
  return beginSlowly(rng, pace);
}

Work Sampler::runStage(std::size_t stage, Rng& rng, Pace& pace) {
  HARMONIUM_ASSERT(stage < stages().size());
  co_await run(stage, rng, pace);
  stage_ = toInt(stage);
}

Work Sampler::runRound(Rng& rng, Pace& pace) {
  for (std::size_t stage = 0; stage < stages().size(); ++stage) co_await runStage(stage, rng, pace);
}

std::span<const Phase> oneStep() {
  static const Phase step[] = {{"step", "Step", "Every chain takes one step."}};
  return step;
}

}  // namespace harmonium
