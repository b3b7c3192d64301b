// The face of models whose hidden units can be summed out in closed form. It gives the free energy F, with
// p(v) = exp(-F(v)) / Z.
#pragma once

#include "base/rng.h"
#include "base/work.h"
#include "models/batch.h"
#include "models/faces/density.h"

#include <memory>
#include <span>

namespace harmonium {

// Free energies of examples. The object holds a copy of the parameters, so training may go on meanwhile. The work may
// stop on the way (base/work.h).
class FreeEnergies {
 public:
  virtual ~FreeEnergies() = default;
  // Writes the free energy of every example into nats[N], in nats: F(v) for kVisible, F(v, y) for kJoint.
  virtual Work freeEnergy(Pace& pace, Batch examples, LikelihoodOf of, std::span<double> nats) = 0;
  void freeEnergy(const Batch& examples, LikelihoodOf of, std::span<double> nats) {
    Pace whole;
    finish(freeEnergy(whole, examples, of, nats));
  }
  // Whether the visible units are binary. Only then are pseudo-likelihoods defined.
  virtual bool binary() const = 0;
  // Write sum over i of log p(v_i | all other v) of every example into nats[N], in nats; v is V x N and binary. The
  // exact version takes V passes. The stochastic version draws one value i per example from rng and multiplies its term
  // by V, which has the same mean and takes one pass. Besag (1975), Statistical analysis of non-lattice data.
  virtual Work pseudoLogLikelihood(Pace& pace, const Matrix& v, std::span<double> nats) = 0;
  virtual Work stochasticPseudoLogLikelihood(Pace& pace, const Matrix& v, Rng& rng, std::span<double> nats) = 0;
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
