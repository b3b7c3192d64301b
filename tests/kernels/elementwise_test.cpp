// Scaled sums, sums over arrays and the optimiser's step, against the same in double or in plain float.
#include "tests/kernels/kernel_tests.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

namespace harmonium::test {
namespace {

using Catch::Matchers::WithinRel;
using kernels::Sign;
using kernels::Start;

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

// The sum of terms in double, in the order that the contract states: four lanes, (l0 + l1) + (l2 + l3).
double inLanes(const std::vector<double>& terms) {
  double lane[4] = {0, 0, 0, 0};
  for (std::size_t i = 0; i < terms.size(); ++i) lane[i % 4] += terms[i];
  return (lane[0] + lane[1]) + (lane[2] + lane[3]);
}

}  // namespace

TEST_CASE("axpy, scale and addOuter do what their formulas say, to the bit", "[kernels][elementwise]") {
  for (const KernelSet& set : bothSets()) {
    for (std::size_t size = 0; size <= 67; ++size) {
      const std::vector<float> x = spreadValues(size, 3, 1), y = spreadValues(size, 3, 2);
      const float alpha = -0.37f;
      Fenced sum(y, 1), scaled(x, 2);
      set.axpy(alpha, x, sum.values());
      set.scale(alpha, scaled.values());
      INFO(set.name << ", " << size << " values");
      for (std::size_t i = 0; i < size; ++i) {
        const float product = alpha * x[i];
        REQUIRE(sum.read()[i] == y[i] + product);
        REQUIRE(scaled.read()[i] == product);
      }
      REQUIRE(sum.fencesStand());
      REQUIRE(scaled.fencesStand());

      const std::vector<float> rows = spreadValues(3, 2, 3);
      const std::vector<float> before = spreadValues(3 * size, 1, 4);
      Fenced outer(before, 3);
      set.addOuter(alpha, rows, x, outer.values());
      for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < size; ++j) {
          const float row = alpha * rows[i], product = row * x[j];
          REQUIRE(outer.read()[i * size + j] == before[i * size + j] + product);
        }
      }
      REQUIRE(outer.fencesStand());
    }
  }
}

TEST_CASE("a momentum step follows its formula, to the bit", "[kernels][elementwise]") {
  const float scale = 0.01f, rate = 0.05f, momentum = 0.9f, decay = 0.0002f;
  for (const KernelSet& set : bothSets()) {
    for (std::size_t size = 0; size <= 67; ++size) {
      const std::vector<float> w = spreadValues(size, 1, 1), velocity = spreadValues(size, 0.1f, 2);
      const std::vector<float> gradient = spreadValues(size, 50, 3);
      Fenced new_w(w, 1), new_velocity(velocity, 2);
      set.momentumStep(new_w.values(), new_velocity.values(), gradient, scale, rate, momentum, decay, nullptr);
      INFO(set.name << ", " << size << " values");
      for (std::size_t i = 0; i < size; ++i) {
        const float pull = decay * w[i], push = gradient[i] * scale;
        const float direction = push - pull;
        const float kept = momentum * velocity[i], added = rate * direction;
        REQUIRE(new_velocity.read()[i] == kept + added);
        REQUIRE(new_w.read()[i] == w[i] + (kept + added));
      }
      REQUIRE(new_w.fencesStand());
      REQUIRE(new_velocity.fencesStand());
    }
  }
}

TEST_CASE("a step of Adam follows its formula, to the bit", "[kernels][elementwise]") {
  const float scale = -0.25f, beta1 = 0.9f, beta2 = 0.999f, rate = 0.01f, epsilon = 1e-7f;
  for (const KernelSet& set : bothSets()) {
    for (std::size_t size = 0; size <= 67; ++size) {
      const std::vector<float> w = spreadValues(size, 1, 1), mean = spreadValues(size, 0.1f, 2);
      const std::vector<float> gradient = spreadValues(size, 50, 3), square = coins(size, 0.5f, 4);
      Fenced new_w(w, 1), new_mean(mean, 2), new_square(square, 3);
      set.adamStep(new_w.values(), new_mean.values(), new_square.values(), gradient, scale, beta1, beta2, rate, epsilon,
                   nullptr);
      INFO(set.name << ", " << size << " values");
      for (std::size_t i = 0; i < size; ++i) {
        const float g = gradient[i] * scale, g_squared = g * g;
        const float kept = beta1 * mean[i], added = (1 - beta1) * g, first = kept + added;
        const float kept_square = beta2 * square[i], added_square = (1 - beta2) * g_squared;
        const float second = kept_square + added_square;
        const float up = rate * first, down = std::sqrt(second) + epsilon;
        REQUIRE(new_mean.read()[i] == first);
        REQUIRE(new_square.read()[i] == second);
        REQUIRE(new_w.read()[i] == w[i] + up / down);
      }
      REQUIRE(new_w.fencesStand());
      REQUIRE(new_mean.fencesStand());
      REQUIRE(new_square.fencesStand());
    }
  }
}

