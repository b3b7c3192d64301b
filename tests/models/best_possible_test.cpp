#include "models/layers/best_possible.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>

using namespace harmonium;
using Catch::Matchers::WithinAbs;

TEST_CASE("The best possible log-likelihood is that of the shares of the patterns", "[layers]") {
  const Matrix one{{1, 1, 1}, {0, 0, 0}};
  CHECK(bestPossible(one) == 0.0);
  // Two of four, one, one: (2 log(1/2) + 2 log(1/4)) / 4.
  const Matrix some{{1, 1, 0, 0}, {0, 0, 0, 1}};
  CHECK_THAT(bestPossible(some).value(), WithinAbs(-1.5 * std::log(2.0), 1e-12));
  CHECK_FALSE(bestPossible(Matrix(4, 0)).has_value());
  CHECK_FALSE(bestPossible(Matrix::Zero(17, 3)).has_value());
}
