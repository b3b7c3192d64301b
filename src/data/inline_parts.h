// The parts of a set given in place: from what was given to a layout, and what values a part may have.
#pragma once

#include "base/layout.h"
#include "base/result.h"
#include "data/inline.h"

#include <cstddef>
#include <string>
#include <vector>

namespace harmonium {

// Whole numbers from 1 on, one or two of them, at most kInlineMaxValues in all. `field` begins the refusal: "shape".
Status checkShape(const std::vector<double>& shape, const std::string& field);

// Every text 1 to `longest` bytes long.
Status checkTexts(const std::string& field, const std::vector<std::string>& texts, std::size_t longest);

// Refused (kInvalidData) by the place of what is wrong, as `parts[1].shape`.
Result<Layout> layoutOfGiven(const std::vector<InlinePart>& parts);

// Is `value` one that the part may have? NaN stands for a missing one.
bool fitsPart(const Part& part, double value);
// What it may have, as the end of a refusal.
std::string allowedIn(const Part& part);

// Texts for refusals.
std::string shownNumber(double value);
std::string placeAt(const std::string& field, std::size_t index);

}  // namespace harmonium
