// What the tests of the kernels share: both sets of kernels, fenced arrays, inputs, error measures.
#pragma once

#include "kernels/kernels.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace harmonium::test {

// X(name) for every kernel.
// clang-format off
#define HARMONIUM_EACH_KERNEL(X)                               \
  X(exp) X(log) X(sigmoid) X(softplus) X(tanh)                 \
  X(sum) X(dot) X(squaredDistance) X(sumSoftplus) X(logSumExp) \
  X(axpy) X(scale) X(sumRows) X(addOuter) X(momentumStep)      \
  X(multiply) X(leakyRelu) X(leakyReluBack) X(sigmoidBack)     \
  X(tanhBack) X(adamStep)                                      \
  X(uniform) X(normal) X(bernoulli) X(sigmoidBernoulli)        \
  X(sampleSigmoid) X(transposeBits) X(unpackRows) X(scaled)    \
  X(product) X(productTransposedB) X(productTransposedA)       \
  X(packRows) X(packColumns) X(allWithin)                      \
  X(binaryProduct) X(binaryProductTransposedB)
// clang-format on

// Every kernel of one namespace, so that a test can walk over both.
struct KernelSet {
  std::string name;
#define HARMONIUM_MEMBER(function) decltype(&kernels::scalar::function) function;
  HARMONIUM_EACH_KERNEL(HARMONIUM_MEMBER)
#undef HARMONIUM_MEMBER
};

inline KernelSet scalarSet() {
#define HARMONIUM_SCALAR(function) , kernels::scalar::function
  return {"scalar" HARMONIUM_EACH_KERNEL(HARMONIUM_SCALAR)};
#undef HARMONIUM_SCALAR
}
inline KernelSet simdSet() {
#define HARMONIUM_VECTOR(function) , kernels::simd::function
  return {"simd" HARMONIUM_EACH_KERNEL(HARMONIUM_VECTOR)};
#undef HARMONIUM_VECTOR
}
inline std::vector<KernelSet> bothSets() {
  return {scalarSet(), simdSet()};
}

// The smallest cuts of a product with n columns, from the last to the first.
inline std::vector<kernels::Cut> cutsOf(std::size_t n) {
  std::vector<kernels::Cut> cuts;
  for (std::size_t begin = (n + kernels::kCut - 1) / kernels::kCut * kernels::kCut; begin > 0;) {
    begin -= kernels::kCut;
    cuts.push_back({begin, begin + kernels::kCut});
  }
  return cuts;
}

// An array between two fences that no kernel may touch. `offset` 0 to 3 moves it off the grid of whole vectors.
class Fenced {
 public:
  explicit Fenced(std::span<const float> values, std::size_t offset = 0)
      : size_(values.size()), begin_(kFence + offset), memory_(begin_ + size_ + kFence, kMark) {
    std::ranges::copy(values, memory_.begin() + static_cast<std::ptrdiff_t>(begin_));
  }
  explicit Fenced(std::size_t size, std::size_t offset = 0) : Fenced(std::vector<float>(size, -7.0f), offset) {}

  std::span<float> values() { return {memory_.data() + begin_, size_}; }
  std::span<const float> read() const { return {memory_.data() + begin_, size_}; }
  bool fencesStand() const {
    const auto is_mark = [](float x) { return x == kMark; };
    return std::all_of(memory_.data(), memory_.data() + begin_, is_mark) &&
           std::all_of(memory_.data() + begin_ + size_, memory_.data() + memory_.size(), is_mark);
  }

 private:
  static constexpr std::size_t kFence = 8;
  static constexpr float kMark = 12345.5f;
  std::size_t size_, begin_;
  std::vector<float> memory_;
};

// Reproducible inputs from words that do not come from the kernels under test: values in [-spread, spread), and 0/1
// values that are on with chance p.
inline std::vector<float> spreadValues(std::size_t count, float spread, std::uint64_t seed) {
  Rng rng(seed, Purpose::kData);
  std::vector<float> values(count);
  for (float& value : values) value = (2 * rng.uniform() - 1) * spread;
  return values;
}
inline std::vector<float> coins(std::size_t count, float p, std::uint64_t seed) {
  Rng rng(seed, Purpose::kData, 1);
  std::vector<float> values(count);
  for (float& value : values) value = rng.uniform() < p ? 1.0f : 0.0f;
  return values;
}

// a [rows, cols] as [cols, rows].
inline std::vector<float> transposed(std::span<const float> a, std::size_t rows, std::size_t cols) {
  std::vector<float> out(a.size());
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < cols; ++j) out[j * rows + i] = a[i * cols + j];
  }
  return out;
}

// The same bits; any NaN equals any other, since the machines differ in which one they make.
inline bool sameBits(float a, float b) {
  return (std::isnan(a) && std::isnan(b)) || std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}
inline bool sameBits(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}
inline bool sameBits(std::span<const float> a, std::span<const float> b) {
  return std::ranges::equal(a, b, [](float x, float y) { return sameBits(x, y); });
}

// |value - exact| in units of the last place of the floats around `exact`. Below the smallest normal float anything
// from 0 to twice `exact` counts as right, as the contract allows. Infinities and NaN must match, else +inf.
inline double ulpError(float value, double exact) {
  const double wrong = std::numeric_limits<double>::infinity();
  if (std::isnan(exact)) return std::isnan(value) ? 0 : wrong;
  if (std::isinf(static_cast<float>(exact))) return value == static_cast<float>(exact) ? 0 : wrong;
  if (!std::isfinite(value)) return wrong;
  if (std::fabs(exact) < static_cast<double>(std::numeric_limits<float>::min())) {
    return std::fabs(value - exact) <= std::fabs(exact) ? 0 : wrong;
  }
  int exponent = 0;
  std::frexp(exact, &exponent);
  return std::fabs(value - exact) / std::ldexp(1.0, exponent - 24);
}

// FNV-1a over the bytes of the values, lowest byte first, continued from `hash`. NaN has no place here.
inline constexpr std::uint64_t kHashStart = 0xcbf29ce484222325;
inline std::uint64_t hashOf(std::span<const float> values, std::uint64_t hash = kHashStart) {
  for (const float value : values) {
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
    for (int shift = 0; shift < 32; shift += 8) hash = (hash ^ ((bits >> shift) & 255)) * 0x100000001b3;
  }
  return hash;
}

}  // namespace harmonium::test
