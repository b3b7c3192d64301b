// Seeded, counter-based random numbers: the n-th number of a stream is a pure function of (seed, stream, n),
// so a run is the same natively and in every browser, whatever the slices, the vector width or the number of
// threads.
//
// The generator is Threefry-4x32-20 (Salmon, Moraes, Dror, Shaw: Parallel random numbers, as easy as 1, 2, 3;
// SC 2011). Key: seed (two words), purpose, a spare word. Counter: block number (two words), index (two
// words).
//
// One block is 4 counters = 16 words, laid out as four vectors of four lanes: word 4*i + l of block k is
// output word i of counter 4*k + l. kernels/ fills long arrays in the same order, four counters at once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace harmonium {

// What a stream of numbers is for. Two purposes never share numbers, so drawing for a picture can't change
// training.
enum class Purpose : std::uint32_t {
  kParameters = 1,  // initial parameters
  kOrder = 2,       // the order of the examples in an epoch; index: epoch
  kBinarise = 3,    // fresh binary samples of grey pixels; index: update
  kUpdate = 4,      // Gibbs steps inside an update; index: update
  kChains = 5,      // the running fantasy chains; index: steps so far
  kMeasure = 6,     // estimates; index: the measure's own seed
  kData = 7,        // data made by a generator
  kSample = 8,      // samples asked for from outside; index: the caller's seed
};

using Counter = std::array<std::uint32_t, 4>;
using Key = std::array<std::uint32_t, 4>;

// The block function itself, as in the paper: 20 rounds.
Counter threefry4x32(Counter counter, const Key& key);

// 24 random bits as a float in [0, 1): every value is a multiple of 2^-24.
inline float unitFloat(std::uint32_t bits) {
  return static_cast<float>(bits >> 8) * 0x1p-24f;
}

class Rng {
 public:
  Rng(std::uint64_t seed, Purpose purpose, std::uint64_t index = 0);

  std::uint32_t bits();  // 32 random bits
  float uniform();       // [0, 1)
  float normal();        // mean 0, variance 1: Box-Muller of two words, in double, the same bits everywhere
  std::uint32_t below(std::uint32_t count);  // 0 .. count - 1, without bias; count >= 1

  // For kernels/: the state that says which words come next. A bulk fill starts at the next whole block.
  const Key& key() const { return key_; }
  Counter counterOf(std::uint64_t block_counter) const;
  std::uint64_t takeBlocks(std::uint64_t count);  // skips to a whole block, reserves `count` of them, returns the first

 private:
  void refill();

  Key key_;
  std::uint64_t index_;
  std::uint64_t next_block_ = 0;           // blocks of four counters used so far
  std::array<std::uint32_t, 16> words_{};  // the block being handed out word by word
  std::size_t used_ = 16;
};

}  // namespace harmonium
