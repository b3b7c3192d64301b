// Makes the DataSummary of a data set (models/model.h): what a model may know of its data before the first update.
#pragma once

#include "data/binarise.h"
#include "data/catalogue.h"
#include "data/dataset.h"
#include "models/model.h"

namespace harmonium {

// Fills every field, in a few passes through the training set. `how` is the binarisation that training will use.
DataSummary summarise(const Dataset& data, Binarisation how);

// Fill only the fields that decide whether a model and its settings accept the data. They take no pass through the
// examples. The second needs only the catalogue's entry, because the data may not have been loaded.
DataSummary briefOf(const Dataset& data);
DataSummary briefOf(const CatalogueEntry& entry);

// Returns the value of the option `binarisation`. Returns kNone where the model has no such option, because it takes
// values as they are, and where the data have no intensities.
Binarisation binarisationOf(const Settings& settings, const Dataset& data);

}  // namespace harmonium
