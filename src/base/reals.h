// Elementary functions in double precision, for figures that people read: likelihoods, divergences, error bars. Their
// last bits may differ from one C library to the next, so nothing computed with them may find its way into parameters;
// training uses kernels/ (float, the same bits everywhere), Eigen's square roots and plain arithmetic.
#pragma once

#include <cmath>

namespace harmonium::reals {

inline constexpr double kLog2Pi = 1.8378770664093454836;

inline double exp(double x) {
  return std::exp(x);
}
inline double log(double x) {
  return std::log(x);
}
inline double log1p(double x) {
  return std::log1p(x);
}

// log(e^a + e^b) without overflow.
inline double logAdd(double a, double b) {
  const double high = a > b ? a : b, low = a > b ? b : a;
  return high == -INFINITY ? high : high + std::log1p(std::exp(low - high));
}

// log(1 + e^x) without overflow.
inline double softplus(double x) {
  return (x > 0 ? x : 0) + std::log1p(std::exp(x > 0 ? -x : x));
}

}  // namespace harmonium::reals
