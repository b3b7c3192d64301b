// Planes and charts: panels side by side. Each panel has a pair of axes with ticks and draws its marks in order.
#include "app/logic/axes.h"
#include "app/logic/format.h"
#include "app/logic/marks.h"
#include "app/logic/ticks.h"
#include "app/views/marks.h"
#include "app/views/views.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

constexpr int kMostTicks = 7;
constexpr float kLine = 16;  // height of a line of small text, CSS pixels

bool drawable(const Axis& axis) {
  return axis.high > axis.low && std::isfinite(axis.high - axis.low);
}

std::vector<const Panel*> panelsOf(const View& view) {
  std::vector<const Panel*> out;
  for (const Panel& panel : view.panels)
    if (drawable(panel.x) && drawable(panel.y)) out.push_back(&panel);
  return out;
}

bool titled(const View& view, const Panel& panel) {
  return !panel.title.empty() && (view.panels.size() > 1 || panel.title != view.title);
}

// All panels have the same margins, so that their axes line up.
Margins marginsOf(const Ui& ui, const View& view, const std::vector<const Panel*>& panels) {
  float words = 0;
  bool title = false, above = false, below = false;
  for (const Panel* panel : panels) {
    for (const std::string& word : tickWords(roundTicks(toDouble(panel->y.low), toDouble(panel->y.high), kMostTicks)))
      words = std::max(words, textSize(ui, Face::kSmall, word).x);
    title |= titled(view, *panel);
    above |= !panel->y.label.empty();
    below |= !panel->x.label.empty();
  }
  return {words + ui.px(8), ui.px(10), ui.px(6) + (title ? ui.px(22) : 0) + (above ? ui.px(kLine) : 0),
          ui.px(kLine + 4) + (below ? ui.px(kLine) : 0)};
}

std::vector<PanelShape> shapesOf(const View& view, const std::vector<const Panel*>& panels) {
  std::vector<PanelShape> shapes;
  for (const Panel* panel : panels)
    shapes.push_back({panel->x.high - panel->x.low, panel->y.high - panel->y.low, view.kind == ViewKind::kPlane});
  return shapes;
}

void drawTicks(const Ui& ui, const AxesMap& map, bool chart) {
  const Palette& p = ui.colours();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Room& box = map.box;
  const float bottom = box.y + box.height, hair = ui.px(1), out = ui.px(4);
  const int across = std::clamp(toInt(box.width / ui.px(44)), 3, kMostTicks);
  const int up = std::clamp(toInt(box.height / ui.px(36)), 3, kMostTicks);
  const std::vector<double> xs = roundTicks(toDouble(map.x_low), toDouble(map.x_high), across);
  const std::vector<std::string> x_words = tickWords(xs);
  float free_from = -FLT_MAX;  // labels that begin left of this would touch the last one and are left out
  for (std::size_t i = 0; i < xs.size(); ++i) {
    const float x = std::round(map.x(toFloat(xs[i])));
    list.AddRectFilled({x, bottom}, {x + hair, bottom + out}, p.line_strong);
    const ImVec2 size = textSize(ui, Face::kSmall, x_words[i]);
    const float left = x - size.x / 2;
    if (left < free_from) continue;
    drawText(ui, Face::kSmall, {left, bottom + out + ui.px(1)}, p.ink_faint, x_words[i]);
    free_from = left + size.x + ui.px(8);
  }
  const std::vector<double> ys = roundTicks(toDouble(map.y_low), toDouble(map.y_high), up);
  const std::vector<std::string> y_words = tickWords(ys);
  for (std::size_t i = 0; i < ys.size(); ++i) {
    const float y = std::round(map.y(toFloat(ys[i])));
    // Charts have grid lines, because values are read across them; planes have only short ticks.
    if (chart)
      list.AddRectFilled({box.x, y}, {box.x + box.width, y + hair}, p.line);
    else
      list.AddRectFilled({box.x - out, y}, {box.x, y + hair}, p.line_strong);
    const ImVec2 size = textSize(ui, Face::kSmall, y_words[i]);
    drawText(ui, Face::kSmall, {box.x - ui.px(7) - size.x, y - size.y / 2}, p.ink_faint, y_words[i]);
  }
}

