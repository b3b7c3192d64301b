// Eigenvalues of a symmetric matrix and as many of its eigenvectors as the caller wants, in double with the same bits
// on every machine.
//
//   A = H T H'        Householder reflections make A tridiagonal: 4/3 n^3 operations, done in slices
//   T = R diag R'     the rotations of the implicit QR algorithm make T diagonal: about n^2 operations; they are stored
//   vectors = H R     applied to the wanted columns only: about 7 n^2 operations per vector
//
// Golub & Van Loan (2013), Matrix computations, sections 8.3.1 to 8.3.3. Every step is orthogonal, so the eigenvectors
// are orthonormal up to rounding, even where eigenvalues are close or equal.
#pragma once

#include "base/algebra.h"
#include "base/numbers.h"
#include "base/work.h"

#include <vector>

namespace harmonium {

class SymmetricEigen {
 public:
  SymmetricEigen() = default;
  // A is symmetric [n, n]; only its upper half is read. The object keeps A's memory for the reflections.
  explicit SymmetricEigen(RealMatrix A);

  // Does a slice of the work, about `operations` multiplications, and returns true when all is done.
  bool advance(double operations);
  bool done() const { return done_; }
  Index size() const { return A_.rows(); }

  // These are valid after the last slice. values(): the n eigenvalues, largest first. vectors(): the eigenvectors of
  // the `count` largest ones, as the columns of [n, count], 0 <= count <= n. The component of largest magnitude is
  // positive in each; among equals the first one counts.
  const RealVector& values() const { return values_; }
  RealMatrix vectors(Index count) const;
  Work vectors(Pace& pace, Index count, RealMatrix& E) const;  // the same as work that can stop, into E

 private:
  struct Rotation {
    Index row;  // rotates rows `row` and `row` + 1
    double cosine, sine;
  };
  void reflect(Index k);
  bool split(Index i) const;  // whether T falls apart between i and i + 1
  double sweep();             // returns what it cost, or 0 when T is diagonal
  void sortValues();
  static void rotate(const Rotation& rotation, Index count, RealMatrix& E);
  void reflectBack(Index k, RealVector& along, RealMatrix& E) const;  // `along` is scratch, [count]

  RealMatrix A_;                        // row k above the diagonal becomes the reflection of column k
  RealVector diagonal_, off_diagonal_;  // the elements of T: n on the diagonal, n - 1 next to it
  RealVector weight_, product_;         // 2 / v'v of each reflection, 0 where there is none; scratch
  Index column_ = 0;                    // the next column to reflect
  Index last_ = 0, sweeps_ = 0;         // the last row that is not yet diagonal; the sweeps made so far
  double norm_ = 0;                     // of T
  std::vector<Rotation> rotations_;
  std::vector<Index> order_;  // the indices of the eigenvalues, largest first
  RealVector values_;
  bool done_ = true;
};

}  // namespace harmonium
