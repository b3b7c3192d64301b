#include "models/faces/pictures.h"

#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

std::vector<float> ViewContext::stepOf(std::size_t tensor, std::span<const float> now) const {
  if (tensor >= before.size() || before[tensor].size() != now.size()) return {};
  std::vector<float> step(now.begin(), now.end());
  for (std::size_t i = 0; i < step.size(); ++i) step[i] -= before[tensor][i];
  return step;
}

std::vector<float> sharesOfChange(std::span<const float> steps, std::size_t count) {
  std::vector<float> shares(count);
  const std::size_t each = count == 0 ? 0 : steps.size() / count;
  float most = 0;
  for (std::size_t row = 0; row < count; ++row) {
    double square = 0;
    for (const float step : steps.subspan(row * each, each)) square += toDouble(step) * toDouble(step);
    shares[row] = toFloat(std::sqrt(square));
    most = std::max(most, shares[row]);
  }
  if (!(most > 0)) return {};
  for (float& share : shares) share /= most;
  return shares;
}

}  // namespace harmonium
