// Results of several experiments side by side. The page keeps them and sends them as JSON; the app only reads them.
#pragma once

#include "session/snapshot.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium::app {

struct BoardMeasure {
  std::string name, label, unit;
  std::optional<bool> higher_is_better;  // none: neither direction is better
};

struct BoardValue {
  double value = 0;
  std::optional<double> standard_error;  // in the unit of the value; none where the measure gives no error
  bool exact = false;                    // computed without sampling
  std::string certainty;                 // "exact", "lower bound", "estimate"
  std::string note;
};

// One experiment at one moment of its training, or the means of one with several seeds.
struct BoardRow {
  std::string label, model, data;
  double updates = 0, epochs = 0, seeds = 1;
  std::vector<std::optional<BoardValue>> values;  // one per measure of the board; none where it was not measured
  // Means over seeds; the errors are their standard deviations. Those that tell most come first.
  std::vector<Curve> curves;
};

struct Board {
  std::vector<BoardMeasure> measures;
  std::vector<BoardRow> rows;
  bool busy = false;
  std::string busy_label;
  double progress = 0;  // 0 .. 1, while busy
};

// Changes what the text names, the table or what is measured for it, and leaves the other as it is. Missing fields of
// either have their defaults. Text that is no JSON changes nothing.
void readBoard(std::string_view json, Board& board);

// The rows of one data set. Values on different data cannot be compared, so each data set has its own group. Groups are
// in the order in which their data first appear.
struct BoardGroup {
  std::string data;
  std::vector<std::size_t> rows;      // indices into Board::rows
  std::vector<std::size_t> measures;  // indices into Board::measures of those that at least one of the rows has
};
std::vector<BoardGroup> groupsOf(const Board& board);

// One curve of all rows that have it, to be drawn over each other.
struct Overlay {
  std::string_view name, label, unit;
  struct Line {
    std::size_t place = 0;  // of its row in the group
    const Curve* curve = nullptr;
  };
  std::vector<Line> lines;
};
// The curves of the rows of a group, those first that come first in the first row. None where fewer than two rows have
// curves: nothing lies over another then. It points into the board.
std::vector<Overlay> overlaysOf(const Board& board, const BoardGroup& group);

// The range of an axis that holds all finite values of one measure with their error bars, and some room on both sides.
// Without a finite value it is 0 .. 1.
struct BoardRange {
  double low = 0, high = 1;
};
BoardRange rangeOf(const Board& board, const BoardGroup& group, std::size_t measure);
// The index of the row with the best value. None if the measure has no better direction, or if fewer than two rows have
// different finite values.
std::optional<std::size_t> bestOf(const Board& board, const BoardGroup& group, std::size_t measure);

}  // namespace harmonium::app
