#include "app/logic/board.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace harmonium::app;

namespace {

Board boardOf(std::string_view json) {
  Board board;
  readBoard(json, board);
  return board;
}

Board example() {
  return boardOf(R"({
    "measures": [ { "name": "logLikelihood", "label": "Log-likelihood", "unit": "nats", "higherIsBetter": true },
                  { "name": "mmd", "label": "MMD", "unit": "", "higherIsBetter": false },
                  { "name": "parzen", "label": "Parzen window", "unit": "nats", "higherIsBetter": null } ],
    "rows": [ { "label": "PPCA, 3 factors", "model": "ppca", "data": "digits", "updates": 40, "epochs": 40,
                "values": [ { "value": -17.5, "standardError": 0.5, "exact": true, "note": "" },
                            { "value": 0.02, "standardError": null, "exact": false }, null ] },
              { "label": "GAN", "model": "gan", "data": "ring", "updates": 900, "seeds": 3, "values": [ null, { "value": 0.5 } ] },
              { "label": "RBM", "model": "rbm", "data": "digits", "updates": 10,
                "values": [ { "value": -15, "standardError": 2 }, { "value": 0.03 }, { "value": "much" } ] } ],
    "busy": { "label": "Measuring", "progress": 0.25 } })");
}

}  // namespace

TEST_CASE("the board is read with all that it may say", "[app][board]") {
  const Board board = example();
  REQUIRE(board.measures.size() == 3);
  CHECK(board.measures[0].higher_is_better == true);
  CHECK(board.measures[1].higher_is_better == false);
  CHECK_FALSE(board.measures[2].higher_is_better);
  REQUIRE(board.rows.size() == 3);
  CHECK(board.rows[0].label == "PPCA, 3 factors");
  CHECK(board.rows[0].values[0]->standard_error == 0.5);
  CHECK(board.rows[0].values[0]->exact);
  CHECK_FALSE(board.rows[0].values[1]->standard_error);
  CHECK(board.rows[0].seeds == 1);
  CHECK(board.rows[1].seeds == 3);
  CHECK(board.rows[1].values.size() == 3);  // as many as there are measures
  CHECK_FALSE(board.rows[2].values[2]);
  CHECK(board.busy);
  CHECK(board.progress == 0.25);
}

TEST_CASE("rows on the same data stand together, with the measures that any of them has", "[app][board]") {
  const Board board = example();
  const std::vector<BoardGroup> groups = groupsOf(board);
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].data == "digits");
  CHECK(groups[0].rows == std::vector<std::size_t>{0, 2});
  CHECK(groups[0].measures == std::vector<std::size_t>{0, 1});
  CHECK(groups[1].rows == std::vector<std::size_t>{1});
  CHECK(groups[1].measures == std::vector<std::size_t>{1});
}

TEST_CASE("an axis holds all values with their error bars", "[app][board]") {
  const Board board = example();
  const BoardGroup digits = groupsOf(board)[0];
  const BoardRange range = rangeOf(board, digits, 0);
  CHECK(range.low < -18);
  CHECK(range.high > -13);
  const BoardRange one = rangeOf(board, groupsOf(board)[1], 1);
  CHECK(one.low < 0.5);
  CHECK(one.high > 0.5);
}

TEST_CASE("the best row is the highest or the lowest, as the measure says", "[app][board]") {
  const Board board = example();
  const BoardGroup digits = groupsOf(board)[0];
  CHECK(bestOf(board, digits, 0) == 2u);
  CHECK(bestOf(board, digits, 1) == 0u);
  CHECK_FALSE(bestOf(board, digits, 2));
  CHECK_FALSE(bestOf(board, groupsOf(board)[1], 1));  // alone, it beats nobody
}

TEST_CASE("what is no board is an empty one", "[app][board]") {
  const char* text = GENERATE("", "[]", "7", R"({ "measures": 3, "rows": {} })");
  const Board board = boardOf(text);
  CHECK(board.rows.empty());
  CHECK(groupsOf(board).empty());
  CHECK_FALSE(board.busy);
}

TEST_CASE("what is measured and the rows change apart from each other", "[app][board]") {
  Board board = example();
  readBoard(R"({ "busy": null })", board);
  CHECK_FALSE(board.busy);
  CHECK(board.progress == 0);
  CHECK(board.rows.size() == 3);
  readBoard(R"({ "busy": { "label": "MMD", "progress": 0.5 } })", board);
  readBoard(R"({ "measures": [], "rows": [] })", board);
  CHECK(board.rows.empty());
  CHECK(board.measures.empty());
  CHECK(board.busy_label == "MMD");
}

TEST_CASE("curves of the same name and unit lie over each other", "[app][board]") {
  const Board board = boardOf(R"({ "measures": [], "rows": [
    { "label": "CD-1", "data": "digits", "curves": [
      { "name": "logLikelihood", "label": "Log-likelihood", "unit": "nats", "x": [0, 9], "y": [-6, -5], "error": [0.5, 0.25],
        "reference": -2.5, "referenceLabel": "best possible" },
      { "name": "error", "label": "Error", "unit": "", "x": [0, 9], "y": [1, 2], "error": [] } ] },
    { "label": "a row that keeps none", "data": "digits" },
    { "label": "exact", "data": "digits", "curves": [
      { "name": "error", "label": "Error", "unit": "per value", "x": [0], "y": [1] },
      { "name": "short", "x": [0, 1, 2], "y": [1, 2] }, { "name": "empty", "x": [], "y": [] },
      { "name": "logLikelihood", "label": "Log-likelihood", "unit": "nats", "x": [0, 9], "y": [-6, -4], "error": [] } ] },
    { "label": "alone", "data": "ring", "curves": [ { "name": "error", "x": [0], "y": [1] } ] } ] })");
  const std::vector<BoardGroup> groups = groupsOf(board);
  const std::vector<Overlay> overlays = overlaysOf(board, groups[0]);
  REQUIRE(overlays.size() == 3);
  CHECK(overlays[0].label == "Log-likelihood");
  REQUIRE(overlays[0].lines.size() == 2);
  CHECK(overlays[0].lines[0].place == 0);
  CHECK(overlays[0].lines[1].place == 2);
  CHECK(overlays[0].lines[0].curve->error == std::vector<float>{0.5f, 0.25f});
  CHECK(overlays[0].lines[0].curve->reference == -2.5);
  CHECK(overlays[0].lines[0].curve->reference_label == "best possible");
  CHECK(overlays[0].lines[1].curve->y == std::vector<float>{-6, -4});
  CHECK(overlays[1].unit.empty());
  CHECK(overlays[2].unit == "per value");
  // Curves with fewer values than updates, or without any, are left out; and one row lies over no other.
  CHECK(board.rows[2].curves.size() == 2);
  CHECK(overlaysOf(board, groups[1]).empty());
}
