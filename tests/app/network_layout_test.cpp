#include "app/logic/network_layout.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>

using namespace harmonium;
using namespace harmonium::app;

namespace {

struct Network {
  std::vector<UnitGroup> groups;
  std::vector<UnitLink> links;
};

UnitGroup group(const char* name, GroupRole role, std::uint32_t units, std::uint32_t rows = 0, std::uint32_t cols = 0) {
  return {.name = name, .role = role, .units = units, .rows = rows, .cols = cols};
}

UnitLink link(std::uint32_t from, std::uint32_t to, LinkKind kind) {
  return {.from = from, .to = to, .kind = kind};
}

Network machine() {
  return {{group("visible v", GroupRole::kVisible, 64, 8, 8), group("hidden h", GroupRole::kHidden, 20)},
          {link(0, 1, LinkKind::kBoth)}};
}

// Hinton, Osindero & Teh 2006: labels beside the layer below the top.
Network beliefNet() {
  return {{group("visible v", GroupRole::kVisible, 64, 8, 8), group("h1", GroupRole::kHidden, 36),
           group("h2", GroupRole::kHidden, 36), group("top", GroupRole::kHidden, 50),
           group("label y", GroupRole::kLabel, 10)},
          {link(0, 1, LinkKind::kDown), link(0, 1, LinkKind::kUp), link(1, 2, LinkKind::kDown),
           link(1, 2, LinkKind::kUp), link(2, 3, LinkKind::kBoth), link(4, 3, LinkKind::kBoth)}};
}

Network sigmoidBeliefNet() {
  return {{group("visible v", GroupRole::kVisible, 16, 4, 4), group("h1", GroupRole::kHidden, 8),
           group("h2", GroupRole::kHidden, 4)},
          {link(0, 1, LinkKind::kDown), link(1, 2, LinkKind::kDown)}};
}

// Taylor, Hinton & Roweis 2006: two frames of the past lead to the visible and to the hidden units.
Network conditional() {
  return {{group("v(t-2)", GroupRole::kPast, 20, 4, 5), group("v(t-1)", GroupRole::kPast, 20, 4, 5),
           group("visible v", GroupRole::kVisible, 20, 4, 5), group("hidden h", GroupRole::kHidden, 30)},
          {link(2, 3, LinkKind::kBoth), link(0, 2, LinkKind::kUp), link(1, 2, LinkKind::kUp), link(0, 3, LinkKind::kUp),
           link(1, 3, LinkKind::kUp)}};
}

// Every two units are linked.
Network general() {
  Network net = machine();
  net.links.push_back(link(0, 0, LinkKind::kBoth));
  net.links.push_back(link(1, 1, LinkKind::kBoth));
  return net;
}

const Room kStages[] = {{20, 30, 600, 440}, {10, 200, 358, 420}, {0, 0, 1400, 900}, {5, 5, 300, 180}};

float right(const Room& room) {
  return room.x + room.width;
}
float bottom(const Room& room) {
  return room.y + room.height;
}

bool inside(const Room& inner, const Room& outer) {
  constexpr float kRounding = 1;
  return inner.x >= outer.x - kRounding && inner.y >= outer.y - kRounding && right(inner) <= right(outer) + kRounding &&
         bottom(inner) <= bottom(outer) + kRounding;
}

// The slant of all planes is the same: along it, planes of one row lie apart if their front edges do.
bool apart(const GroupPlane& a, const GroupPlane& b) {
  if (bottom(a.box) <= b.box.y || bottom(b.box) <= a.box.y) return true;
  const auto edge = [](const GroupPlane& plane, float column) {
    // Where the line through the left side of this column meets the height 0.
    const float x = plane.first.x + (column - 0.5f) * plane.right.x;
    return x - plane.first.y * plane.down.x / plane.down.y;
  };
  const float a0 = edge(a, 0), a1 = edge(a, static_cast<float>(a.columns));
  const float b0 = edge(b, 0), b1 = edge(b, static_cast<float>(b.columns));
  return a1 <= b0 || b1 <= a0;
}

float middle(const Room& box) {
  return box.x + box.width / 2;
}

}  // namespace

TEST_CASE("Groups lie inside the stage, and none on another", "[app][network]") {
  const auto make = GENERATE(&machine, &beliefNet, &sigmoidBeliefNet, &conditional, &general);
  for (const Room& stage : kStages) {
    const Network net = make();
    const NetworkLayout layout = layOutNetwork(net.groups, net.links, stage, {14, 40});
    REQUIRE(layout.planes.size() == net.groups.size());
    for (std::size_t i = 0; i < layout.planes.size(); ++i) {
      INFO(net.groups[i].name << " on " << stage.width << " x " << stage.height);
      CHECK(inside(layout.planes[i].box, stage));
      CHECK(layout.planes[i].columns * layout.planes[i].rows >= layout.planes[i].units);
      for (std::size_t j = 0; j < i; ++j) CHECK(apart(layout.planes[i], layout.planes[j]));
    }
    for (const UnitLink& each : net.links) {
      const std::optional<ArrowLine> way = arrowBeside(layout, each, 0, stage, {14, 40});
      if (!way) continue;
      for (const Point& end : {way->from, way->to}) CHECK(inside({end.x, end.y, 0, 0}, stage));
    }
  }
}

TEST_CASE("A stack grows upwards, each layer above the one it is linked to", "[app][network]") {
  const Network net = beliefNet();
  const NetworkLayout layout = layOutNetwork(net.groups, net.links, kStages[0], {});
  CHECK(layout.levels == 4);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(layout.planes[i].level == static_cast<int>(i));
    CHECK(layout.planes[i + 1].box.y < layout.planes[i].box.y);
    CHECK(std::abs(middle(layout.planes[i].box) - middle(layout.planes[i + 1].box)) < 1);
  }
}

