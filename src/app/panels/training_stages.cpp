// Progress through the stages of training: one bar per stage, filled as far as training has come, and a sentence about
// the current stage.
#include "app/logic/training_stages.h"

#include "app/logic/format.h"
#include "app/panels/panels.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <cmath>

namespace harmonium::app {

void trainingStages(Ui& ui, bool brief) {
  const std::vector<StageState>& stages = ui.state.snapshot.stages;
  if (stages.size() < 2) return;
  const Palette& p = ui.colours();
  const Progress& progress = ui.state.snapshot.progress;
  space(ui, 10);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float room = std::min(ImGui::GetContentRegionAvail().x, ui.px(880)), gap = ui.px(6);
  const auto count = toFloat(stages.size());
  const float width = (room - gap * (count - 1)) / count, bar = ui.px(5);
  float widest = 0;
  for (const StageState& stage : stages) widest = std::max(widest, textSize(ui, Face::kStrong, stage.label).x);
  // Names stand above their bars if all of them fit. Otherwise only the sentence names the current stage.
  const bool named = widest <= width;
  const float line = named ? textSize(ui, Face::kSmall, "x").y + ui.px(4) : 0;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (std::size_t i = 0; i < stages.size(); ++i) {
    const bool now = i == progress.stage;
    const ImVec2 min(std::round(at.x + toFloat(i) * (width + gap)), at.y);
    const ImVec2 max(std::round(min.x + width), min.y + line + bar);
    if (named)
      drawTextIn(ui, now ? Face::kStrong : Face::kSmall, min, {max.x, min.y + line},
                 now                  ? p.ink
                 : i < progress.stage ? p.ink_soft
                                      : p.ink_faint,
                 stages[i].label);
    const ImVec2 from(min.x, max.y - bar);
    list.AddRectFilled(from, max, p.sunken, bar / 2);
    const float done = toFloat(shareDone(stages, i, progress.updates));
    if (done > 0) list.AddRectFilled(from, {from.x + std::max(bar, (max.x - from.x) * done), max.y}, p.data, bar / 2);
    if (now) list.AddRect(from, max, p.data, bar / 2, 0, ui.px(1));
  }
  ImGui::Dummy({room, line + bar});
  space(ui, 4);
  paragraph(ui, Face::kSmall, p.ink_soft, stageWords(stages, progress, !brief));
  space(ui, 4);
}

}  // namespace harmonium::app
