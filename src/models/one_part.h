// A check for models that treat all values of an example as the same kind of value.
#pragma once

#include "models/model.h"

namespace harmonium {

// Refuses (kNotAvailable) data whose examples have several parts. `model` begins the sentence: "Factor analysis".
// Accepts examples of one part of any kind. Frames of sequences are accepted as independent examples.
Status acceptsOnePart(const DataSummary& data, const char* model);

}  // namespace harmonium
