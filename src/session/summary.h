// What a model may know of its data before the first update.
#pragma once

#include "data/binarise.h"
#include "data/catalogue.h"
#include "data/dataset.h"
#include "models/model.h"

namespace harmonium {

DataSummary summarise(const Dataset& data, Binarisation how);

// What decides whether a model and its settings go with the data, without a pass through them, and without the data
// where only the catalogue's entry is known.
DataSummary briefOf(const Dataset& data);
DataSummary briefOf(const CatalogueEntry& entry);

// How a model of these settings takes intensities; kNone for data without a part of them.
Binarisation binarisationOf(const Settings& settings, const Dataset& data);

}  // namespace harmonium
