// Walkers on the energy landscape of a product of experts: Markov chains of points, eps the size of a step, xi standard
// normal.
//
//   langevin     x' = x - eps^2/2 dE/dx + eps xi                  taken as it is
//   mala         the same move, accepted with probability min(1, r),
//                r = p(x') q(x | x') / (p(x) q(x' | x))           q: the density of that move
//   metropolis   x' = x + eps xi, accepted with min(1, p(x') / p(x))
//
// The accepted walks have p(x) as their stationary distribution whatever eps is; too large a step is only rarely taken.
// Unadjusted Langevin has another one, the farther from p the larger eps is: for a Gaussian of variance s^2 its own has
// s^2 / (1 - eps^2 / (4 s^2)), and none at all from eps = 2 s on.
//
// The box: unadjusted walkers are reflected at its walls, proposals beyond them are refused.
//
// Metropolis et al. (1953); Rossky, Doll & Friedman (1978) and Roberts & Tweedie (1996) for MALA.
#pragma once

#include "base/rng.h"
#include "models/experts/experts.h"
#include "models/grid_density.h"

namespace harmonium {

enum class Walk { kLangevin, kMala, kMetropolis };

struct WalkRecipe {
  Walk walk = Walk::kMala;
  float step = 0.1f;  // eps
};

struct WalkerScratch {
  ExpertScratch experts;
  Matrix from, proposal, noise, slope, slope_there;      // 2 x n; `from`: where the walkers stood before the last step
  std::vector<float> energy, energy_there, ratio, coin;  // n
  std::size_t accepted = 0, proposed = 0;                // in the last step
};

// Whether walkers are where the scratch says they are, so that energies need not be worked out again.
enum class Standing { kAnywhere, kWhereLeft };

// One step of every walker, x (2 x n) in place. Coordinates that `held` has numbers for stay there
// (models/layers/units.h, holdStates).
void walkOnce(const ExpertSet& set, const Grid& box, const WalkRecipe& recipe, const Matrix& held, Standing standing,
              Rng& rng, WalkerScratch& scratch, Matrix& x);

}  // namespace harmonium
