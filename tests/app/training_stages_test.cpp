// Progress among the stages of training: shares are computed by hand, sentences are quoted as the page shows them.
#include "app/logic/training_stages.h"

#include <catch2/catch_test_macros.hpp>

#include <vector>

namespace harmonium::app {
namespace {

std::vector<StageState> stack() {
  return {{.name = "layer1", .label = "layer 1", .sentence = "An RBM learns the data.", .trains = "W1, b1", .end = 100},
          {.name = "layer2", .label = "layer 2", .trains = "W2, b2", .end = 1300},
          {.name = "all", .label = "all layers", .end = 0}};
}

TEST_CASE("A stage is done in so many of its own updates", "[app][stages]") {
  const std::vector<StageState> stages = stack();
  CHECK(shareDone(stages, 0, 0) == 0);
  CHECK(shareDone(stages, 0, 25) == 0.25);
  CHECK(shareDone(stages, 0, 500) == 1);
  CHECK(shareDone(stages, 1, 100) == 0);
  CHECK(shareDone(stages, 1, 400) == 0.25);
  CHECK(shareDone(stages, 2, 5000) == 0);
}

TEST_CASE("The words say which stage, what it trains and how far it has come", "[app][stages]") {
  const std::vector<StageState> stages = stack();
  CHECK(stageWords(stages, {.updates = 25, .stage = 0}, true) ==
        "Stage 1 of 3, layer 1: trains W1, b1; 25 of 100 updates. An RBM learns the data.");
  CHECK(stageWords(stages, {.updates = 400, .stage = 1}, false) ==
        "Stage 2 of 3, layer 2: trains W2, b2; 300 of 1,200 updates.");
  CHECK(stageWords(stages, {.updates = 1800, .stage = 2}, true) == "Stage 3 of 3, all layers; 500 updates.");
  // A last stage with an end goes on after it.
  CHECK(stageWords(std::span(stages).first(2), {.updates = 1400, .stage = 1}, false) ==
        "Stage 2 of 2, layer 2: trains W2, b2; all of its 1,200 updates and 100 more.");
}

TEST_CASE("A snapshot that names a stage it does not bring has no words", "[app][stages]") {
  CHECK(stageWords(stack(), {.stage = 3}, true).empty());
}

}  // namespace
}  // namespace harmonium::app
