// Losses as functions of logits. A logit is the sum that enters the last sigmoid or softmax. Computing a loss from
// logits rather than from probabilities avoids overflow, and no gradient is lost where a probability rounds to 0 or 1.
//
// Every loss is the mean over the examples, in nats. `along_logits` receives its gradient with respect to the logits,
// including the factor 1/N. Empty inputs fail an assertion.
#pragma once

#include "base/matrix.h"

#include <span>

namespace harmonium::nn {

// The binary cross entropy of probabilities p = sigmoid(a) against one target t in [0, 1] for all N logits:
//   loss = mean of  -t log p - (1 - t) log(1 - p)  =  mean of  t softplus(-a) + (1 - t) softplus(a)
//   dloss/da = (p - t) / N
// At a = 0 the loss is ln 2 = 0.6931 for any t. along_logits has as many values as logits.
double binaryCrossEntropy(std::span<const float> logits, float target, std::span<float> along_logits);
// The same with one target per logit.
double binaryCrossEntropy(std::span<const float> logits, std::span<const float> targets, std::span<float> along_logits);

// p = softmax(a) for every column of a: p_c = exp(a_c - log sum_k exp a_k). logits and p are C x N; p is resized.
void softmax(const Matrix& logits, Matrix& p);

// The cross entropy of softmax(a) against the class of each example. logits: C x N; classes: N values in 0 .. C - 1;
// along_logits becomes C x N.
//   loss = mean of -log p_class      dloss/da_c = (p_c - [c is the class]) / N
// At equal logits the loss is ln C.
double softmaxCrossEntropy(const Matrix& logits, std::span<const int> classes, Matrix& along_logits);

}  // namespace harmonium::nn
