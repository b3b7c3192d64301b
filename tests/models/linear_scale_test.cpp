// Linear models in other units. Oracle: the change of variables. In units in which value i is s_i times as large, a
// density is smaller by the product of all s_i, so log-likelihood + sum of log s_i stays the same.
#include "tests/support/linear_models.h"

#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <vector>

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::WithinAbs;
using namespace harmonium;
using namespace harmonium::oracle;

namespace {

using Scales = std::vector<double>;

Matrix scaled(Matrix x, const Scales& scales) {
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    for (Eigen::Index n = 0; n < x.cols(); ++n) {
      x(i, n) = static_cast<float>(static_cast<double>(x(i, n)) * scales[static_cast<std::size_t>(i)]);
    }
  }
  return x;
}

// The mean over the examples of log s_i of the values that are known.
double logOf(const Scales& scales, const Matrix& x) {
  double sum = 0;
  for (Eigen::Index n = 0; n < x.cols(); ++n) {
    for (Eigen::Index i = 0; i < x.rows(); ++i) {
      if (!std::isnan(x(i, n))) sum += std::log(scales[static_cast<std::size_t>(i)]);
    }
  }
  return sum / static_cast<double>(x.cols());
}

double meanNats(const LinearModel& model, const Matrix& x) {
  std::vector<double> nats(static_cast<std::size_t>(x.cols()));
  Result<std::unique_ptr<Likelihood>> likelihood = model.likelihood(LikelihoodOf::kVisible);
  REQUIRE(likelihood.ok());
  likelihood.value()->logLikelihood(x, nats);
  double sum = 0;
  for (const double value : nats) sum += value / static_cast<double>(nats.size());
  return sum;
}

Matrix withGaps(Matrix x) {
  for (Eigen::Index n = 0; n < x.cols(); n += 3) x(n % x.rows(), n) = kMissing;
  return x;
}

constexpr double kAll[] = {1e-9, 1e-6, 1e-3, 1, 1e3, 1e6, 1e9};

}  // namespace

TEST_CASE("Factor analysis says the same in any unit of any value", "[linear][factorAnalysis][scale]") {
  const Matrix whole = randomData(4, 1, 120, 41);
  for (const Matrix& x : {whole, withGaps(whole)}) {
    const FactorAnalysis plain = modelOn<FactorAnalysis>(x, R"({"factors":1})", 150);
    const double nats = meanNats(plain, x);
    std::vector<Scales> units = {{1, 1000, 0.01, 30}, {1e-9, 1, 1e9, 1e-3}};
    for (const double all : kAll) units.push_back(Scales(4, all));
    for (const Scales& scales : units) {
      INFO(scales[0] << " " << scales[1] << " " << scales[2] << " " << scales[3]);
      const Matrix other = scaled(x, scales);
      const FactorAnalysis model = modelOn<FactorAnalysis>(other, R"({"factors":1})", 150);
      CHECK_THAT(meanNats(model, other) + logOf(scales, x), WithinAbs(nats, 2e-5));
      for (Eigen::Index i = 0; i < 4; ++i) {
        const double scale = scales[static_cast<std::size_t>(i)];
        CHECK_THAT(model.model().W(i, 0) / scale, WithinAbs(plain.model().W(i, 0), 1e-3));
        CHECK_THAT(model.model().noise[i] / (scale * scale), WithinAbs(plain.model().noise[i], 1e-3));
      }
    }
  }
}

