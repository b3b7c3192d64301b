#include "models/linear/linear_model.h"

#include "base/numbers.h"
#include "kernels/kernels.h"
#include "models/linear/linear_rotation.h"
#include "models/one_part.h"
#include "models/training_options.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace harmonium {

namespace {

// The floor of sigma^2 in probabilistic PCA, as a share of the mean variance.
constexpr double kLeastShare = 1e-6;
// A file or a script may set a variance that is not above zero. It is replaced by this.
constexpr float kLeastNoise = 1e-12f;
constexpr double kSlice = 3e6;        // multiplications per slice of the eigenvalue computation: a few milliseconds
constexpr Index kMostVarimaxed = 64;  // largest q for varimax, which rotates every pair of factors many times

const std::vector<Phase>& closedPhases() {
  static const std::vector<Phase> phases = {
      {"axes", "Principal axes",
       "The eigenvectors of the covariance with the largest eigenvalues are the directions of the factors.",
       "\u03a3 \u2192 W", Ink::kData},
      {"scale", "Scale",
       "The noise is the mean of the other eigenvalues; every factor is as long as its own has more than that.",
       "\u0394W, \u0394\u03c3\u00b2"},
  };
  return phases;
}

// Splits a double into two floats, value = kept + rest, up to the precision of two floats.
void split(double value, float& kept, float& rest) {
  kept = toFloat(value);
  rest = std::isfinite(kept) ? toFloat(value - toDouble(kept)) : 0.0f;
}

// Joins the two. If `rest` is larger than a rounding error of `kept`, somebody has set `kept` since, and `rest` belongs
// to another value.
double join(float kept, float& rest) {
  const double value = toDouble(kept) + toDouble(rest);
  if (toFloat(value) == kept) return value;
  rest = 0;
  return toDouble(kept);
}

class LinearLikelihood final : public Likelihood {
 public:
  LinearLikelihood(LinearGaussian model, LinearPosterior posterior)
      : model_(std::move(model)), posterior_(std::move(posterior)) {}
  void logLikelihood(const Batch& examples, std::span<double> nats) override {
    harmonium::logLikelihood(model_, posterior_, examples.v, nats);
  }
  std::string method() const override {
    return "Exact: the density of a Gaussian with covariance W W' + noise, of what is known of each example.";
  }

 private:
  LinearGaussian model_;
  LinearPosterior posterior_;
};

}  // namespace

std::vector<ViewOffer> LinearModel::viewTable(bool with_noise) {
  std::vector<ViewOffer> views = {{"generation", "How it generates"},
                                  {"model", "The model among the data"},
                                  {"chains", "Samples"},
                                  {"factors", "Factors"}};
  if (with_noise) views.push_back({"noise", "Noise of every value"});
  views.insert(views.end(), {{"latent", "Turn the factors"},
                             {"posterior", "Factors of the data"},
                             {"spectrum", "How many factors"},
                             {"reconstruction", "Reconstruction"},
                             {"mean", "Mean"}});
  return views;
}

const std::vector<Phase>& LinearModel::emPhases() {
  static const std::vector<Phase> phases = {
      {"expect", "E step",
       "Where do the factors of every example lie? Their mean and spread given x, with the parameters as they are.",
       "x \u2192 E[h | x]", Ink::kData},
      {"maximise", "M step",
       "The parameters that fit data and factors best: W by regression of x on h, the noise from what is left.",
       "\u0394W, \u0394\u03c3\u00b2"},
  };
  return phases;
}

Option LinearModel::factorsOption(int initial) {
  return logarithmic(integerOption("factors", "Factors q", "Model", 0, kMostFactors, initial, false,
                                   "How many latent variables there are: at most as many as an example has values."));
}

Option LinearModel::initialScaleOption() {
  return logarithmic(
      numberOption("initialScale", "First loadings", "Model", 0, 10, 0.5, false,
                   "Spread of the random loadings that EM starts from, in standard deviations of each value; at 0 no "
                   "factor ever wakes."));
}

Option LinearModel::rotationOption() {
  return choiceOption("rotation", "Factors are shown", "View",
                      {{"none", "as learnt"}, {"principal", "by size"}, {"varimax", "varimax"}}, 1, true,
                      "All rotations of the factors explain the data equally well: as learnt, in order of size, or "
                      "turned so that each has few large loadings.");
}

Option LinearModel::missingOption() {
  return numberOption("missing", "Values hidden", "Data", 0, 0.9, 0, false,
                      "Share of all training values removed at random; EM then learns from what is left of each "
                      "example.");
}

