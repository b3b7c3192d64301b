#include "app/logic/catalogue.h"

#include "app/logic/actions.h"
#include "app/logic/experiment.h"
#include "app/logic/json.h"
#include "session/spec.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace harmonium::app;

namespace {

// The core's own catalogue, so that both sides of the line are tested against each other.
const Catalogue& coreCatalogue() {
  static const Catalogue catalogue = readCatalogue(harmonium::writeCatalogue());
  return catalogue;
}

const char* const kSpec =
    R"({ "model": "rbm", "data": "digits", "seed": 9007199254740991, "settings": { "hidden": 20, "learningRate": 0.1 } })";

// What the actions of one test sent.
std::vector<Json> sent(void (*push)(Actions&)) {
  std::vector<Json> out;
  Actions actions([&](const std::string& json) { out.push_back(parseJson(json)); });
  push(actions);
  CHECK(out.empty());  // nothing leaves before the frame is over
  actions.flush();
  return out;
}

}  // namespace

TEST_CASE("the app reads the catalogue that the core writes", "[app][catalogue]") {
  const ModelInfo* rbm = coreCatalogue().model("rbm");
  REQUIRE(rbm);
  CHECK_FALSE(rbm->title.empty());
  CHECK(rbm->phases.size() == 4);
  CHECK(rbm->views.size() >= 3);
  const harmonium::Option* hidden = harmonium::findOption(rbm->options, "hidden");
  REQUIRE(hidden);
  CHECK(hidden->type == harmonium::OptionType::kInteger);
  CHECK(hidden->maximum > hidden->minimum);
  const DatasetInfo* digits = coreCatalogue().dataset("digits");
  REQUIRE(digits);
  CHECK(digits->rows == 8);
  CHECK(digits->train > 0);
  CHECK(coreCatalogue().measure("logLikelihood"));
}

TEST_CASE("every option comes over as the core has it", "[app][catalogue]") {
  const Json core = parseJson(harmonium::writeCatalogue());
  for (const Json& model : core["models"]) {
    const ModelInfo* read = coreCatalogue().model(textOf(model, "name"));
    REQUIRE(read);
    REQUIRE(read->options.size() == model["options"].size());
    for (std::size_t i = 0; i < read->options.size(); ++i) {
      const harmonium::Option& option = read->options[i];
      CHECK(option.name == textOf(model["options"][i], "name"));
      CHECK(option.live == flagOf(model["options"][i], "live"));
      CHECK_FALSE(option.help.empty());
      CHECK(option.initial >= 0);
      if (option.type == harmonium::OptionType::kChoice)
        CHECK(option.initial < static_cast<double>(option.choices.size()));
    }
  }
}

TEST_CASE("an unknown name is not found, and broken text gives an empty catalogue", "[app][catalogue]") {
  CHECK_FALSE(coreCatalogue().model("gan?"));
  CHECK_FALSE(coreCatalogue().dataset(""));
  const char* text = GENERATE("", "[1, 2]", R"({ "models": 3, "datasets": [null, 7], "measures": {} })");
  const Catalogue catalogue = readCatalogue(text);
  CHECK(catalogue.models.empty());
  CHECK_FALSE(catalogue.dataset("digits"));
}

TEST_CASE("an experiment shows the settings of its spec and the defaults of the rest", "[app][experiment]") {
  const Experiment experiment = readExperiment(kSpec, coreCatalogue());
  CHECK(experiment.model == "rbm");
  CHECK(experiment.data == "digits");
  CHECK(experiment.seed == 9007199254740991.0);
  const ModelInfo* rbm = coreCatalogue().model("rbm");
  CHECK(experiment.value(*harmonium::findOption(rbm->options, "hidden")) == 20);
  CHECK(experiment.value(*harmonium::findOption(rbm->options, "learningRate")) == 0.1);
  const harmonium::Option* batch = harmonium::findOption(rbm->options, "batchSize");
  CHECK(experiment.value(*batch) == batch->initial);
}

TEST_CASE("a choice is read by its name", "[app][experiment]") {
  const Experiment experiment = readExperiment(
      R"({ "model": "rbm", "data": "mnist", "seed": 1, "settings": { "binarisation": "sample" } })", coreCatalogue());
  const harmonium::Option* option = harmonium::findOption(coreCatalogue().model("rbm")->options, "binarisation");
  REQUIRE(option);
  CHECK(option->choices[static_cast<std::size_t>(experiment.value(*option))].name == "sample");
}

