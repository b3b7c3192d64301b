// Threefry-4x32-20 (base/rng.h) for four counters at once, and the random numbers made with it.

// The sixteen words of a block: word 4 i + l of the block is lane l of word[i].
struct Block {
  U32x4 word[4];
};

// Two blocks are computed together, because each is one long chain of dependent steps and leaves the processor idle.
struct BlockPair {
  Block block[2];
};

struct KeySchedule {
  U32x4 word[5];
  explicit KeySchedule(const Key& key)
      : word{splatWord(key[0]), splatWord(key[1]), splatWord(key[2]), splatWord(key[3]),
             splatWord(0x1BD11BDA ^ key[0] ^ key[1] ^ key[2] ^ key[3])} {}
};

template <int kBits>
inline U32x4 rotateLeft(U32x4 x) {
  return shiftLeft<kBits>(x) | shiftRight<32 - kBits>(x);
}

// Two rounds of Threefry. Words 0 and 2 add words 1 and 3 in the first round, and words 3 and 1 in the second. The
// parameters are the rotations in the order of use.
template <int kA, int kB, int kC, int kD>
inline void twoRounds(BlockPair& pair) {
  for (Block& x : pair.block) {
    U32x4(&w)[4] = x.word;
    w[0] = w[0] + w[1];
    w[2] = w[2] + w[3];
    w[1] = rotateLeft<kA>(w[1]) ^ w[0];
    w[3] = rotateLeft<kB>(w[3]) ^ w[2];
    w[0] = w[0] + w[3];
    w[2] = w[2] + w[1];
    w[3] = rotateLeft<kC>(w[3]) ^ w[0];
    w[1] = rotateLeft<kD>(w[1]) ^ w[2];
  }
}

template <int kInjection>
inline void injectKey(BlockPair& pair, const KeySchedule& key) {
  for (Block& x : pair.block) {
    for (int i = 0; i < 4; ++i) x.word[i] = x.word[i] + key.word[(kInjection + i) % 5];
    x.word[3] = x.word[3] + splatWord(kInjection);
  }
}

// The four counters of a block. The low word of `first` is a multiple of four, so adding 0 to 3 never carries.
inline Block countersFrom(const Counter& first) {
  return {{splatWord(first[0]) + words(0, 1, 2, 3), splatWord(first[1]), splatWord(first[2]), splatWord(first[3])}};
}

inline void randomise(BlockPair& x, const KeySchedule& key) {
  injectKey<0>(x, key);
  twoRounds<10, 26, 11, 21>(x);
  twoRounds<13, 27, 23, 5>(x);
  injectKey<1>(x, key);
  twoRounds<6, 20, 17, 11>(x);
  twoRounds<25, 10, 18, 20>(x);
  injectKey<2>(x, key);
  twoRounds<10, 26, 11, 21>(x);
  twoRounds<13, 27, 23, 5>(x);
  injectKey<3>(x, key);
  twoRounds<6, 20, 17, 11>(x);
  twoRounds<25, 10, 18, 20>(x);
  injectKey<4>(x, key);
  twoRounds<10, 26, 11, 21>(x);
  twoRounds<13, 27, 23, 5>(x);
  injectKey<5>(x, key);
}

// Calls visit(block, at) for every block of the elements begin .. end - 1. The words of `block` belong to the elements
// at, at + 1, ..., at + 15. Element 0 has the first word of block `first`; `begin` is a multiple of 16.
template <typename Visit>
inline void forEachBlockOf(const Rng& rng, std::uint64_t first, std::size_t begin, std::size_t end, Visit visit) {
  const KeySchedule key(rng.key());
  for (std::size_t at = begin; at < end; at += 32) {
    const std::uint64_t block = first + at / 16;
    BlockPair x = {{countersFrom(rng.counterOf(4 * block)), countersFrom(rng.counterOf(4 * (block + 1)))}};
    randomise(x, key);
    visit(x.block[0], at);
    if (at + 16 < end) visit(x.block[1], at + 16);
  }
}

// Reserves as many whole blocks as `size` values need and returns the number of the first.
inline std::uint64_t takeBlocksFor(Rng& rng, std::size_t size) {
  return rng.takeBlocks((size + 15) / 16);
}

template <typename Visit>
inline void forEachBlock(Rng& rng, std::size_t size, Visit visit) {
  forEachBlockOf(rng, takeBlocksFor(rng, size), 0, size, visit);
}

// Calls visit(words, at, count) for every vector of the random words of `size` elements. Element 0 has the first word
// of block `first`.
template <typename Visit>
inline void forEachDraw(const Rng& rng, std::uint64_t first, std::size_t size, Visit visit) {
  forEachBlockOf(rng, first, 0, size, [&](const Block& block, std::size_t at) {
    if (at + 16 <= size) {
      for (std::size_t i = 0; i < 4; ++i) visit(block.word[i], at + 4 * i, std::size_t{4});
    } else {
      for (std::size_t i = 0; at + 4 * i < size; ++i) visit(block.word[i], at + 4 * i, size - at - 4 * i);
    }
  });
}

