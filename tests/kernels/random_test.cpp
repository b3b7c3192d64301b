// Bulk random numbers: the right words, the right distributions. Seeds are fixed, so a figure that passes always
// passes; the bounds are the 99.9 % points of the distributions named beside them.
#include "tests/kernels/kernel_tests.h"

#include <catch2/catch_test_macros.hpp>

namespace harmonium::test {
namespace {

// The words that a bulk fill of `count` values should use, from the block function itself.
std::vector<std::uint32_t> wordsOf(const Rng& rng, std::uint64_t first_block, std::size_t count) {
  std::vector<std::uint32_t> words;
  for (std::uint64_t block = first_block; words.size() < count; ++block) {
    Counter lanes[4];
    for (std::uint64_t l = 0; l < 4; ++l) lanes[l] = threefry4x32(rng.counterOf(4 * block + l), rng.key());
    for (std::size_t i = 0; i < 4; ++i) {
      for (const Counter& lane : lanes) words.push_back(lane[i]);
    }
  }
  words.resize(count);
  return words;
}

double mean(std::span<const float> x) {
  double total = 0;
  for (const float value : x) total += static_cast<double>(value);
  return total / static_cast<double>(x.size());
}

double moment(std::span<const float> x, int power) {
  double total = 0;
  for (const float value : x) total += std::pow(static_cast<double>(value), power);
  return total / static_cast<double>(x.size());
}

// Sum over cells of (found - expected)^2 / expected, all cells equally likely.
double chiSquare(const std::vector<std::size_t>& found) {
  double total = 0;
  for (const std::size_t count : found) total += static_cast<double>(count);
  const double expected = total / static_cast<double>(found.size());
  double sum = 0;
  for (const std::size_t count : found) {
    const double off = static_cast<double>(count) - expected;
    sum += off * off / expected;
  }
  return sum;
}

}  // namespace

TEST_CASE("a bulk fill takes the words of whole blocks in order", "[kernels][random]") {
  for (const KernelSet& set : bothSets()) {
    for (std::size_t size = 0; size <= 67; ++size) {
      Rng rng(99, Purpose::kUpdate, 7);
      for (int i = 0; i < 5; ++i) rng.bits();  // part of block 0: the fill starts at block 1
      Fenced out(size, size % 4);
      set.uniform(rng, out.values());
      const std::vector<std::uint32_t> words = wordsOf(rng, 1, size);
      INFO(set.name << ", " << size << " values");
      for (std::size_t i = 0; i < size; ++i) REQUIRE(out.read()[i] == unitFloat(words[i]));
      REQUIRE(out.fencesStand());
      // What comes next is the first word of the first block that the fill left alone.
      const std::uint64_t next = 1 + (size + 15) / 16;
      REQUIRE(rng.bits() == wordsOf(rng, size == 0 ? 1 : next, 1)[0]);
    }
  }
}

TEST_CASE("a bulk fill crosses the end of the low counter word", "[kernels][random]") {
  for (const KernelSet& set : bothSets()) {
    Rng rng(5, Purpose::kChains);
    const std::uint64_t first = (std::uint64_t{1} << 30) - 2;  // its counters end just below 2^32
    rng.takeBlocks(first);
    std::vector<float> out(80);
    set.uniform(rng, out);
    const std::vector<std::uint32_t> words = wordsOf(rng, first, out.size());
    INFO(set.name);
    for (std::size_t i = 0; i < out.size(); ++i) REQUIRE(out[i] == unitFloat(words[i]));
  }
}

TEST_CASE("uniform numbers fill [0, 1) evenly, singly and in pairs", "[kernels][random]") {
  constexpr std::size_t kCount = 160000;
  for (const KernelSet& set : bothSets()) {
    Rng rng(1, Purpose::kMeasure);
    std::vector<float> x(kCount);
    set.uniform(rng, x);
    std::vector<std::size_t> singles(16), pairs(64);
    for (std::size_t i = 0; i < kCount; ++i) {
      REQUIRE((x[i] >= 0 && x[i] < 1));
      REQUIRE(std::ldexp(x[i], 24) == std::floor(std::ldexp(x[i], 24)));
      ++singles[static_cast<std::size_t>(x[i] * 16)];
      if (i % 2 == 1) ++pairs[static_cast<std::size_t>(x[i - 1] * 8) * 8 + static_cast<std::size_t>(x[i] * 8)];
    }
    INFO(set.name);
    const double n = kCount;
    CHECK(std::fabs(mean(x) - 0.5) < 3.29 * std::sqrt(1 / (12 * n)));
    CHECK(std::fabs(moment(x, 2) - 1.0 / 3) < 3.29 * std::sqrt(4 / (45 * n)));
    CHECK(chiSquare(singles) < 37.7);  // 15 degrees of freedom
    CHECK(chiSquare(pairs) < 103.4);   // 63 degrees of freedom
  }
}

TEST_CASE("normal numbers have the moments and the shape of the normal curve", "[kernels][random]") {
  constexpr std::size_t kCount = 160000;
  for (const KernelSet& set : bothSets()) {
    Rng rng(1, Purpose::kParameters);
    std::vector<float> x(kCount);
    set.normal(rng, 0, 1, x);
    std::vector<std::size_t> cells(20), pairs(16);
    const auto below = [](float value) { return 0.5 * std::erfc(-static_cast<double>(value) / std::sqrt(2.0)); };
    for (std::size_t i = 0; i < kCount; ++i) {
      ++cells[static_cast<std::size_t>(below(x[i]) * 20)];
      // The two numbers of one radius and angle lie four places apart.
      if (i % 8 >= 4) {
        ++pairs[static_cast<std::size_t>(below(x[i - 4]) * 4) * 4 + static_cast<std::size_t>(below(x[i]) * 4)];
      }
    }
    INFO(set.name);
    const double n = kCount;
    CHECK(std::fabs(mean(x)) < 3.29 * std::sqrt(1 / n));
    CHECK(std::fabs(moment(x, 2) - 1) < 3.29 * std::sqrt(2 / n));
    CHECK(std::fabs(moment(x, 3)) < 3.29 * std::sqrt(15 / n));
    CHECK(std::fabs(moment(x, 4) - 3) < 3.29 * std::sqrt(96 / n));
    CHECK(chiSquare(cells) < 43.8);  // 19 degrees of freedom
    CHECK(chiSquare(pairs) < 37.7);  // 15 degrees of freedom
    CHECK(*std::ranges::max_element(x) > 4);
    CHECK(*std::ranges::max_element(x) < 5.8f);
  }
}

TEST_CASE("normal numbers are Box and Muller's of the uniform words", "[kernels][random]") {
  const double two_pi = 6.283185307179586;
  for (const KernelSet& set : bothSets()) {
    for (std::size_t size = 0; size <= 67; ++size) {
      Rng rng(3, Purpose::kData), same(3, Purpose::kData);
      Fenced out(size, size % 4);
      set.normal(rng, 2, 0.5f, out.values());
      const std::vector<std::uint32_t> words = wordsOf(same, 0, (size + 15) / 16 * 16);
      INFO(set.name << ", " << size << " values");
      for (std::size_t i = 0; i < size; ++i) {
        const std::size_t pair = i / 8 * 8 + i % 4;
        const double u = 1 - static_cast<double>(unitFloat(words[pair]));
        const double angle = two_pi * static_cast<double>(unitFloat(words[pair + 4]));
        const double radius = std::sqrt(-2 * std::log(u));
        const double exact = 2 + 0.5 * radius * (i % 8 < 4 ? std::cos(angle) : std::sin(angle));
        // Half a dozen roundings, each at most 2^-24 of a value below 6.
        REQUIRE(std::fabs(static_cast<double>(out.read()[i]) - exact) < 6 * 6 * 0x1p-24);
      }
      REQUIRE(out.fencesStand());
    }
  }
}

TEST_CASE("Bernoulli draws are on where the uniform number lies below p", "[kernels][random]") {
  for (const KernelSet& set : bothSets()) {
    for (std::size_t size = 0; size <= 67; ++size) {
      Rng draws(8, Purpose::kUpdate), fused_draws(8, Purpose::kUpdate), uniforms(8, Purpose::kUpdate);
      const std::vector<float> input = spreadValues(size, 3, size);
      std::vector<float> p(size), u(size);
      set.sigmoid(input, p);
      set.uniform(uniforms, u);
      Fenced out(size, 1), in_place(p, 2), mean_out(input, 3), fused(size, 1);
      set.bernoulli(draws, p, out.values());
      Rng again(8, Purpose::kUpdate);
      set.bernoulli(again, in_place.read(), in_place.values());
      set.sigmoidBernoulli(fused_draws, mean_out.values(), fused.values());
      INFO(set.name << ", " << size << " values");
      for (std::size_t i = 0; i < size; ++i) REQUIRE(out.read()[i] == (u[i] < p[i] ? 1.0f : 0.0f));
      REQUIRE(sameBits(in_place.read(), out.read()));
      REQUIRE(sameBits(fused.read(), out.read()));
      REQUIRE(sameBits(mean_out.read(), p));
      for (const Fenced* array : {&out, &in_place, &mean_out, &fused}) REQUIRE(array->fencesStand());
    }
  }
}

TEST_CASE("a packed sample is the sample, and its rows are drawn alike by any team", "[kernels][random][bits][team]") {
  // Rows that begin within a block and within a word; the last two are large enough to be shared.
  constexpr std::size_t kShapes[][2] = {{0, 5},  {3, 0},   {1, 1},   {7, 3},   {5, 16},    {9, 31},
                                        {6, 33}, {13, 50}, {4, 100}, {17, 64}, {100, 125}, {90, 166}};
  Team team(3);
  for (const KernelSet& set : bothSets()) {
    for (const auto& [m, k] : kShapes) {
      const std::vector<float> input = spreadValues(m * k, 3, m + k);
      std::vector<float> p = input, states(m * k);
      Rng draws(8, Purpose::kUpdate), draws_packed(8, Purpose::kUpdate);
      set.sigmoidBernoulli(draws, p, states);
      kernels::Bits expected, bits;
      set.packRows(states, m, k, expected);
      bits.resize(3, 200);  // what was there before must not show
      bits.words.assign(bits.words.size(), ~0u);
      Fenced means(input, 1);
      set.sampleSigmoid(draws_packed, means.values(), m, k, bits, &team);
      INFO(set.name << ", " << m << " x " << k);
      REQUIRE(bits.rows == m);
      REQUIRE(bits.length == k);
      REQUIRE(bits.words == expected.words);
      REQUIRE(sameBits(means.read(), p));
      REQUIRE(means.fencesStand());
      REQUIRE(draws.bits() == draws_packed.bits());  // both took the same blocks
    }
  }
}

TEST_CASE("Bernoulli draws come on as often as p says", "[kernels][random]") {
  constexpr std::size_t kCount = 100000;
  for (const KernelSet& set : bothSets()) {
    Rng rng(4, Purpose::kSample);
    const auto countOn = [&](float p) {
      const std::vector<float> chances(kCount, p);
      std::vector<float> out(kCount);
      set.bernoulli(rng, chances, out);
      return static_cast<double>(std::ranges::count(out, 1.0f));
    };
    INFO(set.name);
    const double n = kCount;
    double square = 0;
    for (const float p : {0.001f, 0.01f, 0.1f, 0.25f, 0.5f, 0.75f, 0.9f, 0.99f, 0.999f, 0.13f}) {
      const double chance = static_cast<double>(p), off = countOn(p) - n * chance;
      square += off * off / (n * chance * (1 - chance));
    }
    CHECK(square < 29.6);  // 10 degrees of freedom
    CHECK(countOn(0) == 0);
    CHECK(countOn(-1) == 0);
    CHECK(countOn(std::numeric_limits<float>::quiet_NaN()) == 0);
    CHECK(countOn(1) == n);
    CHECK(countOn(2) == n);
  }
}

namespace {

// U of element i of a fill that begins with block `first`: its word and its further bits, 64 bits in all.
double fineUniformOf(const Rng& rng, std::uint64_t first, std::size_t i, std::uint32_t word) {
  return (word + rng.furtherBits(first + i / 16, i % 16) * 0x1p-32) * 0x1p-32;
}

}  // namespace

TEST_CASE("Bernoulli draws near 0 are decided by bits beyond the 24 of a float", "[kernels][random][rare]") {
  // The float below U must stay off, and the one above it must come on. Below 2^-14 floats are a thousand times finer
  // than 24 bits of U.
  constexpr std::size_t kCount = 400003;
  const Rng rng(21, Purpose::kUpdate, 5);
  const std::vector<std::uint32_t> words = wordsOf(rng, 0, kCount);
  std::vector<float> below(kCount, 0.5f), above(kCount, 0.5f);
  std::vector<std::size_t> near_zero;
  for (std::size_t i = 0; i < kCount; ++i) {
    const double u = fineUniformOf(rng, 0, i, words[i]);
    const float near = static_cast<float>(u);
    if (!(u < 0x1p-14)) continue;
    near_zero.push_back(i);
    below[i] = static_cast<double>(near) <= u ? near : std::nextafterf(near, 0);
    above[i] = std::nextafterf(below[i], 1);
  }
  REQUIRE(near_zero.size() > 10);
  for (const KernelSet& set : bothSets()) {
    Rng one = rng, other = rng;
    std::vector<float> off(kCount), on(kCount);
    set.bernoulli(one, below, off);
    set.bernoulli(other, above, on);
    INFO(set.name);
    for (const std::size_t i : near_zero) {
      INFO("element " << i);
      REQUIRE(off[i] == 0);
      REQUIRE(on[i] == 1);
    }
    REQUIRE(one.bits() == other.bits());  // both took the same blocks
  }
}

TEST_CASE("A probability of 1e-11 does not come on where the first 24 bits are 0", "[kernels][random][rare]") {
  // Seed 1 has the word 57 at this place, found by a search: its highest 24 bits are 0, so a float would be 0 there,
  // which is less than any p.
  constexpr std::uint64_t kBlock = 342232;
  constexpr std::size_t kElement = 7;
  for (const KernelSet& set : bothSets()) {
    const auto drawAt = [&](float p) {
      Rng rng(1, Purpose::kSample);
      rng.takeBlocks(kBlock);
      std::vector<float> chances(16, p), out(16);
      set.bernoulli(rng, chances, out);
      return out[kElement];
    };
    INFO(set.name);
    const std::uint32_t word = wordsOf(Rng(1, Purpose::kSample), kBlock, 16)[kElement];
    REQUIRE(word == 57u);
    CHECK(drawAt(1e-11f) == 0);
    CHECK(drawAt(static_cast<float>(word * 0x1p-32)) == 0);
    CHECK(drawAt(static_cast<float>((word + 1) * 0x1p-32)) == 1);
  }
}

TEST_CASE("Sigmoid draws know how far p is from 1", "[kernels][random][rare]") {
  // Where 1 - U = q, a unit with 1 - p = 0.9999 q is on and one with 1.0001 q is off. A float p near 1 knows 1 - p to
  // 6e-8 at best, which is more than 1e-4 of q in all these cases; for q below 3e-8 such a p is 1.
  constexpr std::size_t kRows = 1500, kCols = 200, kCount = kRows * kCols;
  Rng rng(22, Purpose::kUpdate);
  const std::vector<std::uint32_t> words = wordsOf(rng, 0, kCount);
  std::vector<float> likelier(kCount, 30.0f), less_likely(kCount, 30.0f);
  std::vector<std::size_t> near_one;
  for (std::size_t i = 0; i < kCount; ++i) {
    const double u = fineUniformOf(rng, 0, i, words[i]), q = 1 - u;
    if (!(q < 0x1p-14)) continue;
    near_one.push_back(i);
    likelier[i] = static_cast<float>(std::log1p(-0.9999 * q) - std::log(0.9999 * q));
    less_likely[i] = static_cast<float>(std::log1p(-1.0001 * q) - std::log(1.0001 * q));
  }
  REQUIRE(near_one.size() > 8);
  for (const KernelSet& set : bothSets()) {
    INFO(set.name);
    for (const bool on : {true, false}) {
      Rng one = rng, other = rng;
      std::vector<float> a = on ? likelier : less_likely, packed = a, out(kCount), unpacked(kCount);
      set.sigmoidBernoulli(one, a, out);
      for (const std::size_t i : near_one) REQUIRE(out[i] == (on ? 1.0f : 0.0f));
      kernels::Bits bits;
      Team team(2);
      set.sampleSigmoid(other, packed, kRows, kCols, bits, &team);
      set.unpackRows(bits, unpacked);
      REQUIRE(sameBits(unpacked, out));
      REQUIRE(sameBits(packed, a));
    }
  }
}

TEST_CASE("scalar and vector draws are the same bits", "[kernels][random][bits]") {
  for (std::size_t size = 0; size <= 67; ++size) {
    const std::vector<float> p = spreadValues(size, 1, size), a = spreadValues(size, 9, size + 1);
    std::vector<std::vector<float>> results[2];
    for (std::size_t which = 0; which < 2; ++which) {
      const KernelSet set = bothSets()[which];
      Rng rng(11, Purpose::kMeasure, 3);
      std::vector<float> u(size), z(size), b(size), mean_out = a, s(size);
      set.uniform(rng, u);
      set.normal(rng, -1, 3, z);
      set.bernoulli(rng, p, b);
      set.sigmoidBernoulli(rng, mean_out, s);
      results[which] = {u, z, b, mean_out, s};
    }
    INFO(size << " values");
    for (std::size_t i = 0; i < results[0].size(); ++i) REQUIRE(sameBits(results[0][i], results[1][i]));
  }
}

}  // namespace harmonium::test
