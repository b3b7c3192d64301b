// What the views of the GAN share: the points that they show, and the marks they draw them with.
#pragma once

#include "base/marks.h"
#include "base/numbers.h"
#include "kernels/kernels.h"
#include "models/gan/gan_sampler.h"
#include "models/grid_density.h"

#include <cmath>
#include <string>
#include <utility>

namespace harmonium {

struct GanShown {
  static constexpr Index kPointsShown = 500;
  static constexpr int kCurve = 200;    // points of a line
  static constexpr Index kJudged = 16;  // pictures of data, and of samples, that are shown with their D(x)

  // Points on the line as a row of dots at the given height.
  static Mark rug(const Matrix& x, float height, Ink ink, std::string label) {
    const Index shown = std::min(kPointsShown, x.cols());
    Mark mark{.kind = MarkKind::kPoints, .ink = ink, .label = std::move(label), .shape = {toU32(shown), 2}};
    for (Index n = 0; n < shown; ++n) mark.values.insert(mark.values.end(), {x(0, n), height});
    return mark;
  }

  template <typename Values>
  static Mark line(const Matrix& at, const Values& heights, Ink ink, std::string label, bool dashed = false) {
    Mark mark{.kind = MarkKind::kLine, .ink = ink, .label = std::move(label), .shape = {toU32(at.cols()), 2}};
    for (Index n = 0; n < at.cols(); ++n) {
      mark.values.insert(mark.values.end(), {at(0, n), toFloat(heights[toSize(n)])});
    }
    mark.dashed = dashed;
    return mark;
  }

  template <typename Values>
  static Mark field(const Grid& grid, const Values& values, Ink ink, std::string label) {
    const std::uint32_t cells = toU32(grid.cells);
    Mark mark{.kind = MarkKind::kField, .ink = ink, .label = std::move(label), .shape = {cells, cells}};
    for (std::size_t i = 0; i < grid.size(); ++i) mark.values.push_back(toFloat(values[i]));
    return mark;
  }

  // A number rounded to two digits after the point, without trailing zeros.
  static std::string rounded(double value) { return formatNumber(std::round(100 * value) / 100); }

  // The same with trailing zeros (0.70), so that labels below each other align.
  static std::string twoDigits(double share) {
    const int hundredths = toInt(std::lround(100 * share));
    const std::string tail = std::to_string(hundredths % 100);
    return std::to_string(hundredths / 100) + (tail.size() == 1 ? ".0" : ".") + tail;
  }

  const Gan& gan;
  const ViewContext& context;
  // What the networks give takes long, so it is worked out in pieces before the picture is made.
  Matrix samples = {};  // V x n: the samples that are shown, after generate(); none before the phase that makes them
  Matrix pushes = {};   // V x n: where G's loss moves them, for pictures with arrows

  Work generate(Pace& pace) {
    samples.resize(values(), 0);
    if (!slow() || gan.done_ >= toInt(Gan::kGenerate)) co_await samplesOf(pace, shownNoise(), samples);
  }
  Work samplesOf(Pace& pace, Matrix z, Matrix& x) const {
    nn::MlpTrace trace;
    Rng unused(gan.seed_, Purpose::kMeasure);
    co_await gan.samplesOf(pace, z, trace, unused, x);
  }
  // D(x), 1 x n.
  Work judge(Pace& pace, Matrix x, Matrix& d) const {
    co_await gan.logitsOf(pace, x, d);
    kernels::sigmoid(flat(d), flat(d));
  }

  const DataSummary& data() const { return gan.data_; }
  int values() const { return toInt(data().mean.size()); }
  bool pictures() const { return data().pictures(); }
  double low() const { return toDouble(data().low); }
  double high() const { return toDouble(data().high); }
  ViewKind planeKind() const { return data().oneScale() ? ViewKind::kPlane : ViewKind::kChart; }
  bool onLine() const { return !pictures() && values() == 1; }
  bool onPlane() const { return !pictures() && values() == 2; }
  Grid grid() const { return gan.grid(); }
  // In slow motion the views show the batch of the current update, up to the phase that ran last.
  bool slow() const { return context.phase >= 0 && gan.done_ >= 0; }

