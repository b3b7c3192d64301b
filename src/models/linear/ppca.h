// Probabilistic principal component analysis.
//
//   h ~ N(0, I);   x = W h + mean + noise;   noise ~ N(0, sigma^2 I)
//   p(x) = N(mean, W W' + sigma^2 I)
//
// The same noise for every value: the factors of maximum likelihood span the directions in which the data vary most,
// the principal components, and sigma^2 is the mean variance in all other directions. It is known in closed form
// (models/linear/linear_learning.h); EM climbs to the same likelihood without an eigenvector, and goes on where values
// are missing. Ordinary PCA is the limit sigma^2 -> 0. With q factors of V values, q = 0 is a round Gaussian and q = V
// any covariance, with sigma^2 at its floor.
//
// Tipping & Bishop (1999), Probabilistic principal component analysis, J. R. Statist. Soc. B 61, 611-622; Roweis
// (1998), EM algorithms for PCA and SPCA. Parameters: W [V, q], mean [V], noise [1] = sigma^2.
#pragma once

#include "models/linear/linear_model.h"

namespace harmonium {

class Ppca final : public LinearModel {
 public:
  Ppca() : LinearModel(NoiseKind::kShared) {}
  static const OptionTable& options();
  static const std::vector<Phase>& phaseTable();
  static const std::vector<ViewName>& viewNames();
  static const std::vector<Preset>& presets();
  static Status accepts(const DataSummary& data);
};

}  // namespace harmonium