TEST_CASE("data given in place has no name", "[app][experiment]") {
  const Experiment experiment =
      readExperiment(R"({ "model": "rbm", "data": { "shape": [1, 2], "examples": [[0, 1]] } })", coreCatalogue());
  CHECK(experiment.data == "inline");
}

TEST_CASE("settings are sent as the core wants them: whole numbers, truth, names", "[app][actions]") {
  const std::vector<Json> wishes = sent([](Actions& actions) {
    const harmonium::OptionTable& table = coreCatalogue().model("rbm")->options;
    actions.set(*harmonium::findOption(table, "hidden"), 500);
    actions.set(*harmonium::findOption(table, "learningRate"), 0.05);
    actions.set(*harmonium::findOption(table, "binarisation"), 1);
    actions.seed(9007199254740991.0);
  });
  REQUIRE(wishes.size() == 4);
  CHECK(wishes[0] == parseJson(R"({ "type": "set", "option": "hidden", "value": 500 })"));
  CHECK(wishes[0]["value"].is_number_integer());
  CHECK(wishes[1] == parseJson(R"({ "type": "set", "option": "learningRate", "value": 0.05 })"));
  CHECK(wishes[2] == parseJson(R"({ "type": "set", "option": "binarisation", "value": "sample" })"));
  CHECK(writeJson(wishes[3]["value"]) == "9007199254740991");
}

TEST_CASE("another model, preset or data set is asked for by name", "[app][actions]") {
  const std::vector<Json> wishes = sent([](Actions& actions) {
    actions.model("gan");
    actions.preset("ringOfEight");
    actions.data("moons");
  });
  REQUIRE(wishes.size() == 3);
  CHECK(wishes[0] == parseJson(R"({ "type": "model", "value": "gan" })"));
  CHECK(wishes[1] == parseJson(R"({ "type": "preset", "value": "ringOfEight" })"));
  CHECK(wishes[2] == parseJson(R"({ "type": "data", "value": "moons" })"));
}

TEST_CASE("a measure is asked for with its split and what was changed of its options", "[app][actions]") {
  const std::vector<Json> wishes = sent([](Actions& actions) {
    const Catalogue catalogue = readCatalogue(R"({ "measures": [ { "name": "mmd", "options": [
      { "name": "split", "type": "choice", "choices": [ { "name": "test" }, { "name": "train" } ], "default": "test" },
      { "name": "samples", "type": "integer", "default": 1000, "minimum": 10, "maximum": 5000 },
      { "name": "use", "type": "choice", "choices": [ { "name": "auto" }, { "name": "means" } ], "default": "auto" } ] },
      { "name": "plain" } ] })");
    actions.measure(*catalogue.measure("mmd"), "train", {{"mmd.samples", 500}, {"mmd.use", 1}, {"parzen.samples", 7}});
    actions.measure(*catalogue.measure("mmd"), "", {{"mmd.samples", 1000}});
    actions.measure(*catalogue.measure("plain"), "test", {});
  });
  REQUIRE(wishes.size() == 3);
  CHECK(wishes[0]["options"] == parseJson(R"({ "split": "train", "samples": 500, "use": "means" })"));
  CHECK(wishes[1]["options"] == Json::object());
  CHECK(wishes[2]["options"] == Json::object());
}

TEST_CASE("a measure says which models it serves and what it wants of the data", "[app][catalogue]") {
  const Catalogue catalogue =
      readCatalogue(R"({ "measures": [ { "name": "a", "models": [ "rbm" ], "needs": [ "labels" ] },
    { "name": "b", "needs": [ "test", "modes" ], "better": "lower" }, { "name": "c", "models": [], "better": null } ],
    "datasets": [ { "name": "digits", "labels": true, "test": 5 }, { "name": "ring", "modes": 8 } ] })");
  const MeasureInfo &a = *catalogue.measure("a"), &b = *catalogue.measure("b"), &c = *catalogue.measure("c");
  CHECK(a.serves("rbm"));
  CHECK_FALSE(a.serves("gan"));
  CHECK(b.serves("gan"));
  CHECK_FALSE(c.serves("rbm"));
  CHECK(b.higher == false);
  CHECK_FALSE(c.higher);
  CHECK(a.lacking(catalogue.dataset("digits")).empty());
  CHECK_FALSE(a.lacking(catalogue.dataset("ring")).empty());
  CHECK(b.lacking(catalogue.dataset("ring")) == "Needs data with held-out examples.");
  CHECK(b.lacking(catalogue.dataset("digits")) == "Needs data whose modes are known.");
  CHECK(b.lacking(nullptr).empty());
}

