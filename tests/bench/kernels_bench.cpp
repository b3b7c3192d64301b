// The kernels at the sizes of an RBM on MNIST: batch 100, 784 visible and 500 hidden units.
#include "bench.h"
#include "kernels/kernels.h"

#include <cstdio>
#include <vector>

namespace harmonium::bench {
namespace {

namespace k = harmonium::kernels;
using k::Sign;
using k::Start;

constexpr std::size_t kBatch = 100, kVisible = 784, kHidden = 500;

struct Arrays {
  std::vector<float> v = std::vector<float>(kBatch * kVisible), h = std::vector<float>(kBatch * kHidden);
  std::vector<float> v_mean = v, v_model = v, h_mean = h;
  std::vector<float> both_h = std::vector<float>(2 * kBatch * kHidden);  // of the data, then of the model, negated
  std::vector<float> w = std::vector<float>(kVisible * kHidden), gradient = w, velocity = w;
  std::vector<float> b = std::vector<float>(kVisible), c = std::vector<float>(kHidden);
  k::Bits v_bits, h_bits, columns;

  Arrays() {
    Rng rng(1, Purpose::kData);
    k::normal(rng, 0, 0.05f, w);
    k::uniform(rng, v_mean);
    k::uniform(rng, h_mean);
    for (float& p : v_mean) p *= 0.26f;  // 13 % of the pixels are on, as in MNIST
    k::bernoulli(rng, v_mean, v);
    k::bernoulli(rng, h_mean, h);
    k::normal(rng, 0, 1, both_h);
    k::packRows(v, kBatch, kVisible, v_bits);
    k::packRows(h, kBatch, kHidden, h_bits);
    packBoth();
  }
  void packBoth() {
    columns.resize(kVisible, 2 * kBatch);
    k::packColumns(v, kBatch, kVisible, 0, columns);
    k::packColumns(v, kBatch, kVisible, kBatch, columns);
  }
};

void benchProducts(Report& report, Arrays& x) {
  const double flops = 2.0 * kBatch * kVisible * kHidden;
  report.heading("Products, 100 x 784 x 500");
  report.measure("dense h = v W", flops, "GFLOP/s",
                 [&] { k::product(x.v, x.w, kBatch, kVisible, kHidden, Start::kBias, x.c, Sign::kAdd, x.h_mean); });
  report.measure("dense v = h W'", flops, "GFLOP/s", [&] {
    k::productTransposedB(x.h, x.w, kBatch, kHidden, kVisible, Start::kBias, x.b, Sign::kAdd, x.v_mean);
  });
  report.measure("dense v' h", flops, "GFLOP/s", [&] {
    k::productTransposedA(x.v, x.h, kVisible, kBatch, kHidden, Start::kZero, {}, Sign::kAdd, x.gradient);
  });
  report.measure(
      "binary h = v W", flops, "GFLOP/s",
      [&] { k::binaryProduct(x.v_bits, x.w, kHidden, Start::kBias, x.c, x.h_mean); }, "dense h = v W");
  report.measure(
      "binary v = h W'", flops, "GFLOP/s",
      [&] { k::binaryProductTransposedB(x.h_bits, x.w, kVisible, Start::kBias, x.b, x.v_mean); }, "dense v = h W'");
  report.measure("binary v' h, both phases", 2 * flops, "GFLOP/s",
                 [&] { k::binaryProduct(x.columns, x.both_h, kHidden, Start::kZero, {}, x.gradient); });
  report.measure(
      "scalar dense h = v W", flops, "GFLOP/s",
      [&] { k::scalar::product(x.v, x.w, kBatch, kVisible, kHidden, Start::kBias, x.c, Sign::kAdd, x.h_mean); },
      "dense h = v W");
  report.measure(
      "scalar binary h = v W", flops, "GFLOP/s",
      [&] { k::scalar::binaryProduct(x.v_bits, x.w, kHidden, Start::kBias, x.c, x.h_mean); }, "binary h = v W");

  report.heading("Products of real numbers");
  constexpr std::size_t kSide = 512;
  std::vector<float> left(kSide * kSide), right(left), out(left);
  Rng rng(3, Purpose::kData);
  k::normal(rng, 0, 1, left);
  k::normal(rng, 0, 1, right);
  report.measure("dense 512 x 512 x 512", 2.0 * kSide * kSide * kSide, "GFLOP/s",
                 [&] { k::product(left, right, kSide, kSide, kSide, Start::kZero, {}, Sign::kAdd, out); });
  // The products of a layer of 128 units and a batch of 256, then what an adversarial pair on the plane has beside it.
  const auto layer = [&](const std::string& name, auto&& product, std::size_t m, std::size_t depth, std::size_t n) {
    const std::span<const float> a(left.data(), m * depth), b(right.data(), depth * n);
    const std::span<float> c(out.data(), m * n);
    report.measure(name + " " + std::to_string(m) + " x " + std::to_string(depth) + " x " + std::to_string(n),
                   2.0 * static_cast<double>(m * depth * n), "GFLOP/s", [&] {
                     product(a, b, m, depth, n, Start::kZero, std::span<const float>(), Sign::kAdd, c, nullptr,
                             k::fittingTile(), k::Cut());
                   });
  };
  layer("x W", k::product, 256, 128, 128);
  layer("d W'", k::productTransposedB, 256, 128, 128);
  layer("x' d", k::productTransposedA, 128, 256, 128);
  layer("x W", k::product, 256, 2, 128);
  layer("x W", k::product, 256, 128, 2);
  layer("x W", k::product, 256, 128, 1);
  layer("d W'", k::productTransposedB, 256, 1, 128);
  layer("d W'", k::productTransposedB, 256, 128, 2);
  layer("x' d", k::productTransposedA, 128, 256, 1);
  layer("x' d", k::productTransposedA, 128, 256, 2);
  layer("x' d", k::productTransposedA, 2, 256, 128);

  report.heading("Products, small");
  for (const std::size_t m : {1u, 2u, 4u, 8u, 16u}) {
    const std::span<const float> v(x.v.data(), m * kVisible);
    const std::span<float> h(x.h_mean.data(), m * kHidden);
    k::Bits bits;
    k::packRows(v, m, kVisible, bits);
    const std::string rows = std::to_string(m) + " x 784 x 500";
    const double work = 2.0 * static_cast<double>(m) * kVisible * kHidden;
    report.measure("dense " + rows, work, "GFLOP/s",
                   [&] { k::product(v, x.w, m, kVisible, kHidden, Start::kBias, x.c, Sign::kAdd, h); });
    report.measure(
        "binary " + rows, work, "GFLOP/s", [&] { k::binaryProduct(bits, x.w, kHidden, Start::kBias, x.c, h); },
        "dense " + rows);
  }
  report.heading("Packing");
  report.measure("packRows 100 x 784", kBatch * kVisible, "G/s", [&] { k::packRows(x.v, kBatch, kVisible, x.v_bits); });
  report.measure("packColumns 2 x 100 x 784", 2 * kBatch * kVisible, "G/s", [&] { x.packBoth(); });
}

void benchElements(Report& report) {
  constexpr std::size_t kSize = 10000;
  std::vector<float> x(kSize), y(kSize), z(kSize), p(kSize, 0.5f);
  Rng rng(2, Purpose::kData);
  k::normal(rng, 0, 4, x);
  report.heading("Element by element, 10,000 values");
  report.measure("exp", kSize, "G/s", [&] { k::exp(x, y); });
  report.measure("log", kSize, "G/s", [&] { k::log(p, y); });
  report.measure("sigmoid", kSize, "G/s", [&] { k::sigmoid(x, y); });
  report.measure("softplus", kSize, "G/s", [&] { k::softplus(x, y); });
  report.measure("tanh", kSize, "G/s", [&] { k::tanh(x, y); });
  report.measure(
      "scalar sigmoid", kSize, "G/s", [&] { k::scalar::sigmoid(x, y); }, "sigmoid");
  double total = 0;
  report.measure("sum", kSize, "G/s", [&] { total += k::sum(x); });
  report.measure("dot", kSize, "G/s", [&] { total += k::dot(x, y); });
  report.measure("sumSoftplus", kSize, "G/s", [&] { total += k::sumSoftplus(x); });
  report.measure("logSumExp", kSize, "G/s", [&] { total += k::logSumExp(x); });
  report.measure("axpy", kSize, "G/s", [&] { k::axpy(0.5f, x, y); });
  report.measure("momentumStep", kSize, "G/s", [&] { k::momentumStep(y, z, x, 0.01f, 0.1f, 0.5f, 1e-4f); });
  report.heading("Random numbers, 10,000 values");
  report.measure("uniform", kSize, "G/s", [&] { k::uniform(rng, y); });
  report.measure("normal", kSize, "G/s", [&] { k::normal(rng, 0, 1, y); });
  report.measure("bernoulli", kSize, "G/s", [&] { k::bernoulli(rng, p, y); });
  report.measure("sigmoidBernoulli", kSize, "G/s", [&] { k::sigmoidBernoulli(rng, z, y); });
  report.measure(
      "scalar bernoulli", kSize, "G/s", [&] { k::scalar::bernoulli(rng, p, y); }, "bernoulli");
  if (total == 1) std::puts("");  // the sums are used
}

}  // namespace

void benchKernels(Report& report) {
  std::printf("kernels: %s\n", k::instructionSet());
  Arrays arrays;
  benchProducts(report, arrays);
  benchElements(report);
}

}  // namespace harmonium::bench
