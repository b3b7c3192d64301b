// Makes the DataSummary of a data set (models/model.h): what a model may know of its data before the first update.
#pragma once

#include "data/binarise.h"
#include "data/catalogue.h"
#include "data/dataset.h"
#include "models/model.h"

namespace harmonium {

// Fills every field, in a few passes through the training set. `how` is the binarisation that training will use. The
// work may stop on the way (base/work.h); the data have to live until its end.
Work summarise(Pace& pace, const Dataset& data, Binarisation how, DataSummary& out);
DataSummary summarise(const Dataset& data, Binarisation how);

// Fill only the fields that decide whether a model and its settings accept the data. They take no pass through the
// examples. The second needs only the catalogue's entry, because the data may not have been loaded.
DataSummary briefOf(const Dataset& data);
DataSummary briefOf(const CatalogueEntry& entry);

// How a model of these settings takes intensities; kNone for data without a part of them.
Binarisation binarisationOf(const Settings& settings, const Dataset& data);

}  // namespace harmonium
