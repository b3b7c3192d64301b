// Single kernels: a dense product, functions of many values, and the multiply-add peak that products are set beside.
#include "kernels/kernels.h"
#include "tests/bench/peak.h"
#include "trial.h"

namespace harmonium::bench {

namespace {

namespace k = kernels;

class Product final : public Trial {
 public:
  explicit Product(const Json& task) : a_(arrayOf(task["a"])), b_(arrayOf(task["b"])) {
    c_.resize(a_.shape[0] * b_.shape[1]);
  }

  void run() override {
    k::product(a_.values, b_.values, a_.shape[0], a_.shape[1], b_.shape[1], k::Start::kZero, {}, k::Sign::kAdd, c_);
  }

  std::vector<Tensor> results() override {
    return {{"c", {static_cast<std::uint32_t>(a_.shape[0]), static_cast<std::uint32_t>(b_.shape[1])}, c_}};
  }

 private:
  Array a_, b_;
  std::vector<float> c_;
};

struct Functions {
  void (*exp)(std::span<const float>, std::span<float>);
  void (*sigmoid)(std::span<const float>, std::span<float>);
  void (*bernoulli)(Rng&, std::span<const float>, std::span<float>);
};
constexpr Functions kSimd = {k::simd::exp, k::simd::sigmoid, k::simd::bernoulli};
constexpr Functions kScalar = {k::scalar::exp, k::scalar::sigmoid, k::scalar::bernoulli};

class Elements final : public Trial {
 public:
  explicit Elements(const Json& task)
      : functions_(task.value("build", "simd") == "scalar" ? kScalar : kSimd),
        kernel_(task.value("kernel", "exp")),
        x_(arrayOf(task["x"]).values),
        y_(x_.size()) {}

  void run() override {
    if (kernel_ == "exp") functions_.exp(x_, y_);
    if (kernel_ == "sigmoid") functions_.sigmoid(x_, y_);
    if (kernel_ == "bernoulli") functions_.bernoulli(rng_, x_, y_);
  }

  std::vector<Tensor> results() override { return {{"y", {static_cast<std::uint32_t>(y_.size())}, y_}}; }

 private:
  const Functions& functions_;
  std::string kernel_;
  std::vector<float> x_, y_;
  Rng rng_{1, Purpose::kData};
};

constexpr int kPeakSteps = 10'000;

// The fastest number of chains, found when it is opened.
class Peak final : public Trial {
 public:
  Peak() {
    double best = 0;
    for (const PeakLoop& loop : peakLoops()) {
      loop_ = loop;
      for (int i = 0; i < 50; ++i) run();  // as often as an engine's second compiler wants
      const double began = seconds();
      for (int i = 0; i < 50; ++i) run();
      const double speed = loop.chains / (seconds() - began);
      if (speed > best) {
        best = speed;
        fastest_ = loop;
      }
    }
    loop_ = fastest_;
    operations_ = 8.0f * kPeakSteps * static_cast<float>(loop_.chains);
  }

  void run() override { total_ += loop_.run(0.5f, 0.9f, 0.1f, kPeakSteps); }
  std::vector<Tensor> results() override {
    return {{"operations", {1}, {&operations_, 1}}, {"total", {1}, {&total_, 1}}};
  }

 private:
  PeakLoop loop_{}, fastest_{};
  float operations_ = 0, total_ = 0;
};

}  // namespace

std::unique_ptr<Trial> makePeak(const Json& /*task*/) {
  return std::make_unique<Peak>();
}

std::unique_ptr<Trial> makeProduct(const Json& task) {
  return std::make_unique<Product>(task);
}

std::unique_ptr<Trial> makeElements(const Json& task) {
  return std::make_unique<Elements>(task);
}

}  // namespace harmonium::bench
