#include "app/logic/format.h"
#include "app/views/views.h"
#include "app/widgets.h"

#include <algorithm>

namespace harmonium::app {
namespace {

void swatch(Ui& ui, ImU32 colour, std::string_view text, bool first = false) {
  if (!first) ImGui::SameLine(0, ui.px(16));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float side = ui.px(10), height = textSize(ui, Face::kSmall, text).y;
  const float y = std::round(at.y + (height - side) / 2);
  ImGui::GetWindowDrawList()->AddRectFilled({at.x, y}, {at.x + side, y + side}, colour, ui.px(2));
  drawText(ui, Face::kSmall, {at.x + side + ui.px(6), at.y}, ui.colours().ink_soft, text);
  ImGui::Dummy({side + ui.px(6) + textSize(ui, Face::kSmall, text).x, height});
}

// From the negative through zero to the positive limit.
void signedBar(Ui& ui, float limit) {
  const Palette& p = ui.colours();
  const std::string low = formatValue(-static_cast<double>(limit), 2),
                    high = formatValue(static_cast<double>(limit), 2);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ui.px(120), height = ui.px(10), line = textSize(ui, Face::kSmall, low).y;
  const float left = textSize(ui, Face::kSmall, low).x + ui.px(8), y = std::round(at.y + (line - height) / 2);
  drawText(ui, Face::kSmall, at, p.ink_soft, low);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float x = at.x + left, middle = x + width / 2;
  list.AddRectFilledMultiColor({x, y}, {middle, y + height}, p.negative, p.zero, p.zero, p.negative);
  list.AddRectFilledMultiColor({middle, y}, {x + width, y + height}, p.zero, p.positive, p.positive, p.zero);
  list.AddRect({x, y}, {x + width, y + height}, p.line_strong, 0, 0, ui.px(1));
  drawText(ui, Face::kSmall, {x + width + ui.px(8), at.y}, p.ink_soft, high);
  ImGui::Dummy({left + width + ui.px(8) + textSize(ui, Face::kSmall, high).x, line});
}

}  // namespace

void drawLegend(Ui& ui, const View& view) {
  const Palette& p = ui.colours();
  if (view.kind == ViewKind::kPairs) {
    swatch(ui, p.data_ink, "data", true);
    swatch(ui, p.model_ink, view.name == "reconstruction" ? "reconstruction" : "model");
  } else if (view.kind == ViewKind::kNetwork) {
    swatch(ui, p.data, "visible on", true);
    swatch(ui, p.model, "hidden on");
    swatch(ui, p.positive, "w > 0");
    swatch(ui, p.negative, "w < 0");
  }
  if (view.kind != ViewKind::kImages || view.shape.empty()) return;
  const bool is_signed = view.scale == ViewScale::kSigned;
  if (is_signed) signedBar(ui, view.limit);
  std::string words = formatCount(view.shape[0]) + (view.name == "chains" ? " chains" : " tiles");
  if (ui.choices.tiles_shown > 0)
    words = formatCount(ui.choices.tiles_shown) + " of " + words;
  else if (is_signed)
    return;
  if (is_signed) ImGui::SameLine(0, ui.px(16));
  hintLine(ui, Face::kSmall, p.ink_soft, words);
}

}  // namespace harmonium::app
