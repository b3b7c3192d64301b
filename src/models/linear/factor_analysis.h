// Factor analysis.
//
//   h ~ N(0, I);   x = W h + mean + noise;   noise_i ~ N(0, psi_i), a variance for each value
//   p(x) = N(mean, W W' + diag(psi))
//
// What values have in common goes into the factors, what each has for itself into psi_i, its uniqueness; so the scale
// of a value does not matter, unlike in PCA. There is no closed form: EM climbs, and creeps where a psi_i runs to zero
// (a Heywood case: the factors explain a value perfectly, a sign of too many factors or too few examples). Variances
// are kept above a floor, and the views say where they stand on it. Loadings W are known up to rotation only; varimax
// turns them for the eye.
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
  static const std::vector<ViewName>& viewNames();
  static const std::vector<Preset>& presets();
  static Status accepts(const DataSummary& data);
};

}  // namespace harmonium
