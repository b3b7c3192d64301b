#include "session/hash.h"

#include <bit>
#include <cstdio>

namespace harmonium {

namespace {

std::string digitsOf(std::uint64_t state) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(state));
  return text;
}

}  // namespace

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
  return digitsOf(state_);
}

// The length comes first, so that "ab" with "c" differs from "a" with "bc".
void Checksum::add(std::string_view text) {
  add(std::uint64_t{text.size()});
  for (const char c : text) add(std::uint64_t{static_cast<std::uint8_t>(c)});
}

void Checksum::add(std::span<const float> values) {
  add(std::uint64_t{values.size()});
  std::size_t at = 0;
  for (; at + 2 <= values.size(); at += 2) {
    const std::uint64_t low = std::bit_cast<std::uint32_t>(values[at]);
    const std::uint64_t high = std::bit_cast<std::uint32_t>(values[at + 1]);
    add(low | high << 32);
  }
  if (at < values.size()) add(std::uint64_t{std::bit_cast<std::uint32_t>(values[at])});
}

std::string Checksum::hex() const {
  return digitsOf(state_);
}

}  // namespace harmonium
