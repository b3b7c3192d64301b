// Compiled for speed: every update computes energies and slopes of all points here.
#include "models/experts/experts.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "kernels/kernels.h"

#include <cmath>

namespace harmonium {

namespace {

struct Offset {
  float u, v;
};

Offset offsetFrom(const Expert& expert, const float* x) {
  return {x[0] - expert.p[0], x[1] - expert.p[1]};
}

float distanceFrom(const Offset& o) {
  return std::sqrt(o.u * o.u + o.v * o.v);
}

// Writes t = w.x - c into scratch.t, sigmoid(t + a) into scratch.first and sigmoid(t - a) into scratch.second.
void ridgeInputs(const Expert& expert, const Matrix& x, ExpertScratch& scratch) {
  const std::size_t count = columnCount(x);
  scratch.t.resize(count);
  scratch.first.resize(count);
  scratch.second.resize(count);
  const auto& [w1, w2, c, a, h] = expert.p;
  for (std::size_t n = 0; n < count; ++n) {
    const float t = w1 * x.data()[2 * n] + w2 * x.data()[2 * n + 1] - c;
    scratch.t[n] = t;
    scratch.first[n] = t + a;
    scratch.second[n] = t - a;
  }
  kernels::sigmoid(scratch.first, scratch.first);
  kernels::sigmoid(scratch.second, scratch.second);
}

// Returns log (1/M) sum_j exp(-|x - x_j|^2 / (2 s^2)) and leaves the exponents in `exponents`, M.
float kernelMean(const ExpertSet& set, float deviation, const float* x, std::vector<float>& exponents) {
  const std::size_t count = columnCount(set.points);
  exponents.resize(count);
  const float scale = -0.5f / (deviation * deviation);
  for (std::size_t j = 0; j < count; ++j) {
    const float u = x[0] - set.points.data()[2 * j], v = x[1] - set.points.data()[2 * j + 1];
    exponents[j] = scale * (u * u + v * v);
  }
  float log_count = toFloat(count);
  kernels::log({&log_count, 1}, {&log_count, 1});
  return kernels::logSumExp(exponents) - log_count;
}

void addSlope(const ExpertSet& set, std::size_t k, const Matrix& x, ExpertScratch& scratch, std::span<float> energy,
              Matrix& slope) {
  const Expert& expert = set.experts[k];
  const auto& p = expert.p;
  if (expert.kind == ExpertKind::kRidge) ridgeInputs(expert, x, scratch);
  for (std::size_t n = 0; n < energy.size(); ++n) {
    const float* at = x.data() + 2 * n;
    float* to = slope.data() + 2 * n;
    switch (expert.kind) {
      case ExpertKind::kNone:
        return;
      case ExpertKind::kGaussian: {
        const Offset o = offsetFrom(expert, at);
        const float along = p[2] * o.u + p[3] * o.v, across = p[4] * o.v;
        energy[n] += 0.5f * (along * along + across * across);
        to[0] += p[2] * along;
        to[1] += p[3] * along + p[4] * across;
        break;
      }
      case ExpertKind::kRidge: {
        const float one = scratch.first[n], other = scratch.second[n];
        energy[n] -= p[4] * (one - other);
        const float down = -p[4] * (one * (1 - one) - other * (1 - other));
        to[0] += down * p[0];
        to[1] += down * p[1];
        break;
      }
      case ExpertKind::kRing: {
        const Offset o = offsetFrom(expert, at);
        const float distance = distanceFrom(o), off = p[3] * (distance - p[2]);
        energy[n] += 0.5f * off * off;
        if (distance > 0) {
          to[0] += p[3] * off * o.u / distance;
          to[1] += p[3] * off * o.v / distance;
        }
        break;
      }
      case ExpertKind::kDrawn: {
        const float kernel = kernelMean(set, expert.deviation, at, scratch.distances);
        energy[n] -= p[0] * kernel;
        // dL/dx = (mean of the points x_j, weighted by their kernels at x, minus x) / s^2
        const float highest = kernels::logSumExp(scratch.distances);
        for (float& exponent : scratch.distances) exponent -= highest;
        kernels::exp(scratch.distances, scratch.distances);
        double mean[2] = {};
        for (std::size_t j = 0; j < scratch.distances.size(); ++j) {
          for (std::size_t d = 0; d < 2; ++d) {
            mean[d] += toDouble(scratch.distances[j]) * toDouble(set.points.data()[2 * j + d]);
          }
        }
        const float scale = p[0] / (expert.deviation * expert.deviation);
        for (std::size_t d = 0; d < 2; ++d) to[d] += scale * (at[d] - toFloat(mean[d]));
        break;
      }
    }
  }
}

}  // namespace

std::span<const ExpertNumbers> numbersOf(ExpertKind kind) {
  static constexpr ExpertNumbers kGaussian[] = {{"centre", 2}, {"A", 3}};
  static constexpr ExpertNumbers kRidge[] = {{"w", 2}, {"c", 1}, {"a", 1}, {"h", 1}};
  static constexpr ExpertNumbers kRing[] = {{"centre", 2}, {"r", 1}, {"k", 1}};
  static constexpr ExpertNumbers kDrawn[] = {{"w", 1}};
  switch (kind) {
    case ExpertKind::kNone:
      break;
    case ExpertKind::kGaussian:
      return kGaussian;
    case ExpertKind::kRidge:
      return kRidge;
    case ExpertKind::kRing:
      return kRing;
    case ExpertKind::kDrawn:
      return kDrawn;
  }
  return {};
}

void place(const ExpertSet& set, Places& places, ExpertScratch& scratch) {
  for (std::size_t k = 0; k < kExperts; ++k) {
    const Expert& expert = set.experts[k];
    std::vector<float>& kernel = places.kernel[k];
    if (expert.kind != ExpertKind::kDrawn) {
      kernel.clear();
      continue;
    }
    kernel.resize(columnCount(places.x));
    for (std::size_t n = 0; n < kernel.size(); ++n) {
      kernel[n] = kernelMean(set, expert.deviation, places.x.data() + 2 * n, scratch.distances);
    }
  }
}

void expertEnergy(const ExpertSet& set, std::size_t k, const Places& places, ExpertScratch& scratch,
                  std::span<float> energy) {
  const Expert& expert = set.experts[k];
  const auto& p = expert.p;
  const float* x = places.x.data();
  HARMONIUM_ASSERT(energy.size() == columnCount(places.x));
  switch (expert.kind) {
    case ExpertKind::kNone:
      for (float& e : energy) e = 0;
      break;
    case ExpertKind::kGaussian:
      for (std::size_t n = 0; n < energy.size(); ++n) {
        const Offset o = offsetFrom(expert, x + 2 * n);
        const float along = p[2] * o.u + p[3] * o.v, across = p[4] * o.v;
        energy[n] = 0.5f * (along * along + across * across);
      }
      break;
    case ExpertKind::kRidge:
      ridgeInputs(expert, places.x, scratch);
      for (std::size_t n = 0; n < energy.size(); ++n) energy[n] = -p[4] * (scratch.first[n] - scratch.second[n]);
      break;
    case ExpertKind::kRing:
      for (std::size_t n = 0; n < energy.size(); ++n) {
        const float off = p[3] * (distanceFrom(offsetFrom(expert, x + 2 * n)) - p[2]);
        energy[n] = 0.5f * off * off;
      }
      break;
    case ExpertKind::kDrawn:
      HARMONIUM_ASSERT(places.kernel[k].size() == energy.size());
      for (std::size_t n = 0; n < energy.size(); ++n) energy[n] = -p[0] * places.kernel[k][n];
      break;
  }
}

void totalEnergy(const ExpertSet& set, const Places& places, ExpertScratch& scratch, std::vector<float>& part,
                 std::span<float> energy) {
  part.resize(energy.size());
  for (float& e : energy) e = 0;
  for (std::size_t k = 0; k < kExperts; ++k) {
    if (set.experts[k].kind == ExpertKind::kNone) continue;
    expertEnergy(set, k, places, scratch, part);
    for (std::size_t n = 0; n < energy.size(); ++n) energy[n] += part[n];
  }
}

void addGradient(const ExpertSet& set, const Places& places, std::span<const float> weights, double sign,
                 ExpertScratch& scratch, ExpertGradient& gradient) {
  HARMONIUM_ASSERT(weights.size() == columnCount(places.x));
  for (std::size_t k = 0; k < kExperts; ++k) {
    const Expert& expert = set.experts[k];
    const auto& p = expert.p;
    const float* x = places.x.data();
    std::array<double, kExpertNumbers> sum = {};
    // The sums run in double and in one fixed order, so that they have the same bits on every machine.
    const auto add = [&sum](double weight, const std::array<float, kExpertNumbers>& slope) {
      for (std::size_t i = 0; i < kExpertNumbers; ++i) sum[i] += weight * toDouble(slope[i]);
    };
    if (expert.kind == ExpertKind::kRidge) ridgeInputs(expert, places.x, scratch);
    for (std::size_t n = 0; n < weights.size() && expert.kind != ExpertKind::kNone; ++n) {
      const double weight = toDouble(weights[n]);
      switch (expert.kind) {
        case ExpertKind::kNone:
          break;
        case ExpertKind::kGaussian: {
          const Offset o = offsetFrom(expert, x + 2 * n);
          const float along = p[2] * o.u + p[3] * o.v, across = p[4] * o.v;
          add(weight, {-p[2] * along, -(p[3] * along + p[4] * across), along * o.u, along * o.v, across * o.v});
          break;
        }
        case ExpertKind::kRidge: {
          const float one = scratch.first[n], other = scratch.second[n];
          const float rise = one * (1 - one), fall = other * (1 - other);
          const float down = -p[4] * (rise - fall);
          add(weight, {down * x[2 * n], down * x[2 * n + 1], -down, -p[4] * (rise + fall), -(one - other)});
          break;
        }
        case ExpertKind::kRing: {
          const Offset o = offsetFrom(expert, x + 2 * n);
          const float distance = distanceFrom(o), off = p[3] * (distance - p[2]);
          const float inward = distance > 0 ? -p[3] * off / distance : 0.0f;
          add(weight, {inward * o.u, inward * o.v, -p[3] * off, off * (distance - p[2]), 0});
          break;
        }
        case ExpertKind::kDrawn:
          add(weight, {-places.kernel[k][n], 0, 0, 0, 0});
          break;
      }
    }
    for (std::size_t i = 0; i < kExpertNumbers; ++i) gradient[k][i] += sign * sum[i];
  }
}

void energyAndSlope(const ExpertSet& set, const Matrix& x, ExpertScratch& scratch, std::span<float> energy,
                    Matrix& slope) {
  HARMONIUM_ASSERT(energy.size() == columnCount(x));
  slope.setZero(2, x.cols());
  for (float& e : energy) e = 0;
  for (std::size_t k = 0; k < kExperts; ++k) addSlope(set, k, x, scratch, energy, slope);
}

}  // namespace harmonium
