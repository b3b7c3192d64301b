// Data drawn by hand: a sheet with the axes of the toy data sets, a brush, and a button that trains the model on the
// points.
#include "app/gl/pictures.h"
#include "app/logic/axes.h"
#include "app/logic/format.h"
#include "app/logic/ticks.h"
#include "app/panels/panels.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <algorithm>

namespace harmonium::app {
namespace {

constexpr float kEdge = 3;          // both axes run from -kEdge to kEdge
constexpr float kSpread = 0.12f;    // radius of the brush, in units of the axes
constexpr float kSpacing = 0.035f;  // length of path per point, in units of the axes
constexpr std::size_t kLeast = 20;  // fewer points are too few to learn from

void buttons(Ui& ui) {
  Brush& brush = ui.choices.brush;
  const std::string count = formatCount(toDouble(brush.count()));
  const bool brief = ui.form == Form::kNarrow;
  ButtonLook learn{Icon::kCheck, "Learn it", Kind::kPrimary, "Start the model on the points that are drawn"};
  // With too few points the sentence above the sheet says how many are needed.
  learn.enabled = brush.count() >= kLeast;
  ButtonLook undo{Icon::kUndo, brief ? "" : "Undo", Kind::kNormal, "Take the last stroke back"};
  undo.enabled = brush.count() > 0;
  ButtonLook clear{Icon::kNone, "Clear", Kind::kNormal, "An empty sheet"};
  clear.enabled = undo.enabled;
  const bool learnt = button(ui, "learn", learn);
  ImGui::SameLine(0, ui.px(8));
  if (button(ui, "undo", undo)) brush.undo();
  ImGui::SameLine(0, ui.px(8));
  if (button(ui, "clear", clear)) brush.clear();
  ImGui::SameLine(0, ui.px(8));
  if (button(ui, "leave", {Icon::kNone, "Cancel", Kind::kQuiet, "Back to the stage"})) ui.choices.drawing = false;
  if (!learnt) return;
  ui.actions.drawn(brush.points());
  ui.choices.drawing = ui.choices.compare = false;
}

void ticks(const Ui& ui, const AxesMap& map) {
  const Palette& p = ui.colours();
  const float bottom = map.box.y + map.box.height, line = textSize(ui, Face::kSmall, "0").y;
  const std::vector<double> values = roundTicks(toDouble(-kEdge), toDouble(kEdge), 7);
  const std::vector<std::string> words = tickWords(values);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto value = toFloat(values[i]);
    const float width = textSize(ui, Face::kSmall, words[i]).x;
    drawText(ui, Face::kSmall, {map.x(value) - width / 2, bottom + ui.px(4)}, p.ink_faint, words[i]);
    drawText(ui, Face::kSmall, {map.box.x - ui.px(6) - width, map.y(value) - line / 2}, p.ink_faint, words[i]);
  }
}

void sheet(Ui& ui, const AxesMap& map) {
  const Palette& p = ui.colours();
  Brush& brush = ui.choices.brush;
  const ImVec2 min(map.box.x, map.box.y), max(min.x + map.box.width, min.y + map.box.height);
  ui.choices.sheet = ImVec4(min.x, min.y, max.x, max.y);
  ImGui::SetCursorScreenPos(min);
  const Press press = pressable(ui, "sheet", {map.box.width, map.box.height});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(min, max, p.tile);
  for (float at = -kEdge + 1; at < kEdge; ++at) {
    list.AddLine({map.x(at), min.y}, {map.x(at), max.y}, p.line, ui.px(1));
    list.AddLine({min.x, map.y(at)}, {max.x, map.y(at)}, p.line, ui.px(1));
  }
  list.AddRect(min, max, press.hovered || press.held ? p.data : p.line_strong, 0, 0, ui.px(1));
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const float x = std::clamp(map.valueAtX(mouse.x), -kEdge, kEdge),
              y = std::clamp(map.valueAtY(mouse.y), -kEdge, kEdge);
  if (press.held && !brush.down())
    brush.begin(x, y, kSpread, kSpacing);
  else if (press.held)
    brush.move(x, y);
  else
    brush.end();
  DotLook look;
  look.origin = {map.x(0), map.y(0)};
  look.scale = {map.scaleX(), map.scaleY()};
  look.radius = 2.2f * ui.theme.scale;
  look.rim = 0.8f * ui.theme.scale;
  look.alpha = 0.9f;
  look.ink = p.data;
  look.paper = p.tile;
  list.PushClipRect(min, max, true);
  ui.pictures.points(list, brush.points(), look);
  if (press.hovered && !ui.touch) list.AddCircle(mouse, kSpread * map.scaleX(), p.data, 24, ui.px(1));
  list.PopClipRect();
}

std::string howTo(const Brush& brush) {
  if (brush.count() == 0) return "Draw with the mouse or a finger: every stroke leaves points along its path.";
  const std::string count = formatCount(toDouble(brush.count())) + " points";
  if (brush.count() >= Brush::kMost) return count + ": the sheet is full.";
  if (brush.count() < kLeast) return count + "; a model needs at least " + formatCount(toDouble(kLeast)) + ".";
  return count + ".";
}

}  // namespace

void drawingPanel(Ui& ui) {
  label(ui, Face::kTitle, ui.colours().ink, "Draw your own data");
  space(ui, 6);
  paragraph(ui, Face::kBody, ui.colours().ink_soft, howTo(ui.choices.brush));
  space(ui, 10);
  buttons(ui);
  space(ui, 12);
  const ImVec2 at = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
  const PanelShape shape{2 * kEdge, 2 * kEdge, true};
  const Margins margins{ui.px(26), ui.px(8), ui.px(8), ui.px(24)};
  const std::vector<PanelPlace> places =
      placePanels({&shape, 1}, {at.x, at.y, room.x, std::max(room.y, ui.px(220))}, margins, 0);
  const AxesMap map{places[0].axes, -kEdge, kEdge, -kEdge, kEdge};
  ticks(ui, map);
  sheet(ui, map);
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({room.x, std::max(room.y, ui.px(220))});
}

}  // namespace harmonium::app
