// Packing of 0/1 floats into bits, straight and transposed, and unpacking.

// Packs up to 32 values: bit l is set where from[l] is not 0. The lanes beyond a partial vector load as 0, so their
// bits are 0.
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
  // Each round fills one word of the output for four columns of `a` at a time: the values from `first` on become the
  // bits from `shift` on. `kept` masks the bits of the word that belong to another batch.
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

// Transposes a 32 x 32 matrix of bits: element (row, bit) goes to (bit, row). The off-diagonal 16 x 16 blocks swap
// first, then the 8 x 8 blocks within each, down to single bits (Warren, Hacker's Delight, 2002, section 7-3).
inline void transposeWords(std::uint32_t (&x)[32]) {
  std::uint32_t mask = 0x0000ffff;
  for (std::uint32_t size = 16; size != 0; size >>= 1, mask ^= mask << size) {
    for (std::uint32_t i = 0; i < 32; i = ((i | size) + 1) & ~size) {
      const std::uint32_t swapped = ((x[i] >> size) ^ x[i | size]) & mask;
      x[i] ^= swapped << size;
      x[i | size] ^= swapped;
    }
  }
}

void transposeBits(const Bits& a, std::size_t at, Bits& out) {
  HARMONIUM_ASSERT(out.rows == a.length && at + a.rows <= out.length);
  for (std::size_t first = 0; first < a.rows; first += 32) {
    const std::size_t count = std::min<std::size_t>(32, a.rows - first), shift = (at + first) % 32;
    const std::uint64_t room = ((std::uint64_t{1} << count) - 1) << shift;
    for (std::size_t w = 0; w < a.wordsPerRow(); ++w) {
      std::uint32_t x[32] = {};
      for (std::size_t i = 0; i < count; ++i) x[i] = a.row(first + i)[w];
      transposeWords(x);
      for (std::size_t l = 0; l < 32 && 32 * w + l < a.length; ++l) {
        std::uint32_t* const word = out.row(32 * w + l) + (at + first) / 32;
        const std::uint64_t values = std::uint64_t{x[l]} << shift;
        word[0] = (word[0] & ~static_cast<std::uint32_t>(room)) | static_cast<std::uint32_t>(values);
        if (shift + count > 32) {
          word[1] = (word[1] & ~static_cast<std::uint32_t>(room >> 32)) | static_cast<std::uint32_t>(values >> 32);
        }
      }
    }
  }
}

void unpackRows(const Bits& a, std::span<float> out) {
  HARMONIUM_ASSERT(out.size() == a.rows * a.length);
  for (std::size_t i = 0; i < a.rows; ++i) {
    for (std::size_t at = 0; at < a.length; ++at) {
      out[i * a.length + at] = static_cast<float>(a.row(i)[at / 32] >> (at % 32) & 1);
    }
  }
}
