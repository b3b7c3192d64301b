// Compiled for speed: an integral over the plane evaluates hundreds of these.
#include "models/log_integral.h"

#include "base/reals.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

// Nodes on [-1, 1] from the end inwards, weights of Kronrod's rule, and weights of Gauss's, which has every second
// node.
constexpr double kNode[8] = {0.991455371120812639206854697526329, 0.949107912342758524526189684047851,
                             0.864864423359769072789712788640926, 0.741531185599394439863864773280788,
                             0.586087235467691130294144691258077, 0.405845151377397166906606412076961,
                             0.207784955007898467600689403773245, 0};
constexpr double kKronrod[8] = {0.022935322010529224963732008058970, 0.063092092629978553290700663189204,
                                0.104790010322250183839876322541518, 0.140653259715525918745189590510238,
                                0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
                                0.204432940075298892414161999234649, 0.209482141084727828012999174891714};
constexpr double kGauss[4] = {0.129484966168869693270611432679082, 0.279705391489276667901467771423780,
                              0.381830050505118944950369775488975, 0.417959183673469387755102040816327};
constexpr std::size_t kMiddle = 7;

// A piece is resolved where f varies by no more than this. The rule of 15 points then is good to many digits.
constexpr double kVariation = 10;
// And where f can't be higher between the points than at them by more than this.
constexpr double kHidden = 1;
constexpr double kRounding = 1e-15;

double nodeOf(std::size_t point) {
  return point <= kMiddle ? -kNode[point] : kNode[2 * kMiddle - point];
}
std::size_t weightOf(std::size_t point) {
  return point <= kMiddle ? point : 2 * kMiddle - point;
}

}  // namespace

LogIntegral::LogIntegral(double low, double high, const LogIntegralLimits& limits)
    : low_(low), high_(high), limits_(limits) {
  heap_.reserve(limits.pieces + 2);
  waiting_.reserve(limits.first + 2);
  restart();
}

void LogIntegral::restart() {
  heap_.clear();
  waiting_.clear();
  for (std::size_t i = 0; i < limits_.first; ++i) {
    const auto edge = [&](std::size_t k) {
      return low_ + (high_ - low_) * (static_cast<double>(k) / static_cast<double>(limits_.first));
    };
    waiting_.push_back({edge(i), edge(i + 1), 0, 0, 0});
  }
  point_ = 0;
  highest_piece_ = -HUGE_VAL;
  settled_ = false;
}

bool LogIntegral::step(LogIntegrand& f) {
  const Piece& piece = waiting_.back();
  const double middle = 0.5 * (piece.low + piece.high), half = 0.5 * (piece.high - piece.low);
  values_[point_] = f.at(middle + half * nodeOf(point_));
  if (++point_ < kPoints) return false;
  point_ = 0;
  finishPiece(f);
  return waiting_.empty() && settle();
}

