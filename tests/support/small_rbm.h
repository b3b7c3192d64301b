// Small machines whose every state can be visited, and plain double-precision sums over those states: the oracle for
// everything the fast code says about them. Written from the energy alone, sharing no line with what it checks.
#pragma once

#include "models/layers/rbm.h"

#include <cstdint>
#include <vector>

namespace harmonium::oracle {

// Parameters drawn from N(0, scale^2) at a fixed seed.
RbmParameters randomRbm(int visible, int hidden, float scale, std::uint64_t seed);
// With Gaussian visible units besides: log variances from N(-1, 0.5^2), shifts from N(0, 4), scales from 0.5 to 2.
RbmParameters randomGaussianRbm(int visible, int hidden, float scale, std::uint64_t seed);

std::vector<double> bitsOf(std::uint64_t state, std::size_t units);
double energy(const RbmParameters& p, const std::vector<double>& v, const std::vector<double>& h);
double freeEnergyBySum(const RbmParameters& p, const std::vector<double>& v);  // -log sum over h of exp(-E)
double logPartitionBySum(const RbmParameters& p);                              // over all joint states
double probability(const RbmParameters& p, const std::vector<double>& v);      // p(v)

// log Z of a machine with Gaussian visible units, in the data's units: every hidden state's Gaussian integral.
double logPartitionOfMixture(const RbmParameters& p);

// All bars and stripes on 2x2, blank and full twice, as columns: rows of PyDeep's tests.
Matrix twoByTwoBars();

// All 2^units states as columns.
Matrix allStates(std::size_t units);

}  // namespace harmonium::oracle
