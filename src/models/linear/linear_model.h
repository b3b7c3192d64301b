// The common part of probabilistic PCA (models/linear/ppca.h) and factor analysis (models/linear/factor_analysis.h): a
// linear Gaussian model that learns. models/linear/linear_gaussian.h and its neighbours hold the mathematics.
//
// The model sees all training examples once. From complete data it keeps only the moments (V^2 numbers). If values are
// missing, it keeps examples, up to kKeptValues numbers. An update is one step of EM, or the closed form:
//   expect     E step: computes the factors of every example given the parameters
//   maximise   M step: computes the parameters that fit data and factors best
//
// Parameters (row-major): W [V, q], mean [V], noise [1] or [V], which holds variances. They are floats. The difference
// between a step's result in double and its float is kept as training state. Without it EM would stop as soon as its
// steps are smaller than the precision of a float.
#pragma once

#include "base/numbers.h"
#include "base/symmetric_eigen.h"
#include "models/linear/linear_learning.h"
#include "models/linear/linear_missing.h"
#include "models/model.h"

#include <optional>

namespace harmonium {

class LinearModel : public ModelOf<LinearModel, faces::Samples, faces::Density, faces::Codes, faces::Latent,
                                   faces::Pictures, faces::Watched> {
 public:
  static constexpr int kMostValues = 2000;                     // largest V, because V^2 numbers are kept
  static constexpr Index kKeptValues = 1'000'000;              // largest N V that is kept if values are missing
  static constexpr int kMostFactors = 256, kMostPartial = 64;  // largest q; the latter if values are missing

  explicit LinearModel(NoiseKind kind) : kind_(kind) {}

  static Status acceptsValues(const DataSummary& data, const char* title);
  static Status allows(const Settings& settings, const DataSummary& data);

  void initialise(const Settings& settings, const DataSummary& data, std::uint64_t seed) override;
  void configure(const Settings& settings) override;
  Needs needs() const override { return {.whole_set = WholeSet::kOnce}; }
  std::span<const Stage> stages() const override;
  Work see(Batch batch, Pace& pace) override;
  bool seen() override;
  double updateCost(int examples) const override;
  double readingsCost() const override;
  void beginUpdate(const Batch& batch, const Clock& clock) override;
  Work runPhase(std::size_t phase, Rng& rng, Pace& pace) override;
  std::vector<Tensor> parameters() override;
  void parametersChanged() override;
  std::vector<Tensor> trainingState() override;
  float parameterLimit() const override { return 1e30f; }
  const char* remedy() const override { return "another seed may help"; }
  std::unique_ptr<Sampler> sampler(int count) const override;
  int latentSize() const override { return toInt(model_.factors()); }
  void decode(std::span<const float> h, std::span<float> v) const override;
  void encode(const Matrix& v, Matrix& code) const override;
  void reconstruct(const Matrix& v, Matrix& mean) const override;
  std::optional<View> view(std::string_view name, const ViewContext& context) const override;
  void readings(const WatchedExamples& watched, std::vector<Reading>& out) const override;
  Result<std::unique_ptr<Likelihood>> likelihood(LikelihoodOf of) const override;

  const LinearGaussian& model() const { return model_; }
  const Vector& floatMean() const { return mean_; }
  const RowMatrix& floatLoadings() const { return W_; }
  // For tests.
  const std::optional<DataMoments>& moments() const { return moments_; }
  const Matrix& kept() const { return kept_; }

 protected:
  // Options that both kinds have.
  static Option factorsOption(int initial);
  static Option initialScaleOption();
  static Option rotationOption();
  static Option missingOption();
  static const std::vector<Phase>& emPhases();
  // The views that both kinds have; `with_noise` adds the view of the noise of every value.
  static std::vector<ViewOffer> viewTable(bool with_noise);

 private:
  enum class Rotation { kNone, kPrincipal, kVarimax };

  bool closedForm() const { return closed_form_ && !partial_; }
  void expect();
  void maximise();
  void store();                            // model_ into the parameters, and back what they hold
  double logLikelihoodOfTraining() const;  // of all examples, or of those kept; after seen()
  Index flooredVariances() const;
  const RealMatrix& rotation() const;  // q x q: R of the chosen rotation, for views only
  RealMatrix turnedLoadings() const;   // W R

  // Pictures (models/linear/linear_views.cpp).
  bool isPicture() const { return domain_ == Domain::kUnit || rows_ > 1; }
  std::string valueName(Index i) const;
  std::vector<std::string> notes() const;
  std::optional<View> planeView(const ViewContext& context) const;
  std::optional<View> lineView(const ViewContext& context) const;
  std::optional<View> generationView(const ViewContext& context) const;
  std::optional<View> factorsView() const;
  std::optional<View> meanView() const;
  std::optional<View> noiseView() const;
  std::optional<View> spectrumView() const;
  void addCriteria(View& view, Index q) const;
  std::optional<View> posteriorView(const ViewContext& context) const;
  View onAxes(const ViewContext& context) const;

  NoiseKind kind_;
  bool closed_form_ = false, closed_now_ = false, under_way_ = false;
  Rotation shown_ = Rotation::kPrincipal;
  double own_share_ = 0, mean_share_ = 0;

  // Of the data.
  int rows_ = 0, cols_ = 0, examples_ = 0;
  Domain domain_ = Domain::kUnit;
  float low_ = 0, high_ = 1;
  Vector deviation_;  // V
  std::vector<std::string> value_names_;
  bool partial_ = false;  // values are missing, or will be made to
  float hidden_share_ = 0;
  std::optional<Rng> hiding_;

  // Parameters as floats, and the remainders of their doubles.
  RowMatrix W_, W_rest_;
  Vector mean_, mean_rest_, noise_, noise_rest_;
  LinearGaussian model_;  // the sum of both
  LinearPosterior posterior_;

  // What the model keeps of the training examples.
  MomentSum sum_;
  std::optional<DataMoments> moments_;  // complete data
  std::optional<SymmetricEigen> eigen_;
  RealVector eigenvalues_;  // V; empty until all is absorbed
  LinearGaussian maximum_;  // probabilistic PCA: the closed form
  LinearPosterior maximum_posterior_;
  double maximum_reached_ = 0;  // nats per example: the closed form; factor analysis: any Gaussian
  Matrix kept_;                 // V x N with NaN, where values are missing
  Index kept_count_ = 0;
  RealVector about_, variances_, floor_;  // V

  EmStatistics statistics_;
  PartialStatistics partial_statistics_;
  mutable std::optional<RealMatrix> rotation_;
};

}  // namespace harmonium
