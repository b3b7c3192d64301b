// A data set: examples to learn from, examples that are held out, and a description of both.
//
// Pictures are stored as bytes: 60,000 MNIST images take 47 MB, and as floats they would take 188 MB. Only the examples
// of one batch are converted to floats, in load().
#pragma once

#include "base/density.h"
#include "base/layout.h"
#include "base/matrix.h"
#include "base/work.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

// N examples of V values each, example after example. The values are in `bytes` or in `floats`, never in both.
struct Split {
  int examples = 0;  // N
  int values = 0;    // V

  std::vector<std::uint8_t> bytes;  // N * V; the intensity is byte / maximum
  float maximum = 255;              // the byte that means intensity 1; no byte is larger
  std::vector<float> floats;        // N * V: intensities in [0, 1]; in a real-valued set finite numbers, and NaN where
                                    // a value is missing
  bool missing = false;             // true: some values are NaN, which means unknown (real-valued sets only)

  std::vector<std::int16_t> labels;  // N, each an index into Dataset::class_names or kNoLabel; or empty
  static constexpr std::int16_t kNoLabel = -1;

  // For sequences: the index of the first example of each sequence, in ascending order from 0. The frames of a sequence
  // are the examples from its start to the next start, in the order of time. Empty where the examples are independent.
  std::vector<std::uint32_t> starts;

  std::int16_t label(std::uint32_t example) const { return labels.empty() ? kNoLabel : labels[example]; }

  // Loads the values of the given examples as floats, one example per column: V x indices.size(). Every index is below
  // `examples`. The function allocates nothing where `out` already has that size.
  void load(std::span<const std::uint32_t> indices, Matrix& out) const;

  // The same for the `count` examples from `first` on.
  void loadRange(std::uint32_t first, std::uint32_t count, Matrix& out) const;

  // Loads the `history` examples before each of the given ones: (V * history) x indices.size(), the oldest first. Each
  // given example must have that many before it in its own sequence (see withPast). The function allocates nothing
  // where `out` already has that size.
  void loadPast(std::span<const std::uint32_t> indices, int history, Matrix& out) const;

  // Returns, in order, all examples that have `history` others before them in their own sequence. An epoch of a model
  // that looks back goes through these. history >= 0. With history > 0 no independent example is among them.
  std::vector<std::uint32_t> withPast(int history) const;

  // One less than the length of the longest sequence; 0 where the examples are independent.
  int longestHistory() const;

  // The mean of each value over the examples, [V]. Bytes are summed exactly, and floats in double in the order of the
  // examples. Missing values do not count. The mean is 0 where no value is known.
  Vector mean() const;
  Work mean(Pace& pace, Vector& out) const;  // the same as work that may stop (base/work.h)

  // True where every value is exactly 0 or 1.
  bool isBinary() const;

 private:
  void loadOne(std::uint32_t example, float* out) const;
};

struct Dataset {
  std::string name;                      // in specs: "mnist"
  std::string title;                     // on screen
  int rows = 0, cols = 0;                // the shape of one example as a picture; rows * cols = V
  Split train, test;                     // `test` has no examples where nothing is held out
  bool real = false;                     // true: values are any finite numbers; false: intensities in [0, 1]
  std::vector<std::string> value_names;  // one per value, such as "sepal length, cm", or none
  // What was taken off every value before it was stored, one per value; empty where nothing was. A float keeps 24 bits:
  // of values near 100,000 that differ by hundredths little would be left. Models see the stored values.
  std::vector<double> offsets = {};
  std::shared_ptr<const Density> density;  // the density of artificial data; null where it is not known
  std::vector<std::string> class_names;    // one per class; empty without labels
  // The parts of an example. A layout without parts stands for one part, see layoutOf(). A set of several parts has
  // rows = 1, it is `real` where a part is of kind real or counts, and its value names come from its parts.
  Layout layout = {};
  std::string source;    // one sentence: what the set is and where it comes from
  std::string citation;  // the reference to cite; may be empty

  int values() const { return rows * cols; }
  bool missing() const { return train.missing || test.missing; }  // of some value, in either split
};

// The names of the values as they are stored, for axes and tables: "pressure less 101325" where something was taken
// off. None where the set has neither names nor offsets.
std::vector<std::string> storedNames(const Dataset& set);

// The layout of a set. A set that lists no parts has one, with the set's own shape and names. It is named "values"
// where the set is real and "pixels" otherwise, and it is binary where all examples are stored as bytes with maximum 1.
Layout layoutOf(const Dataset& set);

// Sets the layout of a set, and its shape, `real` and value names, which follow from the layout. The layout has at
// least one part. The examples stay as they are.
void setLayout(Dataset& set, Layout layout);

}  // namespace harmonium
