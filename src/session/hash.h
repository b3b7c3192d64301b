// A digest of numbers as they lie in memory: FNV-1a, 64 bits. Same bits, same digest; nothing cryptographic.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace harmonium {

class Hash {
 public:
  void add(std::string_view text);
  void add(std::span<const float> values);
  void add(std::uint32_t value);
  std::string hex() const;  // 16 digits

 private:
  void addByte(std::uint8_t byte) { state_ = (state_ ^ byte) * 0x100000001b3u; }
  std::uint64_t state_ = 0xcbf29ce484222325u;
};

}  // namespace harmonium
