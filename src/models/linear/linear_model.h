// The common part of probabilistic PCA (models/linear/ppca.h) and factor analysis (models/linear/factor_analysis.h): a
// linear Gaussian model that learns. models/linear/linear_gaussian.h and its neighbours hold the mathematics.
//
// The model sees all training examples once. From complete data it keeps only the moments (V^2 numbers). If values are
// missing, it keeps examples, up to kKeptValues numbers. An update is one step of EM, or the closed form:
//   expect     E step: computes the factors of every example given the parameters
//   maximise   M step: computes the parameters that fit data and factors best
//
// Parameters (row-major): W [V, q], mean [V], noise [1] or [V], which holds variances. They are floats; what their
// doubles have beyond them is training state (models/linear/linear_fit.h). `mean` holds true values, with what was
// taken off the data added.
//
// EM of factor analysis climbs to the optimum near its start, which need not be the best. The option `starts` runs EM
// from several starts at once. The parameters are those of the start that has reached the highest likelihood of the
// training examples; the others are training state. Probabilistic PCA has no optima but the best ones.
#pragma once

#include "base/numbers.h"
#include "base/symmetric_eigen.h"
#include "models/linear/linear_fit.h"
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
  static constexpr int kMostStarts = 20;
  // The most multiplications of all starts in one step, so that a step with several takes no more than about 50 ms.
  static constexpr double kMostWork = 5e7;

  explicit LinearModel(NoiseKind kind) : kind_(kind) {}

  static Status acceptsValues(const DataSummary& data, const char* title);
  static Status allows(const Settings& settings, const DataSummary& data);
  static MemoryNeed memory(const Settings& settings, const DataSummary& data);

  Work begin(Pace& pace, const Settings& settings, const DataSummary& data, std::uint64_t seed) override;
  void configure(const Settings& settings) override;
  Needs needs() const override { return {.whole_set = WholeSet::kOnce}; }
  std::span<const Stage> stages() const override;
  Work see(Batch batch, Pace& pace) override;
  Work seen(Pace& pace) override;
  double updateCost(int examples) const override;
  double readingsCost() const override;
  void beginUpdate(const Batch& batch, const Clock& clock) override;
  Work runPhase(std::size_t phase, Rng& rng, Pace& pace) override;
  std::vector<Tensor> parameters() override;
  void parametersChanged() override {
    Pace whole;
    finish(refresh(whole));
  }
  Work refresh(Pace& pace) override;
  std::vector<Tensor> trainingState() override;
  float parameterLimit() const override { return 1e30f; }
  const char* remedy() const override { return "another seed may help"; }
  std::unique_ptr<Sampler> sampler(int count) const override;
  int latentSize() const override { return toInt(model().factors()); }
  void decode(std::span<const float> h, std::span<float> v) const override;
  void encode(const Matrix& v, Matrix& code) const override;
  void reconstruct(const Matrix& v, Matrix& mean) const override;
  Work prepareDecoding(Pace& pace) const override { return turn(pace); }
  std::optional<View> view(std::string_view name, const ViewContext& context) const override;
  Work makeView(Pace& pace, std::string_view name, const ViewContext& context, std::optional<View>& out) const override;
  std::vector<double> densityOn(const PlaneGrid& grid) const override;
  Work takeReadings(const WatchedExamples& watched, std::vector<Reading>& out, Pace& pace) const override;
  Result<std::unique_ptr<Likelihood>> likelihood(LikelihoodOf of) const override;

  const LinearGaussian& model() const { return fit_.model; }
  Vector floatMean() const { return model().mean.cast<float>(); }
  const RowMatrix& floatLoadings() const { return fit_.W; }
  // For tests.
  const std::optional<DataMoments>& moments() const { return moments_; }
  const Matrix& kept() const { return kept_; }

 protected:
  // Options that both kinds have.
  static Option factorsOption(int initial);
  static Option initialScaleOption();
  static Option startsOption();
  static Option rotationOption();
  static Option missingOption();
  static const std::vector<Phase>& emPhases();
  // The views that both kinds have; `with_noise` adds the view of the noise of every value.
  static std::vector<ViewOffer> viewTable(bool with_noise);

 private:
  enum class Rotation { kNone, kPrincipal, kVarimax };

  bool closedForm() const { return closed_form_ && !partial_; }
  void setFloor();
  void expectAtOnce();
  void endAtOnce();
  Work expect(LinearFit& fit, Pace& pace);
  Work maximise(LinearFit& fit, Pace& pace);
  Work endUpdate(Pace& pace);  // the M step; then one step of EM of each other start, of which the best becomes fit_
  Work logLikelihoodOfTraining(Pace& pace, double& nats) const;  // of all examples, or of those kept; after seen()
  bool isFloored(Index i) const;                                 // the noise of a value that varies is at its floor
  bool hardlyVaries(Index i) const;  // so little that its floor is not a share of its own variance
  Index flooredVariances() const;
  const RealMatrix& rotation() const;        // q x q: R of the chosen rotation, for views only
  Work turn(Pace& pace) const;               // works it out, where that was not done for these parameters
  const RealMatrix& turnedLoadings() const;  // W R

  // Pictures (models/linear/linear_views.cpp).
  bool isPicture() const { return domain_ == Domain::kUnit || rows_ > 1; }
  std::string valueName(Index i) const;
  std::vector<std::string> notes() const;
  std::string startsInWords() const;
  std::optional<View> planeView(const ViewContext& context) const;
  // An update phase by phase (models/linear/linear_update_view.cpp).
  std::optional<View> updateView(const ViewContext& context) const;
  std::optional<LinearGaussian> modelBefore(const ViewContext& context) const;
  void addProjections(const ViewContext& context, View& view) const;
  View picturesOfUpdate(const ViewContext& context, bool step) const;
  std::optional<View> lineView(const ViewContext& context) const;
  std::optional<View> generationView(const ViewContext& context) const;
  std::optional<View> factorsView() const;
  std::optional<View> meanView() const;
  std::optional<View> noiseView() const;
  Work spectrumView(Pace& pace, std::optional<View>& out) const;
  double shownLogLikelihood() const;
  void addCriteria(View& view, Index q) const;
  Work posteriorView(Pace& pace, const ViewContext& context, std::optional<View>& out) const;
  View onAxes(const ViewContext& context) const;

  NoiseKind kind_;
  bool closed_form_ = false, closed_now_ = false, under_way_ = false;
  Rotation shown_ = Rotation::kPrincipal;
  FloorShares shares_{};
  Units units_ = Units::kEach;

  // Of the data.
  int rows_ = 0, cols_ = 0, examples_ = 0;
  Domain domain_ = Domain::kUnit;
  Range ranges_[2];   // of the axes of the first two values
  Vector deviation_;  // V
  std::vector<std::string> value_names_;
  std::shared_ptr<const harmonium::Density> truth_;  // where the data come from, if known
  bool partial_ = false;                             // values of training examples are missing, or will be made to
  float hidden_share_ = 0;
  std::optional<Rng> hiding_;

  LinearFit fit_;                  // the parameters: the best start
  std::vector<LinearFit> others_;  // the other starts; none where EM has one

  // What the model keeps of the training examples.
  MomentSum sum_;
  std::optional<DataMoments> moments_;  // complete data
  // V: of the covariance; of the correlation where factor analysis has values with units of their own. Empty until all
  // is absorbed.
  RealVector eigenvalues_;
  LinearGaussian maximum_;  // probabilistic PCA: the closed form
  LinearPosterior maximum_posterior_;
  double maximum_reached_ = 0;  // nats per example: the closed form; factor analysis: any Gaussian
  Matrix kept_;                 // V x N with NaN, where values are missing
  Index kept_count_ = 0;
  RealVector about_, variances_, floor_;  // V

  EmStatistics statistics_;
  LinearStep next_;  // what an M step computes, before a fit takes it
  PartialStatistics partial_statistics_;
  mutable RealMatrix turned_;  // W R of that rotation
  mutable std::optional<RealMatrix> rotation_;
};

}  // namespace harmonium
