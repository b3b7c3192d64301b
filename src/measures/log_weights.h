// Averages of exp(w) over many log-weights w that span hundreds of nats, with what is needed to judge them.
#pragma once

#include <span>

namespace harmonium {

struct LogMean {
  double log_mean = 0;           // log of the mean of exp(w)
  double standard_error = 0;     // of log_mean, by the delta method: sd(exp w) / (mean(exp w) sqrt M)
  double effective_samples = 0;  // (sum exp w)^2 / sum exp(2w): between 1 and M
  double deviation = 0;          // standard deviation of w itself, in nats
};

LogMean logMeanExp(std::span<const double> log_weights);

// log(sum exp(x)) for two terms, and for a running sum kept as a logarithm.
double logAddExp(double x, double y);

}  // namespace harmonium
