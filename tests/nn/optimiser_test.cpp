#include "nn/optimiser.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>

using namespace harmonium;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using nn::Descent;
using nn::DescentOptions;
using nn::Optimiser;

namespace {

// Gradients of no particular shape, the same for every method.
float gradientAt(int step, std::size_t i) {
  return static_cast<float>((step * 7 + static_cast<int>(i) * 5) % 11) - 4.5f;
}

std::vector<float> walked(const DescentOptions& options, int steps) {
  std::vector<float> w = {1, -2, 3, 0.5f, 0}, g(w.size());
  Optimiser optimiser;
  optimiser.start(options, w.size());
  for (int step = 0; step < steps; ++step) {
    for (std::size_t i = 0; i < g.size(); ++i) g[i] = gradientAt(step, i);
    optimiser.step(w, g);
  }
  return w;
}

}  // namespace

TEST_CASE("SGD and momentum follow their formulas", "[nn][optimiser]") {
  const std::vector<float> sgd = walked({.kind = Descent::kSgd, .rate = 0.125f}, 6);
  const std::vector<float> momentum = walked({.kind = Descent::kMomentum, .rate = 0.125f, .momentum = 0.5f}, 6);
  const double start[] = {1, -2, 3, 0.5, 0};
  for (std::size_t i = 0; i < 5; ++i) {
    double plain = start[i], w = start[i], u = 0;
    for (int step = 0; step < 6; ++step) {
      const double g = static_cast<double>(gradientAt(step, i));
      plain -= 0.125 * g;
      u = 0.5 * u - 0.125 * g;
      w += u;
    }
    CHECK_THAT(static_cast<double>(sgd[i]), WithinAbs(plain, 1e-6));
    CHECK_THAT(static_cast<double>(momentum[i]), WithinAbs(w, 1e-6));
  }
}

TEST_CASE("Adam follows algorithm 1 of its paper, powers and all", "[nn][optimiser]") {
  for (const float beta1 : {0.9f, 0.5f, 0.0f}) {
    const std::vector<float> found = walked({.kind = Descent::kAdam, .rate = 0.01f, .momentum = beta1}, 200);
    const double start[] = {1, -2, 3, 0.5, 0}, b1 = static_cast<double>(beta1), b2 = 0.999;
    for (std::size_t i = 0; i < 5; ++i) {
      double w = start[i], m = 0, v = 0;
      for (int step = 0; step < 200; ++step) {
        const double g = static_cast<double>(gradientAt(step, i));
        m = b1 * m + (1 - b1) * g;
        v = b2 * v + (1 - b2) * g * g;
        const double m_hat = m / (1 - std::pow(b1, step + 1)), v_hat = v / (1 - std::pow(b2, step + 1));
        w -= 0.01 * m_hat / (std::sqrt(v_hat) + 1e-8);
      }
      // 200 steps of at most 0.01, each off by the rounding of beta2 (3e-8 in 1e-3) and of a few operations.
      CHECK_THAT(static_cast<double>(found[i]), WithinAbs(w, 200 * 0.01 * 5e-5));
    }
  }
}

TEST_CASE("Adam's first step is as long as its rate, whatever the gradient", "[nn][optimiser]") {
  for (const float size : {1e-3f, 1.0f, 1e4f}) {
    std::vector<float> w = {0};
    Optimiser adam;
    adam.start({.kind = Descent::kAdam, .rate = 0.01f}, 1);
    adam.step(w, std::vector<float>{size});
    CHECK_THAT(static_cast<double>(w[0]), WithinRel(-0.01, 1e-4));
  }
}

TEST_CASE("A walk goes on bit for bit from its state", "[nn][optimiser][state]") {
  for (const Descent kind : {Descent::kSgd, Descent::kMomentum, Descent::kAdam}) {
    const DescentOptions options{.kind = kind, .rate = 0.01f};
    std::vector<float> w = {1, -2, 3}, g(3);
    Optimiser first, second;
    first.start(options, 3);
    second.start(options, 3);
    const auto walk = [&](Optimiser& optimiser, std::vector<float>& at, int from, int to) {
      for (int step = from; step < to; ++step) {
        for (std::size_t i = 0; i < 3; ++i) g[i] = gradientAt(step, i);
        optimiser.step(at, g);
      }
    };
    walk(first, w, 0, 5);
    std::vector<float> w_again = w;
    const std::vector<Tensor> from = first.state("x."), to = second.state("x.");
    REQUIRE(from.size() == to.size());
    for (std::size_t i = 0; i < from.size(); ++i) {
      CHECK(from[i].name == to[i].name);
      std::copy(from[i].values.begin(), from[i].values.end(), to[i].values.begin());
    }
    walk(first, w, 5, 9);
    walk(second, w_again, 5, 9);
    CHECK(w == w_again);
  }
}
