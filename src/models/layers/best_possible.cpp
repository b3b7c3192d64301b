#include "models/layers/best_possible.h"

#include "base/numbers.h"
#include "base/reals.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace harmonium {

std::optional<double> bestPossible(const Matrix& examples) {
  constexpr Index kMostUnits = 16;
  if (examples.cols() == 0 || examples.rows() > kMostUnits) return std::nullopt;
  std::vector<std::size_t> numbers(columnCount(examples));
  for (Index n = 0; n < examples.cols(); ++n) {
    for (Index i = 0; i < examples.rows(); ++i) numbers[toSize(n)] |= toSize(examples(i, n) >= 0.5f) << i;
  }
  std::ranges::sort(numbers);
  const double count = toDouble(numbers.size());
  double mean = 0;
  for (auto at = numbers.begin(); at != numbers.end();) {
    const auto next = std::upper_bound(at, numbers.end(), *at);
    const double share = toDouble(next - at) / count;
    mean += share * reals::log(share);
    at = next;
  }
  return mean;
}

}  // namespace harmonium
