#include "base/options.h"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <limits>

using namespace harmonium;

namespace {

const OptionTable& table() {
  static const OptionTable options = {
      {.name = "hidden",
       .label = "Hidden",
       .group = "Model",
       .type = OptionType::kInteger,
       .minimum = 1,
       .maximum = 64,
       .initial = 8},
      {.name = "rate", .label = "Rate", .group = "Learning", .minimum = 0, .maximum = 1, .initial = 0.1, .live = true},
      {.name = "centred", .label = "Centred", .group = "Learning", .type = OptionType::kToggle},
      {.name = "method",
       .label = "Method",
       .group = "Learning",
       .type = OptionType::kChoice,
       .choices = {{"cd", "CD"}, {"pcd", "PCD"}}},
  };
  return options;
}

}  // namespace

TEST_CASE("Settings start at the table's defaults", "[base][options]") {
  const Settings settings(table());
  CHECK(settings.integer("hidden") == 8);
  CHECK(settings.number("rate") == 0.1);
  CHECK_FALSE(settings.toggle("centred"));
  CHECK(settings.choice("method") == "cd");
}

TEST_CASE("A value out of range is refused with a sentence and changes nothing", "[base][options]") {
  Settings settings(table());
  const auto refusal = [&](std::string_view name, double value) {
    const Status status = settings.set(name, value);
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == ErrorCode::kInvalidOption);
    return status.error().sentence;
  };
  CHECK(refusal("hidden", 65) == "hidden is 65, but it must be a whole number from 1 to 64.");
  CHECK(refusal("hidden", 2.5) == "hidden is 2.5, but it must be a whole number from 1 to 64.");
  CHECK(refusal("rate", -0.5) == "rate is -0.5, but it must be a number from 0 to 1.");
  CHECK(refusal("centred", 2) == "centred is 2, but it must be true or false.");
  CHECK(refusal("method", 2) == "method is 2, but it must be one of cd, pcd.");
  CHECK(refusal("depth", 1) == "There is no option \"depth\"; the options are hidden, rate, centred, method.");
  refusal("rate", std::nan(""));
  refusal("rate", std::numeric_limits<double>::infinity());
  CHECK(settings.integer("hidden") == 8);
  CHECK(settings.number("rate") == 0.1);
}

TEST_CASE("Choices are set by name, and a long foreign name is cut in the refusal", "[base][options]") {
  Settings settings(table());
  REQUIRE(settings.setChoice("method", "pcd").ok());
  CHECK(settings.choice("method") == "pcd");
  const Status status = settings.setChoice("method", std::string(5000, 'x'));
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().sentence.size() < 120);
  CHECK(settings.choice("method") == "pcd");
  CHECK_FALSE(settings.setChoice("rate", "fast").ok());
}
