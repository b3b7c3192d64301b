#include "app/logic/curve_scale.h"
#include "app/panels/compared_curves.h"
#include "app/panels/curve_plot.h"
#include "app/panels/panels.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <implot.h>

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

ImU32 hueOf(const Ui& ui, std::size_t index) {
  const Palette& p = ui.colours();
  const ImU32 hues[] = {p.data, p.model, p.latent, p.negative, p.ink_soft};
  return hues[index % 5];
}

// Curves that share one plot have the same unit, and the same name up to a dot ("freeEnergy.train",
// "freeEnergy.heldOut").
std::vector<CurveGroup> grouped(const Ui& ui, const std::vector<Curve>& curves) {
  std::vector<CurveGroup> groups;
  for (const Curve& curve : curves) {
    // With fewer values than updates the plot would read past the end of the values.
    if (curve.x.empty() || curve.x.size() != curve.y.size()) continue;
    const std::string_view stem = std::string_view(curve.name).substr(0, curve.name.find('.'));
    auto at = std::find_if(groups.begin(), groups.end(), [&](const CurveGroup& group) {
      return group.stem == stem && group.lines[0].curve->unit == curve.unit;
    });
    if (at == groups.end()) at = groups.insert(groups.end(), CurveGroup{stem, {}});
    at->lines.push_back({&curve, curve.label, hueOf(ui, at->lines.size())});
  }
  return groups;
}

// The scale of the updates, unless the visitor has chosen one: logarithmic while most curves have come most of their
// way early. The two shares lie apart, so that the axis does not change back and forth.
void chooseScale(Ui& ui, const std::vector<CurveGroup>& groups) {
  constexpr double kEarly = 0.6, kLate = 0.35;
  constexpr float kFewUpdates = 50;
  if (ui.choices.log_chosen) return;
  std::size_t early = 0, all = 0;
  float updates = 0;
  for (const CurveGroup& group : groups) {
    for (const CurveLine& line : group.lines) {
      early += earlyShare(line.curve->x, line.curve->y) > (ui.choices.log_updates ? kLate : kEarly) ? 1 : 0;
      ++all;
      updates = std::max(updates, line.curve->x.back());
    }
  }
  ui.choices.log_updates = updates >= kFewUpdates && 2 * early > all;
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
  const std::vector<CurveGroup> groups =
      chooseCompared(ui) ? comparedGroups(ui) : grouped(ui, ui.state.snapshot.curves);
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
    curveCaption(ui, groups[i]);
    curvePlot(ui, groups[i], height);
    ImGui::PopStyleVar();
    ImGui::PopID();
  }
  if (aligned) ImPlot::EndAlignedPlots();
}

}  // namespace harmonium::app
