// Chooses round numbers along an axis, and writes the labels beside them.
#pragma once

#include <string>
#include <vector>

namespace harmonium::app {

// At most `most` round numbers from `low` to `high`, in ascending order, in steps of 1, 2 or 5 times a power of ten.
// `low` alone where the range is empty or not finite. `most` below 1 counts as 1.
std::vector<double> roundTicks(double low, double high, int most);

// The labels of the ticks, one per tick, in the short format of formatShort(), or with as many decimals as it takes to
// tell them apart. A tick that is zero up to rounding is "0".
std::vector<std::string> tickWords(const std::vector<double>& ticks);

}  // namespace harmonium::app