TEST_CASE("numbers turned and drawn by hand leave with four decimals", "[app][actions]") {
  const std::vector<Json> wishes = sent([](Actions& actions) {
    const std::vector<float> values = {0.123456f, -2};
    actions.latent(values);
    actions.drawn(values);
    actions.boardEntry("boardRemove", 3);
    actions.boardExport("csv");
  });
  REQUIRE(wishes.size() == 4);
  CHECK(writeJson(wishes[0]) == R"({"type":"latent","values":[0.1235,-2]})");
  CHECK(writeJson(wishes[1]) == R"({"type":"drawn","points":[0.1235,-2]})");
  CHECK(writeJson(wishes[2]) == R"({"type":"boardRemove","index":3})");
  CHECK(writeJson(wishes[3]) == R"({"type":"boardExport","format":"csv"})");
}

TEST_CASE("every model knows which data it takes, and why not the others", "[app][catalogue]") {
  for (const ModelInfo& model : coreCatalogue().models) {
    REQUIRE_FALSE(model.presets.empty());
    CHECK_FALSE(model.datasets.empty());
    for (const DatasetInfo& set : coreCatalogue().datasets) {
      const bool refused = model.refusals.count(set.name) > 0;
      CHECK(refused != model.accepts(set.name));
    }
    for (const PresetInfo& preset : model.presets) CHECK(model.accepts(preset.data));
  }
}

namespace {

const char* const kLayered = R"({ "models": [ { "name": "m",
  "options": [ { "name": "layers", "type": "sizes", "default": [500, 250], "minimum": 1, "maximum": 1000,
                 "leastCount": 1, "mostCount": 5 },
               { "name": "rate", "type": "number", "default": 0.1, "minimum": 0, "maximum": 1, "per": "layers" },
               { "name": "kind", "type": "choice", "default": "a", "choices": [ { "name": "a" }, { "name": "b" } ] },
               { "name": "deep", "type": "toggle", "default": false },
               { "name": "chains", "type": "integer", "default": 5, "minimum": 1, "maximum": 9,
                 "shownIf": [ { "option": "kind", "values": [ "b" ],
                                "orElse": [ { "option": "deep", "values": [ "true" ] } ] } ] } ],
  "presets": [ { "name": "two", "data": "ring", "settings": {} },
               { "name": "three", "data": "ring", "settings": { "layers": [3, 2, 1], "rate": [0.5, 0.25, 0] } } ] } ] })";

}  // namespace

TEST_CASE("lists come over from the catalogue and from the spec", "[app][catalogue]") {
  const Catalogue catalogue = readCatalogue(kLayered);
  const ModelInfo& model = catalogue.models[0];
  const harmonium::Option &layers = model.options[0], &rate = model.options[1];
  CHECK(layers.type == harmonium::OptionType::kSizes);
  CHECK(layers.initial_list == std::vector<double>{500, 250});
  CHECK(layers.least_count == 1);
  CHECK(layers.most_count == 5);
  CHECK(rate.per == "layers");
  const auto read = [&](const char* settings) {
    return readExperiment(R"({ "model": "m", "data": "ring", "settings": )" + std::string(settings) + "}", catalogue);
  };
  CHECK(read("{}").setting(layers).list == std::vector<double>{500, 250});
  CHECK(read("{}").setting(rate) == harmonium::OptionValue(0.1));
  CHECK(read(R"({ "layers": [7], "rate": [0.5] })").setting(layers).list == std::vector<double>{7});
  CHECK(read(R"({ "layers": [7], "rate": [0.5] })").setting(rate).list == std::vector<double>{0.5});
  CHECK(read(R"({ "layers": [null, "x"] })").setting(layers).list == std::vector<double>{0, 0});

  const auto presetFor = [&](const char* settings) {
    const PresetInfo* preset = presetOf(model, read(settings));
    return preset ? preset->name : std::string();
  };
  CHECK(presetFor("{}") == "two");
  CHECK(presetFor(R"({ "layers": [500, 250], "rate": 0.1 })") == "two");
  CHECK(presetFor(R"({ "layers": [3, 2, 1], "rate": [0.5, 0.25, 0] })") == "three");
  CHECK(presetFor(R"({ "layers": [3, 2], "rate": [0.5, 0.25] })").empty());
  CHECK(presetFor(R"({ "rate": [0.1, 0.1] })").empty());
}

