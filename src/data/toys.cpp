#include "data/toys.h"

#include "base/numbers.h"
#include "base/turns.h"
#include "data/densities.h"

#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace harmonium {
namespace {

struct Point {
  double x, y;
};

// Each set has its own seed, so that no two sets share random numbers.
enum class Seed : std::uint64_t {
  kRing = 1,
  kGrid,
  kMoons,
  kSpirals,
  kSwissRoll,
  kCheckerboard,
  kLine,
  kUnequal,
  kTwoBumps,
  kComb,
};

// A function that writes a point into out[values] and returns its label.
using Drawing = std::function<std::int16_t(Rng& rng, float* out)>;

Split drawnSplit(int examples, int values, const Drawing& draw, Rng& rng) {
  Split split;
  split.examples = examples;
  split.values = values;
  split.floats.resize(toSize(examples) * toSize(values));
  for (int n = 0; n < examples; ++n) {
    split.labels.push_back(draw(rng, split.floats.data() + toIndex(n) * values));
  }
  return split;
}

Dataset drawn(std::shared_ptr<const Density> density, Seed seed, std::vector<std::string> classes,
              const Drawing& draw) {
  Dataset set;
  set.rows = 1;
  set.cols = density->dimensions();
  set.real = true;
  set.value_names = set.cols == 1 ? std::vector<std::string>{"x"} : std::vector<std::string>{"x", "y"};
  set.density = std::move(density);
  set.class_names = std::move(classes);
  Rng rng(toU64(seed), Purpose::kData);
  set.train = drawnSplit(kToyTraining, set.cols, draw, rng);
  set.test = drawnSplit(kToyTest, set.cols, draw, rng);
  // A set without classes has no labels, so measures that need labels refuse it.
  if (set.class_names.empty()) set.train.labels = set.test.labels = {};
  return set;
}

std::vector<std::string> numbered(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 1; i <= count; ++i) names.push_back(std::to_string(i));
  return names;
}

// Draws a set from a mixture. With c classes and b bumps, the first b / c bumps belong to the first class, the next
// b / c to the second, and so on.
Dataset fromMixture(int dimensions, std::vector<Bump> bumps, bool separate, Seed seed,
                    std::vector<std::string> classes) {
  auto mixture = std::make_shared<GaussianMixture>(dimensions, std::move(bumps), separate);
  const std::size_t each = classes.empty() ? 1 : mixture->bumps().size() / classes.size();
  return drawn(mixture, seed, std::move(classes), [mixture, each](Rng& rng, float* out) {
    return static_cast<std::int16_t>(mixture->draw(rng, out) / each);
  });
}

// Bumps of equal weight and width on a line, one class per bump.
Dataset onLine(std::vector<double> centres, double deviation, Seed seed) {
  std::vector<Bump> bumps;
  for (const double centre : centres) bumps.push_back({.x = centre, .y = 0, .deviation = deviation});
  return fromMixture(1, bumps, true, seed, numbered(bumps.size()));
}

// Places `count` bumps along curve(t), 0 <= t <= 1, at equal distances along the curve. Equal steps of t would crowd
// the bumps where the curve is slow. The curve's length is measured on 2000 straight pieces.
void placeAlong(const std::function<Point(double)>& curve, std::size_t count, double deviation,
                std::vector<Bump>& bumps) {
  constexpr std::size_t kPieces = 2000;
  std::vector<Point> points;
  std::vector<double> lengths;  // from the start to each point
  for (std::size_t i = 0; i <= kPieces; ++i) {
    points.push_back(curve(toDouble(i) / kPieces));
    if (i == 0) {
      lengths.push_back(0);
      continue;
    }
    const double dx = points[i].x - points[i - 1].x, dy = points[i].y - points[i - 1].y;
    lengths.push_back(lengths.back() + std::sqrt(dx * dx + dy * dy));
  }
  std::size_t piece = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const double wanted = lengths.back() * toDouble(k) / toDouble(count - 1);
    while (piece + 2 < points.size() && lengths[piece + 1] < wanted) ++piece;
    const double share = (wanted - lengths[piece]) / (lengths[piece + 1] - lengths[piece]);
    const Point &from = points[piece], &to = points[piece + 1];
    bumps.push_back(
        {.x = from.x + share * (to.x - from.x), .y = from.y + share * (to.y - from.y), .deviation = deviation});
  }
}