inline F32x4 unitFloats(U32x4 bits) {
  return signedToFloat(shiftRight<8>(bits)) * splat(0x1p-24f);
}

inline F32x4 onWhere(U32x4 mask) {
  return asFloats(asWords(splat(1)) & mask);
}

// Bernoulli draws: an element is on where U < p. The highest 24 bits of its word are those of U, which decide where U
// is neither near 0 nor near 1. There the 40 bits that follow count too, so that a p of 1e-11 comes on as rarely as it
// says: the low byte of the word and the element's further bits, which no other draw uses.

// Where U is so near 0 or 1 that 24 bits do not say enough of it.
inline U32x4 extreme(F32x4 u) {
  return less(splat(0.5f - 0x1p-14f), absolute(u - splat(0.5f)));
}

// Where the elements at .. at + 3 are on, by all bits of U where it is extreme. `off` is 1 - p. It decides near 1,
// because a float near 1 says little of 1 - p. A NaN is off.
[[gnu::noinline]] inline U32x4 drawExtremes(const Rng& rng, std::uint64_t first, std::size_t at, U32x4 bits,
                                            F32x4 chance, F32x4 off) {
  const F32x4 u = unitFloats(bits);
  std::uint32_t word[4], rare[4], on[4];
  float p[4], q[4];
  storeWords(word, bits);
  storeWords(rare, extreme(u));
  storeWords(on, less(u, chance));
  store(p, chance);
  store(q, off);
  for (std::size_t l = 0; l < 4; ++l) {
    if (rare[l] == 0) continue;
    // U = (high + low) / 2^32
    const double high = word[l], low = rng.furtherBits(first + (at + l) / 16, (at + l) % 16) * 0x1p-32;
    const bool is_on = word[l] >= 1u << 31 ? 0x1p32 - high - low > static_cast<double>(q[l]) * 0x1p32
                                           : high + low < static_cast<double>(p[l]) * 0x1p32;
    on[l] = is_on ? ~0u : 0;
  }
  return words(on[0], on[1], on[2], on[3]);
}

// Where the elements at .. at + 3 with these chances are on. Element 0 has the first word of block `first`.
inline U32x4 draw(const Rng& rng, std::uint64_t first, std::size_t at, U32x4 bits, F32x4 chance) {
  const F32x4 u = unitFloats(bits);
  return anyLane(extreme(u)) ? drawExtremes(rng, first, at, bits, chance, splat(1) - chance) : less(u, chance);
}

// The same for chance = sigmoid(a), with 1 - p = sigmoid(-a).
inline U32x4 drawSigmoid(const Rng& rng, std::uint64_t first, std::size_t at, U32x4 bits, F32x4 a, F32x4 chance) {
  const F32x4 u = unitFloats(bits);
  return anyLane(extreme(u)) ? drawExtremes(rng, first, at, bits, chance, sigmoidOf(splat(0) - a)) : less(u, chance);
}

void uniform(Rng& rng, std::span<float> out) {
  forEachDraw(rng, takeBlocksFor(rng, out.size()), out.size(), [&](U32x4 bits, std::size_t at, std::size_t count) {
    storeUpTo4(out.data() + at, unitFloats(bits), count);
  });
}

void normal(Rng& rng, float mean, float deviation, std::span<float> out) {
  forEachBlock(rng, out.size(), [&](const Block& block, std::size_t at) {
    for (std::size_t i = 0; i < 4 && at + 4 * i < out.size(); i += 2) {
      // 1 - u lies in (0, 1], so the logarithm is finite. Its smallest value 2^-24 gives the largest radius, 5.8.
      const F32x4 radius = sqrt(splat(-2) * logOf(splat(1) - unitFloats(block.word[i])));
      const CosineAndSine turn = cosineAndSineOf(shiftRight<8>(block.word[i + 1]));
      const std::size_t left = out.size() - at - 4 * i;
      float* to = out.data() + at + 4 * i;
      storeUpTo4(to, splat(mean) + splat(deviation) * (radius * turn.cosine), left);
      if (left > 4) storeUpTo4(to + 4, splat(mean) + splat(deviation) * (radius * turn.sine), left - 4);
    }
  });
}

