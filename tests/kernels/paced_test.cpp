// Kernels that stop on the way: the bits of the kernels that do not, wherever they stop.
#include "kernels/paced.h"

#include "tests/kernels/kernel_tests.h"

#include <catch2/catch_test_macros.hpp>

namespace harmonium::test {
namespace {

using kernels::Bits;
using kernels::Sign;
using kernels::Start;

// Runs the work that `start` begins, with a stop after every piece. Returns how often it stopped.
template <typename Begin>
int inPieces(Begin begin) {
  Pace pace;
  pace.allow(1);
  Work work = begin(pace);
  work.begin();
  int stops = 0;
  while (!work.done()) {
    ++stops;
    pace.allow(1);
    pace.resume();
  }
  return stops;
}

}  // namespace

TEST_CASE("paced products give the bits of whole ones", "[kernels][paced][bits]") {
  // Large enough for several pieces; the last one is narrow.
  constexpr std::size_t kM = 300, kK = 700, kN = 75;
  const std::vector<float> a = spreadValues(kM * kK, 2, 1), b = spreadValues(kK * kN, 2, 2);
  const std::vector<float> bias = spreadValues(kN, 2, 3), before = spreadValues(kM * kN, 2, 4);
  Team two(2);
  for (Team* team : {static_cast<Team*>(nullptr), &two}) {
    for (const Start start : {Start::kZero, Start::kBias, Start::kKeep}) {
      const std::vector<float> of = start == Start::kBias ? bias : std::vector<float>();
      std::vector<float> whole = before, paced = before;
      kernels::product(a, b, kM, kK, kN, start, of, Sign::kSubtract, whole);
      CHECK(inPieces([&](Pace& pace) {
              return kernels::paced::product(pace, a, b, kM, kK, kN, start, of, Sign::kSubtract, paced, team);
            }) > (team == nullptr ? 2 : 0));
      CHECK(sameBits(paced, whole));

      const std::vector<float> b_transposed = transposed(b, kK, kN), a_transposed = transposed(a, kM, kK);
      paced = before;
      inPieces([&](Pace& pace) {
        return kernels::paced::productTransposedB(pace, a, b_transposed, kM, kK, kN, start, of, Sign::kSubtract, paced,
                                                  team);
      });
      CHECK(sameBits(paced, whole));
      paced = before;
      inPieces([&](Pace& pace) {
        return kernels::paced::productTransposedA(pace, a_transposed, b, kM, kK, kN, start, of, Sign::kSubtract, paced,
                                                  team);
      });
      CHECK(sameBits(paced, whole));
    }
  }
}

TEST_CASE("paced binary products give the bits of whole ones", "[kernels][paced][bits]") {
  constexpr std::size_t kM = 1300, kK = 800, kN = 75;
  const std::vector<float> b = spreadValues(kK * kN, 2, 2), bias = spreadValues(kN, 2, 3);
  const std::vector<float> b_transposed = transposed(b, kK, kN);
  Bits bits;
  kernels::packRows(coins(kM * kK, 0.3f, 5), kM, kK, bits);
  std::vector<float> whole(kM * kN), paced(kM * kN, 7.0f);
  kernels::binaryProduct(bits, b, kN, Start::kBias, bias, whole);
  CHECK(inPieces([&](Pace& pace) {
          return kernels::paced::binaryProduct(pace, bits, b, kN, Start::kBias, bias, paced, nullptr);
        }) >= 2);
  CHECK(sameBits(paced, whole));
  std::ranges::fill(paced, 7.0f);
  CHECK(inPieces([&](Pace& pace) {
          return kernels::paced::binaryProductTransposedB(pace, bits, b_transposed, kN, Start::kBias, bias, paced,
                                                          nullptr);
        }) >= 2);
  CHECK(sameBits(paced, whole));
}

TEST_CASE("paced draws take the random numbers of whole ones", "[kernels][paced][bits]") {
  // Rows of 37 bits, so that only every sixteenth row begins with a whole block of random numbers.
  constexpr std::size_t kRows = 20000, kLength = 37, kSize = kRows * kLength;
  const std::vector<float> input = spreadValues(kSize, 3, 1);
  Rng one(1, Purpose::kUpdate), other(1, Purpose::kUpdate);
  {
    std::vector<float> whole = input, paced = input;
    Bits whole_bits, paced_bits;
    kernels::sampleSigmoid(one, whole, kRows, kLength, whole_bits);
    CHECK(inPieces([&](Pace& pace) {
            return kernels::paced::sampleSigmoid(pace, other, paced, kRows, kLength, paced_bits, nullptr);
          }) > 1);
    CHECK(sameBits(paced, whole));
    CHECK(paced_bits.words == whole_bits.words);
  }
  const auto compare = [&](auto whole_draw, auto paced_draw) {
    std::vector<float> whole = input, paced = input;
    whole_draw(whole);
    CHECK(inPieces([&](Pace& pace) { return paced_draw(pace, std::span<float>(paced)); }) > 1);
    CHECK(sameBits(paced, whole));
    CHECK(one.uniform() == other.uniform());  // both have taken as many
  };
  compare([&](std::vector<float>& x) { kernels::normal(one, 1, 2, x); },
          [&](Pace& pace, std::span<float> x) { return kernels::paced::normal(pace, other, 1, 2, x); });
  compare([&](std::vector<float>& x) { kernels::sigmoid(x, x); },
          [&](Pace& pace, std::span<float> x) { return kernels::paced::sigmoid(pace, x, x); });
  compare([&](std::vector<float>& x) { kernels::bernoulli(one, x, x); },
          [&](Pace& pace, std::span<float> x) { return kernels::paced::bernoulli(pace, other, x, x); });
  compare([&](std::vector<float>& x) { kernels::exp(x, x); },
          [&](Pace& pace, std::span<float> x) { return kernels::paced::exp(pace, x, x); });
  std::vector<float> states(kSize), paced_states(kSize);
  compare(
      [&](std::vector<float>& x) { kernels::sigmoidBernoulli(one, x, states); },
      [&](Pace& pace, std::span<float> x) { return kernels::paced::sigmoidBernoulli(pace, other, x, paced_states); });
  CHECK(sameBits(paced_states, states));
}

}  // namespace harmonium::test
