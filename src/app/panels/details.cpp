// The details of a measured value: the shares of a histogram as bars, other numbers as a list with names.
#include "app/logic/details.h"

#include "app/logic/format.h"
#include "app/panels/panels.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

void shares(const Ui& ui, const Measurement& measurement) {
  const Palette& p = ui.colours();
  const auto& details = measurement.details;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const auto count = toFloat(details.size());
  const float room = ImGui::GetContentRegionAvail().x, pitch = std::min(std::floor(room / count), ui.px(40));
  const float high = ui.px(56), line = ui.px(16);
  double most = 0;
  float widest = 0;
  for (const auto& [name, value] : details) {
    most = std::max(most, value);
    widest = std::max(widest, textSize(ui, Face::kSmall, name).x);
  }
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float even = high * toFloat(1.0 / (toDouble(count) * std::max(most, 1e-9)));
  for (std::size_t i = 0; i < details.size(); ++i) {
    const float x = at.x + toFloat(i) * pitch;
    const float top = at.y + high - std::round(high * toFloat(details[i].second / std::max(most, 1e-9)));
    list.AddRectFilled({x + ui.px(2), top}, {x + pitch - ui.px(2), at.y + high}, withAlpha(p.model, 0.75f));
    // Names that overlap cannot be read; the hint still tells them.
    if (widest <= pitch || details.size() <= 12)
      drawTextIn(ui, Face::kSmall, {x, at.y + high}, {x + pitch, at.y + high + line}, p.ink_faint, details[i].first,
                 0.5f);
    const ImVec2 min(x, at.y), max(x + pitch, at.y + high + line);
    if (ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(min, max))
      hintNow(ui, details[i].first + ": " + formatFixed(100 * details[i].second, 1) + " %");
  }
  // A line marks the height that all bars would have if all shares were equal.
  const float y = std::round(at.y + high - even);
  if (even <= high) list.AddRectFilled({at.x, y}, {at.x + pitch * count, y + ui.px(1)}, p.line_strong);
  list.AddRectFilled({at.x, at.y + high}, {at.x + pitch * count, at.y + high + ui.px(1)}, p.line_strong);
  ImGui::Dummy({room, high + line});
}

void numbers(const Ui& ui, const Measurement& measurement) {
  const Palette& p = ui.colours();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float room = ImGui::GetContentRegionAvail().x, line = ui.px(18);
  const int count = toInt(measurement.details.size());
  float widest = 0;
  for (const auto& [name, value] : measurement.details)
    widest =
        std::max(widest, textSize(ui, Face::kSmall, name).x + textSize(ui, Face::kStrong, formatValue(value, 3)).x);
  const float gap = ui.px(16);
  const int columns = count > 1 && 2 * (widest + ui.px(6)) + gap <= room ? 2 : 1;
  const float width = (room - gap * toFloat(columns - 1)) / toFloat(columns);
  for (int i = 0; i < count; ++i) {
    const auto& [name, value] = measurement.details[toSize(i)];
    const float x = at.x + toFloat(i % columns) * (width + gap);
    const float y = at.y + toFloat(i / columns) * line;
    const std::string words = formatValue(value, 3);
    const float number = textSize(ui, Face::kStrong, words).x + ui.px(6);
    drawTextIn(ui, Face::kSmall, {x, y}, {x + width - number, y + line}, p.ink_soft, name);
    drawTextIn(ui, Face::kStrong, {x, y}, {x + width, y + line}, p.ink, words, 1);
  }
  ImGui::Dummy({room, line * toFloat((count + columns - 1) / columns)});
}

}  // namespace

void measurementDetails(Ui& ui, const Measurement& measurement) {
  switch (detailForm(measurement)) {
    case DetailForm::kNone:
      return;
    case DetailForm::kShares:
      space(ui, 6);
      return shares(ui, measurement);
    case DetailForm::kNumbers:
      space(ui, 4);
      return numbers(ui, measurement);
  }
}

}  // namespace harmonium::app
