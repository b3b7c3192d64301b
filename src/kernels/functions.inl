// exp, log and the functions built on them, for four values at a time. tests/kernels/polynomials.py computes the
// polynomials and their errors.

inline constexpr float kInfinity = std::numeric_limits<float>::infinity();
inline constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
inline constexpr std::uint32_t kSignBit = 0x80000000;

// log 2 = kLog2High + kLog2Low. kLog2High has 15 significant bits, so its product with an exponent is exact.
inline constexpr float kLog2High = 0x1.62e4p-1f;
inline constexpr float kLog2Low = 0x1.7f7d1cp-20f;

inline F32x4 absolute(F32x4 x) {
  return asFloats(without(asWords(x), splatWord(kSignBit)));
}

// c[0] + c[1] t + ... + c[n] t^n by Horner's rule.
template <std::size_t kCount>
inline F32x4 polynomial(const float (&coefficients)[kCount], F32x4 t) {
  F32x4 value = splat(coefficients[kCount - 1]);
  for (std::size_t i = kCount - 1; i-- > 0;) value = value * t + splat(coefficients[i]);
  return value;
}

inline F32x4 expOf(F32x4 x) {
  constexpr float kCoefficients[] = {0x1.fffffcp-2f, 0x1.55548ap-3f, 0x1.555916p-5f, 0x1.123fc6p-7f, 0x1.6a1a72p-10f};
  constexpr float kLowest = -0x1.5d589ep+6f;  // e^x is the smallest normal number, up to a few units in the last place
  constexpr float kHighest = 0x1.62e42ep+6f;  // the largest x whose e^x is finite
  // Argument reduction x = n log 2 + r. Adding 1.5 * 2^23 rounds x / log 2 to the whole number n and leaves n in the
  // low bits of `shifted`.
  const F32x4 shift = splat(0x1.8p23f);
  const F32x4 shifted = x * splat(0x1.715476p0f) + shift;
  const F32x4 n = shifted - shift;
  const F32x4 r = (x - n * splat(kLog2High)) - n * splat(kLog2Low);
  const F32x4 power = (r + (r * r) * polynomial(kCoefficients, r)) + splat(1);
  // Adding n to the exponent multiplies by 2^n. `power` lies in (0.7, 1.5), so the result is normal between the bounds.
  const U32x4 scaled = asWords(power) + shiftLeft<23>(asWords(shifted));
  const F32x4 inside = asFloats(without(scaled, less(x, splat(kLowest))));
  return select(lessEqual(x, splat(kHighest)), inside, x + splat(kInfinity));
}

// log((1 + f) 2^k) for 1 + f in [sqrt 1/2, sqrt 2].
inline F32x4 logOfOnePlus(F32x4 f, F32x4 k) {
  constexpr float kCoefficients[] = {0x1.555554p-2f, -0x1.000226p-2f, 0x1.99a008p-3f, -0x1.547244p-3f,
                                     0x1.22da1ap-3f, -0x1.0d8548p-3f, 0x1.055b7ep-3f, -0x1.38b594p-4f};
  const F32x4 square = f * f;
  const F32x4 cubic = (f * square) * polynomial(kCoefficients, f);
  const F32x4 rest = (cubic + k * splat(kLog2Low)) - square * splat(0.5f);
  return (f + rest) + k * splat(kLog2High);
}

// A subnormal x is scaled by 2^23 first. Subtracting the bits of sqrt 1/2 makes the exponent change there instead of
// at 1, so the mantissa lies in [sqrt 1/2, sqrt 2].
inline F32x4 logOf(F32x4 x) {
  constexpr std::uint32_t kSqrtHalf = 0x3f3504f3;
  constexpr float kSmallestNormal = std::numeric_limits<float>::min();
  const U32x4 subnormal = less(x, splat(kSmallestNormal));
  const U32x4 bits = asWords(select(subnormal, x * splat(0x1p23f), x)) - splatWord(kSqrtHalf);
  const F32x4 k = signedToFloat(shiftRightSigned<23>(bits)) - asFloats(asWords(splat(23)) & subnormal);
  const F32x4 mantissa = asFloats((bits & splatWord(0x007fffff)) + splatWord(kSqrtHalf));
  const F32x4 inside = logOfOnePlus(mantissa - splat(1), k);
  const U32x4 ordinary = less(splat(0), x) & less(x, splat(kInfinity));
  const F32x4 below = select(equal(x, splat(0)), splat(-kInfinity), splat(kNaN));
  return select(ordinary, inside, select(lessEqual(x, splat(0)), below, x));
}

inline F32x4 sigmoidOf(F32x4 x) {
  return splat(1) / (splat(1) + expOf(splat(0) - x));
}

// max(x, 0) + log(1 + e^-|x|)
inline F32x4 softplusOf(F32x4 x) {
  const F32x4 t = expOf(splat(0) - absolute(x));
  const U32x4 halved = less(splat(0x1.a8279ap-2f), t);  // 1 + t > sqrt 2
  const F32x4 f = select(halved, (t - splat(1)) * splat(0.5f), t);
  const F32x4 k = asFloats(asWords(splat(1)) & halved);
  return asFloats(asWords(x) & less(splat(0), x)) + logOfOnePlus(f, k);
}

// Near 0 the formula by exp would cancel, so an odd polynomial takes over below 0.625. The sign is copied at the end.
inline F32x4 tanhOf(F32x4 x) {
  constexpr float kCoefficients[] = {-0x1.555532p-2f, 0x1.110726p-3f, -0x1.b83c5ap-5f, 0x1.52269cp-6f, -0x1.75e1cep-8f};
  const F32x4 size = absolute(x);
  const F32x4 square = size * size;
  const F32x4 small = size + size * (square * polynomial(kCoefficients, square));
  const F32x4 large = splat(1) - splat(2) / (expOf(size + size) + splat(1));
  const F32x4 value = select(less(size, splat(0.625f)), small, large);
  return asFloats(asWords(value) | (asWords(x) & splatWord(kSignBit)));
}

// Cosine and sine of m / 2^22 quarter turns, for m of 24 bits. The reduction to the nearest quarter turn is exact in
// whole numbers. The polynomials cover half a quarter turn on either side.
struct CosineAndSine {
  F32x4 cosine, sine;
};
inline CosineAndSine cosineAndSineOf(U32x4 m) {
  constexpr float kSine[] = {0x1.921fb6p+0f, -0x1.4abbbap-1f, 0x1.465e92p-4f, -0x1.2d9302p-8f};
  constexpr float kCosine[] = {-0x1.3bd3ccp+0f, 0x1.03c1dep-2f, -0x1.55c5e0p-6f, 0x1.d9d57ep-11f};
  const U32x4 quarter = shiftRight<22>(m + splatWord(1u << 21));  // the nearest quarter turn, 0 .. 4
  const F32x4 r = signedToFloat(m - shiftLeft<22>(quarter)) * splat(0x1p-22f);
  const F32x4 square = r * r;
  const U32x4 sine = asWords(r * polynomial(kSine, square));
  const U32x4 cosine = asWords(splat(1) + square * polynomial(kCosine, square));
  const U32x4 odd = splatWord(0) - (quarter & splatWord(1));  // all bits set where sine and cosine swap
  const U32x4 cosine_sign = shiftLeft<30>(quarter + splatWord(1)) & splatWord(kSignBit);
  const U32x4 sine_sign = shiftLeft<30>(quarter) & splatWord(kSignBit);
  return {asFloats(((sine & odd) | without(cosine, odd)) ^ cosine_sign),
          asFloats(((cosine & odd) | without(sine, odd)) ^ sine_sign)};
}
