// Loops over arrays: whole vectors first, then at most one partial vector. Only this file handles lengths that are not
// a multiple of four.

// Loads `count` values, 1 to 4, and zeros after them. The function is rarely called, so it is kept out of the loops
// around it.
[[gnu::noinline]] inline F32x4 loadPartial(const float* from, std::size_t count) {
  float values[4] = {0, 0, 0, 0};
  for (std::size_t l = 0; l < count; ++l) values[l] = from[l];
  return load(values);
}
inline F32x4 loadUpTo4(const float* from, std::size_t count) {
  return count >= 4 ? load(from) : loadPartial(from, count);
}
[[gnu::noinline]] inline void storePartial(float* to, F32x4 x, std::size_t count) {
  float values[4];
  store(values, x);
  for (std::size_t l = 0; l < count; ++l) to[l] = values[l];
}
inline void storeUpTo4(float* to, F32x4 x, std::size_t count) {
  if (count >= 4) {
    store(to, x);
  } else {
    storePartial(to, x, count);
  }
}

// Calls visit(at, count) for each vector of an array of `size` values, in order. `count` is 4 except for a partial last
// vector, where it is 1 to 3.
template <typename Visit>
inline void forEachVector(std::size_t size, Visit visit) {
  std::size_t at = 0;
  for (; at + 4 <= size; at += 4) visit(at, std::size_t{4});
  if (at < size) visit(at, size - at);
}

// y[i] = f(x[i]); x and y may be the same array.
template <typename Function>
inline void map(std::span<const float> x, std::span<float> y, Function f) {
  HARMONIUM_ASSERT(x.size() == y.size());
  const float* from = x.data();
  float* to = y.data();
  forEachVector(x.size(),
                [&](std::size_t at, std::size_t count) { storeUpTo4(to + at, f(loadUpTo4(from + at, count)), count); });
}

// The sum over all vectors of term(at, count), a vector of doubles. The term must be 0 in the lanes beyond `count`.
template <typename Term>
inline double accumulate(std::size_t size, Term term) {
  F64x4 total = zeroDoubles();
  forEachVector(size, [&](std::size_t at, std::size_t count) { total = total + term(at, count); });
  return sumOfLanes(total);
}

// x with zeros in the lanes from `count` on.
inline F32x4 firstLanes(F32x4 x, std::size_t count) {
  const std::uint32_t on = ~0u;
  const U32x4 mask = words(on, count > 1 ? on : 0, count > 2 ? on : 0, count > 3 ? on : 0);
  return asFloats(asWords(x) & mask);
}
