// Losses as functions of logits, the sums before a last sigmoid or softmax: nothing overflows, and no slope is lost
// where a probability rounds to 0 or 1.
//
// Every loss is the mean over the examples, in nats; `along_logits` gets its slope, the 1/N included.
#pragma once

#include "base/matrix.h"

#include <span>

namespace harmonium::nn {

// Binary cross entropy of probabilities p = sigmoid(a) against one target t in [0, 1] for all:
//   loss = mean of  -t log p - (1 - t) log(1 - p)  =  mean of  t softplus(-a) + (1 - t) softplus(a)
//   dloss/da = (p - t) / N
// ln 2 = 0.6931 at a = 0 whatever t.
double binaryCrossEntropy(std::span<const float> logits, float target, std::span<float> along_logits);
// The same against a target each.
double binaryCrossEntropy(std::span<const float> logits, std::span<const float> targets, std::span<float> along_logits);

// p = softmax(a): p_c = exp(a_c - log sum_k exp a_k), of every column of a (C x N).
void softmax(const Matrix& logits, Matrix& p);

// Cross entropy of softmax(a) (C x N) against the right class of each example, 0 .. C-1:
//   loss = mean of -log p_class      dloss/da_c = (p_c - [c is the class]) / N
// ln C at equal logits.
double softmaxCrossEntropy(const Matrix& logits, std::span<const int> classes, Matrix& along_logits);

}  // namespace harmonium::nn
