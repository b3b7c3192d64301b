// The views of a product of experts. All fields cover the box and are drawn in the data's coordinates.
#include "base/marks.h"
#include "base/numbers.h"
#include "base/reals.h"
#include "models/experts/experts_partition.h"
#include "models/experts/experts_sampler.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace harmonium {

namespace {

constexpr float kMostNats = 6;  // larger energies get the full colour; e^-6 is a quarter of a percent

const char* const kKindNames[] = {"none", "Gaussian", "ridge", "ring", "drawn"};

std::string inWords(const char* format, double one, double other = 0) {
  char text[160];
  std::snprintf(text, sizeof text, format, one, other);
  return text;
}

// Energies are known up to a constant. Here the constant is chosen so that the uniform density on the box has energy 0.
// Points with negative energy are more probable than under the uniform density.
void levelWithEvenSpread(std::span<float> energy) {
  const double lowest = toDouble(*std::min_element(energy.begin(), energy.end()));
  double sum = 0;
  for (const float e : energy) sum += reals::exp(lowest - toDouble(e));
  const double level = lowest - reals::log(sum / toDouble(energy.size()));
  for (float& e : energy) e = toFloat(toDouble(e) - level);
}

// The end of a field's colour scale: its largest magnitude, but at most kMostNats.
float limitOf(std::span<const float> energy) {
  float largest = 0;
  for (const float e : energy) largest = std::max(largest, std::abs(e));
  return std::clamp(largest, 1e-3f, kMostNats);
}

}  // namespace

Panel ProductOfExperts::panelOf(std::string title) const {
  const float low = frame_.from(box_.low), high = frame_.from(box_.high);
  const auto label = [this](std::size_t axis, const char* otherwise) {
    return axes_.size() == 2 ? axes_[axis] : std::string(otherwise);
  };
  return {.title = std::move(title), .x = {label(0, "x1"), low, high}, .y = {label(1, "x2"), low, high}};
}

Mark ProductOfExperts::fieldOf(std::span<const float> values, ViewScale scale, float limit, Ink ink,
                               std::string label) const {
  const std::uint32_t cells = toU32(box_.cells);
  Mark mark{.kind = MarkKind::kField, .ink = ink, .label = std::move(label), .shape = {cells, cells}};
  mark.values.reserve(values.size());
  // Far from a narrow expert, energies may overflow to infinity; they get the colour of the limit.
  for (const float value : values) mark.values.push_back(std::isfinite(value) ? value : limit);
  mark.scale = scale;
  mark.limit = limit;
  return mark;
}

Mark ProductOfExperts::densityField() const {
  std::vector<float> p = weighed().probability;  // of a cell; a density is that over the cell's area
  const float side = (frame_.from(box_.high) - frame_.from(box_.low)) / toFloat(box_.cells);
  for (float& cell : p) cell /= side * side;
  const float most = *std::max_element(p.begin(), p.end()), limit = most > 0 ? most : 1;
  return fieldOf(p, ViewScale::kUnit, limit, Ink::kModel, "p(x)");
}

Mark ProductOfExperts::energyField() const {
  std::vector<float> energy = weighed().energy;
  levelWithEvenSpread(energy);
  return fieldOf(energy, ViewScale::kSigned, limitOf(energy), Ink::kModel, "E, nats");
}

std::vector<double> ProductOfExperts::densityOn(const PlaneGrid& grid) const {
  Places places;
  places.x = toFrame(grid.centres());
  place(set_, places, scratch_);
  std::vector<float> energy(grid.size()), part;
  totalEnergy(set_, places, scratch_, part, energy);
  std::vector<double> inside(energy.begin(), energy.end());
  // Walls of the box end the density.
  for (std::size_t i = 0; i < inside.size(); ++i) {
    const auto column = places.x.col(toIndex(i));
    if (column.minCoeff() < box_.low || column.maxCoeff() > box_.high) inside[i] = HUGE_VAL;
  }
  return densityOfEnergies(grid, std::move(inside));
}

View ProductOfExperts::expertsView() const {
  View view{.name = "experts",
            .title = "Experts",
            .caption =
                "Every expert's energy f in nats. Zero is an even spread: below it stands what the expert is "
                "for, above it what it rules out.",
            .kind = ViewKind::kPlane};
  const Quadrature& q = weighed();
  std::vector<float> energy(box_.size());
  for (std::size_t k = 0; k < kExperts; ++k) {
    const ExpertKind kind = set_.experts[k].kind;
    if (kind == ExpertKind::kNone) continue;
    expertEnergy(set_, k, q.places, scratch_, energy);
    levelWithEvenSpread(energy);
    const std::string n = std::to_string(k + 1);
    Panel panel = panelOf("f" + n + ", " + kKindNames[toSize(kind)]);
    panel.marks.push_back(fieldOf(energy, ViewScale::kSigned, limitOf(energy), Ink::kModel, "f" + n + ", nats"));
    view.panels.push_back(std::move(panel));
  }
  return view;
}

