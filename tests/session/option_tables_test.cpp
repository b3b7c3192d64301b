// Tests that the option tables of every model and every measure must pass: every option and choice that a table refers
// to exists, and an option that is hidden has no effect.
#include "base/numbers.h"
#include "data/binarise.h"
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

// The values of an option by the names that conditions give them.
std::vector<std::string> valuesOf(const Option& option) {
  if (option.type == OptionType::kToggle) return {"true", "false"};
  if (option.type != OptionType::kChoice) return {"zero", "nonzero"};
  std::vector<std::string> values;
  for (const Choice& choice : option.choices) values.push_back(choice.name);
  return values;
}

Json jsonOf(const Option& option, const std::string& value) {
  if (value == "zero") return 0;
  if (value == "nonzero" && option.type == OptionType::kInteger) return static_cast<std::int64_t>(option.maximum);
  if (value == "nonzero") return option.maximum;
  return option.type == OptionType::kToggle ? Json(value == "true") : Json(value);
}

std::string valuesOf(const Dataset& data) {
  if (data.real) return "real";
  return isBinaryAfter(data.train, Binarisation::kNone) ? "binary" : "grey";
}

// All ways to set the options that `conditions` name so that none of them holds. There is none where one on the data
// holds.
std::vector<Json> waysToBreak(const OptionTable& table, const std::vector<Condition>& conditions,
                              const std::string& data) {
  std::vector<Json> ways = {Json::object()};
  for (const Condition& condition : conditions) {
    const auto among = [&](const std::string& value) {
      return std::ranges::find(condition.values, value) != condition.values.end();
    };
    if (condition.option == kDataValues) {
      if (among(data)) return {};
      continue;
    }
    const Option& other = *findOption(table, condition.option);
    std::vector<Json> longer;
    for (const Json& way : ways) {
      for (const std::string& value : valuesOf(other)) {
        if (among(value)) continue;
        longer.push_back(way);
        longer.back()[other.name] = jsonOf(other, value);
      }
    }
    ways = longer;
  }
  return ways;
}

std::vector<Json> waysToHide(const OptionTable& table, const Option& option, const std::string& data) {
  std::vector<Json> all;
  for (const Condition& condition : option.shown_if) {
    std::vector<Condition> alternatives = condition.or_else;
    alternatives.insert(alternatives.begin(), condition);
    for (const Json& way : waysToBreak(table, alternatives, data)) {
      const bool hidden = !isShown(
          table, option,
          [&](const Option& other) {
            if (!way.contains(other.name)) return other.initial;
            Settings settings(table);
            const Json& value = way[other.name];
            const Status set =
                value.is_string()
                    ? settings.setChoice(other.name, value.get<std::string>())
                    : settings.set(other.name, value.is_boolean() ? double(value.get<bool>()) : value.get<double>());
            REQUIRE(set.ok());
            return settings.number(other.name);
          },
          data);
      CHECK(hidden);
      all.push_back(way);
    }
  }
  return all;
}

// A preset on generated data of each kind: binary, grey, real.
std::map<std::string, const Preset*> smallPresets(const ModelType& type) {
  std::map<std::string, const Preset*> found;
  for (const Preset& preset : type.presets()) {
    const CatalogueEntry* entry = findDataset(preset.data);
    if (entry != nullptr && entry->make != nullptr) found.try_emplace(valuesOf(entry->make()), &preset);
  }
  return found;
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
std::optional<std::string> outcomeOf(const ModelType& type, const Preset& preset, const Json& changes,
                                     const std::string& on) {
  Json json = {{"model", type.name}, {"data", on}, {"settings", Json::parse(preset.settings)}};
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

// Binary data with classes, for settings that the data of a preset do not allow.
constexpr const char* kClasses = "helmholtz-bars";

void checkHidden(const ModelType& type, const Preset& preset, const std::string& data) {
  std::map<std::string, std::optional<std::string>> known;
  std::string on;
  const auto outcome = [&](const Json& changes) {
    const auto [at, fresh] = known.try_emplace(on + changes.dump());
    if (fresh) at->second = outcomeOf(type, preset, changes, on);
    return at->second;
  };
  for (const Option& option : type.options()) {
    for (const Json& hiding : waysToHide(type.options(), option, data)) {
      on = preset.data;
      std::optional<std::string> expected = outcome(hiding);
      if (!expected && data == "binary") {
        on = kClasses;
        expected = outcome(hiding);
      }
      if (!expected) continue;
      for (const Json& value : extremesOf(option)) {
        INFO(type.name << ", " << preset.name << " on " << on << ", " << option.name << " = " << value.dump()
                       << " under " << hiding.dump());
        Json changes = hiding;
        changes[option.name] = value;
        CHECK(outcome(changes) == expected);
      }
    }
  }
}

}  // namespace

TEST_CASE("Every preset that learns says after how many updates its lesson is seen", "[session][options]") {
  for (const ModelType& type : modelTypes()) {
    for (const Preset& preset : type.presets()) {
      INFO(type.name << ", " << preset.name);
      const Json rate = Json::parse(preset.settings).value("learningRate", Json(1.0));
      const bool learns = !rate.is_number() || rate.get<double>() != 0;
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
    for (const auto& [values, preset] : smallPresets(type)) checkHidden(type, *preset, values);
  }
}

TEST_CASE("Tables of more than five options say which matter first, how the model learns before all",
          "[session][options]") {
  for (const ModelType& type : modelTypes()) {
    INFO(type.name);
    const OptionTable& table = type.options();
    const auto first = std::ranges::find(table, 1, &Option::rank);
    if (table.size() > toSize(kMostRanked)) CHECK(first != table.end());
    if (findOption(table, "method") != nullptr) {
      REQUIRE(first != table.end());
      CHECK(first->name == "method");
    }
  }
}

TEST_CASE("The test of hidden options sees an option that has an effect", "[session][options]") {
  const ModelType& rbm = *findModel("rbm");
  const Preset& preset = smallPreset(rbm);
  const Json hiding = {{"method", "cd"}, {"schedule", "constant"}};
  Json changes = hiding;
  changes["gibbsSteps"] = 7;
  CHECK(outcomeOf(rbm, preset, changes, preset.data) != outcomeOf(rbm, preset, hiding, preset.data));
}

TEST_CASE("A restricted Boltzmann machine that learns its labels alone hides what dreams need", "[session][options]") {
  const ModelType& rbm = *findModel("rbm");
  const Json alone = {{"labels", true}, {"objective", "discriminative"}};
  std::vector<std::string> hidden;
  for (const Option& option : rbm.options()) {
    for (const Json& way : waysToHide(rbm.options(), option, "binary"))
      if (way == alone) hidden.push_back(option.name);
  }
  CHECK(hidden == std::vector<std::string>{"method", "chains", "temperatures", "reconstruction", "sparsityCost",
                                           "sparsityTarget"});
  // Its update is the same by every method, also by one that could not count its states.
  const Preset& preset = smallPreset(rbm);
  Json exact = alone, chains = alone;
  exact["hidden"] = chains["hidden"] = 64;
  exact["method"] = "exact";
  chains["method"] = "pcd";
  const std::optional<std::string> by_counting = outcomeOf(rbm, preset, exact, kClasses);
  REQUIRE(by_counting);
  CHECK(by_counting == outcomeOf(rbm, preset, chains, kClasses));
}
