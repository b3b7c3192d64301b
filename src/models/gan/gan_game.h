// The losses of a generative adversarial network, its value function, and the optimum of both.
//
//   V(D, G) = mean log D(x) + mean log(1 - D(G(z)))          in nats; D maximises it, G minimises it
//   best D for a given G:   D*(x) = p_data(x) / (p_data(x) + p_model(x))
//   V(D*, G) = -log 4 + 2 JS(p_data || p_model) >= -log 4 = -1.3863, reached where p_model = p_data and D = 1/2
//
// All are written from D's logit a, D = sigmoid(a): log D = -softplus(-a), log(1 - D) = -softplus(a).
// Goodfellow et al. (2014), sections 3 and 4; one-sided smoothing: Salimans et al. (2016), section 3.4.
#pragma once

#include <span>

namespace harmonium {

enum class GeneratorLoss {
  kMinimax,        // G descends  mean log(1 - D(G(z))): the slope falls to 0 where D rejects samples with certainty
  kNonSaturating,  // G descends  -mean log D(G(z)): the same fixed point, and a slope of -1 there
};

// Returns G's loss, given D's logits a of N samples, and writes its slope along each logit into `along_logits`, N:
//   minimax         loss -mean softplus(a)     slope -sigmoid(a) / N        -> 0 as D(G(z)) -> 0
//   non-saturating  loss  mean softplus(-a)    slope -sigmoid(-a) / N = -(1 - D) / N
double generatorLoss(GeneratorLoss kind, std::span<const float> logits, std::span<float> along_logits);

// V and its standard error, from the logits of data and of samples.
struct GameValue {
  double value = 0, error = 0;
};
GameValue gameValue(std::span<const float> data_logits, std::span<const float> sample_logits);

// V at the optimum, where p_model = p_data and D = D*, if D's target on data is 1 - smoothing, and D* itself:
// D* = (1 - smoothing) p_data / (p_data + p_model), which is (1 - smoothing) / 2 at the optimum. Without smoothing, V
// is -log 4.
double optimalValue(double smoothing);
double optimalDiscriminator(double p_data, double p_model, double smoothing);

}  // namespace harmonium
