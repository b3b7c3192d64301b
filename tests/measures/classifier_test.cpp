#include "measures/class_histogram.h"
#include "measures/classifier_two_sample.h"
#include "measures/statistics.h"
#include "tests/measures/points.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <numeric>

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using namespace harmonium;
using oracle::normalPoints;
using oracle::runsToItsEnd;

namespace {

// Points of `classes` blobs on a line, in turn.
LabelledExamples blobs(int classes, int count, std::uint64_t seed) {
  LabelledExamples examples{.v = normalPoints(3, count, 0, 0.5, seed)};
  for (int n = 0; n < count; ++n) {
    examples.classes.push_back(n % classes);
    examples.v(0, n) += 4.0f * static_cast<float>(n % classes);
  }
  return examples;
}

}  // namespace

TEST_CASE("A running mean has the mean and the error of its numbers", "[measures][statistics]") {
  RunningMean mean;
  for (const double x : {2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0}) mean.add(x);
  CHECK_THAT(mean.mean(), WithinAbs(5.0, 1e-12));
  CHECK_THAT(mean.deviation(), WithinAbs(std::sqrt(32.0 / 7), 1e-12));
  CHECK_THAT(mean.standardError(), WithinAbs(std::sqrt(32.0 / 7 / 8), 1e-12));
  mean.add(-INFINITY);
  mean.add(3);
  CHECK(mean.mean() == -INFINITY);
}

TEST_CASE("The chance of guessing so well is the binomial tail", "[measures][statistics][exact]") {
  CHECK_THAT(guessingTail(0, 10), WithinAbs(1.0, 1e-12));
  CHECK_THAT(guessingTail(10, 10), WithinRel(1.0 / 1024, 1e-9));
  CHECK_THAT(guessingTail(8, 10), WithinRel(56.0 / 1024, 1e-9));  // 45 + 10 + 1
  CHECK_THAT(guessingTail(5, 9), WithinRel(0.5, 1e-9));
  // The sum of C(1000, k) from k = 530 on, in whole numbers, over 2^1000.
  CHECK_THAT(guessingTail(530, 1000), WithinRel(0.03101159754918159, 1e-8));
}

TEST_CASE("Wilson's interval is the published one", "[measures][statistics]") {
  // 81 of 263: 0.255 to 0.366 (Newcombe 1998, table I, method 3); 0 of 20: 0 to 0.161.
  const auto [low, high] = wilsonInterval(81, 263);
  CHECK_THAT(low, WithinAbs(0.2553, 5e-5));
  CHECK_THAT(high, WithinAbs(0.3662, 5e-5));
  const auto [none, some] = wilsonInterval(0, 20);
  CHECK(none == 0.0);
  CHECK_THAT(some, WithinAbs(0.1611, 5e-5));
}

TEST_CASE("Entropy and divergence of shares", "[measures][statistics]") {
  const std::vector<double> even = {0.25, 0.25, 0.25, 0.25}, one = {0, 1, 0, 0}, half = {0.5, 0.5, 0, 0};
  CHECK_THAT(entropy(even), WithinAbs(std::log(4.0), 1e-12));
  CHECK(entropy(one) == 0.0);
  CHECK_THAT(divergence(half, even), WithinAbs(std::log(2.0), 1e-12));
  CHECK(divergence(even, even) == 0.0);
  CHECK(divergence(even, half) == INFINITY);
}

TEST_CASE("A small classifier learns separate classes, the same way every time", "[measures][classifier]") {
  const LabelledExamples train = blobs(4, 200, 1), test = blobs(4, 100, 2);
  const auto learnt = [&](std::uint64_t seed) {
    SmallClassifier classifier(train.v, train.classes, 4, {.updates = 300, .rate = 0.01f, .seed = seed});
    REQUIRE(runsToItsEnd(classifier));
    return classifier;
  };
  const SmallClassifier one = learnt(3), same = learnt(3);
  CHECK(one.error(test.v, test.classes) < 0.05);
  const Matrix everywhere = normalPoints(3, 300, 6, 6, 5);
  CHECK(one.classify(everywhere) == same.classify(everywhere));
  CHECK(one.classify(everywhere) != learnt(4).classify(everywhere));
}

