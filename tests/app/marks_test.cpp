#include "app/logic/marks.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <cmath>

using namespace harmonium;
using namespace harmonium::app;

namespace {

Panel square() {
  Panel panel;
  panel.x = {"x", -2, 2};
  panel.y = {"y", 0, 4};
  return panel;
}

Mark line(std::vector<float> values) {
  Mark mark{.kind = MarkKind::kLine, .label = "line"};
  mark.shape = {static_cast<std::uint32_t>(values.size() / 2), 2};
  mark.values = std::move(values);
  return mark;
}

}  // namespace

TEST_CASE("a mark is drawn only if its shape and its numbers agree", "[app][marks]") {
  CHECK(isValid(Mark{.kind = MarkKind::kPoints, .shape = {2, 2}, .values = {1, 2, 3, 4}}));
  CHECK_FALSE(isValid(Mark{.kind = MarkKind::kPoints, .shape = {3, 2}, .values = {1, 2, 3, 4}}));
  CHECK_FALSE(isValid(Mark{.kind = MarkKind::kPoints, .shape = {4}, .values = {1, 2, 3, 4}}));
  CHECK_FALSE(isValid(Mark{.kind = MarkKind::kArrows, .shape = {2, 2}, .values = {1, 2, 3, 4}}));
  CHECK(isValid(Mark{.kind = MarkKind::kArrows, .shape = {1, 4}, .values = {1, 2, 3, 4}}));
  CHECK(isValid(Mark{.kind = MarkKind::kMesh, .shape = {1, 2, 2}, .values = {1, 2, 3, 4}}));
  CHECK_FALSE(isValid(Mark{.kind = MarkKind::kField, .shape = {0, 2}}));
  CHECK_FALSE(isValid(Mark{}));
}

TEST_CASE("a field is read off with its first row at the bottom", "[app][marks]") {
  const Mark field{.kind = MarkKind::kField, .shape = {2, 2}, .values = {1, 2, 3, NAN}};
  CHECK(fieldAt(field, square(), -1, 1) == 1.0f);
  CHECK(fieldAt(field, square(), 1, 1) == 2.0f);
  CHECK(fieldAt(field, square(), -1, 3) == 3.0f);
  CHECK_FALSE(fieldAt(field, square(), 1, 3));  // no number
  CHECK_FALSE(fieldAt(field, square(), 2.5f, 1));
  CHECK_FALSE(fieldAt(field, square(), 1, -0.1f));
}

TEST_CASE("a line is read off between its points, bars inside themselves", "[app][marks]") {
  const Mark slope = line({0, 0, 1, 10, 2, 0});
  CHECK(heightAt(slope, 0.5f) == 5.0f);
  CHECK(heightAt(slope, 1.5f) == 5.0f);
  CHECK_FALSE(heightAt(slope, 2.5f));
  CHECK_FALSE(heightAt(line({0, 0, 1, NAN, 2, 0}), 0.5f));
  const Mark bars{.kind = MarkKind::kBars, .shape = {2, 3}, .values = {0, 1, 7, 2, 3, 9}};
  CHECK(heightAt(bars, 0.5f) == 7.0f);
  CHECK_FALSE(heightAt(bars, 1.5f));
  CHECK(heightAt(bars, 2.0f) == 9.0f);
}

TEST_CASE("the pen is lifted at what is no number", "[app][marks]") {
  const std::vector<Stroke> strokes = strokesOf(line({0, 0, 1, 1, NAN, NAN, 3, 3, 4, 4, 5, NAN, 6, 6}));
  REQUIRE(strokes.size() == 2);
  CHECK(strokes[0].first == 0);
  CHECK(strokes[0].last == 2);
  CHECK(strokes[1].first == 3);
  CHECK(strokes[1].last == 5);  // a lone point is no stroke
  CHECK(strokesOf(line({NAN, NAN, NAN, NAN})).empty());
}

TEST_CASE("the legend lists every label once", "[app][marks]") {
  View view;
  view.panels.resize(2);
  Mark data{.kind = MarkKind::kPoints, .label = "data", .shape = {1, 2}, .values = {0, 0}};
  Mark grid{.kind = MarkKind::kPoints, .shape = {1, 2}, .values = {0, 0}};
  view.panels[0].marks = {data, grid};
  view.panels[1].marks = {data};
  data.ink = Ink::kModel;
  data.label = "samples";
  view.panels[1].marks.push_back(data);
  const std::vector<const Mark*> marks = listed(view);
  REQUIRE(marks.size() == 2);
  CHECK(marks[0]->label == "data");
  CHECK(marks[1]->label == "samples");
}
