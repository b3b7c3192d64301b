// The model "factor analysis".
//
//   h ~ N(0, I);   x = W h + mean + noise;   noise_i ~ N(0, psi_i), one variance per value
//   p(x) = N(mean, W W' + diag(psi))
//
// The factors explain the variance that values share; psi_i, the uniqueness, is the variance of value i alone. So,
// unlike in PCA, the scale of a value does not matter. There is no closed form, so EM maximises the likelihood. EM is
// slow if a psi_i approaches zero (a Heywood case: the factors explain a value perfectly, which is a sign of too many
// factors or too few examples). Variances are kept above a floor, and the views name the values that reach it. The
// loadings W are determined up to a rotation; varimax rotates them to a form that is easy to interpret.
//
// Spearman (1904) for the idea; Lawley & Maxwell (1971), Factor analysis as a statistical method; Rubin & Thayer
// (1982), EM algorithms for ML factor analysis; Joreskog (1967) for Heywood cases. Parameters: W [V, q], mean [V],
// noise [V] = psi.
#pragma once

#include "models/linear/linear_model.h"

namespace harmonium {

class FactorAnalysis final : public LinearModel {
 public:
  FactorAnalysis() : LinearModel(NoiseKind::kDiagonal) {}
  static const OptionTable& options();
  static const std::vector<Phase>& phaseTable();
  static const std::vector<ViewOffer>& viewNames();
  static const std::vector<Preset>& presets();
  static Status accepts(const DataSummary& data);
};

}  // namespace harmonium
