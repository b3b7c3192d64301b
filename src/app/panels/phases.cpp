// Slow motion: the phases of an update in a row, the one that just ran lit, and a sentence that says what it did.
#include "app/panels/panels.h"
#include "app/widgets.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace harmonium::app {
namespace {

constexpr double kPulseSeconds = 0.9;
constexpr float kLeastChip = 76;  // CSS pixels

// What flows where in the update of a restricted Boltzmann machine. The phases of others get their label alone.
struct PhaseSign {
  std::string_view name, sign;
  bool from_data;
};
constexpr PhaseSign kSigns[] = {
    {"positive", "v \u2192 h", true},
    {"reconstruct", "h \u2192 v\u2032", false},
    {"negative", "v\u2032 \u2192 h\u2032", false},
    {"update", "\u0394W, \u0394b, \u0394c", true},
};

const PhaseSign* signOf(const PhaseState& phase, std::size_t index) {
  const bool known = std::equal(phase.names.begin(), phase.names.end(), std::begin(kSigns), std::end(kSigns),
                                [](const std::string& name, const PhaseSign& sign) { return name == sign.name; });
  return known && index < std::size(kSigns) ? &kSigns[index] : nullptr;
}

void chip(const Ui& ui, const ImVec2& min, const ImVec2& max, std::string_view title, const PhaseSign* sign, bool lit,
          bool next) {
  const Palette& p = ui.colours();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const bool data = !sign || sign->from_data;
  const ImU32 hue = data ? p.data : p.model, wash = data ? p.data_soft : p.model_soft;
  list.AddRectFilled(min, max, lit ? wash : p.raised, ui.px(8));
  const float half = ui.px(1) / 2;
  list.AddRect({min.x + half, min.y + half}, {max.x - half, max.y - half},
               lit    ? hue
               : next ? p.line_strong
                      : p.line,
               ui.px(8), 0, ui.px(lit ? 2 : 1));
  const Face face = lit ? Face::kStrong : Face::kBody;
  const bool small = textSize(ui, face, title).x > max.x - min.x - ui.px(8);
  const float middle = (min.y + max.y) / 2;
  const ImU32 ink = lit ? hue : p.ink_soft;
  if (!sign)
    return drawTextIn(ui, small ? Face::kSmall : face, {min.x + ui.px(4), min.y}, {max.x - ui.px(4), max.y}, ink, title,
                      0.5f);
  drawTextIn(ui, small ? Face::kSmall : face, {min.x + ui.px(4), min.y + ui.px(4)},
             {max.x - ui.px(4), middle + ui.px(2)}, ink, title, 0.5f);
  drawTextIn(ui, Face::kSmall, {min.x + ui.px(4), middle}, {max.x - ui.px(4), max.y - ui.px(3)},
             lit ? hue : p.ink_faint, sign->sign, 0.5f);
}

}  // namespace

bool slowMotion(const Ui& ui) {
  const bool has = !ui.state.snapshot.phase.names.empty();
  return has && (ui.state.page.phase_mode || (ui.state.page.running && ui.state.page.speed == Speed::kSlow));
}

float phasePulse(Ui& ui) {
  if (!slowMotion(ui) || ui.reduced_motion || ui.state.snapshot.phase.last < 0) return -1;
  const double gone = (ui.now - ui.choices.phase_since) / kPulseSeconds;
  if (gone < 0 || gone > 1.2) return -1;
  ui.animating = true;
  return static_cast<float>(gone * 1.2 - 0.1);
}

void phaseStrip(Ui& ui) {
  const PhaseState& phase = ui.state.snapshot.phase;
  const Palette& p = ui.colours();
  const int count = static_cast<int>(phase.labels.size());
  if (count == 0) return;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float room = std::min(ImGui::GetContentRegionAvail().x, ui.px(880));
  const bool tight = ui.form == Form::kNarrow;
  const float between = ui.px(tight ? 8 : 26), apart = ui.px(8), height = ui.px(46);
  // As many in a row as can be read, and rows as even as they get.
  const int most = std::max(1, static_cast<int>((room + between) / (ui.px(kLeastChip) + between)));
  const int rows = (count + most - 1) / most, across = (count + rows - 1) / rows;
  const float width = (room - between * static_cast<float>(across - 1)) / static_cast<float>(across);
  for (int i = 0; i < count; ++i) {
    const auto index = static_cast<std::size_t>(i);
    const float x = std::round(at.x + static_cast<float>(i % across) * (width + between));
    const float y = at.y + static_cast<float>(i / across) * (height + apart);
    chip(ui, {x, y}, {std::round(x + width), y + height}, phase.labels[index], signOf(phase, index), i == phase.last,
         i == phase.next);
    if (i + 1 < count && (i + 1) % across != 0 && !tight)
      drawIcon(*ImGui::GetWindowDrawList(), Icon::kRight, {x + width + between / 2, y + height / 2}, ui.px(13),
               i == phase.last ? p.ink : p.ink_faint);
  }
  ImGui::Dummy({room, height * static_cast<float>(rows) + apart * static_cast<float>(rows - 1)});
  // Two lines are kept for the sentence, so that the stage does not jump from phase to phase.
  const ImVec2 below = ImGui::GetCursorScreenPos();
  const bool between_updates = phase.last < 0;
  const std::string fallback =
      "Between two updates. The next phase is \u201c" +
      (phase.next < count ? phase.labels[static_cast<std::size_t>(phase.next)] : std::string("first")) + "\u201d.";
  paragraph(ui, Face::kBody, p.ink, between_updates || phase.sentence.empty() ? fallback : phase.sentence);
  const float least = 2 * textSize(ui, Face::kBody, "x").y;
  ImGui::SetCursorScreenPos({below.x, std::max(ImGui::GetCursorScreenPos().y, below.y + least)});
  ImGui::Dummy({0, 0});
}

}  // namespace harmonium::app
