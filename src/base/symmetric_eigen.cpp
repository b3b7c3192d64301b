#include "base/symmetric_eigen.h"

#include "base/assert.h"
#include "base/numbers.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace harmonium {

namespace {

// One row of the product y = B v with a symmetric B of which only the upper half is stored. `row` holds the n elements
// right of the diagonal. The function returns row . v and adds row * v_here to y, which is the part of the mirrored
// column. Four lanes keep the order of the sum fixed and let the compiler use vectors.
double addRow(const double* row, double v_here, const double* v, double* y, Index n) {
  double lane[4] = {};
  Index j = 0;
  for (; j + 4 <= n; j += 4) {
    for (int l = 0; l < 4; ++l) {
      lane[l] += row[j + l] * v[j + l];
      y[j + l] += row[j + l] * v_here;
    }
  }
  for (; j < n; ++j) {
    lane[0] += row[j] * v[j];
    y[j] += row[j] * v_here;
  }
  return (lane[0] + lane[1]) + (lane[2] + lane[3]);
}

}  // namespace

SymmetricEigen::SymmetricEigen(RealMatrix A) : A_(std::move(A)), done_(false) {
  HARMONIUM_ASSERT(A_.rows() == A_.cols());
  const Index n = A_.rows();
  diagonal_ = RealVector::Zero(n);
  off_diagonal_ = RealVector::Zero(std::max<Index>(n, 1) - 1);
  weight_ = RealVector::Zero(n);
  product_ = RealVector::Zero(n);
}

bool SymmetricEigen::advance(double operations) {
  const Index n = size();
  double left = operations;
  while (!done_ && left > 0) {
    if (column_ < n) {
      reflect(column_++);
      // The product B v and the update of B take about two operations each per element of the remaining block.
      left -= 4.0 * toDouble(n - column_) * toDouble(n - column_) + 1;
    } else {
      const double cost = sweep();
      left -= cost;
      done_ = cost == 0;
      if (done_) sortValues();
    }
  }
  return done_;
}

// Householder reflection k. It makes row and column k zero beyond the element next to the diagonal. B is the block
// right of and below the diagonal at k:
//   B <- B - v w' - w v'   with   p = weight B v   and   w = p - (weight v'p / 2) v
// v replaces row k of A_, because vectors() needs it later.
void SymmetricEigen::reflect(Index k) {
  const Index n = size(), rest = n - k - 1;
  double* const x = A_.data() + k * n + k + 1;
  diagonal_[k] = A_(k, k);
  if (rest == 0) return;
  off_diagonal_[k] = x[0];
  double beyond = 0;
  for (Index i = 1; i < rest; ++i) beyond += x[i] * x[i];
  if (!(beyond > 0)) return;  // the row is tridiagonal already; weight 0 marks it as not reflected
  // The sign of `target` is opposite to that of x[0], so the subtraction below cannot cancel.
  const double length = std::sqrt(x[0] * x[0] + beyond), target = x[0] > 0 ? -length : length;
  x[0] -= target;
  off_diagonal_[k] = target;
  const double weight = 2 / (x[0] * x[0] + beyond);
  weight_[k] = weight;

  double* const w = product_.data();
  std::fill_n(w, rest, 0.0);
  for (Index i = 0; i < rest; ++i) {
    const double* row = A_.data() + (k + 1 + i) * n + k + 1 + i;
    w[i] += row[0] * x[i] + addRow(row + 1, x[i], x + i + 1, w + i + 1, rest - i - 1);
  }
  double along = 0;
  for (Index i = 0; i < rest; ++i) {
    w[i] *= weight;
    along += x[i] * w[i];
  }
  for (Index i = 0; i < rest; ++i) w[i] -= (weight * along / 2) * x[i];
  for (Index i = 0; i < rest; ++i) {
    double* row = A_.data() + (k + 1 + i) * n + k + 1;
    for (Index j = i; j < rest; ++j) row[j] -= x[i] * w[j] + w[i] * x[j];
  }
}

bool SymmetricEigen::split(Index i) const {
  constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
  const RealVector &d = diagonal_, &e = off_diagonal_;
  return std::abs(e[i]) <= kEpsilon * (std::abs(d[i]) + std::abs(d[i + 1])) ||
         std::abs(e[i]) <= 1e-3 * kEpsilon * norm_;
}

