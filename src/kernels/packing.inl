// 0/1 floats to bits, straight and transposed.

// The bits of up to 32 values: bit l is set where from[l] is not 0.
inline std::uint32_t packWord(const float* from, std::size_t count) {
  std::uint32_t word = 0;
  forEachVector(std::min<std::size_t>(count, 32), [&](std::size_t at, std::size_t lanes) {
    const std::uint32_t zero = highBits(equal(loadUpTo4(from + at, lanes), splat(0)));
    word |= (zero ^ 15u) << at;
  });
  return word;
}

void packRows(std::span<const float> a, std::size_t m, std::size_t k, Bits& out) {
  HARMONIUM_ASSERT(a.size() == m * k);
  out.resize(m, k);
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t w = 0; w < out.wordsPerRow(); ++w) {
      out.row(i)[w] = packWord(a.data() + i * k + 32 * w, k - 32 * w);
    }
  }
}

void packColumns(std::span<const float> a, std::size_t k, std::size_t m, std::size_t at, Bits& out) {
  HARMONIUM_ASSERT(a.size() == k * m && out.rows == m && at + k <= out.length);
  // One word of the output at a time, for four columns of `a`: the values from `first` on become bits from
  // `shift` on.
  for (std::size_t first = 0; first < k;) {
    const std::size_t shift = (at + first) % 32;
    const std::size_t count = std::min(k - first, 32 - shift);
    const std::uint32_t kept = ~(static_cast<std::uint32_t>((std::uint64_t{1} << count) - 1) << shift);
    forEachVector(m, [&](std::size_t column, std::size_t lanes) {
      U32x4 word = splatWord(0);
      for (std::size_t i = 0; i < count; ++i) {
        const U32x4 zero = equal(loadUpTo4(a.data() + (first + i) * m + column, lanes), splat(0));
        word = word | without(splatWord(1u << (shift + i)), zero);
      }
      std::uint32_t values[4];
      storeWords(values, word);
      for (std::size_t l = 0; l < lanes; ++l) {
        std::uint32_t& target = out.row(column + l)[(at + first) / 32];
        target = (target & kept) | values[l];
      }
    });
    first += count;
  }
}
