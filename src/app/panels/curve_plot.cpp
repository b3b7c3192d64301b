#include "app/panels/curve_plot.h"

#include "app/logic/curve_scale.h"
#include "app/logic/format.h"
#include "app/logic/ticks.h"
#include "app/views/marks.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <implot.h>

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

struct Range {
  double low = INFINITY, high = -INFINITY;
  void add(float value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, toDouble(value));
    high = std::max(high, toDouble(value));
  }
};

void setTicks(ImAxis axis, const std::vector<double>& ticks) {
  if (ticks.empty()) return;
  const std::vector<std::string> words = tickWords(ticks);
  std::vector<const char*> labels;
  for (const std::string& word : words) labels.push_back(word.c_str());
  ImPlot::SetupAxisTicks(axis, ticks.data(), toInt(ticks.size()), labels.data());
}

// The point of a curve nearest to an update.
std::size_t nearest(const Curve& curve, float x) {
  const auto after = std::lower_bound(curve.x.begin(), curve.x.end(), x);
  if (after == curve.x.begin()) return 0;
  if (after == curve.x.end()) return curve.x.size() - 1;
  const auto at = toSize(after - curve.x.begin());
  return x - curve.x[at - 1] < curve.x[at] - x ? at - 1 : at;
}

bool hasErrors(const Curve& curve) {
  return curve.error.size() == curve.x.size();
}

std::string valueWords(const Curve& curve, std::size_t at) {
  const double value = toDouble(curve.y[at]);
  if (!hasErrors(curve) || !(curve.error[at] > 0)) return formatValue(value);
  const Estimate estimate = formatEstimate(value, toDouble(curve.error[at]));
  return estimate.value + " \u00b1 " + estimate.error;
}

// Up to this many error bars are drawn. More of them would overlap, so a band replaces them.
constexpr int kMostBars = 12;

void drawErrors(Ui& ui, const Curve& curve, const ImVec4& colour) {
  const int count = toInt(curve.x.size());
  if (count > kMostBars) {
    std::vector<float> low, high;
    for (std::size_t i = 0; i < curve.x.size(); ++i) {
      low.push_back(curve.y[i] - curve.error[i]);
      high.push_back(curve.y[i] + curve.error[i]);
    }
    ImPlot::SetNextFillStyle(colour, 0.25f);
    ImPlot::PlotShaded(curve.name.c_str(), curve.x.data(), low.data(), high.data(), count);
    return;
  }
  ImPlot::SetNextErrorBarStyle(colour, ui.px(4), ui.px(1.5f));
  ImPlot::PlotErrorBars(curve.name.c_str(), curve.x.data(), curve.y.data(), curve.error.data(), count);
}

// ImPlot has no dashes, so they are drawn here.
void drawDashes(Ui& ui, const CurveLine& line) {
  const Curve& curve = *line.curve;
  std::vector<ImVec2> points;
  for (std::size_t i = 0; i < curve.x.size(); ++i)
    if (std::isfinite(curve.y[i])) points.push_back(ImPlot::PlotToPixels(toDouble(curve.x[i]), toDouble(curve.y[i])));
  ImPlot::PushPlotClipRect();
  drawDashed(*ImPlot::GetPlotDrawList(), points.data(), toInt(points.size()), line.colour, ui.px(1.5f),
             ui.px(line.dashes.on), ui.px(line.dashes.off));
  ImPlot::PopPlotClipRect();
}

void drawCurve(Ui& ui, const CurveLine& line) {
  const Curve& curve = *line.curve;
  const int count = toInt(curve.x.size());
  const ImVec4 colour = ImGui::ColorConvertU32ToFloat4(line.colour);
  const bool dashed = line.dashes.on > 0;
  if (hasErrors(curve)) drawErrors(ui, curve, colour);
  // An invisible line makes ImPlot include a dashed one in its range.
  ImPlot::SetNextLineStyle(dashed ? ImVec4(0, 0, 0, 0) : colour);
  ImPlot::PlotLine(curve.name.c_str(), curve.x.data(), curve.y.data(), count);
  if (dashed) drawDashes(ui, line);
  // A dot marks the newest value.
  ImPlot::SetNextMarkerStyle(ImPlotMarker_Circle, ui.px(3), colour, 0);
  ImPlot::PlotScatter("##now", &curve.x.back(), &curve.y.back(), 1);
}

