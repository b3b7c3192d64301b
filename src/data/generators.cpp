#include "data/generators.h"

#include "base/assert.h"
#include "data/label_part.h"

#include <utility>

namespace harmonium {

Dataset barsAndStripes(int side) {
  HARMONIUM_ASSERT(side >= kBarsMinSide && side <= kBarsMaxSide);
  Dataset set;
  set.rows = set.cols = side;
  set.class_names = {"bars", "stripes"};
  Split& split = set.train;
  split.values = side * side;
  split.maximum = 1;
  for (std::int16_t lying = 0; lying < 2; ++lying) {
    for (int pattern = 0; pattern < 1 << side; ++pattern) {
      for (int row = 0; row < side; ++row) {
        for (int col = 0; col < side; ++col) {
          const int line = lying == 1 ? row : col;  // bit `line` of the pattern says whether the bar or stripe is on
          split.bytes.push_back(static_cast<std::uint8_t>(pattern >> line & 1));
        }
      }
      split.labels.push_back(lying);
      ++split.examples;
    }
  }
  set.test.values = split.values;
  set.test.maximum = split.maximum;
  return set;
}

// All examples of bars and stripes have a label, so withLabelPart() cannot refuse the set.
Dataset barsWithLabel(int side) {
  Result<Dataset> set = withLabelPart(barsAndStripes(side));
  HARMONIUM_ASSERT(set.ok());
  return std::move(set.value());
}

}  // namespace harmonium
