// Arithmetic on flat arrays. This folder is the only code that uses vector instructions.
//
// The contract of every function (contract.inl declares them):
// - Arrays are row-major and dense. Examples are rows: [N, V] holds N examples of V values. They need no alignment.
// - An input and an output may be the same array only where the declaration says so. They must not overlap otherwise.
// - Every build gives the same bits. Each body is written once (*.inl) for four lanes and compiled for SSE2,
// WebAssembly
//   SIMD128 and plain scalar code. There are no fused operations. Each output has one chain of additions in the stated
//   order.
// - A NaN input gives a NaN in every output that depends on it, and in no other. The bits of the NaN are not specified.
// - Only Bits::resize and functions that resize a Bits allocate. Products use up to 70 KB of stack.
// - A team shares the work where it pays. The output is cut by its shape alone, so results do not depend on the team.
// - Wrong sizes are bugs and fail an assertion.
//
// kernels::scalar and kernels::simd exist in every build, so that one test can compare them. HARMONIUM_SIMD selects
// which of them kernels::product and the other names refer to.
#pragma once

#include "base/rng.h"
#include "base/team.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace harmonium::kernels {

// A matrix [rows, length] of 0/1 values, 32 per word: bit b of word w of a row is element 32 w + b. The bits of the
// last word beyond `length` are 0. The binary products read this.
struct Bits {
  std::size_t rows = 0, length = 0;
  std::vector<std::uint32_t> words;         // [rows, wordsPerRow()]
  mutable std::vector<std::uint32_t> room;  // scratch: a product writes its steps here, so it need not allocate

  std::size_t wordsPerRow() const { return (length + 31) / 32; }
  std::uint32_t* row(std::size_t i) { return words.data() + i * wordsPerRow(); }
  const std::uint32_t* row(std::size_t i) const { return words.data() + i * wordsPerRow(); }
  void resize(std::size_t new_rows, std::size_t new_length);  // sets all values to 0; reuses its memory
};

// What the outputs of a product start from. kZero: +0. kBias: one value per column, the same for every row. kKeep: the
// present values of the output.
enum class Start { kZero, kBias, kKeep };
// kAdd: start + product. kSubtract: start - product, with each term subtracted in order.
enum class Sign { kAdd, kSubtract };

// The columns of C that a call of a product computes: begin .. end - 1, without those beyond the last. `begin` is a
// multiple of kCut. A product may so be made by several calls, in any order, with the same bits.
inline constexpr std::size_t kCut = 32;
struct Cut {
  std::size_t begin = 0, end = static_cast<std::size_t>(-1);
};

// How many outputs of a dense product stay in registers at once. k4x8 suits the 16 vector registers of x86, and k6x8
// the 32 of Arm. The wrong tile halves the speed and changes no bit.
enum class Tile { k4x8, k6x8 };
// The tile for this processor. A browser does not tell a program which processor it runs on. But inf - inf is a NaN
// whose sign bit is set on x86 and clear on Arm, so the function computes that.
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
