// The format of the numbers in one column of a table. All numbers of a column have the same format, so that they can be
// compared at a glance.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace harmonium::app {

struct ColumnStyle {
  int decimals = 0;         // 0 .. 4
  bool scientific = false;  // the largest number is at least 1e7 or below 1e-4
  bool shares = false;      // all lie in [0, 1] and at least one inside it: a bar can stand behind each number
};
// The style that suits all finite numbers of the column; numbers that are not finite are ignored.
ColumnStyle columnStyle(std::span<const float> numbers);
// One number in that style; an en dash for NaN, a sign of infinity for an infinite value.
std::string columnWords(const ColumnStyle& style, double value);

// Column `index` of a row-major table [rows, columns]; empty for a table without columns.
std::vector<float> columnOf(std::span<const float> values, std::size_t columns, std::size_t index);

}  // namespace harmonium::app
