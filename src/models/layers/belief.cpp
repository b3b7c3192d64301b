// Compiled for speed: every update of a belief net runs these functions for each layer.
#include "models/layers/belief.h"

#include "base/numbers.h"
#include "kernels/paced.h"
#include "models/layers/units.h"

namespace harmonium {

Work beliefMeans(Pace& pace, const BeliefLayer& layer, const Matrix& telling, States states, BeliefScratch& scratch,
                 Matrix& mean) {
  co_await inputDown(pace, layer.W, layer.b, telling, states, scratch.link, mean);
  binaryMeans(mean, scratch.link.team);
  co_await pace.spent(8 * toDouble(mean.size()));
}

void beliefMeans(const BeliefLayer& layer, const Matrix& telling, States states, BeliefScratch& scratch, Matrix& mean) {
  Pace whole;
  finish(beliefMeans(whole, layer, telling, states, scratch, mean));
}

Work sampleBelief(Pace& pace, const BeliefLayer& layer, const Matrix& telling, States states, BeliefScratch& scratch,
                  Rng& rng, Matrix& mean, Matrix& told) {
  co_await beliefMeans(pace, layer, telling, states, scratch, mean);
  told.resize(mean.rows(), mean.cols());
  co_await kernels::paced::bernoulli(pace, rng, flat(mean), flat(told));
}

void sampleBelief(const BeliefLayer& layer, const Matrix& telling, States states, BeliefScratch& scratch, Rng& rng,
                  Matrix& mean, Matrix& told) {
  Pace whole;
  finish(sampleBelief(whole, layer, telling, states, scratch, rng, mean, told));
}

Work beliefLogProbability(Pace& pace, const BeliefLayer& layer, const Matrix& told, const Matrix& telling,
                          States states, BeliefScratch& scratch, std::span<double> out) {
  co_await inputDown(pace, layer.W, layer.b, telling, states, scratch.link, scratch.mean);
  const std::size_t units = rowCount(told);
  for (std::size_t n = 0; n < out.size(); ++n) {
    const std::span<const float> a = flat(scratch.mean).subspan(n * units, units);
    // From the inputs, not from the means: log(sigmoid(a)) would be -infinity where a mean rounds to 0.
    out[n] = kernels::dot(flat(told).subspan(n * units, units), a) - kernels::sumSoftplus(a);
    co_await pace.spent(12 * toDouble(units));
  }
}

void beliefLogProbability(const BeliefLayer& layer, const Matrix& told, const Matrix& telling, States states,
                          BeliefScratch& scratch, std::span<double> out) {
  Pace whole;
  finish(beliefLogProbability(whole, layer, told, telling, states, scratch, out));
}

void freeLogProbability(const Vector& biases, const Matrix& told, std::span<double> out) {
  const std::size_t units = rowCount(told);
  const double normaliser = kernels::sumSoftplus(flat(biases));
  for (std::size_t n = 0; n < out.size(); ++n) {
    out[n] = kernels::dot(flat(told).subspan(n * units, units), flat(biases)) - normaliser;
  }
}

Work beliefSlope(Pace& pace, const BeliefLayer& layer, const Matrix& told, const Matrix& telling, States states,
                 std::span<const float> weights, BeliefScratch& scratch, BeliefLayer& slope) {
  co_await beliefMeans(pace, layer, telling, states, scratch, scratch.mean);
  // x - p is a real number even where the states are binary, so the product takes it as real.
  scratch.off = told - scratch.mean;
  for (std::size_t n = 0; n < weights.size(); ++n) scratch.off.col(toIndex(n)) *= weights[n];
  const float each = weights.empty() ? 1.0f / toFloat(told.cols()) : 1.0f;
  slope.W.resize(layer.W.rows(), layer.W.cols());
  co_await linkProduct(pace, {scratch.off, telling, States::kReal}, each, kernels::Start::kZero, scratch.slope,
                       slope.W);
  slope.b.resize(told.rows());
  kernels::sumRows(flat(scratch.off), columnCount(told), rowCount(told), kernels::Start::kZero, kernels::Sign::kAdd,
                   flat(slope.b));
  kernels::scale(each, flat(slope.b));
}

void beliefSlope(const BeliefLayer& layer, const Matrix& told, const Matrix& telling, States states,
                 BeliefScratch& scratch, BeliefLayer& slope) {
  Pace whole;
  finish(beliefSlope(whole, layer, told, telling, states, {}, scratch, slope));
}

}  // namespace harmonium
