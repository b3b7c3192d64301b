// Round numbers along an axis, and the words beside them.
#pragma once

#include <string>
#include <vector>

namespace harmonium::app {

// At most `most` round numbers from `low` to `high`, in steps of 1, 2 or 5 times a power of ten; `low` alone where the
// range is empty or not finite.
std::vector<double> roundTicks(double low, double high, int most);

// The words for all of them, with as many decimals as their step needs.
std::vector<std::string> tickWords(const std::vector<double>& ticks);

}  // namespace harmonium::app
