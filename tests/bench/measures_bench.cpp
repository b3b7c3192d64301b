// The grains of the measures on samples: what a slice of work waits for at most, at MNIST's size. Times their number is
// what a measure takes: 1,250 blocks of distances for 1,000 samples and 10,000 examples.
#include "bench.h"
#include "kernels/kernels.h"
#include "measures/classifier_two_sample.h"
#include "measures/mmd.h"
#include "measures/parzen.h"
#include "measures/precision_recall.h"

#include <optional>

namespace harmonium::bench {

namespace {

constexpr int kValues = 784;

Matrix greyPoints(int count, std::uint64_t seed) {
  Matrix points(kValues, count);
  Rng rng(seed, Purpose::kData);
  kernels::uniform(rng, flat(points));
  return points;
}

// One grain a call, from the beginning again when all is done.
template <typename Measure, typename Make>
void benchGrains(Report& report, const char* name, double flops, Make make) {
  std::optional<Measure> measure;
  report.measure(name, flops, "GFLOP/s", [&] {
    if (!measure) measure.emplace(make());
    if (measure->advance()) measure.reset();
  });
}

}  // namespace

void benchMeasures(Report& report) {
  report.heading("Grains of measures, 784 values");
  const Matrix samples = greyPoints(1000, 1), data = greyPoints(1000, 2), all = greyPoints(10'000, 3);
  const Points from(samples), to(all);
  DistanceSweep sweep;
  report.measure("distances, 8 x 10,000", 2.0 * 8 * 10'000 * kValues, "GFLOP/s", [&] {
    if (!sweep.next(from, to)) sweep = {};
  });
  benchGrains<Parzen>(report, "Parzen window, ten widths", 2.0 * 41 * 1000 * kValues, [&] {
    return Parzen(samples, all.leftCols(5000), all.rightCols(5000), logarithmicLadder(0.1, 1, 10));
  });
  benchGrains<PrecisionRecall>(report, "neighbours, 1,000 + 1,000", 2.0 * 41 * 1000 * kValues,
                               [&] { return PrecisionRecall(data, samples, 5, 1); });
  Mmd mmd(data, samples, 0, {1}, 1'000'000, 1);
  for (int grain = 0; grain < 200; ++grain) mmd.advance();  // all distances, then shuffles
  report.measure("MMD, one shuffle of 2,000", 2000.0 * 2000, "G/s", [&] { mmd.advance(); });
  ClassifierTwoSample test(data, samples, 1);
  report.measure("classifier, one update", 6.0 * 50 * kValues * 32, "GFLOP/s", [&] { test.advance(); });
}

}  // namespace harmonium::bench
