// Annealed importance sampling for restricted Boltzmann machines: the chains of models/faces/annealed.h on the tempered
// distributions of models/layers/rbm_tempering.h, with the hidden units summed out.
//
//   p*_beta(v) = exp(-(1 - beta) E_0(v)) sum over h of exp(-beta E(v, h))
//
// Salakhutdinov and Murray (2008), On the quantitative analysis of deep belief networks, eq. (13)-(18).
#pragma once

#include "models/faces/annealed.h"
#include "models/layers/rbm_tempering.h"

#include <memory>

namespace harmonium {

// Makes the chains. `base` is the machine without connections (see baseOf()). The chains own copies of p and base.
// startAt() takes the values alone, values() x N; if the machine has a label, each chain draws its label from p(y | v).
std::unique_ptr<AnnealedChains> annealRbm(RbmParameters p, RbmBase base);

}  // namespace harmonium
