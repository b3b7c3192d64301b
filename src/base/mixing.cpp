#include "base/mixing.h"

#include "base/assert.h"
#include "base/numbers.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

constexpr double kForgotten = 0.001;
constexpr double kRounding = 1e-13;  // the variance of floats about their mean's square, by rounding alone

}  // namespace

std::vector<double> autocorrelationOf(std::span<const float> series, std::size_t chains, std::size_t lags) {
  if (chains == 0 || series.size() < 2 * chains) return {};
  const std::size_t times = series.size() / chains;
  double mean = 0, variance = 0;
  for (const float x : series) mean += toDouble(x);
  mean /= toDouble(series.size());
  std::vector<double> centred(series.size());
  for (std::size_t i = 0; i < series.size(); ++i) {
    centred[i] = toDouble(series[i]) - mean;
    variance += centred[i] * centred[i];
  }
  variance /= toDouble(series.size());
  // What varies by rounding alone does not vary.
  if (!(variance > kRounding * mean * mean)) return {};
  std::vector<double> rho;
  for (std::size_t lag = 0; lag <= std::min(lags, times - 1); ++lag) {
    double sum = 0;
    for (std::size_t i = lag * chains; i < centred.size(); ++i) sum += centred[i] * centred[i - lag * chains];
    rho.push_back(sum / toDouble((times - lag) * chains) / variance);
  }
  return rho;
}

Autocorrelation integratedTime(std::span<const double> rho) {
  Autocorrelation found;
  for (std::size_t lag = 1; lag < rho.size(); ++lag) {
    found.time += 2 * rho[lag];
    if (toDouble(lag) >= 5 * found.time || (rho[lag] < kForgotten && rho[lag] > -kForgotten)) {
      found.settled = true;
      break;
    }
  }
  found.time = std::max(found.time, 0.0);
  return found;
}

double splitRhat(std::span<const float> series, std::size_t chains) {
  const std::size_t half = series.size() / chains / 2;
  HARMONIUM_ASSERT(chains > 0 && half >= 2);
  // The middle time of an odd number belongs to neither half.
  const std::size_t second = series.size() / chains - half;
  const double n = toDouble(half), m = toDouble(2 * chains);
  double within = 0, sum = 0, squares = 0, largest = 0;
  for (std::size_t chain = 0; chain < chains; ++chain) {
    for (const std::size_t first : {std::size_t{0}, second}) {
      double mean = 0, deviations = 0;
      for (std::size_t t = first; t < first + half; ++t) mean += toDouble(series[t * chains + chain]) / n;
      for (std::size_t t = first; t < first + half; ++t) {
        const double off = toDouble(series[t * chains + chain]) - mean;
        deviations += off * off;
      }
      within += deviations / (n - 1) / m;
      sum += mean;
      squares += mean * mean;
      largest = std::max(largest, std::abs(mean));
    }
  }
  const double between = std::max(0.0, (squares - sum * sum / m) / (m - 1));
  const double rounding = kRounding * largest * largest;
  if (within <= rounding) return between <= rounding ? 1 : HUGE_VAL;
  return std::sqrt((n - 1) / n + between / within);
}

}  // namespace harmonium
