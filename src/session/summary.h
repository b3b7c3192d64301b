// What a model may know of its data before the first update.
#pragma once

#include "data/binarise.h"
#include "data/dataset.h"
#include "models/model.h"

namespace harmonium {

// What decides whether a model and its settings go with the data, without a pass through their values.
DataSummary briefOf(const Dataset& data);

DataSummary summarise(const Dataset& data, Binarisation how);

// The option `binarisation` of a model's settings; kNone where the model has none and takes values as they are, and for
// real-valued data, which are no intensities.
Binarisation binarisationOf(const Settings& settings, const Dataset& data);

}  // namespace harmonium
