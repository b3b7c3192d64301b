// Compiled for speed: a measure of narrow experts takes millions of energies.
#include "models/experts/experts_partition.h"

#include "base/numbers.h"
#include "base/reals.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace harmonium {

namespace {

constexpr double kCostPerSlice = 5e4;  // one to two milliseconds
constexpr std::size_t kStrips = 32;    // rectangles into which a strip of the box is cut for its bound

double numberOf(const Expert& expert, std::size_t i) {
  return toDouble(expert.p[i]);
}

// The range of a x + b y over a rectangle.
struct Range {
  double low, high;
};
Range linear(double a, double b, double x0, double x1, double y0, double y1) {
  return {std::min(a * x0, a * x1) + std::min(b * y0, b * y1), std::max(a * x0, a * x1) + std::max(b * y0, b * y1)};
}
double nearestToZero(const Range& range) {
  return range.low > 0 ? range.low : range.high < 0 ? range.high : 0;
}
double farthestFromZero(const Range& range) {
  return std::max(std::abs(range.low), std::abs(range.high));
}
// The range of the distance from 0 of points (u, v) with u and v in these ranges.
Range distance(const Range& u, const Range& v) {
  const auto length = [](double a, double b) { return std::sqrt(a * a + b * b); };
  return {length(nearestToZero(u), nearestToZero(v)), length(farthestFromZero(u), farthestFromZero(v))};
}

// Whether a ridge is smooth over a range of w.x: it is short beside the sigmoids, or they have settled.
bool fineRidge(const Expert& expert, const Range& across, double c) {
  constexpr double kSettled = 25, kShort = 4;
  const double nearest = std::abs(nearestToZero({across.low - c, across.high - c}));
  return across.high - across.low <= kShort || nearest > std::abs(numberOf(expert, 3)) + kSettled;
}

// The number of pieces to begin with. What training points draw is equally fine in most places, so the pieces are of
// that size at once. Other experts are fine in few places.
std::size_t firstPieces(const SharpEnergy& energy, const Grid& box) {
  const double range = toDouble(box.high) - toDouble(box.low);
  return energy.drawn() ? toSize(std::clamp(range / (3 * energy.narrowest()), 4.0, 400.0)) : 4;
}

// sigmoid(t + a) - sigmoid(t - a), without cancellation where both are near 1. It falls with |t|.
double bumpAt(double t, double a) {
  const double far = -std::abs(t);
  return reals::sigmoid(far + a) - reals::sigmoid(far - a);
}

}  // namespace

SharpEnergy::SharpEnergy(ExpertSet set) : set_(std::move(set)) {
  for (const Expert& expert : set_.experts) {
    if (expert.kind != ExpertKind::kGaussian) continue;
    gaussian_ = true;
    const double a = numberOf(expert, 2), b = numberOf(expert, 3), d = numberOf(expert, 4);
    const double x = numberOf(expert, 0), y = numberOf(expert, 1);
    addRow(a, b, a * x + b * y);
    addRow(0, d, d * y);
  }
  for (Index j = 0; j < set_.points.cols(); ++j)
    points_.push_back({toDouble(set_.points(0, j)), toDouble(set_.points(1, j))});
  std::ranges::sort(points_, {}, &Point::y);
  m_[1] = r22_ > 0 ? right_[1] / r22_ : 0;
  m_[0] = r11_ > 0 ? (right_[0] - r12_ * m_[1]) / r11_ : 0;
}

