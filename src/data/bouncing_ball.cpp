#include "data/bouncing_ball.h"

#include "base/reals.h"
#include "base/rng.h"

#include <cmath>
#include <cstdint>

namespace harmonium {
namespace {

constexpr double kBox = 10, kRadius = 1.2, kSpeed = 0.5, kStep = 0.5;
constexpr int kSteps = 2;  // between two frames
constexpr std::uint64_t kSeed =
    1;  // of Purpose::kData, with an index of its own so that no other set shares its numbers
constexpr std::uint64_t kIndex = 1;

// Place and velocity along one axis.
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

Ball thrown(Rng& rng) {
  const auto anywhere = [&rng] { return kRadius + (kBox - 2 * kRadius) * static_cast<double>(rng.uniform()); };
  Ball ball{};
  ball.down.place = anywhere();
  ball.across.place = anywhere();
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
  const auto middle = [](int pixel) { return (pixel + 0.5) * kBox / kBallSide; };
  for (int row = 0; row < kBallSide; ++row) {
    for (int col = 0; col < kBallSide; ++col) {
      const double y = middle(row) - ball.down.place, x = middle(col) - ball.across.place;
      const double squared = (x * x + y * y) / (kRadius * kRadius);
      // In whole steps, so that the last bits of exp, which machines differ in, do not come into it.
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
    Ball ball = thrown(rng);
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
