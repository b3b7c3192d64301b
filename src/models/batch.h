// A batch: the examples that one update learns from, with the frames before them and their classes where a model needs
// them. A batch owns nothing. Its maker keeps the matrices and the labels alive for as long as the batch is used.
#pragma once

#include "base/matrix.h"
#include "base/states.h"

#include <cstdint>
#include <span>

namespace harmonium {

struct Batch {
  Batch(const Matrix& examples) : v(examples), past(none()) {}  // NOLINT: implicit, since a matrix alone is a batch
  Batch(const Matrix& examples, std::span<const std::int16_t> classes) : v(examples), past(none()), labels(classes) {}
  Batch(const Matrix& examples, const Matrix& before, std::span<const std::int16_t> classes)
      : v(examples), past(before), labels(classes) {}

  const Matrix& v;                            // V x N, one example per column
  const Matrix& past;                         // (V h) x N: the h frames before each example, the oldest first; or empty
  std::span<const std::int16_t> labels = {};  // N classes, -1 where the class is not known; or empty
  States states = States::kReal;              // whether v is known to hold only 0 and 1

 private:
  // One empty matrix serves all batches without a past, so that `past` is never a dangling reference.
  static const Matrix& none() {
    static const Matrix empty;
    return empty;
  }
};

}  // namespace harmonium