void bernoulli(Rng& rng, std::span<const float> p, std::span<float> out) {
  HARMONIUM_ASSERT(p.size() == out.size());
  const std::uint64_t first = takeBlocksFor(rng, out.size());
  forEachDraw(rng, first, out.size(), [&](U32x4 bits, std::size_t at, std::size_t count) {
    const F32x4 chance = loadUpTo4(p.data() + at, count);
    storeUpTo4(out.data() + at, onWhere(draw(rng, first, at, bits, chance)), count);
  });
}

void sigmoidBernoulli(Rng& rng, std::span<float> a_to_p, std::span<float> out) {
  HARMONIUM_ASSERT(a_to_p.size() == out.size());
  const std::uint64_t first = takeBlocksFor(rng, out.size());
  forEachDraw(rng, first, out.size(), [&](U32x4 bits, std::size_t at, std::size_t count) {
    const F32x4 a = loadUpTo4(a_to_p.data() + at, count), chance = sigmoidOf(a);
    storeUpTo4(a_to_p.data() + at, chance, count);
    storeUpTo4(out.data() + at, onWhere(drawSigmoid(rng, first, at, bits, a, chance)), count);
  });
}

// Writes bits into the rows of a matrix, one row after the other. The rows must be 0 before.
class BitWriter {
 public:
  BitWriter(Bits& bits, std::size_t row) : bits_(bits), row_(row) {}

  // Appends the lowest `count` bits of `values`, at most 16. The bits above them must be 0.
  void append(std::uint32_t values, std::size_t count) {
    while (count > 0) {
      const std::size_t taken = std::min(count, bits_.length - at_), shift = at_ % 32;
      std::uint32_t* const word = bits_.row(row_) + at_ / 32;
      const std::uint32_t first = values & ((1u << taken) - 1);
      word[0] |= first << shift;
      if (shift + taken > 32) word[1] |= first >> (32 - shift);
      at_ += taken;
      values >>= taken;
      count -= taken;
      if (at_ == bits_.length) {
        at_ = 0;
        ++row_;
      }
    }
  }

 private:
  Bits& bits_;
  std::size_t row_, at_ = 0;
};

// Samples rows begin .. end - 1 of `out`. Element 0 of the matrix draws from block `first`. Row `begin` must start at
// the first element of a block.
[[gnu::noinline]] inline void sampleRows(const Rng& rng, std::uint64_t first, std::size_t begin, std::size_t end,
                                         std::span<float> a_to_p, Bits& out) {
  BitWriter writer(out, begin);
  const std::size_t last = end * out.length;
  forEachBlockOf(rng, first, begin * out.length, last, [&](const Block& block, std::size_t at) {
    std::uint32_t on = 0;
    for (std::size_t i = 0; i < 4 && at + 4 * i < last; ++i) {
      float* const value = a_to_p.data() + at + 4 * i;
      const std::size_t count = last - at - 4 * i;
      const F32x4 a = loadUpTo4(value, count), chance = sigmoidOf(a);
      storeUpTo4(value, chance, count);
      on |= highBits(drawSigmoid(rng, first, at + 4 * i, block.word[i], a, chance)) << (4 * i);
    }
    // The lanes beyond the end were compared with sigmoid(0); append() cuts them off.
    writer.append(on, std::min<std::size_t>(16, last - at));
  });
}

void sampleSigmoidRows(Rng& rng, std::span<float> a_to_p, std::size_t begin, std::size_t end, Bits& out, Team* team) {
  const std::size_t k = out.length;
  HARMONIUM_ASSERT(a_to_p.size() == out.rows * k && begin <= end && end <= out.rows && begin * k % 16 == 0);
  // A sigmoid with its random number takes a few nanoseconds, so 12000 values are tens of microseconds.
  constexpr std::size_t kPart = 3000, kWorthSharing = 12000;
  const std::size_t some = (end - begin) * k;
  if (some == 0) return;
  // The number of the block that element 0 would have.
  const std::uint64_t first = takeBlocksFor(rng, some) - begin * k / 16;
  // A part has whole rows and begins with a whole block, so its number of rows is a multiple of 16 / gcd(16, k).
  const std::size_t whole = k % 16 == 0 ? 1 : k % 8 == 0 ? 2 : k % 4 == 0 ? 4 : k % 2 == 0 ? 8 : 16;
  const std::size_t rows = whole * ((kPart + whole * k - 1) / (whole * k));
  shareOut(team, some >= kWorthSharing, (end - begin + rows - 1) / rows, [&](std::size_t part) {
    const std::size_t from = begin + part * rows;
    sampleRows(rng, first, from, std::min(end, from + rows), a_to_p, out);
  });
}

void sampleSigmoid(Rng& rng, std::span<float> a_to_p, std::size_t m, std::size_t k, Bits& out, Team* team) {
  HARMONIUM_ASSERT(a_to_p.size() == m * k);
  out.resize(m, k);
  sampleSigmoidRows(rng, a_to_p, 0, m, out, team);
}
