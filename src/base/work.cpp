#include "base/work.h"

#include "base/numbers.h"

namespace harmonium {

Work inParts(Pace& pace, std::size_t count, double operations, std::function<bool(std::size_t, std::size_t)> part) {
  const std::size_t step = toSize(partsPerPiece(operations));
  for (std::size_t from = 0; from < count; from += step) {
    const std::size_t to = std::min(count, from + step);
    if (!part(from, to)) break;
    co_await pace.spent(operations * toDouble(to - from));
  }
}

}  // namespace harmonium
