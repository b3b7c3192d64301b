// Tests of the mixture of Bernoullis: likelihood by enumeration, EM that never lowers it, learning of a small set.
#include "models/mixture/mixture.h"

#include "data/generators.h"
#include "session/codec.h"
#include "tests/support/experiments.h"
#include "tests/support/small_rbm.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <cmath>

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::WithinAbs;
using namespace harmonium;

namespace {

Settings settingsWith(double components, double smoothing) {
  Settings settings(Mixture::options());
  REQUIRE(settings.set("components", components).ok());
  REQUIRE(settings.set("smoothing", smoothing).ok());
  return settings;
}

Mixture mixtureOn(const Matrix& v, int rows, int cols, double components, double smoothing) {
  Mixture mixture;
  mixture.initialise(settingsWith(components, smoothing),
                     {.rows = rows,
                      .cols = cols,
                      .examples = static_cast<int>(v.cols()),
                      .mean = v.rowwise().mean(),
                      .binary = true,
                      .some = v},
                     1);
  return mixture;
}

void update(Mixture& mixture, const Matrix& v, Eigen::Index at_once = 7) {
  mixture.beginUpdate(Matrix(v.rows(), 0), {});
  for (Eigen::Index first = 0; first < v.cols(); first += at_once) {
    const Matrix part = v.middleCols(first, std::min(at_once, v.cols() - first));
    Pace whole;
    finish(mixture.see(part, whole));
  }
  Rng rng(1, Purpose::kUpdate);
  for (std::size_t phase = 0; phase < mixture.phases().size(); ++phase) mixture.runWholePhase(phase, rng);
}

std::vector<double> natsOf(const Mixture& mixture, const Matrix& v) {
  Result<std::unique_ptr<Likelihood>> likelihood = mixture.likelihood(LikelihoodOf::kVisible);
  REQUIRE(likelihood.ok());
  std::vector<double> nats(static_cast<std::size_t>(v.cols()));
  likelihood.value()->logLikelihood(v, nats);
  return nats;
}

double meanOf(const std::vector<double>& nats) {
  double sum = 0;
  for (const double value : nats) sum += value;
  return sum / static_cast<double>(nats.size());
}

Matrix randomStates(Eigen::Index values, Eigen::Index count, std::uint64_t seed) {
  Matrix v(values, count);
  Rng rng(seed, Purpose::kData);
  for (float& x : flat(v)) x = rng.uniform() < 0.35f ? 1.0f : 0.0f;
  return v;
}

}  // namespace

TEST_CASE("Parameters that are put back stay as they are, bit for bit", "[mixture][save]") {
  const Matrix v = randomStates(9, 30, 4);
  for (const double components : {2.0, 4.0, 7.0, 20.0}) {
    Mixture mixture = mixtureOn(v, 3, 3, components, 0.1);
    for (int n = 0; n < 5; ++n) {
      const Vector weights = mixture.weights();
      const Matrix means = mixture.means();
      mixture.parametersChanged();
      CHECK(mixture.weights() == weights);
      CHECK(mixture.means() == means);
      update(mixture, v);
    }
  }
}

TEST_CASE("Numbers that are no probabilities are refused instead of changed", "[mixture][parameters]") {
  const auto session = experiments::open(
      R"({"model":"mixture","data":{"shape":[1,2],"examples":[[0,1],[1,0],[1,1]]},"settings":{"components":2}})");
  const auto given = [&](std::size_t tensor, std::size_t at, float value) {
    TensorFile file = std::move(readTensors(session->parameters()).value());
    file.tensors[tensor].values[at] = value;
    const std::string before = session->hash();
    const Status status = session->setParameters(writeTensors(file));
    if (!status.ok()) CHECK(session->hash() == before);
    return status.ok() ? std::string() : status.error().sentence;
  };
  CHECK_THAT(given(0, 0, -0.5f), ContainsSubstring("weights") && ContainsSubstring("-0.5"));
  CHECK_THAT(given(0, 0, 3.0f), ContainsSubstring("weights") && ContainsSubstring("from 0 to 1"));
  CHECK_THAT(given(0, 0, 0.9f), ContainsSubstring("add up to"));
  CHECK_THAT(given(1, 1, 1.5f), ContainsSubstring("means") && ContainsSubstring("from 0 to 1"));
  CHECK_THAT(given(1, 1, -0.1f), ContainsSubstring("-0.1"));
  CHECK(given(1, 1, 1.0f).empty());
  CHECK(given(1, 1, 0.25f).empty());
}

TEST_CASE("A mixture's likelihood is the sum over its components, and adds up to one", "[mixture][exact]") {
  // Oracle: products and sums in double, state by state.
  Mixture mixture = mixtureOn(randomStates(6, 30, 2), 2, 3, 4, 0.1);
  update(mixture, randomStates(6, 30, 2));
  const Matrix all = oracle::allStates(6);
  const std::vector<double> nats = natsOf(mixture, all);
  double total = 0;
  for (Eigen::Index n = 0; n < all.cols(); ++n) {
    double p = 0;
    for (Eigen::Index k = 0; k < 4; ++k) {
      double product = static_cast<double>(mixture.weights()[k]);
      for (Eigen::Index i = 0; i < 6; ++i) {
        const double mean = static_cast<double>(mixture.means()(i, k));
        product *= all(i, n) > 0 ? mean : 1 - mean;
      }
      p += product;
    }
    CHECK_THAT(nats[static_cast<std::size_t>(n)], WithinAbs(std::log(p), 1e-5));
    total += std::exp(nats[static_cast<std::size_t>(n)]);
  }
  CHECK_THAT(total, WithinAbs(1, 1e-5));
}

