// The views of a linear Gaussian model on the axes of its values and of its factors. Points are drawn as points (for
// tables, their first two values), pictures as tiles. models/linear/linear_tables.cpp holds loadings and spectrum.
#include "base/numbers.h"
#include "base/reals.h"
#include "models/linear/linear_marks.h"
#include "models/linear/linear_sampler.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace harmonium {

namespace {

constexpr Index kStageTiles = 16;  // number of samples that the view of the stages shows
constexpr Index kColumns = 64;     // largest number of columns of a matrix view
constexpr int kBins = 32;

std::uint32_t sizeOf(Index n) {
  return toU32(n);
}

}  // namespace

Work LinearModel::makeView(Pace& pace, std::string_view name, const ViewContext& context,
                           std::optional<View>& out) const {
  if (name == "generation" || name == "model" || name == "update" || name == "factors" || name == "posterior") {
    co_await turn(pace);
  }
  if (name == "generation") {
    out = generationView(context);
    if (out) out->meaning = Meaning::kGeneration;
  }
  if (name == "model") out = fit_.model.values() == 1 ? lineView(context) : planeView(context);
  if (name == "update") out = updateView(context);
  if (name == "factors") out = factorsView();
  if (name == "mean") out = meanView();
  if (name == "noise") out = noiseView();
  if (name == "spectrum") co_await spectrumView(pace, out);
  if (name == "posterior") co_await posteriorView(pace, context, out);
  if (out) out->name = name;
}

std::optional<View> LinearModel::view(std::string_view name, const ViewContext& context) const {
  Pace whole;
  std::optional<View> out;
  finish(makeView(whole, name, context, out));
  return out;
}

std::string LinearModel::valueName(Index i) const {
  const std::size_t at = toSize(i);
  return at < value_names_.size() ? value_names_[at] : "x" + std::to_string(i + 1);
}

// Sentences about unusual states of the model, such as variances at their floor.
std::vector<std::string> LinearModel::notes() const {
  std::vector<std::string> notes;
  if (closed_form_ && partial_) notes.push_back("The closed form needs complete data: EM runs instead.");
  if (partial_ && kept_.cols() > 0 && kept_.cols() < examples_) {
    notes.push_back("Where values are missing examples are kept: it learns from the first " +
                    std::to_string(kept_.cols()) + " of " + std::to_string(examples_) + ".");
  }
  if (kind_ == NoiseKind::kShared) {
    if (fit_.model.noise[0] <= floor_[0] * (1 + 1e-6)) {
      notes.push_back("The noise variance is at its floor: the factors explain all of the variance.");
    }
    return notes;
  }
  Index floored = 0, still = 0;
  std::string names;
  for (Index i = 0; i < fit_.model.values(); ++i) {
    if (hardlyVaries(i)) ++still;
    if (isFloored(i) && ++floored <= 4 && !isPicture()) names += (names.empty() ? "" : "; ") + valueName(i);
  }
  if (floored > 0) {
    notes.push_back(std::to_string(floored) + " of " + std::to_string(fit_.model.values()) +
                    " noise variances are at their floor (Heywood case)" + (names.empty() ? "" : ": " + names) + ".");
  }
  if (still > 0) {
    notes.push_back(std::to_string(still) +
                    (still == 1 ? " value hardly varies and has" : " values hardly vary and have") +
                    " the least noise allowed.");
  }
  const Index q = fit_.model.factors(), most = mostDeterminedFactors(fit_.model.values());
  if (q > most) {
    notes.push_back("The data determine " +
                    (most == 0 ? std::string("no factor")
                               : "at most " + std::to_string(most) + (most == 1 ? " factor" : " factors")) +
                    " of " + std::to_string(fit_.model.values()) + " values: with " + std::to_string(q) +
                    " other loadings fit as well.");
  }
  if (!others_.empty() && std::isfinite(fit_.reached)) notes.push_back(startsInWords());
  return notes;
}

