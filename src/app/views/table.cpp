// A table of numbers. Shares of one have a bar behind them, all on one scale, so that columns can be compared. A row
// may have a picture in place of its name.
#include "app/logic/columns.h"
#include "app/views/views.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

bool readable(const View& view) {
  return view.shape.size() == 2 && view.shape[0] > 0 && view.shape[1] > 0 &&
         view.values.size() == std::size_t{view.shape[0]} * view.shape[1];
}

// Whether each row has a picture.
bool hasTiles(const View& view) {
  const std::vector<std::uint32_t>& shape = view.row_tiles_shape;
  constexpr std::uint32_t kMostPixels = 64;  // of a row's picture; more could not be told apart
  return shape.size() == 3 && shape[0] == view.shape[0] && shape[1] > 0 && shape[2] > 0 && shape[1] <= kMostPixels &&
         shape[2] <= kMostPixels && shape[1] * shape[2] <= kMostPixels &&
         view.row_tiles.size() == std::size_t{shape[0]} * shape[1] * shape[2];
}

// The side of a pixel: a picture of a row is about as high as a line.
float pixelOf(const Ui& ui, const View& view) {
  const auto rows = toFloat(view.row_tiles_shape[1]), cols = toFloat(view.row_tiles_shape[2]);
  return std::max(ui.px(4), std::floor(std::min(ui.px(20) / rows, ui.px(96) / cols)));
}

void drawTile(Ui& ui, const View& view, std::size_t row, const ImVec2& at, float height) {
  const Palette& p = ui.colours();
  const std::size_t rows = view.row_tiles_shape[1], cols = view.row_tiles_shape[2];
  const float pixel = pixelOf(ui, view), top = std::round(at.y + (height - pixel * toFloat(rows)) / 2);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float gap = std::max(1.0f, std::floor(ui.px(1)));
  for (std::size_t i = 0; i < rows * cols; ++i) {
    const ImVec2 corner(at.x + pixel * toFloat(i % cols), top + pixel * toFloat(i / cols));
    const bool on = view.row_tiles[row * rows * cols + i] >= 0.5f;
    list.AddRectFilled(corner, {corner.x + pixel - gap, corner.y + pixel - gap}, on ? p.ink : p.line);
  }
}

struct Column {
  ColumnStyle style;
  float width = 0;
};

std::vector<Column> columnsOf(const Ui& ui, const View& view) {
  std::vector<Column> out;
  for (std::size_t i = 0; i < view.shape[1]; ++i) {
    const std::vector<float> numbers = columnOf(view.values, view.shape[1], i);
    Column column{columnStyle(numbers), ui.px(44)};
    if (i < view.column_names.size())
      column.width = std::max(column.width, textSize(ui, Face::kSmall, view.column_names[i]).x);
    for (const float each : numbers)
      column.width = std::max(column.width, textSize(ui, Face::kBody, columnWords(column.style, toDouble(each))).x);
    if (column.style.shares) column.width = std::max(column.width, ui.px(56));
    column.width += ui.px(12);
    out.push_back(column);
  }
  return out;
}

// The lower right corner of a cell whose upper left corner is `at`.
ImVec2 cellEnd(const ImVec2& at, float width, float height) {
  return {at.x + width, at.y + height};
}

// `most` is the share that a full bar stands for.
void drawCell(const Ui& ui, const Column& column, float value, float most, float height) {
  const Palette& p = ui.colours();
  const ImVec2 at = ImGui::GetCursorScreenPos(), end = cellEnd(at, column.width, height);
  if (column.style.shares && std::isfinite(value)) {
    const float full = column.width - ui.px(10), left = at.x + ui.px(8),
                part = std::round(full * std::clamp(value / most, 0.0f, 1.0f));
    ImGui::GetWindowDrawList()->AddRectFilled({left, at.y + ui.px(3)}, {left + part, end.y - ui.px(3)}, p.data_soft,
                                              ui.px(3));
  }
  drawTextIn(ui, Face::kBody, at, {end.x - ui.px(6), end.y}, p.ink, columnWords(column.style, toDouble(value)), 1);
  ImGui::Dummy({column.width, height});
}

