// Points that tests of the measures on samples draw, and plain double-precision distances between them.
#pragma once

#include "base/matrix.h"
#include "base/rng.h"

#include <cstdint>

namespace harmonium::oracle {

// `count` points from N(mean, deviation^2 I).
inline Matrix normalPoints(int values, int count, double mean, double deviation, std::uint64_t seed) {
  Rng rng(seed, Purpose::kData);
  Matrix points(values, count);
  for (float& x : flat(points)) x = static_cast<float>(mean + deviation * static_cast<double>(rng.normal()));
  return points;
}

inline double squaredDistance(const Matrix& a, Eigen::Index i, const Matrix& b, Eigen::Index j) {
  return (a.col(i).cast<double>() - b.col(j).cast<double>()).squaredNorm();
}

// Runs a measure to its end; progress() may never fall nor reach beyond 1.
template <typename Measure>
bool runsToItsEnd(Measure& measure) {
  double before = 0;
  for (int grain = 0; grain < 1'000'000; ++grain) {
    const double now = measure.progress();
    if (!(now >= before && now <= 1)) return false;
    before = now;
    if (measure.advance()) return true;
  }
  return false;
}

}  // namespace harmonium::oracle
