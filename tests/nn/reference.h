// A multilayer perceptron again, in double precision and by the definition, sum by sum: the oracle of nn/mlp.h. It
// shares with the code under test the parameters and nothing else.
#pragma once

#include "nn/mlp.h"

#include <cmath>
#include <functional>
#include <vector>

namespace harmonium::oracle {

inline double activated(nn::Activation kind, double a) {
  switch (kind) {
    case nn::Activation::kLinear:
      return a;
    case nn::Activation::kRelu:
      return a > 0 ? a : 0;
    case nn::Activation::kLeakyRelu:
      return a > 0 ? a : 0.2 * a;
    case nn::Activation::kTanh:
      return std::tanh(a);
    case nn::Activation::kSigmoid:
      return 1 / (1 + std::exp(-a));
  }
  return 0;
}

// y = f(x) with the parameters in `values`, laid out as Mlp::values().
inline std::vector<double> forward(const nn::MlpShape& shape, const std::vector<double>& values,
                                   std::vector<double> x) {
  std::size_t at = 0;
  for (std::size_t l = 0; l + 1 < shape.sizes.size(); ++l) {
    const std::size_t in = static_cast<std::size_t>(shape.sizes[l]), out = static_cast<std::size_t>(shape.sizes[l + 1]);
    std::vector<double> y(out);
    for (std::size_t j = 0; j < out; ++j) {
      double sum = values[at + in * out + j];
      for (std::size_t i = 0; i < in; ++i) sum += x[i] * values[at + i * out + j];
      y[j] = activated(l + 2 < shape.sizes.size() ? shape.hidden : shape.output, sum);
    }
    at += in * out + out;
    x = y;
  }
  return x;
}

inline std::vector<double> doubles(std::span<const float> values) {
  return {values.begin(), values.end()};
}
inline std::vector<double> column(const Matrix& m, Eigen::Index n) {
  return {m.col(n).begin(), m.col(n).end()};
}

// Central differences of f along every one of x.
inline std::vector<double> slopes(const std::function<double(const std::vector<double>&)>& f, std::vector<double> x,
                                  double step = 1e-5) {
  std::vector<double> all(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double kept = x[i];
    x[i] = kept + step;
    const double above = f(x);
    x[i] = kept - step;
    const double below = f(x);
    x[i] = kept;
    all[i] = (above - below) / (2 * step);
  }
  return all;
}

// |a - b| in the norm of the whole vector, relative to b's; 0 where both are 0.
inline double relativeError(std::span<const float> a, const std::vector<double>& b) {
  double off = 0, size = 0;
  for (std::size_t i = 0; i < b.size(); ++i) {
    const double difference = static_cast<double>(a[i]) - b[i];
    off += difference * difference;
    size += b[i] * b[i];
  }
  return off == 0 ? 0 : std::sqrt(off / size);
}

}  // namespace harmonium::oracle
