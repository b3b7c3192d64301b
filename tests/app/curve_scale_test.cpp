#include "app/logic/curve_scale.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>

using namespace harmonium::app;
using Catch::Matchers::WithinAbs;

TEST_CASE("A curve that falls at once calls for a logarithmic axis, a straight one does not", "[app]") {
  std::vector<float> x, falls, straight, still, wavers, late;
  for (int i = 0; i <= 1000; ++i) {
    x.push_back(static_cast<float>(i));
    falls.push_back(std::exp(-static_cast<float>(i) / 20));
    straight.push_back(static_cast<float>(i));
    still.push_back(3);
    wavers.push_back(static_cast<float>((i * 7919) % 100));  // up and down, from the first points on
    late.push_back(i < 900 ? static_cast<float>(i % 2) : 50.0f);
  }
  CHECK(earlyShare(x, falls) > 0.98);
  CHECK_THAT(earlyShare(x, straight), WithinAbs(0.1, 0.01));
  CHECK(earlyShare(x, still) == 0);
  CHECK(earlyShare(x, wavers) < 0.35);
  CHECK(earlyShare(x, late) < 0.05);
  falls[500] = NAN;
  CHECK(earlyShare(x, falls) > 0.98);
  CHECK(earlyShare(std::span<const float>(x).first(9), std::span<const float>(falls).first(9)) == 0);
}

TEST_CASE("The logarithmic axis of updates begins at 0 and has powers of ten", "[app]") {
  CHECK(logOfUpdates(0) == 0);
  CHECK_THAT(updatesOfLog(logOfUpdates(1234)), WithinAbs(1234, 1e-6));
  CHECK(powerTicks(0, 4) == std::vector<double>{0});
  CHECK(powerTicks(9, 4) == std::vector<double>{0, 1});
  CHECK(powerTicks(250, 4) == std::vector<double>{0, 1, 10, 100});
  CHECK(powerTicks(100000, 4) == std::vector<double>{0, 10, 1000, 100000});
  CHECK(powerTicks(1e6, 4).size() <= 4);
}