TEST_CASE("an option is shown while its conditions hold", "[app][catalogue]") {
  const Catalogue catalogue = readCatalogue(kLayered);
  const ModelInfo& model = catalogue.models[0];
  const auto shown = [&](const char* settings) {
    const Experiment experiment =
        readExperiment(R"({ "model": "m", "settings": )" + std::string(settings) + "}", catalogue);
    return harmonium::isShown(model.options, model.options[4],
                              [&](const harmonium::Option& option) { return experiment.value(option); });
  };
  CHECK_FALSE(shown("{}"));
  CHECK(shown(R"({ "kind": "b" })"));
  CHECK(shown(R"({ "deep": true })"));
  CHECK_FALSE(shown(R"({ "kind": "a", "deep": false, "chains": 7 })"));
}

TEST_CASE("a measure's options name each other as they are named here", "[app][catalogue]") {
  const Catalogue catalogue = readCatalogue(R"({ "measures": [ { "name": "z", "options": [
    { "name": "method", "type": "choice", "choices": [ { "name": "exact" }, { "name": "ais" } ], "default": "exact" },
    { "name": "chains", "type": "integer", "default": 9, "shownIf": [ { "option": "method", "values": [ "ais" ] } ] }
    ] } ] })");
  const harmonium::OptionTable& table = catalogue.measures[0].options;
  const auto shown = [&](double method) {
    return harmonium::isShown(table, table[1], [&](const harmonium::Option&) { return method; });
  };
  CHECK_FALSE(shown(0));
  CHECK(shown(1));
}

TEST_CASE("lists are sent as lists", "[app][actions]") {
  const std::vector<Json> wishes = sent([](Actions& actions) {
    const Catalogue catalogue = readCatalogue(kLayered);
    const harmonium::OptionTable& table = catalogue.models[0].options;
    actions.set(table[0], harmonium::OptionValue(std::vector<double>{30, 20}));
    actions.set(table[1], harmonium::OptionValue(std::vector<double>{0.5, 0.25}));
    actions.set(table[1], 0.5);
  });
  REQUIRE(wishes.size() == 3);
  CHECK(writeJson(wishes[0]) == R"({"type":"set","option":"layers","value":[30,20]})");
  CHECK(writeJson(wishes[1]) == R"({"type":"set","option":"rate","value":[0.5,0.25]})");
  CHECK(writeJson(wishes[2]) == R"({"type":"set","option":"rate","value":0.5})");
}

TEST_CASE("an experiment is a preset if every setting is the preset's", "[app][experiment]") {
  const Catalogue catalogue = readCatalogue(R"({ "models": [ { "name": "m",
    "options": [ { "name": "rate", "type": "number", "default": 0.1, "minimum": 0, "maximum": 1 },
                 { "name": "kind", "type": "choice", "default": "a", "choices": [ { "name": "a" }, { "name": "b" } ] } ],
    "presets": [ { "name": "one", "data": "ring", "settings": {} },
                 { "name": "two", "data": "ring", "settings": { "kind": "b" } } ] } ] })");
  const ModelInfo& model = catalogue.models[0];
  const auto presetFor = [&](const char* spec) {
    const PresetInfo* preset = presetOf(model, readExperiment(spec, catalogue));
    return preset ? preset->name : std::string();
  };
  CHECK(presetFor(R"({ "model": "m", "data": "ring" })") == "one");
  CHECK(presetFor(R"({ "model": "m", "data": "ring", "settings": { "rate": 0.1, "kind": "b" } })") == "two");
  CHECK(presetFor(R"({ "model": "m", "data": "ring", "settings": { "rate": 0.2 } })").empty());
  CHECK(presetFor(R"({ "model": "m", "data": "moons" })").empty());
  CHECK(presetFor(R"({ "model": "other", "data": "ring" })").empty());
}
