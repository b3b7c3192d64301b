// Rotations of the factors for views. W R with any rotation R explains the data as well as W. The choice of R makes the
// factors easier to interpret and does not affect learning.
//
//   principal   W' Psi^-1 W becomes diagonal: factors in the order of how much they explain. For probabilistic PCA
//               these are the principal axes.
//   varimax     every factor has a few large loadings and many near zero: the sum over factors of the variance of the
//               squared loadings is largest. Kaiser (1958), by planar rotations.
//
// In both, the sign of a factor makes its largest loading positive. varimax orders factors by the sum of their squared
// loadings.
#pragma once

#include "base/algebra.h"

namespace harmonium {

// R, q x q, orthogonal. `noise`: V variances.
RealMatrix principalRotation(const RealMatrix& W, const RealVector& noise);
Work principalRotation(Pace& pace, const RealMatrix& W, const RealVector& noise, RealMatrix& R);

// Rows::kKaiser scales every value's row of loadings to length 1 for the search, so that values that are hardly
// explained count as much as others (as in R's factanal and SPSS). Rows::kRaw does not (as in scikit-learn).
enum class Rows { kRaw, kKaiser };
RealMatrix varimaxRotation(const RealMatrix& W, Rows rows);
Work varimaxRotation(Pace& pace, const RealMatrix& W, Rows rows, RealMatrix& R);

// The criterion that varimax maximises: sum over factors of (mean of w^4 - (mean of w^2)^2).
double varimaxCriterion(const RealMatrix& W);

}  // namespace harmonium
