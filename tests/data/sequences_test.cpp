// Sequences: examples with boundaries, and what lies before an example.
#include "data/bouncing_ball.h"
#include "data/dataset.h"
#include "data/order.h"
#include "session/hash.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

using namespace harmonium;

namespace {

using Indices = std::vector<std::uint32_t>;

// Eight frames of two values, [10 n, 10 n + 1], in sequences of 3, 1 and 4.
Split eightFrames() {
  Split split;
  split.examples = 8;
  split.values = 2;
  split.starts = {0, 3, 4};
  for (int n = 0; n < 8; ++n) {
    for (int i = 0; i < 2; ++i) split.floats.push_back(static_cast<float>(10 * n + i));
  }
  return split;
}

}  // namespace

TEST_CASE("Examples with a past are those far enough from the start of their own sequence", "[data][sequences]") {
  const Split split = eightFrames();
  CHECK(split.withPast(0) == Indices{0, 1, 2, 3, 4, 5, 6, 7});
  CHECK(split.withPast(1) == Indices{1, 2, 5, 6, 7});
  CHECK(split.withPast(2) == Indices{2, 6, 7});
  CHECK(split.withPast(3) == Indices{7});
  CHECK(split.withPast(4).empty());
  CHECK(split.longestHistory() == 3);

  Split independent = eightFrames();
  independent.starts.clear();
  CHECK(independent.withPast(0).size() == 8);
  CHECK(independent.withPast(1).empty());
  CHECK(independent.longestHistory() == 0);
}

TEST_CASE("The past of an example is the frames before it, oldest first", "[data][sequences]") {
  const Split split = eightFrames();
  Matrix past;
  split.loadPast(Indices{7, 2}, 2, past);
  REQUIRE(past.rows() == 4);
  REQUIRE(past.cols() == 2);
  const float expected[2][4] = {{50, 51, 60, 61}, {0, 1, 10, 11}};
  for (Eigen::Index n = 0; n < 2; ++n) {
    for (Eigen::Index i = 0; i < 4; ++i) CHECK(past(i, n) == expected[n][i]);
  }
  const float* memory = past.data();
  split.loadPast(Indices{6, 7}, 2, past);
  CHECK(past.data() == memory);  // nothing was allocated
  CHECK(past(0, 0) == 40);
  split.loadPast(Indices{0, 3}, 0, past);
  CHECK(past.rows() == 0);
  CHECK(past.cols() == 2);
}

TEST_CASE("Given indices are shuffled as a range of the same length is", "[data][order]") {
  EpochOrder range, given;
  Indices all(50);
  std::iota(all.begin(), all.end(), 0u);
  const auto a = range.shuffle(50, 7, 3), b = given.shuffle(all, 7, 3);
  CHECK(std::equal(a.begin(), a.end(), b.begin(), b.end()));

  const Indices some = {3, 5, 8, 13, 21};
  const auto order = given.shuffle(some, 7, 4);
  Indices sorted(order.begin(), order.end());
  std::sort(sorted.begin(), sorted.end());
  CHECK(sorted == some);
  CHECK(given.indices().data() == order.data());
}

TEST_CASE("The ball is where its sequence says, moves half a unit a frame and never leaves the box", "[data][balls]") {
  const Dataset set = bouncingBallFrames();
  REQUIRE(set.train.examples == kBallTraining * kBallFrames);
  REQUIRE(set.train.starts.size() == static_cast<std::size_t>(kBallTraining));
  REQUIRE(set.test.starts.size() == static_cast<std::size_t>(kBallTest));
  CHECK(set.train.longestHistory() == kBallFrames - 1);
  Matrix v;
  set.train.loadRange(0, static_cast<std::uint32_t>(set.train.examples), v);
  // Its middle, seen from the picture: the mean place of the ink, in pixels. A pixel is 1.25 units, so a frame moves it
  // 0.4 pixels where no wall is; the picture is coarse, hence the room.
  const auto middle = [&v](Eigen::Index n) {
    double ink = 0, row = 0, col = 0;
    for (int i = 0; i < kBallSide * kBallSide; ++i) {
      const double x = static_cast<double>(v(i, n));
      ink += x;
      row += x * (i / kBallSide);
      col += x * (i % kBallSide);
    }
    REQUIRE(ink > 1);  // some of it is always to be seen
    return std::pair{row / ink, col / ink};
  };
  double travelled = 0, jumped = 0;
  int steps = 0;
  for (Eigen::Index n = 1; n < 4000; ++n) {
    const auto [row, col] = middle(n);
    const auto [row_before, col_before] = middle(n - 1);
    const double moved = std::hypot(row - row_before, col - col_before);
    if (n % kBallFrames == 0) {
      jumped += moved;
    } else {
      CHECK(moved < 0.8);
      travelled += moved;
      ++steps;
    }
  }
  CHECK(travelled / steps > 0.3);
  CHECK(travelled / steps < 0.45);
  CHECK(jumped / 99 > 1);  // from one sequence to the next it is thrown anew
}

TEST_CASE("The bouncing ball is the same everywhere", "[data][balls]") {
  const Dataset set = bouncingBallFrames();
  std::uint64_t sum = 0, at = 1;
  for (const Split* split : {&set.train, &set.test}) {
    for (const std::uint8_t byte : split->bytes) sum += byte * (at++ % 65'521);
  }
  CHECK(sum == 317'168'492'843u);
}
