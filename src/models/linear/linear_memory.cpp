// The memory of a linear Gaussian model.
#include "base/numbers.h"
#include "models/linear/linear_model.h"

#include <algorithm>

namespace harmonium {

MemoryNeed LinearModel::memory(const Settings& settings, const DataSummary& data) {
  const double V = toDouble(data.values()), q = settings.number("factors"), W = V * q;
  const bool partial = data.missing || settings.number("missing") > 0;
  const double examples = toDouble(data.examples);
  MemoryNeed need{.parameters = kFloat * (W + 2 * V), .state = kFloat * (W + 2 * V)};
  need.fresh = kDouble * (3 * W + 8 * V + 3 * q * q);
  if (partial) {
    need.update = kFloat * std::min(V * examples, toDouble(kKeptValues)) + kDouble * V * (q + 2) * (q + 3) / 2;
  } else {
    // The covariance, its sum while examples come or its decomposition, and the closed form.
    need.update = kDouble * (2 * V * V + 6 * W);
  }
  need.update += kDouble * (3 * W + 2 * V + 3 * q * q);  // what an M step computes beside the parameters it replaces
  need.per_sample = kFloat * (4.6 * V + 4 * q);
  need.per_example = kDouble * (V + 2 * q);
  return need;
}

}  // namespace harmonium
