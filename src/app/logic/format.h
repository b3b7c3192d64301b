// Numbers as people read them: a real minus sign, groups of three digits, no more digits than mean something.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace harmonium::app {

std::string formatCount(double whole);                       // 12,300
std::string formatShort(double value);                       // 950, 12.3k, 1.2M: axis ticks and rates
std::string formatValue(double value, int significant = 4);  // -0.01234, 123.4
// The same, but no digit that `off`, how far the value may be from the true one, makes meaningless.
std::string formatWithin(double value, double off, int significant = 4);
std::string formatFixed(double value, int decimals);       // -12,345.60
std::string formatScientific(double value, int decimals);  // 1.25e-7
// A setting: as formatNumber() of base/options.h spells it, with a real minus sign.
std::string formatSetting(double value);
// "-84.55" and "0.53": both with as many decimals as the error has at two significant digits.
struct Estimate {
  std::string value, error;  // error empty where there is none
};
Estimate formatEstimate(double value, const std::optional<double>& error);
std::string formatMegabytes(double bytes);  // 1.8 MB, 640 kB

// "Restricted Boltzmann machine" -> "restricted Boltzmann machine", but MNIST stays MNIST.
std::string lowerFirst(std::string_view text);
std::string upperFirst(std::string_view text);
// "a" or "an".
const char* article(std::string_view noun);

}  // namespace harmonium::app
