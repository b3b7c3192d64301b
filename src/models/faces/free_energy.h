// What a model whose hidden units can be summed out by hand offers: its free energy, p(v) = exp(-F(v)) / Z.
#pragma once

#include "base/rng.h"
#include "models/batch.h"
#include "models/faces/density.h"

#include <memory>
#include <span>

namespace harmonium {

// Holds a copy of the parameters: training may go on meanwhile.
class FreeEnergies {
 public:
  virtual ~FreeEnergies() = default;
  // F of every example in nats, into nats[N]: F(v), or F(v, y) of the joint state.
  virtual void freeEnergy(const Batch& examples, LikelihoodOf of, std::span<double> nats) = 0;
  // Whether pseudo-likelihoods are worked out: of binary visible units.
  virtual bool binary() const = 0;
  // sum over i of log p(v_i | all other v) of every example, in nats, into nats[N], v binary. Exact: every value, V
  // passes. Stochastic: one value per example, drawn from rng, times V: the same mean, one pass. Besag (1975).
  virtual void pseudoLogLikelihood(const Matrix& v, std::span<double> nats) = 0;
  virtual void stochasticPseudoLogLikelihood(const Matrix& v, Rng& rng, std::span<double> nats) = 0;
};

namespace faces {

class FreeEnergy {
 public:
  virtual ~FreeEnergy() = default;
  // Null where the hidden units can't be summed out under these settings.
  virtual std::unique_ptr<FreeEnergies> freeEnergies() const = 0;
};

}  // namespace faces
}  // namespace harmonium
