#include "session/hash.h"

#include <bit>
#include <cstdio>

namespace harmonium {

void Hash::add(std::string_view text) {
  for (const char c : text) addByte(static_cast<std::uint8_t>(c));
}

void Hash::add(std::uint32_t value) {
  // Shifts instead of a copy of the memory give the same digest on machines of either byte order.
  for (int shift = 0; shift < 32; shift += 8) addByte(static_cast<std::uint8_t>(value >> shift));
}

void Hash::add(std::span<const float> values) {
  for (const float value : values) add(std::bit_cast<std::uint32_t>(value));
}

std::string Hash::hex() const {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(state_));
  return text;
}

}  // namespace harmonium
