// Results of several experiments side by side, as the page keeps them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium::app {

struct BoardMeasure {
  std::string name, label, unit;
  std::optional<bool> higher_is_better;
};

struct BoardValue {
  double value = 0;
  std::optional<double> standard_error;
  bool exact = false;
  std::string certainty;  // "exact", "lower bound", "estimate"
  std::string note;
};

struct BoardRow {
  std::string label, model, data;
  double updates = 0, epochs = 0;
  std::vector<std::optional<BoardValue>> values;  // one a measure
};

struct Board {
  std::vector<BoardMeasure> measures;
  std::vector<BoardRow> rows;
  bool busy = false;
  std::string busy_label;
  double progress = 0;  // 0 .. 1, while busy
};

Board readBoard(std::string_view json);

// Numbers on different data can't be compared: the rows of each data set, in the order in which they first appear.
struct BoardGroup {
  std::string data;
  std::vector<std::size_t> rows;
  std::vector<std::size_t> measures;  // those that any of the rows has
};
std::vector<BoardGroup> groupsOf(const Board& board);

// The range of an axis that shows the values of one measure with their error bars, and a little room.
struct BoardRange {
  double low = 0, high = 1;
};
BoardRange rangeOf(const Board& board, const BoardGroup& group, std::size_t measure);
// The row that does best, where one is clearly better than another and better has a direction.
std::optional<std::size_t> bestOf(const Board& board, const BoardGroup& group, std::size_t measure);

}  // namespace harmonium::app
