#include "app/logic/tween.h"

#include "app/logic/phase_history.h"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <limits>

using namespace harmonium;
using namespace harmonium::app;

namespace {

View network(std::vector<float> states, std::vector<float> weights) {
  View view{.name = "network", .kind = ViewKind::kNetwork};
  view.shape = {static_cast<std::uint32_t>(states.size())};
  view.values = std::move(states);
  view.weights = std::move(weights);
  return view;
}

Mark mark(MarkKind kind, const char* label, std::uint32_t width, std::vector<float> values) {
  Mark made{.kind = kind, .label = label};
  made.shape = {static_cast<std::uint32_t>(values.size()) / width, width};
  made.values = std::move(values);
  return made;
}

View plane(std::vector<Mark> marks, float high = 1) {
  View view{.name = "plane", .kind = ViewKind::kPlane};
  view.panels = {{.title = "D", .x = {"x", 0, high}, .y = {"y", 0, 1}, .marks = std::move(marks)}};
  return view;
}

View between(const View& from, const View& to, float part) {
  View out = to;
  tween(from, to, part, out);
  return out;
}

}  // namespace

TEST_CASE("States and weights of a network lie between two pictures, and are those of either at its end",
          "[app][tween]") {
  const View from = network({0, 1}, {-1, 3}), to = network({1, 0}, {1, 3});
  CHECK(between(from, to, 0.25f).values == std::vector<float>{0.25f, 0.75f});
  CHECK(between(from, to, 0.5f).weights == std::vector<float>{0, 3});
  CHECK(between(from, to, 0).values == from.values);
  CHECK(between(from, to, 1).values == to.values);
}

TEST_CASE("Nothing moves between equal pictures, other shapes and other choices", "[app][tween]") {
  const View one = network({0, 1}, {2});
  View out = one;
  CHECK_FALSE(tween(one, one, 0.5f, out));
  const View larger = network({0, 1, 1}, {2});
  CHECK(between(one, larger, 0.5f).values == larger.values);
  View other = network({1, 1}, {2});
  other.chosen = {1};
  CHECK(between(one, other, 0.5f).values == other.values);
}

TEST_CASE("Pictures that came as bytes move as numbers", "[app][tween]") {
  View from{.name = "tiles"}, to{.name = "tiles"};
  from.shape = to.shape = {1, 1, 2};
  const std::vector<std::uint8_t> bytes = {10, 30};
  to.bytes = bytes;
  to.byte_scale = {0.5, 10};
  from.values = {1, 0};
  const View half = between(from, to, 0.5f);
  CHECK(half.bytes.empty());
  CHECK(half.values == std::vector<float>{0.5f, 5});
}

TEST_CASE("Marks move to the mark of their kind and label; new arrows and bars grow", "[app][tween]") {
  const View from = plane({mark(MarkKind::kPoints, "samples", 2, {0, 0}), mark(MarkKind::kLine, "", 2, {1, 1, 2, 2}),
                           mark(MarkKind::kLine, "", 2, {5, 5, 6, 6})});
  const View to = plane({mark(MarkKind::kArrows, "push", 4, {1, 1, 2, 4}), mark(MarkKind::kLine, "", 2, {3, 3, 4, 4}),
                         mark(MarkKind::kLine, "", 2, {7, 7, 8, 8}), mark(MarkKind::kPoints, "samples", 2, {2, 4}),
                         mark(MarkKind::kBars, "D", 3, {0, 1, 6})});
  const std::vector<Mark> marks = between(from, to, 0.5f).panels[0].marks;
  CHECK(marks[0].values == std::vector<float>{1, 1, 1, 2});
  CHECK(marks[1].values == std::vector<float>{2, 2, 3, 3});
  CHECK(marks[2].values == std::vector<float>{6, 6, 7, 7});
  CHECK(marks[3].values == std::vector<float>{1, 2});
  CHECK(marks[4].values == std::vector<float>{0, 1, 3});
}

TEST_CASE("Axes move with their marks, and a number that is none comes at once", "[app][tween]") {
  const float none = std::numeric_limits<float>::quiet_NaN();
  const View from = plane({mark(MarkKind::kPoints, "p", 2, {none, 0})}, 1);
  const View to = plane({mark(MarkKind::kPoints, "p", 2, {4, 4})}, 3);
  const View half = between(from, to, 0.5f);
  CHECK(half.panels[0].x.high == 2);
  CHECK(half.panels[0].marks[0].values == std::vector<float>{4, 2});
}

TEST_CASE("A move begins at 0, ends at 1 and never goes back", "[app][tween]") {
  CHECK(tweenPart(-1) == 0);
  CHECK(tweenPart(0) == 0);
  CHECK(tweenPart(kTweenSeconds) == 1);
  CHECK(tweenPart(100) == 1);
  for (int i = 1; i <= 20; ++i) CHECK(tweenPart(kTweenSeconds * i / 20) > tweenPart(kTweenSeconds * (i - 1) / 20));
}

TEST_CASE("One goes back and forth over the phases that were shown", "[app][phase_history]") {
  using Block = std::vector<std::uint8_t>;
  PhaseHistory history;
  CHECK(history.step(-1) == nullptr);
  CHECK(history.add({1, 0, 0}, {0}));
  CHECK(history.add({1, 0, 1}, {1}));
  CHECK(history.add({1, 1, 2}, {2}));
  CHECK_FALSE(history.behind());
  CHECK(history.step(1) == nullptr);
  CHECK(*history.step(-1) == Block{1});
  CHECK(history.behind());
  // A newer picture of the newest phase waits; what is shown stays.
  CHECK_FALSE(history.add({1, 1, 2}, {22}));
  CHECK(*history.step(-1) == Block{0});
  CHECK(history.step(-1) == nullptr);
  CHECK(*history.step(1) == Block{1});
  CHECK(*history.step(1) == Block{22});
  CHECK_FALSE(history.behind());
  // A new phase is shown, whatever was.
  CHECK(*history.step(-1) == Block{1});
  CHECK(history.add({1, 1, 0}, {3}));
  CHECK_FALSE(history.behind());
  CHECK(*history.step(-1) == Block{22});
  // Another run has other phases.
  CHECK(history.add({2, 0, 0}, {4}));
  CHECK(history.step(-1) == nullptr);
}

TEST_CASE("The history of phases has an end", "[app][phase_history]") {
  PhaseHistory history;
  for (int i = 0; i < 40; ++i) history.add({1, static_cast<std::uint64_t>(i), 0}, {static_cast<std::uint8_t>(i)});
  std::size_t back = 0;
  for (int i = 0; i < 100 && history.step(-1) != nullptr; ++i) ++back;
  CHECK(back == PhaseHistory::kMost - 1);
  const std::vector<std::uint8_t> large(PhaseHistory::kMostBytes);
  history.clear();
  CHECK(history.add({1, 0, 0}, large));
  CHECK(history.add({1, 0, 1}, large));
  CHECK(history.step(-1) == nullptr);
}
