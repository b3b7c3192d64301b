#include "base/algebra.h"

#include "base/assert.h"
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
void multiplyTile(ElementOfA at, const double* b, Eigen::Index depth, Eigen::Index stride, double* c) {
  double sum[kRows][kColumns] = {};
  for (Eigen::Index k = 0; k < depth; ++k, b += stride) {
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
  const Eigen::Index n = B.cols();
  Eigen::Index j = 0;
  for (; j + 4 <= n; j += 4) multiplyTile<kRows, 4>(at, B.data() + j, B.rows(), n, c + j);
  for (; j < n; ++j) multiplyTile<kRows, 1>(at, B.data() + j, B.rows(), n, c + j);
}

// Writes all of C. rows(i) returns the function at(k, r) for the rows from i on.
template <typename RowsOfA>
void multiplyAll(RowsOfA rows, Eigen::Index m, const RealMatrix& B, RealMatrix& C) {
  C.resize(m, B.cols());
  if (B.rows() == 0) {
    C.setZero();
    return;
  }
  Eigen::Index i = 0;
  for (; i + 4 <= m; i += 4) multiplyRows<4>(rows(i), B, C.data() + i * C.cols());
  for (; i < m; ++i) multiplyRows<1>(rows(i), B, C.data() + i * C.cols());
}

double dot(const double* x, const double* y, Eigen::Index n) {
  double sum = 0;
  for (Eigen::Index k = 0; k < n; ++k) sum += x[k] * y[k];
  return sum;
}

// x <- A^-1 x for one x of n values: forward substitution with L, then backward substitution with L'.
//
// The backward pass subtracts each solved x[i] from the values before it. So it reads L by rows, which lie side by side
// in memory, and never by columns.
void solveOne(const RealMatrix& L, double* x) {
  const Eigen::Index n = L.rows();
  for (Eigen::Index i = 0; i < n; ++i) x[i] = (x[i] - dot(L.data() + i * n, x, i)) / L(i, i);
  for (Eigen::Index i = n - 1; i >= 0; --i) {
    x[i] /= L(i, i);
    for (Eigen::Index k = 0; k < i; ++k) x[k] -= L(i, k) * x[i];
  }
}

}  // namespace

void multiply(const RealMatrix& A, const RealMatrix& B, RealMatrix& C) {
  HARMONIUM_ASSERT(A.cols() == B.rows());
  const auto rows = [&A](Eigen::Index i) {
    return [a = A.data() + i * A.cols(), stride = A.cols()](Eigen::Index k, int r) { return a[r * stride + k]; };
  };
  multiplyAll(rows, A.rows(), B, C);
}

void multiplyTransposed(const RealMatrix& A, const RealMatrix& B, RealMatrix& C) {
  HARMONIUM_ASSERT(A.rows() == B.rows());
  const auto rows = [&A](Eigen::Index i) {
    return [a = A.data() + i, stride = A.cols()](Eigen::Index k, int r) { return a[k * stride + r]; };
  };
  multiplyAll(rows, A.cols(), B, C);
}

bool cholesky(const RealMatrix& A, RealMatrix& L) {
  HARMONIUM_ASSERT(A.rows() == A.cols());
  const Eigen::Index n = A.rows();
  L.resize(n, n);
  L.setZero();
  for (Eigen::Index i = 0; i < n; ++i) {
    const double* row = L.data() + i * n;
    for (Eigen::Index j = 0; j < i; ++j) L(i, j) = (A(i, j) - dot(row, L.data() + j * n, j)) / L(j, j);
    const double square = A(i, i) - dot(row, row, i);
    if (!(square > 0)) return false;  // written so that a NaN fails too
    L(i, i) = std::sqrt(square);
  }
  return true;
}

void solveCholesky(const RealMatrix& L, RealVector& x) {
  HARMONIUM_ASSERT(x.size() == L.rows());
  solveOne(L, x.data());
}

void solveCholeskyRows(const RealMatrix& L, RealMatrix& B) {
  HARMONIUM_ASSERT(B.cols() == L.rows());
  for (Eigen::Index row = 0; row < B.rows(); ++row) solveOne(L, B.data() + row * B.cols());
}

void invertCholesky(const RealMatrix& L, RealMatrix& A_inverse) {
  A_inverse.resize(L.rows(), L.rows());
  A_inverse.setIdentity();
  solveCholeskyRows(L, A_inverse);
}

double logDeterminantCholesky(const RealMatrix& L) {
  // The sum of logarithms stays finite where the determinant itself overflows or underflows.
  double sum = 0;
  for (Eigen::Index i = 0; i < L.rows(); ++i) sum += reals::log(L(i, i));
  return 2 * sum;
}

}  // namespace harmonium
