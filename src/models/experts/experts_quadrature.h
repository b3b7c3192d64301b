// Z of a product of experts by quadrature, and with it everything that is exact up to the grid.
//
// The box is cut into N x N square cells, each stands for its middle (the midpoint rule):
//   log Z = log sum_i exp(-E(x_i)) + log (size of a cell)
// For smooth densities that fade before the walls the rule converges faster than any power of the width of a cell, as
// soon as the narrowest bump is about a cell wide; where the density stands at the walls its error falls with the
// square of the width. Both show when the grid is halved: the difference between N and N / 2 cells is an upper estimate
// of the error that is left.
#pragma once

#include "models/experts/experts.h"
#include "models/grid_density.h"

namespace harmonium {

struct Quadrature {
  Places places;                    // middles of the cells, x running fastest
  std::vector<float> energy, part;  // E at them; memory
  std::vector<float> probability;   // of each cell; they add up to 1
  double lowest = 0, sum = 0;       // min E, sum of exp(min E - E)
};

// The middles of the cells of the box, and what drawn experts say of them.
void layGrid(const ExpertSet& set, const Grid& box, ExpertScratch& scratch, Quadrature& q);

// Energies and probabilities of all cells. Used in training: the same bits everywhere.
void weigh(const ExpertSet& set, ExpertScratch& scratch, Quadrature& q);

// log Z in nats, of what weigh() left. For the reader (base/reals.h).
double logPartition(const Grid& box, const Quadrature& q);

}  // namespace harmonium
