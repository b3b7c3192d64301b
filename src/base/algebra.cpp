#include "base/algebra.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "base/reals.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

// Writes a tile of C, kRows x kColumns outputs from row i on. at(k, r) returns A's element of row i + r and column k.
//
// Each output is one chain of additions over k = 0, 1, ..., so the tile size changes speed and no bit. Several outputs
// side by side keep the adder busy, because each chain must wait for its own last addition.
template <int kRows, int kColumns, typename ElementOfA>
void multiplyTile(ElementOfA at, const double* b, Index depth, Index stride, double* c) {
  double sum[kRows][kColumns] = {};
  for (Index k = 0; k < depth; ++k, b += stride) {
    for (int r = 0; r < kRows; ++r) {
      const double a = at(k, r);
      for (int j = 0; j < kColumns; ++j) sum[r][j] += a * b[j];
    }
  }
  for (int r = 0; r < kRows; ++r) {
    for (int j = 0; j < kColumns; ++j) c[r * stride + j] = sum[r][j];
  }
}

// Writes kRows whole rows of C: tiles of four columns, then single columns for the rest.
template <int kRows, typename ElementOfA>
void multiplyRows(ElementOfA at, const RealMatrix& B, double* c) {
  const Index n = B.cols();
  Index j = 0;
  for (; j + 4 <= n; j += 4) multiplyTile<kRows, 4>(at, B.data() + j, B.rows(), n, c + j);
  for (; j < n; ++j) multiplyTile<kRows, 1>(at, B.data() + j, B.rows(), n, c + j);
}

// The elements of A for the functions below, with its rows or its columns as the rows of the product.
auto rowsOf(const RealMatrix& A) {
  return [&A](Index i) {
    return [a = A.data() + i * A.cols(), stride = A.cols()](Index k, int r) { return a[r * stride + k]; };
  };
}
auto columnsOf(const RealMatrix& A) {
  return [&A](Index i) { return [a = A.data() + i, stride = A.cols()](Index k, int r) { return a[k * stride + r]; }; };
}

// Writes the rows [from, to) of C. rows(i) returns the function at(k, r) for the rows from i on.
template <typename RowsOfA>
void multiplyPart(RowsOfA rows, Index from, Index to, const RealMatrix& B, RealMatrix& C) {
  if (B.rows() == 0) {
    C.middleRows(from, to - from).setZero();
    return;
  }
  Index i = from;
  for (; i + 4 <= to; i += 4) multiplyRows<4>(rows(i), B, C.data() + i * C.cols());
  for (; i < to; ++i) multiplyRows<1>(rows(i), B, C.data() + i * C.cols());
}

template <typename RowsOfA>
Work multiplyAll(Pace& pace, RowsOfA rows, Index m, const RealMatrix& B, RealMatrix& C) {
  C.resize(m, B.cols());
  const double each = 2 * toDouble(B.size());
  const Index step = 4 * partsPerPiece(4 * each);
  for (Index i = 0; i < m; i += step) {
    const Index end = std::min(m, i + step);
    multiplyPart(rows, i, end, B, C);
    co_await pace.spent(each * toDouble(end - i));
  }
}

double dot(const double* x, const double* y, Index n) {
  double sum = 0;
  for (Index k = 0; k < n; ++k) sum += x[k] * y[k];
  return sum;
}

void beginCholesky(const RealMatrix& A, RealMatrix& L) {
  HARMONIUM_ASSERT(A.rows() == A.cols());
  L.resize(A.rows(), A.rows());
  L.setZero();
}

// Writes row i of L. Returns false where A is not positive definite.
bool choleskyRow(const RealMatrix& A, RealMatrix& L, Index i) {
  const Index n = A.rows();
  const double* row = L.data() + i * n;
  for (Index j = 0; j < i; ++j) L(i, j) = (A(i, j) - dot(row, L.data() + j * n, j)) / L(j, j);
  const double square = A(i, i) - dot(row, row, i);
  if (!(square > 0)) return false;  // written so that a NaN fails too
  L(i, i) = std::sqrt(square);
  return true;
}

// x <- A^-1 x for one x of n values: forward substitution with L, then backward substitution with L'.
//
// The backward pass subtracts each solved x[i] from the values before it. So it reads L by rows, which lie side by side
// in memory, and never by columns.
void solveOne(const RealMatrix& L, double* x) {
  const Index n = L.rows();
  for (Index i = 0; i < n; ++i) x[i] = (x[i] - dot(L.data() + i * n, x, i)) / L(i, i);
  for (Index i = n - 1; i >= 0; --i) {
    x[i] /= L(i, i);
    for (Index k = 0; k < i; ++k) x[k] -= L(i, k) * x[i];
  }
}