// Adds (alpha x + beta y - right)^2 / 2 to the Gaussians' sum by two Givens rotations. The remainder is a constant.
// Sums of squares would lose half of the digits where one axis of a Gaussian is far longer than the other.
void SharpEnergy::addRow(double alpha, double beta, double right) {
  const auto rotate = [](double& one, double& other, double cosine, double sine) {
    const double turned = cosine * one + sine * other;
    other = cosine * other - sine * one;
    one = turned;
  };
  double length = std::hypot(r11_, alpha);
  if (length > 0) {
    const double cosine = r11_ / length, sine = alpha / length;
    r11_ = length;
    rotate(r12_, beta, cosine, sine);
    rotate(right_[0], right, cosine, sine);
  }
  length = std::hypot(r22_, beta);
  if (length > 0) {
    const double cosine = r22_ / length, sine = beta / length;
    r22_ = length;
    rotate(right_[1], right, cosine, sine);
  }
  constant_ += 0.5 * right * right;
}

double SharpEnergy::gaussianAt(double x, double y) const {
  const double u = x - m_[0], v = y - m_[1], along = r11_ * u + r12_ * v, across = r22_ * v;
  return 0.5 * (along * along + across * across);
}

// The least value of a convex quadratic over a rectangle: at its centre where that is inside, else on one of the sides.
double SharpEnergy::lowestGaussian(double x0, double x1, double y0, double y1) const {
  if (!gaussian_) return 0;
  if (x0 == x1 && y0 == y1) return gaussianAt(x0, y0);
  if (x0 <= m_[0] && m_[0] <= x1 && y0 <= m_[1] && m_[1] <= y1) return 0;
  const double steep = r12_ * r12_ + r22_ * r22_;
  double lowest = HUGE_VAL;
  for (const double x : {x0, x1}) {
    const double y = steep > 0 ? m_[1] - r12_ * r11_ * (x - m_[0]) / steep : y0;
    lowest = std::min(lowest, gaussianAt(x, std::clamp(y, y0, y1)));
  }
  for (const double y : {y0, y1}) {
    const double x = r11_ > 0 ? m_[0] - r12_ * (y - m_[1]) / r11_ : x0;
    lowest = std::min(lowest, gaussianAt(std::clamp(x, x0, x1), y));
  }
  return lowest;
}

// log (1/M) sum_j exp(-d_j^2 / (2 s^2)), where d_j is the least or the largest distance of the rectangle from point j.
// What lies 35 nats below the largest term is less than a rounding error, even 500 times. Points are in the order of
// their second coordinate, so those that are too far away in it need not be visited.
double SharpEnergy::kernelMean(const Expert& expert, double x0, double x1, double y0, double y1, bool nearest) const {
  constexpr double kNothing = 35;
  const double scale = 0.5 / (toDouble(expert.deviation) * toDouble(expert.deviation));
  double lowest = HUGE_VAL;
  std::size_t seen = 0;
  exponents_.clear();
  const auto visit = [&](const Point& point, double v) {
    const double u = nearest ? point.x < x0   ? x0 - point.x
                               : point.x > x1 ? point.x - x1
                                              : 0
                             : std::max(std::abs(x0 - point.x), std::abs(x1 - point.x));
    exponents_.push_back(scale * (u * u + v * v));
    lowest = std::min(lowest, exponents_.back());
    ++seen;
  };
  if (nearest) {
    const auto from =
        std::lower_bound(points_.begin(), points_.end(), y0, [](const Point& p, double y) { return p.y < y; });
    for (auto up = from; up != points_.end(); ++up) {
      const double v = std::max(0.0, up->y - y1);
      if (scale * v * v > lowest + kNothing) break;
      visit(*up, v);
    }
    for (auto down = from; down != points_.begin();) {
      --down;
      const double v = y0 - down->y;
      if (scale * v * v > lowest + kNothing) break;
      visit(*down, v);
    }
  } else {
    for (const Point& point : points_) visit(point, std::max(std::abs(y0 - point.y), std::abs(y1 - point.y)));
  }
  double sum = 0;
  for (const double exponent : exponents_) {
    if (exponent > lowest + kNothing) continue;
    sum += reals::exp(lowest - exponent);
    spent_ += 1;
  }
  spent_ += 0.25 * toDouble(seen);
  return reals::log(sum / toDouble(points_.size())) - lowest;
}

