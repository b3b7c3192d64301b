// A data set that an experiment contains. A small set gives its numbers in rows:
//   { "shape": [4, 4], "examples": [[0, 1, ...], ...], "labels": [...] }
// A larger set gives bytes or floats in base64:
//   { "shape": [28, 28], "bytes": "AAEC...", "maximum": 255, "labels": [...] }
//   { "shape": [4], "real": true, "floats": "AACA...", "names": ["sepal length", ...] }
// Real values far from zero may be given less an offset each, which is what single precision keeps of them:
//   { "shape": [2], "real": true, "examples": [[0.0123, 5], ...], "offsets": [101325, 0] }
// Examples of several parts give the values of all parts in one row:
//   { "parts": [{ "name": "picture", "kind": "binary", "shape": [4, 4] },
//               { "name": "label", "kind": "oneOf", "shape": [2], "names": ["bars", "stripes"] }],
//     "examples": [[0, 1, ..., 1, 0], ...] }
// Sequences are lists of frames, or examples with the lengths of the sequences:
//   { "shape": [8, 8], "sequences": [[[0, 1, ...], ...], ...] }
//   { "shape": [8, 8], "bytes": "AAEC...", "lengths": [40, 40, ...] }
// session/given_data.h reads the JSON. It comes from links, files and course pages, so everything in it is checked
// here.
#pragma once

#include "base/later.h"
#include "base/result.h"
#include "data/dataset.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

inline constexpr std::size_t kInlineMaxValues = 4'096;       // values per example: 64 x 64
inline constexpr std::size_t kInlineMaxExamples = 100'000;   // training examples, and also test examples
inline constexpr std::size_t kInlineMaxNumbers = 8'388'608;  // numbers of both splits together: 32 MB as floats
inline constexpr int kInlineMaxLabel = 255;
inline constexpr double kInlineMaxMagnitude = 1e6;  // for real values, so that sums of their squares fit a float
inline constexpr double kInlineMaxCount = 1e6;      // for values of kind counts
inline constexpr std::size_t kInlineMaxParts = 16;
inline constexpr std::size_t kInlineMaxName = 40;   // bytes of the name of a part, a value or a class
inline constexpr std::size_t kInlineMaxTitle = 80;  // bytes of the title

enum class InlineForm {
  kRows,    // numbers, one row per example; NaN where a value is missing
  kBytes,   // intensities byte / maximum, example after example
  kFloats,  // numbers, example after example; NaN where a value is missing
};

// The values of one split in one of the forms. The fields of the other forms are empty.
struct InlineValues {
  using Rows = std::vector<std::vector<double>>;
  Rows rows = {};
  std::vector<std::uint8_t> bytes = {};
  std::vector<float> floats = {};
};

// One part as it was given, before any check.
struct InlinePart {
  std::string name = {};
  PartKind kind = PartKind::kReal;
  std::vector<double> shape = {};       // as in InlineData; [classes] with 2 or more for a one-of part
  std::vector<std::string> names = {};  // none, or one per value
  std::optional<double> low = {};       // kReal only: no value is lower
  std::optional<double> high = {};      // kReal and kCounts only: no value is higher
};

// A set as it was given, before any check. The comments say what datasetOf() accepts.
struct InlineData {
  InlineForm form = InlineForm::kRows;
  // [rows, columns] for pictures, or [values]; whole numbers from 1 on. Empty where there are parts.
  std::vector<double> shape;
  // Empty, or 1 to kInlineMaxParts parts with different names. `real` and `names` must then be absent. A one-of part
  // has one value of 1 per example, and 0 elsewhere. Bytes are allowed only where the kind of every part is within [0,
  // 1].
  std::vector<InlinePart> parts;
  InlineValues examples;  // at least one example; each has as many values as the shape or the parts say
  InlineValues test;      // may be empty; in the same form
  // For sequences: the number of frames of each sequence, in the order of the examples. They add up to the number of
  // examples. Empty where the examples are independent. Where training examples are sequences, test examples are too.
  std::vector<double> lengths, test_lengths;
  // Empty, or one number per value, for real-valued sets: the examples are given less these, and are so stored. Where
  // it is empty and the rows are numbers that single precision would blur, datasetOf() takes off its own.
  std::vector<double> offsets;
  bool nested = false;  // true: the rows came as `sequences`, and refusals name the sequence and the frame
  // Empty, or one label per example: 0 .. kInlineMaxLabel, or -1 for no label. For sequences also one per sequence,
  // which then holds for all its frames.
  std::vector<double> labels;
  std::vector<double> test_labels;  // the same for the test examples
  double maximum = 255;             // kBytes only: the byte that means intensity 1; 1 .. 255
  // True: real values up to kInlineMaxMagnitude, which may be missing. False: intensities in [0, 1]. Absent: true where
  // a number lies outside [0, 1].
  std::optional<bool> real;
  std::vector<std::string> names;    // none, or one per value
  std::vector<std::string> classes;  // none, or one per class for all labels
  std::string title;                 // on screen; may be empty
};

// Checks the set and converts it. A refusal (kInvalidData) names the place, such as `examples[3][17]` with both indices
// counted from 0, the value there and what is allowed. It may stop on the way (base/work.h); `out` gets the answer.
Work datasetOf(Pace& pace, InlineData data, Later<Dataset>& out);
// The same without a stop.
Result<Dataset> datasetOf(InlineData data);

// The names of classes where none were given: "0" to the largest label of both splits.
std::vector<std::string> numberedClasses(std::span<const std::int16_t> labels, std::span<const std::int16_t> test);

// The title of a set for which none was given.
inline constexpr const char* kInlineTitle = "Given with the experiment";

}  // namespace harmonium
