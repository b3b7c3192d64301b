// Reads the IDX format, in which MNIST, Fashion-MNIST and other sets are published:
//   bytes 0, 1   zero
//   byte 2       type of the values; read here: 8 = unsigned byte, 13 = 32-bit float
//   byte 3       number of dimensions D: 3 for images (count, rows, columns), 2 for tables (count, values), 1 for
//                labels (count)
//   4 D bytes    the sizes, 32 bits each, most significant byte first
//   the rest     the values, last dimension fastest, floats most significant byte first, and nothing after them
//
// A file may come from anywhere, so every byte of it is checked. A file that is not exactly what its header says is
// refused (kInvalidData) with a sentence.
#pragma once

#include "base/result.h"
#include "data/dataset.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace harmonium {

// Larger files are refused. They are errors or attacks, and they would not fit into the memory of a page.
inline constexpr std::uint32_t kIdxMaxExamples = 1'000'000;
inline constexpr std::uint32_t kIdxMaxSide = 1'024;        // rows, columns, or values per example of a table
inline constexpr std::uint64_t kIdxMaxBytes = 256u << 20;  // bytes of values in one file

struct IdxImages {
  int count = 0, rows = 0, cols = 0;     // each at least 1
  std::span<const std::uint8_t> pixels;  // [count, rows, cols]; a view of the file's bytes, valid as long as they are
};

struct IdxTable {
  int count = 0, values = 0;   // each at least 1
  std::vector<float> numbers;  // [count, values], all finite
};

// Each reads a file of one kind. `name` is the name of the file in the sentence of a refusal. The labels are a view of
// the file's bytes.
Result<IdxImages> parseIdxImages(std::span<const std::uint8_t> file, std::string_view name);
Result<IdxTable> parseIdxTable(std::span<const std::uint8_t> file, std::string_view name);
Result<std::span<const std::uint8_t>> parseIdxLabels(std::span<const std::uint8_t> file, std::string_view name);

// Reads a file of images and a file with one label per image. The pixels of an image become the values of an example,
// with maximum 255. The bytes are copied.
Result<Split> parseIdxPair(std::span<const std::uint8_t> images, std::string_view images_name,
                           std::span<const std::uint8_t> labels, std::string_view labels_name);

}  // namespace harmonium