double SharpEnergy::lowest(double x0, double x1, double y0, double y1) const {
  double energy = lowestGaussian(x0, x1, y0, y1);
  spent_ += 1;
  for (const Expert& expert : set_.experts) {
    const auto p = [&expert](std::size_t i) { return numberOf(expert, i); };
    switch (expert.kind) {
      case ExpertKind::kNone:
      case ExpertKind::kGaussian:
        break;
      case ExpertKind::kRidge: {
        spent_ += 2;
        const Range across = linear(p(0), p(1), x0, x1, y0, y1);
        const Range t = {across.low - p(2), across.high - p(2)};
        energy += std::min(-p(4) * bumpAt(nearestToZero(t), p(3)), -p(4) * bumpAt(farthestFromZero(t), p(3)));
        break;
      }
      case ExpertKind::kRing: {
        spent_ += 1;
        const Range reach = distance({x0 - p(0), x1 - p(0)}, {y0 - p(1), y1 - p(1)});
        const double off = p(3) * nearestToZero({reach.low - p(2), reach.high - p(2)});
        energy += 0.5 * off * off;
        break;
      }
      case ExpertKind::kDrawn: {
        // A positive factor makes the energy low near the points, a negative one far from them.
        const double w = p(0);
        if (w != 0) energy -= w * kernelMean(expert, x0, x1, y0, y1, w > 0);
        break;
      }
    }
  }
  return energy;
}

double SharpEnergy::above(double x, double y) const {
  return lowest(x, x, y, y);
}

bool SharpEnergy::fineDrawn(const Expert& expert, double x0, double x1, double y0, double y1, double length) const {
  constexpr double kFar = 40;  // nats: nothing of a point is left there
  return length <= 3.01 * toDouble(expert.deviation) || -kernelMean(expert, x0, x1, y0, y1, true) > kFar;
}

// Along a line a ridge is a bump of two sigmoids. It may hide where it reaches into a piece that is longer than they
// are.
bool SharpEnergy::fineOnLine(double x, double low, double high) const {
  return std::ranges::all_of(set_.experts, [&](const Expert& expert) {
    if (expert.kind == ExpertKind::kDrawn) return fineDrawn(expert, x, x, low, high, high - low);
    if (expert.kind != ExpertKind::kRidge) return true;
    const double w1 = numberOf(expert, 0), w2 = numberOf(expert, 1), c = numberOf(expert, 2);
    return fineRidge(expert, linear(w1, w2, x, x, low, high), c);
  });
}

// Integrated over y, a ridge that crosses the strip is the same for all x, except where it enters or leaves at the top
// or at the bottom.
bool SharpEnergy::fineInStrip(double low, double high, double bottom, double top) const {
  return std::ranges::all_of(set_.experts, [&](const Expert& expert) {
    if (expert.kind == ExpertKind::kDrawn) return fineDrawn(expert, low, high, bottom, top, high - low);
    if (expert.kind != ExpertKind::kRidge) return true;
    const double w1 = numberOf(expert, 0), w2 = numberOf(expert, 1), c = numberOf(expert, 2);
    return fineRidge(expert, linear(w1, w2, low, high, bottom, bottom), c) &&
           fineRidge(expert, linear(w1, w2, low, high, top, top), c);
  });
}

bool SharpEnergy::drawn() const {
  return std::ranges::any_of(set_.experts, [](const Expert& expert) { return expert.kind == ExpertKind::kDrawn; });
}

