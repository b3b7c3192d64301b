#include "base/rng.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "base/turns.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace harmonium {
namespace {

// Constants of Threefry-4x32 from the paper: the parity word of the key schedule, and the rotations of eight successive
// rounds.
constexpr std::uint32_t kParity = 0x1BD11BDA;
constexpr int kRotations[8][2] = {{10, 26}, {11, 21}, {13, 27}, {23, 5}, {6, 20}, {17, 11}, {25, 10}, {18, 20}};

constexpr double kLog2 = 0x1.62e42fefa39efp-1;

// log u for u in (0, 1], with an absolute error below 1e-15.
//
// The last bits of the C library's log differ between machines; this function uses only operations that IEEE 754 rounds
// exactly. Seeded runs depend on its last bits, so it stays beside reals::log, which rounds differently.
double naturalLog(double u) {
  int exponent = 0;
  double mantissa = std::frexp(u, &exponent);  // [1/2, 1)
  if (mantissa < 0.70710678118654752) {
    mantissa *= 2;
    --exponent;
  }
  // log m = 2 artanh s with s = (m - 1) / (m + 1), |s| <= 0.172. Eleven terms of the odd series suffice: the next one
  // is below 1e-17.
  const double s = (mantissa - 1) / (mantissa + 1);
  const double square = s * s;
  double series = 0;
  for (int power = 21; power >= 1; power -= 2) series = series * square + 1.0 / power;
  return exponent * kLog2 + 2 * s * series;
}

}  // namespace

Counter threefry4x32(Counter counter, const Key& key) {
  const std::uint32_t schedule[5] = {key[0], key[1], key[2], key[3], kParity ^ key[0] ^ key[1] ^ key[2] ^ key[3]};
  auto& [x0, x1, x2, x3] = counter;
  x0 += schedule[0];
  x1 += schedule[1];
  x2 += schedule[2];
  x3 += schedule[3];
  for (std::uint32_t round = 0; round < 20; ++round) {
    const auto& [first, second] = kRotations[round % 8];
    std::uint32_t& a = round % 2 == 0 ? x1 : x3;
    std::uint32_t& b = round % 2 == 0 ? x3 : x1;
    x0 += a;
    a = std::rotl(a, first) ^ x0;
    x2 += b;
    b = std::rotl(b, second) ^ x2;
    if (round % 4 == 3) {
      const std::uint32_t injection = round / 4 + 1;
      x0 += schedule[injection % 5];
      x1 += schedule[(injection + 1) % 5];
      x2 += schedule[(injection + 2) % 5];
      x3 += schedule[(injection + 3) % 5] + injection;
    }
  }
  return counter;
}

Rng::Rng(std::uint64_t seed, Purpose purpose, std::uint64_t index)
    : key_{toU32(seed), toU32(seed >> 32), toU32(purpose), 0}, index_(index) {}

std::uint32_t Rng::bits() {
  if (used_ == words_.size()) refill();
  return words_[used_++];
}

float Rng::uniform() {
  return unitFloat(bits());
}

double Rng::fineUniform() {
  const std::uint32_t high = bits(), low = furtherBits(next_block_ - 1, used_ - 1);
  // Rounding to 53 bits may reach 1.
  return std::min((toDouble(high) + toDouble(low) * 0x1p-32) * 0x1p-32, 1 - 0x1p-53);
}

float Rng::normal() {
  const double u = (bits() + 1.0) * 0x1p-32;  // (0, 1]
  const double turn = bits() * 0x1p-32;       // [0, 1)
  return toFloat(std::sqrt(-2 * naturalLog(u)) * cosineOfTurn(turn));
}

std::uint32_t Rng::below(std::uint32_t count) {
  HARMONIUM_ASSERT(count >= 1);
  // The result is the high word of a 32 x 32 bit product. A few low words would make some results more frequent, so the
  // loop draws again when it meets one (Lemire: Fast random integer generation in an interval; ACM TOMACS 2019).
  std::uint64_t product = std::uint64_t{bits()} * count;
  if (toU32(product) < count) {
    const std::uint32_t unfair = (0u - count) % count;
    while (toU32(product) < unfair) product = std::uint64_t{bits()} * count;
  }
  return toU32(product >> 32);
}

Counter Rng::counterOf(std::uint64_t block_counter) const {
  return {toU32(block_counter), toU32(block_counter >> 32), toU32(index_), toU32(index_ >> 32)};
}

std::uint32_t Rng::furtherBits(std::uint64_t block, std::size_t element) const {
  const Key further = {key_[0], key_[1], key_[2], 1};
  return threefry4x32(counterOf(4 * block + element % 4), further)[element / 4];
}

std::uint64_t Rng::takeBlocks(std::uint64_t count) {
  used_ = words_.size();  // drops the rest of the block in hand, so that a bulk fill never shares a block
  const std::uint64_t first = next_block_;
  next_block_ += count;
  return first;
}

void Rng::refill() {
  const std::uint64_t block = next_block_++;
  for (std::size_t lane = 0; lane < 4; ++lane) {
    const Counter output = threefry4x32(counterOf(4 * block + lane), key_);
    for (std::size_t word = 0; word < 4; ++word) words_[4 * word + lane] = output[word];
  }
  used_ = 0;
}

}  // namespace harmonium
