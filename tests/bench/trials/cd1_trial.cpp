// One CD-1 update of a restricted Boltzmann machine with plain steps (no momentum, no weight decay): the model as
// training runs it, and the same update through dense products alone, which do not know that states are 0 and 1.
#include "kernels/kernels.h"
#include "models/rbm/rbm_model.h"
#include "trial.h"

namespace harmonium::bench {

namespace {

class ModelCd1 final : public Trial {
 public:
  explicit ModelCd1(const Json& task) : batches_(task["batches"]) {
    Settings settings(Rbm::options());
    const int hidden = task["W"]["shape"][1].get<int>();
    (void)settings.set("hidden", hidden);
    (void)settings.set("learningRate", task.value("rate", 0.1));
    for (const char* off : {"momentum", "momentumStart", "weightDecay"}) (void)settings.set(off, 0);
    const Matrix& batch = batches_.next();
    const int visible = static_cast<int>(batch.rows());
    rbm_.initialise(settings,
                    {.rows = 1,
                     .cols = visible,
                     .examples = static_cast<int>(batch.cols()),
                     .mean = Vector::Constant(visible, 0.5f),
                     .binary = true},
                    1);
    for (Tensor& tensor : rbm_.parameters()) copyInto(task[tensor.name], tensor.values);
    rbm_.parametersChanged();
    batches_ = Batches(task["batches"]);
  }

  void run() override {
    rbm_.beginUpdate(batches_.next(), {.update = update_});
    Rng rng(1, Purpose::kUpdate, update_++);
    for (std::size_t phase = 0; phase < rbm_.phases().size(); ++phase) rbm_.runWholePhase(phase, rng);
  }

  std::vector<Tensor> results() override { return rbm_.parameters(); }

 private:
  Batches batches_;
  Rbm rbm_;
  std::uint64_t update_ = 0;
};

namespace k = kernels;

class DenseCd1 final : public Trial {
 public:
  explicit DenseCd1(const Json& task) : batches_(task["batches"]), rate_(task.value("rate", 0.1f)) {
    const std::size_t visible = task["W"]["shape"][0].get<std::size_t>();
    const std::size_t hidden = task["W"]["shape"][1].get<std::size_t>();
    const std::size_t batch = task["batches"]["shape"][1].get<std::size_t>();
    W_ = arrayOf(task["W"]).values;
    b_ = arrayOf(task["b"]).values;
    c_ = arrayOf(task["c"]).values;
    h_mean_.resize(batch * hidden);
    h_ = h_model_ = h_mean_;
    v_mean_.resize(batch * visible);
    v_model_ = v_mean_;
    gradient_.resize(visible * hidden);
    b_gradient_.resize(visible);
    c_gradient_.resize(hidden);
  }

  void run() override {
    const Matrix& data = batches_.next();
    const std::span<const float> v = flat(data);
    const std::size_t visible = b_.size(), hidden = c_.size(), batch = static_cast<std::size_t>(data.cols());
    Rng rng(1, Purpose::kUpdate, update_++);
    k::product(v, W_, batch, visible, hidden, k::Start::kBias, c_, k::Sign::kAdd, h_mean_);
    k::sigmoidBernoulli(rng, h_mean_, h_);
    k::productTransposedB(h_, W_, batch, hidden, visible, k::Start::kBias, b_, k::Sign::kAdd, v_mean_);
    k::sigmoidBernoulli(rng, v_mean_, v_model_);
    k::product(v_model_, W_, batch, visible, hidden, k::Start::kBias, c_, k::Sign::kAdd, h_model_);
    k::sigmoid(h_model_, h_model_);

    k::productTransposedA(v, h_mean_, visible, batch, hidden, k::Start::kZero, {}, k::Sign::kAdd, gradient_);
    k::productTransposedA(v_model_, h_model_, visible, batch, hidden, k::Start::kKeep, {}, k::Sign::kSubtract,
                          gradient_);
    k::sumRows(v, batch, visible, k::Start::kZero, k::Sign::kAdd, b_gradient_);
    k::sumRows(v_model_, batch, visible, k::Start::kKeep, k::Sign::kSubtract, b_gradient_);
    k::sumRows(h_mean_, batch, hidden, k::Start::kZero, k::Sign::kAdd, c_gradient_);
    k::sumRows(h_model_, batch, hidden, k::Start::kKeep, k::Sign::kSubtract, c_gradient_);
    const float step = rate_ / static_cast<float>(batch);
    k::axpy(step, gradient_, W_);
    k::axpy(step, b_gradient_, b_);
    k::axpy(step, c_gradient_, c_);
  }

  std::vector<Tensor> results() override {
    const auto side = [](std::size_t size) { return static_cast<std::uint32_t>(size); };
    return {{"W", {side(b_.size()), side(c_.size())}, W_}, {"b", {side(b_.size())}, b_}, {"c", {side(c_.size())}, c_}};
  }

 private:
  Batches batches_;
  float rate_;
  std::vector<float> W_, b_, c_, h_mean_, h_, h_model_, v_mean_, v_model_, gradient_, b_gradient_, c_gradient_;
  std::uint64_t update_ = 0;
};

}  // namespace

std::unique_ptr<Trial> makeCd1(const Json& task) {
  if (task.value("path", "model") == "dense") return std::make_unique<DenseCd1>(task);
  return std::make_unique<ModelCd1>(task);
}

}  // namespace harmonium::bench
