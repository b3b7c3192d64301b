// A data set given in place: the JSON of data/inline.h, read and written.
//
//   shape       [rows, columns] or [values]
//   one of      examples   rows of numbers; null: missing
//               bytes      base64 of 8-bit intensities, example after example; `maximum` (1 .. 255, else 255) means 1
//               floats     base64 of little-endian 32-bit floats, example after example; NaN: missing
//   test        held-out examples in the same form, may be left out
//   labels, testLabels   whole numbers, -1: none
//   real        true: any numbers and gaps; false: intensities; left out: whatever the numbers are
//   names, classes       of the values, of the labels
//   title       on screen
#pragma once

#include "data/dataset.h"
#include "session/json.h"

#include <cstddef>
#include <memory>

namespace harmonium {

Result<std::shared_ptr<const Dataset>> readGivenData(const Json& json);

// What readGivenData() makes the same set of. Sets of more numbers than this are written in base64.
inline constexpr std::size_t kWrittenAsRows = 4'096;
Json writeGivenData(const Dataset& set);

}  // namespace harmonium
