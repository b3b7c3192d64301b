// What stands above the directed layers of a deep belief net: a restricted Boltzmann machine over h^(L-1), and h^L, and
// perhaps a label y.
//
//   log p(y, h^(L-1)) = -F(h^(L-1), y) - log Z        F: free energy with h^L summed out (models/layers/rbm.h)
//
// log Z is exact where the smaller layer of the machine, or with a label the hidden one, can be counted. Otherwise it
// is left out, and the caller estimates it by annealing.
#pragma once

#include "models/layers/rbm_exact.h"
#include "models/layers/rbm_scores.h"
#include "models/layers/stack_scores.h"

#include <optional>
#include <span>
#include <vector>

namespace harmonium {

class TopPrior final : public StackPrior {
 public:
  explicit TopPrior(RbmParameters top);

  int classes() const override { return top_.labels > 0 ? toInt(top_.labels) : 1; }
  Work add(Pace& pace, const Matrix& top, std::span<const std::int16_t> labels, std::span<double> out) override;
  bool tabulate(std::vector<double>& table) override;
  bool prepare() override;
  double prepared() const override;
  double logPartition() const override { return log_z_; }
  bool lacksPartition() const override { return !exact_; }

 private:
  RbmParameters top_;
  bool exact_;
  double log_z_ = 0;
  std::optional<ExactPartition> partition_;
  std::size_t tabulated_ = 0;  // states
  RbmScoreScratch scratch_;
  Matrix states_, log_p_;
  std::vector<double> nats_;
};

// An estimate of log Z by annealed importance sampling with a few chains, for curves while training. The measure
// logPartition takes more and says how sure it is. The base has the visible biases `base`. The same seed gives the same
// estimate. Salakhutdinov & Murray (2008), On the quantitative analysis of deep belief networks.
Work roughLogPartition(Pace& pace, const RbmParameters& top, Vector base, std::uint64_t seed, std::uint64_t index,
                       double& log_z);
// The cost of it, in multiplications.
double roughPartitionCost(const RbmParameters& top);

}  // namespace harmonium
