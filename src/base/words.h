// Numbers and names as parts of sentences. A sentence that refuses something shows what was given and not a rounded
// form of it, and stays short enough to be read.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace harmonium {

// The shortest text that reads back as the same number: 12345678.5, 0.1, 1e-07, NaN, -Infinity. Whole numbers below
// 10^15 have no exponent. A number that single precision holds exactly is spelt with the digits of single precision.
std::string exactNumber(double value);

// Writes 1234567 as "1,234,567".
std::string countText(std::size_t count);

// The names, separated by commas. Where they would fill more than three lines, only those most similar to `wanted` are
// listed, and the number of the others.
std::string namesNear(std::string_view wanted, std::span<const std::string> names);

}  // namespace harmonium
