// Walkers: Markov chains of points under the energy of a product of experts. eps is the step size, xi is standard
// normal noise.
//
//   langevin     x' = x - eps^2/2 dE/dx + eps xi                  always accepted
//   mala         the same move, accepted with probability min(1, r),
//                r = p(x') q(x | x') / (p(x) q(x' | x))           q: the density of that move
//   metropolis   x' = x + eps xi, accepted with min(1, p(x') / p(x))
//
// mala and metropolis have the stationary distribution p(x) for any eps; a large eps only lowers the acceptance rate.
// The stationary distribution of unadjusted Langevin differs from p(x), and the more so the larger eps is. For a
// Gaussian of variance s^2 it has the variance s^2 / (1 - eps^2 / (4 s^2)), and for eps >= 2 s it does not exist.
//
// At the walls of the box, langevin reflects walkers; mala and metropolis reject proposals outside.
//
// Metropolis et al. (1953); Rossky, Doll & Friedman (1978) and Roberts & Tweedie (1996) for MALA.
#pragma once

#include "base/rng.h"
#include "models/experts/experts.h"
#include "models/grid_density.h"

#include <string>

namespace harmonium {

enum class Walk { kLangevin, kMala, kMetropolis };

struct WalkRecipe {
  Walk walk = Walk::kMala;
  float step = 0.1f;  // eps
};

struct WalkerScratch {
  ExpertScratch experts;
  Matrix from, proposal, noise, slope, slope_there;      // 2 x n; `from` holds the points before the last step
  std::vector<float> energy, energy_there, ratio, coin;  // n
  std::size_t accepted = 0, proposed = 0;                // numbers of moves in the last step
};

// How many of the moves were accepted, 0 .. 1, as a sentence for the user, with a remedy where nearly all were refused.
// Unadjusted Langevin accepts all, and the sentence says what that does.
std::string acceptanceInWords(Walk walk, double accepted);

// Whether the energies and slopes in the scratch belong to the walkers' current points and need no new computation.
enum class StoredEnergies { kInvalid, kValid };

// Takes one step of every walker; x, 2 x n, changes in place. Coordinates held by `held` stay at their values (see
// holdStates() in models/layers/units.h).
void walkOnce(const ExpertSet& set, const Grid& box, const WalkRecipe& recipe, const Matrix& held,
              StoredEnergies stored, Rng& rng, WalkerScratch& scratch, Matrix& x);

}  // namespace harmonium
