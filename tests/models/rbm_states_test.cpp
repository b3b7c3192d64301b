// Tests of LayerStates, which holds the states of a layer as numbers and as bits.
#include "models/layers/layer_states.h"
#include "models/rbm/rbm_model.h"

#include <catch2/catch_test_macros.hpp>

#include <cmath>

using namespace harmonium;

namespace {
Matrix someStates() {
  Matrix m(3, 2);
  m << 1, 0, 0, 1, 1, 1;
  return m;
}
}  // namespace

TEST_CASE("States are the same in both forms, whichever was written last", "[rbm][states]") {
  LayerStates states, copy;
  CHECK(states.examples() == 0);
  states.newNumbers() = someStates();
  CHECK(states.examples() == 2);
  CHECK(states.bits().words == std::vector<std::uint32_t>{0b101, 0b110});
  copy.copyBits(states);
  CHECK(copy.examples() == 2);
  CHECK(copy.numbers() == someStates());

  kernels::Bits& bits = states.newBits();
  bits.resize(1, 4);
  bits.words = {0b1001};
  CHECK(states.examples() == 1);
  CHECK(states.numbers() == Matrix(Vector{{1, 0, 0, 1}}));
  CHECK(copy.numbers() == someStates());

  // A change of the numbers is a change of the bits, even when those have been asked for before.
  CHECK(states.bits().words == std::vector<std::uint32_t>{0b1001});
  states.changeNumbers()(1, 0) = 1;
  CHECK(states.bits().words == std::vector<std::uint32_t>{0b1011});
}

TEST_CASE("A team of any size gives a machine the same parameters", "[rbm][learner][team]") {
  // Large enough that products, samples and steps are shared.
  Matrix data(200, 100);
  Rng coins(3, Purpose::kData);
  for (float& x : flat(data)) x = coins.uniform() < 0.3f ? 1.0f : 0.0f;
  for (const char* method : {"cd", "pcd"}) {
    const auto learnt = [&](Team* team) {
      Settings settings(Rbm::options());
      REQUIRE(settings.set("hidden", 250).ok());
      REQUIRE(settings.set("chains", 60).ok());
      REQUIRE(settings.setChoice("method", method).ok());
      Rbm rbm;
      rbm.useTeam(team);
      rbm.initialise(settings, {.rows = 10, .cols = 20, .examples = 100, .mean = data.rowwise().mean(), .binary = true},
                     1);
      for (std::uint64_t update = 0; update < 3; ++update) {
        rbm.beginUpdate(data, {.update = update});
        Rng rng(1, Purpose::kUpdate, update);
        for (std::size_t phase = 0; phase < rbm.phases().size(); ++phase) rbm.runWholePhase(phase, rng);
      }
      return rbm.machine();
    };
    const RbmParameters alone = learnt(nullptr);
    for (const int members : {2, 3}) {
      Team team(members);
      const RbmParameters shared = learnt(&team);
      INFO(method << ", " << members << " members");
      CHECK(shared.W == alone.W);
      CHECK(shared.b == alone.b);
      CHECK(shared.c == alone.c);
    }
  }
}

TEST_CASE("Grey data learn from the samples they are said to learn from, biases too", "[rbm][learner]") {
  constexpr int kExamples = 8;
  Matrix grey(6, kExamples);
  Rng noise(5, Purpose::kData);
  kernels::uniform(noise, flat(grey));
  for (const char* method : {"cd", "pcd"}) {
    Settings settings(Rbm::options());
    REQUIRE(settings.set("hidden", 3).ok());
    REQUIRE(settings.set("chains", kExamples).ok());
    REQUIRE(settings.setChoice("method", method).ok());
    REQUIRE(settings.setChoice("reconstruction", "samples").ok());
    Rbm rbm;
    rbm.initialise(settings,
                   {.rows = 2, .cols = 3, .examples = kExamples, .mean = grey.rowwise().mean(), .binary = false}, 1);
    rbm.beginUpdate(grey, {});
    Rng rng(1, Purpose::kUpdate);
    for (std::size_t phase = 0; phase < rbm.phases().size(); ++phase) rbm.runWholePhase(phase, rng);
    // The oracle: of samples, each unit is on in a whole number of the examples.
    const Vector on = kExamples * (grey.rowwise().mean() - rbm.gradient().b);
    for (const float count : on) CHECK(std::abs(count - std::round(count)) < 1e-4f);
  }
}
