// Quadrature of a product of experts: Z and the probability of every cell of a grid.
//
// The box is divided into N x N square cells, and each cell takes the density at its centre (the midpoint rule):
//   log Z = log sum_i exp(-E(x_i)) + log (size of a cell)
// For smooth densities that vanish at the walls, the error falls faster than any power of the cell width, once the
// narrowest mode is about a cell wide. If the density does not vanish at the walls, the error falls with the square of
// the width. In both cases the difference between N and N / 2 cells per side is an upper estimate of the error at N.
#pragma once

#include "models/experts/experts.h"
#include "models/grid_density.h"

namespace harmonium {

struct Quadrature {
  Places places;                    // centres of the cells, x runs fastest
  std::vector<float> energy, part;  // E at the centres; scratch
  std::vector<float> probability;   // probability of every cell; the sum is 1
  double lowest = 0, sum = 0;       // min E, sum of exp(min E - E)
};

// Sets the centres of the cells of the box and the values of drawn experts there.
void layGrid(const ExpertSet& set, const Grid& box, ExpertScratch& scratch, Quadrature& q);

// Computes energies and probabilities of all cells. Training uses them, so they have the same bits on every machine.
void weigh(const ExpertSet& set, ExpertScratch& scratch, Quadrature& q);

// log Z in nats, from the results of weigh(). Used for readings and views, not for training.
double logPartition(const Grid& box, const Quadrature& q);

}  // namespace harmonium
