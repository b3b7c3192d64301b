// Reads and writes the JSON of a data set that is given in place (data/inline.h has the limits).
//
//   one of      shape      [rows, columns] or [values]
//               parts      [{ name, kind, shape, names?, low?, high? }, ...]; kind is "binary", "intensity", "real",
//                          "oneOf" or "counts", and shape is [classes] for "oneOf". An example lists the values of all
//                          parts in order; a one-of part has exactly one 1, and 0 elsewhere. `real` and `names` do not
//                          go with parts.
//   one of      examples   rows of numbers; null means missing
//               sequences  lists of such rows, the frames of each sequence in the order of time
//               bytes      base64 of 8-bit intensities, example after example; `maximum` (1 .. 255, by default 255) is
//                          the byte that means intensity 1
//               floats     base64 of little-endian 32-bit floats, example after example; NaN means missing
//   lengths     with examples, bytes and floats: the number of frames of each sequence; the sum is the number of
//               examples
//   test        held-out examples in the same form; optional; with `lengths` it needs testLengths
//   labels, testLabels
//               whole numbers, one per example; -1 means no label. For sequences one per frame, or one per sequence,
//               which then holds for all its frames.
//   real        true: any numbers, which may be missing; false: intensities; absent: decided by the numbers
//   names       of the values
//   classes     names of the labels
//   title       on screen
#pragma once

#include "data/dataset.h"
#include "session/json.h"

#include <cstddef>
#include <memory>

namespace harmonium {

// Reads hostile JSON. An Error (kInvalidData) names the field, its value and what is allowed. The work may stop on the
// way (base/work.h).
Work readGivenData(Pace& pace, Json json, Later<std::shared_ptr<const Dataset>>& out);
// The same without a stop.
Result<std::shared_ptr<const Dataset>> readGivenData(const Json& json);

// Writes JSON from which readGivenData() makes the same set. Sets of more numbers than this are written in base64.
inline constexpr std::size_t kWrittenAsRows = 4'096;
// Work that may stop on the way appends it to `out`.
Work writeGivenData(Pace& pace, const Dataset& set, std::string& out);
std::string writeGivenData(const Dataset& set);

// Writes the field `parts` as above. The catalogue uses the same form.
Json writeParts(const Layout& layout);

}  // namespace harmonium
