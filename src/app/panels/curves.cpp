#include "app/logic/curve_scale.h"
#include "app/logic/format.h"
#include "app/logic/ticks.h"
#include "app/panels/panels.h"
#include "app/views/marks.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <implot.h>

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

// Curves that share one plot. They have the same unit, and the same name up to a dot ("freeEnergy.train",
// "freeEnergy.heldOut").
struct Group {
  std::string stem;
  std::vector<const Curve*> curves;
};

std::string stemOf(const std::string& name) {
  return name.substr(0, name.find('.'));
}

std::vector<Group> grouped(const std::vector<Curve>& curves) {
  std::vector<Group> groups;
  for (const Curve& curve : curves) {
    // With fewer values than updates the plot would read past the end of the values.
    if (curve.x.empty() || curve.x.size() != curve.y.size()) continue;
    const std::string stem = stemOf(curve.name);
    const auto at = std::find_if(groups.begin(), groups.end(), [&](const Group& group) {
      return group.stem == stem && group.curves[0]->unit == curve.unit;
    });
    if (at == groups.end())
      groups.push_back({stem, {&curve}});
    else
      at->curves.push_back(&curve);
  }
  return groups;
}

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

ImU32 hueOf(const Ui& ui, std::size_t index) {
  const Palette& p = ui.colours();
  const ImU32 hues[] = {p.data, p.model, p.latent, p.negative, p.ink_soft};
  return hues[index % 5];
}

// The point of a curve nearest to an update.
std::size_t nearest(const Curve& curve, float x) {
  const auto after = std::lower_bound(curve.x.begin(), curve.x.end(), x);
  if (after == curve.x.begin()) return 0;
  if (after == curve.x.end()) return curve.x.size() - 1;
  const auto at = toSize(after - curve.x.begin());
  return x - curve.x[at - 1] < curve.x[at] - x ? at - 1 : at;
}

std::string valueWords(const Curve& curve, std::size_t at) {
  const double value = toDouble(curve.y[at]);
  if (at >= curve.error.size() || !(curve.error[at] > 0)) return formatValue(value);
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

void drawCurve(Ui& ui, const Curve& curve, ImU32 hue) {
  const int count = toInt(curve.x.size());
  const ImVec4 colour = ImGui::ColorConvertU32ToFloat4(hue);
  if (curve.error.size() == curve.x.size()) drawErrors(ui, curve, colour);
  ImPlot::SetNextLineStyle(colour);
  ImPlot::PlotLine(curve.name.c_str(), curve.x.data(), curve.y.data(), count);
  // A dot marks the newest value.
  ImPlot::SetNextMarkerStyle(ImPlotMarker_Circle, ui.px(3), colour, 0);
  ImPlot::PlotScatter("##now", &curve.x.back(), &curve.y.back(), 1);
}

// While the mouse is over a plot, a vertical line marks the nearest point, and a hint shows the values there.
void readOff(Ui& ui, const Group& group) {
  const ImVec2 min = ImPlot::GetPlotPos(), size = ImPlot::GetPlotSize();
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const bool over = ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows) && mouse.x >= min.x &&
                    mouse.x < min.x + size.x && mouse.y >= min.y && mouse.y < min.y + size.y;
  if (!over) return;
  const Palette& p = ui.colours();
  const auto x = toFloat(ImPlot::PixelsToPlot(mouse).x);
  // The first curve decides which update is marked; the others show their nearest points.
  const Curve& first = *group.curves[0];
  const float update = first.x[nearest(first, x)];
  const float line = std::round(ImPlot::PlotToPixels(toDouble(update), 0).x);
  ImDrawList& list = *ImPlot::GetPlotDrawList();
  list.AddRectFilled({line, min.y}, {line + ui.px(1), min.y + size.y}, p.line_strong);
  for (std::size_t i = 0; i < group.curves.size(); ++i) {
    const Curve& curve = *group.curves[i];
    const std::size_t at = nearest(curve, update);
    const ImVec2 dot = ImPlot::PlotToPixels(toDouble(curve.x[at]), toDouble(curve.y[at]));
    list.AddCircleFilled(dot, ui.px(4), p.panel, 16);
    list.AddCircleFilled(dot, ui.px(3), hueOf(ui, i), 16);
  }
  if (!beginHint(ui)) return;
  hintLine(ui, Face::kSmall, p.ink_faint, "after " + formatCount(toDouble(update)) + " updates");
  for (const Curve* curve : group.curves) {
    const std::string words = valueWords(*curve, nearest(*curve, update));
    hintLine(ui, Face::kStrong, p.ink, words + (curve->unit.empty() ? "" : " " + curve->unit));
  }
  endHint();
}

