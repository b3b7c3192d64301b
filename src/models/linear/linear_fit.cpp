#include "models/linear/linear_fit.h"

#include "base/numbers.h"
#include "kernels/kernels.h"

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

void LinearFit::store(NoiseKind kind, const RealVector& floor) {
  const std::span<float> weights = flat(W), rests = flat(W_rest);
  for (std::size_t i = 0; i < weights.size(); ++i) split(model.W.data()[i], weights[i], rests[i]);
  for (Index i = 0; i < mean.size(); ++i) split(model.mean[i] + offsetOf(i), mean[i], mean_rest[i]);
  for (Index i = 0; i < noise.size(); ++i) split(model.noise[i], noise[i], noise_rest[i]);
  read(kind, floor);
}

void LinearFit::read(NoiseKind kind, const RealVector& floor) {
  const std::span<float> weights = flat(W), rests = flat(W_rest);
  for (std::size_t i = 0; i < weights.size(); ++i) model.W.data()[i] = join(weights[i], rests[i]);
  for (Index i = 0; i < mean.size(); ++i) model.mean[i] = join(mean[i], mean_rest[i]) - offsetOf(i);
  for (Index i = 0; i < noise.size(); ++i) {
    if (noise[i] <= 0) split(floor[i], noise[i], noise_rest[i]);  // written so that a NaN stays one
    model.noise[i] = join(noise[i], noise_rest[i]);
  }
  if (kind == NoiseKind::kShared) model.noise.setConstant(model.noise[0]);
  posteriorOf(model, posterior);
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