TEST_CASE("A classifier can't tell one distribution from itself: accuracy is 1/2, give or take sqrt(1/4n)",
          "[measures][classifier][reference]") {
  // Lopez-Paz and Oquab: under the null the accuracy is about N(1/2, 1/4n). Twelve tests of n = 100 together.
  double mean = 0, p_sum = 0;
  int small = 0;
  constexpr int kRounds = 12;
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    ClassifierTwoSample test(normalPoints(5, 100, 0, 1, 2 * round), normalPoints(5, 100, 0, 1, 2 * round + 1), round);
    REQUIRE(runsToItsEnd(test));
    REQUIRE(test.trials() == 100);
    const double p = guessingTail(test.hits(), test.trials());
    mean += test.accuracy() / kRounds;
    p_sum += p / kRounds;
    small += p < 0.05 ? 1 : 0;
    CHECK_THAT(test.accuracy(), WithinAbs(0.5, 4 * std::sqrt(1.0 / (4 * 100))));
  }
  CHECK_THAT(mean, WithinAbs(0.5, 3 * std::sqrt(1.0 / (4 * 100 * kRounds))));
  CHECK(p_sum > 0.25);
  CHECK(small <= 3);  // Binomial(12, 0.05): 4 and more come once in 450
}

TEST_CASE("A classifier tells two distributions apart, by mean or by shape alone", "[measures][classifier]") {
  ClassifierTwoSample shifted(normalPoints(2, 200, 0, 1, 1), normalPoints(2, 150, 1.5, 1, 2), 1);
  REQUIRE(runsToItsEnd(shifted));
  CHECK(shifted.trials() == 150);  // 75 of each are held out
  CHECK(guessingTail(shifted.hits(), shifted.trials()) < 1e-6);
  // The best accuracy between N(0, I) and N((1.5, 1.5), I) is Phi(1.5 sqrt 2 / 2) = 0.856.
  CHECK_THAT(shifted.accuracy(), WithinAbs(0.856, 4 * std::sqrt(0.856 * 0.144 / 150)));
  ClassifierTwoSample wider(normalPoints(5, 200, 0, 1, 3), normalPoints(5, 200, 0, 2, 4), 1);
  REQUIRE(runsToItsEnd(wider));
  CHECK(guessingTail(wider.hits(), wider.trials()) < 1e-4);
}

TEST_CASE("The class histogram counts classes, and measures what is missing", "[measures][classes]") {
  const LabelledExamples train = blobs(4, 400, 1), held_out = blobs(4, 100, 2);
  LabelledExamples two = blobs(4, 200, 3);  // only the first two classes of it: half of all classes
  Matrix kept(3, 100);
  Eigen::Index at = 0;
  for (Eigen::Index n = 0; n < 200; ++n) {
    if (two.classes[static_cast<std::size_t>(n)] < 2) kept.col(at++) = two.v.col(n);
  }
  ClassHistogram lost(train, held_out, kept, 4);
  REQUIRE(runsToItsEnd(lost));
  CHECK(lost.error() < 0.02);
  CHECK_THAT(std::accumulate(lost.shares().begin(), lost.shares().end(), 0.0), WithinAbs(1.0, 1e-9));
  CHECK_THAT(lost.shares()[0], WithinAbs(0.5, 0.03));
  CHECK(lost.shares()[3] == 0.0);
  CHECK_THAT(lost.divergence(), WithinAbs(std::log(2.0), 0.03));

  ClassHistogram whole(train, held_out, blobs(4, 400, 4).v, 4);
  REQUIRE(runsToItsEnd(whole));
  CHECK(whole.divergence() < 0.01);
  CHECK(whole.standardError() < 0.01);
}

TEST_CASE("The standard error of the divergence is what repeated draws scatter by", "[measures][classes]") {
  // Shares drawn from a known p: the delta method against 200 draws of 500.
  const LabelledExamples train = blobs(2, 200, 1), held_out = blobs(2, 50, 2);
  ClassHistogram histogram(
      train, held_out,
      [] {
        LabelledExamples made = blobs(2, 500, 9);
        for (int n = 0; n < 150; ++n) made.v(0, n) = 0;  // 150 more of the first class than of the second
        return made.v;
      }(),
      2);
  REQUIRE(runsToItsEnd(histogram));
  const double p = histogram.shares()[0];
  CHECK_THAT(p, WithinAbs(0.65, 0.01));
  Rng rng(1, Purpose::kData);
  RunningMean values;
  for (int draw = 0; draw < 200; ++draw) {
    double first = 0;
    for (int n = 0; n < 500; ++n) first += static_cast<double>(rng.uniform()) < p ? 1.0 / 500 : 0;
    values.add(divergence(std::vector<double>{first, 1 - first}, histogram.dataShares()));
  }
  // A deviation from 200 draws is known to 5 %: four times that.
  CHECK_THAT(histogram.standardError(), WithinRel(values.deviation(), 0.2));
}
