// The mean of exp(w) over log-weights w that span hundreds of nats, with the figures that tell how reliable it is.
#pragma once

#include <span>

namespace harmonium {

struct LogMean {
  double log_mean = 0;           // the logarithm of the mean of exp(w)
  double standard_error = 0;     // of log_mean, by the delta method: sd(exp w) / (mean(exp w) sqrt M)
  double effective_samples = 0;  // (sum exp w)^2 / sum exp(2w), between 1 and M
  double deviation = 0;          // the standard deviation of w itself, in nats
};

// log_weights: M >= 1 values. With M = 1 the standard error and the deviation are 0.
LogMean logMeanExp(std::span<const double> log_weights);

// log(e^x + e^y) without overflow. A caller may use it for a running sum that is kept as a logarithm.
double logAddExp(double x, double y);

}  // namespace harmonium
