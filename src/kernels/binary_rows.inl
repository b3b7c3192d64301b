// Binary products by adding rows of B one by one. The result has the same bits as with tables. This is less work where
// A has few rows, or few bits that are set.

// kVectors vectors side by side: one row of a strip.
template <std::size_t kVectors>
struct Strip {
  F32x4 vector[kVectors];
};
template <std::size_t kVectors>
inline Strip<kVectors> loadStrip(const float* from) {
  Strip<kVectors> strip;
  for (std::size_t v = 0; v < kVectors; ++v) strip.vector[v] = load(from + 4 * v);
  return strip;
}
template <std::size_t kVectors>
inline Strip<kVectors> operator+(const Strip<kVectors>& a, const Strip<kVectors>& b) {
  Strip<kVectors> sum;
  for (std::size_t v = 0; v < kVectors; ++v) sum.vector[v] = a.vector[v] + b.vector[v];
  return sum;
}

// The sum, in order, of the rows whose bits are set in `pattern`, four bits that are not all 0. Tables start their sums
// from +0, and this sum does not. The two differ only where every row is -0: the sum is -0 here and +0 there. The total
// that it is added to is never -0, so the result is the same.
template <std::size_t kVectors>
inline Strip<kVectors> sumOfRows(std::uint32_t pattern, ConstRows rows) {
  const auto next = [&] {
    const std::size_t row = static_cast<std::size_t>(std::countr_zero(pattern));
    pattern &= pattern - 1;
    return loadStrip<kVectors>(rows.data + row * rows.stride);
  };
  Strip<kVectors> sum = next();
  while (pattern != 0) sum = sum + next();
  return sum;
}

// C[m, strip] = start + the rows of B that the steps of each row of A name. The eight rows of byte i of the pass begin
// at row 8 used[i], or at row 8 i where `used` is null. Returns the steps after those of the m rows.
template <std::size_t kVectors>
[[gnu::noinline]] const std::uint32_t* addRows(const std::uint32_t* steps, std::size_t m, const std::uint32_t* used,
                                               ConstRows rows, ConstRows start, float* c, std::size_t c_stride) {
  Strip<kVectors> zero;
  for (F32x4& vector : zero.vector) vector = splat(0);
  for (std::size_t i = 0; i < m; ++i) {
    Strip<kVectors> total = loadStrip<kVectors>(start.data + i * start.stride) + zero;  // -0 becomes +0: see addTables
    const std::uint32_t* const end = steps + 1 + *steps;
    for (++steps; steps != end; ++steps) {
      const std::size_t at = *steps >> 8;
      const ConstRows low = {rows.data + 8 * (used != nullptr ? used[at] : at) * rows.stride, rows.stride};
      const ConstRows high = {low.data + 4 * rows.stride, rows.stride};
      const std::uint32_t first = *steps & 15, second = *steps >> 4 & 15;
      // Both halves are added to each other before the total, which is the order that contract.inl states.
      if (second == 0) {
        total = total + sumOfRows<kVectors>(first, low);
      } else if (first == 0) {
        total = total + sumOfRows<kVectors>(second, high);
      } else {
        total = total + (sumOfRows<kVectors>(first, low) + sumOfRows<kVectors>(second, high));
      }
    }
    for (std::size_t v = 0; v < kVectors; ++v) store(c + i * c_stride + 4 * v, total.vector[v]);
  }
  return steps;
}