bool hasReference(const Curve& curve) {
  return curve.reference && std::isfinite(*curve.reference);
}

// The reference levels of the curves. An invisible line makes ImPlot include the level in its range; the dashes are
// drawn here, because ImPlot has none.
void drawReferences(Ui& ui, const Group& group, const Range& x) {
  for (std::size_t i = 0; i < group.curves.size(); ++i) {
    const Curve& curve = *group.curves[i];
    if (!hasReference(curve)) continue;
    const auto level = toFloat(*curve.reference);
    const float xs[] = {toFloat(x.low), toFloat(x.high)}, ys[] = {level, level};
    ImPlot::SetNextLineStyle(ImVec4(0, 0, 0, 0));
    ImPlot::PlotLine("##level", xs, ys, 2);
    const ImVec2 min = ImPlot::GetPlotPos(), size = ImPlot::GetPlotSize();
    const float y = std::round(ImPlot::PlotToPixels(0.0, *curve.reference).y);
    const ImVec2 ends[] = {{min.x, y}, {min.x + size.x, y}};
    ImPlot::PushPlotClipRect();
    drawDashed(*ImPlot::GetPlotDrawList(), ends, 2, group.curves.size() > 1 ? hueOf(ui, i) : ui.colours().ink,
               ui.px(1.5f), ui.px(6), ui.px(4));
    ImPlot::PopPlotClipRect();
  }
}

void plot(Ui& ui, const Group& group, float height) {
  constexpr ImPlotFlags kPlot = ImPlotFlags_CanvasOnly | ImPlotFlags_NoInputs | ImPlotFlags_NoFrame;
  constexpr ImPlotAxisFlags kAxis =
      ImPlotAxisFlags_NoMenus | ImPlotAxisFlags_NoSideSwitch | ImPlotAxisFlags_NoHighlight | ImPlotAxisFlags_AutoFit;
  ImGui::PushFont(ui.theme.font(Face::kSmall));
  if (ImPlot::BeginPlot("##plot", {ImGui::GetContentRegionAvail().x, height}, kPlot)) {
    ImPlot::SetupAxis(ImAxis_X1, nullptr, kAxis | ImPlotAxisFlags_NoGridLines);
    ImPlot::SetupAxis(ImAxis_Y1, nullptr, kAxis | ImPlotAxisFlags_Opposite);
    Range x, y;
    for (const Curve* curve : group.curves) {
      for (const float each : curve->x) x.add(each);
      for (const float each : curve->y) y.add(each);
      if (hasReference(*curve)) y.add(toFloat(*curve->reference));
    }
    if (ui.choices.log_updates) {
      ImPlot::SetupAxisScale(
          ImAxis_X1, [](double updates, void*) { return logOfUpdates(updates); },
          [](double value, void*) { return updatesOfLog(value); });
    }
    setTicks(ImAxis_X1, ui.choices.log_updates ? powerTicks(x.high, 5) : roundTicks(x.low, x.high, 4));
    setTicks(ImAxis_Y1, roundTicks(y.low, y.high, 4));
    drawReferences(ui, group, x);
    for (std::size_t i = 0; i < group.curves.size(); ++i) drawCurve(ui, *group.curves[i], hueOf(ui, i));
    readOff(ui, group);
    ImPlot::EndPlot();
  }
  ImGui::PopFont();
}