// While the mouse is over a plot, a vertical line marks the nearest point, and a hint shows the values there.
void readOff(Ui& ui, const CurveGroup& group) {
  const ImVec2 min = ImPlot::GetPlotPos(), size = ImPlot::GetPlotSize();
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const bool over = ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows) && mouse.x >= min.x &&
                    mouse.x < min.x + size.x && mouse.y >= min.y && mouse.y < min.y + size.y;
  if (!over) return;
  const Palette& p = ui.colours();
  const auto x = toFloat(ImPlot::PixelsToPlot(mouse).x);
  // The first curve decides which update is marked; the others show their nearest points.
  const Curve& first = *group.lines[0].curve;
  const float update = first.x[nearest(first, x)];
  const float line = std::round(ImPlot::PlotToPixels(toDouble(update), 0).x);
  ImDrawList& list = *ImPlot::GetPlotDrawList();
  list.AddRectFilled({line, min.y}, {line + ui.px(1), min.y + size.y}, p.line_strong);
  for (const CurveLine& each : group.lines) {
    const Curve& curve = *each.curve;
    const std::size_t at = nearest(curve, update);
    const ImVec2 dot = ImPlot::PlotToPixels(toDouble(curve.x[at]), toDouble(curve.y[at]));
    list.AddCircleFilled(dot, ui.px(4), p.panel, 16);
    list.AddCircleFilled(dot, ui.px(3), each.colour, 16);
  }
  if (!beginHint(ui)) return;
  hintLine(ui, Face::kSmall, p.ink_faint, "after " + formatCount(toDouble(update)) + " updates");
  for (const CurveLine& each : group.lines) {
    const std::string words = valueWords(*each.curve, nearest(*each.curve, update));
    const std::string name = group.lines.size() > 1 ? std::string(each.label) + ": " : "";
    hintLine(ui, Face::kStrong, p.ink, name + words + (first.unit.empty() ? "" : " " + first.unit));
  }
  endHint();
}

bool hasReference(const Curve& curve) {
  return curve.reference && std::isfinite(*curve.reference);
}

// The levels of the curves. A level that the line before has too is left out: curves of one thing have one optimum.
std::vector<const CurveLine*> levelsOf(const CurveGroup& group) {
  std::vector<const CurveLine*> levels;
  for (const CurveLine& line : group.lines)
    if (hasReference(*line.curve) && (levels.empty() || *levels.back()->curve->reference != *line.curve->reference))
      levels.push_back(&line);
  return levels;
}

ImU32 levelColour(const Ui& ui, const CurveGroup& group, const CurveLine& line) {
  return levelsOf(group).size() > 1 || (!group.compared && group.lines.size() > 1) ? line.colour : ui.colours().ink;
}

// The values of the curves, and the errors as far as they are known: ImPlot gives room to these too.
Range rangeOf(const CurveGroup& group) {
  Range range;
  for (const CurveLine& line : group.lines) {
    const Curve& curve = *line.curve;
    for (std::size_t i = 0; i < curve.y.size(); ++i) {
      const float error = hasErrors(curve) && curve.error[i] > 0 ? curve.error[i] : 0;
      range.add(curve.y[i] - error);
      range.add(curve.y[i] + error);
    }
  }
  return range;
}

// Whether a level is drawn: of compared curves one that leaves them half of the height.
bool shown(const CurveGroup& group, double level, const Range& range) {
  const double away = std::max(level - range.high, range.low - level);
  return !group.compared || away <= range.high - range.low;
}

// The reference levels of the curves. An invisible line makes ImPlot include the level in its range.
void drawReferences(Ui& ui, const CurveGroup& group, const Range& x, const Range& y) {
  for (const CurveLine* line : levelsOf(group)) {
    if (!shown(group, *line->curve->reference, y)) continue;
    const auto level = toFloat(*line->curve->reference);
    const float xs[] = {toFloat(x.low), toFloat(x.high)}, ys[] = {level, level};
    ImPlot::SetNextLineStyle(ImVec4(0, 0, 0, 0));
    ImPlot::PlotLine("##level", xs, ys, 2);
    const ImVec2 min = ImPlot::GetPlotPos(), size = ImPlot::GetPlotSize();
    const float up = std::round(ImPlot::PlotToPixels(0.0, toDouble(level)).y);
    const ImVec2 ends[] = {{min.x, up}, {min.x + size.x, up}};
    ImPlot::PushPlotClipRect();
    drawDashed(*ImPlot::GetPlotDrawList(), ends, 2, levelColour(ui, group, *line), ui.px(1.5f), ui.px(6), ui.px(4));
    ImPlot::PopPlotClipRect();
  }
}

