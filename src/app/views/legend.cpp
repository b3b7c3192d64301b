#include "app/views/legend.h"

#include "app/logic/flow.h"
#include "app/logic/format.h"
#include "app/logic/marks.h"
#include "app/views/marks.h"
#include "app/views/views.h"
#include "app/widgets.h"
#include "base/numbers.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace harmonium::app {
namespace {

constexpr float kBetween = 16, kLine = 20;  // gap between entries, height of a line; CSS pixels

using Entry = Legend::Entry;

Entry square(ImU32 colour, std::string words) {
  Entry entry{Entry::Sign::kSquare, std::move(words), {}, {}};
  entry.colour = colour;
  return entry;
}

Entry plain(std::string words) {
  return {Entry::Sign::kNone, std::move(words), {}, {}};
}

Entry scaleOf(const View& view) {
  const auto limit = toDouble(view.limit);
  const bool is_signed = view.scale == ViewScale::kSigned;
  return {Entry::Sign::kScale, "", is_signed ? formatValue(-limit, 2) : "0", formatValue(limit, 2)};
}

void listMarks(const View& view, std::vector<Entry>& entries) {
  for (const Mark* mark : listed(view)) {
    Entry entry{Entry::Sign::kMark, mark->label, {}, {}};
    entry.mark = mark;
    if (mark->kind == MarkKind::kField) {
      const auto limit = toDouble(mark->limit);
      entry.low = mark->scale == ViewScale::kSigned ? formatValue(-limit, 2) : "0";
      entry.high = formatValue(limit, 2);
    }
    entries.push_back(std::move(entry));
  }
}

void listTiles(const Ui& ui, const View& view, std::vector<Entry>& entries) {
  if (view.shape.empty()) return;
  const bool is_signed = view.scale == ViewScale::kSigned;
  // Signed values need a scale, because their limit changes from picture to picture.
  if (is_signed) entries.push_back(scaleOf(view));
  const bool one = view.shape[0] == 1;
  std::string words = formatCount(view.shape[0]) + " " + (view.tile_noun.empty() ? "tile" : view.tile_noun);
  if (!one) words += "s";
  // If tiles were left out, the legend says so.
  if (ui.choices.tiles_shown > 0)
    entries.push_back(plain(formatCount(ui.choices.tiles_shown) + " of " + words));
  else if (!is_signed && !one)
    entries.push_back(plain(words));
}

bool hasGroup(const View& view, GroupRole role) {
  return std::any_of(view.groups.begin(), view.groups.end(), [&](const UnitGroup& each) { return each.role == role; });
}

// The text for the colour that visible units and label units share: it names only those that the network has.
std::string unitsOn(const View& view) {
  std::string words;
  for (const auto& [role, name] : {std::pair{GroupRole::kVisible, "visible"}, std::pair{GroupRole::kLabel, "label"}}) {
    if (hasGroup(view, role)) words += (words.empty() ? "" : " or ") + std::string(name);
  }
  return words + " on";
}

std::vector<Entry> entriesOf(const Ui& ui, const View& view) {
  const Palette& p = ui.colours();
  std::vector<Entry> entries;
  switch (view.kind) {
    case ViewKind::kPairs:
      if (view.column_names.size() == 2) {
        entries.push_back(plain("left: " + view.column_names[0] + ", right: " + view.column_names[1]));
      } else {
        entries.push_back(square(p.data_ink, "data"));
        entries.push_back(square(p.model_ink, view.meaning == Meaning::kReconstruction ? "reconstruction" : "model"));
      }
      break;
    case ViewKind::kNetwork:
      entries.push_back(square(p.data, unitsOn(view)));
      if (hasGroup(view, GroupRole::kPast)) entries.push_back(square(unitInk(ui, GroupRole::kPast), "past on"));
      entries.push_back(square(p.model, "hidden on"));
      entries.push_back(square(p.positive, showsSteps(ui, view) ? "step up" : "w > 0"));
      entries.push_back(square(p.negative, showsSteps(ui, view) ? "step down" : "w < 0"));
      break;
    case ViewKind::kImages:
      listTiles(ui, view, entries);
      break;
    case ViewKind::kPlane:
    case ViewKind::kChart:
      listMarks(view, entries);
      break;
    case ViewKind::kMatrix:
      entries.push_back(scaleOf(view));
      break;
    case ViewKind::kTable:
      break;
  }
  return entries;
}

float scaleWidth(const Ui& ui) {
  return ui.px(96);
}

// The width of everything before the text: the sign, the numbers at its ends and the gaps.
float signPart(const Ui& ui, const Entry& entry) {
  float width = 0;
  switch (entry.sign) {
    case Entry::Sign::kNone:
      return 0;
    case Entry::Sign::kSquare:
      width = ui.px(10);
      break;
    case Entry::Sign::kMark:
      width = signWidth(ui, *entry.mark);
      break;
    case Entry::Sign::kScale:
      width = scaleWidth(ui);
      break;
  }
  for (const std::string& end : {entry.low, entry.high})
    if (!end.empty()) width += textSize(ui, Face::kSmall, end).x + ui.px(5);
  return width + (entry.words.empty() ? 0 : ui.px(6));
}

void drawScale(const Ui& ui, const View& view, float x, float y) {
  const Palette& p = ui.colours();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Inks inks = inksFor(ui, view, false);
  const float width = scaleWidth(ui), half = ui.px(5);
  const bool is_signed = view.scale == ViewScale::kSigned;
  const float middle = is_signed ? x + width / 2 : x;
  if (is_signed)
    list.AddRectFilledMultiColor({x, y - half}, {middle, y + half}, inks.low, inks.zero, inks.zero, inks.low);
  list.AddRectFilledMultiColor({middle, y - half}, {x + width, y + half}, inks.zero, inks.high, inks.high, inks.zero);
  list.AddRect({x, y - half}, {x + width, y + half}, p.line_strong, 0, 0, ui.px(1));
}

void drawEntry(Ui& ui, const View& view, const Entry& entry, float x, float y, float right) {
  const Palette& p = ui.colours();
  const float middle = std::round(y + ui.px(kLine) / 2), half = ui.px(5), line = textSize(ui, Face::kSmall, "x").y;
  const float top = middle - line / 2;
  if (!entry.low.empty()) {
    drawText(ui, Face::kSmall, {x, top}, p.ink_faint, entry.low);
    x += textSize(ui, Face::kSmall, entry.low).x + ui.px(5);
  }
  switch (entry.sign) {
    case Entry::Sign::kNone:
      break;
    case Entry::Sign::kSquare:
      ImGui::GetWindowDrawList()->AddRectFilled({x, middle - half}, {x + 2 * half, middle + half}, entry.colour,
                                                ui.px(2));
      x += ui.px(10);
      break;
    case Entry::Sign::kMark:
      drawSign(ui, *entry.mark, x, middle);
      x += signWidth(ui, *entry.mark);
      break;
    case Entry::Sign::kScale:
      drawScale(ui, view, x, middle);
      x += scaleWidth(ui);
      break;
  }
  if (!entry.high.empty()) {
    drawText(ui, Face::kSmall, {x + ui.px(5), top}, p.ink_faint, entry.high);
    x += textSize(ui, Face::kSmall, entry.high).x + ui.px(5);
  }
  if (entry.sign != Entry::Sign::kNone) x += ui.px(6);
  drawTextIn(ui, Face::kSmall, {x, y}, {std::max(right, x + 1), y + ui.px(kLine)}, p.ink_soft, entry.words);
}

}  // namespace

Legend::Legend(const Ui& ui, const View& view) : entries_(entriesOf(ui, view)) {
  for (const Entry& entry : entries_)
    widths_.push_back(signPart(ui, entry) + textSize(ui, Face::kSmall, entry.words).x);
}

float Legend::height(const Ui& ui, float width) const {
  return ui.px(kLine) * toFloat(lineCount(flow(widths_, ui.px(kBetween), width)));
}

bool Legend::fits(float width) const {
  return std::all_of(widths_.begin(), widths_.end(), [&](float each) { return each <= width; });
}

void Legend::draw(Ui& ui, const View& view, const ImVec2& min, float width) const {
  const std::vector<Spot> spots = flow(widths_, ui.px(kBetween), width);
  for (std::size_t i = 0; i < entries_.size(); ++i)
    drawEntry(ui, view, entries_[i], min.x + spots[i].x, min.y + ui.px(kLine) * toFloat(spots[i].line), min.x + width);
}

}  // namespace harmonium::app
