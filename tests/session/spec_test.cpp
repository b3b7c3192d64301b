// Specs are read and written without loss, and wrong ones are refused with a sentence. The catalogue fits the registry.
#include "session/spec.h"

#include "data/binarise.h"
#include "session/registry.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

using Catch::Matchers::ContainsSubstring;
using namespace harmonium;

namespace {

std::string refusal(const std::string& text) {
  Result<Spec> spec = parseSpec(text);
  INFO(text);
  REQUIRE_FALSE(spec.ok());
  return spec.error().sentence;
}

}  // namespace

TEST_CASE("A short spec is filled with the table's defaults and written out whole", "[session][spec]") {
  Result<Spec> spec = parseSpec(R"({"model":"rbm"})");
  REQUIRE(spec.ok());
  const nlohmann::json written = nlohmann::json::parse(writeSpec(spec.value()));
  CHECK(written["data"] == "digits");
  CHECK(written["seed"] == 1);
  CHECK(written["settings"].size() == spec.value().model->options().size());
  Result<Spec> again = parseSpec(writeSpec(spec.value()));
  REQUIRE(again.ok());
  CHECK(writeSpec(again.value()) == writeSpec(spec.value()));
}

TEST_CASE("Wrong specs are refused with what was wrong and what is allowed", "[session][spec]") {
  CHECK(refusal("") == "The experiment is not valid JSON.");
  CHECK_THAT(refusal("[1,2]"), ContainsSubstring("must be a JSON object"));
  CHECK_THAT(refusal("{}"), ContainsSubstring("one of rbm"));
  CHECK_THAT(refusal(R"({"model":"dbm"})"), ContainsSubstring("no model \"dbm\""));
  CHECK_THAT(refusal(R"({"model":"rbm","data":"cats"})"), ContainsSubstring("digits"));
  CHECK_THAT(refusal(R"({"model":"rbm","data":7})"), ContainsSubstring("data is 7"));
  CHECK_THAT(refusal(R"({"model":"rbm","seed":-1})"), ContainsSubstring("seed is -1"));
  CHECK_THAT(refusal(R"({"model":"rbm","seed":9007199254740992})"), ContainsSubstring("seed is 9007199254740992"));
  CHECK_THAT(refusal(R"({"model":"rbm","seed":1.5})"), ContainsSubstring("whole number"));
  CHECK_THAT(refusal(R"({"model":"rbm","settings":[]})"), ContainsSubstring("settings"));
  CHECK_THAT(refusal(R"({"model":"rbm","settings":{"hidden":0}})"), ContainsSubstring("hidden is 0"));
  CHECK_THAT(refusal(R"({"model":"rbm","settings":{"hidden":"many"}})"), ContainsSubstring("hidden is \"many\""));
  CHECK_THAT(refusal(R"({"model":"rbm","settings":{"method":1}})"), ContainsSubstring("one of cd, pcd"));
  CHECK_THAT(refusal(R"({"model":"rbm","settings":{"centred":1}})"), ContainsSubstring("true or false"));
  CHECK_THAT(refusal(R"({"model":"rbm","settings":{"colour":1}})"), ContainsSubstring("colour"));
  CHECK_THAT(refusal(R"({"model":"rbm","onload":"x"})"), ContainsSubstring("onload"));
  CHECK_FALSE(parseSpec(R"({"model":"rbm","data":{"shape":[2],"real":false,"examples":[[0,2]]}})").ok());
  CHECK_FALSE(parseSpec(R"({"model":"rbm","data":{"shape":[2],"examples":[[0,"1"]]}})").ok());
  CHECK_FALSE(parseSpec(R"({"model":"rbm","data":{"shape":[2],"examples":7}})").ok());
  CHECK_FALSE(parseSpec(R"({"model":"rbm","data":{"shape":[2]}})").ok());
  CHECK_FALSE(parseSpec(std::string(200000, '[')).ok());
}

TEST_CASE("Whatever is wrong with a name has a code of its own", "[session][spec]") {
  for (const char* text : {R"({"model":"dbm"})", R"({"model":7})", "{}", R"({"model":"rbm","data":"cats"})"}) {
    INFO(text);
    CHECK(parseSpec(text).error().code == ErrorCode::kUnknownName);
  }
  CHECK(parseSpec(R"({"model":"rbm","seed":-1})").error().code == ErrorCode::kInvalidOption);
}

TEST_CASE("A data set given in place comes back as it was", "[session][spec]") {
  const std::string text =
      R"({"model":"rbm","data":{"shape":[1,3],"examples":[[0,1,0],[0.25,0,1]],"labels":[0,1],"test":[[1,1,1]]},"seed":4})";
  Result<Spec> spec = parseSpec(text);
  REQUIRE(spec.ok());
  const nlohmann::json written = nlohmann::json::parse(writeSpec(spec.value()));
  const nlohmann::json given = nlohmann::json::parse(text);
  CHECK(written["data"]["examples"] == given["data"]["examples"]);
  CHECK(written["data"]["shape"] == given["data"]["shape"]);
  CHECK(written["data"]["labels"] == given["data"]["labels"]);
  CHECK(written["data"]["test"] == given["data"]["test"]);
}

TEST_CASE("Every model says everything about itself", "[session][registry]") {
  for (const ModelType& type : modelTypes()) {
    INFO(type.name);
    CHECK(findModel(type.name) == &type);
    CHECK_FALSE(type.sentence.empty());
    CHECK_FALSE(type.paper.empty());
    CHECK_FALSE(type.phases().empty());
    for (const Option& option : type.options()) {
      INFO(option.name);
      CHECK_FALSE(option.label.empty());
      CHECK_FALSE(option.group.empty());
      CHECK(option.help.back() == '.');
      CHECK(findOption(type.options(), option.name) == &option);  // names are unique
    }
    for (const Phase& phase : type.phases()) CHECK(phase.sentence.size() > 20);
    // The session reads the choice's index as data/binarise.h's enum.
    const Option* binarisation = findOption(type.options(), "binarisation");
    if (binarisation == nullptr) continue;  // it takes grey as it is
    REQUIRE(binarisation->choices.size() == 3);
    CHECK(binarisation->choices[static_cast<std::size_t>(Binarisation::kThreshold)].name == "threshold");
    CHECK(binarisation->choices[static_cast<std::size_t>(Binarisation::kSample)].name == "sample");
    CHECK(binarisation->choices[static_cast<std::size_t>(Binarisation::kNone)].name == "none");
  }
  CHECK(findModel("nothing") == nullptr);
}

TEST_CASE("The catalogue is valid JSON and holds models, data sets and measures", "[session][catalogue]") {
  const nlohmann::json catalogue = nlohmann::json::parse(writeCatalogue());
  CHECK(catalogue["models"][0]["name"] == "rbm");
  CHECK(catalogue["models"][0]["options"].size() == findModel("rbm")->options().size());
  CHECK(catalogue["models"][0]["phases"].size() == 4);
  CHECK(catalogue["datasets"].size() >= 6);
  CHECK(catalogue["measures"].size() == 13);
}
