// Tests of the layers that several models share: units, links, directed layers, schedules.
#include "models/layers/belief.h"
#include "models/layers/schedule.h"
#include "models/layers/units.h"
#include "tests/support/small_rbm.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <limits>

using Catch::Matchers::WithinAbs;
using namespace harmonium;

namespace {

Matrix randomNumbers(Eigen::Index rows, Eigen::Index cols, std::uint64_t seed) {
  Matrix m(rows, cols);
  Rng rng(seed, Purpose::kData);
  for (float& x : flat(m)) x = rng.normal();
  return m;
}

Matrix randomCoins(Eigen::Index rows, Eigen::Index cols, std::uint64_t seed) {
  Matrix m(rows, cols);
  Rng rng(seed, Purpose::kData);
  for (float& x : flat(m)) x = rng.uniform() < 0.4f ? 1.0f : 0.0f;
  return m;
}

}  // namespace

TEST_CASE("A one-of group has the means of a softmax, whatever lies beside it", "[layers][units]") {
  // Oracle: exponentials in double.
  Matrix a = 4 * randomNumbers(6, 20, 1);
  a(3, 0) = 90;  // beyond what exp can hold
  const Matrix before = a;
  oneOfMeanRows(a, 2, 3);
  for (Eigen::Index n = 0; n < a.cols(); ++n) {
    double total = 0;
    for (Eigen::Index k = 2; k < 5; ++k)
      total += std::exp(static_cast<double>(before(k, n)) - static_cast<double>(before(3, n)));
    for (Eigen::Index k = 2; k < 5; ++k) {
      const double expected = std::exp(static_cast<double>(before(k, n)) - static_cast<double>(before(3, n))) / total;
      CHECK_THAT(static_cast<double>(a(k, n)), WithinAbs(expected, 1e-6));
    }
  }
  CHECK(a.topRows(2) == before.topRows(2));
  CHECK(a.bottomRows(1) == before.bottomRows(1));
  const Vector column = before.col(1).segment(2, 3);
  double sum = 0;
  for (const float x : column) sum += std::exp(static_cast<double>(x));
  CHECK_THAT(oneOfLogNormaliser(flat(column)), WithinAbs(std::log(sum), 1e-5));
}

TEST_CASE("One unit of a group is drawn, each as often as its mean says", "[layers][units]") {
  // 30,000 draws of three: Pearson's statistic has 2 degrees of freedom, 13.8 is exceeded once in a thousand seeds.
  const Matrix mean = Vector{{0.2f, 0.5f, 0.3f}}.replicate(1, 30000);
  Matrix x = Matrix::Constant(3, 30000, 7);
  Rng rng(1, Purpose::kSample);
  sampleOneOfRows(mean, 0, 3, rng, x);
  CHECK((x.colwise().sum().array() == 1).all());
  CHECK(((x.array() == 0) || (x.array() == 1)).all());
  double statistic = 0;
  for (Eigen::Index k = 0; k < 3; ++k) {
    const double expected = 30000 * static_cast<double>(mean(k, 0)),
                 off = static_cast<double>(x.row(k).sum()) - expected;
    statistic += off * off / expected;
  }
  CHECK(statistic < 13.8);
}

TEST_CASE("Rare units of a group come on as rarely as their means say", "[layers][rare]") {
  // The interval of unit k is [sum of the means before it, that plus its own) of the whole.
  CHECK(oneOfAt(std::vector<float>{1e-11f, 1.0f}, 0) == 0);
  CHECK(oneOfAt(std::vector<float>{1e-11f, 1.0f}, 0.99e-11) == 0);
  CHECK(oneOfAt(std::vector<float>{1e-11f, 1.0f}, 1.01e-11) == 1);
  // In the middle and at the end, where a sum of floats would leave it nothing or what rounding leaves.
  CHECK(oneOfAt(std::vector<float>{0.5f, 1e-11f, 0.5f}, 0.5 + 0.4e-11) == 1);
  CHECK(oneOfAt(std::vector<float>{0.5f, 1e-11f, 0.5f}, 0.5 + 1.1e-11) == 2);
  const std::vector<float> tenths(11, 0.1f);
  std::vector<float> rare_last = tenths;
  rare_last.back() = 1e-11f;
  CHECK(oneOfAt(rare_last, 1 - 2e-11) == 9);
  CHECK(oneOfAt(rare_last, 1 - 0.5e-11) == 10);
  // Means that do not add up to 1 count in proportion.
  CHECK(oneOfAt(std::vector<float>{0.2f, 0.2f}, 0.49) == 0);
  CHECK(oneOfAt(std::vector<float>{0.2f, 0.2f}, 0.51) == 1);
  CHECK(oneOfAt(std::vector<float>{0.3f}, 1 - 0x1p-53) == 0);
}

TEST_CASE("Labels become one-of states; one that is not known leaves the group empty", "[layers][units]") {
  Matrix x = Matrix::Constant(4, 3, 5);
  const std::vector<std::int16_t> labels = {2, -1, 0};
  setOneOfRows(labels, 1, 3, x);
  CHECK(x == Matrix{{5, 5, 5}, {0, 0, 1}, {0, 0, 0}, {1, 0, 0}});
}

