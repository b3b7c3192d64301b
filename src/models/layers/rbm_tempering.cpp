// Compiled for speed: every update takes every step of every tempered chain here.
#include "models/layers/rbm_tempering.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "base/reals.h"
#include "kernels/paced.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

constexpr float kNewShare = 0.01f;  // share of the newest tries in the running mean of accepted swaps
constexpr double kPerValue = 4;     // operations per value of a loop over all chains
// The smallest deviation of the base, in units of the machine. A value that is constant in the data has deviation 0,
// whose logarithm does not exist.
constexpr float kLeastDeviation = 0.01f;

// Writes 1 / s^2 of the base into scratch.noise.
void basePrecisions(const RbmBase& base, RbmScratch& scratch) {
  scratch.noise.assign(flat(base.z).begin(), flat(base.z).end());
  kernels::scale(-1.0f, scratch.noise);
  kernels::exp(scratch.noise, scratch.noise);
}

float toMachineUnits(const RbmParameters& p, Index i, float v) {
  return p.scale.size() == 0 ? v : (v - p.shift[i]) / p.scale[i];
}

}  // namespace

RbmBase baseOf(const RbmParameters& p, const Vector& mean, const Vector& deviation) {
  if (!p.gaussian()) return visibleBiasFromMean(p, mean);
  Vector b = mean, z = deviation;
  if (p.scale.size() > 0) {
    b = (mean - p.shift).cwiseQuotient(p.scale);
    z = deviation.cwiseQuotient(p.scale);
  }
  z = z.cwiseMax(kLeastDeviation);
  kernels::log(flat(z), flat(z));
  return {b, 2.0f * z};
}

double baseLogPartition(const RbmParameters& p, const RbmBase& base) {
  const double hidden = toDouble(p.hidden()) * 0.69314718055994530942;  // log 2 for each unconnected hidden unit
  if (p.labels > 0) {
    const std::span<const float> b = flat(base.b);
    return hidden + kernels::sumSoftplus(b.first(p.values())) + oneOfLogNormaliser(b.last(p.labels));
  }
  if (!p.gaussian()) return hidden + kernels::sumSoftplus(flat(base.b));
  double sum = hidden;
  for (const float z : base.z) sum += 0.5 * (reals::kLog2Pi + toDouble(z));
  for (const float scale : p.scale) sum += reals::log(toDouble(scale));
  return sum;
}

Work sampleBase(Pace& pace, const RbmParameters& p, const RbmBase& base, Matrix& v, RbmScratch& scratch, Rng& rng) {
  Matrix input(v.rows(), v.cols());
  co_await inParts(pace, columnCount(v), 2 * toDouble(v.rows()), [&](std::size_t from, std::size_t to) {
    input.middleCols(toIndex(from), toIndex(to - from)).setZero();
    return true;
  });
  const std::vector<float> beta(columnCount(v), 0.0f);
  co_await sampleTempered(pace, p, base, beta, input, v, scratch, rng);
}

void sampleBase(const RbmParameters& p, const RbmBase& base, Matrix& v, RbmScratch& scratch, Rng& rng) {
  Pace whole;
  finish(sampleBase(whole, p, base, v, scratch, rng));
}

Work baseGap(Pace& pace, const RbmParameters& p, const RbmBase& base, const Matrix& v, RbmScratch& scratch,
             std::span<double> gap) {
  const std::size_t visible = p.visible();
  if (!p.gaussian()) {
    for (std::size_t n = 0; n < gap.size(); ++n) {
      const std::span<const float> column = flat(v).subspan(n * visible, visible);
      gap[n] = kernels::dot(flat(p.b), column) - kernels::dot(flat(base.b), column);
      co_await pace.spent(kPerValue * toDouble(visible));
    }
    co_return;
  }
  precisions(p, scratch.precision);
  basePrecisions(base, scratch);
  for (std::size_t n = 0; n < gap.size(); ++n) {
    double sum = 0;
    for (Index i = 0; i < v.rows(); ++i) {
      const float u = toMachineUnits(p, i, v(i, toIndex(n)));
      const double own = toDouble(u - p.b[i]), free = toDouble(u - base.b[i]);
      sum += toDouble(scratch.noise[toSize(i)]) * free * free - toDouble(scratch.precision[toSize(i)]) * own * own;
    }
    gap[n] = 0.5 * sum;
    co_await pace.spent(3 * kPerValue * toDouble(visible));
  }
}

