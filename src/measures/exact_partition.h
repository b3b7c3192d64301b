// log Z of a restricted Boltzmann machine, exactly: every state of its smaller layer is visited once, the other layer
// is summed out by hand.
//
//   Z = sum over h of exp(c.h) prod_i (1 + exp(b_i + (W h)_i))      when the hidden layer is the smaller one
//   Z = sum over v of exp(-F(v))                                    when the visible one is
//
// Cost: 2^n times one pass through the weights, n the smaller layer's size; n = 20 with 784 visible units takes
// seconds.
#pragma once

#include "base/matrix.h"
#include "models/rbm.h"

#include <cstddef>
#include <cstdint>

namespace harmonium {

inline constexpr std::size_t kExactUnits = 20;

bool exactPartitionPossible(const RbmParameters& p);

class ExactPartition {
 public:
  explicit ExactPartition(RbmParameters p);  // copies: training may go on meanwhile

  bool done() const { return next_ == total_; }
  double progress() const { return static_cast<double>(next_) / static_cast<double>(total_); }
  void advance();                                 // one block of states
  double logPartition() const { return log_z_; }  // nats; of the blocks so far

 private:
  RbmParameters p_;
  bool over_hidden_;
  std::uint64_t next_ = 0, total_;
  double log_z_;
  Matrix states_, inputs_;
  RbmScratch scratch_;
};

}  // namespace harmonium
