// Small statistics that measures report beside their value.
#pragma once

#include <cstddef>
#include <span>
#include <utility>

namespace harmonium {

// Mean of numbers that come one by one, with its standard error sd / sqrt(n), sd with n - 1. An infinite one (a
// logarithm of 0) makes the mean infinite.
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

// P(X >= hits) for X ~ Binomial(trials, 1/2): how likely guessing does at least as well.
double guessingTail(std::size_t hits, std::size_t trials);

// Wilson's 95 % interval of a share of `hits` in `trials`: stays in [0, 1], holds for few trials too.
std::pair<double, double> wilsonInterval(double hits, double trials);

// Entropy -sum p log p and divergence sum p log(p / q), in nats; 0 log 0 = 0. +infinity where q is 0 and p is not.
double entropy(std::span<const double> p);
double divergence(std::span<const double> p, std::span<const double> q);

}  // namespace harmonium