View ProductOfExperts::energyView() const {
  View view{.name = "energy",
            .title = "Energy",
            .caption =
                "E(x), the sum of all experts' energies in nats. Zero is an even spread: what lies below is more "
                "probable than that.",
            .kind = ViewKind::kPlane};
  view.panels.push_back(panelOf(""));
  view.panels[0].marks.push_back(energyField());
  return view;
}

View ProductOfExperts::densityView(const ViewContext& context) const {
  View view{.name = "density",
            .title = "Density",
            .caption = "p(x) = exp(-E(x)) / Z. " + partitionInWords(),
            .kind = ViewKind::kPlane};
  if (!gridSees(SharpEnergy(set_), box_)) {
    view.notes.push_back(
        "An expert is narrower than a cell of the grid: this picture and a dream phase over the grid miss parts of it. "
        "More cells per side help.");
  }
  const std::optional<double> divergence = divergenceFromTruth(exactFigures().log_z);
  Panel& panel = view.panels.emplace_back(panelOf(divergence ? "Model" : ""));
  panel.marks.push_back(densityField());
  if (context.data != nullptr) {
    for (Mark& mark : classMarks(*context.data, Ink::kData, "data", context.classes))
      panel.marks.push_back(std::move(mark));
  }
  const auto fromFrame = [this](const Matrix& u) {
    return Matrix(u.unaryExpr([this](float x) { return frame_.from(x); }));
  };
  if (context.phase >= 0) panel.marks.push_back(pointsMark(fromFrame(batch_.x), Ink::kPositive, "this batch"));
  if (walkers_.cols() > 0) {
    panel.marks.push_back(pointsMark(fromFrame(walkers_), Ink::kNegative, "walkers that learn"));
    if (accepted_ >= 0) view.notes.push_back(acceptanceInWords(recipe_.walk, accepted_));
  }
  if (divergence) {
    std::vector<float> truth;
    for (const double nats : true_nats_) truth.push_back(toFloat(reals::exp(nats)));
    const float most = *std::max_element(truth.begin(), truth.end()), limit = most > 0 ? most : 1;
    Panel& beside = view.panels.emplace_back(panelOf("Truth"));
    beside.marks.push_back(fieldOf(truth, ViewScale::kUnit, limit, Ink::kTruth, "true density"));
    view.notes.push_back(inWords("KL divergence of the model from the truth: %.4f nats.", *divergence));
  }
  return view;
}

// Data and dream on the density, and beside it the energy; after the update by how much log p has changed.
View ProductOfExperts::updateView(const ViewContext& context) const {
  enum Phase { kData, kDream, kUpdate };
  View view{.name = "update", .title = "This update", .kind = ViewKind::kPlane, .meaning = Meaning::kUpdate};
  Panel& density = view.panels.emplace_back(panelOf("p(x)"));
  density.marks.push_back(densityField());
  const auto fromFrame = [this](const Matrix& u) {
    return Matrix(u.unaryExpr([this](float x) { return frame_.from(x); }));
  };
  const bool batch = context.phase == kData || context.phase == kUpdate, dream = context.phase >= kDream;
  density.marks.push_back(pointsMark(fromFrame(batch_.x), batch ? Ink::kPositive : Ink::kNeutral, "this batch"));
  if (walkers_.cols() > 0)
    density.marks.push_back(pointsMark(fromFrame(walkers_), dream ? Ink::kNegative : Ink::kNeutral, "walkers"));
  std::vector<float> energy = weighed().energy;
  levelWithEvenSpread(energy);
  view.caption = context.phase == kDream
                     ? "Where the model is probable, by the grid or by walkers, the energy is about to rise."
                     : "Where this batch lies, the energy is about to fall.";
  ExpertSet old = set_;
  std::size_t tensor = 0, fitting = 0;
  for (Expert& expert : old.experts) {
    std::size_t at = 0;
    for (const ExpertNumbers& numbers : numbersOf(expert.kind)) {
      if (tensor < context.before.size() && context.before[tensor].size() == numbers.size) {
        std::ranges::copy(context.before[tensor], expert.p.begin() + toIndex(at));
        ++fitting;
      }
      at += numbers.size;
      ++tensor;
    }
  }
  if (context.phase == kUpdate && fitting == tensor && tensor > 0) {
    std::vector<float> was(energy.size()), part;
    totalEnergy(old, weighed().places, scratch_, part, was);
    levelWithEvenSpread(was);
    for (std::size_t i = 0; i < energy.size(); ++i) energy[i] = was[i] - energy[i];
    float most = 1e-6f;
    for (const float change : energy) most = std::isfinite(change) ? std::max(most, std::abs(change)) : most;
    Panel& beside = view.panels.emplace_back(panelOf("Change of log p(x)"));
    beside.marks.push_back(fieldOf(energy, ViewScale::kSigned, most, Ink::kModel, "change, nats"));
    view.caption = "The density after the step; beside it, where the step has made points more and less probable.";
    view.notes.push_back(inWords("The largest change of log p(x) is %.2g nats.", toDouble(most)));
    return view;
  }
  Panel& beside = view.panels.emplace_back(panelOf("Energy"));
  beside.marks.push_back(fieldOf(energy, ViewScale::kSigned, limitOf(energy), Ink::kModel, "E, nats"));
  return view;
}