// The line of a label: its sign, so wide, and the newest value at the right end.
void labelLine(Ui& ui, const CurveLine& line, float sign, const std::string& value) {
  const Palette& p = ui.colours();
  const float width = ImGui::GetContentRegionAvail().x, height = ui.px(20);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  float x = at.x;
  if (sign > 0) {
    const float y = std::round(at.y + height / 2);
    const ImVec2 ends[] = {{x, y}, {x + sign, y}};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (line.dashes.on > 0)
      drawDashed(list, ends, 2, line.colour, ui.px(2), ui.px(line.dashes.on), ui.px(line.dashes.off));
    else
      list.AddRectFilled({x, y - ui.px(1)}, {x + sign, y + ui.px(2)}, line.colour, ui.px(1));
    x += sign + ui.px(6);
  }
  const float taken = textSize(ui, Face::kStrong, value).x;
  drawTextIn(ui, Face::kStrong, at, {at.x + width, at.y + height}, p.ink, value, 1);
  const float room = at.x + width - taken - ui.px(8) - x;
  // A long name takes more lines. Of one word that is longer than a line the end is cut.
  const ImVec2 size = textSize(ui, Face::kBody, line.label, room);
  if (size.y > height)
    drawWrapped(ui, Face::kSmall, {x, at.y + ui.px(2)}, p.ink, line.label, room);
  else
    drawTextIn(ui, Face::kBody, {x, at.y}, {x + room, at.y + height}, p.ink, line.label);
  ImGui::Dummy({width, std::max(height, size.y > height ? textSize(ui, Face::kSmall, line.label, room).y : 0)});
}

}  // namespace

// The label and the newest value of each curve, the unit and the examples in small text, then the levels.
void curveCaption(Ui& ui, const CurveGroup& group) {
  const Palette& p = ui.colours();
  const Curve& first = *group.lines[0].curve;
  std::string unit = first.unit;
  for (const std::string& more : {first.examples, group.note})
    unit += (unit.empty() || more.empty() ? "" : "; ") + more;
  const auto about = [&] {
    if (!unit.empty()) paragraph(ui, Face::kSmall, p.ink_faint, unit);
  };
  if (!group.title.empty()) paragraph(ui, Face::kStrong, p.ink, group.title);
  if (group.compared) {
    about();
    space(ui, 2);
  }
  const float sign = ui.px(group.compared ? 20 : group.lines.size() > 1 ? 12 : 0);
  for (const CurveLine& line : group.lines) {
    const std::size_t last = line.curve->y.size() - 1;
    labelLine(ui, line, sign,
              group.compared ? valueWords(*line.curve, last) : formatValue(toDouble(line.curve->y[last])));
  }
  if (!group.compared) about();
  const Range range = rangeOf(group);
  for (const CurveLine* line : levelsOf(group)) {
    const Curve& curve = *line->curve;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, height = ui.px(16), y = at.y + height / 2;
    const ImVec2 ends[] = {{at.x, y}, {at.x + ui.px(16), y}};
    drawDashed(*ImGui::GetWindowDrawList(), ends, 2, levelColour(ui, group, *line), ui.px(1.5f), ui.px(4), ui.px(2));
    const std::string words = (curve.reference_label.empty() ? "level" : curve.reference_label) + ": " +
                              formatValue(*curve.reference) +
                              (shown(group, *curve.reference, range) ? "" : ", off the axis");
    drawTextIn(ui, Face::kSmall, {at.x + ui.px(22), at.y}, {at.x + width, at.y + height}, p.ink_soft, words);
    ImGui::Dummy({width, height});
  }
}

void curvePlot(Ui& ui, const CurveGroup& group, float height) {
  constexpr ImPlotFlags kPlot = ImPlotFlags_CanvasOnly | ImPlotFlags_NoInputs | ImPlotFlags_NoFrame;
  constexpr ImPlotAxisFlags kAxis =
      ImPlotAxisFlags_NoMenus | ImPlotAxisFlags_NoSideSwitch | ImPlotAxisFlags_NoHighlight | ImPlotAxisFlags_AutoFit;
  ImGui::PushFont(ui.theme.font(Face::kSmall));
  if (ImPlot::BeginPlot("##plot", {ImGui::GetContentRegionAvail().x, height}, kPlot)) {
    ImPlot::SetupAxis(ImAxis_X1, nullptr, kAxis | ImPlotAxisFlags_NoGridLines);
    ImPlot::SetupAxis(ImAxis_Y1, nullptr, kAxis | ImPlotAxisFlags_Opposite);
    Range x;
    for (const CurveLine& line : group.lines)
      for (const float each : line.curve->x) x.add(each);
    const Range y = rangeOf(group);
    Range all = y;
    for (const CurveLine* line : levelsOf(group))
      if (shown(group, *line->curve->reference, y)) all.add(toFloat(*line->curve->reference));
    if (ui.choices.log_updates) {
      ImPlot::SetupAxisScale(
          ImAxis_X1, [](double updates, void*) { return logOfUpdates(updates); },
          [](double value, void*) { return updatesOfLog(value); });
    }
    setTicks(ImAxis_X1, ui.choices.log_updates ? powerTicks(x.high, 5) : roundTicks(x.low, x.high, 4));
    setTicks(ImAxis_Y1, roundTicks(all.low, all.high, 4));
    drawReferences(ui, group, x, y);
    for (std::size_t i = 0; i < group.lines.size(); ++i) {
      ImGui::PushID(toInt(i));
      drawCurve(ui, group.lines[i]);
      ImGui::PopID();
    }
    readOff(ui, group);
    ImPlot::EndPlot();
  }
  ImGui::PopFont();
}

}  // namespace harmonium::app
