// A multilayer perceptron with layers l = 0, 1, ..., L - 1. Each layer is a dense linear map and an activation
// function.
//
//   forward    a_l = W_l' x_l + b_l      y_l = f(a_l)      x_(l+1) = y_l        f: hidden or output activation
//   backward   d_l = dloss/da_l = dloss/dy_l times f'(a_l)
//              dW_l = sum over examples x_l d_l'     db_l = sum over examples d_l     dloss/dx_l = W_l d_l
//
// Examples are columns: x is [inputs] x N. W_l is [in, out] row-major, and b_l is [out].
//
// The parameters of all layers lie in one array, W0 b0 W1 b1 ..., and so do their gradients, so an optimiser
// (nn/optimiser.h) is one loop over both arrays. A forward pass stores what the backward pass needs in a trace. The
// caller owns the trace, so one network may process data and samples before it goes backward through either.
//
// Dropout (Srivastava et al. 2014): a pass with a rate p sets every hidden value to 0 with probability p and divides
// the others by 1 - p. That keeps the expected sums, so a pass without dropout needs no correction.
//
// A team shares the large products; results have the same bits with and without one.
//
// The network allocates nothing after a trace has seen a batch of the same size.
// Rumelhart, Hinton & Williams (1986), Learning representations by back-propagating errors.
#pragma once

#include "base/matrix.h"
#include "base/numbers.h"
#include "base/rng.h"
#include "base/team.h"
#include "base/tensor.h"
#include "base/work.h"
#include "nn/activation.h"

#include <span>
#include <string>
#include <vector>

namespace harmonium::nn {

struct MlpShape {
  std::vector<int> sizes;  // inputs, units of each hidden layer, outputs: at least two entries, each at least 1
  Activation hidden = Activation::kLeakyRelu;
  Activation output = Activation::kLinear;
};

// What a forward pass stores for the backward pass. Each matrix has one column per example.
struct MlpTrace {
  Matrix input;                 // x_0
  std::vector<Matrix> outputs;  // y_l, before dropout
  std::vector<Matrix> masks;    // with dropout, for hidden layers: 0 or 1 / (1 - p)
  std::vector<Matrix> dropped;  // with dropout, for hidden layers: y_l times its mask
  bool dropout = false;
  std::vector<Matrix> slopes;  // scratch of the backward pass: dloss/dy_l, then dloss/da_l

  const Matrix& output() const { return outputs.back(); }
};

// Whether backward() replaces the given gradients or adds to them.
enum class Slopes { kReplace, kAdd };

class Mlp {
 public:
  Mlp() = default;
  explicit Mlp(MlpShape shape);  // all parameters 0

  // Draws the weights from a normal distribution and sets the biases to 0. `deviation` is its standard deviation. With
  // 0 it depends on the layer, so that the variance of the sums stays about the same from layer to layer: sqrt(2 / in)
  // for rectified layers (He et al. 2015), sqrt(2 / (in + out)) for others (Glorot & Bengio 2010).
  void initialise(Rng& rng, float deviation = 0);

  // Computes the output, [outputs] x N, for x, [inputs] x N. The result lies in the trace and is valid until its next
  // use.
  const Matrix& forward(const Matrix& x, MlpTrace& trace, Team* team = nullptr) const;
  // The same with dropout at rate p in [0, 1). It draws from rng only where p > 0.
  const Matrix& forward(const Matrix& x, MlpTrace& trace, float p, Rng& rng, Team* team = nullptr) const;

  // The same as work that can stop; trace.output() holds the result when it is done. `x` may change then.
  Work forward(Pace& pace, const Matrix& x, MlpTrace& trace, float p, Rng& rng, Team* team) const;

  // Computes gradients of a loss from its derivatives with respect to the output, [outputs] x N. along_parameters
  // receives those with respect to the parameters, in the order of values(); an empty span skips them. along_input
  // receives those with respect to the input, [inputs] x N; null skips them. `how` concerns along_parameters only.
  void backward(MlpTrace& trace, const Matrix& along_output, Slopes how, std::span<float> along_parameters,
                Matrix* along_input, Team* team = nullptr) const;
  Work backward(Pace& pace, MlpTrace& trace, const Matrix& along_output, Slopes how, std::span<float> along_parameters,
                Matrix* along_input, Team* team) const;

  int layers() const { return toInt(shape_.sizes.size()) - 1; }
  int inputs() const { return shape_.sizes.front(); }
  int outputs() const { return shape_.sizes.back(); }
  const MlpShape& shape() const { return shape_; }

  // All parameters in one array, and the parts of it that belong to one layer.
  std::span<float> values() { return values_; }
  std::span<const float> values() const { return values_; }
  std::span<float> weights(int layer) { return std::span(values_).subspan(weightsAt(layer), weightCount(layer)); }
  std::span<float> biases(int layer) { return std::span(values_).subspan(biasesAt(layer), size(layer + 1)); }
  std::span<const float> weights(int layer) const {
    return std::span(values_).subspan(weightsAt(layer), weightCount(layer));
  }
  std::span<const float> biases(int layer) const {
    return std::span(values_).subspan(biasesAt(layer), size(layer + 1));
  }

  // The parameters as tensors: prefix + "W0" [in, out], prefix + "b0" [out], prefix + "W1", ...
  std::vector<Tensor> parameters(const std::string& prefix);

 private:
  std::size_t size(int i) const { return toSize(shape_.sizes[toSize(i)]); }
  std::size_t weightCount(int layer) const { return size(layer) * size(layer + 1); }
  std::size_t weightsAt(int layer) const { return starts_[toSize(layer)]; }
  std::size_t biasesAt(int layer) const { return weightsAt(layer) + weightCount(layer); }
  Activation activationOf(int layer) const { return layer + 1 < layers() ? shape_.hidden : shape_.output; }
  Work run(Pace& pace, const Matrix& x, MlpTrace& trace, float p, Rng* rng, Team* team) const;

  MlpShape shape_;
  std::vector<std::size_t> starts_;  // the index in values_ of each layer's first weight
  std::vector<float> values_;
};

}  // namespace harmonium::nn