Status LinearModel::acceptsValues(const DataSummary& data, const char* title) {
  if (Status one = acceptsOnePart(data, title); !one) return one;
  if (data.values() <= kMostValues) return {};
  return Error{ErrorCode::kNotAvailable, std::string(title) +
                                             " keeps the covariance of all values, so an example may "
                                             "have at most " +
                                             std::to_string(kMostValues) + " of them; these have " +
                                             std::to_string(data.values()) + "."};
}

Status LinearModel::allows(const Settings& settings, const DataSummary& data) {
  const int factors = settings.integer("factors");
  if (factors > data.values()) {
    return Error{ErrorCode::kInvalidOption, "factors is " + std::to_string(factors) +
                                                ", but an example of these data has " + std::to_string(data.values()) +
                                                " values: there can be no more factors than that."};
  }
  const bool partial = data.missing || settings.number("missing") > 0;
  if (partial && factors > kMostPartial) {
    return Error{ErrorCode::kInvalidOption, "factors is " + std::to_string(factors) +
                                                ", but where values are missing at most " +
                                                std::to_string(kMostPartial) + " are allowed."};
  }
  return {};
}

std::span<const Stage> LinearModel::stages() const {
  static const Stage closed[] = {{.name = "training", .label = "Training", .phases = closedPhases()}};
  static const Stage em[] = {{.name = "training", .label = "Training", .phases = emPhases()}};
  return (under_way_ ? closed_now_ : closedForm()) ? closed : em;
}

void LinearModel::initialise(const Settings& settings, const DataSummary& data, std::uint64_t seed) {
  rows_ = data.rows;
  cols_ = data.cols;
  examples_ = data.examples;
  domain_ = data.domain;
  low_ = data.low;
  high_ = data.high;
  deviation_ = data.deviation;
  value_names_ = data.value_names;
  hidden_share_ = toFloat(settings.number("missing"));
  partial_ = data.missing || hidden_share_ > 0;
  hiding_.emplace(seed, Purpose::kParameters, 1);

  const Index V = data.mean.size();
  const Index q = std::min<Index>({settings.integer("factors"), V, partial_ ? kMostPartial : V});
  variances_ = deviation_.cast<double>().array().square();
  about_ = data.mean.cast<double>();
  configure(settings);

  Rng rng(seed, Purpose::kParameters);
  W_.resize(V, q);
  kernels::normal(rng, 0.0f, toFloat(settings.number("initialScale")), flat(W_));
  for (Index i = 0; i < V; ++i) W_.row(i) *= deviation_[i];
  mean_ = data.mean;
  RealVector noise = variances_;
  restrictNoise(kind_, floor_, noise);
  noise_ = noise.head(kind_ == NoiseKind::kShared ? 1 : V).cwiseMin(toDouble(parameterLimit())).cast<float>();
  W_rest_ = RowMatrix::Zero(V, q);
  mean_rest_ = Vector::Zero(V);
  noise_rest_ = Vector::Zero(noise_.size());
  model_ = {.W = RealMatrix(V, q), .mean = RealVector(V), .noise = RealVector(V)};
  parametersChanged();

  // The examples arrive later, through see(), and only if the model is going to be trained.
  sum_ = MomentSum(data.mean);
  moments_.reset();
  eigen_.reset();
  eigenvalues_.resize(0);
  kept_.resize(V, 0);
  kept_count_ = 0;
  under_way_ = false;
}

void LinearModel::configure(const Settings& settings) {
  const bool has_method = findOption(settings.table(), "method") != nullptr;
  closed_form_ = has_method && settings.choice("method") == "closed";
  const std::string& rotation = settings.choice("rotation");
  shown_ = rotation == "none" ? Rotation::kNone : rotation == "varimax" ? Rotation::kVarimax : Rotation::kPrincipal;
  rotation_.reset();
  if (kind_ == NoiseKind::kDiagonal) {
    own_share_ = settings.number("varianceFloor");
    mean_share_ = settings.number("leastNoise");
  } else {
    mean_share_ = kLeastShare;
  }
  floor_ = noiseFloor(kind_, variances_, own_share_, mean_share_);
}

