// The IDX format, in which MNIST, Fashion-MNIST and others are published:
//   bytes 0, 1   zero
//   byte 2       type of the values; read here: 8 = unsigned byte, 13 = 32-bit float
//   byte 3       number of dimensions D: 3 for images (count, rows, columns), 2 for tables (count, values), 1 for
//                labels (count)
//   4 D bytes    the sizes, 32 bits each, most significant byte first
//   the rest     the values, last dimension fastest, floats most significant byte first, and nothing after them
//
// Any file may come from anywhere. A file is read as what it says it is, to the byte, or refused with a
// sentence.
#pragma once

#include "base/result.h"
#include "data/dataset.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace harmonium {

// Larger files are refused: they are mistakes or mischief, and would not fit into a page's memory.
inline constexpr std::uint32_t kIdxMaxExamples = 1'000'000;
inline constexpr std::uint32_t kIdxMaxSide = 1'024;        // rows, columns
inline constexpr std::uint64_t kIdxMaxBytes = 256u << 20;  // of values in one file

struct IdxImages {
  int count = 0, rows = 0, cols = 0;     // each at least 1
  std::span<const std::uint8_t> pixels;  // [count, rows, cols], a part of the file's own bytes
};

struct IdxTable {
  int count = 0, values = 0;   // each at least 1
  std::vector<float> numbers;  // [count, values], all finite
};

// `name` is what the sentence of a refusal calls the file. Refusals have the code kInvalidData.
Result<IdxImages> parseIdxImages(std::span<const std::uint8_t> file, std::string_view name);
Result<IdxTable> parseIdxTable(std::span<const std::uint8_t> file, std::string_view name);
Result<std::span<const std::uint8_t>> parseIdxLabels(std::span<const std::uint8_t> file, std::string_view name);

// What belongs together: images, and a label for each. An example's pixels become its values, with maximum
// 255.
Result<Split> parseIdxPair(std::span<const std::uint8_t> images, std::string_view images_name,
                           std::span<const std::uint8_t> labels, std::string_view labels_name);

}  // namespace harmonium
