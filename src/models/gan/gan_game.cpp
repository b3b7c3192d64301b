#include "models/gan/gan_game.h"

#include "base/numbers.h"
#include "base/reals.h"
#include "nn/losses.h"

#include <cmath>

namespace harmonium {

namespace {

// The mean of -softplus(sign a) over the logits a, and the variance of that mean.
struct Term {
  double mean = 0, variance = 0;
};
Term meanLog(std::span<const float> logits, double sign) {
  const double count = toDouble(logits.size());
  double sum = 0, squares = 0;
  for (const float a : logits) {
    const double value = -reals::softplus(sign * toDouble(a));
    sum += value;
    squares += value * value;
  }
  const double mean = sum / count;
  return {mean, count > 1 ? (squares / count - mean * mean) / (count - 1) : 0};
}

}  // namespace

double generatorLoss(GeneratorLoss kind, std::span<const float> logits, std::span<float> along_logits) {
  if (kind == GeneratorLoss::kNonSaturating) return nn::binaryCrossEntropy(logits, 1, along_logits);
  // mean log(1 - D) is the cross entropy for the target 0 with its sign reversed.
  const double loss = -nn::binaryCrossEntropy(logits, 0, along_logits);
  for (float& slope : along_logits) slope = -slope;
  return loss;
}

GameValue gameValue(std::span<const float> data_logits, std::span<const float> sample_logits) {
  const Term data = meanLog(data_logits, -1), samples = meanLog(sample_logits, 1);
  return {data.mean + samples.mean, std::sqrt(std::fmax(0.0, data.variance + samples.variance))};
}

double optimalValue(double smoothing) {
  const double d = (1 - smoothing) / 2;
  return reals::log(d) + reals::log(1 - d);
}

double optimalDiscriminator(double p_data, double p_model, double smoothing) {
  return (1 - smoothing) * p_data / (p_data + p_model);
}

}  // namespace harmonium