TEST_CASE("A step of EM is the weighted mean of the examples", "[mixture][em]") {
  // Oracle: responsibilities and sums in double. However the examples are cut, the sums are those of all.
  const Matrix v = randomStates(5, 40, 3);
  Mixture mixture = mixtureOn(v, 1, 5, 3, 0.5);
  std::vector<double> R(3, 0.0), S(15, 0.0);
  for (Eigen::Index n = 0; n < v.cols(); ++n) {
    double p[3], total = 0;
    for (Eigen::Index k = 0; k < 3; ++k) {
      p[k] = static_cast<double>(mixture.weights()[k]);
      for (Eigen::Index i = 0; i < 5; ++i) {
        const double mean = static_cast<double>(mixture.means()(i, k));
        p[k] *= v(i, n) > 0 ? mean : 1 - mean;
      }
      total += p[k];
    }
    for (std::size_t k = 0; k < 3; ++k) {
      R[k] += p[k] / total;
      for (std::size_t i = 0; i < 5; ++i)
        S[5 * k + i] += p[k] / total * static_cast<double>(v(static_cast<Eigen::Index>(i), n));
    }
  }
  update(mixture, v);
  for (std::size_t k = 0; k < 3; ++k) {
    const Eigen::Index at = static_cast<Eigen::Index>(k);
    CHECK_THAT(static_cast<double>(mixture.weights()[at]), WithinAbs((R[k] + 0.5) / (40 + 1.5), 1e-5));
    for (std::size_t i = 0; i < 5; ++i) {
      CHECK_THAT(static_cast<double>(mixture.means()(static_cast<Eigen::Index>(i), at)),
                 WithinAbs((S[5 * k + i] + 0.5) / (R[k] + 1), 1e-5));
    }
  }
}

TEST_CASE("EM never takes the smoothed likelihood down", "[mixture][em]") {
  const Matrix v = randomStates(8, 60, 4);
  constexpr double kSmoothing = 0.3;
  Mixture mixture = mixtureOn(v, 2, 4, 5, kSmoothing);
  // What EM climbs: the likelihood of all examples and the logarithm of the imagined ones.
  const auto climbed = [&] {
    double sum = 60 * meanOf(natsOf(mixture, v));
    for (const float weight : mixture.weights()) sum += kSmoothing * std::log(static_cast<double>(weight));
    for (const float mean : flat(mixture.means())) {
      sum += kSmoothing * (std::log(static_cast<double>(mean)) + std::log(1 - static_cast<double>(mean)));
    }
    return sum;
  };
  double before = climbed();
  for (int step = 0; step < 40; ++step) {
    update(mixture, v);
    const double now = climbed();
    CHECK(now > before - 1e-3);
    before = now;
  }
}

TEST_CASE("Thirty-two components learn thirty patterns by heart", "[mixture][session]") {
  // The best possible is the entropy of 32 draws in which all-on and all-off come twice: -3.379 nats.
  const auto session = experiments::open(
      R"({"model":"mixture","data":"bars-and-stripes","seed":1,"settings":{"components":60,"smoothing":0.001}})");
  session->train(60, 1e12);
  double last = 0;
  for (const Curve& curve : session->snapshot({}).curves) {
    if (curve.name == "logLikelihood") last = static_cast<double>(curve.y.back());
  }
  CHECK(last > -3.6);
  CHECK(last < -3.379 + 1e-3);
}

TEST_CASE("A measured likelihood is exact and says so; an update over all examples waits between its slices",
          "[mixture][session]") {
  const auto session = experiments::open(R"({"model":"mixture","data":"bars-and-stripes","seed":2})");
  // With no time to spare a call may end within an update; it goes on where it was.
  std::uint64_t calls = 0;
  while (session->progress().updates < 3 && calls < 1000) {
    session->train(1, -1000);
    ++calls;
  }
  CHECK(calls > 3);
  const auto straight = experiments::open(R"({"model":"mixture","data":"bars-and-stripes","seed":2})");
  straight->train(3, 1e12);
  CHECK(session->hash() == straight->hash());
  Result<std::unique_ptr<Job>> job = session->measure("logLikelihood", "{}");
  REQUIRE(job.ok());
  while (!job.value()->advance(1)) {
  }
  const std::vector<Measurement>& answers = job.value()->result().measurements;
  REQUIRE(answers.size() == 1);  // no partition function beside it
  CHECK(answers[0].exact);
  CHECK(answers[0].certainty == "exact");
  CHECK_FALSE(session->measure("logPartition", "{}").ok());
}

TEST_CASE("Samples of a mixture have its mean, and reconstructions lie among its components", "[mixture][sample]") {
  const Matrix v = randomStates(6, 50, 7);
  Mixture mixture = mixtureOn(v, 2, 3, 3, 0.1);
  for (int step = 0; step < 10; ++step) update(mixture, v);
  const std::unique_ptr<Sampler> sampler = mixture.sampler(20000);
  CHECK_FALSE(sampler->chain());
  Rng rng(1, Purpose::kSample);
  sampler->restart(rng);
  sampler->runRound(rng);
  const Vector expected = mixture.means() * mixture.weights();
  const Vector found = sampler->states().rowwise().mean();
  CHECK((found - expected).cwiseAbs().maxCoeff() < 0.018f);  // five standard errors of 20,000 coins
  Matrix code, mean;
  mixture.encode(v, code);
  CHECK((code.colwise().sum().array() - 1).abs().maxCoeff() < 1e-5f);
  mixture.reconstruct(v, mean);
  CHECK((mean - mixture.means() * code).cwiseAbs().maxCoeff() < 1e-5f);
}
