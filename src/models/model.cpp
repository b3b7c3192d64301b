#include "models/model.h"

#include "base/assert.h"

namespace harmonium {

void Model::sampleStart(Matrix& start, Rng& rng) const {
  Matrix mean;
  sampleSteps(start, mean, 1, {}, rng);
}

void Model::sampleSteps(Matrix& states, Matrix& mean, int /*steps*/, std::span<const float> /*clamp*/, Rng& rng) const {
  HARMONIUM_ASSERT(ancestral());
  Generation g;
  for (std::size_t stage = 0; stage < generationStages().size(); ++stage) {
    generate(stage, static_cast<int>(states.cols()), g, rng);
  }
  states = g.visible;
  mean = g.mean;
}

void Model::generate(std::size_t /*stage*/, int /*count*/, Generation& /*g*/, Rng& /*rng*/) const {
  HARMONIUM_ASSERT(false);  // whoever names stages runs them
}

}  // namespace harmonium
