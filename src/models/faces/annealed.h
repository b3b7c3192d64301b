// What a model offers to annealed importance sampling: chains on a road from a distribution whose normaliser is known
// (beta = 0) to the model itself (beta = 1), through distributions p*_beta that are known up to a constant.
#pragma once

#include "base/matrix.h"
#include "base/rng.h"

#include <cstddef>
#include <memory>
#include <span>

namespace harmonium {

// N chains on that road. Holds a copy of the parameters: training may go on meanwhile.
class AnnealedChains {
 public:
  virtual ~AnnealedChains() = default;
  // log Z of the distribution at beta = 0, in nats.
  virtual double baseLogPartition() const = 0;
  // Independent draws from it, one per chain.
  virtual void startAtBase(std::size_t chains, Rng& rng) = 0;
  // Samples of the model, V x chains: for the way back from 1 to 0.
  virtual void startAt(const Matrix& v) = 0;
  // Adds log p*_to(x) - log p*_from(x) of every chain's state x to `log_weights`, one per chain, in nats; then every
  // chain takes a step that leaves p_to as it is.
  virtual void move(double from, double to, std::span<double> log_weights, Rng& rng) = 0;
};

namespace faces {

class Annealed {
 public:
  virtual ~Annealed() = default;
  // Null where there is no such road under these settings.
  virtual std::unique_ptr<AnnealedChains> annealedChains() const = 0;
};

}  // namespace faces
}  // namespace harmonium
