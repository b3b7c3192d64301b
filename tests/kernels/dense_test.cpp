// Dense products: bit for bit the plain triple loop in float, and close to the same in double.
#include "tests/kernels/kernel_tests.h"

#include <catch2/catch_test_macros.hpp>

namespace harmonium::test {
namespace {

using kernels::Sign;
using kernels::Start;
using kernels::Tile;

struct Shape {
  std::size_t m, k, n;
};

// Odd sizes on every side of the tiles (4 or 6 rows, 8 columns, 32 where B is read in place), and more than one panel
// deep (512).
std::vector<Shape> shapes() {
  std::vector<Shape> all;
  const std::size_t sizes[] = {1, 2, 3, 4, 5, 7, 8, 9, 17, 33};
  for (const std::size_t m : sizes) {
    for (const std::size_t n : sizes) {
      for (const std::size_t k : {1u, 3u, 4u, 5u, 33u}) all.push_back({m, k, n});
    }
  }
  for (const std::size_t m : {6u, 11u, 12u, 15u, 16u, 19u}) all.push_back({m, 9, 17});
  for (const std::size_t n : {32u, 40u, 47u}) {
    all.push_back({3, 9, n});
    all.push_back({9, 2, n});
  }
  all.push_back({0, 3, 5});
  all.push_back({3, 0, 5});
  all.push_back({3, 5, 0});
  all.push_back({5, 511, 9});
  all.push_back({5, 512, 9});
  all.push_back({6, 513, 17});
  all.push_back({3, 1100, 11});
  return all;
}

struct Case {
  Shape shape;
  Start start;
  Sign sign;
  std::vector<float> a, b, bias, before;

  Case(Shape s, Start how, Sign which)
      : shape(s),
        start(how),
        sign(which),
        a(spreadValues(s.m * s.k, 2, 1)),
        b(spreadValues(s.k * s.n, 2, 2)),
        bias(how == Start::kBias ? spreadValues(s.n, 2, 3) : std::vector<float>()),
        before(spreadValues(s.m * s.n, 2, 4)) {}

  float startOf(std::size_t i, std::size_t j) const {
    if (start == Start::kKeep) return before[i * shape.n + j];
    return start == Start::kBias ? bias[j] : 0.0f;
  }

  // One chain over k, in float.
  std::vector<float> chain() const {
    std::vector<float> c(shape.m * shape.n);
    for (std::size_t i = 0; i < shape.m; ++i) {
      for (std::size_t j = 0; j < shape.n; ++j) {
        float total = startOf(i, j);
        for (std::size_t k = 0; k < shape.k; ++k) {
          const float term = a[i * shape.k + k] * b[k * shape.n + j];
          total = sign == Sign::kAdd ? total + term : total - term;
        }
        c[i * shape.n + j] = total;
      }
    }
    return c;
  }

