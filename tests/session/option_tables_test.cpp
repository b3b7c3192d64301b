// Tests that the option tables of every model and every measure must pass: every option and choice that a table refers
// to exists, and an option that is hidden has no effect.
#include "data/catalogue.h"
#include "session/hash.h"
#include "session/json.h"
#include "session/measures.h"
#include "session/registry.h"
#include "tests/support/check_table.h"
#include "tests/support/experiments.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <map>
#include <optional>

using namespace harmonium;
using experiments::smallPreset;

namespace {

std::vector<std::string> valuesOf(const Option& option) {
  std::vector<std::string> values;
  for (const Choice& choice : option.choices) values.push_back(choice.name);
  if (option.type == OptionType::kToggle) values = {"true", "false"};
  return values;
}

Json jsonOf(const Option& option, const std::string& value) {
  return option.type == OptionType::kToggle ? Json(value == "true") : Json(value);
}

// All ways to set the options that `conditions` name so that none of them holds.
std::vector<Json> waysToBreak(const OptionTable& table, const std::vector<Condition>& conditions) {
  std::vector<Json> ways = {Json::object()};
  for (const Condition& condition : conditions) {
    const Option& other = *findOption(table, condition.option);
    std::vector<Json> longer;
    for (const Json& way : ways) {
      for (const std::string& value : valuesOf(other)) {
        if (std::ranges::find(condition.values, value) != condition.values.end()) continue;
        longer.push_back(way);
        longer.back()[other.name] = jsonOf(other, value);
      }
    }
    ways = longer;
  }
  return ways;
}

std::vector<Json> waysToHide(const OptionTable& table, const Option& option) {
  std::vector<Json> all;
  for (const Condition& condition : option.shown_if) {
    std::vector<Condition> alternatives = condition.or_else;
    alternatives.insert(alternatives.begin(), condition);
    for (const Json& way : waysToBreak(table, alternatives)) all.push_back(way);
  }
  return all;
}

std::vector<Json> extremesOf(const Option& option) {
  std::vector<Json> values;
  for (const std::string& value : valuesOf(option)) values.push_back(jsonOf(option, value));
  if (option.type == OptionType::kInteger)
    values = {static_cast<std::int64_t>(option.minimum), static_cast<std::int64_t>(option.maximum)};
  if (option.type == OptionType::kNumber) values = {option.minimum, option.maximum};
  return values;
}

// A digest of all that a few updates leave to see, or none where these settings do not go together.
std::optional<std::string> outcomeOf(const ModelType& type, const Preset& preset, const Json& changes) {
  Json json = {{"model", type.name}, {"data", preset.data}, {"settings", Json::parse(preset.settings)}};
  json["settings"].update(changes);
  Result<Spec> spec = parseSpec(json.dump());
  REQUIRE(spec.ok());
  std::shared_ptr<const Dataset> data = experiments::dataOf(spec.value());
  Result<std::unique_ptr<Session>> opened = Session::open(std::move(spec.value()), std::move(data));
  if (!opened) return {};
  Session& session = *opened.value();
  session.train(3, 1e12);
  session.runChains(2);
  Hash hash;
  hash.add(session.hash());
  for (const View& view : session.snapshot({"*"}).views) {
    hash.add(view.name);
    hash.add(std::span<const float>(view.values));
    for (const Panel& panel : view.panels) {
      for (const Mark& mark : panel.marks) hash.add(std::span<const float>(mark.values));
    }
  }
  return hash.hex();
}

}  // namespace

TEST_CASE("Every preset that learns says after how many updates its lesson is seen", "[session][options]") {
  for (const ModelType& type : modelTypes()) {
    for (const Preset& preset : type.presets()) {
      INFO(type.name << ", " << preset.name);
      const bool learns = Json::parse(preset.settings).value("learningRate", 1.0) != 0;
      CHECK((preset.updates > 0) == learns);
    }
  }
}

TEST_CASE("Every option table is sound: what lists and conditions name is there", "[session][options]") {
  for (const ModelType& type : modelTypes()) {
    INFO(type.name);
    CHECK(faultOf(type.options()) == "");
  }
  for (const MeasureType& type : measureTypes()) {
    INFO(type.name);
    CHECK(faultOf(type.options()) == "");
  }
}

TEST_CASE("Every model: an option that is hidden has no effect", "[session][options]") {
  for (const ModelType& type : modelTypes()) {
    const Preset& preset = smallPreset(type);
    std::map<std::string, std::optional<std::string>> known;
    const auto outcome = [&](const Json& changes) {
      const auto [at, fresh] = known.try_emplace(changes.dump());
      if (fresh) at->second = outcomeOf(type, preset, changes);
      return at->second;
    };
    for (const Option& option : type.options()) {
      for (const Json& hiding : waysToHide(type.options(), option)) {
        const std::optional<std::string> expected = outcome(hiding);
        if (!expected) continue;
        for (const Json& value : extremesOf(option)) {
          INFO(type.name << ", " << option.name << " = " << value.dump() << " under " << hiding.dump());
          Json changes = hiding;
          changes[option.name] = value;
          CHECK(outcome(changes) == expected);
        }
      }
    }
  }
}

TEST_CASE("The test of hidden options sees an option that has an effect", "[session][options]") {
  const ModelType& rbm = *findModel("rbm");
  const Preset& preset = smallPreset(rbm);
  const Json hiding = {{"method", "cd"}, {"schedule", "constant"}};
  Json changes = hiding;
  changes["gibbsSteps"] = 7;
  CHECK(outcomeOf(rbm, preset, changes) != outcomeOf(rbm, preset, hiding));
}
