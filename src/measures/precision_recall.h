// How much of what the model makes is real, and how much of what is real the model makes, by nearest neighbours.
//
// Around every point of a set lies a ball that reaches to its k-th nearest neighbour in that set (itself left out; on
// the rim counts as within). N real points x, M samples y:
//
//   precision = share of samples within some real ball            are the samples real?  outliers inflate it
//   recall    = share of real points within some sample's ball    is everything there?   outliers inflate it
//   density   = (1 / kM) sum over samples of how many real balls hold it        may exceed 1; 1 if all is well
//   coverage  = share of real balls that hold at least one sample               1 - 2^-k if all is well and M = N
//
// Distances are Euclidean between raw values: for digits that is crude, between photographs meaningless. All four
// depend on k, N and M, so only figures with the same three can be set side by side; fewer than 1,000 points say
// little. Kynkaanniemi et al. (2019), Improved precision and recall metric; Naeem et al. (2020), Reliable fidelity and
// diversity metrics for generative models.
#pragma once

#include "measures/distances.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace harmonium {

class PrecisionRecall {
 public:
  // V x N and V x M; 1 <= k < N, M.
  PrecisionRecall(Matrix real, Matrix samples, std::size_t k);

  bool advance();  // a few milliseconds of work; true once done
  double progress() const;

  // Once done.
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
  std::vector<std::uint8_t> held_;                // of every sample: is it within a real ball?
  double holdings_ = 0, covered_ = 0, recalled_ = 0;
};

}  // namespace harmonium
