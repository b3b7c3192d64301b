#include "app/logic/columns.h"

#include "app/logic/format.h"
#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

// More decimals would make the columns of a table wider than its panel.
constexpr int kMostDecimals = 4;

bool whole(float value) {
  return value == std::round(value);
}

}  // namespace

ColumnStyle columnStyle(std::span<const float> numbers) {
  ColumnStyle style;
  float largest = 0, least = INFINITY;
  bool all_whole = true, in_unit = true, inside = false;
  for (const float each : numbers) {
    if (!std::isfinite(each)) continue;
    const float size = std::abs(each);
    largest = std::max(largest, size);
    if (size > 0) least = std::min(least, size);
    all_whole &= whole(each);
    in_unit &= each >= 0 && each <= 1;
    inside |= each > 0 && each < 1;
  }
  style.shares = in_unit && inside;
  // Beyond these sizes plain decimals need more places than a column has.
  style.scientific = largest >= 1e7f || (largest > 0 && largest < 1e-4f);
  if (all_whole || style.scientific) return style;
  // The largest number shows four significant digits. The least shows two, if that takes at most one decimal more.
  const int lead = largest > 0 ? toInt(std::floor(std::log10(largest))) : 0;
  const int tail = std::isfinite(least) ? toInt(std::floor(std::log10(least))) : 0;
  style.decimals = std::clamp(std::max(3 - lead, std::min(1 - tail, 4 - lead)), 0, kMostDecimals);
  return style;
}

std::string columnWords(const ColumnStyle& style, double value) {
  if (std::isnan(value)) return "\u2013";
  if (!std::isfinite(value)) return formatValue(value);
  if (style.scientific) return value == 0 ? "0" : formatScientific(value, 2);
  return formatFixed(value, style.decimals);
}

std::vector<float> columnOf(std::span<const float> values, std::size_t columns, std::size_t index) {
  std::vector<float> out;
  for (std::size_t at = index; columns > 0 && at < values.size(); at += columns) out.push_back(values[at]);
  return out;
}

}  // namespace harmonium::app