// Implicit QR with Wilkinson's shift. Each sweep rotates neighbouring rows from the top of a block to its bottom. The
// shift is the eigenvalue of the block's last 2 x 2 corner that is nearer to its last element. The matrix splits into
// blocks where an off-diagonal element is below rounding error.
double SymmetricEigen::sweep() {
  const Index n = size();
  RealVector& d = diagonal_;
  RealVector& e = off_diagonal_;
  if (sweeps_ == 0) {
    last_ = n - 1;
    for (Index i = 0; i < n; ++i) norm_ = std::max(norm_, std::abs(d[i]) + (i + 1 < n ? std::abs(e[i]) : 0));
  }
  // About two sweeps per eigenvalue are usual. The limit ends the loop where a NaN in A never lets a block split.
  if (last_ <= 0 || sweeps_ >= 60 * n) return 0;
  ++sweeps_;
  const Index last = last_;
  if (split(last - 1)) {
    e[last - 1] = 0;
    --last_;
    return 1;
  }
  Index first = last - 1;
  while (first > 0 && !split(first - 1)) --first;
  if (first > 0) e[first - 1] = 0;

  const double half = (d[last - 1] - d[last]) / 2, corner = e[last - 1];
  const double root = std::sqrt(half * half + corner * corner);
  const double shift = d[last] - corner * corner / (half + (half < 0 ? -root : root));
  double x = d[first] - shift, z = e[first];
  for (Index k = first; k < last; ++k) {
    const double r = std::sqrt(x * x + z * z);
    const double c = r > 0 ? x / r : 1, s = r > 0 ? z / r : 0;
    if (k > first) e[k - 1] = r;
    const double a = d[k], b = e[k], f = d[k + 1];
    d[k] = c * c * a + 2 * c * s * b + s * s * f;
    d[k + 1] = s * s * a - 2 * c * s * b + c * c * f;
    e[k] = c * s * (f - a) + (c * c - s * s) * b;
    if (k + 1 < last) {
      x = e[k];
      z = s * e[k + 1];
      e[k + 1] *= c;
    }
    rotations_.push_back({k, c, s});
  }
  return 30 * toDouble(last - first);
}

void SymmetricEigen::sortValues() {
  const Index n = size();
  const RealVector& d = diagonal_;
  order_.resize(toSize(n));
  for (Index i = 0; i < n; ++i) order_[toSize(i)] = i;
  std::ranges::stable_sort(order_, [&d](Index i, Index j) { return d[i] > d[j]; });
  values_.resize(n);
  for (Index i = 0; i < n; ++i) values_[i] = d[order_[toSize(i)]];
}

void SymmetricEigen::rotate(const Rotation& rotation, Index count, RealMatrix& E) {
  double* const upper = E.data() + rotation.row * count;
  double* const lower = upper + count;
  const double c = rotation.cosine, s = rotation.sine;
  for (Index j = 0; j < count; ++j) {
    const double u = upper[j], l = lower[j];
    upper[j] = c * u - s * l;
    lower[j] = s * u + c * l;
  }
}

void SymmetricEigen::reflectBack(Index k, RealVector& along, RealMatrix& E) const {
  if (!(weight_[k] > 0)) return;
  const Index n = size(), count = E.cols();
  const double* const v = A_.data() + k * n + k + 1;
  double* const below = E.data() + (k + 1) * count;
  along.setZero();
  for (Index i = 0; i + k + 1 < n; ++i) {
    for (Index j = 0; j < count; ++j) along[j] += v[i] * below[i * count + j];
  }
  along *= weight_[k];
  for (Index i = 0; i + k + 1 < n; ++i) {
    for (Index j = 0; j < count; ++j) below[i * count + j] -= v[i] * along[j];
  }
}

RealMatrix SymmetricEigen::vectors(Index count) const {
  RealMatrix E;
  Pace whole;
  finish(vectors(whole, count, E));
  return E;
}

Work SymmetricEigen::vectors(Pace& pace, Index count, RealMatrix& E) const {
  HARMONIUM_ASSERT(done_ && count >= 0 && count <= size());
  const Index n = size();
  E.setZero(n, count);
  for (Index j = 0; j < count; ++j) E(order_[toSize(j)], j) = 1;
  // The rotations and then the reflections are applied in reverse order, to the wanted columns only. Accumulating the
  // whole of H R instead would cost as much as all n vectors.
  const std::ptrdiff_t at_once = partsPerPiece(8 * toDouble(count));
  for (auto rotation = rotations_.rbegin(); rotation != rotations_.rend();) {
    const auto stop = rotation + std::min(at_once, rotations_.rend() - rotation);
    co_await pace.spent(8 * toDouble(count) * toDouble(stop - rotation));
    for (; rotation != stop; ++rotation) rotate(*rotation, count, E);
  }
  RealVector along(count);
  for (Index k = n - 1; k >= 0; --k) {
    reflectBack(k, along, E);
    co_await pace.spent(4 * toDouble(n - k) * toDouble(count));
  }
  // An eigenvector is defined up to its sign. This rule makes the sign independent of how the rotations went.
  for (Index j = 0; j < count; ++j) {
    Index largest = 0;
    for (Index i = 1; i < n; ++i) {
      if (std::abs(E(i, j)) > std::abs(E(largest, j))) largest = i;
    }
    if (E(largest, j) < 0) E.col(j) = -E.col(j);
  }
}

}  // namespace harmonium
