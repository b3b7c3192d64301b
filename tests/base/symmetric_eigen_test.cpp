#include "base/symmetric_eigen.h"

#include "base/algebra.h"
#include "base/rng.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using namespace harmonium;

namespace {

RealMatrix randomMatrix(Eigen::Index rows, Eigen::Index cols, std::uint64_t seed) {
  Rng rng(seed, Purpose::kData);
  RealMatrix m(rows, cols);
  for (Eigen::Index i = 0; i < rows; ++i) {
    for (Eigen::Index j = 0; j < cols; ++j) m(i, j) = static_cast<double>(rng.normal());
  }
  return m;
}

RealMatrix symmetric(Eigen::Index n, Eigen::Index rank, std::uint64_t seed) {
  const RealMatrix half = randomMatrix(n, rank, seed);
  return half * half.transpose() / static_cast<double>(rank);
}

void checkDecomposition(const RealMatrix& A, double tolerance) {
  SymmetricEigen eigen(A);
  while (!eigen.advance(1e4)) {
  }
  const RealMatrix E = eigen.vectors(A.rows());
  const RealMatrix identity = RealMatrix::Identity(A.rows(), A.rows());
  CHECK((E.transpose() * E - identity).cwiseAbs().maxCoeff() < tolerance);
  CHECK((E * eigen.values().asDiagonal() * E.transpose() - A).cwiseAbs().maxCoeff() <
        tolerance * std::max(1.0, A.cwiseAbs().maxCoeff()));
  for (Eigen::Index i = 1; i < A.rows(); ++i) CHECK(eigen.values()[i - 1] >= eigen.values()[i]);
}

}  // namespace

TEST_CASE("Eigenvectors are orthonormal and put the matrix together again", "[base][eigen]") {
  for (const Eigen::Index n : {1, 2, 3, 4, 7, 40}) {
    INFO("n = " << n);
    checkDecomposition(symmetric(n, n + 2, static_cast<std::uint64_t>(n)), 1e-12);
  }
}

TEST_CASE("Equal eigenvalues, zero rows and low rank are no trouble", "[base][eigen]") {
  checkDecomposition(RealMatrix::Zero(6, 6), 1e-12);
  checkDecomposition(RealMatrix::Identity(9, 9) * 2.5, 1e-12);
  checkDecomposition(symmetric(20, 3, 5), 1e-12);
  RealMatrix holes = symmetric(12, 12, 6);
  for (const Eigen::Index i : {0, 5, 11}) {
    holes.row(i).setZero();
    holes.col(i).setZero();
  }
  checkDecomposition(holes, 1e-12);
  checkDecomposition(RealMatrix::Ones(8, 8), 1e-12);
  checkDecomposition(symmetric(10, 12, 7) * 1e20, 1e-12);
  checkDecomposition(symmetric(10, 12, 7) * 1e-20, 1e-12);
}

TEST_CASE("The leading eigenvectors are the first columns of all of them", "[base][eigen]") {
  const RealMatrix A = symmetric(15, 30, 8);
  SymmetricEigen eigen(A);
  CHECK_FALSE(eigen.advance(1));
  while (!eigen.advance(100)) {
  }
  const RealMatrix all = eigen.vectors(15), few = eigen.vectors(4);
  CHECK(few == all.leftCols(4));
  CHECK(eigen.vectors(0).cols() == 0);
}