TEST_CASE("a team of any size takes the same step of Adam", "[kernels][elementwise][team]") {
  constexpr std::size_t kSize = 70001;  // enough to be shared, and no multiple of a part
  const std::vector<float> w = spreadValues(kSize, 1, 1), gradient = spreadValues(kSize, 50, 3);
  const std::vector<float> start = spreadValues(kSize, 0.1f, 2), square_start = coins(kSize, 0.5f, 4);
  const auto stepBy = [&](Team* team) {
    std::vector<float> all(w), mean(start), square(square_start);
    kernels::adamStep(all, mean, square, gradient, -1, 0.9f, 0.999f, 0.01f, 1e-7f, team);
    all.insert(all.end(), mean.begin(), mean.end());
    all.insert(all.end(), square.begin(), square.end());
    return all;
  };
  const std::vector<float> alone = stepBy(nullptr);
  for (const int members : {1, 2, 3}) {
    Team team(members);
    INFO(members << " members");
    REQUIRE(sameBits(stepBy(&team), alone));
  }
}

TEST_CASE("activations and the way back through them follow their formulas, to the bit", "[kernels][elementwise]") {
  for (const KernelSet& set : bothSets()) {
    for (std::size_t size = 0; size <= 67; ++size) {
      const std::vector<float> x = spreadValues(size, 3, 1), d = spreadValues(size, 2, 2);
      INFO(set.name << ", " << size << " values");
      for (const float slope : {0.0f, 0.2f}) {
        Fenced y(size, 1), back(d, 2);
        set.leakyRelu(slope, x, y.values());
        set.leakyReluBack(slope, y.read(), back.values());
        for (std::size_t i = 0; i < size; ++i) {
          REQUIRE(y.read()[i] == (x[i] > 0 ? x[i] : slope * x[i]));
          REQUIRE(back.read()[i] == (x[i] > 0 ? d[i] : slope * d[i]));
        }
        REQUIRE(y.fencesStand());
        REQUIRE(back.fencesStand());
      }
      Fenced product(d, 1), sigmoid(d, 2), tanh(d, 3);
      set.multiply(x, product.values());
      set.sigmoidBack(x, sigmoid.values());
      set.tanhBack(x, tanh.values());
      for (std::size_t i = 0; i < size; ++i) {
        const float rest = 1 - x[i], both = x[i] * rest, square = x[i] * x[i], left = 1 - square;
        REQUIRE(product.read()[i] == d[i] * x[i]);
        REQUIRE(sigmoid.read()[i] == d[i] * both);
        REQUIRE(tanh.read()[i] == d[i] * left);
      }
      REQUIRE(product.fencesStand());
      REQUIRE(sigmoid.fencesStand());
      REQUIRE(tanh.fencesStand());
    }
    std::vector<float> values = {kNaN, -kInfinity, kInfinity, 0};
    set.leakyRelu(0.5f, values, values);
    CHECK(std::isnan(values[0]));
    CHECK(values[1] == -kInfinity);
    CHECK(values[2] == kInfinity);
    CHECK(values[3] == 0);
  }
}

TEST_CASE("one value outside a range shows, wherever it stands", "[kernels][elementwise]") {
  for (const KernelSet& set : bothSets()) {
    for (std::size_t size = 0; size <= 67; ++size) {
      std::vector<float> x(size, 0.5f);
      INFO(set.name << ", " << size << " values");
      REQUIRE(set.allWithin(x, 0.5f, 0.5f));
      REQUIRE(set.allWithin(x, -1000, 1000));
      for (std::size_t at = 0; at < size; ++at) {
        for (const float value : {kNaN, -kNaN, kInfinity, -kInfinity, 0.25f, 2.0f}) {
          x[at] = value;
          REQUIRE_FALSE(set.allWithin(x, 0.3f, 1.0f));
        }
        x[at] = 0.5f;
      }
    }
    // Both ends belong to the range, and the least numbers are no zeros.
    const std::vector<float> ends = {-1, 1, std::numeric_limits<float>::max(), std::numeric_limits<float>::lowest()};
    CHECK(set.allWithin(ends, ends[3], ends[2]));
    CHECK_FALSE(set.allWithin(ends, -1, 1));
    CHECK_FALSE(set.allWithin(std::vector<float>{0}, std::numeric_limits<float>::denorm_min(), 1));
  }
}

