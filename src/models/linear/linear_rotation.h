// Turning the factors for the eye. W R with any rotation R explains the data as well as W: which R is shown is a matter
// of taste, and changes nothing that is learnt.
//
//   principal   W' Psi^-1 W becomes diagonal: factors in the order of how much they explain. For probabilistic PCA
//               these are the principal axes.
//   varimax     every factor has a few large loadings and many near zero: the sum over factors of the variance of the
//               squared loadings is largest. Kaiser (1958), by planar rotations.
//
// In each the sign is such that a factor's largest loading is positive; varimax orders factors by the sum of their
// squared loadings.
#pragma once

#include "base/algebra.h"

namespace harmonium {

// R, q x q, orthogonal. `noise`: V variances.
RealMatrix principalRotation(const RealMatrix& W, const RealVector& noise);

// Kaiser scaled every value's row of loadings to length 1 for the search, so that values hardly explained have as much
// say as others (R's factanal, SPSS); raw loadings leave it out (scikit-learn).
enum class Rows { kRaw, kKaiser };
RealMatrix varimaxRotation(const RealMatrix& W, Rows rows);

// What varimax makes as large as it can: sum over factors of (mean of w^4 - (mean of w^2)^2).
double varimaxCriterion(const RealMatrix& W);

}  // namespace harmonium