// How far the starts of EM have got, and that the best is shown.
std::string LinearModel::startsInWords() const {
  constexpr double kSame = 1e-3;  // nats; optima that differ less count as one
  double least = fit_.reached;
  int same = 1;
  for (const LinearFit& other : others_) {
    least = std::min(least, other.reached);
    same += other.reached > fit_.reached - kSame ? 1 : 0;
  }
  char range[96];
  std::snprintf(range, sizeof range, "%.4f nats, the worst %.4f", fit_.reached, least);
  return "The best of " + std::to_string(1 + others_.size()) + " starts is shown. It has reached " + range + "; " +
         std::to_string(same) + (same == 1 ? " is" : " are") + " within 0.001 of the best.";
}

// An empty view with the data on the axes of the first two values. With exactly two values it is a plane.
View LinearModel::onAxes(const ViewContext& context) const {
  const bool two = fit_.model.values() == 2;
  View view{.kind = two && ranges_[0] == ranges_[1] ? ViewKind::kPlane : ViewKind::kChart};
  Panel& panel = view.panels.emplace_back();
  for (const Index i : {0, 1}) {
    const Range range =
        two ? ranges_[toSize(i)] : rangeAbout(toFloat(about_[i]), toFloat(3.5 * std::sqrt(variances_[i])));
    (i == 0 ? panel.x : panel.y) = {valueName(i), range.low, range.high};
  }
  if (context.data != nullptr) panel.marks = classMarks(*context.data, Ink::kData, "data", context.classes);
  RealMatrix W;  // the loadings of two values on two factors
  if (const RealMatrix& R = rotation(); R.cols() > 0) {
    multiply(fit_.model.W.topRows(2), R.leftCols(std::min<Index>(2, R.cols())), W);
  }
  for (Index a = 0; a < W.cols(); ++a) {
    Mark axis{.kind = MarkKind::kLine, .ink = Ink::kLatent, .label = a == 0 ? "factors, h from -2 to 2" : ""};
    for (const double h : {-2.0, 2.0})
      addPoint(axis, fit_.model.mean[0] + h * W(0, a), fit_.model.mean[1] + h * W(1, a));
    panel.marks.push_back(finished(std::move(axis), 2));
  }
  return view;
}

std::vector<double> LinearModel::densityOn(const PlaneGrid& grid) const {
  if (fit_.model.values() != 2) return {};
  std::vector<double> p(grid.size());
  logLikelihood(fit_.model, fit_.posterior, grid.centres(), p);
  for (double& value : p) value = reals::exp(value);
  return p;
}

std::optional<View> LinearModel::planeView(const ViewContext& context) const {
  if (isPicture()) return std::nullopt;
  View view = onAxes(context);
  view.title = "The model among the data";
  view.caption = "The model's Gaussian: ellipses at one and two standard deviations, and its factors.";
  if (fit_.model.values() > 2) view.caption += " The first two values of each example are shown.";
  std::vector<Mark>& marks = view.panels[0].marks;
  if (kind_ == NoiseKind::kShared && eigenvalues_.size() > 0) {
    // The closed form shows how far EM still is from the maximum.
    marks.push_back(lineOf(marginal(maximum_, 0, 1), 2, Ink::kTruth, "closed form", true));
  }
  const Ellipse ellipse = marginal(fit_.model, 0, 1);
  marks.push_back(lineOf(ellipse, 1, Ink::kModel, "model, 1 and 2 deviations"));
  marks.push_back(lineOf(ellipse, 2, Ink::kModel, ""));
  view.notes = notes();
  if (fit_.model.values() > 2) return view;
  const PlaneGrid grid = gridOf(view.panels[0]);
  if (std::optional<Mark> field = densityMark(grid, densityOn(grid), Ink::kModel, "p(x)")) {
    field->contours = false;  // the ellipses are
    marks.insert(marks.begin(), std::move(*field));
  }
  if (std::optional<Panel> truth = truthPanel(view.panels[0], truth_.get())) {
    view.panels[0].title = "Model";
    view.panels.push_back(std::move(*truth));
  }
  return view;
}