void drawHead(const Ui& ui, const View& view, const std::vector<Column>& columns, float height) {
  const Palette& p = ui.colours();
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers, height);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!ImGui::TableSetColumnIndex(toInt(i) + 1)) continue;
    const ImVec2 at = ImGui::GetCursorScreenPos(), end = cellEnd(at, columns[i].width, height);
    if (i < view.column_names.size())
      drawTextIn(ui, Face::kSmall, at, {end.x - ui.px(6), end.y}, p.ink_soft, view.column_names[i], 1);
    ImGui::Dummy({columns[i].width, height});
  }
}

}  // namespace

void drawTable(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max) {
  if (!readable(view)) return;
  // ImGui fails beyond 512 columns, and no reader needs that many.
  constexpr std::uint32_t kMostColumns = 256;
  std::vector<Column> columns = columnsOf(ui, view);
  columns.resize(std::min(view.shape[1], kMostColumns));
  float names = ui.px(24), all = 0;
  const bool tiles = hasTiles(view);
  if (tiles)
    names = std::max(names, pixelOf(ui, view) * toFloat(view.row_tiles_shape[2]));
  else
    for (const std::string& name : view.row_names) names = std::max(names, textSize(ui, Face::kBody, name).x);
  // Long names of rows must leave room for numbers; they end in an ellipsis.
  names = std::min(names, (max.x - min.x) * 0.45f) + ui.px(12);
  for (const Column& column : columns) all += column.width;
  // The largest share, but no less than half a percent, so that a bar is never drawn for rounding.
  float most = 0.005f;
  for (std::size_t at = 0; at < view.values.size(); ++at)
    if (const std::size_t i = at % view.shape[1]; i < columns.size() && columns[i].style.shares)
      if (std::isfinite(view.values[at])) most = std::max(most, view.values[at]);
  const float tall = tiles ? pixelOf(ui, view) * toFloat(view.row_tiles_shape[1]) + ui.px(6) : 0;
  const float height = std::max(ui.px(26), tall), scrollbar = ImGui::GetStyle().ScrollbarSize;
  const float high = height * toFloat(view.shape[0] + 1);
  const ImVec2 room(max.x - min.x, max.y - min.y);
  const bool too_high = high > room.y, too_wide = names + all > room.x;
  const ImVec2 size(std::min(room.x, names + all + (too_high ? scrollbar : 0)),
                    std::min(room.y, high + (too_wide ? scrollbar : 0)));
  ImGui::SetCursorScreenPos(min);
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, ImVec2(0, 0));
  constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollX | ImGuiTableFlags_ScrollY |
                                     ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_BordersInnerH |
                                     ImGuiTableFlags_NoKeepColumnsVisible | ImGuiTableFlags_NoSavedSettings;
  if (ImGui::BeginTable(view.name.c_str(), toInt(columns.size()) + 1, kFlags, size)) {
    ImGui::TableSetupScrollFreeze(1, 1);
    ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, names);
    for (const Column& column : columns) ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, column.width);
    drawHead(ui, view, columns, height);
    // Only visible rows are drawn: a table may have thousands of them.
    ImGuiListClipper clipper;
    clipper.Begin(toInt(view.shape[0]), height);
    while (clipper.Step()) {
      for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row) {
        const auto r = toSize(row);
        ImGui::TableNextRow(0, height);
        ImGui::TableSetColumnIndex(0);
        const ImVec2 at = ImGui::GetCursorScreenPos();
        if (tiles)
          drawTile(ui, view, r, at, height);
        else if (r < view.row_names.size())
          drawTextIn(ui, Face::kBody, at, cellEnd(at, names - ui.px(8), height), ui.colours().ink_soft,
                     view.row_names[r]);
        ImGui::Dummy({names, height});
        for (std::size_t i = 0; i < columns.size(); ++i)
          if (ImGui::TableSetColumnIndex(toInt(i) + 1))
            drawCell(ui, columns[i], view.values[r * view.shape[1] + i], most, height);
      }
    }
    ImGui::EndTable();
  }
  ImGui::PopStyleVar();
}

}  // namespace harmonium::app
