// Compiled for speed: every update of a belief net runs these functions for each layer.
#include "models/layers/belief.h"

#include "base/numbers.h"
#include "models/layers/units.h"

namespace harmonium {

void beliefMeans(const BeliefLayer& layer, const Matrix& telling, States states, BeliefScratch& scratch, Matrix& mean) {
  inputDown(layer.W, layer.b, telling, states, scratch.link, mean);
  binaryMeans(mean, scratch.link.team);
}

void sampleBelief(const BeliefLayer& layer, const Matrix& telling, States states, BeliefScratch& scratch, Rng& rng,
                  Matrix& mean, Matrix& told) {
  beliefMeans(layer, telling, states, scratch, mean);
  told.resize(mean.rows(), mean.cols());
  kernels::bernoulli(rng, flat(mean), flat(told));
}

void beliefLogProbability(const BeliefLayer& layer, const Matrix& told, const Matrix& telling, States states,
                          BeliefScratch& scratch, std::span<double> out) {
  inputDown(layer.W, layer.b, telling, states, scratch.link, scratch.mean);
  const std::size_t units = rowCount(told);
  for (std::size_t n = 0; n < out.size(); ++n) {
    const std::span<const float> a = flat(scratch.mean).subspan(n * units, units);
    // From the inputs, not from the means: log(sigmoid(a)) would be -infinity where a mean rounds to 0.
    out[n] = kernels::dot(flat(told).subspan(n * units, units), a) - kernels::sumSoftplus(a);
  }
}

void beliefSlope(const BeliefLayer& layer, const Matrix& told, const Matrix& telling, States states,
                 BeliefScratch& scratch, BeliefLayer& slope) {
  beliefMeans(layer, telling, states, scratch, scratch.mean);
  // x - p is a real number even where the states are binary, so the product takes it as real.
  scratch.off = told - scratch.mean;
  slope.W.resize(layer.W.rows(), layer.W.cols());
  linkProduct({scratch.off, telling, States::kReal}, 1.0f / toFloat(told.cols()), kernels::Start::kZero, scratch.slope,
              slope.W);
  meanOverColumns(scratch.off, slope.b);
}

}  // namespace harmonium
