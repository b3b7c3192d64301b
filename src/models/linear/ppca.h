// The model "probabilistic principal component analysis" (PCA).
//
//   h ~ N(0, I);   x = W h + mean + noise;   noise ~ N(0, sigma^2 I)
//   p(x) = N(mean, W W' + sigma^2 I)
//
// All values have the same noise variance. At the maximum of the likelihood the factors span the principal components,
// the directions in which the data vary most, and sigma^2 is the mean variance in all other directions. The maximum has
// a closed form (models/linear/linear_learning.h). EM reaches the same likelihood without eigenvectors and also works
// if values are missing. Ordinary PCA is the limit sigma^2 -> 0. With q = 0 factors the model is a spherical Gaussian;
// with q = V it can have any covariance, and sigma^2 is at its floor.
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
  static const std::vector<ViewOffer>& viewNames();
  static const std::vector<Preset>& presets();
  static Status accepts(const DataSummary& data);
};

}  // namespace harmonium
