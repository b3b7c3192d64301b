// The block function against the authors' known answers, and what Rng makes of it.
#include "base/rng.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

namespace harmonium {

TEST_CASE("Threefry-4x32-20 gives the known answers", "[base][rng]") {
  // From the file kat_vectors of Random123, the library of the paper's authors: "threefry4x32 20".
  CHECK(threefry4x32({0, 0, 0, 0}, {0, 0, 0, 0}) == Counter{0x9c6ca96a, 0xe17eae66, 0xfc10ecd4, 0x5256a7d8});
  CHECK(threefry4x32({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u, ~0u, ~0u}) ==
        Counter{0x2a881696, 0x57012287, 0xf6c7446e, 0xa16a6732});
  CHECK(threefry4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                     {0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89}) ==
        Counter{0x59cd1dbb, 0xb8879579, 0x86b5d00c, 0xac8b6d84});
}

TEST_CASE("the words of a stream are those of its counters, in the order that the header states", "[base][rng]") {
  Rng rng(0x123456789abcdef0, Purpose::kUpdate, 0xfedcba9876543210);
  const Key key = {0x9abcdef0, 0x12345678, static_cast<std::uint32_t>(Purpose::kUpdate), 0};
  CHECK(rng.key() == key);
  for (std::uint32_t block = 0; block < 3; ++block) {
    for (std::uint32_t i = 0; i < 4; ++i) {
      for (std::uint32_t l = 0; l < 4; ++l) {
        const Counter counter = {4 * block + l, 0, 0x76543210, 0xfedcba98};
        REQUIRE(rng.bits() == threefry4x32(counter, key)[i]);
      }
    }
  }
}

TEST_CASE("taking blocks skips to a whole block and reserves what was asked for", "[base][rng]") {
  Rng taken(1, Purpose::kData), plain(1, Purpose::kData);
  std::vector<std::uint32_t> words(16 * 8);
  for (std::uint32_t& word : words) word = plain.bits();
  CHECK(taken.takeBlocks(1) == 0);
  CHECK(taken.bits() == words[16]);
  CHECK(taken.takeBlocks(3) == 2);
  CHECK(taken.takeBlocks(0) == 5);
  CHECK(taken.bits() == words[5 * 16]);
}

TEST_CASE("seeds, purposes and indices each have a stream of their own", "[base][rng]") {
  std::vector<Rng> streams;
  for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 32}) {
    for (const Purpose purpose : {Purpose::kParameters, Purpose::kUpdate, Purpose::kChains}) {
      for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 32}) {
        streams.emplace_back(seed, purpose, index);
      }
    }
  }
  // Two words make 64 bits: among 27 x 100 of them a chance meeting has odds of 1 in 5 x 10^12.
  std::set<std::uint64_t> seen;
  for (Rng& stream : streams) {
    for (int i = 0; i < 100; ++i) {
      const std::uint64_t high = stream.bits();
      seen.insert(high << 32 | stream.bits());
    }
  }
  CHECK(seen.size() == streams.size() * 100);
}

TEST_CASE("each of the 32 bits is on half of the time, and no two go together", "[base][rng]") {
  constexpr int kWords = 100000;
  Rng rng(2, Purpose::kMeasure);
  std::vector<int> on(32), together(32);
  for (int i = 0; i < kWords; ++i) {
    const std::uint32_t word = rng.bits();
    for (std::uint32_t b = 0; b < 32; ++b) {
      on[b] += static_cast<int>(word >> b & 1);
      together[b] += static_cast<int>((word >> b & 1) == (word >> (b + 1) % 32 & 1));
    }
  }
  double ones = 0, pairs = 0;
  for (std::size_t b = 0; b < 32; ++b) {
    const double a = on[b] - kWords / 2.0, t = together[b] - kWords / 2.0;
    ones += a * a / (kWords / 4.0);
    pairs += t * t / (kWords / 4.0);
  }
  CHECK(ones < 62.5);  // chi-square, 32 degrees of freedom, 99.9 %
  CHECK(pairs < 62.5);
}

