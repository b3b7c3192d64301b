// For models that take all values of an example for the same kind of thing.
#pragma once

#include "models/model.h"

namespace harmonium {

// Refuses (kNotAvailable) data whose examples have several parts. `model` begins the sentence: "Factor analysis".
// Examples of one part are taken whatever its kind is, and frames of sequences as examples that know nothing of each
// other.
Status acceptsOnePart(const DataSummary& data, const char* model);

}  // namespace harmonium
