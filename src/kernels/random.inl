// Threefry-4x32-20 (base/rng.h), four counters at once, and what is drawn with it.

// The sixteen words of a block: word 4i + l of the block is lane l of word[i].
struct Block {
  U32x4 word[4];
};

// A single block is one long chain of dependent steps; two side by side keep the processor busy.
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

// Two rounds: words 0 and 2 take in 1 and 3, then 3 and 1.
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

// The counters of a block: `first` is a multiple of four, so adding 0 to 3 never carries.
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

// visit(block, at): as many whole blocks as `size` values need; block words go to elements at, at + 1, ...
template <typename Visit>
inline void forEachBlock(Rng& rng, std::size_t size, Visit visit) {
  const KeySchedule key(rng.key());
  const std::uint64_t blocks = (size + 15) / 16;
  const std::uint64_t first = rng.takeBlocks(blocks);
  for (std::uint64_t block = 0; block < blocks; block += 2) {
    BlockPair x = {
        {countersFrom(rng.counterOf(4 * (first + block))), countersFrom(rng.counterOf(4 * (first + block + 1)))}};
    randomise(x, key);
    const std::size_t at = static_cast<std::size_t>(16 * block);
    visit(x.block[0], at);
    if (block + 1 < blocks) visit(x.block[1], at + 16);
  }
}

// visit(words, at, count): the same, a vector at a time.
template <typename Visit>
inline void forEachDraw(Rng& rng, std::size_t size, Visit visit) {
  forEachBlock(rng, size, [&](const Block& block, std::size_t at) {
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

void uniform(Rng& rng, std::span<float> out) {
  forEachDraw(rng, out.size(), [&](U32x4 bits, std::size_t at, std::size_t count) {
    storeUpTo4(out.data() + at, unitFloats(bits), count);
  });
}

void normal(Rng& rng, float mean, float deviation, std::span<float> out) {
  forEachBlock(rng, out.size(), [&](const Block& block, std::size_t at) {
    for (std::size_t i = 0; i < 4 && at + 4 * i < out.size(); i += 2) {
      // 1 - u is in (0, 1], so the logarithm is finite: the largest value is 5.8 deviations out.
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
  forEachDraw(rng, out.size(), [&](U32x4 bits, std::size_t at, std::size_t count) {
    const F32x4 chance = loadUpTo4(p.data() + at, count);
    storeUpTo4(out.data() + at, onWhere(less(unitFloats(bits), chance)), count);
  });
}

void sigmoidBernoulli(Rng& rng, std::span<float> a_to_p, std::span<float> out) {
  HARMONIUM_ASSERT(a_to_p.size() == out.size());
  forEachDraw(rng, out.size(), [&](U32x4 bits, std::size_t at, std::size_t count) {
    const F32x4 chance = sigmoidOf(loadUpTo4(a_to_p.data() + at, count));
    storeUpTo4(a_to_p.data() + at, chance, count);
    storeUpTo4(out.data() + at, onWhere(less(unitFloats(bits), chance)), count);
  });
}
