// The game of a generative adversarial network, as functions of numbers: what D and G are paid, and where it ends.
//
//   V(D, G) = mean log D(x) + mean log(1 - D(G(z)))          in nats; D climbs it, G descends
//   best D for a given G:   D*(x) = p_data(x) / (p_data(x) + p_model(x))
//   V(D*, G) = -log 4 + 2 JS(p_data || p_model) >= -log 4 = -1.3863, reached where p_model = p_data and D = 1/2
//
// All are written from D's logit a, D = sigmoid(a): log D = -softplus(-a), log(1 - D) = -softplus(a).
// Goodfellow et al. (2014), sections 3 and 4; one-sided smoothing: Salimans et al. (2016), section 3.4.
#pragma once

#include <span>

namespace harmonium {

enum class GeneratorLoss {
  kMinimax,        // G descends  mean log(1 - D(G(z))): its slope fades, like D itself, where D is sure
  kNonSaturating,  // G descends  -mean log D(G(z)): the same fixed point, and a slope of -1 where D is sure
};

// G's loss over the logits that D gives to samples, and its slope along each, 1/N included:
//   minimax         loss -mean softplus(a)     slope -sigmoid(a) / N        -> 0 as D(G(z)) -> 0
//   non-saturating  loss  mean softplus(-a)    slope -sigmoid(-a) / N = -(1 - D) / N
double generatorLoss(GeneratorLoss kind, std::span<const float> logits, std::span<float> along_logits);

// V and its standard error, from the logits of data and of samples.
struct GameValue {
  double value = 0, error = 0;
};
GameValue gameValue(std::span<const float> data_logits, std::span<const float> sample_logits);

// V where p_model = p_data and D is the best there is, when D is asked for 1 - smoothing on data in place of 1. Then
// D* = (1 - smoothing) p_data / (p_data + p_model), (1 - smoothing)/2 at the end. -log 4 without smoothing.
double optimalValue(double smoothing);
double optimalDiscriminator(double p_data, double p_model, double smoothing);

}  // namespace harmonium
