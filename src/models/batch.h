// Examples on their way to a model. Nothing is owned: whoever makes a batch keeps what it points to.
#pragma once

#include "base/matrix.h"
#include "base/states.h"

#include <cstdint>
#include <span>

namespace harmonium {

struct Batch {
  Batch(const Matrix& examples) : v(examples), past(none()) {}  // NOLINT: examples alone are a batch
  Batch(const Matrix& examples, std::span<const std::int16_t> classes) : v(examples), past(none()), labels(classes) {}
  Batch(const Matrix& examples, const Matrix& before, std::span<const std::int16_t> classes)
      : v(examples), past(before), labels(classes) {}

  const Matrix& v;                            // V x N, one example per column
  const Matrix& past;                         // (V h) x N: the h frames before each example, the oldest first; or empty
  std::span<const std::int16_t> labels = {};  // N classes, -1: not known; or none
  States states = States::kReal;              // of v, where that is known

 private:
  static const Matrix& none() {
    static const Matrix empty;
    return empty;
  }
};

}  // namespace harmonium
