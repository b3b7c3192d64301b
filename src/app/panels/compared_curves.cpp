#include "app/panels/compared_curves.h"

#include "app/logic/board.h"
#include "app/logic/format.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <algorithm>

namespace harmonium::app {
namespace {

// Every second line has the next pattern, so that lines can be told apart without colour.
Dashes dashesOf(std::size_t index) {
  constexpr Dashes kPatterns[] = {{0, 0}, {7, 3}, {2, 3}, {11, 4}};
  return kPatterns[index / 2 % std::size(kPatterns)];
}

CurveGroup groupOf(const Ui& ui, const Board& board, const BoardGroup& rows, const Overlay& overlay) {
  CurveGroup group{overlay.name, {}, true, overlay.label};
  for (const auto& [place, curve] : overlay.lines)
    group.lines.push_back(
        {curve, board.rows[rows.rows[place]].label, seriesColour(ui.colours(), place), dashesOf(place)});
  return group;
}

// What the values are where rows have several seeds; empty where they have one.
std::string spreadWords(const Board& board, const BoardGroup& rows) {
  double seeds = 1;
  for (const std::size_t row : rows.rows) seeds = std::max(seeds, board.rows[row].seeds);
  return seeds > 1 ? "mean \u00b1 standard deviation of " + formatCount(seeds) + " seeds" : "";
}

// The rows on the data of the experiment. The visitor's own data have no name in common with rows, so the newest rows
// on data without a name are theirs.
const BoardGroup* ofExperiment(const Ui& ui, const std::vector<BoardGroup>& groups) {
  const bool own = ui.state.dataset() == nullptr;
  const auto at = std::find_if(groups.rbegin(), groups.rend(), [&](const BoardGroup& group) {
    return own ? ui.state.catalogue.dataset(group.data) == nullptr : group.data == ui.state.experiment.data;
  });
  return at == groups.rend() ? nullptr : &*at;
}

}  // namespace

std::vector<CurveGroup> comparedGroups(const Ui& ui) {
  const std::vector<BoardGroup> groups = groupsOf(ui.state.board);
  const BoardGroup* group = ofExperiment(ui, groups);
  std::vector<CurveGroup> out;
  if (!group) return out;
  for (const Overlay& overlay : overlaysOf(ui.state.board, *group))
    out.push_back(groupOf(ui, ui.state.board, *group, overlay));
  return out;
}

bool chooseCompared(Ui& ui) {
  std::size_t count = 0;
  const std::vector<BoardGroup> groups = groupsOf(ui.state.board);
  const BoardGroup* rows = ofExperiment(ui, groups);
  if (rows)
    for (const Overlay& overlay : overlaysOf(ui.state.board, *rows)) count = std::max(count, overlay.lines.size());
  Choices& choices = ui.choices;
  if (count > choices.compared_count) choices.own_curves = false;
  choices.compared_count = count;
  if (count == 0) return false;
  const std::string compared = "Compared (" + formatCount(toDouble(count)) + ")";
  const std::string_view titles[] = {"This run", compared};
  int chosen = choices.own_curves ? 0 : 1;
  if (segmented(ui, "curves of", titles, chosen, ImGui::GetContentRegionAvail().x)) choices.own_curves = chosen == 0;
  space(ui, 8);
  const std::string spread = choices.own_curves ? "" : spreadWords(ui.state.board, *rows);
  if (!spread.empty()) paragraph(ui, Face::kSmall, ui.colours().ink_faint, upperFirst(spread));
  space(ui, 8);
  return !choices.own_curves;
}

void comparedCurve(Ui& ui, const Board& board, const BoardGroup& group) {
  const std::vector<Overlay> overlays = overlaysOf(board, group);
  if (overlays.empty()) return;
  std::vector<std::string_view> labels;
  int chosen = 0;
  for (const Overlay& overlay : overlays) {
    if (overlay.name == ui.choices.compared_curve) chosen = toInt(labels.size());
    labels.push_back(overlay.label);
  }
  const float room = ImGui::GetContentRegionAvail().x;
  if (overlays.size() > 1 && oneOf(ui, "curve", labels, chosen, std::min(room, ui.px(360))))
    ui.choices.compared_curve = overlays[toSize(chosen)].name;
  space(ui, 8);
  CurveGroup shown = groupOf(ui, board, group, overlays[toSize(chosen)]);
  if (overlays.size() > 1) shown.title = {};  // the choice above says it
  shown.note = spreadWords(board, group);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, ui.px(2)));
  curveCaption(ui, shown);
  curvePlot(ui, shown, std::clamp(std::round(room * 0.4f), ui.px(150), ui.px(280)));
  ImGui::PopStyleVar();
  space(ui, 20);
}

}  // namespace harmonium::app