TEST_CASE("Held units take their numbers, in all columns or in each", "[layers][units]") {
  const float free = std::numeric_limits<float>::quiet_NaN();
  Matrix x = Matrix::Zero(3, 2);
  holdStates(Matrix(3, 0), x);
  CHECK(x == Matrix::Zero(3, 2));
  holdStates(Vector{{1, free, 2}}, x);
  CHECK(x == Matrix{{1, 1}, {0, 0}, {2, 2}});
  holdStates(Matrix{{free, 3}, {4, free}, {free, free}}, x);
  CHECK(x == Matrix{{1, 3}, {4, 0}, {2, 2}});
  CHECK(isHeld(Vector{{1, free, 2}}, 2, 1));
  CHECK_FALSE(isHeld(Vector{{1, free, 2}}, 1, 1));
  CHECK_FALSE(isHeld(Matrix(3, 0), 0, 0));
}

TEST_CASE("A link carries states up and down, packed or not, and its slope is the difference of two means",
          "[layers][link]") {
  // Oracle: Eigen's products.
  const RowMatrix W = randomNumbers(7, 5, 2);
  const Vector b = randomNumbers(7, 1, 3), c = randomNumbers(5, 1, 4);
  const Matrix x = randomCoins(7, 9, 5), y = randomNumbers(5, 9, 6);
  LinkScratch scratch;
  Matrix up, packed_up, down;
  inputUp(W, c, x, States::kReal, scratch, up);
  inputUp(W, c, x, States::kBinary, scratch, packed_up);
  inputDown(W, b, y, States::kReal, scratch, down);
  CHECK((up - ((W.transpose() * x).colwise() + c)).cwiseAbs().maxCoeff() < 1e-5f);
  CHECK((packed_up - up).cwiseAbs().maxCoeff() < 1e-5f);
  CHECK((down - ((W * y).colwise() + b)).cwiseAbs().maxCoeff() < 1e-5f);

  const Matrix model_x = randomCoins(7, 4, 7), model_y = randomNumbers(5, 4, 8);
  const RowMatrix expected = x * y.transpose() / 9 - model_x * model_y.transpose() / 4;
  for (const States states : {States::kBinary, States::kReal}) {
    LinkSlopeScratch slope_scratch;
    RowMatrix slope;
    Vector of_x, of_y;
    linkSlope({x, y, states}, {model_x, model_y, states}, slope_scratch, slope, of_x, of_y);
    CHECK((slope - expected).cwiseAbs().maxCoeff() < 1e-5f);
    CHECK((of_x - (x.rowwise().mean() - model_x.rowwise().mean())).cwiseAbs().maxCoeff() < 1e-6f);
    CHECK((of_y - (y.rowwise().mean() - model_y.rowwise().mean())).cwiseAbs().maxCoeff() < 1e-6f);
  }
}

TEST_CASE("A directed layer's log-probability adds up to one, and its slope is its derivative", "[layers][belief]") {
  // Oracle: enumeration, and central differences.
  BeliefLayer layer{randomNumbers(4, 3, 9), randomNumbers(4, 1, 10)};
  const Matrix all = oracle::allStates(4);
  BeliefScratch scratch;
  std::vector<double> nats(16);
  beliefLogProbability(layer, all, Vector{{1, 0, 1}}.replicate(1, 16), States::kBinary, scratch, nats);
  double total = 0;
  for (const double value : nats) total += std::exp(value);
  CHECK_THAT(total, WithinAbs(1, 1e-5));

  const Matrix told = randomCoins(4, 12, 11), telling = randomCoins(3, 12, 12);
  BeliefLayer slope;
  beliefSlope(layer, told, telling, States::kBinary, scratch, slope);
  const auto mean = [&] {
    std::vector<double> each(12);
    beliefLogProbability(layer, told, telling, States::kBinary, scratch, each);
    double sum = 0;
    for (const double value : each) sum += value / 12;
    return sum;
  };
  const auto derivative = [&](float& entry) {
    const float kept = entry;
    entry = kept + 0.01f;
    const double above = mean(), up = static_cast<double>(entry);
    entry = kept - 0.01f;
    const double below = mean(), low = static_cast<double>(entry);
    entry = kept;
    return (above - below) / (up - low);
  };
  for (Eigen::Index i = 0; i < 4; ++i) {
    for (Eigen::Index j = 0; j < 3; ++j) {
      CHECK_THAT(static_cast<double>(slope.W(i, j)), WithinAbs(derivative(layer.W(i, j)), 2e-4));
    }
    CHECK_THAT(static_cast<double>(slope.b[i]), WithinAbs(derivative(layer.b[i]), 2e-4));
  }
}

TEST_CASE("A directed layer draws what its means say", "[layers][belief]") {
  const BeliefLayer layer{randomNumbers(3, 2, 13), randomNumbers(3, 1, 14)};
  BeliefScratch scratch;
  Matrix mean, told;
  Rng rng(2, Purpose::kSample);
  sampleBelief(layer, Vector{{1, 1}}.replicate(1, 20000), States::kBinary, scratch, rng, mean, told);
  CHECK((told.rowwise().mean() - mean.col(0)).cwiseAbs().maxCoeff() < 0.018f);  // five standard errors
}

TEST_CASE("Schedules are functions of the epochs done", "[layers][schedule]") {
  CHECK(linearToZero(0, 10) == 1);
  CHECK(linearToZero(2.5, 10) == 0.75);
  CHECK(linearToZero(12, 10) == 0);
  CHECK(switched(4.9, 5, 0.5, 0.9) == 0.5);
  CHECK(switched(5, 5, 0.5, 0.9) == 0.9);
  CHECK(growingSteps(3, 0, 7) == 7);
  CHECK(growingSteps(0, 10, 25) == 1);
  CHECK(growingSteps(19.9, 10, 25) == 2);
  CHECK(growingSteps(1000, 10, 25) == 25);
}
