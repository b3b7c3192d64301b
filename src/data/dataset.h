// A data set: examples to learn from, examples held out, and what is known about them.
//
// Pictures arrive as bytes and stay bytes: 60,000 MNIST images take 47 MB, as floats they would take 188.
// Only the examples of one batch ever become floats, in load().
#pragma once

#include "base/density.h"
#include "base/layout.h"
#include "base/matrix.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

// N examples of V values each, one example after the other. The values are in `bytes` or in `floats`, never
// in both.
struct Split {
  int examples = 0;  // N
  int values = 0;    // V

  std::vector<std::uint8_t> bytes;  // N * V, intensity = byte / maximum
  float maximum = 255;              // no byte is larger
  std::vector<float> floats;        // N * V: intensities in [0, 1], or of a real-valued set any finite numbers
                                    // and NaN for what is missing

  std::vector<std::int16_t> labels;  // N, each an index into Dataset::class_names or kNoLabel; or empty
  static constexpr std::int16_t kNoLabel = -1;

  // Of sequences: the index of the first example of each, rising from 0. The frames of a sequence are the examples from
  // there to the next one, in the order of time. Empty: the examples are independent of each other.
  std::vector<std::uint32_t> starts;

  std::int16_t label(std::uint32_t example) const { return labels.empty() ? kNoLabel : labels[example]; }

  // Intensities in [0, 1] of the examples named, one a column: V x indices.size(). Every index is below
  // `examples`. Nothing is allocated when `out` has that size already.
  void load(std::span<const std::uint32_t> indices, Matrix& out) const;

  // The same for `count` examples that lie side by side from `first` on.
  void loadRange(std::uint32_t first, std::uint32_t count, Matrix& out) const;

  // The `history` examples before each of those named: (V * history) x indices.size(), oldest first. Each must have
  // that many before it in its own sequence (see withPast). Nothing is allocated when `out` has that size already.
  void loadPast(std::span<const std::uint32_t> indices, int history, Matrix& out) const;

  // All examples that have `history` others before them in their own sequence, in order: what an epoch of a model that
  // looks back goes through. history >= 0; of independent examples none has a past.
  std::vector<std::uint32_t> withPast(int history) const;

  // One less than the length of the longest sequence; 0 where examples are independent.
  int longestHistory() const;

  // [V] mean intensity of every value over the examples. Bytes are summed exactly; floats in double
  // precision, in the order of the examples; what is missing is left out. Zero where nothing is known.
  Vector mean() const;

  // Is every intensity exactly 0 or 1?
  bool isBinary() const;

 private:
  void loadOne(std::uint32_t example, float* out) const;
};

struct Dataset {
  std::string name;                        // in specs: "mnist"
  std::string title;                       // on screen
  int rows = 0, cols = 0;                  // of one example as a picture; rows * cols = V
  Split train, test;                       // `test` has no examples where nothing is held out
  bool real = false;                       // values are any finite numbers, not intensities in [0, 1]
  bool missing = false;                    // some values are NaN: not known (real-valued sets only)
  std::vector<std::string> value_names;    // V names of the values ("sepal length, cm"), or none
  std::shared_ptr<const Density> density;  // where artificial data come from; null where that is not known
  std::vector<std::string> class_names;
  // What the values are, where the set says more than the fields above; without parts where it does not: then it is one
  // part, see layoutOf(). A set of several parts has rows = 1, is `real` when a part is of real numbers or counts, and
  // names its values by its parts.
  Layout layout = {};
  std::string source;    // one sentence: what it is and where it comes from
  std::string citation;  // how to cite it; may be empty

  int values() const { return rows * cols; }
};

// The parts of a set, also of one that lists none: that is one part, named "values" if it is real and else "pixels",
// binary where every example is held in bytes that are 0 or 1, with the set's own shape and names.
Layout layoutOf(const Dataset& set);

// Gives a set its parts, and the shape, `real` and value names that follow from them. Values are left as they are.
void setLayout(Dataset& set, Layout layout);

}  // namespace harmonium
