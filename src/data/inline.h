// A data set written out in an experiment. Small ones as numbers in rows,
//   { "shape": [4, 4], "examples": [[0, 1, ...], ...], "labels": [...] }
// larger ones as bytes in base64,
//   { "shape": [28, 28], "bytes": "AAEC...", "maximum": 255, "labels": [...] }
//   { "shape": [4], "real": true, "floats": "AACA...", "names": ["sepal length", ...] }
// examples of several parts with the values of all parts in a row,
//   { "parts": [{ "name": "picture", "kind": "binary", "shape": [4, 4] },
//               { "name": "label", "kind": "oneOf", "shape": [2], "names": ["bars", "stripes"] }],
//     "examples": [[0, 1, ..., 1, 0], ...] }
// and sequences as lists of frames, or as examples with the lengths of the sequences,
//   { "shape": [8, 8], "sequences": [[[0, 1, ...], ...], ...] }
//   { "shape": [8, 8], "bytes": "AAEC...", "lengths": [40, 40, ...] }
// session/given_data.h reads the JSON. It comes out of links, files and course pages, so nothing about it is taken on
// trust.
#pragma once

#include "base/result.h"
#include "data/dataset.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

inline constexpr std::size_t kInlineMaxValues = 4'096;       // of one example: 64 x 64
inline constexpr std::size_t kInlineMaxExamples = 100'000;   // training and test each
inline constexpr std::size_t kInlineMaxNumbers = 8'388'608;  // in all: 32 MB as floats
inline constexpr int kInlineMaxLabel = 255;
inline constexpr double kInlineMaxMagnitude = 1e6;  // of a real value: its square still has room in a float
inline constexpr double kInlineMaxCount = 1e6;      // of a value of kind counts
inline constexpr std::size_t kInlineMaxParts = 16;
inline constexpr std::size_t kInlineMaxName = 40;   // bytes of the name of a part, a value or a class
inline constexpr std::size_t kInlineMaxTitle = 80;  // bytes of the title

enum class InlineForm {
  kRows,    // numbers, an example a row; NaN: missing
  kBytes,   // intensities byte / maximum, example after example
  kFloats,  // numbers, example after example; NaN: missing
};

// The values of one split, in one of the forms. The other fields are empty.
struct InlineValues {
  using Rows = std::vector<std::vector<double>>;
  Rows rows = {};
  std::vector<std::uint8_t> bytes = {};
  std::vector<float> floats = {};
};

// One part as it was given.
struct InlinePart {
  std::string name = {};
  PartKind kind = PartKind::kReal;
  std::vector<double> shape = {};       // as of InlineData; of a one-of part [classes], 2 at least
  std::vector<std::string> names = {};  // none, or one per value
  std::optional<double> low = {};       // kReal only: no value is lower
  std::optional<double> high = {};      // kReal and kCounts only: no value is higher
};

// As it was given. `shape` is [rows, columns], or [values] for one line of values.
struct InlineData {
  InlineForm form = InlineForm::kRows;
  std::vector<double> shape;      // whole numbers, 1 or 2 of them; none where there are parts
  std::vector<InlinePart> parts;  // none, or 1 to kInlineMaxParts, of different names. Then `real` and `names` are not
                                  // said. Values of a one-of part are 0 and 1, one of them 1. Bytes are for parts whose
                                  // values lie in [0, 1]
  InlineValues examples;          // at least one, each as long as the shape's product
  InlineValues test;              // may be empty; the same form
  // Sequences: how many of the examples, in order, are frames of the first, the second and so on; they add up to the
  // number of examples. None: examples are independent. Where training examples are sequences, test examples are too.
  std::vector<double> lengths, test_lengths;
  bool nested = false;              // the rows came as `sequences`: refusals name sequence and frame
  std::vector<double> labels;       // none, or one per example: 0 .. kInlineMaxLabel, or -1 for no label. Of sequences
                                    // also one per sequence, which then is that of all its frames
  std::vector<double> test_labels;  // the same of the test examples
  double maximum = 255;             // kBytes: the byte that means intensity 1; 1 .. 255
  // Real-valued: any numbers up to kInlineMaxMagnitude and gaps, not intensities in [0, 1]. Not said: true where a
  // number lies outside [0, 1].
  std::optional<bool> real;
  std::vector<std::string> names;    // none, or one per value
  std::vector<std::string> classes;  // none, or enough for all labels
  std::string title;                 // on screen; may be empty
};

// Refusals (kInvalidData) name the place as `examples[3][17]`, both counted from 0, what stands there and what is
// allowed.
Result<Dataset> datasetOf(InlineData data);

// What classes are called where nobody named them: "0" up to the largest label.
std::vector<std::string> numberedClasses(std::span<const std::int16_t> labels, std::span<const std::int16_t> test);

// The title of a set that was given none.
inline constexpr const char* kInlineTitle = "Given with the experiment";

}  // namespace harmonium
