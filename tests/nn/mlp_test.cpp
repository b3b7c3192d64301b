#include "nn/mlp.h"

#include "kernels/kernels.h"
#include "tests/nn/reference.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

using namespace harmonium;
using nn::Activation;
using nn::Mlp;
using nn::MlpShape;
using nn::MlpTrace;
using nn::Slopes;

namespace {

constexpr Activation kAll[] = {Activation::kLinear, Activation::kRelu, Activation::kLeakyRelu, Activation::kTanh,
                               Activation::kSigmoid};

Mlp randomMlp(MlpShape shape, std::uint64_t seed) {
  Mlp net(std::move(shape));
  Rng rng(seed, Purpose::kParameters);
  kernels::normal(rng, 0, 0.7f, net.values());  // biases too
  return net;
}

Matrix randomMatrix(int rows, int cols, std::uint64_t seed) {
  Matrix m(rows, cols);
  Rng rng(seed, Purpose::kData);
  kernels::normal(rng, 0, 1, flat(m));
  return m;
}

// The loss of all tests here: the sum of c . y over examples, whose slope along the outputs is c itself.
double loss(const MlpShape& shape, const std::vector<double>& values, const std::vector<std::vector<double>>& x,
            const Matrix& c) {
  double sum = 0;
  for (std::size_t n = 0; n < x.size(); ++n) {
    const std::vector<double> y = oracle::forward(shape, values, x[n]);
    for (std::size_t j = 0; j < y.size(); ++j) {
      sum += y[j] * static_cast<double>(c(static_cast<Eigen::Index>(j), static_cast<Eigen::Index>(n)));
    }
  }
  return sum;
}

}  // namespace

TEST_CASE("A network's output is that of its definition in double precision", "[nn][mlp]") {
  for (const Activation hidden : kAll) {
    for (const Activation output : kAll) {
      const MlpShape shape{.sizes = {3, 7, 5, 2}, .hidden = hidden, .output = output};
      const Mlp net = randomMlp(shape, 1);
      const Matrix x = randomMatrix(3, 6, 2);
      MlpTrace trace;
      const Matrix& y = net.forward(x, trace);
      REQUIRE(y.rows() == 2);
      REQUIRE(y.cols() == 6);
      for (Eigen::Index n = 0; n < 6; ++n) {
        const std::vector<double> expected =
            oracle::forward(shape, oracle::doubles(net.values()), oracle::column(x, n));
        for (Eigen::Index j = 0; j < 2; ++j) {
          CHECK_THAT(static_cast<double>(y(j, n)),
                     Catch::Matchers::WithinAbs(expected[static_cast<std::size_t>(j)], 2e-5));
        }
      }
    }
  }
}

TEST_CASE("A network's slopes along parameters and input are its central differences", "[nn][mlp][gradient]") {
  // The differences are taken on the definition in double precision, so all that is left is float rounding.
  for (const std::vector<int>& sizes :
       std::vector<std::vector<int>>{{3, 2}, {3, 7, 2}, {3, 7, 5, 1}, {1, 4, 4, 4, 3}}) {
    for (const Activation hidden : kAll) {
      for (const Activation output : kAll) {
        const MlpShape shape{.sizes = sizes, .hidden = hidden, .output = output};
        const Mlp net = randomMlp(shape, 11);
        const Matrix x = randomMatrix(net.inputs(), 5, 12), c = randomMatrix(net.outputs(), 5, 13);
        MlpTrace trace;
        net.forward(x, trace);
        std::vector<float> along_parameters(net.values().size());
        Matrix along_input;
        net.backward(trace, c, Slopes::kReplace, along_parameters, &along_input);

        std::vector<std::vector<double>> examples;
        for (Eigen::Index n = 0; n < x.cols(); ++n) examples.push_back(oracle::column(x, n));
        const std::vector<double> values = oracle::doubles(net.values());
        INFO(sizes.size() << " sizes, hidden " << static_cast<int>(hidden) << ", output " << static_cast<int>(output));
        CHECK(oracle::relativeError(
                  along_parameters,
                  oracle::slopes([&](const std::vector<double>& v) { return loss(shape, v, examples, c); }, values)) <
              1e-5);
        const std::vector<double> along_examples = oracle::slopes(
            [&](const std::vector<double>& v) {
              std::vector<std::vector<double>> moved = examples;
              const std::size_t each = moved[0].size();
              for (std::size_t i = 0; i < v.size(); ++i) moved[i / each][i % each] = v[i];
              return loss(shape, values, moved, c);
            },
            oracle::doubles(flat(x)));
        CHECK(oracle::relativeError(flat(along_input), along_examples) < 1e-5);
      }
    }
  }
}

TEST_CASE("Slopes can be added up, and left out", "[nn][mlp][gradient]") {
  const Mlp net = randomMlp({.sizes = {2, 6, 1}, .hidden = Activation::kTanh}, 3);
  const Matrix x = randomMatrix(2, 4, 4), both = x.replicate(1, 2), c = Matrix::Ones(1, 4), c_both = Matrix::Ones(1, 8);
  MlpTrace first, second, together;
  net.forward(x, first);
  net.forward(x, second);
  net.forward(both, together);
  std::vector<float> sum(net.values().size()), whole(sum.size());
  Matrix along, only;
  net.backward(first, c, Slopes::kReplace, sum, &along);
  net.backward(second, c, Slopes::kAdd, sum, nullptr);
  net.backward(together, c_both, Slopes::kReplace, whole, nullptr);
  for (std::size_t i = 0; i < sum.size(); ++i) {
    CHECK_THAT(static_cast<double>(sum[i]), Catch::Matchers::WithinAbs(static_cast<double>(whole[i]), 1e-5));
  }
  net.backward(first, c, Slopes::kReplace, {}, &only);
  CHECK(only == along);
}

