#include "session/hash.h"

#include <algorithm>
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
  addPart(text);
}

void Checksum::addPart(std::string_view text) {
  for (const char c : text) add(std::uint64_t{static_cast<std::uint8_t>(c)});
}

void Checksum::add(std::span<const float> values) {
  add(std::uint64_t{values.size()});
  addPart(values);
}

void Checksum::addPart(std::span<const float> values) {
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

namespace {
constexpr double kPerWord = 6;  // operations
}

Work addInParts(Pace& pace, std::string_view text, Checksum& sum) {
  sum.add(std::uint64_t{text.size()});
  return inParts(pace, text.size(), kPerWord, [text, &sum](std::size_t from, std::size_t to) {
    sum.addPart(text.substr(from, to - from));
    return true;
  });
}

Work addInParts(Pace& pace, std::span<const float> values, Checksum& sum) {
  sum.add(std::uint64_t{values.size()});
  return inParts(pace, (values.size() + 1) / 2, kPerWord, [values, &sum](std::size_t from, std::size_t to) {
    sum.addPart(values.subspan(2 * from, std::min(2 * to, values.size()) - 2 * from));
    return true;
  });
}

}  // namespace harmonium