Point onCircle(double radius, double turns) {
  // cosineOfTurn() takes angles in [0, 1) only.
  const double turn = turns - std::floor(turns);
  return {radius * cosineOfTurn(turn), radius * sineOfTurn(turn)};
}

}  // namespace

Dataset ringOfBumps() {
  std::vector<Bump> bumps;
  for (int k = 0; k < 8; ++k) {
    const Point centre = onCircle(2, k / 8.0);
    bumps.push_back({.x = centre.x, .y = centre.y, .deviation = 0.15});
  }
  return fromMixture(2, bumps, true, Seed::kRing, numbered(8));
}

Dataset gridOfBumps() {
  std::vector<Bump> bumps;
  for (int row = -2; row <= 2; ++row) {
    for (int column = -2; column <= 2; ++column) {
      bumps.push_back({.x = toDouble(column), .y = toDouble(row), .deviation = 0.1});
    }
  }
  return fromMixture(2, bumps, true, Seed::kGrid, numbered(25));
}

Dataset twoMoons() {
  constexpr double kRadius = 1.5, kDeviation = 0.12;
  std::vector<Bump> bumps;
  const auto upper = [](double t) {
    const Point p = onCircle(kRadius, t / 2);
    return Point{p.x - kRadius / 2, p.y - kRadius / 4};
  };
  placeAlong(upper, 40, kDeviation, bumps);
  // The lower moon is the upper one rotated by half a turn about the origin.
  placeAlong([&upper](double t) { return Point{-upper(t).x, -upper(t).y}; }, 40, kDeviation, bumps);
  return fromMixture(2, bumps, false, Seed::kMoons, {"upper moon", "lower moon"});
}

Dataset twoSpirals() {
  std::vector<Bump> bumps;
  const auto arm = [](double t) { return onCircle(0.4 + 1.9 * t, 1.5 * t); };
  placeAlong(arm, 90, 0.1, bumps);
  placeAlong([&arm](double t) { return Point{-arm(t).x, -arm(t).y}; }, 90, 0.1, bumps);
  return fromMixture(2, bumps, false, Seed::kSpirals, {"first arm", "second arm"});
}

Dataset swissRoll() {
  // The Swiss roll of Tenenbaum, de Silva & Langford (2000) in cross-section: the angle runs from 1.5 pi to 4.5 pi, and
  // the radius is proportional to it.
  std::vector<Bump> bumps;
  placeAlong([](double t) { return onCircle(2.4 * (1 + 2 * t) / 3, 0.75 + 1.5 * t); }, 120, 0.1, bumps);
  return fromMixture(2, bumps, false, Seed::kSwissRoll, {});
}

Dataset checkerboard() {
  auto board = std::make_shared<Checkerboard>(4, 2.0);
  return drawn(board, Seed::kCheckerboard, numbered(8),
               [board](Rng& rng, float* out) { return static_cast<std::int16_t>(board->draw(rng, out)); });
}

Dataset noisyLine() {
  auto line = std::make_shared<GaussianLine>(std::array{0.5, 0.25}, std::array{1.2, 0.8}, 0.3);
  return drawn(line, Seed::kLine, {}, [line](Rng& rng, float* out) {
    line->draw(rng, out);
    return Split::kNoLabel;
  });
}

Dataset unequalBumps() {
  return fromMixture(1,
                     {{.x = -1.5, .y = 0, .deviation = 0.3, .weight = 0.5},
                      {.x = 0.5, .y = 0, .deviation = 0.6, .weight = 0.3},
                      {.x = 2, .y = 0, .deviation = 0.2, .weight = 0.2}},
                     false, Seed::kUnequal, numbered(3));
}

Dataset twoBumps() {
  return onLine({-1.5, 1.5}, 0.4, Seed::kTwoBumps);
}

Dataset combOfBumps() {
  return onLine({-2, -1, 0, 1, 2}, 0.15, Seed::kComb);
}

}  // namespace harmonium