TEST_CASE("One trace serves batches of different sizes", "[nn][mlp]") {
  const Mlp net = randomMlp({.sizes = {2, 5, 3, 2}}, 5);
  const Matrix large = randomMatrix(2, 9, 6), small = large.leftCols(4);
  MlpTrace trace, fresh;
  net.forward(large, trace);
  const Matrix again = net.forward(small, trace);
  CHECK(again == net.forward(small, fresh));
  std::vector<float> a(net.values().size()), b(a.size());
  Matrix along_a, along_b;
  net.backward(trace, again, Slopes::kReplace, a, &along_a);
  net.backward(fresh, again, Slopes::kReplace, b, &along_b);
  CHECK(a == b);
  CHECK(along_a == along_b);
}

TEST_CASE("Dropout takes hidden values with its chance, keeps their mean, and the way back takes the same ones",
          "[nn][mlp][dropout]") {
  // One hidden layer of 400 units that all give 1: the output is the sum over those that stayed, times 1 / (1 - p).
  Mlp net({.sizes = {1, 400, 1}, .hidden = Activation::kLinear});
  for (float& b : net.biases(0)) b = 1;
  for (float& w : net.weights(1)) w = 1;
  const Matrix x = Matrix::Zero(1, 50);
  MlpTrace trace;
  Rng rng(7, Purpose::kUpdate);
  const float p = 0.25f;
  const Matrix& y = net.forward(x, trace, p, rng);
  // Binomial: mean 400, standard deviation sqrt(400 * 0.75 * 0.25) / 0.75 = 11.5 each, 1.6 of the mean of 50.
  CHECK_THAT(static_cast<double>(y.mean()), Catch::Matchers::WithinAbs(400, 5 * 1.64));
  CHECK(y.minCoeff() < y.maxCoeff());

  std::vector<float> slopes(net.values().size());
  net.backward(trace, Matrix::Ones(1, 50), Slopes::kReplace, slopes, nullptr);
  // db of a hidden unit: the sum of its masks, 1 / (1 - p) for each example that kept it.
  for (Eigen::Index unit = 0; unit < 400; ++unit) {
    CHECK_THAT(static_cast<double>(slopes[400 + static_cast<std::size_t>(unit)]),
               Catch::Matchers::WithinAbs(static_cast<double>(trace.masks[0].row(unit).sum()), 1e-4));
  }

  // The slope with fixed masks against differences: nudge one weight, same masks again.
  Mlp curved = randomMlp({.sizes = {2, 6, 5, 1}, .hidden = Activation::kSigmoid}, 8);
  const Matrix points = randomMatrix(2, 4, 9);
  const auto output = [&](MlpTrace& into) {
    Rng same(9, Purpose::kUpdate);
    return static_cast<double>(curved.forward(points, into, 0.5f, same).sum());
  };
  MlpTrace kept, moved;
  output(kept);
  std::vector<float> along(curved.values().size());
  curved.backward(kept, Matrix::Ones(1, 4), Slopes::kReplace, along, nullptr);
  for (std::size_t i = 0; i < along.size(); i += 3) {
    const float before = curved.values()[i], step = 1e-2f;
    curved.values()[i] = before + step;
    const double above = output(moved);
    curved.values()[i] = before - step;
    const double below = output(moved);
    curved.values()[i] = before;
    // Float outputs near 1 over a step of 0.02: rounding up to 2e-5, curvature below 1e-4.
    CHECK_THAT(static_cast<double>(along[i]), Catch::Matchers::WithinAbs((above - below) / 0.02, 5e-4));
  }

  MlpTrace plain;
  const Matrix without = curved.forward(points, plain);
  CHECK(without == curved.forward(points, plain, 0.0f, rng));
}

TEST_CASE("Weights start with the spread that suits their layer, or the one asked for", "[nn][mlp]") {
  const auto deviation = [](std::span<const float> w) {
    return std::sqrt(kernels::dot(w, w) / static_cast<double>(w.size()));
  };
  Mlp net({.sizes = {200, 300, 100}, .hidden = Activation::kRelu, .output = Activation::kLinear});
  Rng rng(1, Purpose::kParameters);
  net.initialise(rng);
  // The spread of n draws is right to 1 / sqrt(2 n) of itself: 0.3 % and 0.4 % here.
  CHECK_THAT(deviation(net.weights(0)), Catch::Matchers::WithinRel(std::sqrt(2.0 / 200), 0.02));
  CHECK_THAT(deviation(net.weights(1)), Catch::Matchers::WithinRel(std::sqrt(2.0 / 400), 0.02));
  CHECK(deviation(net.biases(0)) == 0);
  net.initialise(rng, 0.05f);
  CHECK_THAT(deviation(net.weights(0)), Catch::Matchers::WithinRel(0.05, 0.02));
  CHECK_THAT(deviation(net.weights(1)), Catch::Matchers::WithinRel(0.05, 0.02));
}

TEST_CASE("Parameters come as tensors that write through", "[nn][mlp]") {
  Mlp net({.sizes = {2, 3, 1}});
  const std::vector<Tensor> all = net.parameters("g.");
  REQUIRE(all.size() == 4);
  CHECK(all[0].name == "g.W0");
  CHECK(all[0].shape == std::vector<std::uint32_t>{2, 3});
  CHECK(all[1].name == "g.b0");
  CHECK(all[1].shape == std::vector<std::uint32_t>{3});
  CHECK(all[3].name == "g.b1");
  std::size_t count = 0;
  for (const Tensor& tensor : all) count += tensor.values.size();
  CHECK(count == net.values().size());
  all[1].values[2] = 5;
  CHECK(net.biases(0)[2] == 5);
}