Work choleskyRows(Pace& pace, const RealMatrix& A, RealMatrix& L, bool& positive) {
  beginCholesky(A, L);
  positive = true;
  for (Index i = 0; i < A.rows() && positive; ++i) {
    positive = choleskyRow(A, L, i);
    co_await pace.spent(toDouble(i * i));
  }
}

Work solveRows(Pace& pace, const RealMatrix& L, RealMatrix& B) {
  for (Index row = 0; row < B.rows(); ++row) {
    solveOne(L, B.data() + row * B.cols());
    co_await pace.spent(4 * toDouble(L.size()));
  }
}

}  // namespace

Work multiply(Pace& pace, const RealMatrix& A, const RealMatrix& B, RealMatrix& C) {
  HARMONIUM_ASSERT(A.cols() == B.rows());
  if (isPiece(pace, 2 * toDouble(A.rows()) * toDouble(B.size()))) {
    multiply(A, B, C);
    return {};
  }
  return multiplyAll(pace, rowsOf(A), A.rows(), B, C);
}

Work multiplyTransposed(Pace& pace, const RealMatrix& A, const RealMatrix& B, RealMatrix& C) {
  HARMONIUM_ASSERT(A.rows() == B.rows());
  if (isPiece(pace, 2 * toDouble(A.cols()) * toDouble(B.size()))) {
    multiplyTransposed(A, B, C);
    return {};
  }
  return multiplyAll(pace, columnsOf(A), A.cols(), B, C);
}

void multiply(const RealMatrix& A, const RealMatrix& B, RealMatrix& C) {
  HARMONIUM_ASSERT(A.cols() == B.rows());
  C.resize(A.rows(), B.cols());
  multiplyPart(rowsOf(A), 0, A.rows(), B, C);
}

void multiplyTransposed(const RealMatrix& A, const RealMatrix& B, RealMatrix& C) {
  HARMONIUM_ASSERT(A.rows() == B.rows());
  C.resize(A.cols(), B.cols());
  multiplyPart(columnsOf(A), 0, A.cols(), B, C);
}

Work cholesky(Pace& pace, const RealMatrix& A, RealMatrix& L, bool& positive) {
  const double n = toDouble(A.rows());
  if (isPiece(pace, n * n * n / 3)) {
    positive = cholesky(A, L);
    return {};
  }
  return choleskyRows(pace, A, L, positive);
}

bool cholesky(const RealMatrix& A, RealMatrix& L) {
  beginCholesky(A, L);
  for (Index i = 0; i < A.rows(); ++i) {
    if (!choleskyRow(A, L, i)) return false;
  }
  return true;
}

void solveCholesky(const RealMatrix& L, RealVector& x) {
  HARMONIUM_ASSERT(x.size() == L.rows());
  solveOne(L, x.data());
}

Work solveCholeskyRows(Pace& pace, const RealMatrix& L, RealMatrix& B) {
  HARMONIUM_ASSERT(B.cols() == L.rows());
  if (isPiece(pace, 4 * toDouble(B.rows()) * toDouble(L.size()))) {
    solveCholeskyRows(L, B);
    return {};
  }
  return solveRows(pace, L, B);
}

void solveCholeskyRows(const RealMatrix& L, RealMatrix& B) {
  HARMONIUM_ASSERT(B.cols() == L.rows());
  for (Index row = 0; row < B.rows(); ++row) solveOne(L, B.data() + row * B.cols());
}

Work invertCholesky(Pace& pace, const RealMatrix& L, RealMatrix& A_inverse) {
  A_inverse.resize(L.rows(), L.rows());
  A_inverse.setIdentity();
  return solveCholeskyRows(pace, L, A_inverse);
}

void invertCholesky(const RealMatrix& L, RealMatrix& A_inverse) {
  A_inverse.resize(L.rows(), L.rows());
  A_inverse.setIdentity();
  solveCholeskyRows(L, A_inverse);
}

double logDeterminantCholesky(const RealMatrix& L) {
  // The sum of logarithms stays finite where the determinant itself overflows or underflows.
  double sum = 0;
  for (Index i = 0; i < L.rows(); ++i) sum += reals::log(L(i, i));
  return 2 * sum;
}

}  // namespace harmonium