void LogIntegral::finishPiece(LogIntegrand& f) {
  Piece piece = waiting_.back();
  waiting_.pop_back();
  const double middle = 0.5 * (piece.low + piece.high), half = 0.5 * (piece.high - piece.low);
  double highest = -HUGE_VAL, lowest = HUGE_VAL;
  for (const LogValue& each : values_) {
    highest = std::max(highest, each.value);
    lowest = std::min(lowest, each.value);
  }
  const double log_half = reals::log(half), ceiling = f.ceiling(piece.low, piece.high);
  // f varies little where its values at the points do, and where its bound over the piece is near the bounds there.
  bool resolved = highest - lowest <= kVariation && f.fine(piece.low, piece.high);
  if (resolved && f.tight()) resolved = ceiling - highest <= kHidden;
  if (resolved && !f.tight()) {
    double seen = -HUGE_VAL;
    for (std::size_t i = 0; i < kPoints; ++i) {
      const double x = middle + half * nodeOf(i);
      seen = std::max(seen, f.ceiling(x, x));
    }
    resolved = ceiling - seen <= kHidden;
  }
  double highest_error = -HUGE_VAL;
  for (const LogValue& each : values_) highest_error = std::max(highest_error, each.error);
  const double scale = std::isfinite(highest) ? highest : 0,
               error_scale = std::isfinite(highest_error) ? highest_error : 0;
  double kronrod = 0, gauss = 0, spread = 0, inner = 0;
  std::array<double, kPoints> height{};
  for (std::size_t i = 0; i < kPoints; ++i) {
    height[i] = reals::exp(values_[i].value - scale);
    kronrod += kKronrod[weightOf(i)] * height[i];
    if (i % 2 == 1) gauss += kGauss[weightOf(i) / 2] * height[i];
    inner += kKronrod[weightOf(i)] * reals::exp(values_[i].error - error_scale);
  }
  for (std::size_t i = 0; i < kPoints; ++i) spread += kKronrod[weightOf(i)] * std::abs(height[i] - kronrod / 2);
  double error = std::abs(kronrod - gauss);
  // QUADPACK's estimate: the difference of the two rules is far larger than the error of the better one.
  if (spread > 0 && error > 0) error = spread * std::min(1.0, reals::pow(200 * error / spread, 1.5));
  error = std::max(error, kRounding * kronrod);
  piece.value = scale + reals::log(kronrod) + log_half;
  piece.inner = error_scale + reals::log(inner) + log_half;
  piece.error = resolved ? scale + reals::log(error) + log_half : ceiling + log_half + reals::log(2);
  highest_piece_ = std::max(highest_piece_, piece.value);
  heap_.push_back(piece);
  std::push_heap(heap_.begin(), heap_.end(), lessError);
}

bool LogIntegral::lessError(const Piece& a, const Piece& b) {
  return a.error < b.error;
}

// The logarithm of the sum of exp(of(piece)) over all pieces. Values and errors may be hundreds of nats apart, so each
// sum has its own scale.
template <typename Of>
double LogIntegral::logSum(Of of) const {
  double scale = -HUGE_VAL, sum = 0;
  for (const Piece& piece : heap_) scale = std::max(scale, of(piece));
  if (!std::isfinite(scale)) return scale;
  for (const Piece& piece : heap_) sum += reals::exp(of(piece) - scale);
  return scale + reals::log(sum);
}

void LogIntegral::sumUp() {
  const double value = logSum([](const Piece& piece) { return piece.value; });
  own_error_ = logSum([](const Piece& piece) { return piece.error; });
  const double inner = logSum([](const Piece& piece) { return piece.inner; });
  result_ = {value, std::isfinite(inner) ? reals::logAdd(own_error_, inner) : own_error_};
}

// Puts the halves of the worst piece in line, unless the errors are small enough or the pieces run out.
bool LogIntegral::settle() {
  // The sums are computed only where the largest error is small enough beside the largest piece seen.
  const double allowed = reals::log(limits_.tolerance);
  if (heap_.front().error <= highest_piece_ + allowed) {
    sumUp();
    settled_ = own_error_ <= result_.value + allowed;
    highest_piece_ = std::min(highest_piece_, result_.value);
  }
  const Piece worst = heap_.front();
  const double middle = 0.5 * (worst.low + worst.high);
  const bool divisible = middle > worst.low && middle < worst.high;
  if (settled_ || heap_.size() >= limits_.pieces || !divisible) {
    if (!settled_) sumUp();
    return true;
  }
  waiting_.push_back({worst.low, middle, 0, 0, 0});
  waiting_.push_back({middle, worst.high, 0, 0, 0});
  std::pop_heap(heap_.begin(), heap_.end(), lessError);
  heap_.pop_back();
  return false;
}

void LogIntegral::stop(LogIntegrand& f) {
  for (const Piece& piece : waiting_) {
    const double bound = f.ceiling(piece.low, piece.high) + reals::log(piece.high - piece.low);
    heap_.push_back({piece.low, piece.high, -HUGE_VAL, bound, -HUGE_VAL});
  }
  waiting_.clear();
  sumUp();
}

}  // namespace harmonium
