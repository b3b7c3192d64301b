#include "data/inline_parts.h"

#include "base/numbers.h"
#include "base/words.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace harmonium {
namespace {

Error refusal(std::string sentence) {
  return {ErrorCode::kInvalidData, std::move(sentence)};
}

bool isWhole(double value) {
  return value == std::floor(value);
}

// Checks `low` or `high` of a part.
// Checks `low` or `high` of a part. Only real values and counts have bounds that the kind does not already set.
Status checkEnd(const std::string& field, const std::optional<double>& end, PartKind kind) {
  if (!end) return {};
  const bool allowed = kind == PartKind::kReal || kind == PartKind::kCounts;
  if (!allowed) return refusal(field + " goes with parts of kind real and counts only.");
  if (kind == PartKind::kCounts && !(*end >= 1 && *end <= kInlineMaxCount && isWhole(*end))) {
    return refusal(field + " is " + shownNumber(*end) + "; for counts it must be a whole number from 1 to " +
                   exactNumber(kInlineMaxCount) + ".");
  }
  if (std::abs(*end) <= kInlineMaxMagnitude) return {};
  const std::string most = std::to_string(toInt(kInlineMaxMagnitude));
  return refusal(field + " is " + shownNumber(*end) + "; it must lie between -" + most + " and " + most + ".");
}

// Checks and converts one part. `place` is its place in refusals, such as `parts[1]`. `before` holds the parts before
// it, whose names it must not repeat.
Result<Part> partOf(const InlinePart& given, const std::string& place, const Layout& before) {
  if (given.name.empty() || given.name.size() > kInlineMaxName) {
    return refusal(place + ".name is " + std::to_string(given.name.size()) + " bytes long; 1 to " +
                   std::to_string(kInlineMaxName) + " are allowed.");
  }
  if (before.find(given.name) != nullptr) return refusal(place + ".name is that of another part; names must differ.");
  if (Status shape = checkShape(given.shape, place + ".shape"); !shape) return shape.error();
  Part part{.name = given.name, .kind = given.kind};
  part.rows = given.shape.size() == 2 ? toInt(given.shape[0]) : 1;
  part.cols = toInt(given.shape.back());
  if (part.kind == PartKind::kOneOf && (part.rows != 1 || part.cols < 2)) {
    return refusal(place + ".shape must be [classes], 2 or more, for a part of kind oneOf.");
  }
  if (!given.names.empty() && given.names.size() != toSize(part.values())) {
    return refusal(place + ".names has " + std::to_string(given.names.size()) + " entries; the shape asks for " +
                   std::to_string(part.values()) + ".");
  }
  if (Status names = checkTexts(place + ".names", given.names, kInlineMaxName); !names) return names.error();
  part.names = given.names;
  if (given.low && part.kind != PartKind::kReal) return refusal(place + ".low goes with parts of kind real only.");
  if (Status low = checkEnd(place + ".low", given.low, part.kind); !low) return low.error();
  if (Status high = checkEnd(place + ".high", given.high, part.kind); !high) return high.error();
  part.low = given.low ? toFloat(*given.low) : lowestOf(part.kind);
  part.high = given.high ? toFloat(*given.high) : highestOf(part.kind);
  // The comparison is written so that equal bounds are refused too: a part with one possible value has no scale.
  if (!(part.low < part.high)) return refusal(place + ".low must be less than " + place + ".high.");
  return part;
}

}  // namespace

std::string shownNumber(double value) {
  return std::isfinite(value) ? exactNumber(value) : "not a finite number";
}

std::string placeAt(const std::string& field, std::size_t index) {
  return field + "[" + std::to_string(index) + "]";
}

Status checkShape(const std::vector<double>& shape, const std::string& field) {
  if (shape.size() != 1 && shape.size() != 2) {
    return refusal(field + " has " + std::to_string(shape.size()) +
                   " numbers; it must be [rows, columns] or [values].");
  }
  // The product is a double, so that it cannot overflow before it is checked.
  double product = 1;
  for (std::size_t d = 0; d < shape.size(); ++d) {
    if (!(shape[d] >= 1 && shape[d] <= kInlineMaxValues && isWhole(shape[d]))) {
      return refusal(placeAt(field, d) + " is " + shownNumber(shape[d]) + "; it must be a whole number from 1 to " +
                     std::to_string(kInlineMaxValues) + ".");
    }
    product *= shape[d];
  }
  if (product > kInlineMaxValues) {
    return refusal(field + " makes " + exactNumber(product) + " values per example; at most " +
                   std::to_string(kInlineMaxValues) + " are allowed.");
  }
  return {};
}

Status checkTexts(const std::string& field, const std::vector<std::string>& texts, std::size_t longest) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].empty() || texts[i].size() > longest) {
      return refusal(placeAt(field, i) + " is " + std::to_string(texts[i].size()) + " bytes long; 1 to " +
                     std::to_string(longest) + " are allowed.");
    }
  }
  return {};
}

Result<Layout> layoutOfGiven(const std::vector<InlinePart>& parts) {
  if (parts.size() > kInlineMaxParts) {
    return refusal("parts has " + std::to_string(parts.size()) + " entries; at most " +
                   std::to_string(kInlineMaxParts) + " are allowed.");
  }
  Layout layout;
  for (const InlinePart& given : parts) {
    Result<Part> part = partOf(given, placeAt("parts", layout.parts.size()), layout);
    if (!part) return part.error();
    layout.append(std::move(part.value()));
  }
  if (toSize(layout.values()) > kInlineMaxValues) {
    return refusal("parts make " + std::to_string(layout.values()) + " values per example; at most " +
                   std::to_string(kInlineMaxValues) + " are allowed.");
  }
  return layout;
}

bool fitsPart(const Part& part, double value) {
  if (std::isnan(value)) return part.kind == PartKind::kReal;
  switch (part.kind) {
    case PartKind::kBinary:
    case PartKind::kOneOf:
      return value == 0 || value == 1;
    case PartKind::kIntensity:
      return value >= 0 && value <= 1;
    case PartKind::kReal:
      // The comparison is in float, as the bounds and later the values are stored. A value equal to a bound then fits,
      // although its rounded bound may lie on the other side of it.
      return std::abs(value) <= kInlineMaxMagnitude && toFloat(value) >= part.low && toFloat(value) <= part.high;
    case PartKind::kCounts:
      return value >= 0 && value <= std::min(kInlineMaxCount, toDouble(part.high)) && isWhole(value);
  }
  return false;
}

std::string allowedIn(const Part& part) {
  const std::string part_of = "every value of the part \"" + part.name + "\" must be ";
  const auto end = [](float said, double most) { return exactNumber(std::isfinite(said) ? toDouble(said) : most); };
  switch (part.kind) {
    case PartKind::kBinary:
    case PartKind::kOneOf:
      return part_of + "0 or 1.";
    case PartKind::kIntensity:
      return part_of + "a number from 0 to 1.";
    case PartKind::kReal:
      return part_of + "a number from " + end(part.low, -kInlineMaxMagnitude) + " to " +
             end(part.high, kInlineMaxMagnitude) + ", or missing.";
    case PartKind::kCounts:
      return part_of + "a whole number from 0 to " + end(part.high, kInlineMaxCount) + ".";
  }
  return "";
}

}  // namespace harmonium
