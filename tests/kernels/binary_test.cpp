// Packed bits and binary products: bit for bit the order of addition that the contract names, close to double, and the
// same whatever the number of rows.
#include "tests/kernels/kernel_tests.h"

#include <catch2/catch_test_macros.hpp>

namespace harmonium::test {
namespace {

using kernels::Bits;
using kernels::Start;

bool bitAt(const Bits& bits, std::size_t row, std::size_t at) {
  return (bits.row(row)[at / 32] >> (at % 32) & 1) != 0;
}

struct Case {
  std::size_t m, k, n;
  Start start;
  std::vector<float> a, b, bias, before;

  Case(std::size_t rows, std::size_t terms, std::size_t columns, Start how, float density = 0.4f)
      : m(rows),
        k(terms),
        n(columns),
        start(how),
        a(coins(m * k, density, 1)),
        b(spreadValues(k * n, 2, 2)),
        bias(how == Start::kBias ? spreadValues(n, 2, 3) : std::vector<float>()),
        before(spreadValues(m * n, 2, 4)) {
    // Negative zeros: sums must lose their sign in the same places.
    for (std::size_t i = 0; i < b.size(); i += 7) b[i] = -0.0f;
    for (std::size_t i = 0; i < before.size(); i += 5) before[i] = -0.0f;
    for (std::size_t i = 0; i < bias.size(); i += 3) bias[i] = -0.0f;
  }

  float startOf(std::size_t i, std::size_t j) const {
    if (start == Start::kKeep) return before[i * n + j];
    return start == Start::kBias ? bias[j] : 0.0f;
  }

  std::vector<float> inContractOrder() const {
    std::vector<float> c(m * n);
    for (std::size_t i = 0; i < m; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        const auto group = [&](std::size_t first) {
          float sum = 0;
          for (std::size_t at = first; at < std::min(first + 4, k); ++at) {
            if (a[i * k + at] != 0) sum += b[at * n + j];
          }
          return sum;
        };
        float total = startOf(i, j);
        for (std::size_t first = 0; first < k; first += 8) total += group(first) + group(first + 4);
        c[i * n + j] = total;
      }
    }
    return c;
  }

  // No output passes through more than k + 2 roundings (Higham, as in dense_test.cpp; the products are exact).
  bool closeToExact(std::span<const float> c) const {
    for (std::size_t i = 0; i < m; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        double total = static_cast<double>(startOf(i, j)), size = std::fabs(total);
        for (std::size_t at = 0; at < k; ++at) {
          const double term = static_cast<double>(a[i * k + at]) * static_cast<double>(b[at * n + j]);
          total += term;
          size += std::fabs(term);
        }
        const double bound = static_cast<double>(k + 2) * 0x1p-24 * size;
        if (!(std::fabs(static_cast<double>(c[i * n + j]) - total) <= bound)) return false;
      }
    }
    return true;
  }
};

}  // namespace

TEST_CASE("packing keeps every value in its place and nothing beyond the end", "[kernels][packing]") {
  for (const KernelSet& set : bothSets()) {
    for (const std::size_t rows : {0u, 1u, 2u, 5u, 33u}) {
      for (std::size_t length = 0; length <= 131; length += length < 67 ? 1 : 16) {
        const std::vector<float> a = coins(rows * length, 0.5f, length);
        Bits straight, across;
        straight.resize(3, 200);  // what was there before must not show
        straight.words.assign(straight.words.size(), ~0u);
        set.packRows(Fenced(a, 1).read(), rows, length, straight);
        across.resize(rows, length);
        across.words.assign(across.words.size(), 0);
        set.packColumns(Fenced(transposed(a, rows, length), 2).read(), length, rows, 0, across);
        INFO(set.name << ", " << rows << " x " << length);
        REQUIRE(straight.rows == rows);
        REQUIRE(straight.length == length);
        REQUIRE(straight.words.size() == rows * straight.wordsPerRow());
        REQUIRE(across.words == straight.words);
        for (std::size_t i = 0; i < rows; ++i) {
          for (std::size_t at = 0; at < 32 * straight.wordsPerRow(); ++at) {
            REQUIRE(bitAt(straight, i, at) == (at < length && a[i * length + at] != 0));
          }
        }
      }
    }
  }
}

TEST_CASE("anything but zero counts as one", "[kernels][packing]") {
  const std::vector<float> a = {0, -0.0f, 1, 0.5f, -1, std::numeric_limits<float>::quiet_NaN(), 0x1p-149f, 0};
  for (const KernelSet& set : bothSets()) {
    Bits bits, columns;
    set.packRows(a, 1, a.size(), bits);
    columns.resize(a.size(), 1);
    set.packColumns(a, 1, a.size(), 0, columns);
    INFO(set.name);
    CHECK(bits.row(0)[0] == 0b01111100u);
    for (std::size_t i = 0; i < a.size(); ++i) CHECK(columns.row(i)[0] == (0b01111100u >> i & 1));
  }
}