TEST_CASE("A Heywood case is one in any unit", "[linear][factorAnalysis][scale]") {
  Matrix x = randomData(4, 1, 60, 15);
  Rng rng(15, Purpose::kData, 1);
  for (Eigen::Index n = 0; n < x.cols(); ++n) {
    const float h = rng.normal();
    for (Eigen::Index i = 0; i < 4; ++i) x(i, n) = h + (i == 2 ? 0.0f : 0.7f * rng.normal());
  }
  const double nats = meanNats(modelOn<FactorAnalysis>(x, R"({"factors":1})", 2000), x);
  for (const Scales& scales : {Scales{1, 1000, 0.01, 30}, Scales{1e9, 1e-9, 1e-6, 1}, Scales(4, 1e-9)}) {
    const Matrix other = scaled(x, scales);
    const FactorAnalysis model = modelOn<FactorAnalysis>(other, R"({"factors":1})", 2000);
    CHECK_THAT(meanNats(model, other) + logOf(scales, x), WithinAbs(nats, 1e-3));
    std::vector<Reading> readings;
    model.readings({.train = other, .test = Matrix()}, readings);
    const auto floored = std::ranges::find(readings, "flooredVariances", &Reading::name);
    REQUIRE(floored != readings.end());
    CHECK(floored->value == 1);
    // The line of comparison moves with the units too, even where the covariance's eigenvalues span 1e36.
    const auto likelihood = std::ranges::find(readings, "logLikelihood", &Reading::name);
    REQUIRE(likelihood->reference.has_value());
    CHECK(*likelihood->reference + logOf(scales, x) > nats);
    CHECK(*likelihood->reference + logOf(scales, x) < nats + 2);
  }
}

TEST_CASE("Probabilistic PCA says the same in any common unit", "[linear][ppca][scale]") {
  const Matrix whole = randomData(5, 2, 150, 42);
  const struct {
    const char* settings;
    std::uint64_t updates;
    Matrix x;
  } runs[] = {{R"({"factors":2,"method":"closed"})", 1, whole},
              {R"({"factors":5,"method":"closed"})", 1, whole},
              {R"({"factors":2})", 120, whole},
              {R"({"factors":0})", 3, whole},
              {R"({"factors":2})", 120, withGaps(whole)}};
  for (const auto& run : runs) {
    const double nats = meanNats(modelOn<Ppca>(run.x, run.settings, run.updates), run.x);
    for (const double all : kAll) {
      INFO(run.settings << " times " << all);
      const Matrix other = scaled(run.x, Scales(5, all));
      CHECK_THAT(meanNats(modelOn<Ppca>(other, run.settings, run.updates), other) + logOf(Scales(5, all), run.x),
                 WithinAbs(nats, 2e-5));
    }
  }
}

TEST_CASE("Values in very different units leave probabilistic PCA its closed form", "[linear][ppca][scale]") {
  // Oracle: without a floor. A share of the mean variance as a floor would be larger than what the factors leave.
  const Matrix x = scaled(randomData(4, 1, 100, 43), {1, 1000, 0.01, 30});
  const Ppca model = modelOn<Ppca>(x, R"({"factors":3,"method":"closed"})", 1);
  const DataMoments moments = momentsOf(x);
  SymmetricEigen eigen(moments.S);
  while (!eigen.advance(1e9)) {
  }
  CHECK_THAT(meanNats(model, x), WithinAbs(maximumLogLikelihood(eigen.values(), 3, 0), 1e-4));
  CHECK(model.model().noise[0] < 1e-3);
}

TEST_CASE("A constant value has a floor by its own size, and changes no other value's", "[linear][edge][scale]") {
  Matrix x = randomData(4, 1, 80, 44);
  x.row(2).setConstant(7);
  const FactorAnalysis plain = modelOn<FactorAnalysis>(x, R"({"factors":1})", 100);
  const Scales scales = {1e6, 1e-6, 1e3, 1};
  const Matrix other = scaled(x, scales);
  const FactorAnalysis model = modelOn<FactorAnalysis>(other, R"({"factors":1})", 100);
  CHECK_THAT(meanNats(model, other) + logOf(scales, x), WithinAbs(meanNats(plain, x), 1e-4));
  CHECK_THAT(plain.model().noise[2], WithinAbs(49e-6, 1e-9));
  Matrix nothing = x;
  nothing.row(2).setZero();
  CHECK(std::isfinite(meanNats(modelOn<FactorAnalysis>(nothing, R"({"factors":1})", 10), nothing)));
}

