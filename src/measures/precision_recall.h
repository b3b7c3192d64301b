// Precision, recall, density and coverage of samples, by nearest neighbours. They measure how many samples look like
// data, and how much of the data the samples cover.
//
// Each point of a set has a ball that reaches to its k-th nearest neighbour in the same set. The point itself does not
// count as a neighbour. A point on the surface counts as inside. With N real points x and M samples y:
//
//   precision = share of samples inside at least one real ball                  outliers among the data inflate it
//   recall    = share of real points inside at least one sample's ball          outliers among the samples inflate it
//   density   = (1 / kM) sum over samples of the number of real balls around it  expected 1, may exceed 1
//   coverage  = share of real balls that contain at least one sample            expected 1 - 2^-k for M = N
//
// "Expected" is the value where both sets come from one distribution. Distances are Euclidean between raw values, which
// is crude for digits and meaningless for photographs. All four depend on k, N and M, so only figures with the same k,
// N and M are comparable. With fewer than 1,000 points they say little.
//
// Kynkaanniemi et al. (2019), Improved precision and recall metric for assessing generative models; Naeem et al.
// (2020), Reliable fidelity and diversity metrics for generative models.
#pragma once

#include "measures/distances.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace harmonium {

class PrecisionRecall {
 public:
  // real: V x N, samples: V x M, one point per column; 1 <= k < N and k < M.
  PrecisionRecall(Matrix real, Matrix samples, std::size_t k);

  bool advance();  // does a few milliseconds of work; returns true once done
  double progress() const;

  // These are valid once done.
  double precision() const;
  double recall() const;
  double density() const;
  double coverage() const;

 private:
  bool measureBalls(const Points& points, DistanceSweep& sweep, std::vector<float>& radii);

  Points real_, samples_;
  std::size_t k_;
  DistanceSweep real_sweep_, sample_sweep_, across_;
  std::vector<float> real_radii_, sample_radii_;  // squared
  std::vector<std::uint8_t> in_real_ball_;        // [M] 1 where the sample is inside a real ball
  double ball_memberships_ = 0;                   // pairs of a real ball and a sample inside it
  double covered_ = 0, recalled_ = 0;  // real points whose ball contains a sample; that a sample's ball contains
};

}  // namespace harmonium
