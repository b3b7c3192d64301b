// The states of one layer for N examples. What is drawn comes as bits, which is what the products read; numbers are
// made of them only when somebody looks. Real states, and data, come as numbers, and bits are made of them for the
// first product.
#pragma once

#include "base/matrix.h"
#include "kernels/kernels.h"

namespace harmonium {

class LayerStates {
 public:
  Eigen::Index examples() const { return bits_hold_ ? static_cast<Eigen::Index>(bits_.rows) : numbers_.cols(); }

  const Matrix& numbers() const {  // units x N
    if (!numbers_hold_) {
      numbers_.resize(static_cast<Eigen::Index>(bits_.length), static_cast<Eigen::Index>(bits_.rows));
      kernels::unpackRows(bits_, flat(numbers_));
      numbers_hold_ = true;
    }
    return numbers_;
  }
  const kernels::Bits& bits() const {  // N rows; what is not 0 counts as on
    if (!bits_hold_) {
      kernels::packRows(flat(numbers_), static_cast<std::size_t>(numbers_.cols()),
                        static_cast<std::size_t>(numbers_.rows()), bits_);
      bits_hold_ = true;
    }
    return bits_;
  }

  // Where new states are to be written, in one form; the other no longer holds.
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
  // The numbers that are there, to be changed in place.
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
  mutable Matrix numbers_;
  mutable kernels::Bits bits_;
  mutable bool numbers_hold_ = true, bits_hold_ = false;
};

}  // namespace harmonium
