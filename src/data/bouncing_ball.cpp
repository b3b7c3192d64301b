#include "data/bouncing_ball.h"

#include "base/reals.h"
#include "base/rng.h"

#include <cmath>
#include <cstdint>

namespace harmonium {
namespace {

constexpr double kBox = 10, kRadius = 1.2, kSpeed = 0.5, kStep = 0.5;
constexpr int kSteps = 2;  // between two frames
// The index is one that no other generated set uses, so no other set shares these random numbers.
constexpr std::uint64_t kSeed = 1;
constexpr std::uint64_t kIndex = 1;

// Position and velocity along one axis. A wall sets the sign of the velocity instead of flipping it, so a ball that is
// still inside the wall in the next step does not turn back into it.
struct Axis {
  double place, velocity;

  void move() {
    place += kStep * velocity;
    if (place < kRadius) velocity = std::abs(velocity);
    if (place > kBox - kRadius) velocity = -std::abs(velocity);
  }
};

struct Ball {
  Axis down, across;
};

Ball randomBall(Rng& rng) {
  const auto anywhere = [&rng] { return kRadius + (kBox - 2 * kRadius) * static_cast<double>(rng.uniform()); };
  Ball ball{};
  ball.down.place = anywhere();
  ball.across.place = anywhere();
  // A direction from two normal numbers is uniform. The loop repeats in the unlikely case that both are 0.
  double length = 0;
  while (length == 0) {
    ball.down.velocity = static_cast<double>(rng.normal());
    ball.across.velocity = static_cast<double>(rng.normal());
    length = std::sqrt(ball.down.velocity * ball.down.velocity + ball.across.velocity * ball.across.velocity);
  }
  ball.down.velocity *= kSpeed / length;
  ball.across.velocity *= kSpeed / length;
  return ball;
}

void draw(const Ball& ball, std::vector<std::uint8_t>& pixels) {
  const auto centreOf = [](int pixel) { return (pixel + 0.5) * kBox / kBallSide; };
  for (int row = 0; row < kBallSide; ++row) {
    for (int col = 0; col < kBallSide; ++col) {
      const double y = centreOf(row) - ball.down.place, x = centreOf(col) - ball.across.place;
      const double squared = (x * x + y * y) / (kRadius * kRadius);
      // The pixel is rounded to a whole byte, as pictures are stored. exp comes from base/reals.h, so the set has the
      // same bytes on every machine.
      pixels.push_back(
          static_cast<std::uint8_t>(std::lround(255 * reals::exp(-squared * squared * squared * squared))));
    }
  }
}

Split sequences(int count, Rng& rng) {
  Split split;
  split.values = kBallSide * kBallSide;
  split.examples = count * kBallFrames;
  split.bytes.reserve(static_cast<std::size_t>(split.examples) * static_cast<std::size_t>(split.values));
  for (int s = 0; s < count; ++s) {
    split.starts.push_back(static_cast<std::uint32_t>(s * kBallFrames));
    Ball ball = randomBall(rng);
    for (int frame = 0; frame < kBallFrames; ++frame) {
      draw(ball, split.bytes);
      for (int step = 0; step < kSteps; ++step) {
        ball.down.move();
        ball.across.move();
      }
    }
  }
  return split;
}

}  // namespace

Dataset bouncingBallFrames() {
  Dataset set;
  set.rows = set.cols = kBallSide;
  Rng rng(kSeed, Purpose::kData, kIndex);
  set.train = sequences(kBallTraining, rng);
  set.test = sequences(kBallTest, rng);
  return set;
}

}  // namespace harmonium
