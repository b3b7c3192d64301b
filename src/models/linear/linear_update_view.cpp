// The view of an update of a linear Gaussian model: in the E step every example's way to its factors, in the M step the
// model before and after.
#include "base/numbers.h"
#include "models/linear/linear_marks.h"
#include "models/linear/linear_model.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

constexpr Index kProjected = 80;  // examples whose way to the factors is drawn
constexpr Index kPairs = 16;
constexpr int kSecondPhase = 1;  // the M step, or the last phase of the closed form

}  // namespace

// The model before the present phase: from the parameters, which hold the mean with what was taken off the data.
std::optional<LinearGaussian> LinearModel::modelBefore(const ViewContext& context) const {
  LinearGaussian old = fit_.model;
  if (context.before.size() < 3) return std::nullopt;
  const std::vector<float>&W = context.before[0], &mean = context.before[1], &noise = context.before[2];
  if (W.size() != toSize(old.W.size()) || mean.size() != toSize(old.mean.size()) || noise.empty()) return std::nullopt;
  std::ranges::copy(W, old.W.data());
  for (Index i = 0; i < old.values(); ++i) {
    old.mean[i] = toDouble(mean[toSize(i)]) - fit_.offsetOf(i);
    old.noise[i] = toDouble(noise[std::min(toSize(i), noise.size() - 1)]);
  }
  return old;
}

// An arrow from every example to W E[h | x] + mean, and beside it E[h | x] itself.
void LinearModel::addProjections(const ViewContext& context, View& view) const {
  const Index q = fit_.model.factors(), count = std::min(kProjected, context.data->cols());
  const Matrix shown = context.data->leftCols(count);
  Matrix mean;
  reconstruct(shown, mean);
  RealMatrix h, turned;
  posteriorMean(fit_.model, fit_.posterior, shown, h);
  multiplyTransposed(rotation(), h, turned);
  Mark arrows{.kind = MarkKind::kArrows, .ink = Ink::kLatent, .label = "to its factors"};
  Mark points{.kind = MarkKind::kPoints, .ink = Ink::kLatent, .label = "E[h | x]"};
  for (Index n = 0; n < count; ++n) {
    const float x = shown(0, n), y = shown(1, n);
    if (!std::isfinite(x + y)) continue;
    arrows.values.insert(arrows.values.end(), {x, y, mean(0, n) - x, mean(1, n) - y});
    if (q > 0) addPoint(points, turned(0, n), q > 1 ? turned(1, n) : 0);
  }
  if (context.phase < kSecondPhase) view.panels[0].marks.push_back(finished(std::move(arrows), 4));
  if (q == 0) return;
  view.panels[0].title = "x and W E[h | x] + mean";
  Panel latent{.title = "Factors of the examples", .x = {"h1", -3.5f, 3.5f}, .y = {q > 1 ? "h2" : "", -3.5f, 3.5f}};
  if (q == 1) {
    latent.marks.push_back(guideMark(-3.5, 0, 3.5, 0));
  } else {
    for (const double radius : {1.0, 2.0})
      latent.marks.push_back(lineOf({0, 0, 1, 0, 1}, radius, Ink::kNeutral, "", true));
  }
  latent.marks.push_back(finished(std::move(points), 2));
  view.panels.push_back(std::move(latent));
}

// Examples beside what their factors make of them; in the M step every factor before and after.
View LinearModel::picturesOfUpdate(const ViewContext& context, bool step) const {
  const Index V = fit_.model.values(), q = fit_.model.factors();
  View view{.kind = ViewKind::kPairs};
  const std::optional<LinearGaussian> old = step && q > 0 ? modelBefore(context) : std::nullopt;
  const Index count = std::min(kPairs, old ? q : context.data->cols());
  view.shape = {toU32(count), 2, toU32(rows_), toU32(cols_)};
  if (!old) {
    const Matrix shown = context.data->leftCols(count);
    Matrix mean;
    reconstruct(shown, mean);
    for (Index n = 0; n < count; ++n) {
      view.values.insert(view.values.end(), shown.data() + n * V, shown.data() + (n + 1) * V);
      view.values.insert(view.values.end(), mean.data() + n * V, mean.data() + (n + 1) * V);
    }
    view.caption = "Left: an example. Right: what its factors make of it, W E[h | x] + mean.";
    return view;
  }
  view.caption = "Every factor before the step (left) and after it (right).";
  view.column_names = {"before", "after"};
  view.scale = ViewScale::kSigned;
  view.limit = 1e-6f;
  std::vector<float> steps;
  for (Index a = 0; a < count; ++a) {
    for (const LinearGaussian* model : {&*old, &fit_.model})
      for (Index i = 0; i < V; ++i) view.values.push_back(toFloat(model->W(i, a)));
    for (Index i = 0; i < V; ++i) steps.push_back(toFloat(fit_.model.W(i, a) - old->W(i, a)));
  }
  for (const float value : view.values) view.limit = std::max(view.limit, std::abs(value));
  view.change = sharesOfChange(steps, toSize(count));
  return view;
}

std::optional<View> LinearModel::updateView(const ViewContext& context) const {
  if (context.data == nullptr || context.data->cols() == 0) return std::nullopt;
  const bool step = context.phase >= kSecondPhase;
  std::optional<View> view;
  if (isPicture()) {
    view = picturesOfUpdate(context, step);
  } else if (fit_.model.values() == 1) {
    view = lineView(context);
  } else {
    view = planeView(context);
    // The truth takes no part in an update.
    view->panels.resize(1);
    view->panels[0].title.clear();
    const std::optional<LinearGaussian> old = step ? modelBefore(context) : std::nullopt;
    if (old) {
      std::vector<Mark>& marks = view->panels[0].marks;
      marks.push_back(lineOf(marginal(*old, 0, 1), 2, Ink::kNeutral, "before the step", true));
    }
    if (!closedForm()) addProjections(context, *view);
    view->caption =
        step ? "The ellipse and the factors turn from where they were (dashed, pale) to where they are."
             : "Each example's way to the point that its factors make of it; beside it, the factors themselves.";
    if (closedForm())
      view->caption = "The ellipses at one and two standard deviations and the factors, from the eigenvectors.";
  }
  view->title = "This update";
  view->meaning = Meaning::kUpdate;
  return view;
}

}  // namespace harmonium
