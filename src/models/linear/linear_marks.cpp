#include "models/linear/linear_marks.h"

#include "base/numbers.h"
#include "base/reals.h"
#include "base/turns.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

constexpr std::size_t kCircle = 96;  // corners of an ellipse

}  // namespace

Ellipse marginal(const LinearGaussian& model, Index i, Index j) {
  const auto covariance = [&](Index r, Index s) {
    double sum = r == s ? model.noise[r] : 0;
    for (Index a = 0; a < model.factors(); ++a) sum += model.W(r, a) * model.W(s, a);
    return sum;
  };
  return {model.mean[i], model.mean[j], covariance(i, i), covariance(i, j), covariance(j, j)};
}

Mark lineOf(const Ellipse& e, double radius, Ink ink, std::string label, bool dashed) {
  Mark mark{.kind = MarkKind::kLine, .ink = ink, .label = std::move(label), .dashed = dashed};
  const double a = std::sqrt(std::max(0.0, e.xx)), b = a > 0 ? e.xy / a : 0;
  const double c = std::sqrt(std::max(0.0, e.yy - b * b));
  for (std::size_t i = 0; i <= kCircle; ++i) {
    const double turn = toDouble(i % kCircle) / toDouble(kCircle);
    const double cosine = radius * cosineOfTurn(turn), sine = radius * sineOfTurn(turn);
    addPoint(mark, e.x + a * cosine, e.y + b * cosine + c * sine);
  }
  return finished(std::move(mark), 2);
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

}  // namespace harmonium
