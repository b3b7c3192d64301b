// The face of models that annealed importance sampling can measure. The model provides chains that move through a
// sequence of distributions p*_beta, each known up to a constant: from a base distribution with a known normaliser
// (beta = 0) to the model itself (beta = 1). measures/ais.h holds the estimator. Neal (2001), Annealed importance
// sampling.
#pragma once

#include "base/matrix.h"
#include "base/rng.h"
#include "base/work.h"

#include <cstddef>
#include <memory>
#include <span>

namespace harmonium {

// N chains. The object holds a copy of the parameters, so training may go on meanwhile.
class AnnealedChains {
 public:
  virtual ~AnnealedChains() = default;
  // log Z of the distribution at beta = 0, in nats.
  virtual double baseLogPartition() const = 0;
  // Starts `chains` chains from independent draws of the base distribution.
  virtual void startAtBase(std::size_t chains, Rng& rng) = 0;
  // Starts one chain per column of v, V x chains, which holds samples of the model: for the way from 1 back to 0.
  virtual void startAt(const Matrix& v) = 0;
  // Adds log p*_to(x) - log p*_from(x) of every chain's state x to `log_weights`, one entry per chain, in nats. Then
  // every chain takes a step that leaves p_to invariant. It may stop on the way (base/work.h).
  virtual Work move(Pace& pace, double from, double to, std::span<double> log_weights, Rng& rng) = 0;
};

namespace faces {

class Annealed {
 public:
  virtual ~Annealed() = default;
  // Whether the settings allow such a sequence. Chains copy the parameters; this does not.
  virtual bool anneals() const { return true; }
  // Whether samples of the model start the way back from 1 to 0 (AnnealedChains::startAt()).
  virtual bool annealsBack() const { return anneals(); }
  // Null where they do not.
  virtual std::unique_ptr<AnnealedChains> annealedChains() const = 0;
};

}  // namespace faces
}  // namespace harmonium
