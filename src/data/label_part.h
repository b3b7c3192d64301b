// Labels as values: what a model sees that has units for labels among its visible ones.
#pragma once

#include "base/result.h"
#include "data/dataset.h"

namespace harmonium {

// The set with one part more, behind the others: "label", kOneOf, one value per class, named by the classes; the value
// of an example's own class is 1. The labels themselves stay where they were. Refused (kNotAvailable) where a training
// or test example has no label, where there are fewer than two classes, and where a part is named "label" already.
//
// `set` is taken apart: hand over a copy, or the set itself with std::move.
Result<Dataset> withLabelPart(Dataset set);

inline constexpr const char* kLabelPart = "label";

}  // namespace harmonium
