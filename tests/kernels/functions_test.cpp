// exp, log, sigmoid, softplus and tanh against the C library's functions in double, over every exponent of float.
#include "tests/kernels/kernel_tests.h"

#include <catch2/catch_test_macros.hpp>

#include <cstring>

namespace harmonium::test {
namespace {

struct Function {
  const char* name;
  decltype(&kernels::scalar::exp) KernelSet::*kernel;
  double (*exact)(double);
  double largest_ulp_error;
};

double exactSigmoid(double x) {
  return 1 / (1 + std::exp(-x));
}
double exactSoftplus(double x) {
  return std::isnan(x) ? x : std::fmax(x, 0) + std::log1p(std::exp(-std::fabs(x)));
}
double exactExp(double x) {
  return std::exp(x);
}
double exactLog(double x) {
  return std::log(x);
}
double exactTanh(double x) {
  return std::tanh(x);
}

const Function kFunctions[] = {
    {"exp", &KernelSet::exp, exactExp, 1},
    {"log", &KernelSet::log, exactLog, 1},
    {"sigmoid", &KernelSet::sigmoid, exactSigmoid, 3},
    {"softplus", &KernelSet::softplus, exactSoftplus, 2},
    {"tanh", &KernelSet::tanh, exactTanh, 2},
};

constexpr float kInfinity = std::numeric_limits<float>::infinity();

// Every 16411th bit pattern there is (NaN, subnormal and infinite ones too), and all the floats near the places where
// some function changes its way: the ends of exp, the switches of log, softplus and tanh, zero and one.
std::vector<float> wholeRange() {
  std::vector<float> x;
  for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << 32); bits += 16411) {
    x.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  }
  for (const float place : {87.33654f, 88.72283f, 103.97f, 0.625f, 0.70710678f, 1.4142135f, 0.8813736f, 0.34657359f,
                            1.0f, 2.0f, 9.01f, 17.3f, 0x1p-126f, 0x1p-149f, std::numeric_limits<float>::max()}) {
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(place);
    for (std::uint32_t near = bits - std::min(bits, 300u); near < bits + 300; ++near) {
      x.push_back(std::bit_cast<float>(near));
      x.push_back(-std::bit_cast<float>(near));
    }
  }
  return x;
}

}  // namespace

TEST_CASE("the functions keep to their error over the whole float range", "[kernels][functions]") {
  const std::vector<float> x = wholeRange();
  for (const KernelSet& set : bothSets()) {
    for (const Function& function : kFunctions) {
      std::vector<float> y(x.size());
      (set.*function.kernel)(x, y);
      double worst = 0;
      float worst_at = 0;
      for (std::size_t i = 0; i < x.size(); ++i) {
        const double error = ulpError(y[i], function.exact(static_cast<double>(x[i])));
        if (error > worst) worst = error, worst_at = x[i];
      }
      INFO(set.name << " " << function.name << ", worst at x = " << worst_at);
      CHECK(worst <= function.largest_ulp_error);
      CHECK(worst > 0.4);  // nothing rounds better than half a unit: a smaller figure means that nothing was measured
    }
  }
}

TEST_CASE("the functions take their limits at infinity and zero", "[kernels][functions]") {
  const std::vector<float> x = {-kInfinity, -1000, -0.0f, 0, 1000, kInfinity};
  for (const KernelSet& set : bothSets()) {
    const auto values = [&](decltype(&kernels::scalar::exp) kernel) {
      std::vector<float> y(x.size());
      kernel(x, y);
      return y;
    };
    INFO(set.name);
    const float log_2 = 0.693147180559945f, nan = std::numeric_limits<float>::quiet_NaN();
    CHECK(values(set.exp) == std::vector<float>{0, 0, 1, 1, kInfinity, kInfinity});
    CHECK(values(set.sigmoid) == std::vector<float>{0, 0, 0.5f, 0.5f, 1, 1});
    CHECK(values(set.softplus) == std::vector<float>{0, 0, log_2, log_2, 1000, kInfinity});
    CHECK(sameBits(values(set.tanh), std::vector<float>{-1, -1, -0.0f, 0, 1, 1}));
    CHECK(
        sameBits(values(set.log), std::vector<float>{nan, nan, -kInfinity, -kInfinity, 6.90775527898214f, kInfinity}));
  }
}

TEST_CASE("a NaN makes a NaN in its own element and nowhere else", "[kernels][functions]") {
  for (const KernelSet& set : bothSets()) {
    for (const Function& function : kFunctions) {
      const std::vector<float> clean = {0.5f, 1, 1.5f, 2, 2.5f, 3, 3.5f};
      std::vector<float> expected(clean.size());
      (set.*function.kernel)(clean, expected);
      for (std::size_t at = 0; at < clean.size(); ++at) {
        std::vector<float> x = clean, y(clean.size());
        x[at] = std::numeric_limits<float>::quiet_NaN();
        (set.*function.kernel)(x, y);
        INFO(set.name << " " << function.name << " at " << at);
        CHECK(std::isnan(y[at]));
        y[at] = expected[at];
        CHECK(sameBits(y, expected));
      }
    }
  }
}

TEST_CASE("the functions give the same bits for every length, place and set", "[kernels][functions][bits]") {
  for (const Function& function : kFunctions) {
    for (std::size_t size = 0; size <= 67; ++size) {
      const std::vector<float> x = spreadValues(size, 20, size);
      std::vector<float> expected(size);
      for (std::size_t i = 0; i < size; ++i) (scalarSet().*function.kernel)({&x[i], 1}, {&expected[i], 1});
      for (const KernelSet& set : bothSets()) {
        for (const std::size_t offset : {0u, 1u, 3u}) {
          Fenced apart(size, offset), in_place(x, offset);
          (set.*function.kernel)(x, apart.values());
          (set.*function.kernel)(in_place.read(), in_place.values());
          INFO(set.name << " " << function.name << ", " << size << " values, offset " << offset);
          REQUIRE(sameBits(apart.read(), expected));
          REQUIRE(sameBits(in_place.read(), expected));
          REQUIRE(apart.fencesStand());
          REQUIRE(in_place.fencesStand());
        }
      }
    }
  }
}

TEST_CASE("scalar and vector functions agree bit for bit over the whole range", "[kernels][functions][bits]") {
  const std::vector<float> x = wholeRange();
  for (const Function& function : kFunctions) {
    std::vector<float> a(x.size()), b(x.size());
    (scalarSet().*function.kernel)(x, a);
    (simdSet().*function.kernel)(x, b);
    INFO(function.name);
    CHECK(sameBits(a, b));
  }
}

}  // namespace harmonium::test
