#include "app/logic/board.h"

#include "app/logic/json.h"
#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

std::optional<BoardValue> readValue(const Json& json) {
  const Json* value = find(json, "value");
  if (!value || !value->is_number()) return std::nullopt;
  // "standardError" may be null: a value without an error is common and no fault.
  BoardValue out{asNumber(*value, 0), std::nullopt, flagOf(json, "exact"), textOf(json, "certainty"),
                 textOf(json, "note")};
  if (const Json* error = find(json, "standardError"); error && error->is_number())
    out.standard_error = asNumber(*error, 0);
  return out;
}

BoardMeasure readMeasure(const Json& json) {
  BoardMeasure measure{textOf(json, "name"), textOf(json, "label"), textOf(json, "unit"), std::nullopt};
  if (const Json* better = find(json, "higherIsBetter"); better && better->is_boolean())
    measure.higher_is_better = asNumber(*better, 0) != 0;
  return measure;
}

std::vector<float> readNumbers(const Json& json, const char* key) {
  std::vector<float> numbers;
  for (const Json& each : listOf(json, key)) numbers.push_back(toFloat(asNumber(each, NAN)));
  return numbers;
}

Curve readCurve(const Json& json) {
  Curve curve{textOf(json, "name"),   textOf(json, "label"),  textOf(json, "unit"),
              readNumbers(json, "x"), readNumbers(json, "y"), readNumbers(json, "error")};
  if (const Json* level = find(json, "reference"); level && level->is_number()) {
    curve.reference = asNumber(*level, 0);
    curve.reference_label = textOf(json, "referenceLabel");
  }
  return curve;
}

BoardRow readRow(const Json& json) {
  BoardRow row{textOf(json, "label"),
               textOf(json, "model"),
               textOf(json, "data"),
               numberOf(json, "updates"),
               numberOf(json, "epochs"),
               std::max(1.0, numberOf(json, "seeds")),
               {},
               {}};
  for (const Json& value : listOf(json, "values")) row.values.push_back(readValue(value));
  for (const Json& each : listOf(json, "curves")) {
    Curve curve = readCurve(each);
    // A curve with fewer values than updates would be read past the end of its values.
    if (!curve.x.empty() && curve.x.size() == curve.y.size()) row.curves.push_back(std::move(curve));
  }
  return row;
}

const BoardValue* valueAt(const Board& board, std::size_t row, std::size_t measure) {
  const auto& values = board.rows[row].values;
  return measure < values.size() && values[measure] ? &*values[measure] : nullptr;
}

}  // namespace

void readBoard(std::string_view json, Board& board) {
  const Json root = parseJson(json);
  if (find(root, "rows")) {
    board.measures.clear();
    board.rows.clear();
    for (const Json& each : listOf(root, "measures")) board.measures.push_back(readMeasure(each));
    for (const Json& each : listOf(root, "rows")) {
      board.rows.push_back(readRow(each));
      // A row that was saved with other measures must not be read out of range.
      board.rows.back().values.resize(board.measures.size());
    }
  }
  if (const Json* busy = find(root, "busy")) {
    board.busy = busy->is_object();
    board.busy_label = textOf(*busy, "label");
    board.progress = numberOf(*busy, "progress");
  }
}

std::vector<BoardGroup> groupsOf(const Board& board) {
  std::vector<BoardGroup> groups;
  for (std::size_t row = 0; row < board.rows.size(); ++row) {
    const std::string& data = board.rows[row].data;
    auto at = std::find_if(groups.begin(), groups.end(), [&](const BoardGroup& group) { return group.data == data; });
    if (at == groups.end()) at = groups.insert(groups.end(), BoardGroup{data, {}, {}});
    at->rows.push_back(row);
  }
  // A column without a single value would only take room.
  for (BoardGroup& group : groups) {
    for (std::size_t m = 0; m < board.measures.size(); ++m) {
      const bool any =
          std::any_of(group.rows.begin(), group.rows.end(), [&](std::size_t row) { return valueAt(board, row, m); });
      if (any) group.measures.push_back(m);
    }
  }
  return groups;
}

std::vector<Overlay> overlaysOf(const Board& board, const BoardGroup& group) {
  std::vector<Overlay> overlays;
  std::size_t with_curves = 0;
  for (std::size_t place = 0; place < group.rows.size(); ++place) {
    const std::vector<Curve>& curves = board.rows[group.rows[place]].curves;
    with_curves += curves.empty() ? 0 : 1;
    for (const Curve& curve : curves) {
      auto at = std::find_if(overlays.begin(), overlays.end(),
                             [&](const Overlay& each) { return each.name == curve.name && each.unit == curve.unit; });
      if (at == overlays.end()) at = overlays.insert(overlays.end(), Overlay{curve.name, curve.label, curve.unit, {}});
      at->lines.push_back({place, &curve});
    }
  }
  if (with_curves < 2) overlays.clear();
  return overlays;
}

BoardRange rangeOf(const Board& board, const BoardGroup& group, std::size_t measure) {
  double low = INFINITY, high = -INFINITY;
  for (const std::size_t row : group.rows) {
    const BoardValue* value = valueAt(board, row, measure);
    if (!value || !std::isfinite(value->value)) continue;
    const double error = value->standard_error.value_or(0);
    low = std::min(low, value->value - (std::isfinite(error) ? error : 0));
    high = std::max(high, value->value + (std::isfinite(error) ? error : 0));
  }
  if (!(low <= high)) return {};
  // A single value has no range of its own: its size decides how wide the axis is. 1e-3 serves a value of zero.
  const double room = high > low ? 0.08 * (high - low) : std::max(0.05 * std::abs(low), 1e-3);
  return {low - room, high + room};
}

std::optional<std::size_t> bestOf(const Board& board, const BoardGroup& group, std::size_t measure) {
  const std::optional<bool> higher = board.measures[measure].higher_is_better;
  if (!higher) return std::nullopt;
  std::optional<std::size_t> best;
  double score = -INFINITY;
  int rows = 0;
  bool distinct = false;
  for (const std::size_t row : group.rows) {
    const BoardValue* value = valueAt(board, row, measure);
    if (!value || !std::isfinite(value->value)) continue;
    // The sign turns both directions into "larger is better".
    const double here = *higher ? value->value : -value->value;
    // One row alone, or rows that are all equal, have no winner.
    distinct |= rows++ > 0 && here != score;
    if (here <= score) continue;
    score = here;
    best = row;
  }
  return distinct ? best : std::nullopt;
}

}  // namespace harmonium::app
