// A data set given in place: the JSON of data/inline.h, read and written.
//
//   one of      shape      [rows, columns] or [values]
//               parts      [{ name, kind, shape, names?, low?, high? }, ...]; kind is "binary", "intensity", "real",
//                          "oneOf" or "counts", shape [classes] for "oneOf"; an example has the values of all parts in
//                          order, of a one-of part 0 and 1 (exactly one 1). `real` and `names` do not go with parts
//   one of      examples   rows of numbers; null: missing
//               sequences  lists of such rows, the frames of each in the order of time
//               bytes      base64 of 8-bit intensities, example after example; `maximum` (1 .. 255, else 255) means 1
//               floats     base64 of little-endian 32-bit floats, example after example; NaN: missing
//   lengths     beside examples, bytes and floats: the frames of each sequence; they add up to the number of examples
//   test        held-out examples in the same form, may be left out; with lengths it wants testLengths
//   labels, testLabels   whole numbers, -1: none; one per example. Of sequences one per frame, or one per sequence,
//   which
//               then is that of all its frames
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

// Parts as above: also how the catalogue tells of them.
Json writeParts(const Layout& layout);

}  // namespace harmonium