std::optional<View> LinearModel::lineView(const ViewContext& context) const {
  if (isPicture()) return std::nullopt;
  View view{.title = "The model among the data",
            .caption = "A linear Gaussian model of one value is a single Gaussian, whatever its factor.",
            .kind = ViewKind::kChart};
  Panel& panel = view.panels.emplace_back();
  panel.x = {valueName(0), ranges_[0].low, ranges_[0].high};
  panel.y.label = "density";
  const double low = toDouble(panel.x.low), high = toDouble(panel.x.high);
  std::vector<float> values;
  for (Index n = 0; context.data != nullptr && n < context.data->cols(); ++n) {
    if (const float x = (*context.data)(0, n); std::isfinite(x)) values.push_back(x);
  }
  panel.marks.push_back(histogramMark(values, low, high, kBins, Ink::kData, "data"));
  double variance = fit_.model.noise[0];
  for (Index a = 0; a < fit_.model.factors(); ++a) variance += fit_.model.W(0, a) * fit_.model.W(0, a);
  panel.marks.push_back(normalDensity(fit_.model.mean[0], variance, low, high, Ink::kModel, "model"));
  fitHeight(panel);
  view.notes = notes();
  return view;
}

std::optional<View> LinearModel::generationView(const ViewContext& context) const {
  const auto* g = static_cast<const LinearSampler*>(context.sampler);
  if (g == nullptr || g->stage() < 0) return std::nullopt;
  const Phase& stage = g->stages()[toSize(g->stage())];
  View view{.title = "How it generates", .caption = stage.sentence};
  const Index q = fit_.model.factors(), V = fit_.model.values();
  if (isPicture()) {
    const Index count = std::min(kStageTiles, g->latent().cols());
    const auto addTile = [&](const Matrix& from, Index n) {
      view.values.insert(view.values.end(), from.data() + n * V, from.data() + (n + 1) * V);
    };
    if (g->stage() == 0 && q > 0) {
      view.kind = ViewKind::kMatrix;
      view.scale = ViewScale::kSigned;
      view.limit = 3;
      const Index columns = std::min(q, kColumns);
      view.shape = {sizeOf(count), sizeOf(columns)};
      for (Index n = 0; n < count; ++n) {
        view.values.insert(view.values.end(), g->latent().data() + n * q, g->latent().data() + n * q + columns);
        view.row_names.push_back("sample " + std::to_string(n + 1));
      }
      view.column_names = factorNames(toSize(columns));
    } else if (g->stage() < 2) {
      view.kind = ViewKind::kImages;
      view.shape = {sizeOf(count), sizeOf(rows_), sizeOf(cols_)};
      for (Index n = 0; n < count; ++n) addTile(g->image(), n);
    } else {
      view.kind = ViewKind::kPairs;
      view.column_names = {"mean", "with noise"};
      view.shape = {sizeOf(count), 2, sizeOf(rows_), sizeOf(cols_)};
      for (Index n = 0; n < count; ++n) {
        addTile(g->image(), n);
        addTile(g->sampled(), n);
      }
      view.caption += " Left: without it. Right: with it.";
    }
    return view;
  }
  if (V == 1) return std::nullopt;

  View plane = onAxes(context);
  plane.title = view.title;
  plane.caption = view.caption;
  Panel& panel = plane.panels[0];
  panel.title = "x = W h + mean + noise";
  Mark drawn{.kind = MarkKind::kPoints, .ink = Ink::kModel, .label = g->stage() == 1 ? "W h + mean" : "samples"};
  Mark noise{.kind = MarkKind::kArrows, .ink = Ink::kNeutral, .label = "noise"};
  for (Index n = 0; g->stage() > 0 && n < g->latent().cols(); ++n) {
    const float x = g->image()(0, n), y = g->image()(1, n);
    if (g->stage() == 1) {
      drawn.values.insert(drawn.values.end(), {x, y});
    } else {
      drawn.values.insert(drawn.values.end(), {g->sampled()(0, n), g->sampled()(1, n)});
      noise.values.insert(noise.values.end(), {x, y, g->sampled()(0, n) - x, g->sampled()(1, n) - y});
    }
  }
  if (g->stage() == 2) panel.marks.push_back(finished(std::move(noise), 4));
  panel.marks.push_back(finished(std::move(drawn), 2));
  if (q == 0) return plane;

  Panel latent{.title = "h, drawn from N(0, I)", .x = {"h1", -3.5f, 3.5f}, .y = {q > 1 ? "h2" : "", -3.5f, 3.5f}};
  if (q == 1) {
    Mark axis{.kind = MarkKind::kLine, .ink = Ink::kNeutral};
    addPoint(axis, -3.5, 0);
    addPoint(axis, 3.5, 0);
    latent.marks.push_back(finished(std::move(axis), 2));
  } else {
    for (const double radius : {1.0, 2.0})
      latent.marks.push_back(lineOf({0, 0, 1, 0, 1}, radius, Ink::kNeutral, "", true));
  }
  Mark factors{.kind = MarkKind::kPoints, .ink = Ink::kLatent, .label = "h"};
  for (Index n = 0; n < g->latent().cols(); ++n) addPoint(factors, g->latent()(0, n), q > 1 ? g->latent()(1, n) : 0);
  latent.marks.push_back(finished(std::move(factors), 2));
  plane.panels.insert(plane.panels.begin(), std::move(latent));
  return plane;
}