TEST_CASE("sums run in double in four lanes", "[kernels][sums]") {
  for (const KernelSet& set : bothSets()) {
    for (std::size_t size = 0; size <= 67; ++size) {
      const std::vector<float> x = spreadValues(size, 1000, 1), y = spreadValues(size, 0.01f, 2);
      std::vector<float> soft(size);
      set.softplus(x, soft);
      std::vector<double> values, products, squares, softs;
      for (std::size_t i = 0; i < size; ++i) {
        const double a = static_cast<double>(x[i]), b = static_cast<double>(y[i]);
        values.push_back(a);
        products.push_back(a * b);
        squares.push_back((a - b) * (a - b));
        softs.push_back(static_cast<double>(soft[i]));
      }
      const Fenced here(x, size % 4);
      INFO(set.name << ", " << size << " values");
      REQUIRE(sameBits(set.sum(here.read()), inLanes(values)));
      REQUIRE(sameBits(set.dot(here.read(), y), inLanes(products)));
      REQUIRE(sameBits(set.squaredDistance(here.read(), y), inLanes(squares)));
      REQUIRE(sameBits(set.sumSoftplus(here.read()), inLanes(softs)));
    }
  }
}

TEST_CASE("sums of a million values keep the digits that a float sum loses", "[kernels][sums]") {
  const std::vector<float> x(1000003, 0.1f);
  const double exact = 1000003 * static_cast<double>(0.1f);
  for (const KernelSet& set : bothSets()) {
    INFO(set.name);
    const double bound = 250001 * 0x1p-53;  // a quarter of the additions fall to each lane; a float sum is off by 1 %
    CHECK_THAT(set.sum(x), WithinRel(exact, bound));
    CHECK_THAT(set.dot(x, x), WithinRel(exact * static_cast<double>(0.1f), bound));
  }
}

TEST_CASE("log-sum-exp is right for any shift and any length", "[kernels][sums]") {
  for (const KernelSet& set : bothSets()) {
    for (std::size_t size = 1; size <= 67; ++size) {
      for (const float shift : {-1e4f, -100.0f, 0.0f, 88.0f, 1e4f}) {
        std::vector<float> x = spreadValues(size, 10, size);
        for (float& value : x) value += shift;
        const double largest = static_cast<double>(*std::ranges::max_element(x));
        double total = 0;
        for (const float value : x) total += std::exp(static_cast<double>(value) - largest);
        const double exact = largest + std::log(total);
        const float value = set.logSumExp(Fenced(x, 1).read());
        INFO(set.name << ", " << size << " values around " << shift);
        // The logarithm (at most 4.3 here) to two units, each exponential to two, and one rounding of the sum.
        REQUIRE(std::fabs(value - exact) <= 0x1p-23 * (2 * std::log(total) + 3 + std::fabs(exact) / 2));
      }
    }
  }
}

TEST_CASE("log-sum-exp of nothing, of infinities and of NaN", "[kernels][sums]") {
  for (const KernelSet& set : bothSets()) {
    INFO(set.name);
    CHECK(set.logSumExp({}) == -kInfinity);
    CHECK(set.logSumExp(std::vector<float>{-kInfinity, -kInfinity, -kInfinity}) == -kInfinity);
    CHECK(set.logSumExp(std::vector<float>{-kInfinity, 3, -kInfinity}) == 3);
    CHECK(set.logSumExp(std::vector<float>{-kInfinity, 3, kInfinity}) == kInfinity);
    CHECK(std::isnan(set.logSumExp(std::vector<float>{1, 2, 3, 4, 5, kNaN})));
    CHECK(std::isnan(set.logSumExp(std::vector<float>{kInfinity, kNaN})));
  }
}

TEST_CASE("sums over rows run in row order from zero or from what is there", "[kernels][sums]") {
  for (const KernelSet& set : bothSets()) {
    for (const std::size_t rows : {0u, 1u, 2u, 7u, 100u}) {
      for (const std::size_t cols : {1u, 3u, 4u, 5u, 17u, 67u}) {
        const std::vector<float> a = spreadValues(rows * cols, 5, rows), before = spreadValues(cols, 5, cols);
        for (const Start start : {Start::kZero, Start::kKeep}) {
          for (const Sign sign : {Sign::kAdd, Sign::kSubtract}) {
            Fenced out(before, 1);
            set.sumRows(a, rows, cols, start, sign, out.values());
            INFO(set.name << ", " << rows << " x " << cols);
            for (std::size_t j = 0; j < cols; ++j) {
              float total = start == Start::kKeep ? before[j] : 0.0f;
              for (std::size_t i = 0; i < rows; ++i) {
                total = sign == Sign::kAdd ? total + a[i * cols + j] : total - a[i * cols + j];
              }
              REQUIRE(out.read()[j] == total);
            }
            REQUIRE(out.fencesStand());
          }
        }
      }
    }
  }
}

}  // namespace harmonium::test
