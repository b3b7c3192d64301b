// Compiled for speed: every update visits every cell of the grid.
#include "models/experts/experts_quadrature.h"

#include "base/numbers.h"
#include "base/reals.h"
#include "kernels/kernels.h"

#include <algorithm>

namespace harmonium {

void layGrid(const ExpertSet& set, const Grid& box, ExpertScratch& scratch, Quadrature& q) {
  q.places.x = box.centres();
  place(set, q.places, scratch);
  q.energy.resize(box.size());
  q.probability.resize(box.size());
}

void weigh(const ExpertSet& set, ExpertScratch& scratch, Quadrature& q) {
  totalEnergy(set, q.places, scratch, q.part, q.energy);
  const float lowest = *std::min_element(q.energy.begin(), q.energy.end());
  for (std::size_t i = 0; i < q.energy.size(); ++i) q.probability[i] = lowest - q.energy[i];
  kernels::exp(q.probability, q.probability);
  q.lowest = toDouble(lowest);
  q.sum = kernels::sum(q.probability);
  kernels::scale(toFloat(1 / q.sum), q.probability);
}

double logPartition(const Grid& box, const Quadrature& q) {
  return -q.lowest + reals::log(q.sum) + 2 * reals::log(box.width());
}

}  // namespace harmonium
