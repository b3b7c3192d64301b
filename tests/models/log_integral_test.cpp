// Adaptive integrals of exp(f) against closed forms.
#include "models/log_integral.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace harmonium;
using Catch::Matchers::WithinAbs;

namespace {

const double kLog2Pi = std::log(2 * std::acos(-1.0));

// log of sum_k share_k N(x; centre_k, width_k^2): its bound takes the nearest point of the interval for each of them.
class Bumps final : public LogIntegrand {
 public:
  struct Bump {
    double centre, width, log_share;
  };
  explicit Bumps(std::vector<Bump> bumps) : bumps_(std::move(bumps)) {}
  LogValue at(double x) override {
    ++evaluations;
    return {ceiling(x, x), -HUGE_VAL};
  }
  double ceiling(double low, double high) override {
    double highest = -HUGE_VAL, sum = 0;
    std::vector<double> each;
    for (const Bump& b : bumps_) {
      const double z = (b.centre - std::clamp(b.centre, low, high)) / b.width;
      each.push_back(b.log_share - 0.5 * (z * z + kLog2Pi) - std::log(b.width));
      highest = std::max(highest, each.back());
    }
    for (const double one : each) sum += std::exp(one - highest);
    return highest + std::log(sum);
  }
  bool tight() const override { return true; }
  int evaluations = 0;

 private:
  std::vector<Bump> bumps_;
};

LogValue integrated(LogIntegrand& f, double low, double high, const LogIntegralLimits& limits = {}) {
  LogIntegral integral(low, high, limits);
  for (int i = 0; i < 1000000; ++i) {
    if (integral.step(f)) break;
  }
  return integral.result();
}

}  // namespace

TEST_CASE("A bump of any width has the integral of a normal distribution", "[integral][oracle]") {
  for (const double width : {1e-9, 1e-6, 1e-4, 1e-2, 0.3}) {
    for (const double centre : {-6.9, 0.0, 1.23456789, 3.1}) {
      Bumps f({{centre, width, 0}});
      const LogValue found = integrated(f, -7, 7);
      INFO("width " << width << " at " << centre);
      const double inside =
          0.5 * (std::erf((7 - centre) / width / std::sqrt(2.0)) + std::erf((centre + 7) / width / std::sqrt(2.0)));
      CHECK_THAT(found.value, WithinAbs(std::log(inside), 1e-9));
      CHECK(found.error - found.value < std::log(1e-9));
      CHECK(f.evaluations < 10000);
    }
  }
}

TEST_CASE("A wide bump that is cut off by the range", "[integral][oracle]") {
  Bumps f({{2, 10, 0}});
  const double inside = 0.5 * (std::erf(5 / 10.0 / std::sqrt(2.0)) + std::erf(9 / 10.0 / std::sqrt(2.0)));
  CHECK_THAT(integrated(f, -7, 7).value, WithinAbs(std::log(inside), 1e-12));
}

TEST_CASE("No bump is missed beside a wide one, and heights may be beyond any double", "[integral][oracle]") {
  // The narrow one holds nearly everything, and no rule sees it by chance.
  Bumps f({{0, 1, 0}, {2.7182818, 1e-7, std::log(1e6)}});
  CHECK_THAT(integrated(f, -7, 7).value, WithinAbs(std::log(1 + 1e6), 1e-9));
  Bumps high({{0.5, 1e-3, 5000}, {-2, 1e-3, 5001}});
  CHECK_THAT(integrated(high, -7, 7).value, WithinAbs(5001 + std::log1p(std::exp(-1.0)), 1e-9));
}

TEST_CASE("Where pieces run out, the error says so", "[integral]") {
  Bumps f({{2.7182818, 1e-7, 0}});
  LogIntegral integral(-7, 7, {.tolerance = 1e-10, .pieces = 12});
  for (int i = 0; i < 1000 && !integral.step(f); ++i) {
  }
  CHECK_FALSE(integral.settled());
  CHECK(integral.result().error > 0);  // of a whole of 1: anything is possible
  // Stopped before all is evaluated, what was not seen counts by its bound.
  LogIntegral stopped(-7, 7, {});
  for (int i = 0; i < 20; ++i) stopped.step(f);
  stopped.stop(f);
  CHECK(stopped.result().error > 0);
}