  // Whether c is within the error that k rounded products and k rounded sums can make: (k + 1) 2^-24 of the sum of the
  // absolute terms (Higham: Accuracy and Stability of Numerical Algorithms, 3.1), in first order.
  bool closeToExact(std::span<const float> c) const {
    for (std::size_t i = 0; i < shape.m; ++i) {
      for (std::size_t j = 0; j < shape.n; ++j) {
        double total = static_cast<double>(startOf(i, j)), size = std::fabs(total);
        for (std::size_t k = 0; k < shape.k; ++k) {
          const double term = static_cast<double>(a[i * shape.k + k]) * static_cast<double>(b[k * shape.n + j]);
          total += sign == Sign::kAdd ? term : -term;
          size += std::fabs(term);
        }
        const double bound = static_cast<double>(shape.k + 2) * 0x1p-24 * size;
        if (!(std::fabs(static_cast<double>(c[i * shape.n + j]) - total) <= bound)) return false;
      }
    }
    return true;
  }
};

}  // namespace

TEST_CASE("dense products are one chain of additions per output, in every set and layout, whole and in cuts",
          "[kernels][dense][bits]") {
  const std::vector<KernelSet> sets = bothSets();
  for (const Shape& s : shapes()) {
    for (const Start start : {Start::kZero, Start::kBias, Start::kKeep}) {
      for (const Sign sign : {Sign::kAdd, Sign::kSubtract}) {
        const Case x(s, start, sign);
        const std::vector<float> expected = x.chain();
        const Fenced a(x.a, 1), b(x.b, 2);
        const Fenced a_transposed(transposed(x.a, s.m, s.k), 3), b_transposed(transposed(x.b, s.k, s.n), 1);
        INFO(s.m << " x " << s.k << " x " << s.n << ", start " << static_cast<int>(start) << ", sign "
                 << static_cast<int>(sign));
        REQUIRE(x.closeToExact(expected));
        for (const KernelSet& set : sets) {
          for (const Tile tile : {Tile::k4x8, Tile::k6x8}) {
            INFO(set.name << ", tile " << static_cast<int>(tile));
            Fenced plain(x.before, 1), with_b(x.before, 2), with_a(x.before, 3);
            set.product(a.read(), b.read(), s.m, s.k, s.n, start, x.bias, sign, plain.values(), nullptr, tile, {});
            for (const kernels::Cut cut : cutsOf(s.n)) {
              set.productTransposedB(a.read(), b_transposed.read(), s.m, s.k, s.n, start, x.bias, sign, with_b.values(),
                                     nullptr, tile, cut);
              set.productTransposedA(a_transposed.read(), b.read(), s.m, s.k, s.n, start, x.bias, sign, with_a.values(),
                                     nullptr, tile, cut);
            }
            REQUIRE(sameBits(plain.read(), expected));
            REQUIRE(sameBits(with_b.read(), expected));
            REQUIRE(sameBits(with_a.read(), expected));
            for (const Fenced* c : {&plain, &with_b, &with_a}) REQUIRE(c->fencesStand());
          }
        }
      }
    }
  }
}

TEST_CASE("a team of any size gives the same dense product", "[kernels][dense][team]") {
  // Large enough to be shared, and an odd number of columns, so that the last part is narrow.
  const Case x({67, 130, 131}, Start::kBias, Sign::kSubtract);
  const std::vector<float> a_transposed = transposed(x.a, 67, 130), b_transposed = transposed(x.b, 130, 131);
  const std::vector<float> expected = x.chain();
  for (const int members : {1, 2, 3}) {
    Team team(members);
    INFO(members << " members");
    std::vector<float> plain(x.before), with_b(x.before), with_a(x.before);
    kernels::product(x.a, x.b, 67, 130, 131, x.start, x.bias, x.sign, plain, &team);
    for (const kernels::Cut cut : cutsOf(131)) {
      kernels::productTransposedB(x.a, b_transposed, 67, 130, 131, x.start, x.bias, x.sign, with_b, &team,
                                  kernels::fittingTile(), cut);
    }
    kernels::productTransposedA(a_transposed, x.b, 67, 130, 131, x.start, x.bias, x.sign, with_a, &team);
    REQUIRE(sameBits(plain, expected));
    REQUIRE(sameBits(with_b, expected));
    REQUIRE(sameBits(with_a, expected));
  }
}

TEST_CASE("a NaN in a dense product stays in its row and column", "[kernels][dense]") {
  const Shape s = {7, 9, 11};
  for (const KernelSet& set : bothSets()) {
    Case x(s, Start::kZero, Sign::kAdd);
    x.a[2 * s.k + 4] = std::numeric_limits<float>::quiet_NaN();
    x.b[5 * s.n + 10] = std::numeric_limits<float>::quiet_NaN();
    std::vector<float> c(s.m * s.n);
    set.product(x.a, x.b, s.m, s.k, s.n, x.start, {}, x.sign, c, nullptr, kernels::fittingTile(), {});
    INFO(set.name);
    for (std::size_t i = 0; i < s.m; ++i) {
      for (std::size_t j = 0; j < s.n; ++j) REQUIRE(std::isnan(c[i * s.n + j]) == (i == 2 || j == 10));
    }
  }
}

}  // namespace harmonium::test
