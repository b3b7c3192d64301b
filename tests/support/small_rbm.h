// Small machines whose every state can be visited, and plain double-precision sums over those states: the oracle for
// everything the fast code says about them. Written from the energy alone, sharing no line with what it checks.
#pragma once

#include "models/rbm.h"

#include <cstdint>
#include <vector>

namespace harmonium::oracle {

// Parameters drawn from N(0, scale^2) at a fixed seed.
RbmParameters randomRbm(int visible, int hidden, float scale, std::uint64_t seed);

std::vector<double> bitsOf(std::uint64_t state, std::size_t units);
double energy(const RbmParameters& p, const std::vector<double>& v, const std::vector<double>& h);
double freeEnergyBySum(const RbmParameters& p, const std::vector<double>& v);  // -log sum over h of exp(-E)
double logPartitionBySum(const RbmParameters& p);                              // over all joint states
double probability(const RbmParameters& p, const std::vector<double>& v);      // p(v)

// All 2^units states as columns.
Matrix allStates(std::size_t units);

}  // namespace harmonium::oracle
