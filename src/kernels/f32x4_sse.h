// The kernels' vector functions on SSE2, which every 64-bit x86 processor has. f32x4_scalar.h defines what each
// function means. F64x4 takes two registers, because SSE2 registers hold two doubles.
#pragma once

#include <emmintrin.h>

#include <cstdint>

namespace harmonium::kernels::lanes_sse {

inline constexpr const char* kInstructionSet = "sse2";

struct F32x4 {
  __m128 v;
};
struct U32x4 {
  __m128i v;
};
struct F64x4 {
  __m128d low, high;
};

inline F32x4 load(const float* from) {
  return {_mm_loadu_ps(from)};
}
inline void store(float* to, F32x4 x) {
  _mm_storeu_ps(to, x.v);
}
inline void storeWords(std::uint32_t* to, U32x4 x) {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), x.v);
}
inline F32x4 splat(float x) {
  return {_mm_set1_ps(x)};
}
inline F32x4 loadSplat(const float* from) {
  return {_mm_set1_ps(*from)};
}
inline U32x4 splatWord(std::uint32_t x) {
  return {_mm_set1_epi32(static_cast<int>(x))};
}
inline U32x4 words(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return {_mm_setr_epi32(static_cast<int>(a), static_cast<int>(b), static_cast<int>(c), static_cast<int>(d))};
}

inline F32x4 operator+(F32x4 a, F32x4 b) {
  return {_mm_add_ps(a.v, b.v)};
}
inline F32x4 operator-(F32x4 a, F32x4 b) {
  return {_mm_sub_ps(a.v, b.v)};
}
inline F32x4 operator*(F32x4 a, F32x4 b) {
  return {_mm_mul_ps(a.v, b.v)};
}
inline F32x4 operator/(F32x4 a, F32x4 b) {
  return {_mm_div_ps(a.v, b.v)};
}
inline F32x4 sqrt(F32x4 x) {
  return {_mm_sqrt_ps(x.v)};
}

inline U32x4 less(F32x4 a, F32x4 b) {
  return {_mm_castps_si128(_mm_cmplt_ps(a.v, b.v))};
}
inline U32x4 lessEqual(F32x4 a, F32x4 b) {
  return {_mm_castps_si128(_mm_cmple_ps(a.v, b.v))};
}
inline U32x4 equal(F32x4 a, F32x4 b) {
  return {_mm_castps_si128(_mm_cmpeq_ps(a.v, b.v))};
}

inline U32x4 operator+(U32x4 a, U32x4 b) {
  return {_mm_add_epi32(a.v, b.v)};
}
inline U32x4 operator-(U32x4 a, U32x4 b) {
  return {_mm_sub_epi32(a.v, b.v)};
}
inline U32x4 operator&(U32x4 a, U32x4 b) {
  return {_mm_and_si128(a.v, b.v)};
}
inline U32x4 operator|(U32x4 a, U32x4 b) {
  return {_mm_or_si128(a.v, b.v)};
}
inline U32x4 operator^(U32x4 a, U32x4 b) {
  return {_mm_xor_si128(a.v, b.v)};
}
inline U32x4 without(U32x4 a, U32x4 b) {
  return {_mm_andnot_si128(b.v, a.v)};
}
template <int kBits>
inline U32x4 shiftLeft(U32x4 x) {
  return {_mm_slli_epi32(x.v, kBits)};
}
template <int kBits>
inline U32x4 shiftRight(U32x4 x) {
  return {_mm_srli_epi32(x.v, kBits)};
}
template <int kBits>
inline U32x4 shiftRightSigned(U32x4 x) {
  return {_mm_srai_epi32(x.v, kBits)};
}
inline std::uint32_t highBits(U32x4 x) {
  return static_cast<std::uint32_t>(_mm_movemask_ps(_mm_castsi128_ps(x.v)));
}
inline bool anyLane(U32x4 x) {
  return _mm_movemask_ps(_mm_castsi128_ps(x.v)) != 0;
}

inline F32x4 select(U32x4 mask, F32x4 yes, F32x4 no) {
  const __m128 m = _mm_castsi128_ps(mask.v);
  return {_mm_or_ps(_mm_and_ps(m, yes.v), _mm_andnot_ps(m, no.v))};
}
inline U32x4 asWords(F32x4 x) {
  return {_mm_castps_si128(x.v)};
}
inline F32x4 asFloats(U32x4 x) {
  return {_mm_castsi128_ps(x.v)};
}
inline F32x4 signedToFloat(U32x4 x) {
  return {_mm_cvtepi32_ps(x.v)};
}

inline void transpose(F32x4& a, F32x4& b, F32x4& c, F32x4& d) {
  _MM_TRANSPOSE4_PS(a.v, b.v, c.v, d.v);
}

inline F64x4 widen(F32x4 x) {
  return {_mm_cvtps_pd(x.v), _mm_cvtps_pd(_mm_movehl_ps(x.v, x.v))};
}
inline F64x4 zeroDoubles() {
  return {_mm_setzero_pd(), _mm_setzero_pd()};
}
inline F64x4 operator+(F64x4 a, F64x4 b) {
  return {_mm_add_pd(a.low, b.low), _mm_add_pd(a.high, b.high)};
}
inline F64x4 operator-(F64x4 a, F64x4 b) {
  return {_mm_sub_pd(a.low, b.low), _mm_sub_pd(a.high, b.high)};
}
inline F64x4 operator*(F64x4 a, F64x4 b) {
  return {_mm_mul_pd(a.low, b.low), _mm_mul_pd(a.high, b.high)};
}
inline double sumOfLanes(F64x4 x) {
  double lane[4];
  _mm_storeu_pd(lane, x.low);
  _mm_storeu_pd(lane + 2, x.high);
  return (lane[0] + lane[1]) + (lane[2] + lane[3]);
}

}  // namespace harmonium::kernels::lanes_sse
