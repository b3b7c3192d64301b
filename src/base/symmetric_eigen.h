// Eigenvalues of a symmetric matrix, and as many eigenvectors as are wanted, in double with the same bits everywhere.
//
//   A = H T H'        Householder reflections make A tridiagonal: 4/3 n^3 operations, done in slices
//   T = R diag R'     rotations of the implicit QR algorithm make T diagonal: about n^2 operations; they are kept
//   vectors = H R     applied to the columns asked for alone: about 7 n^2 operations a vector
//
// Golub & Van Loan (2013), Matrix computations, sections 8.3.1 to 8.3.3. Only orthogonal steps: eigenvectors are
// orthonormal to rounding, however close or equal the eigenvalues are.
#pragma once

#include "base/algebra.h"

#include <vector>

namespace harmonium {

class SymmetricEigen {
 public:
  SymmetricEigen() = default;
  // A [n, n]; its upper half is read.
  explicit SymmetricEigen(RealMatrix A);

  // A slice of the work, about `operations` multiplications; true when all is done.
  bool advance(double operations);
  bool done() const { return done_; }
  Eigen::Index size() const { return A_.rows(); }

  // After the last slice. [n] eigenvalues, largest first; [n, count] the eigenvectors of the `count` largest, as
  // columns. The sign: the largest component in magnitude is positive, the first of equals.
  const RealVector& values() const { return values_; }
  RealMatrix vectors(Eigen::Index count) const;

 private:
  struct Rotation {
    Eigen::Index row;  // turns rows row and row + 1
    double cosine, sine;
  };
  void reflect(Eigen::Index k);
  bool diagonalise();

  RealMatrix A_;                  // above the diagonal: the reflections, row k for column k
  RealVector diagonal_, beside_;  // T: n, n - 1
  RealVector weight_, product_;   // of the reflections: 2 / v'v; scratch
  Eigen::Index column_ = 0;       // next to be reflected
  std::vector<Rotation> rotations_;
  std::vector<Eigen::Index> order_;  // where the largest eigenvalues stand
  RealVector values_;
  bool done_ = true;
};

}  // namespace harmonium