View ProductOfExperts::walkersView(const ViewContext& context) const {
  View view{.name = "walkers",
            .title = "Walkers",
            .caption =
                "Walkers on the energy, each with an arrow for its last step; in the end as many stand in a "
                "place as p(x) says.",
            .kind = ViewKind::kPlane};
  Panel& panel = view.panels.emplace_back(panelOf(""));
  panel.marks.push_back(energyField());
  const auto* walkers = static_cast<const ExpertWalkers*>(context.sampler);
  if (walkers == nullptr) return view;
  const Matrix &previous = walkers->previous(), &stand = walkers->states();
  if (previous.cols() == stand.cols()) {
    Mark arrows{.kind = MarkKind::kArrows, .ink = Ink::kNeutral, .label = "last step"};
    for (Index n = 0; n < stand.cols(); ++n) {
      const float x = frame_.from(previous(0, n)), y = frame_.from(previous(1, n));
      arrows.values.insert(arrows.values.end(), {x, y, stand(0, n) - x, stand(1, n) - y});
    }
    arrows.shape = {toU32(stand.cols()), 4};
    panel.marks.push_back(std::move(arrows));
    view.notes.push_back(walkers->remark());
  }
  panel.marks.push_back(pointsMark(stand, Ink::kModel, "walkers"));
  if (walkers->held().cols() > 0) return view;
  addWalkersTruth(context, view);
  const PlaneGrid grid = gridOf(view.panels[0]);
  // Unadjusted Langevin has a distribution of its own.
  const std::optional<MixingOnPlane> mixing =
      recipe_.walk == Walk::kLangevin ? std::nullopt : mixingOnPlane(grid, densityOn(grid), stand);
  if (mixing) view.notes.push_back(inWords(*mixing));
  return view;
}

// Sets where the walkers have been beside p(x): their variances, and for unadjusted Langevin, whose own distribution is
// another one, a picture of it.
void ProductOfExperts::addWalkersTruth(const ViewContext& context, View& view) const {
  constexpr Index kEnough = 1000;
  if (context.recent == nullptr || context.recent->cols() < kEnough || !gridSees(SharpEnergy(set_), box_)) return;
  const Matrix& recent = *context.recent;
  if (!recent.allFinite()) return;
  const std::array<double, 2> exact = variances();
  double found[2] = {};
  for (Index d = 0; d < 2; ++d) {
    const double mean = toDouble(recent.row(d).mean());
    found[d] = toDouble((recent.row(d).array() - toFloat(mean)).square().mean());
  }
  char text[200];
  std::snprintf(text, sizeof text, "Variances along the axes: walkers %.3g and %.3g, p(x) %.3g and %.3g.", found[0],
                found[1], exact[0], exact[1]);
  view.notes.emplace_back(text);
  if (recipe_.walk != Walk::kLangevin) return;
  constexpr double kSmoothing = 2;  // cells
  const Matrix there = toFrame(recent);
  std::vector<float> density;
  const double side = toDouble(frame_.unit) * box_.width();
  for (const double cell : cellsOfSamples(box_, there, kSmoothing * box_.width())) {
    density.push_back(toFloat(cell / (side * side)));
  }
  view.panels[0].title = "Energy";
  Panel& expected = view.panels.emplace_back(panelOf("p(x)"));
  expected.marks.push_back(densityField());
  const float limit = expected.marks[0].limit;  // one scale for both
  Panel& beside = view.panels.emplace_back(panelOf("Where the walkers were"));
  beside.marks.push_back(fieldOf(density, ViewScale::kUnit, limit, Ink::kNegative, "walkers' own density"));
}

View ProductOfExperts::gradientView() const {
  View view{.name = "gradient",
            .title = "Two sides of the gradient",
            .caption =
                "Mean slope of the energy along each number: under the data, under the dream, and the "
                "difference, which is the slope of the log-likelihood.",
            .kind = ViewKind::kTable};
  view.column_names = {"value", "data", "dream", "slope"};
  for (std::size_t k = 0; k < kExperts; ++k) {
    std::size_t at = 0;
    for (const ExpertNumbers& numbers : numbersOf(set_.experts[k].kind)) {
      const std::string name = "expert " + std::to_string(k + 1) + ", " + numbers.name;
      for (std::uint32_t i = 0; i < numbers.size; ++i, ++at) {
        view.row_names.push_back(numbers.size == 1 ? name : name + std::to_string(i + 1));
        view.values.push_back(set_.experts[k].p[at]);
        for (const ExpertGradient* side : {&data_side_, &dream_side_, &slope_}) {
          view.values.push_back(toFloat((*side)[k][at]));
        }
      }
    }
  }
  view.shape = {toU32(view.row_names.size()), 4};
  return view;
}

std::optional<View> ProductOfExperts::view(std::string_view name, const ViewContext& context) const {
  if (name == "update") return updateView(context);
  if (name == "experts") return expertsView();
  if (name == "energy") return energyView();
  if (name == "density") return densityView(context);
  if (name == "walkers") return walkersView(context);
  if (name == "gradient") return gradientView();
  return std::nullopt;
}

}  // namespace harmonium
