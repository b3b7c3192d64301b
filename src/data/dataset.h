// A data set: examples to learn from, examples held out, and what is known about them.
//
// Pictures arrive as bytes and stay bytes: 60,000 MNIST images take 47 MB, as floats they would take 188.
// Only the examples of one batch ever become floats, in load().
#pragma once

#include "base/density.h"
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

  std::int16_t label(std::uint32_t example) const { return labels.empty() ? kNoLabel : labels[example]; }

  // Intensities in [0, 1] of the examples named, one a column: V x indices.size(). Every index is below
  // `examples`. Nothing is allocated when `out` has that size already.
  void load(std::span<const std::uint32_t> indices, Matrix& out) const;

  // The same for `count` examples that lie side by side from `first` on.
  void loadRange(std::uint32_t first, std::uint32_t count, Matrix& out) const;

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
  std::string source;    // one sentence: what it is and where it comes from
  std::string citation;  // how to cite it; may be empty

  int values() const { return rows * cols; }
};

}  // namespace harmonium