double SharpEnergy::narrowest() const {
  double width = HUGE_VAL;
  if (gaussian_) {
    const double xx = r11_ * r11_, xy = r11_ * r12_, yy = r12_ * r12_ + r22_ * r22_;
    const double steepest = 0.5 * (xx + yy) + std::hypot(0.5 * (xx - yy), xy);
    if (steepest > 0) width = 1 / std::sqrt(steepest);
  }
  for (const Expert& expert : set_.experts) {
    const auto p = [&expert](std::size_t i) { return std::abs(numberOf(expert, i)); };
    if (expert.kind == ExpertKind::kRidge && p(4) > 0) {
      width = std::min(width, (1 + p(3)) / std::max(std::hypot(p(0), p(1)), 1e-30));
    }
    if (expert.kind == ExpertKind::kRing) width = std::min(width, 1 / std::max(p(3), 1e-30));
    if (expert.kind == ExpertKind::kDrawn && p(0) > 0) {
      width = std::min(width, toDouble(expert.deviation) / std::sqrt(std::max(1.0, p(0))));
    }
  }
  return width;
}

bool gridSees(const SharpEnergy& energy, const Grid& box) {
  return energy.narrowest() >= box.width();
}

// -E along a line of constant x1.
class SharpPartition::Line final : public LogIntegrand {
 public:
  explicit Line(const SharpEnergy& energy) : energy_(energy) {}
  void put(double x) { x_ = x; }
  LogValue at(double y) override { return {-energy_.above(x_, y), -HUGE_VAL}; }
  double ceiling(double low, double high) override { return -energy_.lowest(x_, x_, low, high); }
  bool tight() const override { return true; }
  bool fine(double low, double high) const override { return energy_.fineOnLine(x_, low, high); }

 private:
  const SharpEnergy& energy_;
  double x_ = 0;
};

// log g(x1).
class SharpPartition::Lines final : public LogIntegrand {
 public:
  Lines(const SharpEnergy& energy, const Grid& box)
      : energy_(energy),
        line_(energy),
        low_(toDouble(box.low)),
        high_(toDouble(box.high)),
        inner_(low_, high_, {.tolerance = 1e-9, .pieces = 800, .first = firstPieces(energy, box)}) {}
  LogValue at(double x) override {
    line_.put(x);
    inner_.restart();
    while (!inner_.step(line_)) {
    }
    return inner_.result();
  }
  double ceiling(double low, double high) override {
    const double height = (high_ - low_) / kStrips;
    double lowest = HUGE_VAL;
    for (std::size_t i = 0; i < kStrips; ++i) {
      const double from = low_ + height * toDouble(i);
      lowest = std::min(lowest, energy_.lowest(low, high, from, from + height));
    }
    return reals::log(high_ - low_) - lowest;
  }
  bool fine(double low, double high) const override { return energy_.fineInStrip(low, high, low_, high_); }

 private:
  const SharpEnergy& energy_;
  Line line_;
  double low_, high_;
  LogIntegral inner_;
};

SharpPartition::SharpPartition(const ExpertSet& set, const Grid& box, double work)
    : energy_(set),
      work_(work),
      lines_(std::make_unique<Lines>(energy_, box)),
      outer_(toDouble(box.low), toDouble(box.high),
             {.tolerance = 1e-8, .pieces = 2000, .first = firstPieces(energy_, box)}) {}

SharpPartition::~SharpPartition() = default;

bool SharpPartition::advance() {
  if (done_) return true;
  for (const double until = energy_.spent() + kCostPerSlice; !done_ && energy_.spent() < until;) {
    done_ = outer_.step(*lines_);
    if (!done_ && energy_.spent() > work_) {
      outer_.stop(*lines_);
      done_ = true;
    }
  }
  if (!done_) return false;
  const LogValue found = outer_.result();
  value_ = found.value - energy_.constant();
  // The error of log Z where that of Z is a share e of it: at most -log(1 - e), and log(1 + e) upwards.
  const double share = reals::exp(found.error - found.value);
  error_ = share < 0.5 ? -reals::log1p(-share) : reals::log1p(share);
  if (!std::isfinite(value_)) error_ = HUGE_VAL;
  return true;
}

double SharpPartition::progress() const {
  // The work that is needed is not known beforehand: half of what is left of the way after every thousandth of it.
  return done_ ? 1 : 1 - 1 / (1 + 1000 * energy_.spent() / work_);
}

}  // namespace harmonium
