// Compiled for speed: every update takes every step of every walker here.
#include "models/experts/experts_walkers.h"

#include "base/numbers.h"
#include "kernels/kernels.h"
#include "models/layers/units.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace harmonium {

namespace {

// Reflects x at the walls of the box, repeatedly if the step was longer than the box.
float reflected(float x, const Grid& box) {
  const float width = box.high - box.low;
  float turns = (x - box.low) / (2 * width);
  turns -= std::floor(turns);
  return box.low + 2 * width * (turns > 0.5f ? 1 - turns : turns);
}

bool inside(const float* x, const Grid& box) {
  return x[0] >= box.low && x[0] <= box.high && x[1] >= box.low && x[1] <= box.high;
}

}  // namespace

std::string acceptanceInWords(Walk walk, double accepted) {
  if (walk == Walk::kLangevin) {
    return "Every step is taken as it is: the larger the steps, the farther the walkers' own distribution is from "
           "p(x).";
  }
  constexpr double kFew = 0.1;
  char text[160];
  std::snprintf(text, sizeof text, "%.3g %% of the moves were accepted.", 100 * accepted);
  return accepted < kFew
             ? std::string(text) + " Walkers that stand still say little of p(x): a smaller step size helps."
             : std::string(text);
}

void walkOnce(const ExpertSet& set, const Grid& box, const WalkRecipe& recipe, const Matrix& held,
              StoredEnergies stored, Rng& rng, WalkerScratch& scratch, Matrix& x) {
  const std::size_t count = columnCount(x);
  if (stored == StoredEnergies::kInvalid) {
    holdStates(held, x);
    scratch.energy.resize(count);
    scratch.energy_there.resize(count);
    energyAndSlope(set, x, scratch.experts, scratch.energy, scratch.slope);
  }
  scratch.from = x;
  scratch.noise.resize(2, x.cols());
  kernels::normal(rng, 0.0f, 1.0f, flat(scratch.noise));
  const bool drift = recipe.walk != Walk::kMetropolis;
  const float step = recipe.step, fall = drift ? 0.5f * step * step : 0.0f;
  scratch.proposal = x - fall * scratch.slope + step * scratch.noise;
  if (recipe.walk == Walk::kLangevin) {
    for (float& at : flat(scratch.proposal)) at = std::isfinite(at) ? reflected(at, box) : 0.5f * (box.low + box.high);
  }
  holdStates(held, scratch.proposal);
  scratch.proposed = count;
  if (recipe.walk == Walk::kLangevin) {
    x = scratch.proposal;
    energyAndSlope(set, x, scratch.experts, scratch.energy, scratch.slope);
    scratch.accepted = count;
    return;
  }

  energyAndSlope(set, scratch.proposal, scratch.experts, scratch.energy_there, scratch.slope_there);
  scratch.ratio.resize(count);
  scratch.coin.resize(count);
  for (std::size_t n = 0; n < count; ++n) {
    float log_ratio = scratch.energy[n] - scratch.energy_there[n];
    if (drift) {
      // log q(x | x') - log q(x' | x), from the squared distances to the points that each move reaches without noise.
      float back = 0, forth = 0;
      for (std::size_t d = 0; d < 2; ++d) {
        if (isHeld(held, toIndex(d), toIndex(n))) continue;
        const float here = x.data()[2 * n + d], there = scratch.proposal.data()[2 * n + d];
        const float to_here = here - there + fall * scratch.slope_there.data()[2 * n + d];
        const float to_there = there - here + fall * scratch.slope.data()[2 * n + d];
        back += to_here * to_here;
        forth += to_there * to_there;
      }
      log_ratio += (forth - back) / (2 * step * step);
    }
    scratch.ratio[n] = log_ratio >= 0 ? 0.0f : log_ratio;  // keeps a NaN, which is refused below
  }
  kernels::exp(scratch.ratio, scratch.ratio);
  kernels::bernoulli(rng, scratch.ratio, scratch.coin);  // a ratio of NaN gives 0, which rejects the move
  scratch.accepted = 0;
  for (std::size_t n = 0; n < count; ++n) {
    const float* there = scratch.proposal.data() + 2 * n;
    if (scratch.coin[n] == 0 || !inside(there, box)) continue;
    ++scratch.accepted;
    std::copy_n(there, 2, x.data() + 2 * n);
    std::copy_n(scratch.slope_there.data() + 2 * n, 2, scratch.slope.data() + 2 * n);
    scratch.energy[n] = scratch.energy_there[n];
  }
}

}  // namespace harmonium