  Matrix shownData() const {
    Matrix x;
    if (slow()) {
      x = gan.x_;
      gan.fromNet(x);
    } else if (context.data != nullptr) {
      x = *context.data;
    } else {
      x.resize(values(), 0);
    }
    return x;
  }

  // The noise that belongs to the shown samples: that of the current update, of the running samples, or fixed noise.
  Matrix shownNoise() const {
    if (slow()) return gan.z_;
    if (const auto* sampler = static_cast<const GanSampler*>(context.sampler); sampler != nullptr) {
      return sampler->noise();
    }
    return noise(kPointsShown);
  }

  // Fixed noise, so that a view without running samples does not flicker.
  Matrix noise(Index count) const {
    Matrix z(gan.g_.inputs(), count);
    Rng rng(gan.seed_, Purpose::kMeasure);
    gan.drawNoise(z, rng);
    return z;
  }

  Matrix beliefs(const Matrix& x) const {  // D(x): 1 x N
    Matrix d;
    gan.logitsOf(x, d);
    kernels::sigmoid(flat(d), flat(d));
    return d;
  }

  // The pushes as arrows, of which the longest is always as long. `d` holds D of the samples, the height that they have
  // on a line.
  Mark pushArrows(const Matrix& d, std::string label) const {
    Mark arrows{.kind = MarkKind::kArrows, .ink = Ink::kNegative, .label = std::move(label)};
    arrows.shape = {toU32(samples.cols()), 4};
    if (samples.cols() == 0) return arrows;
    const Range x = data().range(0), y = data().range(onPlane() ? 1 : 0);
    Matrix along = pushes;  // in lengths of the axes, whose units may differ
    along.row(0) *= x.length();
    if (onPlane()) along.row(1) *= y.length();
    const float longest = std::sqrt(along.colwise().squaredNorm().maxCoeff());
    const float scale = longest > 0 && std::isfinite(longest) ? 0.15f / longest : 0.0f;
    for (Index n = 0; n < samples.cols(); ++n) {
      const float at = onPlane() ? samples(1, n) : d(0, n), up = onPlane() ? scale * along(1, n) * y.length() : 0.0f;
      arrows.values.insert(arrows.values.end(), {samples(0, n), at, scale * along(0, n) * x.length(), up});
    }
    return arrows;
  }

  Matrix alongLine() const {  // 1 x kCurve over the data's range
    Matrix at(1, kCurve);
    for (int i = 0; i < kCurve; ++i) {
      at(0, i) = data().low + (data().high - data().low) * toFloat(i) / toFloat(kCurve - 1);
    }
    return at;
  }

  std::string nameOf(std::size_t value, const char* fallback) const {
    return value < data().value_names.size() ? data().value_names[value] : fallback;
  }

  Panel plane(std::string title = {}) const {
    const Range x = data().range(0), y = data().range(1);
    return {.title = std::move(title), .x = {nameOf(0, "x1"), x.low, x.high}, .y = {nameOf(1, "x2"), y.low, y.high}};
  }

  // The centres of the grid's cells, laid over the axes of the plane.
  Matrix overPlane() const {
    Matrix at = grid().centres();
    if (data().oneScale()) return at;
    const Range all{data().low, data().high};
    for (Index i = 0; i < at.rows(); ++i) {
      const Range own = data().range(i);
      for (Index n = 0; n < at.cols(); ++n) at(i, n) = own.low + (at(i, n) - all.low) * (own.length() / all.length());
    }
    return at;
  }

  Panel chart(std::string title, std::string y, float highest) const {
    return {.title = std::move(title), .x = {nameOf(0, "x"), data().low, data().high}, .y = {std::move(y), 0, highest}};
  }

  float reach() const { return gan.normal_noise_ ? 2.5f : 1.0f; }  // largest noise value that is drawn
};

}  // namespace harmonium