Work LinearModel::posteriorView(Pace& pace, const ViewContext& context, std::optional<View>& out) const {
  const Index q = fit_.model.factors();
  if (q == 0 || context.data == nullptr || context.data->cols() == 0) co_return;
  RealMatrix h, turned;
  co_await posteriorMean(pace, fit_.model, fit_.posterior, *context.data, h);
  co_await multiplyTransposed(pace, rotation(), h, turned);
  View& view = out.emplace(View{.title = "Factors of the data"});
  if (q == 1) {
    view.kind = ViewKind::kChart;
    view.caption = "Where the factor of each example lies, given the example, beside the normal it was drawn from.";
    Panel& panel = view.panels.emplace_back();
    panel.x = {"mean of h1 given x", -4, 4};
    panel.y.label = "density";
    const std::vector<float> values(turned.data(), turned.data() + turned.cols());
    panel.marks.push_back(histogramMark(values, -4, 4, kBins, Ink::kLatent, "examples"));
    panel.marks.push_back(normalDensity(0, 1, -4, 4, Ink::kNeutral, "N(0, 1)", true));
    fitHeight(panel);
    co_return;
  }
  view.kind = ViewKind::kPlane;
  view.caption =
      "Where the first two factors of each example lie, given the example; the small ellipse is how sure "
      "that is.";
  Panel& panel = view.panels.emplace_back();
  panel.x = {"h1", -4, 4};
  panel.y = {"h2", -4, 4};
  for (const double radius : {1.0, 2.0}) {
    panel.marks.push_back(
        lineOf({0, 0, 1, 0, 1}, radius, Ink::kNeutral, radius == 1 ? "N(0, I), 1 and 2 deviations" : "", true));
  }
  const Matrix codes = turned.topRows(2).cast<float>();
  for (Mark& mark : classMarks(codes, Ink::kLatent, "examples", context.classes))
    panel.marks.push_back(std::move(mark));
  RealMatrix covariance, spread;
  co_await multiply(pace, fit_.posterior.covariance, rotation(), covariance);
  co_await multiplyTransposed(pace, rotation(), covariance, spread);
  panel.marks.push_back(lineOf({turned(0, 0), turned(1, 0), spread(0, 0), spread(0, 1), spread(1, 1)}, 1, Ink::kModel,
                               "posterior of the first"));
}

}  // namespace harmonium
