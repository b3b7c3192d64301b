#include "app/logic/option_order.h"

#include "app/logic/catalogue.h"
#include "app/logic/experiment.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace harmonium;
using namespace harmonium::app;

namespace {

// The names of options, with blanks between.
std::string namesOf(const std::vector<const Option*>& options) {
  std::string names;
  for (const Option* each : options) names += (names.empty() ? "" : " ") + each->name;
  return names;
}

OptionOrder ordered(const OptionTable& table, const Settings& settings) {
  return orderOf(
      table, [&](const Option& option) { return settings.shown(option); },
      [&](const Option& option) { return !(settings.value(option.name) == initialValue(option)); });
}

}  // namespace

TEST_CASE("options with a rank come first and by rank, the others keep the order of the table", "[app][options]") {
  const OptionTable table = {
      {.name = "size", .rank = 2}, {.name = "noise"}, {.name = "way", .rank = 1}, {.name = "decay"}};
  Settings settings(table);
  OptionOrder order = ordered(table, settings);
  CHECK(namesOf(order.first) == "way size");
  CHECK(namesOf(order.more) == "noise decay");
  CHECK(order.changed == 0);
  REQUIRE(settings.set("decay", 0.5).ok());
  REQUIRE(settings.set("size", 0.5).ok());
  CHECK(ordered(table, settings).changed == 1);  // what is in sight does not count
}

TEST_CASE("an option that is hidden is in neither list", "[app][options]") {
  const OptionTable table = {{.name = "cost", .rank = 1},
                             {.name = "target", .rank = 2, .shown_if = {{"cost", {"nonzero"}}}},
                             {.name = "share", .shown_if = {{"cost", {"nonzero"}}}}};
  Settings settings(table);
  CHECK(namesOf(ordered(table, settings).first) == "cost");
  CHECK(ordered(table, settings).more.empty());
  REQUIRE(settings.set("cost", 1).ok());
  CHECK(namesOf(ordered(table, settings).first) == "cost target");
  CHECK(namesOf(ordered(table, settings).more) == "share");
}

TEST_CASE("a table without ranks is shown as it stands", "[app][options]") {
  const OptionTable table = {{.name = "a"}, {.name = "b"}};
  const OptionOrder order = ordered(table, Settings(table));
  CHECK(order.first.empty());
  CHECK(namesOf(order.more) == "a b");
}

TEST_CASE("ranks and what the data consist of come over from the catalogue", "[app][catalogue]") {
  const Catalogue catalogue = readCatalogue(R"({
    "models": [ { "name": "m", "options": [ { "name": "a", "rank": 3 }, { "name": "b" } ] } ],
    "datasets": [ { "name": "bits", "parts": [ { "kind": "binary" }, { "kind": "oneOf" } ] },
                  { "name": "grey", "parts": [ { "kind": "intensity" }, { "kind": "oneOf" } ] },
                  { "name": "points", "parts": [ { "kind": "real" } ] },
                  { "name": "words", "parts": [ { "kind": "counts" } ] }, { "name": "unknown" } ] })");
  CHECK(catalogue.models[0].options[0].rank == 3);
  CHECK(catalogue.models[0].options[1].rank == 0);
  CHECK(catalogue.dataset("bits")->values == "binary");
  CHECK(catalogue.dataset("grey")->values == "grey");
  CHECK(catalogue.dataset("points")->values == "real");
  CHECK(catalogue.dataset("words")->values == "real");
  CHECK(catalogue.dataset("unknown")->values.empty());
}

TEST_CASE("own data say whether they are real, and nothing about grey", "[app][experiment]") {
  const Catalogue catalogue;
  CHECK(readExperiment(R"({ "model": "m", "data": { "real": true } })", catalogue).own_values == "real");
  CHECK(readExperiment(R"({ "model": "m", "data": { "shape": [1, 2] } })", catalogue).own_values.empty());
  CHECK(readExperiment(R"({ "model": "m", "data": "ring" })", catalogue).own_values.empty());
}
