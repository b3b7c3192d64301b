// Counts in which states the running chains have been since the parameters last changed: a histogram over all states of
// up to 16 binary units. The first kBurnIn steps after a change are not counted, because the chains still remember the
// parameters, or the noise, from which they come.
//
// Counts of a chain are worth fewer independent draws than there are, because a chain stays near where it is. The
// spread between chains tells how many. For groups of m chains over T steps, with shares p_gs of state s in group g
// and p_s in all:
//   E sum over s of Var over g of p_gs = tau / (m T) sum over s of p_s (1 - p_s)
// tau is the autocorrelation time of the indicators of states, in steps, weighted by their variance. Chains that stay
// in different modes have a tau of about T (base/mixing.h has the same for one quantity).
#pragma once

#include "base/matrix.h"
#include "base/numbers.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace harmonium {

class StateTally {
 public:
  static constexpr std::size_t kMostUnits = 16;
  static constexpr std::size_t kBurnIn = 100;  // steps
  static double bytes(std::size_t units);      // what a tally of so many units takes at most

  // units <= kMostUnits, chains >= 1.
  StateTally(std::size_t units, std::size_t chains);

  // Forgets everything. The counts are cleared with the next step, so that the call is cheap.
  void restart() { stale_ = true; }
  // The chains have made a step. states: units x chains; a unit counts as on from 0.5. Allocates nothing.
  void add(const Matrix& states);

  // While the chains burn in, the counts are those of these steps.
  bool burningIn() const { return stale_ || burning_; }
  std::size_t steps() const { return stale_ ? 0 : steps_; }  // counted, or burnt in so far
  std::size_t chains() const { return chains_; }
  double total() const { return toDouble(steps() * chains_); }  // states counted
  // How often the chains were in a state; bit i of its number is unit i. number < 2^units.
  double count(std::size_t number) const { return stale_ ? 0 : toDouble(counts_[number]); }
  std::size_t states() const { return counts_.size(); }
  // tau in steps, at least 1; at most steps(), which stands for chains that have not mixed. 1 before the first step.
  double correlationTime() const;
  // The number of independent draws that the counts are worth, chains() .. total().
  double draws() const { return total() / correlationTime(); }
  // Whether the chains have been through many correlation times. Otherwise the counts may miss whole modes.
  bool mixed() const { return !burningIn() && toDouble(steps()) >= 20 * correlationTime(); }

 private:
  void clear();

  std::size_t units_, chains_, groups_;
  std::vector<std::uint32_t> counts_;        // by state
  std::vector<std::uint32_t> group_counts_;  // [group, state]
  double squares_ = 0, group_squares_ = 0;   // sums of the squares of both
  std::size_t steps_ = 0;
  bool stale_ = true, burning_ = true;
};

// The total variation distance from p that the shares of `draws` independent draws have on average: half the sum of
// E |share - p|. Each share is nearly Poisson: E |X - l| = 2 e^-l l^(k + 1) / k! with l = draws p and k = floor(l).
double expectedDistance(std::span<const double> p, double draws);

}  // namespace harmonium
