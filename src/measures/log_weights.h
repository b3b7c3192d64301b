// The mean of exp(w) over log-weights w that span hundreds of nats, with the figures that tell how reliable it is.
//
// Weights are skewed: a few large ones make up most of the mean, and larger ones that were not drawn are missing from
// it. So the logarithm of the mean is more often too low than too high, and intervals of the delta method,
// +- 1.96 sd(exp w) / (mean(exp w) sqrt M), hold the truth far less often than 95 %. The interval here is that of Fay &
// Feuer for a weighted sum of Poisson counts: a gamma distribution with the mean and the variance of the sum. Above, it
// allows for one more weight that was not drawn. Fay & Feuer give it the size of the largest; here it is larger by one
// standard deviation of w, exp(w_max + s), because chains not drawn may be luckier than those drawn. For few weights
// the quantile of Student's t distribution replaces 1.96. tests/measures/coverage_test.cpp measures how often the
// interval holds the exact value.
//
// Fay & Feuer (1997), Confidence intervals for directly standardized rates: a method based on the gamma distribution.
// Wilson & Hilferty (1931), The distribution of chi-square, for the quantiles of the gamma distribution.
#pragma once

#include <span>

namespace harmonium {

struct LogMean {
  double log_mean = 0;           // the logarithm of the mean of exp(w)
  double low = 0, high = 0;      // a 95 % interval for it, low <= log_mean <= high
  double standard_error = 0;     // of log_mean: the longer side of the interval over 1.96
  double effective_samples = 0;  // (sum exp w)^2 / sum exp(2w), between 1 and M
  double deviation = 0;          // the standard deviation of w itself, in nats
};

// log_weights: M >= 1 values. With M = 1 the interval and the standard error are infinite, because one weight does not
// tell how weights vary; the deviation is then 0.
LogMean logMeanExp(std::span<const double> log_weights);

// log(e^x + e^y) without overflow. A caller may use it for a running sum that is kept as a logarithm.
double logAddExp(double x, double y);

}  // namespace harmonium
