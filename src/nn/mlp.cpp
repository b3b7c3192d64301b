#include "nn/mlp.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "kernels/paced.h"

#include <cmath>

namespace harmonium::nn {

using kernels::Sign;
using kernels::Start;

namespace {

constexpr double kPerValue = 8;  // operations per value of an activation function, a mask or their derivatives

// Rectified units pass on about half of the variance, so their weights start larger.
bool isRectified(Activation kind) {
  return kind == Activation::kRelu || kind == Activation::kLeakyRelu;
}

}  // namespace

// The parameters lie as W0 b0 W1 b1 ..., which is also the order of parameters() and of saved files.
Mlp::Mlp(MlpShape shape) : shape_(std::move(shape)) {
  HARMONIUM_ASSERT(shape_.sizes.size() >= 2);
  std::size_t at = 0;
  for (int layer = 0; layer < layers(); ++layer) {
    starts_.push_back(at);
    at += weightCount(layer) + size(layer + 1);
  }
  values_.assign(at, 0.0f);
}

void Mlp::initialise(Rng& rng, float deviation) {
  for (int layer = 0; layer < layers(); ++layer) {
    const double in = toDouble(size(layer)), out = toDouble(size(layer + 1));
    // Both rules keep the variance of the sums about the same from layer to layer.
    const double fitting = isRectified(activationOf(layer)) ? std::sqrt(2 / in) : std::sqrt(2 / (in + out));
    kernels::normal(rng, 0, deviation > 0 ? deviation : toFloat(fitting), weights(layer));
    for (float& b : biases(layer)) b = 0;
  }
}

const Matrix& Mlp::forward(const Matrix& x, MlpTrace& trace, Team* team) const {
  Pace whole;
  finish(run(whole, x, trace, 0, nullptr, team));
  return trace.output();
}

const Matrix& Mlp::forward(const Matrix& x, MlpTrace& trace, float p, Rng& rng, Team* team) const {
  Pace whole;
  finish(run(whole, x, trace, p, &rng, team));
  return trace.output();
}

Work Mlp::forward(Pace& pace, const Matrix& x, MlpTrace& trace, float p, Rng& rng, Team* team) const {
  return run(pace, x, trace, p, &rng, team);
}

Work Mlp::run(Pace& pace, const Matrix& x, MlpTrace& trace, float p, Rng* rng, Team* team) const {
  HARMONIUM_ASSERT(x.rows() == inputs());
  const std::size_t examples = columnCount(x), count = toSize(layers());
  trace.dropout = rng != nullptr && p > 0;
  trace.outputs.resize(count);
  if (trace.dropout) {
    trace.masks.resize(count);
    trace.dropped.resize(count);
  }
  // The trace keeps a copy of the input, because the caller may reuse x before it goes backward.
  trace.input = x;
  const Matrix* from = &trace.input;
  for (int layer = 0; layer < layers(); ++layer) {
    const std::size_t l = toSize(layer);
    Matrix& y = trace.outputs[l];
    y.resize(shape_.sizes[l + 1], x.cols());
    co_await kernels::paced::product(pace, flat(*from), weights(layer), examples, size(layer), size(layer + 1),
                                     Start::kBias, biases(layer), Sign::kAdd, flat(y), team);
    activate(activationOf(layer), flat(y));
    co_await pace.spent(kPerValue * toDouble(y.size()));
    from = &y;
    if (!trace.dropout || layer + 1 == layers()) continue;
    Matrix &mask = trace.masks[l], &dropped = trace.dropped[l];
    mask.resize(y.rows(), y.cols());
    // The mask holds 0 or 1 / (1 - p). The undropped output stays too, because the derivative of f needs it.
    for (float& chance : flat(mask)) chance = 1 - p;
    co_await kernels::paced::bernoulli(pace, *rng, flat(mask), flat(mask));
    kernels::scale(1 / (1 - p), flat(mask));
    dropped = y;
    kernels::multiply(flat(mask), flat(dropped));
    from = &dropped;
  }
}

void Mlp::backward(MlpTrace& trace, const Matrix& along_output, Slopes how, std::span<float> along_parameters,
                   Matrix* along_input, Team* team) const {
  Pace whole;
  finish(backward(whole, trace, along_output, how, along_parameters, along_input, team));
}

Work Mlp::backward(Pace& pace, MlpTrace& trace, const Matrix& along_output, Slopes how,
                   std::span<float> along_parameters, Matrix* along_input, Team* team) const {
  HARMONIUM_ASSERT(along_output.rows() == outputs() && along_output.cols() == trace.input.cols());
  HARMONIUM_ASSERT(along_parameters.empty() || along_parameters.size() == values_.size());
  const std::size_t examples = columnCount(along_output);
  const Start start = how == Slopes::kAdd ? Start::kKeep : Start::kZero;
  trace.slopes.resize(toSize(layers()));
  trace.slopes.back() = along_output;
  for (int layer = layers() - 1; layer >= 0; --layer) {
    const std::size_t l = toSize(layer), in = size(layer), out = size(layer + 1);
    Matrix& d = trace.slopes[l];
    // The forward pass applied f and then the mask, so the backward pass applies the mask and then f'.
    if (trace.dropout && layer + 1 < layers()) kernels::multiply(flat(trace.masks[l]), flat(d));
    activateBack(activationOf(layer), flat(trace.outputs[l]), flat(d));
    if (!along_parameters.empty()) {
      const Matrix& x = layer == 0 ? trace.input : trace.dropout ? trace.dropped[l - 1] : trace.outputs[l - 1];
      co_await kernels::paced::productTransposedA(pace, flat(x), flat(d), in, examples, out, start, {}, Sign::kAdd,
                                                  along_parameters.subspan(weightsAt(layer), weightCount(layer)), team);
      kernels::sumRows(flat(d), examples, out, start, Sign::kAdd, along_parameters.subspan(biasesAt(layer), out));
    }
    if (layer == 0 && along_input == nullptr) co_return;  // nobody needs the product below
    Matrix& below = layer == 0 ? *along_input : trace.slopes[l - 1];
    below.resize(shape_.sizes[l], along_output.cols());
    co_await kernels::paced::productTransposedB(pace, flat(d), weights(layer), examples, out, in, Start::kZero, {},
                                                Sign::kAdd, flat(below), team);
    co_await pace.spent(kPerValue * toDouble(d.size()));
  }
}

std::vector<Tensor> Mlp::parameters(const std::string& prefix) {
  std::vector<Tensor> all;
  for (int layer = 0; layer < layers(); ++layer) {
    const std::uint32_t in = toU32(size(layer)), out = toU32(size(layer + 1));
    all.push_back({prefix + "W" + std::to_string(layer), {in, out}, weights(layer)});
    all.push_back({prefix + "b" + std::to_string(layer), {out}, biases(layer)});
  }
  return all;
}

}  // namespace harmonium::nn
