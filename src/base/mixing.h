// How well Markov chains mix: the figures that tell whether the states of several chains stand for the distribution
// that the chains leave invariant. Every function takes the series of one quantity in several chains, [time, chain], in
// any unit; the results have no unit or are in steps.
//
// Autocorrelation of a quantity f at lag t, in steps, with f its mean:
//   rho(t) = E[(f(s_0) - mean)(f(s_t) - mean)] / Var f
// Integrated autocorrelation time: tau = 1 + 2 sum over t >= 1 of rho(t). tau steps are worth one independent draw: the
// mean of f over T steps has the variance Var f * tau / T. The sum ends at the first t >= 5 tau, beyond which estimates
// of rho are mostly noise (Sokal 1997, Monte Carlo methods in statistical mechanics).
//
// Split R-hat: every chain is cut into two halves. R-hat compares the variance of the halves' means with the variance
// within the halves. It is near 1 where all halves tell the same, and large where chains stay in different places or
// drift (Gelman et al. 2013, Bayesian data analysis, 3rd edition, section 11.4).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace harmonium {

// rho(0) .. rho(lags) of the series of several chains. Deviations are taken from the mean over all chains, so that
// chains stuck in different modes show as correlated. Empty if there are fewer than two times or if nothing varies.
std::vector<double> autocorrelationOf(std::span<const float> series, std::size_t chains, std::size_t lags);

struct Autocorrelation {
  double time = 1;       // tau, in steps
  bool settled = false;  // whether the sum ended at 5 tau; otherwise `time` is a lower bound
};
Autocorrelation integratedTime(std::span<const double> rho);

// Split R-hat, >= 0. Infinity where no half varies and their means differ; 1 where nothing varies at all. There are at
// least four times and one chain.
double splitRhat(std::span<const float> series, std::size_t chains);

}  // namespace harmonium