Work LinearModel::see(Batch examples, Pace& /*pace*/) {
  const Matrix& batch = examples.v;
  if (!partial_) {
    sum_.add(batch);
    return {};
  }
  const Index room = std::min<Index>(examples_, std::max<Index>(1, kKeptValues / batch.rows()));
  if (kept_.cols() != room) kept_.resize(batch.rows(), room);
  const Index count = std::min(batch.cols(), room - kept_count_);
  auto part = kept_.middleCols(kept_count_, count);
  part = batch.leftCols(count);
  kept_count_ += count;
  if (hidden_share_ == 0) return {};
  for (Index n = 0; n < count; ++n) {
    for (Index i = 0; i < batch.rows(); ++i) {
      if (hiding_->uniform() < hidden_share_) part(i, n) = std::numeric_limits<float>::quiet_NaN();
    }
  }
  return {};
}

bool LinearModel::seen() {
  if (partial_) {
    kept_.conservativeResize(kept_.rows(), kept_count_);
    partialMoments(kept_, about_, variances_);
    floor_ = noiseFloor(kind_, variances_, own_share_, mean_share_);
    return true;
  }
  if (!moments_) {
    moments_ = sum_.moments();
    sum_ = MomentSum();
    variances_ = moments_->S.diagonal();
    floor_ = noiseFloor(kind_, variances_, own_share_, mean_share_);
    eigen_.emplace(moments_->S);
    return false;
  }
  if (!eigen_->advance(kSlice)) return false;
  eigenvalues_ = eigen_->values();
  if (kind_ == NoiseKind::kShared) {
    maximum_ = maximumLikelihood(*moments_, eigenvalues_, eigen_->vectors(model_.factors()), floor_[0]);
    posteriorOf(maximum_, maximum_posterior_);
    maximum_reached_ = maximumLogLikelihood(eigenvalues_, model_.factors(), floor_[0]);
  } else {
    maximum_reached_ = saturatedLogLikelihood(eigenvalues_);
  }
  eigen_.reset();
  return true;
}

double LinearModel::updateCost(int /*examples*/) const {
  const double q = toDouble(model_.factors());
  return partial_ ? toDouble(examples_) * (1 + q) : toDouble(model_.values()) + 1;
}

double LinearModel::readingsCost() const {
  return partial_ ? updateCost(examples_) / 2 : updateCost(examples_);
}

void LinearModel::beginUpdate(const Batch& /*batch*/, const Clock& /*clock*/) {
  closed_now_ = closedForm();
  under_way_ = true;
}

Work LinearModel::runPhase(std::size_t phase, Rng& /*rng*/, Pace& /*pace*/) {
  if (phase == 0) {
    expect();
    return {};
  }
  maximise();
  under_way_ = false;
  return {};
}

void LinearModel::expect() {
  if (closed_now_) return;
  if (partial_) return partialExpectation(model_, kept_, about_, partial_statistics_);
  expectation(posterior_, *moments_, statistics_);
}

void LinearModel::maximise() {
  if (closed_now_) {
    model_ = maximum_;
  } else if (partial_) {
    partialMaximisation(partial_statistics_, about_, kind_, floor_, model_);
  } else {
    maximisation(statistics_, *moments_, kind_, floor_, model_);
  }
  store();
}

void LinearModel::store() {
  const std::span<float> W = flat(W_), W_rest = flat(W_rest_);
  for (std::size_t i = 0; i < W.size(); ++i) split(model_.W.data()[i], W[i], W_rest[i]);
  for (Index i = 0; i < mean_.size(); ++i) split(model_.mean[i], mean_[i], mean_rest_[i]);
  for (Index i = 0; i < noise_.size(); ++i) split(model_.noise[i], noise_[i], noise_rest_[i]);
  parametersChanged();
}

void LinearModel::parametersChanged() {
  const std::span<float> W = flat(W_), W_rest = flat(W_rest_);
  for (std::size_t i = 0; i < W.size(); ++i) model_.W.data()[i] = join(W[i], W_rest[i]);
  for (Index i = 0; i < mean_.size(); ++i) model_.mean[i] = join(mean_[i], mean_rest_[i]);
  for (Index i = 0; i < noise_.size(); ++i) {
    if (noise_[i] < kLeastNoise) noise_[i] = kLeastNoise;
    model_.noise[i] = join(noise_[i], noise_rest_[i]);
  }
  if (kind_ == NoiseKind::kShared) model_.noise.setConstant(model_.noise[0]);
  posteriorOf(model_, posterior_);
  rotation_.reset();
}

std::vector<Tensor> LinearModel::parameters() {
  return {tensorOf("W", W_), tensorOf("mean", mean_), tensorOf("noise", noise_)};
}

std::vector<Tensor> LinearModel::trainingState() {
  return {tensorOf("W.rest", W_rest_), tensorOf("mean.rest", mean_rest_), tensorOf("noise.rest", noise_rest_)};
}

