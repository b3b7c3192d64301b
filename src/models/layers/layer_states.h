// The states of one layer for N examples, in two forms: numbers, one example per column, and bits, one example per row.
// Sampling writes bits, and products read bits; numbers are made from them only when a caller asks. Data and real
// states are written as numbers, and bits are made from them for the first product. Each form is made at most once per
// write. The object is not safe for concurrent reads, because reading may make the other form.
#pragma once

#include "base/matrix.h"
#include "base/numbers.h"
#include "kernels/kernels.h"

namespace harmonium {

class LayerStates {
 public:
  Index examples() const { return bits_hold_ ? toIndex(bits_.rows) : numbers_.cols(); }

  const Matrix& numbers() const {  // units x N
    if (!numbers_hold_) {
      numbers_.resize(toIndex(bits_.length), toIndex(bits_.rows));
      kernels::unpackRows(bits_, flat(numbers_));
      numbers_hold_ = true;
    }
    return numbers_;
  }
  const kernels::Bits& bits() const {  // N rows; any number but 0 counts as on
    if (!bits_hold_) {
      kernels::packRows(flat(numbers_), columnCount(numbers_), rowCount(numbers_), bits_);
      bits_hold_ = true;
    }
    return bits_;
  }

  // The place to write new states, in one form. The other form becomes invalid and is made again when it is asked for.
  Matrix& newNumbers() {
    bits_hold_ = false;
    numbers_hold_ = true;
    return numbers_;
  }
  kernels::Bits& newBits() {
    bits_hold_ = true;
    numbers_hold_ = false;
    return bits_;
  }
  // The current numbers, for changes in place. The bits become invalid.
  Matrix& changeNumbers() {
    (void)numbers();
    return newNumbers();
  }
  void copyBits(const LayerStates& other) {
    const kernels::Bits& from = other.bits();
    kernels::Bits& to = newBits();
    to.resize(from.rows, from.length);
    to.words = from.words;
  }

 private:
  // At least one of the two forms always holds.
  mutable Matrix numbers_;
  mutable kernels::Bits bits_;
  mutable bool numbers_hold_ = true, bits_hold_ = false;
};

}  // namespace harmonium
