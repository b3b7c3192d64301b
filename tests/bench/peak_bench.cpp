// The peak as it is now; the products of kernels_bench.cpp are to be set beside it.
#include "bench.h"
#include "peak.h"

#include <string>

namespace harmonium::bench {

void benchPeak(Report& report) {
  constexpr int kSteps = 10000;
  report.heading("Multiply-add peak, nothing loaded");
  float total = 0;
  for (const PeakLoop& loop : peakLoops()) {
    report.measure("peak, " + std::to_string(loop.chains) + " chains", 8.0 * kSteps * loop.chains, "GFLOP/s",
                   [&] { total += loop.run(0.5f, 0.9f, 0.1f, kSteps); });
  }
  if (total == 1) report.heading("");  // the sums are used
}

}  // namespace harmonium::bench
