#include "app/logic/format.h"

#include "base/numbers.h"
#include "base/options.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace harmonium::app {
namespace {

// The hyphen of snprintf is narrower than a digit; the minus sign of Unicode is as wide, so columns stay aligned.
std::string withMinus(std::string text) {
  if (!text.empty() && text[0] == '-') text.replace(0, 1, "\u2212");
  for (std::size_t at = text.find("e-"); at != std::string::npos; at = text.find("e-", at + 1))
    text.replace(at + 1, 1, "\u2212");
  return text;
}

std::string fixed(double value, int decimals) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.*f", std::clamp(decimals, 0, 12), value);
  return buffer;
}

// Commas are inserted from the right, so that the positions to the left stay valid.
std::string grouped(std::string digits) {
  std::size_t end = digits.find('.');
  if (end == std::string::npos) end = digits.size();
  const std::size_t begin = digits[0] == '-' ? 1 : 0;
  for (std::size_t at = end; at > begin + 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

// The power of ten of the leading digit. The small term keeps 1000, whose logarithm may come out below 3, at 3.
int magnitude(double value) {
  return value == 0 ? 0 : toInt(std::floor(std::log10(std::abs(value)) + 1e-9));
}

std::string special(double value) {
  if (std::isnan(value)) return "not a number";
  return value > 0 ? "\u221e" : "\u2212\u221e";
}

}  // namespace

std::string formatCount(double whole) {
  return withMinus(grouped(fixed(std::round(whole), 0)));
}

std::string formatShort(double value) {
  if (!std::isfinite(value)) return special(value);
  const double size = std::abs(value);
  const auto scaled = [&](double unit, const char* suffix) {
    const double number = value / unit;
    // From 100 on, three digits are enough: "123k", not "123.4k".
    const bool whole = std::abs(number) >= 100 || number == std::round(number);
    return withMinus(fixed(number, whole ? 0 : 1)) + suffix;
  };
  if (size >= 1e9) return scaled(1e9, "G");
  if (size >= 1e6) return scaled(1e6, "M");
  if (size >= 1e3) return scaled(1e3, "k");
  if (size == 0) return "0";
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.4g", value);
  return withMinus(buffer);
}

std::string formatValue(double value, int significant) {
  if (!std::isfinite(value)) return special(value);
  if (value == 0) return "0";
  // Outside of these powers of ten the zeros would be longer than an exponent.
  const int digits = magnitude(value);
  if (digits < -5 || digits > 8) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.*e", significant - 1, value);
    return withMinus(buffer);
  }
  return withMinus(grouped(fixed(value, significant - 1 - digits)));
}

std::string formatWithin(double value, double off, int significant) {
  if (!(off > 0) || !std::isfinite(value) || value == 0) return formatValue(value, significant);
  // The true value lies in a range of width 2 * off. The last digit shown is worth at least that width.
  const int meant = toInt(std::floor(-std::log10(2 * off) + 1e-9));
  const int decimals = std::max(0, std::min(meant, significant - 1 - magnitude(value)));
  return formatFixed(value, decimals);
}

std::string formatFixed(double value, int decimals) {
  if (!std::isfinite(value)) return special(value);
  const std::string text = fixed(value, decimals);
  // A number that rounds to zero has no sign: "-0.00" would puzzle the reader.
  const bool nothing = text.find_first_not_of("-0.") == std::string::npos;
  return withMinus(grouped(nothing ? fixed(0, decimals) : text));
}

std::string formatScientific(double value, int decimals) {
  if (!std::isfinite(value)) return special(value);
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.*e", std::clamp(decimals, 0, 12), value);
  return withMinus(buffer);
}

std::string formatSetting(double value) {
  return withMinus(formatNumber(value));
}

Estimate formatEstimate(double value, const std::optional<double>& error) {
  if (!std::isfinite(value)) return {special(value), ""};
  if (!error || !std::isfinite(*error) || *error <= 0) {
    // A count without an error stays a count: "8 modes", not "8.0000 modes".
    const bool whole = value == std::round(value) && std::abs(value) < 1e6;
    return {whole ? formatCount(value) : formatValue(value, 5), ""};
  }
  const int decimals = std::clamp(1 - magnitude(*error), 0, 6);
  return {withMinus(grouped(fixed(value, decimals))), fixed(*error, decimals)};
}

std::string formatMegabytes(double bytes) {
  if (bytes < 1e6) return fixed(bytes / 1e3, 0) + " kB";
  return fixed(bytes / 1e6, 1) + " MB";
}

std::string formatDuration(double seconds) {
  if (seconds < 0.1) return "under 0.1 s";
  if (seconds < 9.95) return fixed(seconds, 1) + " s";
  if (seconds < 99.5) return fixed(seconds, 0) + " s";
  return fixed(seconds / 60, 0) + " min";
}

std::string lowerFirst(std::string_view text) {
  std::string out(text);
  const bool word = out.size() > 1 && out[0] >= 'A' && out[0] <= 'Z' && out[1] >= 'a' && out[1] <= 'z';
  if (word) out[0] = static_cast<char>(out[0] - 'A' + 'a');
  return out;
}

std::string upperFirst(std::string_view text) {
  std::string out(text);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

const char* article(std::string_view noun) {
  if (noun.empty()) return "a";
  return std::string_view("aeiouAEIOU").find(noun[0]) == std::string_view::npos ? "a" : "an";
}

}  // namespace harmonium::app
