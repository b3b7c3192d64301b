// Formats numbers for people: with a real minus sign, digits in groups of three, and no digits without meaning. Numbers
// that are not finite are written as words or as a sign of infinity.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace harmonium::app {

std::string formatCount(double whole);                       // 12,300
std::string formatShort(double value);                       // 950, 12.3k, 1.2M: axis ticks and rates
std::string formatValue(double value, int significant = 4);  // -0.01234, 123.4
// The same, without digits that the error makes meaningless. `off` bounds the distance from the true value.
std::string formatWithin(double value, double off, int significant = 4);
std::string formatFixed(double value, int decimals);       // -12,345.60
std::string formatScientific(double value, int decimals);  // 1.25e-7
// A setting, spelt as formatNumber() of base/options.h spells it, with a real minus sign.
std::string formatSetting(double value);
// A value with its standard error, such as "-84.55" and "0.53". Both have as many decimals as the error has when it is
// written with two significant digits.
struct Estimate {
  std::string value, error;  // error empty where there is none
};
Estimate formatEstimate(double value, const std::optional<double>& error);
std::string formatMegabytes(double bytes);   // 1.8 MB, 640 kB
std::string formatDuration(double seconds);  // under 0.1 s, 0.3 s, 4.8 s, 12 s, 2 min

// Titles inside a sentence: "Restricted Boltzmann machine" -> "restricted Boltzmann machine". An abbreviation such as
// MNIST is not changed.
std::string lowerFirst(std::string_view text);
std::string upperFirst(std::string_view text);
// "a" or "an", by the first letter of the noun.
const char* article(std::string_view noun);

}  // namespace harmonium::app
