// Adds the labels of a set to its values, for models that have units for labels among their visible units.
#pragma once

#include "base/result.h"
#include "data/dataset.h"

namespace harmonium {

// Returns the set with one more part after the others. The part is named "label" and is kOneOf, with one value per
// class, named after it. The value of the example's class is 1. The set's labels stay as they are. Refuses
// (kNotAvailable) where a training or test example has no label, where there are fewer than two classes, and where
// another part is already named "label".
//
// The function consumes `set`; a caller that needs the set afterwards passes a copy.
Result<Dataset> withLabelPart(Dataset set);

inline constexpr const char* kLabelPart = "label";

}  // namespace harmonium
