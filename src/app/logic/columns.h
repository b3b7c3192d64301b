// How the numbers of one column of a table are written: all alike, so that they can be compared at a glance.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace harmonium::app {

struct ColumnStyle {
  int decimals = 0;
  bool scientific = false;  // some are too large or too small for plain decimals
  bool shares = false;      // all lie in [0, 1], and not all of them at its ends: a bar can stand behind each
};
ColumnStyle columnStyle(std::span<const float> numbers);
std::string columnWords(const ColumnStyle& style, double value);  // an en dash for what is no number

// Column `index` of a row-major table.
std::vector<float> columnOf(std::span<const float> values, std::size_t columns, std::size_t index);

}  // namespace harmonium::app
