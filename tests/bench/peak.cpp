#include "peak.h"

#include "kernels/f32x4.h"

#include <array>

namespace harmonium::bench {

namespace {

namespace lanes = kernels::lanes;
using lanes::F32x4;

// `steps` steps of kChains chains; 8 kChains operations each.
template <int kChains>
[[gnu::noinline]] float multiplyAndAdd(float from, float factor, float term, int steps) {
  std::array<F32x4, kChains> x;
  for (int i = 0; i < kChains; ++i) x[static_cast<std::size_t>(i)] = lanes::splat(from + static_cast<float>(i));
  const F32x4 a = lanes::splat(factor), b = lanes::splat(term);
  for (int step = 0; step < steps; ++step) {
    for (F32x4& value : x) value = value * a + b;
  }
  F32x4 total = lanes::splat(0);
  for (const F32x4& value : x) total = total + value;
  float out[4];
  lanes::store(out, total);
  return out[0] + out[1] + out[2] + out[3];
}

constexpr PeakLoop kLoops[] = {{8, multiplyAndAdd<8>},   {10, multiplyAndAdd<10>}, {11, multiplyAndAdd<11>},
                               {12, multiplyAndAdd<12>}, {13, multiplyAndAdd<13>}, {14, multiplyAndAdd<14>},
                               {16, multiplyAndAdd<16>}, {24, multiplyAndAdd<24>}};

}  // namespace

std::span<const PeakLoop> peakLoops() {
  return kLoops;
}

}  // namespace harmonium::bench
