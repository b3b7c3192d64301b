// Results of several experiments side by side: one table and one plot with error bars per data set.
#include "app/logic/board.h"
#include "app/logic/format.h"
#include "app/logic/ticks.h"
#include "app/panels/compared_curves.h"
#include "app/panels/panels.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <algorithm>

namespace harmonium::app {
namespace {

// CSS pixels: least widths of the column of names and of a column of numbers; heights of the head and of a line in it;
// least heights of a row of the table and of a row of the plot; the side of a button of a row.
constexpr float kNames = 150, kColumn = 84, kHead = 52, kLine = 15, kRow = 40, kStrip = 24, kButton = 26;

std::string titleOfModel(const Ui& ui, const std::string& name) {
  const ModelInfo* model = ui.state.catalogue.model(name);
  return model ? model->title : name;
}
std::string titleOfData(const Ui& ui, const std::string& name) {
  const DatasetInfo* set = ui.state.catalogue.dataset(name);
  return set ? set->title : name.empty() || name == "inline" ? "Data of your own" : name;
}

// A full disc means exact, a ring means estimated, so that the two can be told apart without colour.
void valueDot(const Ui& ui, const ImVec2& at, bool exact) {
  const Palette& p = ui.colours();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddCircleFilled(at, ui.px(4), exact ? p.data : p.panel, 20);
  if (!exact) list.AddCircle(at, ui.px(4), p.model, 20, ui.px(2));
}

std::string rowName(const Ui& ui, const Board& board, std::size_t row) {
  const BoardRow& each = board.rows[row];
  if (each.label.empty()) return titleOfModel(ui, each.model);
  // The heading names the data already, so the row leaves it out.
  const std::string tail = ", " + titleOfData(ui, each.data);
  const std::size_t at = each.label.rfind(tail);
  return at != std::string::npos && at + tail.size() == each.label.size() ? each.label.substr(0, at) : each.label;
}

void actionsLine(Ui& ui) {
  const Board& board = ui.state.board;
  ButtonLook add{Icon::kNone, "Add this experiment", Kind::kPrimary,
                 "Keeps its results as they are now, and takes the measures that are quick"};
  add.enabled = !board.busy;
  if (button(ui, "add", add)) ui.actions.send("boardAdd");
  const bool narrow = ui.form == Form::kNarrow;
  if (!narrow) ImGui::SameLine(0, ui.px(8));
  if (button(ui, "variants",
             {Icon::kCompare, "Compare variants", Kind::kNormal,
              "Repeats this experiment with other values and several seeds, with equal updates"}))
    ui.actions.send("laboratory");
  if (board.rows.empty()) return;
  ImGui::SameLine(0, ui.px(8));
  if (button(ui, "export", {Icon::kSave, narrow ? "" : "CSV", Kind::kNormal, "Save the table as a CSV file"}))
    ui.actions.boardExport("csv");
  ImGui::SameLine(0, ui.px(8));
  if (button(ui, "clear", {Icon::kNone, "Clear", Kind::kQuiet, "Takes all rows away"})) ui.actions.send("boardClear");
}

void drawValue(const Ui& ui, const BoardValue& value, const ImVec2& min, const ImVec2& max, bool best) {
  const Palette& p = ui.colours();
  const Estimate words = formatEstimate(value.value, value.standard_error);
  const float middle = (min.y + max.y) / 2;
  const bool error = !words.error.empty();
  const float top = error ? middle - ui.px(17) : middle - ui.px(10);
  drawTextIn(ui, best ? Face::kStrong : Face::kBody, {min.x, top}, {max.x, top + ui.px(20)}, p.ink, words.value, 1);
  if (error)
    drawTextIn(ui, Face::kSmall, {min.x, top + ui.px(18)}, {max.x, top + ui.px(34)}, p.ink_faint,
               "\u00b1 " + words.error, 1);
  if (ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(min, max))
    hintNow(ui, (value.exact                        ? "Exact. "
                 : value.certainty == "lower bound" ? "A lower bound. "
                                                    : "Estimated. ") +
                    value.note);
}

// One band of a table: measures first .. last - 1 of the group. Measures that have no room follow in a band below.
struct Band {
  std::size_t first = 0, last = 0;
  float names = 0, column = 0;  // widths
};

// A text in two lines: the second begins after the last space before which the first one fits. It is empty for a text
// that fits, and for one without such a space.
struct TwoLines {
  std::string_view first, second;
};
TwoLines inTwo(const Ui& ui, std::string_view text, float room) {
  TwoLines lines{text, {}};
  for (std::size_t cut = text.size(); textSize(ui, Face::kSmall, lines.first).x > room;) {
    cut = text.rfind(' ', cut - 1);
    if (cut == std::string_view::npos || cut == 0) break;
    lines = {text.substr(0, cut), text.substr(cut + 1)};
  }
  return lines;
}

// The unit of a measure; the arrow shows which direction is better.
std::string unitWords(const BoardMeasure& measure) {
  return (!measure.higher_is_better ? "" : *measure.higher_is_better ? "\u2191 " : "\u2193 ") + measure.unit;
}

// Whether label and unit of every measure of a group fit into two lines of a column of this width.
bool headsFit(const Ui& ui, const Board& board, const BoardGroup& group, float column) {
  const float room = column - ui.px(8);
  const auto fits = [&](std::string_view text) {
    return textSize(ui, Face::kSmall, inTwo(ui, text, room).second).x <= room;
  };
  return std::ranges::all_of(group.measures, [&](std::size_t measure) {
    const BoardMeasure& each = board.measures[measure];
    return fits(each.label) && fits(unitWords(each));
  });
}

// The name of a row and below it the words on its runs, in as many lines as they need beside the two buttons.
float namesWidth(const Ui& ui, const Band& band) {
  return band.names - ui.px(2 * kButton + 4);
}
Face nameFace(const Ui& ui, const std::string& name, float room) {
  return textSize(ui, Face::kBody, name).x > room ? Face::kSmall : Face::kBody;
}
// Empty in all bands but the first.
std::string runWords(const Ui& ui, const Board& board, const Band& band, std::size_t row) {
  const BoardRow& each = board.rows[row];
  const std::string updates = formatCount(each.updates) + " updates", seeds = formatCount(each.seeds) + " seeds";
  if (band.first > 0) return "";
  if (each.seeds <= 1) return updates;
  const std::string both = updates + ", " + seeds;
  return textSize(ui, Face::kSmall, both).x > namesWidth(ui, band) ? updates + "\n" + seeds : both;
}
float rowHeight(const Ui& ui, const Board& board, const Band& band, std::size_t row) {
  const float room = namesWidth(ui, band);
  const std::string name = rowName(ui, board, row);
  const std::string runs = runWords(ui, board, band, row);
  const float lines = textSize(ui, nameFace(ui, name, room), name, room).y +
                      (runs.empty() ? 0 : textSize(ui, Face::kSmall, runs, room).y);
  return std::max(ui.px(kRow), lines + ui.px(8));
}

std::vector<Band> bandsOf(const Ui& ui, const Board& board, const BoardGroup& group, float room) {
  const std::size_t count = group.measures.size();
  const float names = std::max(ui.px(kNames), std::min(room * 0.36f, ui.px(280)));
  const float least = ui.px(kColumn), most = ui.px(170);
  std::size_t columns =
      std::clamp<std::size_t>(toSize(std::max(1.0f, (room - names) / least)), 1, std::max<std::size_t>(count, 1));
  const auto width = [&] { return std::min((room - names) / toFloat(columns), most); };
  // Fewer measures share a band where their heads would be cut.
  while (columns > 1 && !headsFit(ui, board, group, width())) --columns;
  const std::size_t bands = std::max<std::size_t>(1, (count + columns - 1) / columns);
  // Bands share the measures evenly, so that the last one is not almost empty.
  columns = std::max<std::size_t>(1, (count + bands - 1) / bands);
  // Names have what columns leave.
  const float column = width(), wide = std::clamp(room - column * toFloat(columns), names, ui.px(320));
  std::vector<Band> out;
  for (std::size_t first = 0; first < std::max<std::size_t>(count, 1); first += columns)
    out.push_back({first, std::min(first + columns, count), wide, column});
  return out;
}

float headRoom(const Ui& ui, const Band& band) {
  return band.column - ui.px(8);
}

// A line more where some unit needs two.
float headHeight(const Ui& ui, const Board& board, const BoardGroup& group, const Band& band) {
  for (std::size_t i = band.first; i < band.last; ++i)
    if (!inTwo(ui, unitWords(board.measures[group.measures[i]]), headRoom(ui, band)).second.empty())
      return ui.px(kHead + kLine);
  return ui.px(kHead);
}

// The head of a band: labels and units of up to two lines.
void tableHead(Ui& ui, const Board& board, const BoardGroup& group, const Band& band, const ImVec2& at) {
  const Palette& p = ui.colours();
  const float line = ui.px(kLine);
  for (std::size_t i = band.first; i < band.last; ++i) {
    const BoardMeasure& measure = board.measures[group.measures[i]];
    const float right = at.x + band.names + toFloat(i - band.first + 1) * band.column;
    const float left = right - headRoom(ui, band);
    const auto draw = [&](int row, ImU32 colour, std::string_view text) {
      const float top = at.y + toFloat(row) * line;
      drawTextIn(ui, Face::kSmall, {left, top}, {right, top + line}, colour, text, 1);
    };
    const TwoLines label = inTwo(ui, measure.label, right - left);
    draw(label.second.empty() ? 1 : 0, p.ink, label.first);
    if (!label.second.empty()) draw(1, p.ink, label.second);
    const std::string words = unitWords(measure);
    const TwoLines unit = inTwo(ui, words, right - left);
    draw(2, p.ink_faint, unit.first);
    if (!unit.second.empty()) draw(3, p.ink_faint, unit.second);
  }
}

enum class RowWish { kNone, kRemove, kOpen };

// Draws one row of the table, and says what the visitor wants of it.
RowWish tableRow(Ui& ui, const Board& board, const BoardGroup& group, const Band& band, std::size_t row,
                 const ImVec2& at) {
  const Palette& p = ui.colours();
  const float height = rowHeight(ui, board, band, row), close = ui.px(kButton);
  const float width = band.names + band.column * toFloat(band.last - band.first);
  ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + width, at.y + ui.px(1)}, p.line);
  RowWish wish = RowWish::kNone;
  // A row continues in every band, but only the first band has its button.
  if (band.first == 0) {
    ImGui::PushID(toInt(row));
    ImGui::SetCursorScreenPos({at.x, at.y + (height - close) / 2});
    ButtonLook look{Icon::kClose, "", Kind::kQuiet, "Take this row away"};
    look.width = look.height = close;
    if (button(ui, "remove", look)) wish = RowWish::kRemove;
    ImGui::SameLine(0, 0);
    look.icon = Icon::kLoad;
    look.hint = "Open this experiment";
    if (button(ui, "open", look)) wish = RowWish::kOpen;
    ImGui::PopID();
  }
  const float room = namesWidth(ui, band);
  const std::string name = rowName(ui, board, row), runs = runWords(ui, board, band, row);
  const Face face = nameFace(ui, name, room);
  const float lines = textSize(ui, face, name, room).y + (runs.empty() ? 0 : textSize(ui, Face::kSmall, runs, room).y);
  const ImVec2 left(at.x + band.names - room, std::round(at.y + (height - lines) / 2));
  const ImVec2 size = drawWrapped(ui, face, left, p.ink, name, room);
  drawWrapped(ui, Face::kSmall, {left.x, left.y + size.y}, p.ink_faint, runs, room);
  for (std::size_t i = band.first; i < band.last; ++i) {
    const std::size_t measure = group.measures[i];
    const float x = at.x + band.names + toFloat(i - band.first) * band.column;
    const ImVec2 min(x + ui.px(8), at.y), max(x + band.column, at.y + height);
    const std::optional<BoardValue>& value = board.rows[row].values[measure];
    if (value)
      drawValue(ui, *value, min, max, bestOf(board, group, measure) == row);
    else
      drawTextIn(ui, Face::kBody, min, max, p.ink_faint, "\u2013", 1);
  }
  return wish;
}

