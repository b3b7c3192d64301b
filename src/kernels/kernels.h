// Arithmetic on flat arrays: the only code here that knows vector instructions.
//
// Contract of every function (the list: contract.inl)
// - Arrays are row-major and dense; examples are rows: [N, V] is N examples of V values. They need no alignment.
// - Inputs and outputs may be the same array where "in place" is said, and must not overlap otherwise.
// - Same bits in every build: each body is written once (*.inl) on four lanes, and compiled for SSE2, wasm SIMD128 and
//   plain scalar code. No fused operations; each output has one chain of additions in the order stated.
// - A NaN in gives a NaN out in every output that depends on it and in no other; which NaN is not fixed.
// - Nothing allocates but Bits::resize. Products use up to 70 KB of stack.
// - A team shares the work where it pays: the output is cut by its shape alone, so results do not depend on it.
//
// kernels::scalar and kernels::simd are always both there, so that one test compares them; kernels::product
// and so on are the build's choice between the two (HARMONIUM_SIMD).
#pragma once

#include "base/rng.h"
#include "base/team.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace harmonium::kernels {

// The 0/1 values of a matrix [rows, length], 32 to a word: bit b of word w of a row is element 32 w + b. The
// bits of the last word that lie beyond `length` are 0. This is what the binary products read.
struct Bits {
  std::size_t rows = 0, length = 0;
  std::vector<std::uint32_t> words;         // [rows, wordsPerRow()]
  mutable std::vector<std::uint32_t> room;  // where the products write down what is on

  std::size_t wordsPerRow() const { return (length + 31) / 32; }
  std::uint32_t* row(std::size_t i) { return words.data() + i * wordsPerRow(); }
  const std::uint32_t* row(std::size_t i) const { return words.data() + i * wordsPerRow(); }
  void resize(std::size_t new_rows, std::size_t new_length);  // all values become 0; keeps its memory
};

// How an output of a product starts. kBias: every row starts from the same vector of one value a column.
enum class Start { kZero, kBias, kKeep };
// kAdd: start + product. kSubtract: start - product (each term is subtracted in order).
enum class Sign { kAdd, kSubtract };

// How many outputs of a dense product are kept in registers at once: what suits the 16 vector registers of x86, or the
// 32 of Arm. The wrong one costs half the speed and no bit.
enum class Tile { k4x8, k6x8 };
// The one for this processor. No program for a browser is told where it runs, but inf - inf is a NaN whose sign is set
// on x86 and clear on Arm.
Tile fittingTile();

namespace scalar {
#include "kernels/contract.inl"
}
namespace simd {
#include "kernels/contract.inl"
}

#if defined(HARMONIUM_SIMD) && HARMONIUM_SIMD
using namespace simd;  // NOLINT: the build's choice
#else
using namespace scalar;  // NOLINT
#endif

const char* instructionSet();  // of kernels::simd in this build: "sse2", "wasm-simd128" or "scalar"

}  // namespace harmonium::kernels
