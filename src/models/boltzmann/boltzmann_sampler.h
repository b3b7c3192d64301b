// The running chains of a general Boltzmann machine: Gibbs sweeps over all units. A chain keeps its hidden units from
// one sweep to the next, and the energies it had lately, for the picture of how fast it forgets.
#pragma once

#include "models/boltzmann/boltzmann_learner.h"

namespace harmonium {

class BoltzmannChains final : public Sampler {
 public:
  BoltzmannChains(const BoltzmannMachine& machine, int count);

  std::span<const Phase> stages() const override { return oneStep(); }
  bool chain() const override { return true; }
  std::vector<SampledLayer> layers() const override { return {{"h", &h_}}; }
  void parametersChanged() override { energy_.clear(); }  // of another machine

  // [time, chain]: the latest sweeps' energies in nats, the oldest first; none where chains are many or held.
  std::span<const float> energies() const { return energy_; }

 protected:
  void begin(Rng& rng) override;
  void run(std::size_t stage, Rng& rng) override;

 private:
  void holdRow(Eigen::Index row, Eigen::Index unit);
  void trace(bool whole);

  const BoltzmannMachine& machine_;
  UnitStates units_, means_, fields_;  // n x count, hidden units first
  Matrix h_;                           // H x count
  std::vector<std::uint32_t> order_;   // units in the order they are visited
  std::vector<float> energy_;
  std::vector<double> newest_;  // count
};

}  // namespace harmonium
