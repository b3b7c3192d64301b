// Seeded, counter-based random numbers. The n-th number of a stream is a pure function of (seed, purpose, index, n). So
// a run is the same natively and in every browser, and it depends neither on how the work is cut into slices, nor on
// the vector width, nor on the number of threads.
//
// The generator is Threefry-4x32-20 (Salmon, Moraes, Dror, Shaw: Parallel random numbers, as easy as 1, 2, 3; SC 2011).
// The key holds the seed (two words), the purpose, and 0 for words in order or 1 for furtherBits(). The counter holds a
// block counter (two words) and the index (two words).
//
// One block is 4 counters = 16 words, in the order of four vectors of four lanes: word 4 i + l of block k is output
// word i of counter 4 k + l. kernels/ fills long arrays in the same order, four counters at once.
#pragma once

#include "base/numbers.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace harmonium {

// What a stream of numbers is for. Streams of different purposes are independent, so drawing samples for a picture
// cannot change training. The numeric values are part of the key; a changed value changes every seeded run.
enum class Purpose : std::uint32_t {
  kParameters = 1,  // initial parameters
  kOrder = 2,       // the order of the examples in an epoch; the index is the epoch
  kBinarise = 3,    // binary samples of grey pixels, new in every update; the index is the update
  kUpdate = 4,      // Gibbs steps inside an update; the index is the update
  kChains = 5,      // the chains that run on screen; the index is the number of steps so far
  kMeasure = 6,     // estimates of measures; the index tells the streams of one measure apart
  kData = 7,        // generated data sets
  kSample = 8,      // samples that a caller of the API asks for; the index is the caller's seed
};

using Counter = std::array<std::uint32_t, 4>;
using Key = std::array<std::uint32_t, 4>;

// The block function of the paper, with 20 rounds.
Counter threefry4x32(Counter counter, const Key& key);

// 24 random bits as a float in [0, 1): every value is a multiple of 2^-24.
inline float unitFloat(std::uint32_t bits) {
  return toFloat(bits >> 8) * 0x1p-24f;
}

class Rng {
 public:
  Rng(std::uint64_t seed, Purpose purpose, std::uint64_t index = 0);

  std::uint32_t bits();  // 32 random bits
  float uniform();       // [0, 1)
  // [0, 1) with 64 bits: 0 comes once in 2^64 draws. It takes one word, as uniform() does, and has the same highest
  // bits.
  double fineUniform();
  float normal();  // mean 0, variance 1: Box-Muller of two words in double, with the same bits everywhere
  std::uint32_t below(std::uint32_t count);  // 0 .. count - 1, each equally likely; count >= 1

  // For kernels/: the state that determines the next words. A bulk fill starts at the next whole block.
  const Key& key() const { return key_; }
  Counter counterOf(std::uint64_t block_counter) const;
  // 32 more bits for word `element`, 0 .. 15, of a block, independent of all words: for draws that 24 bits do not
  // decide.
  std::uint32_t furtherBits(std::uint64_t block, std::size_t element) const;
  std::uint64_t takeBlocks(std::uint64_t count);  // reserves `count` whole blocks and returns the number of the first

 private:
  void refill();

  Key key_;
  std::uint64_t index_;
  std::uint64_t next_block_ = 0;           // the number of blocks used so far
  std::array<std::uint32_t, 16> words_{};  // the block that bits() returns word by word
  std::size_t used_ = 16;                  // words of that block already returned; 16: none are left
};

}  // namespace harmonium
