// The kernels' vector functions in plain C++, with four lanes as an array. This file also defines what the functions
// mean: the SSE2 and WebAssembly headers declare the same ones, and each must give the same bits lane by lane.
//
// F32x4 holds four floats and F64x4 four doubles. U32x4 holds four 32-bit words. A comparison returns a U32x4 in which
// all bits of a lane are set, or none. There is no minimum, maximum or fused operation, because instruction sets differ
// in them at NaN, at -0 or in the last bit; kernels compare and select instead.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace harmonium::kernels::lanes_scalar {

inline constexpr const char* kInstructionSet = "scalar";

struct F32x4 {
  float lane[4];
};
struct U32x4 {
  std::uint32_t lane[4];
};
struct F64x4 {
  double lane[4];
};

// { f(0), f(1), f(2), f(3) }
template <typename Lanes, typename Function>
inline Lanes eachLane(Function f) {
  return {{f(0), f(1), f(2), f(3)}};
}

inline F32x4 load(const float* from) {
  return {{from[0], from[1], from[2], from[3]}};
}
inline void store(float* to, F32x4 x) {
  for (int l = 0; l < 4; ++l) to[l] = x.lane[l];
}
inline void storeWords(std::uint32_t* to, U32x4 x) {
  for (int l = 0; l < 4; ++l) to[l] = x.lane[l];
}
inline F32x4 splat(float x) {
  return {{x, x, x, x}};
}
inline F32x4 loadSplat(const float* from) {
  return splat(*from);
}
inline U32x4 splatWord(std::uint32_t x) {
  return {{x, x, x, x}};
}
inline U32x4 words(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return {{a, b, c, d}};
}

inline F32x4 operator+(F32x4 a, F32x4 b) {
  return eachLane<F32x4>([&](int l) { return a.lane[l] + b.lane[l]; });
}
inline F32x4 operator-(F32x4 a, F32x4 b) {
  return eachLane<F32x4>([&](int l) { return a.lane[l] - b.lane[l]; });
}
inline F32x4 operator*(F32x4 a, F32x4 b) {
  return eachLane<F32x4>([&](int l) { return a.lane[l] * b.lane[l]; });
}
inline F32x4 operator/(F32x4 a, F32x4 b) {
  return eachLane<F32x4>([&](int l) { return a.lane[l] / b.lane[l]; });
}
inline F32x4 sqrt(F32x4 x) {
  return eachLane<F32x4>([&](int l) { return std::sqrt(x.lane[l]); });
}

// A comparison is false in a lane where either value is NaN.
inline U32x4 less(F32x4 a, F32x4 b) {
  return eachLane<U32x4>([&](int l) { return a.lane[l] < b.lane[l] ? ~0u : 0u; });
}
inline U32x4 lessEqual(F32x4 a, F32x4 b) {
  return eachLane<U32x4>([&](int l) { return a.lane[l] <= b.lane[l] ? ~0u : 0u; });
}
inline U32x4 equal(F32x4 a, F32x4 b) {
  return eachLane<U32x4>([&](int l) { return a.lane[l] == b.lane[l] ? ~0u : 0u; });
}

inline U32x4 operator+(U32x4 a, U32x4 b) {
  return eachLane<U32x4>([&](int l) { return a.lane[l] + b.lane[l]; });
}
inline U32x4 operator-(U32x4 a, U32x4 b) {
  return eachLane<U32x4>([&](int l) { return a.lane[l] - b.lane[l]; });
}
inline U32x4 operator&(U32x4 a, U32x4 b) {
  return eachLane<U32x4>([&](int l) { return a.lane[l] & b.lane[l]; });
}
inline U32x4 operator|(U32x4 a, U32x4 b) {
  return eachLane<U32x4>([&](int l) { return a.lane[l] | b.lane[l]; });
}
inline U32x4 operator^(U32x4 a, U32x4 b) {
  return eachLane<U32x4>([&](int l) { return a.lane[l] ^ b.lane[l]; });
}
// a & ~b
inline U32x4 without(U32x4 a, U32x4 b) {
  return eachLane<U32x4>([&](int l) { return a.lane[l] & ~b.lane[l]; });
}
template <int kBits>
inline U32x4 shiftLeft(U32x4 x) {
  return eachLane<U32x4>([&](int l) { return x.lane[l] << kBits; });
}
template <int kBits>
inline U32x4 shiftRight(U32x4 x) {
  return eachLane<U32x4>([&](int l) { return x.lane[l] >> kBits; });
}
// Shifts the words as signed numbers, so a negative number is rounded down.
template <int kBits>
inline U32x4 shiftRightSigned(U32x4 x) {
  return eachLane<U32x4>(
      [&](int l) { return static_cast<std::uint32_t>(static_cast<std::int32_t>(x.lane[l]) >> kBits); });
}
// The highest bits of the four lanes; bit l belongs to lane l.
inline std::uint32_t highBits(U32x4 x) {
  return (x.lane[0] >> 31) | (x.lane[1] >> 31) << 1 | (x.lane[2] >> 31) << 2 | (x.lane[3] >> 31) << 3;
}
// Whether any lane of a comparison is set.
inline bool anyLane(U32x4 x) {
  return (x.lane[0] | x.lane[1] | x.lane[2] | x.lane[3]) != 0;
}

inline F32x4 select(U32x4 mask, F32x4 yes, F32x4 no) {
  return eachLane<F32x4>([&](int l) { return mask.lane[l] != 0 ? yes.lane[l] : no.lane[l]; });
}
// The same bits, read as the other type.
inline U32x4 asWords(F32x4 x) {
  return eachLane<U32x4>([&](int l) { return std::bit_cast<std::uint32_t>(x.lane[l]); });
}
inline F32x4 asFloats(U32x4 x) {
  return eachLane<F32x4>([&](int l) { return std::bit_cast<float>(x.lane[l]); });
}
// The value of each word as a signed number.
inline F32x4 signedToFloat(U32x4 x) {
  return eachLane<F32x4>([&](int l) { return static_cast<float>(static_cast<std::int32_t>(x.lane[l])); });
}

// Transposes the 4 x 4 matrix whose rows are a, b, c, d.
inline void transpose(F32x4& a, F32x4& b, F32x4& c, F32x4& d) {
  const F32x4 rows[4] = {a, b, c, d};
  F32x4* const columns[4] = {&a, &b, &c, &d};
  for (int l = 0; l < 4; ++l) {
    *columns[l] = {{rows[0].lane[l], rows[1].lane[l], rows[2].lane[l], rows[3].lane[l]}};
  }
}

inline F64x4 widen(F32x4 x) {
  return eachLane<F64x4>([&](int l) { return static_cast<double>(x.lane[l]); });
}
inline F64x4 zeroDoubles() {
  return {{0, 0, 0, 0}};
}
inline F64x4 operator+(F64x4 a, F64x4 b) {
  return eachLane<F64x4>([&](int l) { return a.lane[l] + b.lane[l]; });
}
inline F64x4 operator-(F64x4 a, F64x4 b) {
  return eachLane<F64x4>([&](int l) { return a.lane[l] - b.lane[l]; });
}
inline F64x4 operator*(F64x4 a, F64x4 b) {
  return eachLane<F64x4>([&](int l) { return a.lane[l] * b.lane[l]; });
}
// (l0 + l1) + (l2 + l3): the order that the contract of the sums states.
inline double sumOfLanes(F64x4 x) {
  return (x.lane[0] + x.lane[1]) + (x.lane[2] + x.lane[3]);
}

}  // namespace harmonium::kernels::lanes_scalar
