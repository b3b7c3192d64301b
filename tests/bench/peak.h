// How many multiplications and additions this engine gets out of one core when nothing has to be loaded: what the dense
// products are measured against. A chain x <- x a + b waits for its own last value, so there are many side by side; how
// many is best depends on the processor (waiting times) and on the engine (registers), so the best of several counts.
#pragma once

#include <span>

namespace harmonium::bench {

struct PeakLoop {
  int chains;
  float (*run)(float from, float factor, float term, int steps);  // 8 * chains operations a step
};

std::span<const PeakLoop> peakLoops();

}  // namespace harmonium::bench
