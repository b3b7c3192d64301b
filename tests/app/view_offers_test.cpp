#include "app/logic/view_offers.h"

#include <catch2/catch_test_macros.hpp>

using namespace harmonium;
using namespace harmonium::app;

namespace {

ViewOffer layered() {
  ViewOffer offer{.name = "weights", .title = "Weights"};
  offer.choices = {{.name = "layer", .label = "Layer", .options = {{"1", "first"}, {"2", "second"}, {"3", "third"}}},
                   {.name = "part", .label = "Part", .options = {{"a", "A"}, {"b", "B"}}, .initial = 1}};
  return offer;
}

View made(const char* name, std::vector<std::uint32_t> chosen, const char* title = "") {
  return {.name = name, .title = title, .chosen = std::move(chosen)};
}

std::vector<std::string> namesOf(const std::vector<ViewOffer>& offers) {
  std::vector<std::string> names;
  for (const ViewOffer& offer : offers) names.push_back(offer.name);
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("A view is asked for with the options that are not its initial ones", "[app][view_offers]") {
  ViewOptions options;
  CHECK(requestOf(layered(), options) == "weights");
  choose(options, layered(), 0, 2);
  CHECK(requestOf(layered(), options) == "weights:layer=3");
  choose(options, layered(), 1, 0);
  CHECK(requestOf(layered(), options) == "weights:layer=3,part=a");
  CHECK(chosenOf(layered(), options) == std::vector<std::uint32_t>{2, 0});
  // A choice holds for its view alone, and an option that is gone counts as none.
  ViewOffer other = layered();
  other.name = "biases";
  CHECK(requestOf(other, options) == "biases");
  other = layered();
  other.choices[0].options.pop_back();
  CHECK(requestOf(other, options) == "weights:part=a");
}

TEST_CASE("The view made with the options chosen is shown, until then one of its name", "[app][view_offers]") {
  Snapshot snapshot;
  snapshot.views = {made("chains", {}), made("weights", {0, 1}, "one"), made("weights", {2, 1}, "three")};
  CHECK(shownOf(snapshot, "weights", {2, 1})->title == "three");
  CHECK(shownOf(snapshot, "weights", {1, 1})->title == "one");
  CHECK(shownOf(snapshot, "chains", {}) == &snapshot.views[0]);
  CHECK(shownOf(snapshot, "network", {}) == nullptr);
}

TEST_CASE("What can be seen is what the model offers, without what did not come", "[app][view_offers]") {
  ModelInfo model;
  model.views = {{"chains", "Chains"}, {"network", "Network"}};
  Snapshot snapshot;
  CHECK(namesOf(offersOf(snapshot, &model, {})) == Names{"chains", "network"});
  CHECK(namesOf(offersOf(snapshot, nullptr, {})).empty());
  snapshot.offers = {{"chains", "Chains"}, {"weights", "Weights"}};
  snapshot.views = {made("more", {}, "More")};
  CHECK(namesOf(offersOf(snapshot, &model, {})) == Names{"chains", "weights", "more"});
  CHECK(namesOf(offersOf(snapshot, &model, {"chains", "more"})) == Names{"weights"});
}

TEST_CASE("Slow motion shows the first view that explains it", "[app][view_offers]") {
  std::vector<ViewOffer> offers = {{"chains", "Chains"}, {"network", "Network", true}, {"update", "Update", true}};
  CHECK(slowMotionView(offers) == "network");
  offers.erase(offers.begin() + 1);
  CHECK(slowMotionView(offers) == "update");
  offers.pop_back();
  CHECK(slowMotionView(offers).empty());
}