TEST_CASE("below gives every number up to its bound, each as often", "[base][rng]") {
  Rng rng(3, Purpose::kOrder);
  CHECK(rng.below(1) == 0);
  for (const std::uint32_t count : {2u, 3u, 7u, 10u}) {
    std::vector<double> found(count);
    constexpr int kDraws = 70000;
    for (int i = 0; i < kDraws; ++i) {
      const std::uint32_t value = rng.below(count);
      REQUIRE(value < count);
      ++found[value];
    }
    double square = 0;
    for (const double times : found) square += (times - kDraws / count) * (times - kDraws / count) / (kDraws / count);
    INFO("below " << count);
    CHECK(square < 27.9);  // chi-square, at most 9 degrees of freedom, 99.9 %
  }
}

TEST_CASE("below has no bias even where the bound does not divide the range", "[base][rng]") {
  // With three quarters of 2^32 as the bound, a bare multiplication would give every third number twice as often.
  constexpr std::uint32_t kCount = 0xc0000000;
  Rng rng(4, Purpose::kOrder);
  std::vector<double> found(3);
  constexpr int kDraws = 90000;
  for (int i = 0; i < kDraws; ++i) {
    const std::uint32_t value = rng.below(kCount);
    REQUIRE(value < kCount);
    ++found[value % 3];
  }
  double square = 0;
  for (const double times : found) square += (times - kDraws / 3) * (times - kDraws / 3) / (kDraws / 3);
  CHECK(square < 13.8);  // chi-square, 2 degrees of freedom, 99.9 %
}

TEST_CASE("a normal number is Box and Muller's of its two words", "[base][rng]") {
  Rng rng(5, Purpose::kParameters), words(5, Purpose::kParameters);
  double sum = 0, squares = 0;
  constexpr int kCount = 50000;
  for (int i = 0; i < kCount; ++i) {
    const double u = (words.bits() + 1.0) * 0x1p-32, turn = words.bits() * 0x1p-32;
    const double exact = std::sqrt(-2 * std::log(u)) * std::cos(6.283185307179586 * turn);
    const float value = rng.normal();
    // One rounding to float, and at most 1e-14 from the series and from the library's own functions.
    REQUIRE(std::fabs(static_cast<double>(value) - exact) <= std::fabs(exact) * 0x1p-24 + 1e-14);
    sum += static_cast<double>(value);
    squares += static_cast<double>(value) * static_cast<double>(value);
  }
  CHECK(std::fabs(sum / kCount) < 3.29 * std::sqrt(1.0 / kCount));
  CHECK(std::fabs(squares / kCount - 1) < 3.29 * std::sqrt(2.0 / kCount));
}

TEST_CASE("A fine uniform number has the bits of the coarse one, and 40 more", "[base][rng]") {
  Rng fine(6, Purpose::kSample, 2), coarse(6, Purpose::kSample, 2), words(6, Purpose::kSample, 2);
  std::vector<std::size_t> beyond(16);
  constexpr std::size_t kCount = 16000;
  for (std::size_t i = 0; i < kCount; ++i) {
    const double u = fine.fineUniform();
    REQUIRE(std::floor(u * 0x1p24) == static_cast<double>(coarse.uniform()) * 0x1p24);
    REQUIRE(std::fabs(u - (words.bits() + words.furtherBits(i / 16, i % 16) * 0x1p-32) * 0x1p-32) <= 0x1p-53);
    ++beyond[static_cast<std::size_t>(words.furtherBits(i / 16, i % 16) >> 28)];
  }
  double square = 0;
  for (const std::size_t times : beyond)
    square += std::pow(static_cast<double>(times) - kCount / 16.0, 2) * 16 / kCount;
  CHECK(square < 37.7);                // chi-square, 15 degrees of freedom, 99.9 %
  CHECK(fine.bits() == words.bits());  // a fine number takes one word
}

TEST_CASE("unit floats are the upper 24 bits", "[base][rng]") {
  CHECK(unitFloat(0) == 0);
  CHECK(unitFloat(255) == 0);
  CHECK(unitFloat(256) == 0x1p-24f);
  CHECK(unitFloat(0x80000000) == 0.5f);
  CHECK(unitFloat(~0u) == 1 - 0x1p-24f);
}

}  // namespace harmonium