void table(Ui& ui, const Board& board, const BoardGroup& group) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float room = ImGui::GetContentRegionAvail().x;
  std::optional<std::size_t> removed, opened;
  float y = at.y;
  for (const Band& band : bandsOf(ui, board, group, room)) {
    tableHead(ui, board, group, band, {at.x, y});
    y += headHeight(ui, board, group, band);
    for (const std::size_t row : group.rows) {
      const RowWish wish = tableRow(ui, board, group, band, row, {at.x, y});
      if (wish == RowWish::kRemove) removed = row;
      if (wish == RowWish::kOpen) opened = row;
      y += rowHeight(ui, board, band, row);
    }
    y += ui.px(12);
  }
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({room, y - at.y});
  // The row is removed after the loop, which reads the rows.
  if (removed) ui.actions.boardEntry("boardRemove", *removed);
  if (opened) ui.actions.boardEntry("boardOpen", *opened);
}

float stripNames(const Ui& ui, float width) {
  return std::min(width * 0.40f, ui.px(150)) - ui.px(8);
}
// High enough for the longest name.
float stripLine(const Ui& ui, const Board& board, const BoardGroup& group, float width) {
  float line = ui.px(kStrip);
  for (const std::size_t row : group.rows)
    line = std::max(line, textSize(ui, Face::kSmall, rowName(ui, board, row), stripNames(ui, width)).y + ui.px(4));
  return line;
}

