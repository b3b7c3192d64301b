// The model "sigmoid belief net": a directed net of binary units. Every layer is drawn given the one above, from the
// top down, so a sample takes one pass and no chain. The way up, from an example to its causes, is the hard one: two
// causes that are independent before anything is seen exclude each other once their effect is seen (explaining away).
// models/sbn/belief_net.h has the equations and the letters.
//
// It learns in one of three ways. All climb a mean over the examples of a batch; N examples, rate r.
//
//   wake-sleep    wake: h ~ q(h | v), then for every layer   W += r (h^(k-1) - p) h^k'   b += r (h^(k-1) - p)
//                 sleep: v, h ~ p,      then for every layer R += r (h^k - q) h^(k-1)'   c += r (h^k - q)
//                 Wake climbs the variational bound of log p(v). Sleep makes q like the posterior of dreams, which is
//                 another aim than the bound's, so together they need not climb anything.
//   reweighted    K samples h ~ q(h | v) an example, with weights w_k = p(v, h_k) / q(h_k | v), normalised. The
//                 weighted mean of the same slopes estimates the gradient of log p(v). The recognition weights learn
//                 from the weighted samples (wake), from dreams (sleep), or from half of each.
//   exact         the posterior itself, by counting: the gradient of log p(v) without noise. No recognition weights.
//
// Parameters, L layers from the bottom up: W1 .. WL [units below, units above], b0 .. bL [units]; with recognition
// R1 .. RL [units above, units below], c1 .. cL [units above]; with classes U [units of layer L, classes], d [classes].
//
// Neal (1992), Connectionist learning of belief networks; Hinton, Dayan, Frey & Neal (1995), The wake-sleep algorithm
// for unsupervised neural networks; Bornschein & Bengio (2015), Reweighted wake-sleep.
#pragma once

#include "models/model.h"
#include "models/sbn/belief_net.h"
#include "nn/optimiser.h"

#include <optional>
#include <string>
#include <vector>

namespace harmonium {

class SigmoidBeliefNet final : public ModelOf<SigmoidBeliefNet, faces::Samples, faces::Density, faces::Bounded,
                                              faces::Codes, faces::Classes, faces::Pictures, faces::Watched> {
 public:
  enum class Method { kWakeSleep, kReweighted, kExact };
  enum class RecognitionFrom { kWake, kSleep, kBoth };
  enum class Part { kWake, kGenerative, kSleep, kRecognition, kPosterior, kExactStep };

  static const OptionTable& options();
  static const std::vector<Phase>& phaseTable();
  static const std::vector<ViewOffer>& viewNames();
  static const std::vector<Preset>& presets();
  static Status accepts(const DataSummary& data);
  static Status allows(const Settings& settings, const DataSummary& data);
  static MemoryNeed memory(const Settings& settings, const DataSummary& data);

  Work begin(Pace& pace, const Settings& settings, const DataSummary& data, std::uint64_t seed) override;
  void configure(const Settings& settings) override;
  Needs needs() const override { return {.labels = net_.classes() > 0}; }
  std::span<const Stage> stages() const override;
  double updateCost(int examples) const override;
  void beginUpdate(const Batch& batch, const Clock& clock) override;
  Work runPhase(std::size_t phase, Rng& rng, Pace& pace) override;
  std::vector<Tensor> parameters() override;
  std::vector<std::span<const float>> slopes() const override;
  std::vector<Tensor> trainingState() override;

  std::unique_ptr<Sampler> sampler(int count) const override;
  // Exact where the states can be counted; refused with a sentence elsewhere.
  Result<std::unique_ptr<Likelihood>> likelihood(LikelihoodOf of) const override;
  Result<std::unique_ptr<Likelihood>> bound(const BoundWish& wish) const override;
  // Where the states can be counted, the code is the exact posterior mean of the first layer. Elsewhere it is the mean
  // that the recognition weights give.
  void encode(const Matrix& v, Matrix& code) const override;
  void reconstruct(const Matrix& v, Matrix& mean) const override;
  int classes() const override { return toInt(net_.classes()); }
  // Exact where the states can be counted. Elsewhere p(y | h^L), with the means of recognition in place of states.
  void classProbabilities(const Matrix& v, Matrix& p) const override;
  std::vector<ViewOffer> offers() const override;
  std::optional<View> view(std::string_view name, const ViewContext& context) const override;
  Work takeReadings(const WatchedExamples& watched, std::vector<Reading>& out, Pace& pace) const override;
  double readingsCost() const override;

  const BeliefNet& net() const { return net_; }
  const BeliefNet& gradient() const { return slope_; }  // of the last update, as parameters() are shaped

 private:
  static std::span<const Part> partsOf(Method method);
  std::optional<Part> partOf(int phase) const;
  std::size_t samplesPerExample() const { return method_ == Method::kReweighted ? samples_ : 1; }

  Work wake(Pace& pace, Rng& rng);
  Work learnGenerative(Pace& pace);
  Work sleep(Pace& pace, Rng& rng);
  Work learnRecognition(Pace& pace);
  Work countPosterior(Pace& pace);
  Work learnExactly(Pace& pace);
  void topSlope(const BeliefStates& states, std::span<const float> weights);
  void exactTopSlope();
  void addToldOf(std::size_t k, std::size_t t, Vector& inputs);
  void stepGenerative();
  void stepRecognition();
  void step(std::size_t at, std::span<float> w, std::span<const float> slope);  // parameter number `at`

  View generationView(const ViewContext& context) const;
  std::optional<View> networkView(const ViewContext& context) const;
  View weightsView(const ViewContext& context) const;
  std::optional<View> updateView(const ViewContext& context) const;
  std::optional<View> statesView(const ViewContext& context) const;
  std::optional<View> explainingView(const ViewContext& context) const;
  void addNetwork(bool recognition, View& view) const;
  bool drawsNetwork() const;
  bool countsVisible() const;
  std::vector<double> probabilitiesOfAll() const;  // of all 2^V visible states

  int rows_ = 1, cols_ = 1;
  bool pictures_ = false;
  std::vector<std::string> class_names_;
  Method method_ = Method::kWakeSleep;
  RecognitionFrom from_ = RecognitionFrom::kBoth;
  std::size_t samples_ = 1;
  States v_states_ = States::kBinary;
  bool counts_ = false;  // whether the states can be counted

  double rate_ = 0.1, schedule_epochs_ = 100, momentum_ = 0.9;
  bool falling_ = false;
  nn::Descent descent_ = nn::Descent::kSgd;

  BeliefNet net_, slope_, mix_;            // slopes have the shapes of the net; mix_ holds those of dreams
  std::vector<nn::Optimiser> optimisers_;  // in the order of parameters()
  std::vector<float> downhill_;

  double epoch_ = 0;
  std::vector<std::int16_t> labels_;  // of the batch, each repeated for its samples
  BeliefStates wake_, dream_;
  std::vector<double> log_weights_;           // N K
  std::vector<float> weights_;                // N K, of all examples together 1
  std::vector<std::vector<double>> counted_;  // mean over the batch of p(y, h^k | v), by layer: exact method only
  Matrix posterior_means_;                    // units of layer 1 x N, exact method only
  CountedBeliefs counting_;
  std::vector<double> top_table_, one_, given_;
  std::vector<Vector> inputs_;                // by layer
  std::optional<Part> last_;                  // the part that ran last
  BeliefNetScratch scratch_, dream_scratch_;  // of two sizes: an example may have several guesses, a dream has none
};

}  // namespace harmonium
