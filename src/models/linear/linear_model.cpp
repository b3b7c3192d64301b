#include "models/linear/linear_model.h"

#include "base/numbers.h"
#include "models/linear/linear_rotation.h"
#include "models/one_part.h"
#include "models/training_options.h"
#include "models/true_density.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace harmonium {

namespace {

// The floor of sigma^2 in probabilistic PCA, as a share of the mean variance.
constexpr double kLeastShare = 1e-6;
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

// Probabilistic PCA has no such option: its only optima are the best ones.
int startsIn(const Settings& settings) {
  return findOption(settings.table(), "starts") != nullptr ? settings.integer("starts") : 1;
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
                                  {"update", "This update", true},
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

Option LinearModel::startsOption() {
  return integerOption("starts", "Starts", "Model", 1, kMostStarts, 1, false,
                       "EM ends at the optimum near its start, which need not be the best. With several it runs from "
                       "as many random loadings at once, and the best is shown.");
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
  const bool partial = data.train_missing || settings.number("missing") > 0;
  if (partial && factors > kMostPartial) {
    return Error{ErrorCode::kInvalidOption, "factors is " + std::to_string(factors) +
                                                ", but where values are missing at most " +
                                                std::to_string(kMostPartial) + " are allowed."};
  }
  const int starts = startsIn(settings);
  const double q = std::max(1, factors), V = data.values();
  const double work = partial ? std::min(V * data.examples, toDouble(kKeptValues)) * q * q : V * V * q;
  const int most = std::max(1, toInt(std::min<double>(kMostStarts, kMostWork / work)));
  if (starts <= most) return {};
  return Error{ErrorCode::kInvalidOption, "starts is " + std::to_string(starts) + ", but with " +
                                              std::to_string(factors) + " factors of " + std::to_string(data.values()) +
                                              " values at most " + std::to_string(most) + (most == 1 ? " is" : " are") +
                                              " allowed: every update takes a step of each."};
}

std::span<const Stage> LinearModel::stages() const {
  static const Stage closed[] = {{.name = "training", .label = "Training", .phases = closedPhases()}};
  static const Stage em[] = {{.name = "training", .label = "Training", .phases = emPhases()}};
  return (under_way_ ? closed_now_ : closedForm()) ? closed : em;
}

Work LinearModel::begin(Pace& pace, const Settings& settings, const DataSummary& data, std::uint64_t seed) {
  rows_ = data.rows;
  cols_ = data.cols;
  examples_ = data.examples;
  domain_ = data.domain;
  for (const std::size_t i : {0u, 1u}) {
    ranges_[i] = data.range(std::min<Index>(toIndex(i), data.mean.size() - 1));
  }
  deviation_ = data.deviation;
  value_names_ = data.value_names;
  truth_ = data.density;
  hidden_share_ = toFloat(settings.number("missing"));
  partial_ = data.train_missing || hidden_share_ > 0;
  hiding_.emplace(seed, Purpose::kParameters, 1);
  units_ = rows_ > 1 ? Units::kOne : Units::kEach;

  const Index V = data.mean.size();
  const Index q = std::min<Index>({settings.integer("factors"), V, partial_ ? kMostPartial : V});
  variances_ = deviation_.cast<double>().array().square();
  about_ = data.mean.cast<double>();
  configure(settings);

  RealVector noise = variances_;
  restrictNoise(kind_, floor_, noise);
  noise = noise.cwiseMin(toDouble(parameterLimit()));
  others_.resize(toSize(startsIn(settings) - 1));
  const float spread = toFloat(settings.number("initialScale"));
  for (std::size_t start = 0; start <= others_.size(); ++start) {
    // Stream 1 hides values.
    Rng rng(seed, Purpose::kParameters, start == 0 ? 0 : 1 + toU64(start));
    LinearFit& fit = start == 0 ? fit_ : others_[start - 1];
    fit.offsets = data.offsets;
    fit.begin(kind_, deviation_, q, spread, data.mean, noise, rng);
    if (draws()) co_await fit.read(pace, kind_, floor_);
  }
  rotation_.reset();

  // The examples arrive later, through see(), and only if the model is going to be trained.
  sum_ = MomentSum(data.mean);
  moments_.reset();
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
  shares_ = kind_ == NoiseKind::kShared
                ? FloorShares{.own = 0, .mean = kLeastShare}
                : FloorShares{.own = settings.number("varianceFloor"), .mean = settings.number("leastNoise")};
  setFloor();
}

void LinearModel::setFloor() {
  floor_ = noiseFloor(kind_, units_, about_, variances_, shares_);
}

Work LinearModel::refresh(Pace& pace) {
  co_await fit_.read(pace, kind_, floor_);
  for (LinearFit& fit : others_) co_await fit.read(pace, kind_, floor_);
  rotation_.reset();
}

std::vector<Tensor> LinearModel::parameters() {
  return {tensorOf("W", fit_.W), tensorOf("mean", fit_.mean),
          within({0, parameterLimit()}, tensorOf("noise", fit_.noise))};
}

std::vector<Tensor> LinearModel::trainingState() {
  std::vector<Tensor> all;
  fit_.addState("", false, all);
  for (std::size_t start = 0; start < others_.size(); ++start) {
    others_[start].addState("start" + std::to_string(start + 2) + ".", true, all);
  }
  return all;
}

const RealMatrix& LinearModel::rotation() const {
  Pace whole;
  finish(turn(whole));
  return *rotation_;
}

Work LinearModel::turn(Pace& pace) const {
  if (rotation_) co_return;
  const Index q = model().factors();
  RealMatrix W = model().W, R = RealMatrix::Identity(q, q);
  RealVector noise = model().noise;
  // Signs and order follow the largest loadings. Those of values with units of their own are compared in deviations.
  if (kind_ == NoiseKind::kDiagonal && units_ == Units::kEach) {
    for (Index i = 0; i < W.rows(); ++i) {
      const double variance = noise[i] + W.row(i).squaredNorm();
      W.row(i) /= std::sqrt(variance);
      noise[i] /= variance;
    }
  }
  if (shown_ == Rotation::kVarimax && q <= kMostVarimaxed) {
    co_await varimaxRotation(pace, W, Rows::kKaiser, R);
  } else if (shown_ != Rotation::kNone) {
    co_await principalRotation(pace, W, noise, R);
  }
  co_await multiply(pace, model().W, R, turned_);
  rotation_ = std::move(R);
}

const RealMatrix& LinearModel::turnedLoadings() const {
  rotation();
  return turned_;
}

void LinearModel::decode(std::span<const float> h, std::span<float> v) const {
  const RealMatrix& W = turnedLoadings();
  for (Index i = 0; i < W.rows(); ++i) {
    double sum = fit_.model.mean[i];
    for (Index a = 0; a < W.cols(); ++a) sum += W(i, a) * toDouble(h[toSize(a)]);
    v[toSize(i)] = toFloat(sum);
  }
}

void LinearModel::encode(const Matrix& v, Matrix& code) const {
  RealMatrix h;
  posteriorMean(fit_.model, fit_.posterior, v, h);
  code = h.cast<float>();
}

void LinearModel::reconstruct(const Matrix& v, Matrix& mean) const {
  RealMatrix h, Wh;
  posteriorMean(fit_.model, fit_.posterior, v, h);
  multiply(fit_.model.W, h, Wh);
  mean.resize(v.rows(), v.cols());
  for (Index n = 0; n < v.cols(); ++n) {
    for (Index i = 0; i < v.rows(); ++i) mean(i, n) = toFloat(fit_.model.mean[i] + Wh(i, n));
  }
}

Work LinearModel::logLikelihoodOfTraining(Pace& pace, double& nats) const {
  if (partial_) {
    PartialPosterior scratch;
    co_await partialMeanLogLikelihood(pace, fit_.model, kept_, scratch, nats);
  } else {
    co_await meanLogLikelihood(pace, fit_.model, fit_.posterior, *moments_, nats);
  }
}

bool LinearModel::hardlyVaries(Index i) const {
  return !(variances_[i] > 0) || (floor_[i] > shares_.own * variances_[i] && variances_[i] <= 2 * floor_[i]);
}

bool LinearModel::isFloored(Index i) const {
  return model().noise[i] <= floor_[i] * (1 + 1e-6) && !hardlyVaries(i);
}

Index LinearModel::flooredVariances() const {
  if (kind_ == NoiseKind::kShared) return 0;
  Index count = 0;
  for (Index i = 0; i < model().values(); ++i) count += isFloored(i) ? 1 : 0;
  return count;
}

Work LinearModel::takeReadings(const WatchedExamples& watched, std::vector<Reading>& out, Pace& pace) const {
  const bool known = partial_ ? kept_count_ > 0 && kept_count_ == kept_.cols() : eigenvalues_.size() > 0;
  if (!known) co_return;  // the model has not seen all examples yet
  Reading train{.name = "logLikelihood",
                .label = partial_ ? "Log-likelihood of what is seen" : "Log-likelihood, exact, train",
                .unit = "nats per example",
                .on = ReadOn::kWholeTrain};
  co_await logLikelihoodOfTraining(pace, train.value);
  const bool referred = !partial_ && std::isfinite(maximum_reached_);
  const char* const reference = kind_ == NoiseKind::kShared ? "closed form" : "any Gaussian";
  if (referred) {
    train.reference = maximum_reached_;
    train.reference_label = reference;
  }
  out.push_back(std::move(train));
  if (anyKnown(watched.test)) {
    std::vector<double> nats(columnCount(watched.test));
    const auto mean = [&] {
      double sum = 0, known = 0;
      for (std::size_t n = 0; n < nats.size(); ++n) {
        if (!anyKnown(watched.test, toIndex(n))) continue;
        sum += nats[n];
        ++known;
      }
      return sum / known;
    };
    Reading test{.name = "testLogLikelihood",
                 .label = "Log-likelihood, exact, test",
                 .unit = "nats per example",
                 .on = ReadOn::kTest};
    co_await harmonium::logLikelihood(pace, fit_.model, fit_.posterior, watched.test, nats);
    test.value = mean();
    if (referred && kind_ == NoiseKind::kShared) {
      co_await harmonium::logLikelihood(pace, maximum_, maximum_posterior_, watched.test, nats);
      test.reference = mean();
      test.reference_label = reference;
    } else if (!partial_) {
      test.reference = meanLogDensity(truth_.get(), watched.test);
      if (test.reference) test.reference_label = "true density";
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
  return std::unique_ptr<Likelihood>(std::make_unique<LinearLikelihood>(fit_.model, fit_.posterior));
}

}  // namespace harmonium
