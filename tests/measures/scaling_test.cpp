// Measures on the samples of a table do not depend on the units of its columns.
#include "measures/scaling.h"

#include "measures/class_histogram.h"
#include "measures/classifier_two_sample.h"
#include "measures/mmd.h"
#include "measures/parzen.h"
#include "measures/precision_recall.h"
#include "tests/measures/points.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <array>
#include <cmath>

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using namespace harmonium;
using oracle::normalPoints;
using oracle::runsToItsEnd;

namespace {

constexpr int kColumns = 4;
using Units = std::array<double, kColumns>;

// Points whose columns are given in other units.
Matrix inUnits(const Matrix& points, const Units& units) {
  Matrix given = points;
  for (Eigen::Index n = 0; n < given.cols(); ++n) {
    for (Eigen::Index i = 0; i < given.rows(); ++i) {
      given(i, n) = static_cast<float>(static_cast<double>(given(i, n)) * units[static_cast<std::size_t>(i)]);
    }
  }
  return given;
}

Scaling scalingOf(const Matrix& training, bool scaled) {
  Vector mean(training.rows()), deviation(training.rows());
  for (Eigen::Index i = 0; i < training.rows(); ++i) {
    const Eigen::VectorXd row = training.row(i).cast<double>();
    mean[i] = static_cast<float>(row.mean());
    deviation[i] = static_cast<float>(std::sqrt((row.array() - row.mean()).square().mean()));
  }
  return {mean, deviation, std::vector<bool>(static_cast<std::size_t>(training.rows()), scaled)};
}

struct Figures {
  double mmd, p_value, accuracy, precision, recall, density, coverage, parzen, divergence;
};

// All measures on distances, of a training set and samples given in these units. The samples miss a correlation between
// the first two columns and have the wrong width in the last.
Figures measured(const Units& units, bool scaled) {
  Matrix data = normalPoints(kColumns, 300, 1, 1, 1), samples = normalPoints(kColumns, 300, 1, 1, 2);
  data.row(1) = 0.8f * data.row(0) + 0.6f * data.row(1);
  samples.row(3) *= 1.3f;
  const Matrix train = inUnits(data, units);
  const Scaling scaling = scalingOf(train, scaled);
  Matrix x = train, y = inUnits(samples, units);
  scaling.apply(x);
  scaling.apply(y);
  Mmd mmd(x, y, 0, {1}, 50, 1);
  ClassifierTwoSample classifier(x, y, 1);
  PrecisionRecall reach(x, y, 5, 1);
  Parzen parzen(y, x.leftCols(150), x.rightCols(150), logarithmicLadder(0.02, 1, 10));
  LabelledExamples learnt{.v = x.leftCols(150)}, held_out{.v = x.rightCols(150)};
  for (int n = 0; n < 150; ++n) {
    learnt.classes.push_back(data(2, n) > 1 ? 1 : 0);
    held_out.classes.push_back(data(2, 150 + n) > 1 ? 1 : 0);
  }
  ClassHistogram histogram(learnt, held_out, y.leftCols(100), 2);
  REQUIRE(runsToItsEnd(mmd));
  REQUIRE(runsToItsEnd(classifier));
  REQUIRE(runsToItsEnd(reach));
  REQUIRE(runsToItsEnd(parzen));
  REQUIRE(runsToItsEnd(histogram));
  return {mmd.squared(),    mmd.pValue(),    classifier.accuracy(), reach.precision(),
          reach.recall(),   reach.density(), reach.coverage(),      parzen.logLikelihood() - scaling.logVolume(),
          histogram.error()};
}

}  // namespace

TEST_CASE("Measures on distances do not depend on the units of the columns, from 1e-9 to 1e9", "[measures][scaling]") {
  const Figures plain = measured({1, 1, 1, 1}, true);
  CHECK(plain.p_value < 0.03);  // the missing correlation is seen
  const Units all_units[] = {{1, 1000, 0.01, 30}, {1e-9, 1, 1e9, 1}, {1e9, 1e9, 1e9, 1e9}, {1e-9, 1e-9, 1e-9, 1e-9}};
  for (const Units& units : all_units) {
    const Figures found = measured(units, true);
    double volume = 0;
    for (const double unit : units) volume += std::log(unit);
    // Floats of other units round otherwise: 1e-7 of a value. Of 300 points at most one may change sides.
    CHECK_THAT(found.mmd, WithinAbs(plain.mmd, 1e-5));
    CHECK_THAT(found.p_value, WithinAbs(plain.p_value, 1e-9));
    CHECK_THAT(found.accuracy, WithinAbs(plain.accuracy, 0.02));
    for (const auto figure : {&Figures::precision, &Figures::recall, &Figures::coverage}) {
      CHECK_THAT(found.*figure, WithinAbs(plain.*figure, 1.5 / 300));
    }
    CHECK_THAT(found.density, WithinAbs(plain.density, 0.01));
    CHECK_THAT(found.parzen, WithinAbs(plain.parzen - volume, 1e-4));  // a density in the data's units
    CHECK_THAT(found.divergence, WithinAbs(plain.divergence, 0.02));
  }
}

TEST_CASE("On the raw scale the column with the largest numbers is all that counts", "[measures][scaling]") {
  // The samples lack a correlation between two columns; a third in large numbers hides it.
  CHECK(measured({1, 1, 1, 1}, false).p_value < 0.03);
  CHECK(measured({1, 1, 1000, 1}, false).p_value > 0.03);
}

TEST_CASE("Scaling shifts by the mean, divides by the deviation, and knows its volume", "[measures][scaling][exact]") {
  Vector mean(4), deviation(4);
  mean << 10, -200, 0, 100'000;
  deviation << 2, 0, 0, 0.02f;
  const Scaling scaling(mean, deviation, {true, true, true, false});
  Matrix v(4, 1);
  v << 13, -210, 0.5f, 100'000.5f;
  scaling.apply(v);
  CHECK_THAT(static_cast<double>(v(0, 0)), WithinAbs(1.5, 1e-6));
  CHECK_THAT(static_cast<double>(v(1, 0)), WithinAbs(-0.05, 1e-6));  // does not vary: by the size of its mean
  CHECK_THAT(static_cast<double>(v(2, 0)), WithinAbs(0.5, 1e-6));    // always 0: as it is
  CHECK_THAT(static_cast<double>(v(3, 0)), WithinAbs(0.5, 1e-6));    // not scaled, only shifted
  CHECK_THAT(scaling.logVolume(), WithinRel(std::log(2.0 * 200), 1e-9));
  CHECK(scaling.scales());
  Matrix same = v;
  Scaling().apply(same);
  CHECK(same == v);
  CHECK_FALSE(Scaling().scales());
  CHECK_FALSE(Scaling(mean, deviation, {}).scales());
}