void drawWords(const Ui& ui, const View& view, const Panel& panel, const Room& cell, const Room& box) {
  const Palette& p = ui.colours();
  float y = box.y - ui.px(6);
  const float right = cell.x + cell.width;
  // If any panel names its y axis, all titles move up by that line, so that they stay level.
  const bool above =
      std::any_of(view.panels.begin(), view.panels.end(), [](const Panel& each) { return !each.y.label.empty(); });
  if (above) y -= ui.px(kLine);
  // The name of the y axis stands above it and begins where its numbers do.
  const float left = std::max(cell.x, box.x - ui.px(28));
  drawTextIn(ui, Face::kSmall, {left, y}, {right, y + ui.px(kLine)}, p.ink_soft, panel.y.label);
  if (titled(view, panel)) {
    // A title too long for the width of the axes begins further left.
    const float fits = right - textSize(ui, Face::kStrong, panel.title).x;
    drawTextIn(ui, Face::kStrong, {std::clamp(fits, cell.x, box.x), y - ui.px(22)}, {right, y}, p.ink, panel.title);
  }
  if (panel.x.label.empty()) return;
  const float below = box.y + box.height + ui.px(kLine + 4);
  drawTextIn(ui, Face::kSmall, {box.x, below}, {box.x + box.width, below + ui.px(kLine)}, p.ink_soft, panel.x.label,
             0.5f);
}

std::string axisName(const Axis& axis, const char* fallback) {
  return axis.label.empty() || axis.label.size() > 24 ? fallback : axis.label;
}

void describe(Ui& ui, const Panel& panel, const AxesMap& map, bool chart) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (!ImGui::IsWindowHovered() || !map.holds(mouse.x, mouse.y)) return;
  const Palette& p = ui.colours();
  const float x = map.valueAtX(mouse.x), y = map.valueAtY(mouse.y);
  std::vector<std::string> lines;
  for (const Mark& mark : panel.marks) {
    const std::optional<float> value = chart && !mark.label.empty() ? heightAt(mark, x) : fieldAt(mark, panel, x, y);
    if (value) lines.push_back((mark.label.empty() ? "value" : mark.label) + ": " + formatValue(toDouble(*value), 3));
  }
  if (chart) {
    const float at = std::round(mouse.x);
    ImGui::GetWindowDrawList()->AddRectFilled({at, map.box.y}, {at + ui.px(1), map.box.y + map.box.height},
                                              p.line_strong);
  }
  if (!beginHint(ui)) return;
  std::string where = axisName(panel.x, "x") + " " + formatValue(toDouble(x), 3);
  if (!chart || lines.empty()) where += ",  " + axisName(panel.y, "y") + " " + formatValue(toDouble(y), 3);
  hintLine(ui, Face::kSmall, p.ink_soft, where);
  for (const std::string& line : lines) hintLine(ui, Face::kStrong, p.ink, line);
  endHint();
}

// A button at the upper right corner of a panel among others: it shows that panel alone, or all of them again.
void enlarge(Ui& ui, const Room& box, const std::string& title, const std::string& id) {
  const float size = ui.px(ui.touch ? 32 : 20), arm = ui.px(5), reach = ui.px(2), line = ui.px(1.5f);
  const ImVec2 before = ImGui::GetCursorScreenPos(), min(box.x + box.width - size, box.y - size - ui.px(4));
  const bool alone = ui.choices.large_panel == id;
  ImGui::SetCursorScreenPos(min);
  const Press press = pressable(ui, ("##" + id).c_str(), {size, size});
  const std::string does = alone ? "Show all panels" : "Show " + (title.empty() ? "this panel" : title) + " alone";
  hint(ui, does, press.reached);
  if (press.focused) ui.focus.name(does);
  if (press.pressed) ui.choices.large_panel = alone ? "" : id;
  // Two corners, which point outwards to enlarge and inwards to go back.
  const ImU32 colour = press.hovered ? ui.colours().ink : ui.colours().ink_faint;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 middle(min.x + size / 2, min.y + size / 2);
  for (const float side : {-1.0f, 1.0f}) {
    const float corner = side * (alone ? reach : reach + arm), end = side * (alone ? reach + arm : reach);
    list.AddLine({middle.x + corner, middle.y - corner}, {middle.x + end, middle.y - corner}, colour, line);
    list.AddLine({middle.x + corner, middle.y - corner}, {middle.x + corner, middle.y - end}, colour, line);
  }
  focusLine(ui, press, 4);
  ImGui::SetCursorScreenPos(before);
}

