// The kernels' vector functions on WebAssembly's 128-bit vectors. f32x4_scalar.h defines what each function means. The
// relaxed vector instructions are not used, because their results may differ between machines.
#pragma once

#include <wasm_simd128.h>

#include <cstdint>

namespace harmonium::kernels::lanes_wasm {

inline constexpr const char* kInstructionSet = "wasm-simd128";

struct F32x4 {
  v128_t v;
};
struct U32x4 {
  v128_t v;
};
struct F64x4 {
  v128_t low, high;
};

inline F32x4 load(const float* from) {
  return {wasm_v128_load(from)};
}
inline void store(float* to, F32x4 x) {
  wasm_v128_store(to, x.v);
}
inline void storeWords(std::uint32_t* to, U32x4 x) {
  wasm_v128_store(to, x.v);
}
inline F32x4 splat(float x) {
  return {wasm_f32x4_splat(x)};
}
inline F32x4 loadSplat(const float* from) {
  return {wasm_v128_load32_splat(from)};
}
inline U32x4 splatWord(std::uint32_t x) {
  return {wasm_u32x4_splat(x)};
}
inline U32x4 words(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return {wasm_u32x4_make(a, b, c, d)};
}

inline F32x4 operator+(F32x4 a, F32x4 b) {
  return {wasm_f32x4_add(a.v, b.v)};
}
inline F32x4 operator-(F32x4 a, F32x4 b) {
  return {wasm_f32x4_sub(a.v, b.v)};
}
inline F32x4 operator*(F32x4 a, F32x4 b) {
  return {wasm_f32x4_mul(a.v, b.v)};
}
inline F32x4 operator/(F32x4 a, F32x4 b) {
  return {wasm_f32x4_div(a.v, b.v)};
}
inline F32x4 sqrt(F32x4 x) {
  return {wasm_f32x4_sqrt(x.v)};
}

inline U32x4 less(F32x4 a, F32x4 b) {
  return {wasm_f32x4_lt(a.v, b.v)};
}
inline U32x4 lessEqual(F32x4 a, F32x4 b) {
  return {wasm_f32x4_le(a.v, b.v)};
}
inline U32x4 equal(F32x4 a, F32x4 b) {
  return {wasm_f32x4_eq(a.v, b.v)};
}

inline U32x4 operator+(U32x4 a, U32x4 b) {
  return {wasm_i32x4_add(a.v, b.v)};
}
inline U32x4 operator-(U32x4 a, U32x4 b) {
  return {wasm_i32x4_sub(a.v, b.v)};
}
inline U32x4 operator&(U32x4 a, U32x4 b) {
  return {wasm_v128_and(a.v, b.v)};
}
inline U32x4 operator|(U32x4 a, U32x4 b) {
  return {wasm_v128_or(a.v, b.v)};
}
inline U32x4 operator^(U32x4 a, U32x4 b) {
  return {wasm_v128_xor(a.v, b.v)};
}
inline U32x4 without(U32x4 a, U32x4 b) {
  return {wasm_v128_andnot(a.v, b.v)};
}
template <int kBits>
inline U32x4 shiftLeft(U32x4 x) {
  return {wasm_i32x4_shl(x.v, kBits)};
}
template <int kBits>
inline U32x4 shiftRight(U32x4 x) {
  return {wasm_u32x4_shr(x.v, kBits)};
}
template <int kBits>
inline U32x4 shiftRightSigned(U32x4 x) {
  return {wasm_i32x4_shr(x.v, kBits)};
}
inline std::uint32_t highBits(U32x4 x) {
  return wasm_i32x4_bitmask(x.v);
}
inline bool anyLane(U32x4 x) {
  return wasm_v128_any_true(x.v);
}

inline F32x4 select(U32x4 mask, F32x4 yes, F32x4 no) {
  return {wasm_v128_bitselect(yes.v, no.v, mask.v)};
}
inline U32x4 asWords(F32x4 x) {
  return {x.v};
}
inline F32x4 asFloats(U32x4 x) {
  return {x.v};
}
inline F32x4 signedToFloat(U32x4 x) {
  return {wasm_f32x4_convert_i32x4(x.v)};
}

inline void transpose(F32x4& a, F32x4& b, F32x4& c, F32x4& d) {
  const v128_t ab_low = wasm_i32x4_shuffle(a.v, b.v, 0, 4, 1, 5), ab_high = wasm_i32x4_shuffle(a.v, b.v, 2, 6, 3, 7);
  const v128_t cd_low = wasm_i32x4_shuffle(c.v, d.v, 0, 4, 1, 5), cd_high = wasm_i32x4_shuffle(c.v, d.v, 2, 6, 3, 7);
  a.v = wasm_i64x2_shuffle(ab_low, cd_low, 0, 2);
  b.v = wasm_i64x2_shuffle(ab_low, cd_low, 1, 3);
  c.v = wasm_i64x2_shuffle(ab_high, cd_high, 0, 2);
  d.v = wasm_i64x2_shuffle(ab_high, cd_high, 1, 3);
}

inline F64x4 widen(F32x4 x) {
  return {wasm_f64x2_promote_low_f32x4(x.v), wasm_f64x2_promote_low_f32x4(wasm_i64x2_shuffle(x.v, x.v, 1, 1))};
}
inline F64x4 zeroDoubles() {
  return {wasm_f64x2_splat(0), wasm_f64x2_splat(0)};
}
inline F64x4 operator+(F64x4 a, F64x4 b) {
  return {wasm_f64x2_add(a.low, b.low), wasm_f64x2_add(a.high, b.high)};
}
inline F64x4 operator-(F64x4 a, F64x4 b) {
  return {wasm_f64x2_sub(a.low, b.low), wasm_f64x2_sub(a.high, b.high)};
}
inline F64x4 operator*(F64x4 a, F64x4 b) {
  return {wasm_f64x2_mul(a.low, b.low), wasm_f64x2_mul(a.high, b.high)};
}
inline double sumOfLanes(F64x4 x) {
  return (wasm_f64x2_extract_lane(x.low, 0) + wasm_f64x2_extract_lane(x.low, 1)) +
         (wasm_f64x2_extract_lane(x.high, 0) + wasm_f64x2_extract_lane(x.high, 1));
}

}  // namespace harmonium::kernels::lanes_wasm
