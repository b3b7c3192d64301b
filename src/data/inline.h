// A data set written out in an experiment:
//   { "shape": [4, 4], "examples": [[0, 1, ...], ...], "labels": [...] }
// It comes out of links and course pages, so nothing about it is taken on trust.
#pragma once

#include "base/result.h"
#include "data/dataset.h"

#include <cstddef>
#include <vector>

namespace harmonium {

inline constexpr std::size_t kInlineMaxValues = 4'096;       // of one example: 64 x 64
inline constexpr std::size_t kInlineMaxExamples = 100'000;   // training and test each
inline constexpr std::size_t kInlineMaxNumbers = 8'388'608;  // in all: 32 MB as floats
inline constexpr int kInlineMaxLabel = 255;

// The rows as they were given, row by row. `shape` is [rows, columns], or [values] for one line of values.
struct InlineData {
  using Rows = std::vector<std::vector<double>>;
  std::vector<double> shape;        // whole numbers, 1 or 2 of them
  Rows examples;                    // at least one, each as long as the shape's product; values in [0, 1]
  std::vector<double> labels;       // none, or one per example: 0 .. kInlineMaxLabel, or -1 for no label
  Rows test;                        // may be empty
  std::vector<double> test_labels;  // none, or one per test example
};

// Refusals (kInvalidData) name the place as `examples[3][17]`, both counted from 0, what stands there and
// what is allowed.
Result<Dataset> datasetOf(const InlineData& data);

}  // namespace harmonium
