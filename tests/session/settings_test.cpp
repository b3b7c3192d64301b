// Settings as JSON, with a table that has options of every type. The texts come from links and files, so the tests
// include hostile ones.
#include "session/settings.h"

#include "session/spec.h"
#include "tests/support/layered_options.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace harmonium;

namespace {

Status set(Settings& settings, const std::string& json) {
  return setAll(settings, Json::parse(json));
}

std::string written(const Settings& settings) {
  Json json;
  for (const Option& option : settings.table()) json[option.name] = valueJson(settings, option);
  return textOf(json);
}

}  // namespace

TEST_CASE("Settings are written with their lists and read back the same", "[session][settings]") {
  Settings settings(layeredOptions());
  CHECK(written(settings) ==
        R"({"rate":0.1,"epochs":10,"layers":[500,250],"codes":[],"noise":0.0,"method":"cd","centred":false,)"
        R"("chains":5,"both":5,"either":5})");
  REQUIRE(
      set(settings, R"({"layers":[30,20,10],"rate":[0.5,0.25,0.125],"epochs":[1,2,3],"codes":[4],"noise":[1]})").ok());
  Settings again(layeredOptions());
  REQUIRE(set(again, written(settings)).ok());
  CHECK(written(again) == written(settings));
  CHECK(again.sizes("layers") == std::vector<int>{30, 20, 10});
  CHECK(again.numberAt("rate", 2) == 0.125);
}

TEST_CASE("The order of settings does not matter", "[session][settings]") {
  Settings one(layeredOptions()), other(layeredOptions());
  REQUIRE(set(one, R"({"rate":[0.5,0.25,0.125],"layers":[3,2,1]})").ok());
  REQUIRE(set(other, R"({"layers":[3,2,1],"rate":[0.5,0.25,0.125]})").ok());
  CHECK(written(one) == written(other));
  Settings none(layeredOptions());
  CHECK(set(none, R"({"rate":[0.5,0.25],"layers":[3,2,1]})").error().sentence ==
        "rate is [0.5, 0.25], but it must be a number from 0 to 1, or a list of 3, one for each entry of layers.");
  CHECK(written(none) == written(Settings(layeredOptions())));
}

TEST_CASE("Hostile lists are refused with one short sentence, and nothing changes", "[session][settings]") {
  std::string million = "[1";
  for (int i = 1; i < 1'000'000; ++i) million += ",1";
  million += "]";
  const std::string deep = std::string(300, '[') + std::string(300, ']');
  const std::string value = GENERATE_COPY(as<std::string>(), million, deep, "[[1],[2]]", R"(["1","2"])", "[null,1]",
                                          "[true,1]", "{}", "[{}]", R"("500, 250")", "500", "true", "null", "[1e300]",
                                          "[-1]", "[0]", "[1.5]", "[]", "[\"" + std::string(5000, 'x') + "\"]");
  Settings settings(layeredOptions());
  const std::string before = written(settings);
  const Status status = set(settings, R"({"centred":true,"layers":)" + value + "}");
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().sentence.starts_with("layers is "));
  CHECK(status.error().sentence.ends_with(", but it must be a list of 1 to 5 whole numbers from 1 to 1000."));
  CHECK(status.error().sentence.size() < 200);
  CHECK(written(settings) == before);
}

TEST_CASE("What is in a refused list is shown", "[session][settings]") {
  Settings settings(layeredOptions());
  CHECK(set(settings, R"({"layers":[5,"x",[],{}]})").error().sentence ==
        "layers is [5, \"x\", a list, an object], but it must be a list of 1 to 5 whole numbers from 1 to 1000.");
  CHECK(set(settings, R"({"rate":["a",0]})").error().sentence ==
        "rate is [\"a\", 0], but it must be a number from 0 to 1, or a list of 2, one for each entry of layers.");
  CHECK(set(settings, R"({"chains":[1,2]})").error().sentence ==
        "chains is [1, 2], but it must be a whole number from 1 to 50.");
  CHECK(set(settings, R"({"method":["cd"]})").error().sentence ==
        "method is [\"cd\"], but it must be one of cd, pcd, exact.");
  CHECK(set(settings, R"({"centred":1})").error().sentence == "centred is 1, but it must be true or false.");
}

TEST_CASE("One option is set from a text, and lists per layer follow", "[session][settings]") {
  Settings settings(layeredOptions());
  REQUIRE(setFromJson(settings, "rate", "[0.5, 0.25]").ok());
  REQUIRE(setFromJson(settings, "layers", "[7, 6, 5]").ok());
  CHECK(valueJson(settings, *findOption(settings.table(), "rate")) == Json({0.5, 0.25, 0.25}));
  REQUIRE(setFromJson(settings, "rate", "0.5").ok());
  CHECK(settings.number("rate") == 0.5);
  CHECK_FALSE(setFromJson(settings, "layers", "[7, 6").ok());
  CHECK_FALSE(setFromJson(settings, "layers", "[" + std::string(10'000, ' ') + "7]").ok());
  CHECK(settings.sizes("layers").size() == 3);
}

TEST_CASE("A hidden option is accepted like any other", "[session][settings]") {
  Settings settings(layeredOptions());
  REQUIRE(set(settings, R"({"method":"cd","chains":9})").ok());
  CHECK(settings.integer("chains") == 9);
  CHECK_FALSE(set(settings, R"({"method":"cd","chains":900})").ok());
}

TEST_CASE("The catalogue says all there is to say about an option", "[session][catalogue]") {
  const auto json = [](const char* name) { return optionJson(*findOption(layeredOptions(), name)); };
  const Json layers = json("layers");
  CHECK(layers["type"] == "sizes");
  CHECK(layers["default"] == Json({500, 250}));
  CHECK(layers["minimum"] == 1);
  CHECK(layers["maximum"] == 1000);
  CHECK(layers["leastCount"] == 1);
  CHECK(layers["mostCount"] == 5);
  CHECK_FALSE(layers.contains("per"));
  CHECK_FALSE(layers.contains("shownIf"));
  CHECK(json("rate")["per"] == "layers");
  CHECK(json("codes")["default"] == Json::array());
  CHECK(json("chains")["shownIf"] == Json::parse(R"([{"option":"method","values":["pcd"]}])"));
  CHECK(json("both")["shownIf"].size() == 2);
  CHECK(json("either")["shownIf"] ==
        Json::parse(R"([{"option":"method","values":["exact"],"orElse":[{"option":"centred","values":["true"]}]}])"));
  CHECK_FALSE(json("method").contains("minimum"));
}
