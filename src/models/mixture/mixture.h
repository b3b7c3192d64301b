// The model "mixture of Bernoullis". Every example comes from one of K components; given the component, its values are
// independent binary variables. The likelihood is exact, so the model is a baseline for RBMs.
//
//   p(v) = sum over k of w_k prod over i of m_ik^v_i (1 - m_ik)^(1 - v_i)
//
//   w: K, weights, sum to 1        m: V x K, the mean of every value under every component, in (0, 1)
//
//   a_k(v) = log w_k + sum_i log(1 - m_ik) + v.L_k      L_ik = log m_ik - log(1 - m_ik)
//   log p(v) = log sum over k of exp(a_k)               r_k(v) = softmax(a)_k = p(k | v), the share of component k
//
// EM, on all examples in every update (Dempster, Laird & Rubin 1977):
//   expect     r_k of every example, and their sums: R_k, and S_ik = sum over the examples of r_k v_i
//   maximise   w_k = (R_k + s) / (N + K s)      m_ik = (S_ik + s) / (R_k + 2 s)
// s is the smoothing. In the means it acts like 2 s more examples per component, with every value on in half of them;
// in the weights, like s more. So no mean becomes 0 or 1, and an example with one unseen pixel keeps a probability
// above 0. EM never lowers the likelihood plus the logarithm of this prior.
//
// Grey values that are not drawn as 0 or 1 count as probabilities: the formulas are the same with v between 0 and 1.
//
// Parameters: weights [K], means [K, V]. Salakhutdinov & Murray (2008) give -137.64 nats for 500 components on MNIST.
#pragma once

#include "base/numbers.h"
#include "models/layers/link.h"
#include "models/model.h"

#include <vector>

namespace harmonium {

// Quantities computed from the parameters, with which the inputs a are one product.
struct MixtureScores {
  RowMatrix L;  // V x K
  Vector bias;  // K: log w_k + sum_i log(1 - m_ik)
};

class Mixture final
    : public ModelOf<Mixture, faces::Samples, faces::Density, faces::Codes, faces::Pictures, faces::Watched> {
 public:
  static const OptionTable& options();
  static const std::vector<Phase>& phaseTable();
  static const std::vector<ViewOffer>& viewNames();
  static const std::vector<Preset>& presets();
  static Status accepts(const DataSummary& data);
  static MemoryNeed memory(const Settings& settings, const DataSummary& data);

  Work begin(Pace& pace, const Settings& settings, const DataSummary& data, std::uint64_t seed) override;
  void configure(const Settings& settings) override;
  Needs needs() const override { return {.whole_set = WholeSet::kEveryUpdate}; }
  Work see(Batch batch, Pace& pace) override;
  double updateCost(int examples) const override { return 2.0 * examples; }
  void beginUpdate(const Batch& batch, const Clock& clock) override;
  Work runPhase(std::size_t phase, Rng& rng, Pace& pace) override;
  std::vector<Tensor> parameters() override {
    return {within(kShares, tensorOf("weights", weights_)), within(kShares, tensorOf("means", means_))};
  }
  void parametersChanged() override;
  Work refresh(Pace& pace) override { return takeOver(pace, weights_, means_); }
  // Weights have to be at least 0 and to add up to 1, means to lie from 0 to 1.
  Status checkParameters(std::span<const std::span<const float>> given) const override;
  std::vector<Tensor> trainingState() override { return {}; }
  const char* remedy() const override { return "more smoothing helps"; }

  std::unique_ptr<Sampler> sampler(int count) const override;
  Result<std::unique_ptr<Likelihood>> likelihood(LikelihoodOf of) const override;
  // The code of an example: its shares r, K x N.
  void encode(const Matrix& v, Matrix& code) const override;
  void reconstruct(const Matrix& v, Matrix& mean) const override;
  std::optional<View> view(std::string_view name, const ViewContext& context) const override;
  Work takeReadings(const WatchedExamples& watched, std::vector<Reading>& out, Pace& pace) const override;

  const Vector& weights() const { return weights_; }
  const Matrix& means() const { return means_; }  // V x K

 private:
  static void normalise(Vector& weights);                          // makes them sum to 1
  Work takeOver(Pace& pace, Vector& weights, Matrix& means);       // keeps them in bounds, works out their scores
  std::vector<float> meansStep(const ViewContext& context) const;  // V x K, of the M step that ran last; or empty
  std::optional<View> updateView(const ViewContext& context) const;
  std::vector<Index> byWeight() const;  // indices of the components, the largest weight first

  int rows_ = 0, cols_ = 0;
  float smoothing_ = 0;

  Vector weights_;  // K
  Matrix means_;    // V x K, one component per column
  MixtureScores scores_;

  // What an update computes, before it becomes the parameters.
  Vector next_weights_;
  Matrix next_means_;
  MixtureScores next_;
  Vector log_on_, log_off_;  // V: log m, log(1 - m) of one component

  LinkScratch scratch_;
  LinkSlopeScratch sums_scratch_;
  Matrix shares_;    // K x N: r of the current batch
  Vector totals_;    // K: R
  RowMatrix sums_;   // V x K: S
  double seen_ = 0;  // number of examples seen in this update
};

}  // namespace harmonium
