#include "base/marks.h"

#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

void addPoint(Mark& mark, double x, double y) {
  mark.values.insert(mark.values.end(), {toFloat(x), toFloat(y)});
}

Mark finished(Mark mark, std::uint32_t width) {
  mark.shape = {toU32(mark.values.size() / width), width};
  return mark;
}

Mark pointsMark(const Matrix& examples, Ink ink, std::string label, Index most) {
  Mark mark{.kind = MarkKind::kPoints, .ink = ink, .label = std::move(label)};
  for (Index n = 0; n < std::min(most, examples.cols()); ++n) {
    // A missing value is NaN, and a model that has diverged may hold infinities; neither has a place on an axis.
    const float x = examples(0, n), y = examples(1, n);
    if (std::isfinite(x) && std::isfinite(y)) mark.values.insert(mark.values.end(), {x, y});
  }
  return finished(std::move(mark), 2);
}

std::vector<Mark> classMarks(const Matrix& examples, Ink ink, const std::string& label, const Classes& classes) {
  if (classes.labels.size() != columnCount(examples)) return {pointsMark(examples, ink, label)};
  std::vector<Mark> marks;
  const std::int16_t most = std::ranges::max(classes.labels);
  for (std::int16_t k = -1; k <= most; ++k) {
    const auto at = toSize(k);
    Mark mark{.kind = MarkKind::kPoints, .ink = ink, .category = k};
    mark.label = k < 0 ? label : at < classes.names.size() ? classes.names[at] : std::to_string(k);
    for (Index n = 0; n < examples.cols(); ++n) {
      const float x = examples(0, n), y = examples(1, n);
      if (classes.labels[toSize(n)] == k && std::isfinite(x) && std::isfinite(y))
        mark.values.insert(mark.values.end(), {x, y});
    }
    if (!mark.values.empty()) marks.push_back(finished(std::move(mark), 2));
  }
  return marks;
}

Mark guideMark(double x0, double y0, double x1, double y1, std::string label) {
  Mark mark{.kind = MarkKind::kLine, .ink = Ink::kNeutral, .label = std::move(label), .dashed = true};
  addPoint(mark, x0, y0);
  addPoint(mark, x1, y1);
  return finished(std::move(mark), 2);
}

Mark histogramMark(std::span<const float> values, double low, double high, int bins, Ink ink, std::string label) {
  std::vector<int> counts(toSize(bins));
  const double width = (high - low) / bins;
  for (const float value : values) {
    // The last bin is closed on both sides, so a value equal to `high` counts. A NaN fails the test below.
    const double at = (toDouble(value) - low) / width;
    if (at >= 0 && at <= bins) ++counts[std::min(counts.size() - 1, toSize(at))];
  }
  Mark mark{.kind = MarkKind::kBars, .ink = ink, .label = std::move(label)};
  // Values outside [low, high] count in the total, so the area shows the share of all values.
  const double total = std::max(1.0, toDouble(values.size())) * width;
  for (int bin = 0; bin < bins; ++bin) {
    const double from = low + width * bin;
    mark.values.insert(mark.values.end(), {toFloat(from), toFloat(from + width), toFloat(counts[toSize(bin)] / total)});
  }
  return finished(std::move(mark), 3);
}

void fitHeight(Panel& panel) {
  float highest = 0;
  for (const Mark& mark : panel.marks) {
    const std::size_t width = mark.kind == MarkKind::kBars ? 3 : 2;
    for (std::size_t i = width - 1; i < mark.values.size(); i += width) highest = std::max(highest, mark.values[i]);
  }
  panel.y.low = 0;
  // An empty panel still has an axis of some height. Densities have the unit of 1 / x and may be of any size.
  panel.y.high = highest > 0 ? 1.1f * highest : 1;
}

}  // namespace harmonium
