// Small statistics that measures report together with their value.
#pragma once

#include <cstddef>
#include <span>
#include <utility>

namespace harmonium {

// The mean of numbers that arrive one by one, and its standard error sd / sqrt(n), where sd divides by n - 1. With
// fewer than two numbers both deviations are 0. An infinite number, such as log 0, makes the mean and the deviation
// infinite.
class RunningMean {
 public:
  void add(double x);  // Welford's update
  double count() const { return count_; }
  double mean() const { return infinite_ != 0 ? infinite_ : mean_; }
  double deviation() const;
  double standardError() const;

 private:
  double count_ = 0, mean_ = 0, squares_ = 0, infinite_ = 0;
};

// P(X >= hits) for X ~ Binomial(trials, 1/2): the probability that guessing does at least as well. hits <= trials.
double guessingTail(std::size_t hits, std::size_t trials);

// The 97.5 % quantile of the standard normal distribution: the half-width of a 95 % interval in standard errors.
inline constexpr double kNormalQuantile = 1.959963984540054;

// Wilson's 95 % interval for the share of `hits` in `trials`. It lies in [0, 1] and is also valid for few trials. With
// no trials it is [0, 1].
std::pair<double, double> wilsonInterval(double hits, double trials);

// The 97.5 % quantile of Student's t distribution, which takes the place of 1.96 where a deviation is known from
// `freedom` >= 1 degrees of freedom only. Within 0.5 % (Abramowitz & Stegun 1964, 26.7.5; closed forms for 1 and 2).
double studentQuantile(double freedom);

// The entropy -sum p log p and the divergence sum p log(p / q) in nats, with 0 log 0 = 0. The divergence is +infinity
// where a q is 0 and its p is not. p and q have the same length.
double entropy(std::span<const double> p);
double divergence(std::span<const double> p, std::span<const double> q);

}  // namespace harmonium