const RealMatrix& LinearModel::rotation() const {
  if (rotation_) return *rotation_;
  const Index q = model_.factors();
  switch (shown_) {
    case Rotation::kNone:
      rotation_ = RealMatrix::Identity(q, q);
      break;
    case Rotation::kVarimax:
      if (q <= kMostVarimaxed) {
        rotation_ = varimaxRotation(model_.W, Rows::kKaiser);
        break;
      }
      [[fallthrough]];
    case Rotation::kPrincipal:
      rotation_ = principalRotation(model_.W, model_.noise);
      break;
  }
  return *rotation_;
}

RealMatrix LinearModel::turnedLoadings() const {
  RealMatrix turned;
  multiply(model_.W, rotation(), turned);
  return turned;
}

void LinearModel::decode(std::span<const float> h, std::span<float> v) const {
  const RealMatrix W = turnedLoadings();
  for (Index i = 0; i < W.rows(); ++i) {
    double sum = model_.mean[i];
    for (Index a = 0; a < W.cols(); ++a) sum += W(i, a) * toDouble(h[toSize(a)]);
    v[toSize(i)] = toFloat(sum);
  }
}

void LinearModel::encode(const Matrix& v, Matrix& code) const {
  RealMatrix h;
  posteriorMean(model_, posterior_, v, h);
  code = h.cast<float>();
}

void LinearModel::reconstruct(const Matrix& v, Matrix& mean) const {
  RealMatrix h, Wh;
  posteriorMean(model_, posterior_, v, h);
  multiply(model_.W, h, Wh);
  mean.resize(v.rows(), v.cols());
  for (Index n = 0; n < v.cols(); ++n) {
    for (Index i = 0; i < v.rows(); ++i) mean(i, n) = toFloat(model_.mean[i] + Wh(i, n));
  }
}

double LinearModel::logLikelihoodOfTraining() const {
  return partial_ ? partialMeanLogLikelihood(model_, kept_) : meanLogLikelihood(model_, posterior_, *moments_);
}

Index LinearModel::flooredVariances() const {
  if (kind_ == NoiseKind::kShared) return 0;
  Index count = 0;
  for (Index i = 0; i < model_.values(); ++i) {
    // A value that hardly varies is at its floor without being a Heywood case, so it does not count.
    if (model_.noise[i] <= floor_[i] * (1 + 1e-6) && variances_[i] > 2 * floor_[i]) ++count;
  }
  return count;
}

void LinearModel::readings(const WatchedExamples& watched, std::vector<Reading>& out) const {
  const bool known = partial_ ? kept_count_ > 0 && kept_count_ == kept_.cols() : eigenvalues_.size() > 0;
  if (!known) return;  // the model has not seen all examples yet
  Reading train{.name = "logLikelihood",
                .label = partial_ ? "Log-likelihood of what is seen" : "Log-likelihood, exact, train",
                .unit = "nats per example",
                .value = logLikelihoodOfTraining()};
  const bool referred = !partial_ && std::isfinite(maximum_reached_);
  const char* const reference = kind_ == NoiseKind::kShared ? "closed form" : "any Gaussian";
  if (referred) {
    train.reference = maximum_reached_;
    train.reference_label = reference;
  }
  out.push_back(std::move(train));
  if (watched.test.cols() > 0) {
    std::vector<double> nats(columnCount(watched.test));
    const auto meanOf = [&](const LinearGaussian& model, const LinearPosterior& posterior) {
      harmonium::logLikelihood(model, posterior, watched.test, nats);
      double sum = 0;
      for (const double value : nats) sum += value;
      return sum / toDouble(nats.size());
    };
    Reading test{.name = "testLogLikelihood",
                 .label = "Log-likelihood, exact, test",
                 .unit = "nats per example",
                 .value = meanOf(model_, posterior_)};
    if (referred && kind_ == NoiseKind::kShared) {
      test.reference = meanOf(maximum_, maximum_posterior_);
      test.reference_label = reference;
    }
    out.push_back(std::move(test));
  }
  if (const Index floored = flooredVariances(); floored > 0) {
    out.push_back({.name = "flooredVariances",
                   .label = "Variances at their floor",
                   .unit = "values (Heywood cases)",
                   .value = toDouble(floored)});
  }
}

Result<std::unique_ptr<Likelihood>> LinearModel::likelihood(LikelihoodOf of) const {
  if (of != LikelihoodOf::kVisible) return noLabels();
  return std::unique_ptr<Likelihood>(std::make_unique<LinearLikelihood>(model_, posterior_));
}

}  // namespace harmonium