TEST_CASE("Algebra that stops wherever it can gives the same bits", "[base][eigen][algebra][work]") {
  const auto inPieces = [](auto begin) {
    Pace pace;
    pace.allow(1);
    Work work = begin(pace);
    work.begin();
    int stops = 0;
    for (; !work.done(); ++stops) {
      pace.allow(1);
      pace.resume();
    }
    return stops;
  };
  // Large enough for several pieces of a product.
  const RealMatrix A = randomMatrix(90, 170, 1), B = randomMatrix(170, 150, 2), D = randomMatrix(90, 250, 3);
  RealMatrix whole, cut;
  multiply(A, B, whole);
  CHECK(inPieces([&](Pace& pace) { return multiply(pace, A, B, cut); }) > 1);
  CHECK(cut == whole);
  multiplyTransposed(A, D, whole);
  CHECK(inPieces([&](Pace& pace) { return multiplyTransposed(pace, A, D, cut); }) > 1);
  CHECK(cut == whole);

  const RealMatrix T = symmetric(250, 260, 4);
  RealMatrix L;
  bool positive = false;
  REQUIRE(cholesky(T, whole));
  CHECK(inPieces([&](Pace& pace) { return cholesky(pace, T, L, positive); }) > 1);
  CHECK(positive);
  CHECK(L == whole);
  invertCholesky(L, whole);
  CHECK(inPieces([&](Pace& pace) { return invertCholesky(pace, L, cut); }) > 1);
  CHECK(cut == whole);
  const RealMatrix negative = -T;
  inPieces([&](Pace& pace) { return cholesky(pace, negative, L, positive); });
  CHECK_FALSE(positive);

  const RealMatrix S = symmetric(30, 40, 4);
  // What is less than a piece is done at once.
  multiply(S, S, whole);
  CHECK(inPieces([&](Pace& pace) { return multiply(pace, S, S, cut); }) == 0);
  CHECK(cut == whole);

  SymmetricEigen eigen(S), slow(S);
  while (!eigen.advance(1e9)) {
  }
  int slices = 1;
  while (!slow.advance(1)) ++slices;
  CHECK(slices > 60);  // every reflection and every sweep of rotations is one
  CHECK(slow.values() == eigen.values());
  CHECK(inPieces([&](Pace& pace) { return slow.vectors(pace, 7, cut); }) > 30);
  CHECK(cut == eigen.vectors(7));
}

TEST_CASE("The second difference matrix has the eigenvalues that are known for it", "[base][eigen][exact]") {
  // 2 on the diagonal, -1 beside it: 2 - 2 cos(pi k / (n + 1)).
  constexpr Eigen::Index n = 25;
  RealMatrix A = 2 * RealMatrix::Identity(n, n);
  for (Eigen::Index i = 0; i + 1 < n; ++i) A(i, i + 1) = A(i + 1, i) = -1;
  SymmetricEigen eigen(A);
  while (!eigen.advance(1e9)) {
  }
  for (Eigen::Index k = 1; k <= n; ++k) {
    const double angle = 3.14159265358979323846 * static_cast<double>(n + 1 - k) / static_cast<double>(n + 1);
    CHECK_THAT(eigen.values()[k - 1], WithinAbs(2 - 2 * std::cos(angle), 1e-13));
  }
}

TEST_CASE("Products, Cholesky factors and their solutions agree with Eigen's", "[base][algebra]") {
  for (const Eigen::Index n : {1, 3, 4, 5, 9, 13}) {
    INFO("n = " << n);
    const RealMatrix A = randomMatrix(n + 2, n, 1), B = randomMatrix(n, 6, 2);
    RealMatrix C;
    multiply(A, B, C);
    CHECK((C - A * B).cwiseAbs().maxCoeff() < 1e-13);
    const RealMatrix D = randomMatrix(n + 2, 7, 3);
    multiplyTransposed(A, D, C);
    CHECK((C - A.transpose() * D).cwiseAbs().maxCoeff() < 1e-13);

    const RealMatrix S = symmetric(n, n + 3, 4);
    RealMatrix L, inverse;
    REQUIRE(cholesky(S, L));
    CHECK((L * L.transpose() - S).cwiseAbs().maxCoeff() < 1e-13);
    invertCholesky(L, inverse);
    CHECK((inverse * S - RealMatrix::Identity(n, n)).cwiseAbs().maxCoeff() < 1e-9);
    RealVector x = randomMatrix(n, 1, 5).col(0), b = S * x;
    solveCholesky(L, b);
    CHECK((b - x).cwiseAbs().maxCoeff() < 1e-9);
    const double product = L.diagonal().prod();
    CHECK_THAT(logDeterminantCholesky(L), WithinAbs(std::log(product * product), 1e-12));
  }
  RealMatrix C;
  multiply(RealMatrix(3, 0), RealMatrix(0, 5), C);  // sums of nothing
  CHECK(C == RealMatrix::Zero(3, 5));
  RealMatrix L;
  CHECK_FALSE(cholesky(-RealMatrix::Identity(2, 2), L));
  CHECK_FALSE(cholesky(RealMatrix::Ones(2, 2), L));
  REQUIRE(cholesky(RealMatrix(0, 0), L));
  CHECK(logDeterminantCholesky(L) == 0);
}
