// Short measures of a restricted Boltzmann machine on given examples (V x N, one a column). Each is a sum over the
// examples, so that a long one can be taken in batches. Energies and likelihoods in nats per example.
#pragma once

#include "base/matrix.h"
#include "base/rng.h"
#include "models/rbm/rbm.h"

namespace harmonium {

struct RbmMeasureScratch {
  RbmScratch states;
  Matrix h, v, flipped;
  std::vector<double> energies;
};

// Sum over the examples of F(v). Minus its mean, less log Z, is the log-likelihood.
double sumFreeEnergy(const RbmParameters& p, const Matrix& v, States states, RbmMeasureScratch& scratch);

// Sum over the examples of |v - v'|^2 / V, in the data's units, v' the means after one step up and down with
// probabilities: deterministic,
// but not a measure of progress: it can fall while the likelihood falls too.
double sumReconstructionError(const RbmParameters& p, const Matrix& v, States states, RbmMeasureScratch& scratch);

// Of binary units only; p(v_i | rest) of a Gaussian unit is a mixture over all hidden states.
// Sum over the examples of the pseudo-log-likelihood sum_i log p(v_i | all other v), v binary. Exact: every pixel, V
// passes. Stochastic: one pixel an example, drawn from rng, times V: the same mean, one pass. p(v_i | rest) =
// sigmoid(F(v with i flipped) - F(v)). Besag (1975).
double sumPseudoLogLikelihood(const RbmParameters& p, const Matrix& v, RbmMeasureScratch& scratch);
double sumStochasticPseudoLogLikelihood(const RbmParameters& p, const Matrix& v, RbmMeasureScratch& scratch, Rng& rng,
                                        double* sum_of_squares = nullptr);

}  // namespace harmonium
