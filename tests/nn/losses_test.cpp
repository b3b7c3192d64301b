#include "nn/losses.h"

#include "tests/nn/reference.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

using namespace harmonium;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

TEST_CASE("Binary cross entropy is that of the definition, value and slope", "[nn][losses][gradient]") {
  const std::vector<float> logits = {-3, -1.5f, -0.25f, 0, 0.5f, 2, 4};
  const double count = static_cast<double>(logits.size());
  std::vector<float> along(logits.size()), along_each(logits.size());
  for (const float target : {0.0f, 0.1f, 0.5f, 0.9f, 1.0f}) {
    double expected = 0;
    for (const float a : logits) {
      const double p = 1 / (1 + std::exp(-static_cast<double>(a))), t = static_cast<double>(target);
      expected -= (t * std::log(p) + (1 - t) * std::log(1 - p)) / count;
    }
    CHECK_THAT(nn::binaryCrossEntropy(logits, target, along), WithinRel(expected, 1e-6));
    for (std::size_t i = 0; i < logits.size(); ++i) {
      const double p = 1 / (1 + std::exp(-static_cast<double>(logits[i])));
      CHECK_THAT(static_cast<double>(along[i]), WithinAbs((p - static_cast<double>(target)) / count, 2e-8));
    }
    const std::vector<float> targets(logits.size(), target);
    CHECK_THAT(nn::binaryCrossEntropy(logits, targets, along_each), WithinRel(expected, 1e-6));
    CHECK(along_each == along);
  }
}

TEST_CASE("At D = 1/2 each term of cross entropy is ln 2", "[nn][losses][oracle]") {
  // models.md, oracle 16: logits of 0 mean D = 1/2.
  const std::vector<float> logits(8, 0.0f);
  std::vector<float> along(8);
  for (const float target : {0.0f, 0.7f, 1.0f}) {
    CHECK_THAT(nn::binaryCrossEntropy(logits, target, along), WithinAbs(std::log(2.0), 1e-7));
  }
}

TEST_CASE("Cross entropy keeps its digits where probabilities round to 0 and 1", "[nn][losses]") {
  std::vector<float> along(1);
  const auto at = [&](float logit, float target) {
    return nn::binaryCrossEntropy(std::vector<float>{logit}, target, along);
  };
  CHECK_THAT(at(30, 1), WithinRel(std::exp(-30.0), 1e-5));
  CHECK_THAT(static_cast<double>(along[0]), WithinRel(-std::exp(-30.0), 1e-5));
  CHECK_THAT(at(-30, 0), WithinRel(std::exp(-30.0), 1e-5));
  CHECK_THAT(static_cast<double>(along[0]), WithinRel(std::exp(-30.0), 1e-5));
  CHECK(at(-1000, 1) == 1000);
  CHECK(along[0] == -1);
  CHECK(at(1000, 0) == 1000);
  CHECK(along[0] == 1);
}

TEST_CASE("Softmax cross entropy is that of the definition, value and slope", "[nn][losses][gradient]") {
  Matrix logits(3, 4);
  logits << 1, -2, 0.5f, 8, 0, 0, 3, -8, -1, 2, 0.25f, 0;
  const std::vector<int> classes = {0, 2, 2, 1};
  const auto loss = [&](const std::vector<double>& a) {
    double sum = 0;
    for (std::size_t n = 0; n < 4; ++n) {
      double total = 0;
      for (std::size_t c = 0; c < 3; ++c) total += std::exp(a[3 * n + c]);
      sum += (std::log(total) - a[3 * n + static_cast<std::size_t>(classes[n])]) / 4;
    }
    return sum;
  };
  const std::vector<double> a = oracle::doubles(flat(logits));
  Matrix along;
  CHECK_THAT(nn::softmaxCrossEntropy(logits, classes, along), WithinRel(loss(a), 1e-6));
  CHECK(oracle::relativeError(flat(along), oracle::slopes(loss, a)) < 1e-6);

  Matrix p;
  nn::softmax(logits, p);
  for (Eigen::Index n = 0; n < 4; ++n) CHECK_THAT(static_cast<double>(p.col(n).sum()), WithinAbs(1, 1e-6));
  CHECK_THAT(static_cast<double>(p(0, 0)), WithinRel(std::exp(1.0) / (std::exp(1.0) + 1 + std::exp(-1.0)), 1e-6));

  const Matrix huge = 1000.0f * logits;
  nn::softmax(huge, p);
  CHECK(p(0, 0) == 1);
  CHECK(p(1, 0) == 0);
}
