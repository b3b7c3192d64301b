// The pictures that the session makes for every model: density below, data and samples above, truth beside; classes in
// colours; states where probabilities say nothing.
#include "session/session.h"
#include "tests/support/check_view.h"
#include "tests/support/experiments.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <numeric>
#include <set>

using namespace harmonium;

namespace {

View viewOf(const Session& session, const std::string& request) {
  Snapshot snapshot = session.snapshot({request});
  REQUIRE(snapshot.views.size() == 1);
  CHECK(faultOf(snapshot.views[0]) == "");
  return snapshot.views[0];
}

const Mark* named(const Panel& panel, const std::string& label) {
  const auto found = std::ranges::find(panel.marks, label, &Mark::label);
  return found == panel.marks.end() ? nullptr : &*found;
}

bool noted(const View& view, const std::string& start) {
  return std::ranges::any_of(view.notes, [&](const std::string& note) { return note.starts_with(start); });
}

}  // namespace

TEST_CASE("Samples on the plane lie on the model's density, with the truth beside it", "[session][pictures]") {
  for (const char* model : {"rbm", "ppca", "factorAnalysis", "gan", "experts"}) {
    INFO(model);
    const auto session = experiments::open(std::string(R"({"model":")") + model + R"(","data":"ring","seed":1})");
    session->train(20, 1e12);
    session->runChains(2);
    const View view = viewOf(*session, "chains");
    REQUIRE(view.panels.size() == 2);
    const std::vector<Mark>& marks = view.panels[0].marks;
    CHECK(marks.front().kind == MarkKind::kField);
    CHECK(marks.front().ink == Ink::kModel);
    REQUIRE(named(view.panels[0], "data") != nullptr);
    REQUIRE(named(view.panels[0], "samples") != nullptr);
    CHECK(named(view.panels[0], "data") < named(view.panels[0], "samples"));
    CHECK(view.panels[1].title == "Truth");
    CHECK(view.panels[1].marks.at(0).ink == Ink::kTruth);
    // One number above each of the eight bumps; they count no sample twice.
    const Mark* counts = named(view.panels[0], "samples per mode");
    REQUIRE(counts != nullptr);
    REQUIRE(counts->names.size() == 8);
    int counted = 0;
    for (const std::string& name : counts->names) counted += std::stoi(name);
    CHECK(counted <= 500);
    // Only chains mix.
    const bool chain = view.meaning == Meaning::kChains;
    CHECK((noted(view, "Mixed: ") || noted(view, "Still mixing: ")) == chain);
  }
}

TEST_CASE("Chains say that they are still mixing until they are mixed", "[session][pictures]") {
  const auto session = experiments::open(
      R"({"model":"experts","data":"ring","settings":{"expert1":"gaussian","expert2":"none","x1":0,"y1":0,)"
      R"("width1":0.5,"learningRate":0,"walk":"mala","stepSize":0.4}})");
  session->runChains(1);
  CHECK(noted(viewOf(*session, "chains"), "Still mixing: "));
  session->runChains(300);
  CHECK(noted(viewOf(*session, "chains"), "Mixed: "));
  CHECK(noted(viewOf(*session, "walkers"), "Mixed: "));
}

TEST_CASE("Labelled points have a mark for every class, bumps of a known density have none", "[session][pictures]") {
  const std::string rows = "[[1,200],[2,210],[8,150],[9,160],[8.5,155],[1.5,190]]";
  const std::string labelled = R"("data":{"shape":[2],"real":true,"examples":)" + rows +
                               R"(,"labels":[0,0,1,1,1,0],"classes":["cat","dog"],"names":["age","weight"]})";
  const auto session = experiments::open(R"({"model":"ppca","settings":{"factors":1},)" + labelled + "}");
  session->train(5, 1e12);
  const View view = viewOf(*session, "model");
  const Mark *cat = named(view.panels[0], "cat"), *dog = named(view.panels[0], "dog");
  REQUIRE(cat != nullptr);
  REQUIRE(dog != nullptr);
  CHECK(cat->category == 0);
  CHECK(dog->category == 1);
  CHECK(cat->values == std::vector<float>{1, 200, 2, 210, 1.5f, 190});
  CHECK(named(view.panels[0], "data") == nullptr);

  const auto ring = experiments::open(R"({"model":"ppca","settings":{"factors":1},"data":"ring"})");
  const View plain = viewOf(*ring, "model");
  for (const Mark& mark : plain.panels[0].marks) CHECK(mark.category == -1);
}

TEST_CASE("Every view of own points has their names and the range of each", "[session][pictures]") {
  const std::string data =
      R"("data":{"shape":[2],"real":true,"names":["age","salary"],)"
      R"("examples":[[20,21000],[31,42000],[44,39000],[52,61000],[27,30000],[60,58000],[35,35500]]})";
  for (const char* model : {"rbm", "ppca", "factorAnalysis", "gan"}) {
    const auto session = experiments::open(std::string(R"({"model":")") + model + R"(",)" + data + "}");
    session->train(10, 1e12);
    session->runChains(2);
    int named_views = 0;
    const Snapshot snapshot = session->snapshot({"*"});
    for (const View& view : snapshot.views) {
      for (const Panel& panel : view.panels) {
        const bool of_values = std::ranges::any_of(panel.marks, [](const Mark& mark) {
          return mark.kind == MarkKind::kPoints && mark.ink == Ink::kData && mark.label == "data";
        });
        if (!of_values || panel.y.label == "D(x)") continue;
        INFO(model << ", " << view.name);
        CHECK(panel.x.label == "age");
        CHECK(panel.y.label == "salary");
        CHECK(panel.x.low > 0);
        CHECK(panel.x.high < 80);
        CHECK(panel.y.low > 10000);
        CHECK(panel.y.high < 80000);
        CHECK(view.kind == ViewKind::kChart);  // a year and a coin have no common length
        ++named_views;
      }
    }
    CHECK(named_views >= 2);
  }
}

TEST_CASE("Samples of binary units are shown as states where there are few units", "[session][pictures]") {
  for (const char* model : {"mixture", "sbn"}) {
    INFO(model);
    const auto session =
        experiments::open(std::string(R"({"model":")") + model + R"(","data":"bars-and-stripes","seed":1})");
    session->runChains(1);
    const auto isState = [](float value) { return value == 0 || value == 1; };
    CHECK(std::ranges::all_of(viewOf(*session, "chains").values, isState));
    CHECK_FALSE(std::ranges::all_of(viewOf(*session, "chains:show=probabilities").values, isState));
  }
  const auto real =
      experiments::open(R"({"model":"ppca","data":"bars-and-stripes","seed":1,"settings":{"factors":1}})");
  const auto offers = real->snapshot({}).offers;
  const auto chains = std::ranges::find(offers, "chains", &ViewOffer::name);
  REQUIRE(chains != offers.end());
  CHECK(chains->choices.empty());
}

TEST_CASE("Chains of few units are shown as states, those of many as probabilities", "[session][pictures]") {
  const auto few = experiments::open(
      R"({"model":"rbm","data":"parity-3","seed":1,"settings":{"hidden":1,"initialWeights":0,"learningRate":0}})");
  few->runChains(3);
  const auto isState = [](float value) { return value == 0 || value == 1; };
  const View states = viewOf(*few, "chains"), chances = viewOf(*few, "chains:show=probabilities");
  CHECK(std::ranges::all_of(states.values, isState));
  CHECK_FALSE(std::ranges::all_of(chances.values, isState));
  CHECK(std::set<float>(chances.values.begin(), chances.values.end()).size() < 3);  // equal bars
  const auto offers = few->snapshot({}).offers;
  const auto chains = std::ranges::find(offers, "chains", &ViewOffer::name);
  REQUIRE(chains != offers.end());
  REQUIRE(chains->choices.size() == 1);
  CHECK(chains->choices[0].initial == 1);
}
