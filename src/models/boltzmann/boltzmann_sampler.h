// The running chains of a general Boltzmann machine. A step is one Gibbs sweep over all units. The sampler keeps the
// hidden units from one sweep to the next. It also keeps recent energies, from which a view estimates the
// autocorrelation.
#pragma once

#include "base/numbers.h"
#include "models/boltzmann/boltzmann_learner.h"

namespace harmonium {

class BoltzmannChains final : public Sampler {
 public:
  BoltzmannChains(const BoltzmannMachine& machine, int count);

  std::span<const Phase> stages() const override { return oneStep(); }
  bool chain() const override { return true; }
  std::vector<SampledLayer> layers() const override { return {{"h", &h_}}; }
  void parametersChanged() override { energy_.clear(); }  // they belong to another machine

  // [time, chain]: energies of the latest sweeps in nats, the oldest first. Empty if there are many chains or if units
  // are held.
  std::span<const float> energies() const { return energy_; }

 protected:
  void begin(Rng& rng) override;
  Work run(std::size_t stage, Rng& rng, Pace& pace) override;

 private:
  void holdRow(Index row, Index unit);
  void trace(bool whole);

  const BoltzmannMachine& machine_;
  UnitStates units_, means_, fields_;  // n x count, hidden units first
  Matrix h_;                           // H x count
  std::vector<std::uint32_t> order_;   // units in the order they are visited
  std::vector<float> energy_;
  std::vector<double> newest_;  // count
};

}  // namespace harmonium