Work sampleTempered(Pace& pace, const RbmParameters& p, const RbmBase& base, std::span<const float> beta, Matrix& input,
                    Matrix& v, RbmScratch& scratch, Rng& rng) {
  v.resize(input.rows(), input.cols());
  const double per_column = kPerValue * toDouble(input.rows());
  if (!p.gaussian()) {
    for (Index n = 0; n < input.cols(); ++n) {
      const float own = beta[toSize(n)], rest = 1.0f - own;
      for (Index i = 0; i < input.rows(); ++i) input(i, n) = own * input(i, n) + rest * base.b[i];
      co_await pace.spent(per_column);
    }
    if (p.labels == 0) {
      co_await kernels::paced::sigmoidBernoulli(pace, rng, flat(input), flat(v));
      co_return;
    }
    visibleMeansOf(p, input);
    co_await pace.spent(per_column * toDouble(input.cols()));
    co_await kernels::paced::bernoulli(pace, rng, flat(input), flat(v));
    sampleOneOfRows(input, toIndex(p.values()), toIndex(p.labels), rng, v);
    co_return;
  }
  precisions(p, scratch.precision);
  basePrecisions(base, scratch);
  co_await kernels::paced::normal(pace, rng, 0.0f, 1.0f, flat(v));
  for (Index n = 0; n < v.cols(); ++n) {
    const float own = beta[toSize(n)], rest = 1.0f - own;
    for (Index i = 0; i < v.rows(); ++i) {
      const float of_base = rest * scratch.noise[toSize(i)];
      const float of_machine = own * scratch.precision[toSize(i)];
      // A product of two Gaussians is a Gaussian: precisions add, and means are weighted by the precisions.
      const float precision = of_base + of_machine;
      input(i, n) = (of_base * base.b[i] + of_machine * input(i, n)) / precision;
      v(i, n) = input(i, n) + v(i, n) / std::sqrt(precision);
    }
    co_await pace.spent(per_column);
  }
  toDataUnits(p, v);
  toDataUnits(p, input);
  co_await pace.spent(per_column * toDouble(v.cols()));
}

void sampleTempered(const RbmParameters& p, const RbmBase& base, std::span<const float> beta, Matrix& input, Matrix& v,
                    RbmScratch& scratch, Rng& rng) {
  Pace whole;
  finish(sampleTempered(whole, p, base, beta, input, v, scratch, rng));
}

TemperedChains::TemperedChains(const RbmParameters& p, int temperatures, int ladders)
    : temperatures_(temperatures), ladders_(ladders), swap_rate_(Vector::Constant(temperatures - 1, -1.0f)) {
  HARMONIUM_ASSERT(temperatures >= 2 && ladders >= 1);
  const std::size_t width = toSize(ladders);
  for (int t = 0; t < temperatures; ++t) {
    // The coldest chains, beta = 1, come first: their states serve the gradient.
    const float beta = 1.0f - toFloat(t) / toFloat(temperatures - 1);
    beta_.insert(beta_.end(), width, beta);
  }
  energy_.resize(beta_.size());
  chance_.resize(width);
  luck_.resize(width);
  v_.resize(toIndex(p.visible()), toIndex(beta_.size()));
}

Work TemperedChains::step(Pace& pace, const RbmParameters& p, const RbmBase& base, Rng& rng) {
  const std::size_t visible = p.visible(), hidden = p.hidden();
  co_await hiddenInput(pace, p, v_, States::kBinary, scratch_, h_);
  for (std::size_t n = 0; n < beta_.size(); ++n) {
    kernels::scale(beta_[n], flat(h_).subspan(n * hidden, hidden));
    co_await pace.spent(toDouble(hidden));
  }
  co_await kernels::paced::sigmoid(pace, flat(h_), flat(h_));
  co_await kernels::paced::bernoulli(pace, rng, flat(h_), flat(h_));
  co_await visibleInput(pace, p, h_, States::kBinary, scratch_, input_);
  drive_.resize(input_.rows(), input_.cols());
  for (Index n = 0; n < drive_.cols(); ++n) {
    drive_.col(n) = input_.col(n) - p.b;  // W h
    co_await pace.spent(kPerValue * toDouble(visible));
  }
  co_await sampleTempered(pace, p, base, beta_, input_, v_, scratch_, rng);

  // D = - (b.v - b0.v) - c.h - x'W h
  co_await baseGap(pace, p, base, v_, scratch_, energy_);
  std::span<const float> x = flat(v_);
  if (p.gaussian()) {
    precisions(p, scratch_.precision);
    scratch_.x.resize(flat(v_).size());
    visibleSignal(p, v_, scratch_.precision, scratch_.x);
    x = scratch_.x;
    co_await pace.spent(kPerValue * toDouble(v_.size()));
  }
  for (std::size_t n = 0; n < beta_.size(); ++n) {
    energy_[n] = -energy_[n] - kernels::dot(flat(p.c), flat(h_).subspan(n * hidden, hidden)) -
                 kernels::dot(x.subspan(n * visible, visible), flat(drive_).subspan(n * visible, visible));
    co_await pace.spent(toDouble(hidden + visible));
  }
  const int first = turn_[0] == 0 ? 0 : 1;
  turn_[0] = toFloat(1 - first);
  for (int t = first; t + 1 < temperatures_; t += 2) swapPair(t, rng);
}

void TemperedChains::swapPair(int temperature, Rng& rng) {
  const std::size_t width = toSize(ladders_), colder = toSize(temperature) * width;
  const std::size_t hotter = colder + width;
  const double gap = toDouble(beta_[colder]) - toDouble(beta_[hotter]);
  for (std::size_t l = 0; l < width; ++l) {
    chance_[l] = toFloat(std::min(0.0, gap * (energy_[colder + l] - energy_[hotter + l])));
  }
  kernels::exp(chance_, chance_);
  kernels::bernoulli(rng, chance_, luck_);  // a chance of NaN gives 0, which refuses the swap
  int accepted = 0;
  for (std::size_t l = 0; l < width; ++l) {
    if (luck_[l] == 0) continue;
    v_.col(toIndex(colder + l)).swap(v_.col(toIndex(hotter + l)));
    ++accepted;
  }
  const float share = toFloat(accepted) / toFloat(width);
  float& rate = swap_rate_[temperature];
  rate = rate < 0 ? share : rate + kNewShare * (share - rate);
}

}  // namespace harmonium
