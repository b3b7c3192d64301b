#include "app/logic/tween.h"

#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium::app {
namespace {

// A number that is not finite does not move.
float mixed(float from, float to, float part) {
  return std::isfinite(from) ? from + (to - from) * part : to;
}

bool blend(std::span<const float> from, std::span<const float> to, float part, std::vector<float>& out) {
  if (from.size() != to.size() || from.empty() || std::equal(from.begin(), from.end(), to.begin())) return false;
  out.resize(to.size());
  for (std::size_t i = 0; i < to.size(); ++i) out[i] = mixed(from[i], to[i], part);
  return true;
}

bool alike(const Mark& a, const Mark& b) {
  return a.kind == b.kind && a.label == b.label && a.dashed == b.dashed && a.values.size() == b.values.size();
}

// The mark that was in the place of `marks[index]`: as many of its like stand before it.
const Mark* counterpart(const std::vector<Mark>& before, const std::vector<Mark>& marks, std::size_t index) {
  auto left = std::count_if(marks.begin(), marks.begin() + toIndex(index),
                            [&](const Mark& each) { return alike(each, marks[index]); });
  for (const Mark& each : before)
    if (alike(each, marks[index]) && left-- == 0) return &each;
  return nullptr;
}

// Arrows begin with no length, bars with no height.
bool grow(const Mark& to, float part, Mark& out) {
  const bool arrows = to.kind == MarkKind::kArrows;
  if (!arrows && to.kind != MarkKind::kBars) return false;
  const std::size_t each = arrows ? 4 : 3;
  for (std::size_t i = 2; i < to.values.size(); ++i)
    if (i % each >= 2) out.values[i] = to.values[i] * part;
  return !to.values.empty();
}

bool movePanel(const Panel& from, const Panel& to, float part, Panel& out) {
  if (from.title != to.title) return false;
  bool moves = false;
  for (std::size_t i = 0; i < to.marks.size(); ++i) {
    const Mark* before = counterpart(from.marks, to.marks, i);
    moves |= before ? blend(before->values, to.marks[i].values, part, out.marks[i].values)
                    : grow(to.marks[i], part, out.marks[i]);
  }
  for (const auto axis : {&Panel::x, &Panel::y}) {
    for (const auto end : {&Axis::low, &Axis::high}) {
      const float before = from.*axis.*end, now = to.*axis.*end;
      out.*axis.*end = mixed(before, now, part);
      moves |= before != now;
    }
  }
  return moves;
}

}  // namespace

std::vector<float> numbersOf(const View& view) {
  if (view.bytes.empty()) return view.values;
  std::vector<float> numbers;
  numbers.reserve(view.bytes.size());
  for (const std::uint8_t byte : view.bytes) numbers.push_back(view.byte_scale.valueOf(byte));
  return numbers;
}

bool tween(const View& from, const View& to, float part, View& between) {
  if (from.kind != to.kind || from.chosen != to.chosen) return false;
  bool moves = false;
  if (from.shape == to.shape && from.scale == to.scale && to.kind != ViewKind::kTable) {
    const std::vector<float> numbers = to.bytes.empty() ? std::vector<float>() : numbersOf(to);
    if (blend(from.values, numbers.empty() ? to.values : numbers, part, between.values)) {
      between.bytes = {};
      between.limit = mixed(from.limit, to.limit, part);
      moves = true;
    }
  }
  moves |= blend(from.weights, to.weights, part, between.weights);
  for (std::size_t i = 0; i < std::min(from.panels.size(), to.panels.size()); ++i)
    moves |= movePanel(from.panels[i], to.panels[i], part, between.panels[i]);
  return moves;
}

float tweenPart(double seconds) {
  const double part = std::clamp(seconds / kTweenSeconds, 0.0, 1.0);
  return toFloat(part * part * (3 - 2 * part));
}

}  // namespace harmonium::app