// The plot of one measure: one line per row, with a dot at the value and a bar of one standard error each way.
void strip(Ui& ui, const Board& board, const BoardGroup& group, std::size_t measure, const ImVec2& at, float width) {
  const Palette& p = ui.colours();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const BoardMeasure& info = board.measures[measure];
  const BoardRange range = rangeOf(board, group, measure);
  const float names = stripNames(ui, width), line = stripLine(ui, board, group, width);
  const float left = at.x + names + ui.px(8), right = at.x + width - ui.px(12);
  const auto place = [&](double value) {
    return left + toFloat((value - range.low) / (range.high - range.low)) * (right - left);
  };
  const std::string unit = info.unit.empty() ? "" : " (" + info.unit + ")";
  drawTextIn(ui, Face::kStrong, at, {at.x + width, at.y + ui.px(20)}, p.ink, info.label + unit);
  const float top = at.y + ui.px(24), bottom = top + line * toFloat(group.rows.size());
  const std::vector<double> ticks =
      roundTicks(range.low, range.high, std::clamp(toInt((right - left) / ui.px(64)), 2, 6));
  const std::vector<std::string> words = tickWords(ticks);
  float free_from = -FLT_MAX;
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    const float x = std::round(place(ticks[i])), half = textSize(ui, Face::kSmall, words[i]).x / 2;
    list.AddRectFilled({x, top}, {x + ui.px(1), bottom}, p.line);
    if (x - half < free_from) continue;
    drawText(ui, Face::kSmall, {x - half, bottom + ui.px(2)}, p.ink_faint, words[i]);
    free_from = x + half + ui.px(8);
  }
  for (std::size_t i = 0; i < group.rows.size(); ++i) {
    const std::size_t row = group.rows[i];
    const float y = top + line * (toFloat(i) + 0.5f);
    const std::string name = rowName(ui, board, row);
    drawWrapped(ui, Face::kSmall, {at.x, std::round(y - textSize(ui, Face::kSmall, name, names).y / 2)}, p.ink_soft,
                name, names);
    const std::optional<BoardValue>& value = board.rows[row].values[measure];
    // The comparison is false for NaN as well, which has no place on the axis.
    if (!value || !(value->value >= range.low && value->value <= range.high)) continue;
    const float x = place(value->value);
    if (value->standard_error && *value->standard_error > 0) {
      const float low = place(value->value - *value->standard_error),
                  high = place(value->value + *value->standard_error);
      const ImU32 hue = value->exact ? p.data : p.model;
      list.AddLine({low, y}, {high, y}, hue, ui.px(2));
      for (const float end : {low, high}) list.AddLine({end, y - ui.px(4)}, {end, y + ui.px(4)}, hue, ui.px(1.5f));
    }
    valueDot(ui, {x, y}, value->exact);
  }
}

