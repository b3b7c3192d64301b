#include "models/linear/linear_fit.h"

#include "base/numbers.h"
#include "kernels/kernels.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace harmonium {

namespace {

// Splits a double into two floats, value = kept + rest, up to the precision of two floats.
void split(double value, float& kept, float& rest) {
  kept = toFloat(value);
  rest = std::isfinite(kept) ? toFloat(value - toDouble(kept)) : 0.0f;
}

// Joins the two. If `rest` is larger than a rounding error of `kept`, somebody has set `kept` since, and `rest` belongs
// to another value.
double join(float kept, float& rest) {
  const double value = toDouble(kept) + toDouble(rest);
  if (toFloat(value) == kept) return value;
  rest = 0;
  return toDouble(kept);
}

}  // namespace

void LinearFit::begin(NoiseKind kind, const Vector& deviation, Index factors, float spread, const Vector& first_mean,
                      const RealVector& first_noise, Rng& rng) {
  const Index V = deviation.size();
  W.resize(V, factors);
  kernels::normal(rng, 0.0f, spread, flat(W));
  for (Index i = 0; i < V; ++i) W.row(i) *= deviation[i];
  mean.resize(V);
  noise = first_noise.head(kind == NoiseKind::kShared ? 1 : V).cast<float>();
  W_rest = RowMatrix::Zero(V, factors);
  mean_rest = Vector::Zero(V);
  for (Index i = 0; i < V; ++i) split(toDouble(first_mean[i]) + offsetOf(i), mean[i], mean_rest[i]);
  noise_rest = Vector::Zero(noise.size());
  model = {.W = RealMatrix(V, factors), .mean = RealVector(V), .noise = RealVector(V)};
  reached = std::numeric_limits<double>::quiet_NaN();
}

// Rounds the model of a step to what the floats hold.
void LinearFit::round(NoiseKind kind, const RealVector& floor, LinearStep& next) const {
  const std::size_t weights = toSize(W.size()), variances = toSize(noise.size());
  for (std::vector<float>* floats : {&next.W, &next.W_rest}) floats->resize(weights);
  for (std::vector<float>* floats : {&next.noise, &next.noise_rest}) floats->resize(variances);
  for (std::size_t i = 0; i < weights; ++i) {
    double& weight = next.model.W.data()[i];
    split(weight, next.W[i], next.W_rest[i]);
    weight = join(next.W[i], next.W_rest[i]);
  }
  for (std::size_t i = 0; i < variances; ++i) {
    double& variance = next.model.noise[toIndex(i)];
    split(variance, next.noise[i], next.noise_rest[i]);
    if (next.noise[i] <= 0) split(floor[toIndex(i)], next.noise[i], next.noise_rest[i]);  // a NaN stays one
    variance = join(next.noise[i], next.noise_rest[i]);
  }
  if (kind == NoiseKind::kShared) next.model.noise.setConstant(next.model.noise[0]);
}

void LinearFit::swapIn(LinearStep& next) {
  std::swap(model, next.model);
  std::swap(posterior, next.posterior);
  std::ranges::copy(next.W, flat(W).begin());
  std::ranges::copy(next.W_rest, flat(W_rest).begin());
  std::ranges::copy(next.noise, flat(noise).begin());
  std::ranges::copy(next.noise_rest, flat(noise_rest).begin());
  for (Index i = 0; i < mean.size(); ++i) {
    split(model.mean[i] + offsetOf(i), mean[i], mean_rest[i]);
    model.mean[i] = join(mean[i], mean_rest[i]) - offsetOf(i);
  }
}

Work LinearFit::take(Pace& pace, NoiseKind kind, const RealVector& floor, LinearStep& next) {
  round(kind, floor, next);
  co_await posteriorOf(pace, next.model, next.posterior);
  swapIn(next);
}

void LinearFit::take(NoiseKind kind, const RealVector& floor, LinearStep& next) {
  round(kind, floor, next);
  posteriorOf(next.model, next.posterior);
  swapIn(next);
}

Work LinearFit::read(Pace& pace, NoiseKind kind, const RealVector& floor) {
  const std::span<float> weights = flat(W), rests = flat(W_rest);
  for (std::size_t i = 0; i < weights.size(); ++i) model.W.data()[i] = join(weights[i], rests[i]);
  for (Index i = 0; i < mean.size(); ++i) model.mean[i] = join(mean[i], mean_rest[i]) - offsetOf(i);
  for (Index i = 0; i < noise.size(); ++i) {
    if (noise[i] <= 0) split(floor[i], noise[i], noise_rest[i]);  // written so that a NaN stays one
    model.noise[i] = join(noise[i], noise_rest[i]);
  }
  if (kind == NoiseKind::kShared) model.noise.setConstant(model.noise[0]);
  return posteriorOf(pace, model, posterior);
}

void LinearFit::addState(const std::string& prefix, bool all, std::vector<Tensor>& out) {
  if (all) {
    out.push_back(tensorOf(prefix + "W", W));
    out.push_back(tensorOf(prefix + "mean", mean));
    out.push_back(tensorOf(prefix + "noise", noise));
  }
  out.push_back(tensorOf(prefix + "W.rest", W_rest));
  out.push_back(tensorOf(prefix + "mean.rest", mean_rest));
  out.push_back(tensorOf(prefix + "noise.rest", noise_rest));
}

}  // namespace harmonium
