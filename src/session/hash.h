// A digest of numbers: FNV-1a with 64 bits (Fowler, Noll & Vo 1991). Equal bits give equal digests, so tests and
// results compare parameters by it. It is not cryptographic: anybody can make two inputs with the same digest.
#pragma once

#include "base/work.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace harmonium {

class Hash {
 public:
  void add(std::string_view text);
  void add(std::span<const float> values);  // by their bits, so -0 and 0 differ
  void add(std::uint32_t value);            // the least significant byte first, on every machine
  std::string hex() const;                  // 16 lower-case digits

 private:
  void addByte(std::uint8_t byte) { state_ = (state_ ^ byte) * 0x100000001b3u; }
  std::uint64_t state_ = 0xcbf29ce484222325u;
};

// A checksum of a file's contents: FNV-1a over words of 64 bits, so that a large file takes little time. Every step is
// one-to-one, so a change of one word always changes the result.
class Checksum {
 public:
  void add(std::string_view text);
  void add(std::span<const float> values);
  // The same in parts: the number of characters or values first. Every part of values but the last has an even number.
  void addPart(std::string_view text);
  void addPart(std::span<const float> values);
  void add(std::uint64_t word) { state_ = (state_ ^ word) * 0x100000001b3u; }
  std::string hex() const;  // 16 lower-case digits

 private:
  std::uint64_t state_ = 0xcbf29ce484222325u;
};

// add() as work that may stop on the way (base/work.h).
Work addInParts(Pace& pace, std::string_view text, Checksum& sum);
Work addInParts(Pace& pace, std::span<const float> values, Checksum& sum);

}  // namespace harmonium
