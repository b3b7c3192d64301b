#include "base/layout.h"

#include <catch2/catch_test_macros.hpp>

#include <cmath>

using namespace harmonium;

TEST_CASE("Parts lie one behind the other and are found by their names", "[base][layout]") {
  Layout layout;
  CHECK(layout.values() == 0);
  layout.append({.name = "picture", .kind = PartKind::kIntensity, .rows = 3, .cols = 4});
  layout.append({.name = "label", .kind = PartKind::kOneOf, .cols = 5});
  layout.append({.name = "length", .kind = PartKind::kReal, .cols = 1});
  CHECK(layout.values() == 18);
  CHECK(layout.parts[0].first == 0);
  CHECK(layout.parts[1].first == 12);
  CHECK(layout.parts[2].first == 17);
  REQUIRE(layout.find("label") != nullptr);
  CHECK(layout.find("label")->values() == 5);
  CHECK(layout.find("word") == nullptr);
}

TEST_CASE("Every kind of part has a name, and no other name is one", "[base][layout]") {
  for (const PartKind kind :
       {PartKind::kBinary, PartKind::kIntensity, PartKind::kReal, PartKind::kOneOf, PartKind::kCounts})
    CHECK(partKindNamed(partKindName(kind)) == kind);
  CHECK_FALSE(partKindNamed("Binary"));
  CHECK_FALSE(partKindNamed(""));
  CHECK(partKindName(PartKind::kOneOf) == std::string("oneOf"));
}

TEST_CASE("A range nobody has said is that of the kind", "[base][layout]") {
  CHECK(lowestOf(PartKind::kReal) == kUnknownLow);
  CHECK(highestOf(PartKind::kReal) == kUnknownHigh);
  CHECK(lowestOf(PartKind::kCounts) == 0);
  CHECK(std::isinf(highestOf(PartKind::kCounts)));
  CHECK(lowestOf(PartKind::kIntensity) == 0);
  CHECK(highestOf(PartKind::kOneOf) == 1);
  const Layout one = Layout::onePart(PartKind::kReal, 1, 3, {"a", "b", "c"});
  CHECK(one.parts[0].name == "values");
  CHECK(one.parts[0].names[2] == "c");
  CHECK(Layout::onePart(PartKind::kBinary, 2, 2, {}).parts[0].name == "pixels");
}
