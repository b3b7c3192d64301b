// Small general Boltzmann machines and plain sums over all their states, written from the energy alone: the oracle for
// what is counted fast.
#pragma once

#include "models/boltzmann/boltzmann.h"

#include <cstdint>
#include <vector>

namespace harmonium::oracle {

// All pairs connected, parameters drawn from N(0, scale^2) at a fixed seed.
BoltzmannParameters randomBoltzmann(int visible, int hidden, float scale, std::uint64_t seed);

double energy(const BoltzmannParameters& p, const std::vector<double>& v, const std::vector<double>& h);
double logWeightBySum(const BoltzmannParameters& p, const std::vector<double>& v);  // log sum over h of exp(-E)
double logPartitionBySum(const BoltzmannParameters& p);
double meanLogLikelihood(const BoltzmannParameters& p, const Matrix& v);  // nats, over the columns

}  // namespace harmonium::oracle