// The label and the newest value of each curve, then the unit and the examples in small text, then the reference
// levels.
void caption(Ui& ui, const Group& group) {
  const Palette& p = ui.colours();
  const float width = ImGui::GetContentRegionAvail().x, height = ui.px(20);
  for (std::size_t i = 0; i < group.curves.size(); ++i) {
    const Curve& curve = *group.curves[i];
    const ImVec2 at = ImGui::GetCursorScreenPos(), end(at.x + width, at.y + height);
    float x = at.x;
    if (group.curves.size() > 1) {
      const float y = at.y + height / 2;
      ImGui::GetWindowDrawList()->AddRectFilled({x, y - ui.px(1)}, {x + ui.px(12), y + ui.px(2)}, hueOf(ui, i),
                                                ui.px(1));
      x += ui.px(18);
    }
    const std::string words = formatValue(toDouble(curve.y.back()));
    const float words_width = textSize(ui, Face::kStrong, words).x;
    drawTextIn(ui, Face::kStrong, at, end, p.ink, words, 1);
    drawTextIn(ui, Face::kBody, {x, at.y}, {end.x - words_width - ui.px(8), end.y}, p.ink, curve.label);
    ImGui::Dummy({width, height});
  }
  const Curve& first = *group.curves[0];
  const std::string unit = first.unit + (first.unit.empty() || first.examples.empty() ? "" : "; ") + first.examples;
  if (!unit.empty()) paragraph(ui, Face::kSmall, p.ink_faint, unit);
  for (std::size_t i = 0; i < group.curves.size(); ++i) {
    const Curve& curve = *group.curves[i];
    if (!hasReference(curve)) continue;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float line = ui.px(16), y = at.y + line / 2;
    const ImVec2 ends[] = {{at.x, y}, {at.x + ui.px(16), y}};
    drawDashed(*ImGui::GetWindowDrawList(), ends, 2, group.curves.size() > 1 ? hueOf(ui, i) : p.ink, ui.px(1.5f),
               ui.px(4), ui.px(2));
    const std::string words =
        (curve.reference_label.empty() ? "level" : curve.reference_label) + ": " + formatValue(*curve.reference);
    drawTextIn(ui, Face::kSmall, {at.x + ui.px(22), at.y}, {at.x + width, at.y + line}, p.ink_soft, words);
    ImGui::Dummy({width, line});
  }
}

// The scale of the updates, unless the visitor has chosen one: logarithmic while most curves have come most of their
// way early. The two shares lie apart, so that the axis does not change back and forth.
void chooseScale(Ui& ui, const std::vector<Group>& groups) {
  constexpr double kEarly = 0.6, kLate = 0.35;
  constexpr std::uint64_t kFewUpdates = 50;
  if (ui.choices.log_chosen) return;
  std::size_t early = 0, all = 0;
  for (const Group& group : groups) {
    for (const Curve* curve : group.curves) {
      early += earlyShare(curve->x, curve->y) > (ui.choices.log_updates ? kLate : kEarly) ? 1 : 0;
      ++all;
    }
  }
  ui.choices.log_updates = ui.state.snapshot.progress.updates >= kFewUpdates && 2 * early > all;
}

}  // namespace

void curveScale(Ui& ui, float right, float middle) {
  constexpr std::string_view kScales[] = {"Linear", "Log"};
  const float width = ui.px(116), height = ui.px(ui.touch ? 36 : 26);
  int scale = ui.choices.log_updates ? 1 : 0;
  ImGui::SetCursorScreenPos({right - width, std::round(middle - height / 2)});
  if (segmented(ui, "scale", kScales, scale, width, height)) {
    ui.choices.log_updates = scale == 1;
    ui.choices.log_chosen = true;
  }
  hint(ui, "Scale of the updates, from left to right");
}

void curves(Ui& ui) {
  const std::vector<Group> groups = grouped(ui.state.snapshot.curves);
  chooseScale(ui, groups);
  if (groups.empty()) {
    paragraph(ui, Face::kBody, ui.colours().ink_faint, "Curves appear with the first updates.");
    return;
  }
  const float room = ImGui::GetContentRegionAvail().x;
  const float height = std::clamp(std::round(room * 0.34f), ui.px(96), ui.px(168));
  // Aligned plots have one right edge, however wide their numbers are.
  const bool aligned = ImPlot::BeginAlignedPlots("curves");
  for (std::size_t i = 0; i < groups.size(); ++i) {
    ImGui::PushID(toInt(i));
    if (i > 0) space(ui, 16);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, ui.px(2)));
    caption(ui, groups[i]);
    plot(ui, groups[i], height);
    ImGui::PopStyleVar();
    ImGui::PopID();
  }
  if (aligned) ImPlot::EndAlignedPlots();
}

}  // namespace harmonium::app
