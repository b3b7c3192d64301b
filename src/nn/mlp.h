// A multilayer perceptron: layers l = 0, 1, ..., L-1, each a dense map and a function of every sum.
//
//   forward    a_l = W_l' x_l + b_l      y_l = f(a_l)      x_(l+1) = y_l        f: hidden or output activation
//   backward   d_l  slope of the loss along a_l: the slope along y_l times f'(a_l)
//              dW_l = sum over examples x_l d_l'     db_l = sum over examples d_l     slope along x_l = W_l d_l
//
// Examples are columns: x is [inputs] x N, as everywhere. W_l is [in, out] row-major, b_l [out].
//
// The parameters of all layers lie in one array, W0 b0 W1 b1 ..., and so do their slopes: an optimiser (nn/optimiser.h)
// is one walk along both. A forward pass writes all it has to remember into a trace that the caller keeps, so the same
// network may look at data and at samples before it goes back through either.
//
// Dropout (Srivastava et al. 2014): in a pass that is given a rate p, every hidden value is set to 0 with chance p, and
// the rest divided by 1 - p, so that sums keep their size; a pass without rate needs no correction.
//
// A team, where one is handed in, shares the large products; no bit depends on it.
//
// Rumelhart, Hinton & Williams (1986). Nothing is allocated once a trace has seen a batch of the same size.
#pragma once

#include "base/matrix.h"
#include "base/rng.h"
#include "base/team.h"
#include "base/tensor.h"
#include "nn/activation.h"

#include <span>
#include <string>
#include <vector>

namespace harmonium::nn {

struct MlpShape {
  std::vector<int> sizes;  // inputs, hidden layers, outputs: at least two
  Activation hidden = Activation::kLeakyRelu;
  Activation output = Activation::kLinear;
};

// What a forward pass leaves for the way back.
struct MlpTrace {
  Matrix input;                 // x_0
  std::vector<Matrix> outputs;  // y_l, before dropout
  std::vector<Matrix> masks;    // of hidden layers, where dropout is on: 0 or 1 / (1 - p)
  std::vector<Matrix> dropped;  // y_l times its mask
  bool dropout = false;
  std::vector<Matrix> slopes;  // along y_l, then along a_l: scratch of the way back

  const Matrix& output() const { return outputs.back(); }
};

enum class Slopes { kReplace, kAdd };

class Mlp {
 public:
  Mlp() = default;
  explicit Mlp(MlpShape shape);  // all parameters 0

  // Weights from a normal distribution, biases 0. `deviation` 0: what suits the layer, so that sums neither grow nor
  // fade from layer to layer: sqrt(2 / in) after rectified layers (He et al. 2015), else sqrt(2 / (in + out)) (Glorot &
  // Bengio 2010).
  void initialise(Rng& rng, float deviation = 0);

  // y = f(x), [outputs] x N; it lies in the trace. Nothing random.
  const Matrix& forward(const Matrix& x, MlpTrace& trace, Team* team = nullptr) const;
  // The same with dropout at rate p in [0, 1).
  const Matrix& forward(const Matrix& x, MlpTrace& trace, float p, Rng& rng, Team* team = nullptr) const;

  // From the slope of a loss along the output, [outputs] x N, to its slopes along the parameters (an array like
  // values(); left out where empty) and along the input (left out where null).
  void backward(MlpTrace& trace, const Matrix& along_output, Slopes how, std::span<float> along_parameters,
                Matrix* along_input, Team* team = nullptr) const;

  int layers() const { return static_cast<int>(shape_.sizes.size()) - 1; }
  int inputs() const { return shape_.sizes.front(); }
  int outputs() const { return shape_.sizes.back(); }
  const MlpShape& shape() const { return shape_; }

  // All parameters in one array, and where in it those of a layer lie.
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

  // prefix + "W0" [in, out], prefix + "b0" [out], prefix + "W1", ...
  std::vector<Tensor> parameters(const std::string& prefix);

 private:
  std::size_t size(int i) const { return static_cast<std::size_t>(shape_.sizes[static_cast<std::size_t>(i)]); }
  std::size_t weightCount(int layer) const { return size(layer) * size(layer + 1); }
  std::size_t weightsAt(int layer) const { return starts_[static_cast<std::size_t>(layer)]; }
  std::size_t biasesAt(int layer) const { return weightsAt(layer) + weightCount(layer); }
  Activation activationOf(int layer) const { return layer + 1 < layers() ? shape_.hidden : shape_.output; }
  const Matrix& run(const Matrix& x, MlpTrace& trace, float p, Rng* rng, Team* team) const;

  MlpShape shape_;
  std::vector<std::size_t> starts_;  // of each layer's weights
  std::vector<float> values_;
};

}  // namespace harmonium::nn