TEST_CASE("The floors are shares of what they say", "[linear][scale]") {
  RealVector mean(3), variances(3);
  mean << 1, 2, 3;
  variances << 4, 0.01, 0;
  const FloorShares shares{.own = 0.1, .mean = 0.01};
  const RealVector each = noiseFloor(NoiseKind::kDiagonal, Units::kEach, mean, variances, shares);
  CHECK_THAT(each[0], WithinAbs(0.4, 1e-15));
  CHECK_THAT(each[1], WithinAbs(0.001, 1e-15));
  CHECK_THAT(each[2], WithinAbs(9e-6, 1e-15));
  // Pixels have one unit: a share of the mean variance, 4.01 / 3, keeps those that hardly change from ruling.
  const RealVector one = noiseFloor(NoiseKind::kDiagonal, Units::kOne, mean, variances, shares);
  CHECK_THAT(one[0], WithinAbs(0.4, 1e-15));
  CHECK_THAT(one[1], WithinAbs(0.0401 / 3, 1e-15));
  CHECK_THAT(one[2], WithinAbs(0.0401 / 3, 1e-15));
  CHECK_THAT(noiseFloor(NoiseKind::kShared, Units::kEach, mean, variances, shares)[0], WithinAbs(1e-4, 1e-15));
  CHECK_THAT(noiseFloor(NoiseKind::kShared, Units::kOne, mean, variances, shares)[0], WithinAbs(0.0401 / 3, 1e-15));
}

TEST_CASE("More parameters than a mean and a covariance have count as these", "[linear]") {
  for (Eigen::Index V = 1; V <= 12; ++V) {
    const double all = static_cast<double>(V * (V + 3)) / 2;
    for (Eigen::Index q = 0; q <= V; ++q) {
      for (const NoiseKind kind : {NoiseKind::kShared, NoiseKind::kDiagonal}) {
        INFO(V << " values, " << q << " factors");
        CHECK(freeParameters(kind, V, q) <= all);
      }
      // Ledermann's bound by its other form, q <= V + 1/2 - sqrt(2 V + 1/4).
      const double bound = static_cast<double>(V) + 0.5 - std::sqrt(2.0 * static_cast<double>(V) + 0.25);
      CHECK((q <= mostDeterminedFactors(V)) == (static_cast<double>(q) <= bound + 1e-9));
      // With as many factors as it determines, factor analysis has no more than all parameters without a limit.
      if (q <= mostDeterminedFactors(V)) CHECK(factorTest(0, 100, V, q).freedom >= 0);
    }
  }
}

TEST_CASE("Factors that the data can't determine are said", "[linear][factorAnalysis][views]") {
  const auto notesOf = [](int factors) {
    const auto session =
        openOn("factorAnalysis", R"({"factors":)" + std::to_string(factors) + "}", datasetOf(randomData(4, 2, 60, 45)));
    session->train(5, kForever);
    std::string all;
    for (const std::string& note : viewNamed(*session, "factors").notes) all += note;
    return all;
  };
  CHECK_THAT(notesOf(2), ContainsSubstring("at most 1 factor of 4 values: with 2"));
  CHECK_THAT(notesOf(1), !ContainsSubstring("determine"));
}

TEST_CASE("The best of several starts is shown, and never gets worse", "[linear][factorAnalysis][starts]") {
  // Oracle: the first start alone, which is one of them.
  const Matrix whole = randomData(4, 2, 40, 46);
  for (const Matrix& x : {whole, withGaps(whole)}) {
    const auto session = openOn("factorAnalysis", R"({"factors":2,"starts":6})", datasetOf(x));
    double last = -1e9;
    for (int step = 0; step < 40; ++step) {
      session->train(20, kForever);
      const Snapshot snapshot = session->snapshot({});
      const Curve* curve = curveNamed(snapshot, "logLikelihood");
      REQUIRE(curve != nullptr);
      CHECK(static_cast<double>(curve->y.back()) >= last - 1e-6);
      last = static_cast<double>(curve->y.back());
    }
    const auto one = openOn("factorAnalysis", R"({"factors":2})", datasetOf(x));
    one->train(800, kForever);
    CHECK(static_cast<double>(curveNamed(one->snapshot({}), "logLikelihood")->y.back()) <= last + 1e-6);
    CHECK_THAT(viewNamed(*session, "factors").notes.back(), ContainsSubstring("best of 6 starts"));
    // All starts are part of a saved run.
    const auto first = openOn("factorAnalysis", R"({"factors":2,"starts":6})", datasetOf(x));
    first->train(9, kForever);
    Result<std::unique_ptr<Session>> loaded = Session::load(first->save(), datasetOf(x));
    REQUIRE(loaded.ok());
    first->train(60, kForever);
    loaded.value()->train(60, kForever);
    CHECK(loaded.value()->hash() == first->hash());
  }
  const auto refused =
      tryOpen("factorAnalysis", R"({"factors":20,"starts":20})", datasetOf(randomData(600, 1, 20, 47)));
  REQUIRE_FALSE(refused.ok());
  CHECK_THAT(refused.error().sentence, ContainsSubstring("starts is 20") && ContainsSubstring("at most 6"));
}

