// One digest for each kernel's output on fixed inputs. This same file runs natively and as WebAssembly, with the scalar
// and the vector kernels: where all of them meet one list of digests, all of them make the same bits.
//
// A digest changes only if a kernel's arithmetic is changed on purpose. Then every seeded run changes too, so say so in
// the commit, and take the new figure from the failing test, after the other tests of that kernel have passed.
#include "tests/kernels/kernel_tests.h"

#include <catch2/catch_test_macros.hpp>

#include <functional>

namespace harmonium::test {
namespace {

using kernels::Bits;
using kernels::Sign;
using kernels::Start;

constexpr std::size_t kM = 37, kK = 83, kN = 45;  // sizes of the products

struct Golden {
  const char* name;
  std::uint64_t digest;
  std::function<std::vector<float>(const KernelSet&)> output;
};

std::vector<float> applied(decltype(&kernels::scalar::exp) kernel, std::span<const float> x) {
  std::vector<float> y(x.size());
  kernel(x, y);
  return y;
}

std::vector<float> drawn(const std::function<void(Rng&, std::span<float>)>& draw) {
  Rng rng(2024, Purpose::kSample, 5);
  std::vector<float> out(1003);
  draw(rng, out);
  return out;
}

std::vector<float> product(decltype(&kernels::scalar::product) kernel, Start start) {
  const std::vector<float> a = spreadValues(kM * kK, 1, 1), b = spreadValues(kK * kN, 1, 2);
  const std::vector<float> bias = spreadValues(start == Start::kBias ? kN : 0, 1, 3);
  std::vector<float> c = spreadValues(kM * kN, 1, 4);
  kernel(a, b, kM, kK, kN, start, bias, Sign::kSubtract, c, nullptr, kernels::fittingTile(), {});
  return c;
}

std::vector<float> binary(const KernelSet& set, decltype(&kernels::scalar::binaryProduct) kernel) {
  const std::vector<float> b = spreadValues(kK * kN, 1, 2), bias = spreadValues(kN, 1, 3);
  Bits bits;
  set.packRows(coins(kM * kK, 0.5f, 1), kM, kK, bits);
  std::vector<float> c(kM * kN);
  kernel(bits, b, kN, Start::kBias, bias, c, nullptr, {});
  return c;
}

std::vector<float> sums(const KernelSet& set) {
  const std::vector<float> x = spreadValues(1003, 5, 1), y = spreadValues(1003, 5, 2);
  const double values[] = {set.sum(x), set.dot(x, y), set.squaredDistance(x, y), set.sumSoftplus(x)};
  std::vector<float> bits;
  for (const double value : values) {
    const std::uint64_t word = std::bit_cast<std::uint64_t>(value);
    // The two halves of a double, as whole numbers small enough to be exact in float.
    for (int shift = 0; shift < 64; shift += 16) bits.push_back(static_cast<float>(word >> shift & 0xffff));
  }
  bits.push_back(set.logSumExp(x));
  return bits;
}

std::vector<float> momentum(const KernelSet& set) {
  std::vector<float> w = spreadValues(1003, 1, 1), velocity = spreadValues(1003, 1, 2);
  set.momentumStep(w, velocity, spreadValues(1003, 9, 3), 0.01f, 0.05f, 0.9f, 0.001f, nullptr);
  w.insert(w.end(), velocity.begin(), velocity.end());
  return w;
}

std::vector<float> adam(const KernelSet& set) {
  std::vector<float> w = spreadValues(1003, 1, 1), mean = spreadValues(1003, 1, 2), square = coins(1003, 0.5f, 3);
  set.adamStep(w, mean, square, spreadValues(1003, 9, 4), -0.5f, 0.9f, 0.999f, 0.01f, 1e-7f, nullptr);
  w.insert(w.end(), mean.begin(), mean.end());
  w.insert(w.end(), square.begin(), square.end());
  return w;
}

std::vector<float> activations(const KernelSet& set) {
  std::vector<float> out;
  for (const auto back : {set.multiply, set.sigmoidBack, set.tanhBack}) {
    std::vector<float> d = spreadValues(1003, 2, 2);
    back(spreadValues(1003, 1, 1), d);
    out.insert(out.end(), d.begin(), d.end());
  }
  std::vector<float> y = spreadValues(1003, 3, 3), d = spreadValues(1003, 2, 2);
  set.leakyRelu(0.2f, y, y);
  set.leakyReluBack(0.2f, y, d);
  out.insert(out.end(), y.begin(), y.end());
  out.insert(out.end(), d.begin(), d.end());
  return out;
}

std::vector<Golden> goldens() {
  const auto range = [](float spread) { return spreadValues(5003, spread, 9); };
  return {
      {"exp", 0xfea07b21dac8a61e, [=](const KernelSet& set) { return applied(set.exp, range(80)); }},
      {"log", 0xbec808b2728020fa, [=](const KernelSet& set) { return applied(set.log, applied(set.exp, range(80))); }},
      {"sigmoid", 0x771a726e675b3421, [=](const KernelSet& set) { return applied(set.sigmoid, range(20)); }},
      {"softplus", 0xe6ad9a2936f38031, [=](const KernelSet& set) { return applied(set.softplus, range(20)); }},
      {"tanh", 0xe6b290d22dc146cc, [=](const KernelSet& set) { return applied(set.tanh, range(5)); }},
      {"sums", 0x639ffce601841b96, sums},
      {"momentumStep", 0xeb1b392f01f66dc2, momentum},
      {"adamStep", 0xaebbe12bf03e5f7f, adam},
      {"multiply, leakyRelu, leakyReluBack, sigmoidBack, tanhBack", 0x12bde416bddcd03, activations},
      {"uniform", 0x3020db0c82f3f8f4, [](const KernelSet& set) { return drawn(set.uniform); }},
      {"normal", 0xe940a1e0ccd210c5,
       [](const KernelSet& set) {
         return drawn([&](Rng& rng, std::span<float> out) { set.normal(rng, 0.5f, 2, out); });
       }},
      {"sigmoidBernoulli", 0x28b0ac9bebaa48a8,
       [](const KernelSet& set) {
         return drawn([&](Rng& rng, std::span<float> out) {
           std::vector<float> a = spreadValues(out.size(), 4, 3);
           set.sigmoidBernoulli(rng, a, out);
         });
       }},
      {"product", 0x39fed077f7b2e3c3, [](const KernelSet& set) { return product(set.product, Start::kBias); }},
      {"productTransposedB", 0xba57ab394e8eba79,
       [](const KernelSet& set) { return product(set.productTransposedB, Start::kKeep); }},
      {"productTransposedA", 0xc777d0e82a3ed6e2,
       [](const KernelSet& set) { return product(set.productTransposedA, Start::kZero); }},
      {"binaryProduct", 0xed3dbd92de3b3945, [](const KernelSet& set) { return binary(set, set.binaryProduct); }},
      {"binaryProductTransposedB", 0x87b89ce59f1d7fb8,
       [](const KernelSet& set) { return binary(set, set.binaryProductTransposedB); }},
  };
}

}  // namespace

TEST_CASE("kernels give the same digests on every machine", "[kernels][golden][bits]") {
  for (const KernelSet& set : bothSets()) {
    for (const Golden& golden : goldens()) {
      const std::uint64_t digest = hashOf(golden.output(set));
      INFO(set.name << " " << golden.name << ": 0x" << std::hex << digest);
      CHECK(digest == golden.digest);
    }
  }
}

TEST_CASE("Rng's own draws give the same digest on every machine", "[base][rng][golden][bits]") {
  Rng rng(2024, Purpose::kData, 1);
  std::vector<float> draws;
  for (int i = 0; i < 1000; ++i) {
    draws.push_back(rng.normal());
    draws.push_back(rng.uniform());
    draws.push_back(static_cast<float>(rng.below(1000)));
  }
  const std::uint64_t digest = hashOf(draws);
  INFO("0x" << std::hex << digest);
  CHECK(digest == 0xb5a909f03e008271);
}

}  // namespace harmonium::test
