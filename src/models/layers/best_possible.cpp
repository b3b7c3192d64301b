#include "models/layers/best_possible.h"

#include "base/numbers.h"
#include "base/reals.h"
#include "base/state_number.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace harmonium {

std::optional<double> bestPossible(const Matrix& examples) {
  constexpr Index kMostUnits = 16;
  if (examples.cols() == 0 || examples.rows() > kMostUnits) return std::nullopt;
  const std::size_t units = rowCount(examples);
  std::vector<std::size_t> numbers;
  for (std::size_t n = 0; n < columnCount(examples); ++n) {
    numbers.push_back(stateNumber(flat(examples).subspan(n * units, units)));
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