void drawPanel(Ui& ui, const View& view, const Panel& panel, const PanelPlace& place, const std::string& id) {
  const Palette& p = ui.colours();
  const bool chart = view.kind == ViewKind::kChart;
  const AxesMap map{place.axes, panel.x.low, panel.x.high, panel.y.low, panel.y.high};
  const ImVec2 min(map.box.x, map.box.y), max(min.x + map.box.width, min.y + map.box.height);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (!chart) list.AddRectFilled(min, max, p.tile);
  drawTicks(ui, map, chart);
  // Marks may reach beyond the axes.
  list.PushClipRect(min, max, true);
  bool on_field = false;
  for (std::size_t i = 0; i < panel.marks.size(); ++i) {
    if (!isValid(panel.marks[i])) continue;
    drawMark(ui, panel.marks[i], map, id + formatCount(toDouble(i)), on_field);
    on_field |= panel.marks[i].kind == MarkKind::kField;
  }
  list.PopClipRect();
  if (chart) {
    const bool crosses = map.y_low < 0 && map.y_high > 0;
    const float y = std::round(crosses ? map.y(0) : max.y);
    list.AddRectFilled({min.x, y}, {max.x, y + ui.px(1)}, p.line_strong);
  } else {
    const float half = ui.px(1) / 2;
    list.AddRect({min.x - half, min.y - half}, {max.x + half, max.y + half}, p.line_strong, 0, 0, ui.px(1));
  }
  drawWords(ui, view, panel, place.cell, map.box);
  describe(ui, panel, map, chart);
}

}  // namespace

void drawPlots(Ui& ui, const View& view, const ImVec2& min, const ImVec2& max) {
  std::vector<const Panel*> panels = panelsOf(view);
  if (panels.empty()) return;
  const auto idOf = [&](std::size_t i) { return view.name + "/" + formatCount(toDouble(i)); };
  const bool several = panels.size() > 1 && !ui.choices.all_views;
  std::size_t first = 0;  // the number of the first panel shown
  for (std::size_t i = 0; several && i < panels.size(); ++i) {
    if (ui.choices.large_panel != idOf(i)) continue;
    panels = {panels[i]};
    first = i;
  }
  const std::vector<PanelPlace> places =
      placePanels(shapesOf(view, panels), roomOf(min, max), marginsOf(ui, view, panels), ui.px(12));
  for (std::size_t i = 0; i < panels.size(); ++i) {
    drawPanel(ui, view, *panels[i], places[i], idOf(first + i) + "/");
    if (several) enlarge(ui, places[i].axes, panels[i]->title, idOf(first + i));
  }
}

float leastPlotsHeight(const Ui& ui, const View& view, float width) {
  const std::vector<const Panel*> panels = panelsOf(view);
  if (panels.empty()) return ui.px(110);
  const Margins margins = marginsOf(ui, view, panels);
  const int count = toInt(panels.size());
  // As many panels share a row as stay readable. Each has at least the height that its axes and margins need.
  const float least = ui.px(132) + margins.left + margins.right;
  const int columns = std::clamp(toInt((width + ui.px(12)) / (least + ui.px(12))), 1, count);
  const int rows = (count + columns - 1) / columns;
  const float each = ui.px(view.kind == ViewKind::kPlane ? 132 : 96) + margins.top + margins.bottom;
  return toFloat(rows) * (each + ui.px(12));
}

}  // namespace harmonium::app
