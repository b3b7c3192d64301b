#include "models/true_density.h"

#include "base/numbers.h"

#include <cmath>
#include <numeric>
#include <vector>

namespace harmonium {

std::optional<double> meanLogDensity(const Density* truth, const Matrix& examples) {
  if (truth == nullptr || truth->dimensions() != examples.rows() || examples.cols() == 0) return std::nullopt;
  std::vector<double> nats(columnCount(examples));
  truth->logDensity(flat(examples), nats);
  const double sum = std::accumulate(nats.begin(), nats.end(), 0.0);
  return std::isfinite(sum) ? std::optional(sum / toDouble(nats.size())) : std::nullopt;
}

}  // namespace harmonium
