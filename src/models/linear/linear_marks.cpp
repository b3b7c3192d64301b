#include "models/linear/linear_marks.h"

#include "base/reals.h"
#include "base/turns.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

constexpr std::size_t kCircle = 96;  // corners of an ellipse
constexpr int kBins = 32;

}  // namespace

void addPoint(Mark& mark, double x, double y) {
  mark.values.insert(mark.values.end(), {static_cast<float>(x), static_cast<float>(y)});
}

Mark finished(Mark mark, std::uint32_t width) {
  mark.shape = {static_cast<std::uint32_t>(mark.values.size() / width), width};
  return mark;
}

Mark lineOf(const Ellipse& e, double radius, Ink ink, std::string label, bool dashed) {
  Mark mark{.kind = MarkKind::kLine, .ink = ink, .label = std::move(label), .dashed = dashed};
  const double a = std::sqrt(std::max(0.0, e.xx)), b = a > 0 ? e.xy / a : 0;
  const double c = std::sqrt(std::max(0.0, e.yy - b * b));
  for (std::size_t i = 0; i <= kCircle; ++i) {
    const double turn = static_cast<double>(i % kCircle) / static_cast<double>(kCircle);
    const double cosine = radius * cosineOfTurn(turn), sine = radius * sineOfTurn(turn);
    addPoint(mark, e.x + a * cosine, e.y + b * cosine + c * sine);
  }
  return finished(std::move(mark), 2);
}

Mark vertical(double x, double low, double high, std::string label) {
  Mark mark{.kind = MarkKind::kLine, .ink = Ink::kNeutral, .label = std::move(label), .dashed = true};
  addPoint(mark, x, low);
  addPoint(mark, x, high);
  return finished(std::move(mark), 2);
}

Mark histogram(const std::vector<double>& values, double low, double high, Ink ink, std::string label) {
  std::vector<int> counts(kBins);
  const double width = (high - low) / kBins;
  for (const double value : values) {
    const double at = (value - low) / width;
    if (at >= 0 && at < kBins) ++counts[static_cast<std::size_t>(at)];
  }
  Mark mark{.kind = MarkKind::kBars, .ink = ink, .label = std::move(label)};
  for (int bin = 0; bin < kBins; ++bin) {
    const double share =
        counts[static_cast<std::size_t>(bin)] / std::max<double>(1, static_cast<double>(values.size()));
    const double from = low + width * bin;
    mark.values.insert(mark.values.end(),
                       {static_cast<float>(from), static_cast<float>(from + width), static_cast<float>(share / width)});
  }
  return finished(std::move(mark), 3);
}

Mark normalDensity(double mean, double variance, double low, double high, Ink ink, std::string label, bool dashed) {
  constexpr int kGrid = 160;
  Mark mark{.kind = MarkKind::kLine, .ink = ink, .label = std::move(label), .dashed = dashed};
  for (int i = 0; i <= kGrid; ++i) {
    const double x = low + (high - low) * i / kGrid;
    addPoint(mark, x, reals::exp(-0.5 * ((x - mean) * (x - mean) / variance + reals::kLog2Pi + reals::log(variance))));
  }
  return finished(std::move(mark), 2);
}

std::vector<std::string> factorNames(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t a = 1; a <= count; ++a) names.push_back("h" + std::to_string(a));
  return names;
}

void fitHeight(Panel& panel) {
  float highest = 1e-6f;
  for (const Mark& mark : panel.marks) {
    const std::size_t width = mark.kind == MarkKind::kBars ? 3 : 2;
    for (std::size_t i = width - 1; i < mark.values.size(); i += width) highest = std::max(highest, mark.values[i]);
  }
  panel.y.low = 0;
  panel.y.high = 1.1f * highest;
}

}  // namespace harmonium
