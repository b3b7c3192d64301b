// Slow motion: the phases of an update in a row, with the one that has just run highlighted, and a sentence that says
// what it did.
#include "app/panels/panels.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <algorithm>
#include <string_view>

namespace harmonium::app {
namespace {

constexpr double kPulseSeconds = 0.9, kFlashSeconds = 1.1, kFlash = 2;
constexpr float kLeastChip = 76;  // CSS pixels

struct Chip {
  std::string_view title, sign;
  Ink ink = Ink::kNeutral;
  bool lit = false, next = false;
};

// A snapshot may have fewer signs or inks than phases; the missing ones are left out.
Chip chipOf(const PhaseState& phase, int index) {
  const auto at = toSize(index);
  Chip chip{phase.labels[at], {}};
  if (at < phase.signs.size()) chip.sign = phase.signs[at];
  if (at < phase.inks.size()) chip.ink = phase.inks[at];
  chip.lit = index == phase.last;
  chip.next = index == phase.next;
  return chip;
}

void drawChip(const Ui& ui, const ImVec2& min, const ImVec2& max, const Chip& chip) {
  const Palette& p = ui.colours();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const bool model = chip.ink == Ink::kModel, lit = chip.lit;
  const ImU32 hue = chip.ink == Ink::kNeutral ? p.ink : model ? p.model : p.data;
  const ImU32 wash = chip.ink == Ink::kNeutral ? p.sunken : model ? p.model_soft : p.data_soft;
  list.AddRectFilled(min, max, lit ? wash : p.raised, ui.px(8));
  const float half = ui.px(1) / 2;
  list.AddRect({min.x + half, min.y + half}, {max.x - half, max.y - half},
               lit         ? hue
               : chip.next ? p.line_strong
                           : p.line,
               ui.px(8), 0, ui.px(lit ? 2 : 1));
  const Face face = lit ? Face::kStrong : Face::kBody;
  const bool small = textSize(ui, face, chip.title).x > max.x - min.x - ui.px(8);
  const float middle = (min.y + max.y) / 2;
  const ImU32 ink = lit ? hue : p.ink_soft;
  if (chip.sign.empty())
    return drawTextIn(ui, small ? Face::kSmall : face, {min.x + ui.px(4), min.y}, {max.x - ui.px(4), max.y}, ink,
                      chip.title, 0.5f);
  drawTextIn(ui, small ? Face::kSmall : face, {min.x + ui.px(4), min.y + ui.px(4)},
             {max.x - ui.px(4), middle + ui.px(2)}, ink, chip.title, 0.5f);
  drawTextIn(ui, Face::kSmall, {min.x + ui.px(4), middle}, {max.x - ui.px(4), max.y - ui.px(3)},
             lit ? hue : p.ink_faint, chip.sign, 0.5f);
}

}  // namespace

bool slowMotion(const Ui& ui) {
  const bool has = !ui.state.snapshot.phase.names.empty();
  return has && (ui.state.page.phase_mode || (ui.state.page.running && ui.state.page.speed == Speed::kSlow));
}

float phasePulse(Ui& ui) {
  if (!slowMotion(ui) || ui.reduced_motion || ui.state.snapshot.phase.last < 0) return -1;
  const double elapsed = (ui.now - ui.choices.phase_since) / kPulseSeconds;
  if (elapsed < 0 || elapsed > 1.2) return -1;
  ui.animating = true;
  // The light starts just before the connections and ends just beyond them.
  return toFloat(elapsed * 1.2 - 0.1);
}

float changeFlash(Ui& ui) {
  if (!slowMotion(ui)) return 0;
  const double left = kFlashSeconds - (ui.now - ui.choices.phase_since);
  if (ui.reduced_motion || left <= 0) return 1;
  ui.animating = true;
  return toFloat(1 + kFlash * left / kFlashSeconds);
}

void phaseStrip(Ui& ui) {
  const PhaseState& phase = ui.state.snapshot.phase;
  const Palette& p = ui.colours();
  const int count = toInt(phase.labels.size());
  if (count == 0) return;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float room = std::min(ImGui::GetContentRegionAvail().x, ui.px(880));
  const bool tight = ui.form == Form::kNarrow;
  const float between = ui.px(tight ? 8 : 26), apart = ui.px(8), height = ui.px(46);
  // As many phases share a row as stay readable, and the rows are as even as possible.
  const int most = std::max(1, toInt((room + between) / (ui.px(kLeastChip) + between)));
  const int rows = (count + most - 1) / most, across = (count + rows - 1) / rows;
  const float width = (room - between * toFloat(across - 1)) / toFloat(across);
  for (int i = 0; i < count; ++i) {
    const float x = std::round(at.x + toFloat(i % across) * (width + between));
    const float y = at.y + toFloat(i / across) * (height + apart);
    drawChip(ui, {x, y}, {std::round(x + width), y + height}, chipOf(phase, i));
    if (i + 1 < count && (i + 1) % across != 0 && !tight)
      drawIcon(*ImGui::GetWindowDrawList(), Icon::kRight, {x + width + between / 2, y + height / 2}, ui.px(13),
               i == phase.last ? p.ink : p.ink_faint);
  }
  ImGui::Dummy({room, height * toFloat(rows) + apart * toFloat(rows - 1)});
  // Three lines are reserved for the sentence, so that the stage does not jump from phase to phase.
  const ImVec2 below = ImGui::GetCursorScreenPos();
  const bool between_updates = phase.last < 0;
  const std::string fallback = "Between two updates. The next phase is \u201c" +
                               (phase.next < count ? phase.labels[toSize(phase.next)] : std::string("first")) +
                               "\u201d.";
  paragraph(ui, Face::kBody, p.ink, between_updates || phase.sentence.empty() ? fallback : phase.sentence);
  const float least = 3 * textSize(ui, Face::kBody, "x").y;
  ImGui::SetCursorScreenPos({below.x, std::max(ImGui::GetCursorScreenPos().y, below.y + least)});
  ImGui::Dummy({0, 0});
}

}  // namespace harmonium::app
