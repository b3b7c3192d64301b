#include "data/canon.h"

#include "base/assert.h"

#include <bit>

namespace harmonium {

namespace {

Dataset binarySet(int rows, int cols) {
  Dataset set;
  set.rows = rows;
  set.cols = cols;
  for (Split* split : {&set.train, &set.test}) {
    split->values = rows * cols;
    split->maximum = 1;
  }
  return set;
}

}  // namespace

// These sets are bytes with a maximum of 1, which marks them as binary wherever a layout is derived from them.
Dataset encoder(int units) {
  HARMONIUM_ASSERT(units >= kEncoderMinUnits && units <= kEncoderMaxUnits);
  Dataset set = binarySet(2, units);
  for (int pattern = 0; pattern < units; ++pattern) {
    for (int row = 0; row < 2; ++row) {
      for (int col = 0; col < units; ++col) set.train.bytes.push_back(col == pattern ? 1 : 0);
    }
    ++set.train.examples;
  }
  return set;
}

Dataset shifter() {
  Dataset set = binarySet(3, kShifterUnits);
  set.class_names = {"left", "none", "right"};
  for (int pattern = 0; pattern < 1 << kShifterUnits; ++pattern) {
    for (std::int16_t shift = 0; shift < 3; ++shift) {
      const auto bit = [pattern](int place) {
        return static_cast<std::uint8_t>(pattern >> ((place + kShifterUnits) % kShifterUnits) & 1);
      };
      for (int col = 0; col < kShifterUnits; ++col) set.train.bytes.push_back(bit(col));
      // After a shift to the left a unit has the value of its right neighbour.
      for (int col = 0; col < kShifterUnits; ++col) set.train.bytes.push_back(bit(col + 1 - shift));
      for (int col = 0; col < kShifterUnits; ++col) set.train.bytes.push_back(col == shift ? 1 : 0);
      set.train.labels.push_back(shift);
      ++set.train.examples;
    }
  }
  return set;
}

Dataset helmholtzBars() {
  constexpr int kSide = 4;
  Dataset set = binarySet(kSide, kSide);
  set.class_names = {"vertical", "horizontal"};
  for (std::int16_t horizontal = 0; horizontal < 2; ++horizontal) {
    for (unsigned bars = 0; bars < 1u << kSide; ++bars) {
      // 0.2^k 0.8^(4 - k) is 4^(4 - k) / 625, and 2/3 to 1/3 is 2 to 1.
      const int copies = (2 - horizontal) << (2 * (kSide - std::popcount(bars)));
      for (int copy = 0; copy < copies; ++copy) {
        for (int at = 0; at < kSide * kSide; ++at) {
          const int bar = horizontal == 1 ? at / kSide : at % kSide;
          set.train.bytes.push_back(static_cast<std::uint8_t>(bars >> bar & 1));
        }
        set.train.labels.push_back(horizontal);
        ++set.train.examples;
      }
    }
  }
  return set;
}

Dataset parity(int bits) {
  HARMONIUM_ASSERT(bits >= kParityMinBits && bits <= kParityMaxBits);
  Dataset set = binarySet(1, bits);
  for (unsigned pattern = 0; pattern < 1u << bits; ++pattern) {
    if (std::popcount(pattern) % 2 != 0) continue;
    for (int bit = 0; bit < bits; ++bit) set.train.bytes.push_back(static_cast<std::uint8_t>(pattern >> bit & 1));
    ++set.train.examples;
  }
  return set;
}

}  // namespace harmonium
