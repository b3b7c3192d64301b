#include "app/logic/page_state.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace harmonium::app;

TEST_CASE("the page's state is read with all that it may say", "[app][page]") {
  const PageState state = readPageState(R"({
    "running": true, "suspended": true, "speed": "slow", "phaseMode": true, "examplesPerSecond": 21000.5,
    "busy": { "what": "download", "label": "MNIST", "progress": 0.25, "received": 1000, "total": 4000 },
    "error": { "code": "crashed", "message": "It stopped.", "canResume": true }, "notice": "Copied.", "theme": "dark",
    "offer": { "sentence": "Go on?", "label": "Go on", "action": "goOn", "other": null },
    "took": { "mmd": 4.5, "parzen": "long" } })");
  CHECK(state.running);
  CHECK(state.suspended);
  CHECK(state.speed == Speed::kSlow);
  CHECK(state.phase_mode);
  CHECK(state.examples_per_second == 21000.5);
  REQUIRE(state.busy);
  CHECK(state.busy->what == "download");
  CHECK(state.busy->received == 1000);
  CHECK(state.busy->left == 0);
  CHECK(state.took == std::map<std::string, double, std::less<>>{{"mmd", 4.5}});
  REQUIRE(state.error);
  CHECK(state.error->message == "It stopped.");
  CHECK(state.error->can_resume);
  CHECK(state.notice == "Copied.");
  CHECK(state.theme == "dark");
  REQUIRE(state.offer);
  CHECK(*state.offer == Offer{"Go on?", "Go on", "goOn", ""});
}

TEST_CASE("nulls and missing fields are nothing", "[app][page]") {
  const PageState state =
      readPageState(R"({ "running": false, "busy": null, "error": null, "notice": null, "offer": null })");
  CHECK_FALSE(state.busy);
  CHECK_FALSE(state.offer);
  CHECK_FALSE(state.error);
  CHECK(state.notice.empty());
  CHECK(state.speed == Speed::kHundred);
  CHECK(state.theme == "auto");
}

TEST_CASE("what is no such state is read as an idle page", "[app][page]") {
  const char* text =
      GENERATE("", "{", "[]", "null", "7", R"({ "running": "yes", "speed": 3, "busy": [], "error": "x" })");
  const PageState state = readPageState(text);
  CHECK_FALSE(state.running);
  CHECK_FALSE(state.busy);
  CHECK_FALSE(state.error);
  CHECK(state.speed == Speed::kHundred);
}

TEST_CASE("speeds keep their names", "[app][page]") {
  for (const Speed speed : {Speed::kSlow, Speed::kOne, Speed::kTen, Speed::kHundred, Speed::kFull}) {
    const std::string json = std::string(R"({ "speed": ")") + speedName(speed) + "\" }";
    CHECK(readPageState(json).speed == speed);
  }
}

TEST_CASE("states that differ in their rates alone are alike", "[app][page]") {
  const PageState slow = readPageState(R"({"running":true,"updatesPerSecond":10,"examplesPerSecond":100})");
  const PageState fast = readPageState(R"({"running":true,"updatesPerSecond":20,"examplesPerSecond":200})");
  CHECK(equalExceptRates(slow, fast));
  CHECK_FALSE(equalExceptRates(slow, readPageState(R"({"running":false,"updatesPerSecond":10})")));
  CHECK_FALSE(equalExceptRates(slow, readPageState(R"({"running":true,"notice":"Said."})")));
  CHECK_FALSE(equalExceptRates(slow, readPageState(R"({"running":true,"busy":{"what":"measure","progress":0.1}})")));
  CHECK_FALSE(equalExceptRates(slow, readPageState(R"({"running":true,"error":{"code":"crashed"}})")));
}
