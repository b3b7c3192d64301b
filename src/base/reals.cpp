// Compiled for speed: likelihoods call these functions once per state, example or component.
#include "base/reals.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace harmonium::reals {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// log 2 = kLog2High + kLog2Low. kLog2High has 32 significant bits, so its product with an exponent is exact.
constexpr double kLog2High = 0x1.62e42feep-1;
constexpr double kLog2Low = 0x1.a39ef35793c76p-33;

// 2^n for n from -1022 to 1023, the range of normal results.
double powerOfTwo(int n) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52);
}

// Argument reduction: x = n log 2 + r with |r| <= log 2 / 2.
struct Reduced {
  int n;
  double r;
};
Reduced reduced(double x) {
  const double n = std::floor(x * 1.4426950408889634074 + 0.5);
  return {static_cast<int>(n), (x - n * kLog2High) - n * kLog2Low};
}

// c[0] + c[1] t + ... + c[n] t^n by Horner's rule: ((c[n] t + c[n-1]) t + ...) + c[0].
template <std::size_t kCount>
double polynomial(const double (&coefficients)[kCount], double t) {
  double value = coefficients[kCount - 1];
  for (std::size_t i = kCount - 1; i-- > 0;) value = value * t + coefficients[i];
  return value;
}

// e^r - 1 for |r| <= log 2 / 2, by its Taylor series. The first omitted term is below 1e-18. Even and odd terms form
// two independent chains, which a processor computes at the same time.
double expm1OfRest(double r) {
  constexpr double kEven[] = {1.0 / 2, 1.0 / 24, 1.0 / 720, 1.0 / 40320, 1.0 / 3628800, 1.0 / 479001600};
  constexpr double kOdd[] = {1.0 / 6, 1.0 / 120, 1.0 / 5040, 1.0 / 362880, 1.0 / 39916800, 1.0 / 6227020800};
  const double square = r * r;
  return r + square * (polynomial(kEven, square) + r * polynomial(kOdd, square));
}

// log((1 + f) 2^k) + correction for 1 + f in [sqrt 1/2, sqrt 2]. With s = f / (2 + f), log(1 + f) = 2 atanh s. The
// large part of the result is written as f - f^2 / 2, because f is exact and the rounded 2 s is not.
double logOf(double f, double k, double correction) {
  const double s = f / (2 + f);
  const double square = s * s;
  constexpr double kEven[] = {2.0 / 3, 2.0 / 7, 2.0 / 11, 2.0 / 15, 2.0 / 19, 2.0 / 23};
  constexpr double kOdd[] = {2.0 / 5, 2.0 / 9, 2.0 / 13, 2.0 / 17, 2.0 / 21};
  const double fourth = square * square;
  const double series = square * (polynomial(kEven, fourth) + square * polynomial(kOdd, fourth));
  const double half = 0.5 * f * f;
  return k * kLog2High - ((half - (s * (half + series) + (k * kLog2Low + correction))) - f);
}

// Splits a normal positive x into x = m 2^k with m in [sqrt 1/2, sqrt 2]. Subtracting the bits of sqrt 1/2 first makes
// the exponent change at sqrt 1/2 instead of at 1, so m - 1 is small on both sides of 1.
struct Split {
  double m, k;
};
Split split(double x) {
  constexpr std::uint64_t kSqrtHalf = 0x3fe6a09e667f3bcd;
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(x) - kSqrtHalf;
  const auto k = static_cast<std::int64_t>(bits) >> 52;
  return {std::bit_cast<double>((bits & 0x000fffffffffffff) + kSqrtHalf), static_cast<double>(k)};
}

}  // namespace

double exp(double x) {
  if (!(x > -745.2)) return x != x ? x : 0;
  if (x > 709.8) return kInfinity;
  const Reduced part = reduced(x);
  const double power = 1 + expm1OfRest(part.r);
  // Two factors, because 2^n alone may overflow or be subnormal where the result is normal.
  const int half = part.n / 2;
  return power * powerOfTwo(half) * powerOfTwo(part.n - half);
}

// Below 0.34 the subtraction would cancel; 0.34 lies inside the range of the series, log 2 / 2 = 0.347.
double expm1(double x) {
  return std::abs(x) < 0.34 ? expm1OfRest(x) : exp(x) - 1;
}

double log(double x) {
  if (!(x > 0)) return x == 0 ? -kInfinity : std::numeric_limits<double>::quiet_NaN();
  if (x == kInfinity) return x;
  const bool subnormal = x < std::numeric_limits<double>::min();
  const Split part = split(subnormal ? x * 0x1p54 : x);
  return logOf(part.m - 1, part.k - (subnormal ? 54 : 0), 0);
}

double log1p(double x) {
  // 1 + x lies in [sqrt 1/2, sqrt 2] here, so x itself is the f of logOf and nothing is rounded before it.
  if (x > -0.29 && x < 0.41) return logOf(x, 0, 0);
  const double sum = 1 + x;
  if (!(sum > 0) || sum == kInfinity) return log(sum);
  const double lost = sum > 2 ? 1 - (sum - x) : x - (sum - 1);  // the exact rounding error 1 + x - sum
  const Split part = split(sum);
  return logOf(part.m - 1, part.k, lost / sum);
}

double tanh(double x) {
  const double size = std::abs(x);
  if (size > 20) return x > 0 ? 1 : -1;  // 1 - tanh 20 is below 1e-17
  if (size < 0.6) {
    const double rise = expm1(2 * x);
    return rise / (rise + 2);
  }
  return std::copysign(1 - 2 / (exp(2 * size) + 1), x);
}

double pow(double x, double y) {
  if (y == 0) return 1;
  return exp(y * log(x));
}

double sigmoid(double x) {
  return 1 / (1 + exp(-x));
}

double softplus(double x) {
  return (x > 0 ? x : 0) + log1p(exp(x > 0 ? -x : x));
}

double logAdd(double a, double b) {
  const double high = a > b ? a : b, low = a > b ? b : a;
  return std::isinf(high) ? high : high + log1p(exp(low - high));
}

}  // namespace harmonium::reals
