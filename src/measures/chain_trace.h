// Watches the chains from which a measure takes its samples, and says how well they mix.
//
// A chain that stays in the mode where it began shows in no single state. So a few quantities are recorded along the
// later half of the run, in all chains: the free energy where the model has one, and sums of all values with random
// signs, which differ between any two modes although their energies may be equal. The largest split R-hat and the
// largest autocorrelation time count (base/mixing.h). What no chain has met is not seen.
#pragma once

#include "base/matrix.h"
#include "base/work.h"
#include "models/faces/free_energy.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace harmonium {

struct Mixing {
  double rhat = 1;       // split R-hat; infinite where chains stand still in different places
  double time = 1;       // autocorrelation time in steps
  bool settled = false;  // whether `time` was reached; otherwise it is a lower bound
  bool mixed() const;    // whether the figures allow the last states to stand for the model
};

class ChainTrace {
 public:
  // For `chains` chains of `steps` steps over values with these deviations [V], by which the sums are scaled; 0 stands
  // for a value that does not vary. `energies` may be null. `seed` chooses the signs.
  ChainTrace(std::size_t chains, std::size_t steps, const Vector& deviations, std::unique_ptr<FreeEnergies> energies,
             std::uint64_t seed);

  // Looks at the states after step `step`, counted from 1; v is V x chains. It may stop on the way (base/work.h).
  Work see(Pace& pace, std::size_t step, const Matrix& v);
  // Nothing where too few states were recorded to tell.
  std::optional<Mixing> mixing() const;

 private:
  void record(std::size_t quantity, double value);

  std::size_t chains_, steps_, every_;
  std::unique_ptr<FreeEnergies> energies_;
  Matrix signs_;                            // V x sums
  std::vector<std::vector<float>> series_;  // one [time, chain] per quantity, less its first value
  std::vector<double> first_, nats_;
};

}  // namespace harmonium