TEST_CASE("A label stands beside the layer below the one it is linked to", "[app][network]") {
  const Network net = beliefNet();
  const NetworkLayout layout = layOutNetwork(net.groups, net.links, kStages[0], {});
  const GroupPlane &below_top = layout.planes[2], &label = layout.planes[4];
  CHECK(label.level == below_top.level);
  CHECK(label.box.x > below_top.box.x);
  const auto height = [](const Room& box) { return box.y + box.height / 2; };
  CHECK(std::abs(height(label.box) - height(below_top.box)) < 1);
  // Its name stands clear of the connections, which go up.
  CHECK(label.name.y >= bottom(label.box));

  // A label that is told from a layer stands above it.
  Network classifier = machine();
  classifier.groups.push_back(group("label y", GroupRole::kLabel, 10));
  classifier.links.push_back(link(1, 2, LinkKind::kUp));
  CHECK(layOutNetwork(classifier.groups, classifier.links, kStages[0], {}).planes[2].level == 2);
}

TEST_CASE("The past stands to the left of the visible units, oldest first", "[app][network]") {
  const Network net = conditional();
  const NetworkLayout layout = layOutNetwork(net.groups, net.links, kStages[0], {});
  CHECK(layout.levels == 2);
  for (const std::size_t i : {0u, 1u, 2u}) CHECK(layout.planes[i].level == 0);
  CHECK(middle(layout.planes[0].box) < middle(layout.planes[1].box));
  CHECK(middle(layout.planes[1].box) < middle(layout.planes[2].box));
  CHECK(std::abs(middle(layout.planes[3].box) - middle(layout.planes[2].box)) < 1);
  // Names of a row do not run into each other.
  for (const std::size_t i : {0u, 1u}) CHECK(right(layout.planes[i].name) <= layout.planes[i + 1].name.x + 1);
}

TEST_CASE("Links of a row are arcs: hanging from the lowest row, rising from the others", "[app][network]") {
  const Network net = general();
  const NetworkLayout layout = layOutNetwork(net.groups, net.links, kStages[0], {});
  CHECK(bendOf(layout, net.links[0]) == 0);
  CHECK(bendOf(layout, net.links[1]) == 1);
  CHECK(bendOf(layout, net.links[2]) == -1);
  // There is room for them.
  CHECK(bottom(layout.planes[0].box) + layout.arc <= bottom(kStages[0]) + 1);
  CHECK(layout.planes[1].box.y - layout.arc >= kStages[0].y - 1);
}

TEST_CASE("The shape of a picture is kept, and what has none is nearly square", "[app][network]") {
  const std::vector<UnitGroup> groups = {group("v", GroupRole::kVisible, 12, 2, 6), group("h", GroupRole::kHidden, 64),
                                         group("h", GroupRole::kHidden, 7), group("h", GroupRole::kHidden, 10, 3, 3)};
  const NetworkLayout layout = layOutNetwork(groups, {}, kStages[0], {});
  CHECK(layout.planes[0].columns == 6);
  CHECK(layout.planes[1].columns == 8);
  CHECK(layout.planes[2].columns == 3);
  CHECK(layout.planes[3].columns == 5);  // three times three are not ten
}

TEST_CASE("Of the links between two groups one has its connections drawn", "[app][network]") {
  Network net = beliefNet();
  CHECK(linksDrawn(net.links) == std::vector<std::size_t>{0, 2, 4, 5});  // the generative ones
  net.links[1].up = true;
  CHECK(linksDrawn(net.links) == std::vector<std::size_t>{1, 2, 4, 5});  // what the phase goes through
}

TEST_CASE("Links that run in a circle end, and a lone group is drawn", "[app][network]") {
  const std::vector<UnitGroup> groups = {group("a", GroupRole::kHidden, 4), group("b", GroupRole::kHidden, 4)};
  const std::vector<UnitLink> links = {link(0, 1, LinkKind::kUp), link(1, 0, LinkKind::kUp)};
  const NetworkLayout layout = layOutNetwork(groups, links, kStages[0], {});
  for (const GroupPlane& plane : layout.planes) CHECK(inside(plane.box, kStages[0]));
  CHECK(layOutNetwork({groups[0]}, {link(0, 0, LinkKind::kBoth)}, kStages[0], {}).levels == 1);
}

TEST_CASE("A network whose parts do not agree is not drawn", "[app][network]") {
  View view{.kind = ViewKind::kNetwork, .shape = {6}, .values = std::vector<float>(6)};
  view.groups = {group("v", GroupRole::kVisible, 4), group("h", GroupRole::kHidden, 2)};
  view.groups[1].first = 4;
  view.links = {link(0, 1, LinkKind::kBoth)};
  view.weights.resize(8);
  CHECK(isValidNetwork(view));
  const auto broken = [&view](auto change) {
    View other = view;
    change(other);
    return !isValidNetwork(other);
  };
  CHECK(broken([](View& v) { v.groups.clear(); }));
  CHECK(broken([](View& v) { v.groups[1].units = 0; }));
  CHECK(broken([](View& v) { v.groups[1].first = 5; }));
  CHECK(broken([](View& v) { v.groups[1].first = UINT32_MAX; }));
  CHECK(broken([](View& v) { v.links[0].to = 2; }));
  CHECK(broken([](View& v) { v.links[0].first = 1; }));
  CHECK(broken([](View& v) { v.groups[0].units = UINT32_MAX; }));
  CHECK(broken([](View& v) { v.values.resize(5); }));
  CHECK(broken([](View& v) { v.links.resize(100'000); }));
}