void plot(Ui& ui, const Board& board, const BoardGroup& group) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float room = ImGui::GetContentRegionAvail().x, gap = ui.px(28);
  const auto count = toInt(group.measures.size());
  const int columns = std::clamp(toInt((room + gap) / (ui.px(300) + gap)), 1, std::max(count, 1));
  const float width = (room - gap * toFloat(columns - 1)) / toFloat(columns);
  const float height = ui.px(24 + 18 + 20) + stripLine(ui, board, group, width) * toFloat(group.rows.size());
  for (int i = 0; i < count; ++i) {
    const ImVec2 corner(at.x + toFloat(i % columns) * (width + gap), at.y + toFloat(i / columns) * height);
    strip(ui, board, group, group.measures[toSize(i)], corner, width);
  }
  const int rows = (count + columns - 1) / columns;
  ImGui::Dummy({room, height * toFloat(rows)});
}

void key(Ui& ui) {
  const Palette& p = ui.colours();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float line = textSize(ui, Face::kSmall, "x").y, middle = at.y + line / 2;
  valueDot(ui, {at.x + ui.px(5), middle}, true);
  drawText(ui, Face::kSmall, {at.x + ui.px(16), at.y}, p.ink_soft, "exact");
  const float next = at.x + ui.px(28) + textSize(ui, Face::kSmall, "exact").x;
  valueDot(ui, {next + ui.px(5), middle}, false);
  drawText(ui, Face::kSmall, {next + ui.px(16), at.y}, p.ink_soft,
           "estimate; bars are one standard error, or one standard deviation of several seeds");
  ImGui::Dummy({0, line});
}

}  // namespace

