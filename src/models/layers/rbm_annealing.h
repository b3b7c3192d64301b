// The road of models/layers/rbm_tempering.h as annealed importance sampling walks it (models/faces/annealed.h).
//
//   p*_beta(v) = exp(-(1 - beta) E_0(v)) sum over h of exp(-beta E(v, h))
//
// Salakhutdinov and Murray (2008), On the quantitative analysis of deep belief networks, eq. (13)-(18).
#pragma once

#include "models/faces/annealed.h"
#include "models/layers/rbm_tempering.h"

#include <memory>

namespace harmonium {

// base: the machine without connections, see baseOf(). Copies both. The states that startAt() takes and the chains keep
// are those of all visible units, the rows of a label included; a label that is not given is drawn.
std::unique_ptr<AnnealedChains> annealRbm(RbmParameters p, RbmBase base);

}  // namespace harmonium
