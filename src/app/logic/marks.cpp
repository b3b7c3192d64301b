#include "app/logic/marks.h"

#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

// The size that the last dimension must have; 0: any size.
std::size_t widthOf(MarkKind kind) {
  switch (kind) {
    case MarkKind::kField:
      return 0;
    case MarkKind::kPoints:
    case MarkKind::kLine:
    case MarkKind::kMesh:
      return 2;
    case MarkKind::kBars:
      return 3;
    case MarkKind::kArrows:
      return 4;
  }
  return 0;
}

}  // namespace

bool isValid(const Mark& mark) {
  const std::size_t dimensions = mark.kind == MarkKind::kMesh ? 3 : 2;
  if (mark.shape.size() != dimensions) return false;
  std::size_t size = 1;
  for (const std::uint32_t each : mark.shape) size *= each;
  const std::size_t width = widthOf(mark.kind);
  return size > 0 && size == mark.values.size() && (width == 0 || mark.shape.back() == width);
}

std::optional<float> fieldAt(const Mark& mark, const Panel& panel, float x, float y) {
  if (mark.kind != MarkKind::kField || !isValid(mark)) return std::nullopt;
  // Row 0 of a field lies at the lower end of the y axis.
  const float across = (x - panel.x.low) / (panel.x.high - panel.x.low);
  const float up = (y - panel.y.low) / (panel.y.high - panel.y.low);
  if (!(across >= 0 && across < 1 && up >= 0 && up < 1)) return std::nullopt;
  const auto row = toSize(up * toFloat(mark.shape[0]));
  const auto column = toSize(across * toFloat(mark.shape[1]));
  const float value = mark.values[row * mark.shape[1] + column];
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<float> heightAt(const Mark& mark, float x) {
  if (!isValid(mark)) return std::nullopt;
  const std::vector<float>& v = mark.values;
  if (mark.kind == MarkKind::kBars) {
    for (std::size_t i = 0; i + 2 < v.size(); i += 3)
      if (x >= v[i] && x < v[i + 1] && std::isfinite(v[i + 2])) return v[i + 2];
  }
  if (mark.kind == MarkKind::kLine) {
    for (std::size_t i = 0; i + 3 < v.size(); i += 2) {
      const float from = v[i], to = v[i + 2];
      // Lines may run to the left as well.
      const bool between = (from <= x && x <= to) || (to <= x && x <= from);
      if (!between || !std::isfinite(v[i + 1]) || !std::isfinite(v[i + 3])) continue;
      const float part = to == from ? 0 : (x - from) / (to - from);
      return v[i + 1] + part * (v[i + 3] - v[i + 1]);
    }
  }
  return std::nullopt;
}

std::vector<Stroke> strokesOf(const Mark& mark) {
  std::vector<Stroke> strokes;
  if (mark.kind != MarkKind::kLine || !isValid(mark)) return strokes;
  const std::size_t count = mark.values.size() / 2;
  Stroke now;
  for (std::size_t i = 0; i <= count; ++i) {
    const bool on = i < count && std::isfinite(mark.values[2 * i]) && std::isfinite(mark.values[2 * i + 1]);
    if (on) continue;
    now.last = i;
    // A single point has no line to draw.
    if (now.last > now.first + 1) strokes.push_back(now);
    now.first = i + 1;
  }
  return strokes;
}

std::vector<const Mark*> listed(const View& view) {
  std::vector<const Mark*> out;
  for (const Panel& panel : view.panels) {
    for (const Mark& mark : panel.marks) {
      if (mark.label.empty() || !isValid(mark)) continue;
      const bool known = std::any_of(out.begin(), out.end(), [&](const Mark* each) {
        return each->label == mark.label && each->ink == mark.ink && each->kind == mark.kind;
      });
      if (!known) out.push_back(&mark);
    }
  }
  return out;
}

}  // namespace harmonium::app