void comparePanel(Ui& ui) {
  const Board& board = ui.state.board;
  const Palette& p = ui.colours();
  ImGui::PushID("compare");
  label(ui, Face::kTitle, p.ink, "Side by side");
  space(ui, 6);
  paragraph(
      ui, Face::kBody, p.ink_soft,
      board.rows.empty()
          ? "Keep the results of this experiment here, open another one on the same data, and set them beside each "
            "other."
          : "Only numbers on the same data can be set beside each other.");
  space(ui, 10);
  actionsLine(ui);
  if (board.busy) {
    space(ui, 12);
    paragraph(ui, Face::kBody, p.ink, board.busy_label);
    space(ui, 4);
    progressBar(ui, board.progress, std::min(ImGui::GetContentRegionAvail().x, ui.px(420)), ui.px(6), p.model);
  }
  for (const BoardGroup& group : groupsOf(board)) {
    ImGui::PushID(group.data.c_str());
    space(ui, 22);
    label(ui, Face::kStrong, p.ink, titleOfData(ui, group.data));
    space(ui, 8);
    comparedCurve(ui, board, group);
    table(ui, board, group);
    if (group.measures.empty()) {
      paragraph(ui, Face::kSmall, p.ink_soft,
                "No results yet: take measures under \u201cHow well\u201d, then add the experiment again.");
      ImGui::PopID();
      continue;
    }
    space(ui, 20);
    plot(ui, board, group);
    ImGui::PopID();
  }
  if (!board.rows.empty()) key(ui);
  space(ui, 8);
  ImGui::PopID();
}

}  // namespace harmonium::app
