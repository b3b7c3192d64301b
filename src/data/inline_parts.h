// The parts of a set that an experiment contains: their conversion to a layout, and the values that a part may have.
#pragma once

#include "base/layout.h"
#include "base/result.h"
#include "data/inline.h"

#include <cstddef>
#include <string>
#include <vector>

namespace harmonium {

// Accepts one or two whole numbers, each at least 1, whose product is at most kInlineMaxValues. The refusal
// (kInvalidData, as everywhere here) begins with `field`, such as "shape".
Status checkShape(const std::vector<double>& shape, const std::string& field);

// Accepts texts of 1 to `longest` bytes each.
Status checkTexts(const std::string& field, const std::vector<std::string>& texts, std::size_t longest);

// Checks the parts and converts them. A refusal names the place of what is wrong, such as `parts[1].shape`.
Result<Layout> layoutOfGiven(const std::vector<InlinePart>& parts);

// Returns whether the part may have this value. NaN stands for a missing value.
bool fitsPart(const Part& part, double value);
// Says what values the part may have, as the end of a refusal.
std::string allowedIn(const Part& part);

// Texts for refusals: a number, or "not a finite number"; and "field[index]".
std::string shownNumber(double value);
std::string placeAt(const std::string& field, std::size_t index);

}  // namespace harmonium
