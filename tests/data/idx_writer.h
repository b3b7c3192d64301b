// Writes the files that the reader of IDX is tested on. Its own code, so that an error in one is not hidden
// by the same error in the other.
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

namespace harmonium::testing {

inline std::vector<std::uint8_t> writeIdx(const std::vector<std::uint32_t>& sizes,
                                          const std::vector<std::uint8_t>& values) {
  std::vector<std::uint8_t> file = {0, 0, 8, static_cast<std::uint8_t>(sizes.size())};
  for (const std::uint32_t size : sizes) {
    for (int shift = 24; shift >= 0; shift -= 8) file.push_back(static_cast<std::uint8_t>(size >> shift));
  }
  file.insert(file.end(), values.begin(), values.end());
  return file;
}

// The same of floats.
inline std::vector<std::uint8_t> writeIdxFloats(const std::vector<std::uint32_t>& sizes,
                                                const std::vector<float>& values) {
  std::vector<std::uint8_t> bytes;
  for (const float value : values) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, 4);
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(bits >> shift));
  }
  std::vector<std::uint8_t> file = writeIdx(sizes, bytes);
  file[2] = 13;
  return file;
}

// `count` bytes 0, 1, ... `maximum`, 0, 1, ...
inline std::vector<std::uint8_t> ramp(std::size_t count, unsigned maximum) {
  std::vector<std::uint8_t> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<std::uint8_t>(i % (maximum + 1));
  return values;
}

}  // namespace harmonium::testing
