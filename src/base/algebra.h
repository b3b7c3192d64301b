// Dense algebra in double, for models whose parameters come out of sums and small systems of equations. Every sum has
// one order, whatever the machine: Eigen's own products and factorisations cut theirs by the size of the caches, so
// here Eigen only holds the numbers. Nothing allocates when the results have their size already.
#pragma once

#include "base/matrix.h"

namespace harmonium {

using RealMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using RealVector = Eigen::Matrix<double, Eigen::Dynamic, 1>;

// C = A B and C = A' B. C must not be A or B.
void multiply(const RealMatrix& A, const RealMatrix& B, RealMatrix& C);
void multiplyTransposed(const RealMatrix& A, const RealMatrix& B, RealMatrix& C);

// L L' = A, with L lower triangular; A symmetric [n, n], only its lower half is read. False where A is not positive
// definite: L then holds nothing of use.
bool cholesky(const RealMatrix& A, RealMatrix& L);

// What follows from L; x and B in place.
void solveCholesky(const RealMatrix& L, RealVector& x);      // x <- A^-1 x
void solveCholeskyRows(const RealMatrix& L, RealMatrix& B);  // B [m, n] <- B A^-1, row by row
void invertCholesky(const RealMatrix& L, RealMatrix& A_inverse);
double logDeterminantCholesky(const RealMatrix& L);  // log det A; for reading only (base/reals.h)

}  // namespace harmonium
