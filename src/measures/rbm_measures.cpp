#include "measures/rbm_measures.h"

#include "base/assert.h"

#include <cmath>

namespace harmonium {

namespace {

std::size_t columns(const Matrix& m) {
  return static_cast<std::size_t>(m.cols());
}

// log p(v_i | all others) for a state whose hidden inputs are `inputs`, with softplus sum `softplus`.
double logConditional(const RbmParameters& p, std::span<const float> v, std::span<const float> inputs, double softplus,
                      std::size_t i, Matrix& flipped) {
  const float change = 1.0f - 2.0f * v[i];  // +1 turns the unit on, -1 off
  flipped.resize(p.W.cols(), 1);
  HARMONIUM_ASSERT(!p.gaussian());
  std::ranges::copy(inputs, flat(flipped).begin());
  kernels::axpy(change, flat(p.W).subspan(i * p.hidden(), p.hidden()), flat(flipped));
  const double rise =  // F(v) - F(flipped)
      static_cast<double>(change) * static_cast<double>(p.b[static_cast<Eigen::Index>(i)]) +
      kernels::sumSoftplus(flat(flipped)) - softplus;
  return rise > 0 ? -(rise + std::log1p(std::exp(-rise))) : -std::log1p(std::exp(rise));
}

}  // namespace

double sumFreeEnergy(const RbmParameters& p, const Matrix& v, States states, RbmMeasureScratch& scratch) {
  scratch.energies.resize(columns(v));
  freeEnergy(p, v, states, scratch.states, scratch.h, scratch.energies);
  double sum = 0;
  for (const double energy : scratch.energies) sum += energy;
  return sum;
}

double sumReconstructionError(const RbmParameters& p, const Matrix& v, States states, RbmMeasureScratch& scratch) {
  hiddenMean(p, v, states, scratch.states, scratch.h);
  visibleMean(p, scratch.h, States::kReal, scratch.states, scratch.v);
  return kernels::squaredDistance(flat(v), flat(scratch.v)) / static_cast<double>(p.visible());
}

double sumPseudoLogLikelihood(const RbmParameters& p, const Matrix& v, RbmMeasureScratch& scratch) {
  hiddenInput(p, v, States::kBinary, scratch.states, scratch.h);
  double sum = 0;
  for (std::size_t n = 0; n < columns(v); ++n) {
    const std::span<const float> example = flat(v).subspan(n * p.visible(), p.visible());
    const std::span<const float> inputs = flat(scratch.h).subspan(n * p.hidden(), p.hidden());
    const double softplus = kernels::sumSoftplus(inputs);
    for (std::size_t i = 0; i < p.visible(); ++i)
      sum += logConditional(p, example, inputs, softplus, i, scratch.flipped);
  }
  return sum;
}

double sumStochasticPseudoLogLikelihood(const RbmParameters& p, const Matrix& v, RbmMeasureScratch& scratch, Rng& rng,
                                        double* sum_of_squares) {
  hiddenInput(p, v, States::kBinary, scratch.states, scratch.h);
  double sum = 0, squares = 0;
  for (std::size_t n = 0; n < columns(v); ++n) {
    const std::span<const float> example = flat(v).subspan(n * p.visible(), p.visible());
    const std::span<const float> inputs = flat(scratch.h).subspan(n * p.hidden(), p.hidden());
    const std::size_t i = rng.below(static_cast<std::uint32_t>(p.visible()));
    const double value = static_cast<double>(p.visible()) *
                         logConditional(p, example, inputs, kernels::sumSoftplus(inputs), i, scratch.flipped);
    sum += value;
    squares += value * value;
  }
  if (sum_of_squares != nullptr) *sum_of_squares = squares;
  return sum;
}

}  // namespace harmonium