TEST_CASE("columns can be packed side by side at any place", "[kernels][packing]") {
  constexpr std::size_t kUnits = 7;
  for (const KernelSet& set : bothSets()) {
    for (const std::size_t first : {1u, 4u, 10u, 31u, 32u, 33u, 100u}) {
      for (const std::size_t second : {1u, 3u, 28u, 64u, 100u}) {
        const std::vector<float> a = coins(first * kUnits, 0.5f, 1), b = coins(second * kUnits, 0.5f, 2);
        Bits bits;
        bits.resize(kUnits, first + second);
        // In either order, and over what an earlier pair left behind.
        set.packColumns(coins(first * kUnits, 0.5f, 3), first, kUnits, 0, bits);
        set.packColumns(b, second, kUnits, first, bits);
        set.packColumns(a, first, kUnits, 0, bits);
        INFO(set.name << ", " << first << " and " << second);
        for (std::size_t unit = 0; unit < kUnits; ++unit) {
          for (std::size_t at = 0; at < 32 * bits.wordsPerRow(); ++at) {
            const bool on = at < first            ? a[at * kUnits + unit] != 0
                            : at < first + second ? b[(at - first) * kUnits + unit] != 0
                                                  : false;
            REQUIRE(bitAt(bits, unit, at) == on);
          }
        }
      }
    }
  }
}

TEST_CASE("packed bits are transposed and unpacked as the numbers are", "[kernels][packing]") {
  for (const KernelSet& set : bothSets()) {
    for (const std::size_t rows : {1u, 5u, 32u, 33u, 100u}) {
      for (const std::size_t length : {1u, 4u, 31u, 32u, 65u}) {
        for (const std::size_t at : {0u, 1u, 28u, 100u}) {
          const std::vector<float> a = coins(rows * length, 0.5f, rows + length);
          Bits bits, expected, across;
          set.packRows(a, rows, length, bits);
          for (Bits* out : {&expected, &across}) {  // over what was there, which stays before and after
            out->resize(length, at + rows + 7);
            set.packColumns(coins((at + rows + 7) * length, 0.5f, 3), at + rows + 7, length, 0, *out);
          }
          set.packColumns(a, rows, length, at, expected);
          set.transposeBits(bits, at, across);
          Fenced back(a.size(), 1);
          set.unpackRows(bits, back.values());
          INFO(set.name << ", " << rows << " x " << length << " at " << at);
          REQUIRE(across.words == expected.words);
          REQUIRE(sameBits(back.read(), a));
          REQUIRE(back.fencesStand());
        }
      }
    }
  }
}

TEST_CASE("binary products add in the order of the contract, in every set and layout", "[kernels][binary][bits]") {
  const std::vector<KernelSet> sets = bothSets();
  const auto check = [&](const Case& x) {
    const std::vector<float> expected = x.inContractOrder();
    const Fenced b(x.b, 1), b_transposed(transposed(x.b, x.k, x.n), 3);
    INFO(x.m << " x " << x.k << " x " << x.n << ", start " << static_cast<int>(x.start));
    REQUIRE(x.closeToExact(expected));
    for (const KernelSet& set : sets) {
      INFO(set.name);
      Bits bits;
      set.packRows(x.a, x.m, x.k, bits);
      Fenced plain(x.before, 1), with_b(x.before, 2);
      set.binaryProduct(bits, b.read(), x.n, x.start, x.bias, plain.values(), nullptr, {});
      for (const kernels::Cut cut : cutsOf(x.n)) {
        set.binaryProductTransposedB(bits, b_transposed.read(), x.n, x.start, x.bias, with_b.values(), nullptr, cut);
      }
      REQUIRE(sameBits(plain.read(), expected));
      REQUIRE(sameBits(with_b.read(), expected));
      REQUIRE(plain.fencesStand());
      REQUIRE(with_b.fencesStand());
    }
  };
  for (const Start start : {Start::kZero, Start::kBias, Start::kKeep}) {
    for (const std::size_t m : {1u, 3u, 6u, 7u, 9u, 17u, 65u}) {
      for (const std::size_t n : {1u, 2u, 3u, 4u, 5u, 15u, 16u, 17u, 33u, 53u}) {
        for (const std::size_t k : {1u, 3u, 4u, 5u, 8u, 9u, 31u, 32u, 33u, 71u}) check(Case(m, k, n, start));
      }
    }
    check(Case(0, 5, 9, start));
    check(Case(3, 0, 41, start));
    check(Case(9, 0, 41, start));
    check(Case(3, 5, 0, start));
    check(Case(130, 200, 37, start));
    for (const float density : {0.0f, 0.05f, 1.0f}) {
      check(Case(5, 100, 37, start, density));
      check(Case(20, 100, 37, start, density));
    }
    // Several passes over C, by rows and by tables, the last of them begun or full.
    for (const std::size_t k : {200u, 201u, 399u, 400u, 607u}) {
      check(Case(3, k, 21, start));
      check(Case(70, k, 21, start));
    }
    // As pictures are: whole stretches are off in every row, others off in most and on together.
    for (const std::size_t m : {2u, 9u, 40u, 90u}) {
      Case x(m, 611, 35, start, 0.8f);
      for (std::size_t i = 0; i < m; ++i) {
        for (std::size_t at = 0; at < x.k; ++at) {
          const bool border = at < 70 || at % 96 < 23 || at > 560;
          if (border || (at / 16 + 3 * i) % 5 != 0) x.a[i * x.k + at] = 0;
        }
      }
      check(x);
    }
  }
}

