#include "app/logic/ticks.h"

#include "app/logic/format.h"
#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {

namespace {

// The multiples of one step in the range. It stops at `most` + 1 of them, which tells the caller that the step is too
// small.
std::vector<double> ticksOf(double low, double high, double step, int most) {
  // Ends of the range that are multiples themselves are kept, although binary fractions may put them just outside.
  const double slack = step * 1e-6;
  std::vector<double> ticks;
  for (double at = std::ceil((low - slack) / step); at * step <= high + slack; ++at) {
    ticks.push_back(at == 0 ? 0.0 : at * step);
    if (toInt(ticks.size()) > most) break;
  }
  return ticks;
}

}  // namespace

std::vector<double> roundTicks(double low, double high, int most) {
  if (!(high > low) || !std::isfinite(high - low)) return {low};
  most = std::max(most, 1);
  // The first step that gives few enough ticks is the smallest one. Steps grow without end, so the loop ends.
  for (double power = std::pow(10, std::floor(std::log10((high - low) / most)));; power *= 10) {
    for (const double factor : {1.0, 2.0, 5.0}) {
      std::vector<double> ticks = ticksOf(low, high, factor * power, most);
      if (toInt(ticks.size()) <= most) return ticks;
    }
  }
}

std::vector<std::string> tickWords(const std::vector<double>& ticks) {
  std::vector<std::string> words;
  for (const double tick : ticks) words.push_back(formatShort(std::abs(tick) < 1e-12 ? 0 : tick));
  if (std::adjacent_find(words.begin(), words.end()) == words.end()) return words;
  // Ticks that lie close together, far from zero, need more digits than the short format has.
  const double step = std::abs(ticks[1] - ticks[0]);
  const int decimals = std::max(0, toInt(std::ceil(-std::log10(step) - 1e-6)));
  for (std::size_t i = 0; i < ticks.size(); ++i) words[i] = formatFixed(ticks[i], decimals);
  return words;
}

}  // namespace harmonium::app
