// Dense linear algebra in double, for models that compute parameters from sums and small systems of equations.
//
// Every sum is added in one fixed order on every machine, so results have the same bits everywhere. Eigen's own
// products and factorisations split their sums by the size of the caches; here Eigen only holds the numbers. A function
// allocates nothing when its result already has the right size. Functions with a Pace can stop on the way
// (base/work.h); the same without one run to their end.
#pragma once

#include "base/matrix.h"
#include "base/work.h"

namespace harmonium {

using RealMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using RealVector = Eigen::Matrix<double, Eigen::Dynamic, 1>;

// C = A B with A [m, k], B [k, n]; C = A' B with A [k, m], B [k, n]. C becomes [m, n]; it must not be A or B.
void multiply(const RealMatrix& A, const RealMatrix& B, RealMatrix& C);
void multiplyTransposed(const RealMatrix& A, const RealMatrix& B, RealMatrix& C);

// Finds the lower triangular L [n, n] with L L' = A. A is symmetric [n, n]; only its lower half is read. Returns false
// where A is not positive definite or holds a NaN; the contents of L are then undefined.
bool cholesky(const RealMatrix& A, RealMatrix& L);

// These functions take L from cholesky() and change x or B in place.
void solveCholesky(const RealMatrix& L, RealVector& x);      // x <- A^-1 x
void solveCholeskyRows(const RealMatrix& L, RealMatrix& B);  // B [m, n] <- B A^-1, row by row
void invertCholesky(const RealMatrix& L, RealMatrix& A_inverse);
Work multiply(Pace& pace, const RealMatrix& A, const RealMatrix& B, RealMatrix& C);
Work multiplyTransposed(Pace& pace, const RealMatrix& A, const RealMatrix& B, RealMatrix& C);
Work cholesky(Pace& pace, const RealMatrix& A, RealMatrix& L, bool& positive);  // `positive` gets the answer
Work solveCholeskyRows(Pace& pace, const RealMatrix& L, RealMatrix& B);
Work invertCholesky(Pace& pace, const RealMatrix& L, RealMatrix& A_inverse);
double logDeterminantCholesky(const RealMatrix& L);  // log det A; for reading only (base/reals.h)

}  // namespace harmonium