TEST_CASE("the members of a team give the bits of one", "[kernels][binary][bits][team]") {
  // Large enough to be shared; the last part is a begun strip.
  const Case x(100, 400, 149, Start::kBias);
  const std::vector<float> b_transposed = transposed(x.b, x.k, x.n);
  for (const KernelSet& set : bothSets()) {
    Bits bits;
    set.packRows(x.a, x.m, x.k, bits);
    std::vector<float> alone(x.m * x.n), shared(alone), shared_transposed(alone);
    set.binaryProduct(bits, x.b, x.n, x.start, x.bias, alone, nullptr, {});
    for (const int members : {2, 3}) {
      Team team(members);
      for (int turn = 0; turn < 20; ++turn) {  // members join as they start
        for (const kernels::Cut cut : cutsOf(x.n)) {
          set.binaryProduct(bits, x.b, x.n, x.start, x.bias, shared, &team, cut);
        }
        set.binaryProductTransposedB(bits, b_transposed, x.n, x.start, x.bias, shared_transposed, &team, {});
        INFO(set.name << ", " << members << " members");
        REQUIRE(sameBits(shared, alone));
        REQUIRE(sameBits(shared_transposed, alone));
      }
    }
  }
}

TEST_CASE("an example alone gives the bits that it gives in a batch", "[kernels][binary][bits]") {
  constexpr std::size_t kRows = 67, kTerms = 75, kColumns = 45;
  const Case x(kRows, kTerms, kColumns, Start::kBias);
  for (const KernelSet& set : bothSets()) {
    Bits bits;
    set.packRows(x.a, kRows, kTerms, bits);
    std::vector<float> batch(kRows * kColumns), part(kRows * kColumns);
    set.binaryProduct(bits, x.b, kColumns, Start::kBias, x.bias, batch, nullptr, {});
    for (const std::size_t rows : {1u, 2u, 5u, 8u, 16u, 64u}) {
      for (std::size_t i = 0; i < kRows; i += rows) {
        const std::size_t count = std::min(rows, kRows - i);
        Bits some;
        set.packRows({&x.a[i * kTerms], count * kTerms}, count, kTerms, some);
        set.binaryProduct(some, x.b, kColumns, Start::kBias, x.bias, {&part[i * kColumns], count * kColumns}, nullptr,
                          {});
      }
      INFO(set.name << ", " << rows << " rows at a time");
      CHECK(sameBits(part, batch));
    }
  }
}

TEST_CASE("rows that are off are not touched", "[kernels][binary]") {
  const float infinity = std::numeric_limits<float>::infinity();
  for (const KernelSet& set : bothSets()) {
    for (const std::size_t m : {1u, 20u}) {
      Case x(m, 37, 21, Start::kZero);
      for (std::size_t i = 0; i < m; ++i) x.a[i * x.k + 10] = 0;
      const std::vector<float> clean = x.inContractOrder();
      for (std::size_t j = 0; j < x.n; ++j) x.b[10 * x.n + j] = j % 2 == 0 ? infinity : -infinity;
      Bits bits;
      set.packRows(x.a, m, x.k, bits);
      std::vector<float> c(m * x.n);
      set.binaryProduct(bits, x.b, x.n, Start::kZero, {}, c, nullptr, {});
      INFO(set.name << ", " << m << " rows");
      CHECK(sameBits(c, clean));
    }
  }
}

}  // namespace harmonium::test
