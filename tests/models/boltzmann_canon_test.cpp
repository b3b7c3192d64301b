// The experiments of 1985 and 1986 at full length: how often and how well they succeed. They take minutes, so their tag
// hides them:
//   harmonium_tests "[.canon]"
// Every run is a preset with another seed. The model computes exactly what the test counts.
#include "models/boltzmann/boltzmann_learner.h"
#include "session/session.h"
#include "tests/support/experiments.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>

using namespace harmonium;

namespace {

// The newest reading of a curve after `epochs` epochs of a preset.
double readingAfter(std::string_view preset, std::uint64_t seed, std::uint64_t epochs, std::string_view reading) {
  const std::vector<Preset>& presets = BoltzmannMachine::presets();
  const auto found = std::ranges::find(presets, preset, &Preset::name);
  REQUIRE(found != presets.end());
  const auto session = experiments::open(R"({"model":"boltzmann","data":")" + found->data + R"(","seed":)" +
                                         std::to_string(seed) + R"(,"settings":)" + found->settings + "}");
  // The newest reading is at most a fifth of the updates old; where rates fall to zero, nothing moves in the last one.
  session->train((epochs * 5 / 4 + 1) * session->updatesPerEpoch(), 1e12);
  CHECK_FALSE(session->progress().diverged);
  for (const Curve& curve : session->snapshot({}).curves) {
    if (curve.name == reading) return static_cast<double>(curve.y.back());
  }
  FAIL("no curve " << reading);
  return 0;
}

int solvedOf(std::string_view preset, int runs, std::uint64_t epochs) {
  int solved = 0;
  for (int seed = 1; seed <= runs; ++seed) {
    solved += readingAfter(preset, static_cast<std::uint64_t>(seed), epochs, "completed") == 1 ? 1 : 0;
  }
  return solved;
}

}  // namespace

TEST_CASE("4-2-4 encoder: 250 runs", "[.canon]") {
  // Ackley, Hinton & Sejnowski (1985): 250 of 250. Here 247 within 4,000 updates.
  const int solved = solvedOf("encoder", 250, 4000);
  WARN("4-2-4 encoder solved in " << solved << " of 250 runs");
  CHECK(solved == 247);  // runs are the same bits everywhere
}

TEST_CASE("8-3-8 encoder: 20 runs", "[.canon]") {
  // Ackley, Hinton & Sejnowski (1985): 16 of 20 found all eight codes. The others stay at seven, two patterns sharing
  // one.
  const int solved = solvedOf("encoder8", 20, 10000);
  WARN("8-3-8 encoder solved in " << solved << " of 20 runs");
  CHECK(solved == 13);  // runs are the same bits everywhere
}

TEST_CASE("Shifter: five runs", "[.canon]") {
  // Hinton & Sejnowski (1986): 50 to 89 % recognised, by how many bits are on; a later reproduction has 92.3 %. 762 of
  // 768, 99.2 %, is the most there is.
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const double share = readingAfter("shifter", seed, 80, "completed");
    WARN("shifter, seed " << seed << ": " << 100 * share << " % recognised");
    CHECK(share > 0.923);
  }
}

TEST_CASE("Parity: ten runs with and without hidden units", "[.canon]") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const double hidden = readingAfter("parity", seed, 3000, "divergence");
    const double visible = readingAfter("parityVisible", seed, 3000, "divergence");
    WARN("parity, seed " << seed << ": KL " << hidden << " nats with hidden units, " << visible << " without");
    CHECK(hidden < 0.1);
    CHECK(visible > 0.6931);
    CHECK(visible < 0.6932);
  }
}

TEST_CASE("Bars and stripes: five runs", "[.canon]") {
  // The rows themselves bound the mean log-likelihood: -2.599302 (3x3), -3.379093 (4x4).
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const double small = readingAfter("bars", seed, 3000, "logLikelihood");
    const double large = readingAfter("bars4", seed, 3000, "logLikelihood");
    WARN("bars and stripes, seed " << seed << ": " << small << " nats (3x3), " << large << " nats (4x4)");
    CHECK(small > -2.75);
    CHECK(small < -2.599302);
    CHECK(large > -3.75);
    CHECK(large < -3.379093);
  }
}