TEST_CASE("A gap among held-out examples leaves the closed form", "[linear][missing][session]") {
  const Matrix x = randomData(4, 1, 80, 48);
  Matrix test = randomData(4, 1, 20, 49);
  const auto plain = openOn("ppca", R"({"factors":1,"method":"closed"})", datasetOf(x, test));
  test(1, 3) = kMissing;
  test.col(5).setConstant(kMissing);
  const auto gaps = openOn("ppca", R"({"factors":1,"method":"closed"})", datasetOf(x, test));
  CHECK(gaps->phase().names.at(0) == "axes");
  for (const auto* session : {&plain, &gaps}) (*session)->train(1, kForever);
  CHECK(gaps->hash() == plain->hash());
  CHECK(viewNamed(*gaps, "factors").notes.empty());
}

TEST_CASE("An example of which nothing is known counts in no mean", "[linear][missing][measures]") {
  // Oracle: the same set without it.
  const Matrix x = randomData(4, 1, 30, 50);
  Matrix more(4, 33);
  more.leftCols(30) = x;
  more.rightCols(3).setConstant(kMissing);
  const auto measure = [](Session& session, const char* name) {
    Result<std::unique_ptr<Job>> job = session.measure(name, R"({"split":"test"})");
    REQUIRE(job.ok());
    while (!job.value()->advance(100)) {
    }
    return job.value()->result().measurements.at(0);
  };
  const auto whole = openOn("factorAnalysis", R"({"factors":1})", datasetOf(x, x));
  const auto padded = openOn("factorAnalysis", R"({"factors":1})", datasetOf(x, more));
  for (const auto* session : {&whole, &padded}) (*session)->train(30, kForever);
  for (const char* name : {"logLikelihood", "reconstructionError"}) {
    INFO(name);
    const Measurement one = measure(*whole, name), other = measure(*padded, name);
    CHECK_THAT(other.value, WithinAbs(one.value, 1e-12));
    CHECK(other.standard_error.has_value() == one.standard_error.has_value());
    if (one.standard_error) CHECK_THAT(*other.standard_error, WithinAbs(*one.standard_error, 1e-12));
    CHECK_THAT(other.note, ContainsSubstring("3 of 33 examples are left out"));
  }
  CHECK(curveNamed(whole->snapshot({}), "testLogLikelihood")->y ==
        curveNamed(padded->snapshot({}), "testLogLikelihood")->y);
  // Among examples to learn from they change neither what is learnt nor what is said of it.
  const Matrix gaps = withGaps(x);
  Matrix unknown(4, 32);
  unknown << gaps, Matrix::Constant(4, 2, kMissing);
  const FactorAnalysis a = modelOn<FactorAnalysis>(gaps, R"({"factors":1})", 40);
  const FactorAnalysis b = modelOn<FactorAnalysis>(unknown, R"({"factors":1})", 40);
  CHECK((a.model().W - b.model().W).cwiseAbs().maxCoeff() < 1e-9);
  PartialPosterior scratch;
  CHECK_THAT(partialMeanLogLikelihood(b.model(), b.kept(), scratch),
             WithinAbs(partialMeanLogLikelihood(a.model(), a.kept(), scratch), 1e-9));
}
