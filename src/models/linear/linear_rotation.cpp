#include "models/linear/linear_rotation.h"

#include "base/numbers.h"
#include "base/symmetric_eigen.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace harmonium {

namespace {

constexpr int kSweeps = 200;
constexpr double kSettled = 1e-10;  // the search ends when no pair turns by more than this share of a right angle

// Replaces cosine and sine of an angle between -180 and 180 degrees by those of half the angle. So no arc functions are
// needed, whose bits differ between machines.
void halve(double& c, double& s) {
  const double half = std::sqrt(std::max(0.0, (1 + c) / 2));
  s = c > 0 ? s / (2 * half) : (s < 0 ? -1 : 1) * std::sqrt(std::max(0.0, (1 - c) / 2));
  c = half;
}

void turn(RealMatrix& M, Index j, Index k, double c, double s) {
  for (Index i = 0; i < M.rows(); ++i) {
    const double x = M(i, j), y = M(i, k);
    M(i, j) = c * x + s * y;
    M(i, k) = c * y - s * x;
  }
}

// Flips the columns of R whose factor has its largest loading below zero.
Work setSigns(Pace& pace, const RealMatrix& W, RealMatrix& R) {
  RealMatrix turned;
  co_await multiply(pace, W, R, turned);
  for (Index a = 0; a < R.cols(); ++a) {
    double largest = 0;
    for (Index i = 0; i < W.rows(); ++i) {
      if (std::abs(turned(i, a)) > std::abs(largest) * (1 + 1e-9)) largest = turned(i, a);
    }
    if (largest < 0) R.col(a) = -R.col(a);
    co_await pace.spent(8 * toDouble(W.rows()));
  }
}

}  // namespace

Work principalRotation(Pace& pace, const RealMatrix& W, const RealVector& noise, RealMatrix& R) {
  constexpr double kSlice = 3e6;  // multiplications of the eigenvalue computation: a few milliseconds
  const Index q = W.cols();
  RealMatrix scaled = W;
  for (Index i = 0; i < W.rows(); ++i) scaled.row(i) /= noise[i];
  RealMatrix precision;
  co_await multiplyTransposed(pace, W, scaled, precision);
  SymmetricEigen eigen(std::move(precision));
  while (!eigen.advance(kSlice)) co_await pace.spent(kSlice);
  co_await eigen.vectors(pace, q, R);
  co_await setSigns(pace, W, R);
}

RealMatrix principalRotation(const RealMatrix& W, const RealVector& noise) {
  Pace whole;
  RealMatrix R;
  finish(principalRotation(whole, W, noise, R));
  return R;
}

double varimaxCriterion(const RealMatrix& W) {
  const double V = toDouble(W.rows());
  double sum = 0;
  for (Index a = 0; a < W.cols(); ++a) {
    double squares = 0, fourth = 0;
    for (Index i = 0; i < W.rows(); ++i) {
      const double square = W(i, a) * W(i, a);
      squares += square / V;
      fourth += square * square / V;
    }
    sum += fourth - squares * squares;
  }
  return sum;
}

Work varimaxRotation(Pace& pace, const RealMatrix& W, Rows rows, RealMatrix& sorted) {
  const Index q = W.cols();
  const double V = toDouble(W.rows());
  RealMatrix turned = W, R = RealMatrix::Identity(q, q);
  for (Index i = 0; i < W.rows() && rows == Rows::kKaiser; ++i) {
    const double length = turned.row(i).norm();
    if (length > 0) turned.row(i) /= length;
  }
  bool settled = false;
  for (int sweep = 0; sweep < kSweeps && !settled; ++sweep) {
    settled = true;
    for (Index j = 0; j < q; ++j) {
      for (Index k = j + 1; k < q; ++k) {
        // In the plane of two factors the criterion is a cosine of four times the angle, so its maximum has a closed
        // form.
        double u_sum = 0, v_sum = 0, difference = 0, product = 0;
        for (Index i = 0; i < W.rows(); ++i) {
          const double x = turned(i, j), y = turned(i, k), u = x * x - y * y, v = 2 * x * y;
          u_sum += u;
          v_sum += v;
          difference += u * u - v * v;
          product += 2 * u * v;
        }
        double s = product - 2 * u_sum * v_sum / V, c = difference - (u_sum * u_sum - v_sum * v_sum) / V;
        const double length = std::sqrt(s * s + c * c);
        if (!(length > 0)) continue;
        c /= length;
        s /= length;
        halve(c, s);
        halve(c, s);
        if (std::abs(s) < kSettled) continue;
        settled = false;
        turn(turned, j, k, c, s);
        turn(R, j, k, c, s);
      }
      co_await pace.spent(40 * V * toDouble(q - j));
    }
  }
  std::vector<Index> order(toSize(q));
  for (Index a = 0; a < q; ++a) order[toSize(a)] = a;
  multiply(W, R, turned);
  const auto size = [&turned](Index a) { return turned.col(a).squaredNorm(); };
  std::ranges::stable_sort(order, [&](Index a, Index b) { return size(a) > size(b); });
  sorted.resize(q, q);
  for (Index a = 0; a < q; ++a) sorted.col(a) = R.col(order[toSize(a)]);
  co_await setSigns(pace, W, sorted);
}

RealMatrix varimaxRotation(const RealMatrix& W, Rows rows) {
  Pace whole;
  RealMatrix R;
  finish(varimaxRotation(whole, W, rows, R));
  return R;
}

}  // namespace harmonium
