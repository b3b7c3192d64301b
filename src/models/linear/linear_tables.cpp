// The views of a linear Gaussian model that show loadings, mean, noise and spectrum: as pictures, or as tables with the
// names of the values.
#include "base/numbers.h"
#include "models/linear/linear_marks.h"
#include "models/linear/linear_model.h"
#include "models/linear/linear_rotation.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace harmonium {

namespace {

constexpr Index kTiles = 100;   // largest number of factors shown as pictures
constexpr Index kColumns = 64;  // largest number of rows and columns of a matrix view

std::uint32_t sizeOf(Index n) {
  return toU32(n);
}

std::string formatted(double value, const char* format) {
  char text[48];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

// The greatest size of the values, which gets the full colour; 1 where all are 0.
float largest(const std::vector<float>& values) {
  float limit = 0;
  for (const float value : values) limit = std::max(limit, std::abs(value));
  return limit > 0 ? limit : 1;
}

}  // namespace

std::optional<View> LinearModel::factorsView() const {
  const Index q = fit_.model.factors(), V = fit_.model.values();
  if (q == 0) return std::nullopt;
  View view{.title = "Factors", .scale = ViewScale::kSigned};
  const RealMatrix& W = turnedLoadings();
  if (isPicture()) {
    const Index count = std::min(q, kTiles);
    view.kind = ViewKind::kImages;
    view.caption = "One tile per factor: what it adds to the mean at h = 1, and what it takes away.";
    if (count < q) view.caption += " " + std::to_string(count) + " of " + std::to_string(q) + " are shown.";
    view.shape = {sizeOf(count), sizeOf(rows_), sizeOf(cols_)};
    for (Index a = 0; a < count; ++a) {
      for (Index i = 0; i < V; ++i) view.values.push_back(toFloat(W(i, a)));
    }
    // The colour scale ends at four deviations: with the maximum, one large loading would turn all others grey.
    const float deviation = toFloat(std::sqrt(W.squaredNorm() / toDouble(W.size())));
    view.limit = deviation > 0 ? 4 * deviation : 1;
  } else {
    const Index rows = std::min(V, kColumns), columns = std::min(q, kColumns);
    view.kind = ViewKind::kMatrix;
    view.caption = "The loadings W: one row per value, one column per factor.";
    view.shape = {sizeOf(rows), sizeOf(columns)};
    for (Index i = 0; i < rows; ++i) {
      for (Index a = 0; a < columns; ++a) view.values.push_back(toFloat(W(i, a)));
      view.row_names.push_back(valueName(i));
    }
    view.column_names = factorNames(toSize(columns));
    view.limit = largest(view.values);
  }
  view.notes = notes();
  return view;
}

std::optional<View> LinearModel::meanView() const {
  const Index V = fit_.model.values();
  View view{.title = "Mean"};
  if (isPicture()) {
    view.kind = ViewKind::kImages;
    view.caption = "What it generates when all factors and the noise are zero.";
    view.shape = {1, sizeOf(rows_), sizeOf(cols_)};
    for (const double mean : fit_.model.mean) view.values.push_back(toFloat(mean));
    view.limit = domain_ == Domain::kUnit ? 1 : largest(view.values);
    if (domain_ == Domain::kReal) view.scale = ViewScale::kSigned;
    return view;
  }
  view.kind = ViewKind::kTable;
  view.caption = "Mean and standard deviation of every value: the model's, and the data's.";
  view.column_names = {"mean", "deviation", "deviation of the data"};
  view.shape = {sizeOf(V), 3};
  for (Index i = 0; i < V; ++i) {
    const double variance = fit_.model.noise[i] + fit_.model.W.row(i).squaredNorm();
    for (const double value : {fit_.model.mean[i], std::sqrt(variance), std::sqrt(variances_[i])}) {
      view.values.push_back(toFloat(value));
    }
    view.row_names.push_back(valueName(i));
  }
  return view;
}

std::optional<View> LinearModel::noiseView() const {
  const Index V = fit_.model.values();
  View view{.title = "Noise of every value", .notes = notes()};
  if (isPicture()) {
    view.kind = ViewKind::kImages;
    view.caption = "The noise variance of every pixel: strong ink means that the factors explain little of it.";
    view.shape = {1, sizeOf(rows_), sizeOf(cols_)};
    for (const double psi : fit_.model.noise) view.values.push_back(toFloat(psi));
    view.limit = largest(view.values);
    return view;
  }
  view.kind = ViewKind::kTable;
  view.caption = "How much of every value's variance the factors explain, and how much is its own (its uniqueness).";
  view.column_names = {"explained", "uniqueness", "noise variance"};
  view.shape = {sizeOf(V), 3};
  for (Index i = 0; i < V; ++i) {
    const double explained = fit_.model.W.row(i).squaredNorm(), all = explained + fit_.model.noise[i];
    for (const double value : {explained / all, fit_.model.noise[i] / all, fit_.model.noise[i]}) {
      view.values.push_back(toFloat(value));
    }
    view.row_names.push_back(valueName(i));
  }
  return view;
}

Work LinearModel::spectrumView(Pace& pace, std::optional<View>& out) const {
  const Index V = eigenvalues_.size(), q = fit_.model.factors();
  if (V == 0) co_return;  // not looked at all data yet, or values are missing
  const bool standard = kind_ == NoiseKind::kDiagonal && units_ == Units::kEach;
  View& view = out.emplace(View{
      .title = "How many factors",
      .caption = standard
                     ? "The variance of the standardised data along each of their principal axes; the factors kept "
                       "are left of the line."
                     : "The variance of the data along each of its principal axes; the factors kept are left of "
                       "the line.",
      .kind = ViewKind::kChart,
      .notes = notes()});
  const Index shown = std::min(V, std::max<Index>(20, 2 * q));
  Panel& spectrum = view.panels.emplace_back();
  spectrum.title = standard ? "Eigenvalues of the correlation" : "Eigenvalues of the covariance";
  spectrum.x = {"axis", 0.5f, toFloat(shown) + 0.5f};
  spectrum.y = {"variance", 0, toFloat(eigenvalues_[0] > 0 ? 1.08 * eigenvalues_[0] : 1)};
  Mark line{.kind = MarkKind::kLine, .ink = Ink::kData, .label = "data"};
  for (Index i = 0; i < shown; ++i) addPoint(line, toDouble(i + 1), std::max(0.0, eigenvalues_[i]));
  Mark dots{.kind = MarkKind::kPoints, .ink = Ink::kData, .values = line.values};
  spectrum.marks.push_back(finished(std::move(line), 2));
  spectrum.marks.push_back(finished(std::move(dots), 2));
  spectrum.marks.push_back(
      guideMark(toDouble(q) + 0.5, 0, toDouble(q) + 0.5, toDouble(spectrum.y.high), "factors kept"));

  double kept = 0, all = 0;
  for (Index i = 0; i < V; ++i) {
    all += std::max(0.0, eigenvalues_[i]);
    if (i < q) kept += std::max(0.0, eigenvalues_[i]);
  }
  if (all > 0) {
    view.notes.push_back("The first " + std::to_string(q) + " of " + std::to_string(V) + " axes hold " +
                         formatted(100 * kept / all, "%.1f") +
                         (standard ? " % of the standardised variance." : " % of the variance."));
  }
  const double parameters = freeParameters(kind_, V, q);
  const double reached = shownLogLikelihood();
  const Criteria here = criteria(reached, moments_->examples, parameters);
  if (!std::isnan(reached)) {
    view.notes.push_back("With " + formatted(parameters, "%.0f") + " free parameters AIC is " +
                         formatted(here.aic, "%.4f") + " and BIC " + formatted(here.bic, "%.4f") +
                         " nats per example; less is better.");
  }
  if (kind_ == NoiseKind::kDiagonal) {
    const double shortfall = maximum_reached_ - reached;
    const FactorTest test = factorTest(shortfall, moments_->examples, V, q);
    if (std::isfinite(shortfall) && test.freedom > 0) {
      view.notes.push_back("Against any covariance: chi-square " + formatted(test.chi_square, "%.2f") + " with " +
                           formatted(test.freedom, "%.0f") +
                           " degrees of freedom; a much larger value means that more factors are needed.");
    }
    co_return;
  }

  // The spectrum of the model: sigma^2 on all axes, plus the squared length of each principal factor on the first q.
  Mark model{.kind = MarkKind::kLine, .ink = Ink::kModel, .label = "model; flat at sigma^2"};
  RealMatrix W, R;
  co_await principalRotation(pace, fit_.model.W, fit_.model.noise, R);
  co_await multiply(pace, fit_.model.W, R, W);
  for (Index i = 0; i < shown; ++i) {
    addPoint(model, toDouble(i + 1), fit_.model.noise[0] + (i < q ? W.col(i).squaredNorm() : 0));
  }
  spectrum.marks.push_back(finished(std::move(model), 2));
  co_await pace.spent(kPiece);
  addCriteria(view, q);
}

// The mean log-likelihood of all examples, in nats. Where it would keep whoever watches waiting, it is that of the
// parameters before the last step, which the step has computed; NaN before the first.
double LinearModel::shownLogLikelihood() const {
  constexpr double kAtOnce = 2e7;
  const double V = toDouble(fit_.model.values());
  if (V * V * toDouble(fit_.model.factors()) > kAtOnce) return fit_.reached;
  return meanLogLikelihood(fit_.model, fit_.posterior, *moments_);
}

// Adds AIC and BIC of the closed form for each number of factors, up to the number at which the noise reaches its
// floor.
void LinearModel::addCriteria(View& view, Index q) const {
  const Index V = eigenvalues_.size();
  Panel panel{.title = "What another factor is worth", .x = {"factors q", 0, 1}, .y = {"nats per example", 0, 1}};
  Mark aic{.kind = MarkKind::kLine, .ink = Ink::kTruth, .label = "AIC of the closed form"};
  Mark bic{.kind = MarkKind::kLine, .ink = Ink::kTruth, .label = "BIC", .dashed = true};
  Index least_aic = 0, least_bic = 0;
  Criteria least{.aic = INFINITY, .bic = INFINITY};
  double low = INFINITY, high = -INFINITY;
  for (Index factors = 0; factors < std::min<Index>(V, kMostFactors); ++factors) {
    if (maximumLikelihoodNoise(eigenvalues_, factors, floor_[0]) <= floor_[0]) break;
    const Criteria here = criteria(maximumLogLikelihood(eigenvalues_, factors, floor_[0]), moments_->examples,
                                   freeParameters(kind_, V, factors));
    if (here.aic < least.aic) least.aic = here.aic, least_aic = factors;
    if (here.bic < least.bic) least.bic = here.bic, least_bic = factors;
    addPoint(aic, toDouble(factors), here.aic);
    addPoint(bic, toDouble(factors), here.bic);
    low = std::min({low, here.aic, here.bic});
    high = std::max({high, here.aic, here.bic});
    panel.x.high = std::max(1.0f, toFloat(factors));
  }
  if (aic.values.empty()) return;
  const double room = 0.05 * std::max(1e-3, high - low);
  panel.y.low = toFloat(low - room);
  panel.y.high = toFloat(high + room);
  panel.marks.push_back(finished(std::move(aic), 2));
  panel.marks.push_back(finished(std::move(bic), 2));
  panel.marks.push_back(guideMark(toDouble(q), low - room, toDouble(q), high + room, "factors kept"));
  view.panels.push_back(std::move(panel));
  view.notes.push_back("Of the closed form AIC is least at q = " + std::to_string(least_aic) +
                       ", BIC at q = " + std::to_string(least_bic) + ".");
}

}  // namespace harmonium
