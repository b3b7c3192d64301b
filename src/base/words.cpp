#include "base/words.h"

#include "base/numbers.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace harmonium {

namespace {

// In characters: a list up to this length is written whole.
constexpr std::size_t kWholeList = 300;
constexpr std::size_t kNearest = 6;
constexpr std::size_t kCompared = 40;  // characters of a name that are compared; the wanted one may be of any length

// The number of letters to insert, to remove or to replace (Levenshtein distance), without regard to case.
std::size_t distance(std::string_view one, std::string_view other) {
  one = one.substr(0, kCompared);
  other = other.substr(0, kCompared);
  const auto lower = [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
  };
  std::vector<std::size_t> row(other.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < one.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < other.size(); ++j) {
      const std::size_t replaced = diagonal + (lower(one[i]) == lower(other[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::string joined(std::span<const std::string> names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

std::string exactNumber(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  char text[40];
  if (value == std::floor(value) && std::abs(value) < 1e15) {
    std::snprintf(text, sizeof text, "%.0f", value == 0 ? 0.0 : value);  // -0 is 0
    return text;
  }
  const bool single = toDouble(static_cast<float>(value)) == value;
  // Nine digits tell any two numbers of single precision apart, and seventeen any two of double precision.
  for (int digits = 6; digits <= 17; ++digits) {
    std::snprintf(text, sizeof text, "%.*g", digits, value);
    const double back = std::strtod(text, nullptr);
    if (back == value || (single && static_cast<float>(back) == static_cast<float>(value))) break;
  }
  return text;
}

std::string countText(std::size_t count) {
  std::string text = std::to_string(count);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string namesNear(std::string_view wanted, std::span<const std::string> names) {
  std::string whole = joined(names);
  if (whole.size() <= kWholeList) return whole;
  std::vector<std::string> nearest(names.begin(), names.end());
  std::ranges::stable_sort(nearest, {}, [&](const std::string& name) { return distance(wanted, name); });
  const std::size_t others = nearest.size() - std::min(nearest.size(), kNearest);
  nearest.resize(nearest.size() - others);
  return joined(nearest) + " and " + std::to_string(others) + " others";
}

}  // namespace harmonium
