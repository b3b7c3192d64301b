// Loadings, mean, noise and spectrum of a linear Gaussian model: as tiles, or with the names of the values.
#include "models/linear/linear_marks.h"
#include "models/linear/linear_model.h"
#include "models/linear/linear_rotation.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace harmonium {

namespace {

constexpr Eigen::Index kTiles = 100;   // factors shown as pictures
constexpr Eigen::Index kColumns = 64;  // of a matrix

std::uint32_t sizeOf(Eigen::Index n) {
  return static_cast<std::uint32_t>(n);
}

std::string formatted(double value, const char* format) {
  char text[48];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

float largest(const std::vector<float>& values) {
  float limit = 1e-6f;
  for (const float value : values) limit = std::max(limit, std::abs(value));
  return limit;
}

}  // namespace

std::optional<View> LinearModel::factorsView() const {
  const Eigen::Index q = model_.factors(), V = model_.values();
  if (q == 0) return std::nullopt;
  View view{.title = "Factors", .scale = ViewScale::kSigned};
  const RealMatrix W = turnedLoadings();
  if (isPicture()) {
    const Eigen::Index count = std::min(q, kTiles);
    view.kind = ViewKind::kImages;
    view.caption = "One tile a factor: what it adds to the mean at h = 1, and what it takes away.";
    if (count < q) view.caption += " " + std::to_string(count) + " of " + std::to_string(q) + " are shown.";
    view.shape = {sizeOf(count), sizeOf(rows_), sizeOf(cols_)};
    for (Eigen::Index a = 0; a < count; ++a) {
      for (Eigen::Index i = 0; i < V; ++i) view.values.push_back(static_cast<float>(W(i, a)));
    }
    // Four deviations: a single large loading must not turn all others grey.
    view.limit = std::max(1e-6f, 4 * static_cast<float>(std::sqrt(W.squaredNorm() / static_cast<double>(W.size()))));
  } else {
    const Eigen::Index rows = std::min(V, kColumns), columns = std::min(q, kColumns);
    view.kind = ViewKind::kMatrix;
    view.caption = "The loadings W: a row for every value, a column for every factor.";
    view.shape = {sizeOf(rows), sizeOf(columns)};
    for (Eigen::Index i = 0; i < rows; ++i) {
      for (Eigen::Index a = 0; a < columns; ++a) view.values.push_back(static_cast<float>(W(i, a)));
      view.row_names.push_back(valueName(i));
    }
    view.column_names = factorNames(static_cast<std::size_t>(columns));
    view.limit = largest(view.values);
  }
  view.notes = notes();
  return view;
}

std::optional<View> LinearModel::meanView() const {
  const Eigen::Index V = model_.values();
  View view{.title = "Mean"};
  if (isPicture()) {
    view.kind = ViewKind::kImages;
    view.caption = "What it generates when all factors and the noise are zero.";
    view.shape = {1, sizeOf(rows_), sizeOf(cols_)};
    view.values.assign(mean_.begin(), mean_.end());
    view.limit = domain_ == Domain::kUnit ? 1 : largest(view.values);
    if (domain_ == Domain::kReal) view.scale = ViewScale::kSigned;
    return view;
  }
  view.kind = ViewKind::kTable;
  view.caption = "Mean and standard deviation of every value: the model's, and the data's.";
  view.column_names = {"mean", "deviation", "deviation of the data"};
  view.shape = {sizeOf(V), 3};
  for (Eigen::Index i = 0; i < V; ++i) {
    const double variance = model_.noise[i] + model_.W.row(i).squaredNorm();
    for (const double value : {model_.mean[i], std::sqrt(variance), std::sqrt(variances_[i])}) {
      view.values.push_back(static_cast<float>(value));
    }
    view.row_names.push_back(valueName(i));
  }
  return view;
}

std::optional<View> LinearModel::noiseView() const {
  const Eigen::Index V = model_.values();
  View view{.title = "Noise of every value", .notes = notes()};
  if (isPicture()) {
    view.kind = ViewKind::kImages;
    view.caption = "The noise variances: pixels in strong ink go their own way, faint ones follow the factors.";
    view.shape = {1, sizeOf(rows_), sizeOf(cols_)};
    for (const double psi : model_.noise) view.values.push_back(static_cast<float>(psi));
    view.limit = largest(view.values);
    return view;
  }
  view.kind = ViewKind::kTable;
  view.caption = "How much of every value's variance the factors explain, and how much is its own (its uniqueness).";
  view.column_names = {"explained", "uniqueness", "noise variance"};
  view.shape = {sizeOf(V), 3};
  for (Eigen::Index i = 0; i < V; ++i) {
    const double explained = model_.W.row(i).squaredNorm(), all = explained + model_.noise[i];
    for (const double value : {explained / all, model_.noise[i] / all, model_.noise[i]}) {
      view.values.push_back(static_cast<float>(value));
    }
    view.row_names.push_back(valueName(i));
  }
  return view;
}

std::optional<View> LinearModel::spectrumView() const {
  const Eigen::Index V = eigenvalues_.size(), q = model_.factors();
  if (V == 0) return std::nullopt;  // not looked at all data yet, or values are missing
  View view{
      .title = "How many factors",
      .caption = "The variance of the data along each of its principal axes; the factors kept are left of the line.",
      .kind = ViewKind::kChart,
      .notes = notes()};
  const Eigen::Index shown = std::min(V, std::max<Eigen::Index>(20, 2 * q));
  Panel& spectrum = view.panels.emplace_back();
  spectrum.title = "Eigenvalues of the covariance";
  spectrum.x = {"axis", 0.5f, static_cast<float>(shown) + 0.5f};
  spectrum.y = {"variance", 0, static_cast<float>(1.08 * std::max(1e-9, eigenvalues_[0]))};
  Mark line{.kind = MarkKind::kLine, .ink = Ink::kData, .label = "data"};
  for (Eigen::Index i = 0; i < shown; ++i) addPoint(line, static_cast<double>(i + 1), std::max(0.0, eigenvalues_[i]));
  Mark dots{.kind = MarkKind::kPoints, .ink = Ink::kData, .values = line.values};
  spectrum.marks.push_back(finished(std::move(line), 2));
  spectrum.marks.push_back(finished(std::move(dots), 2));
  spectrum.marks.push_back(guideMark(static_cast<double>(q) + 0.5, 0, static_cast<double>(q) + 0.5,
                                     static_cast<double>(spectrum.y.high), "factors kept"));

  double kept = 0, all = 0;
  for (Eigen::Index i = 0; i < V; ++i) {
    all += std::max(0.0, eigenvalues_[i]);
    if (i < q) kept += std::max(0.0, eigenvalues_[i]);
  }
  if (all > 0) {
    view.notes.push_back("The first " + std::to_string(q) + " of " + std::to_string(V) + " axes hold " +
                         formatted(100 * kept / all, "%.1f") + " % of the variance.");
  }
  const double parameters = freeParameters(kind_, V, q);
  const Criteria here = criteria(meanLogLikelihood(model_, posterior_, *moments_), moments_->examples, parameters);
  view.notes.push_back("With " + formatted(parameters, "%.0f") + " free parameters AIC is " +
                       formatted(here.aic, "%.4f") + " and BIC " + formatted(here.bic, "%.4f") +
                       " nats per example; less is better.");
  if (kind_ == NoiseKind::kDiagonal) {
    const double shortfall = maximum_reached_ - meanLogLikelihood(model_, posterior_, *moments_);
    const FactorTest test = factorTest(shortfall, moments_->examples, V, q);
    if (std::isfinite(shortfall) && test.freedom > 0) {
      view.notes.push_back("Against any covariance: chi-square " + formatted(test.chi_square, "%.2f") + " with " +
                           formatted(test.freedom, "%.0f") +
                           " degrees of freedom; far more than that says that more factors are wanted.");
    }
    return view;
  }

  // The model's own: the squared lengths of its principal factors above sigma^2, then sigma^2 for all other axes.
  Mark model{.kind = MarkKind::kLine, .ink = Ink::kModel, .label = "model; flat at sigma^2"};
  RealMatrix W;
  multiply(model_.W, principalRotation(model_.W, model_.noise), W);
  for (Eigen::Index i = 0; i < shown; ++i) {
    addPoint(model, static_cast<double>(i + 1), model_.noise[0] + (i < q ? W.col(i).squaredNorm() : 0));
  }
  spectrum.marks.push_back(finished(std::move(model), 2));
  addCriteria(view, q);
  return view;
}

// AIC and BIC of the closed form against the number of factors, as far as noise is left.
void LinearModel::addCriteria(View& view, Eigen::Index q) const {
  const Eigen::Index V = eigenvalues_.size();
  Panel panel{.title = "What another factor is worth", .x = {"factors q", 0, 1}, .y = {"nats per example", 0, 1}};
  Mark aic{.kind = MarkKind::kLine, .ink = Ink::kTruth, .label = "AIC of the closed form"};
  Mark bic{.kind = MarkKind::kLine, .ink = Ink::kTruth, .label = "BIC", .dashed = true};
  Eigen::Index least_aic = 0, least_bic = 0;
  Criteria least{.aic = INFINITY, .bic = INFINITY};
  double low = INFINITY, high = -INFINITY;
  for (Eigen::Index factors = 0; factors < std::min<Eigen::Index>(V, kMostFactors); ++factors) {
    if (maximumLikelihoodNoise(eigenvalues_, factors, floor_[0]) <= floor_[0]) break;
    const Criteria here = criteria(maximumLogLikelihood(eigenvalues_, factors, floor_[0]), moments_->examples,
                                   freeParameters(kind_, V, factors));
    if (here.aic < least.aic) least.aic = here.aic, least_aic = factors;
    if (here.bic < least.bic) least.bic = here.bic, least_bic = factors;
    addPoint(aic, static_cast<double>(factors), here.aic);
    addPoint(bic, static_cast<double>(factors), here.bic);
    low = std::min({low, here.aic, here.bic});
    high = std::max({high, here.aic, here.bic});
    panel.x.high = std::max(1.0f, static_cast<float>(factors));
  }
  if (aic.values.empty()) return;
  const double room = 0.05 * std::max(1e-3, high - low);
  panel.y.low = static_cast<float>(low - room);
  panel.y.high = static_cast<float>(high + room);
  panel.marks.push_back(finished(std::move(aic), 2));
  panel.marks.push_back(finished(std::move(bic), 2));
  panel.marks.push_back(
      guideMark(static_cast<double>(q), low - room, static_cast<double>(q), high + room, "factors kept"));
  view.panels.push_back(std::move(panel));
  view.notes.push_back("Of the closed form AIC is least at q = " + std::to_string(least_aic) +
                       ", BIC at q = " + std::to_string(least_bic) + ".");
}

}  // namespace harmonium
