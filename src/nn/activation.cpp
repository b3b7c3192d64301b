#include "nn/activation.h"

#include "kernels/kernels.h"

namespace harmonium::nn {

// Nothing needs the sums afterwards, so each function overwrites them and a layer needs no second array.
void activate(Activation kind, std::span<float> a) {
  switch (kind) {
    case Activation::kLinear:
      return;
    case Activation::kRelu:
      return kernels::leakyRelu(0, a, a);
    case Activation::kLeakyRelu:
      return kernels::leakyRelu(kLeak, a, a);
    case Activation::kTanh:
      return kernels::tanh(a, a);
    case Activation::kSigmoid:
      return kernels::sigmoid(a, a);
  }
}

// A linear layer leaves the gradient as it is, since its derivative is 1.
void activateBack(Activation kind, std::span<const float> y, std::span<float> d) {
  switch (kind) {
    case Activation::kLinear:
      return;
    case Activation::kRelu:
      return kernels::leakyReluBack(0, y, d);
    case Activation::kLeakyRelu:
      return kernels::leakyReluBack(kLeak, y, d);
    case Activation::kTanh:
      return kernels::tanhBack(y, d);
    case Activation::kSigmoid:
      return kernels::sigmoidBack(y, d);
  }
}

}  // namespace harmonium::nn
