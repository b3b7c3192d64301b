// The views that compare a small restricted Boltzmann machine with exact sums over its states, and with the density
// that the data come from.
#include "base/marks.h"
#include "base/numbers.h"
#include "base/reals.h"
#include "models/layers/state_views.h"
#include "models/rbm/rbm_model.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace harmonium {

namespace {

// The largest number of terms in the sum over all visible states for one view: a few milliseconds.
constexpr std::uint64_t kMostTerms = 1 << 20;
constexpr std::size_t kMostDots = 2000, kChartStates = 64;
constexpr int kFineGrid = 400, kBins = 48;

std::string percent(double share) {
  return formatNumber(std::round(1000 * share) / 10) + " %";
}

std::string rounded(double value) {
  return formatNumber(std::round(100 * value) / 100);
}

}  // namespace

bool Rbm::countsStates() const {
  const RbmParameters& p = machine();
  // Gaussian units have no list of states. With a label, chains and data lack the rows of the label.
  return !p.gaussian() && p.labels == 0 && p.visible() <= StateTally::kMostUnits &&
         (toU64(p.hidden()) << p.visible()) <= kMostTerms;
}

// The phases of an update by the exact method: what the data hold, what the model says, and after the step also what it
// said before. The states keep their places: first those of the data, then the most probable before the step.
std::optional<View> Rbm::exactUpdate(const ViewContext& context) const {
  const std::vector<double> now = stateProbabilities(machine()), data = stateShares(context.data, now.size());
  std::vector<double> old = now;
  const bool step = !weightStep(context).empty() && context.before.size() > 2;
  if (step) {
    RbmParameters p = machine();
    std::ranges::copy(context.before[0], flat(p.W).begin());
    std::ranges::copy(context.before[1], flat(p.b).begin());
    std::ranges::copy(context.before[2], flat(p.c).begin());
    old = stateProbabilities(p);
  }
  const auto shareOf = [&](std::size_t state) { return data.empty() ? 0.0 : data[state]; };
  std::vector<std::size_t> order(now.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return std::pair(shareOf(a), old[a]) > std::pair(shareOf(b), old[b]);
  });
  order.resize(std::min(order.size(), kChartStates));
  View view{.name = "states", .title = "Exact and sampled", .kind = ViewKind::kChart};
  Panel& panel = view.panels.emplace_back();
  Mark shares{.kind = MarkKind::kPoints, .ink = Ink::kData, .label = "data"};
  Mark model{.kind = MarkKind::kLine, .ink = Ink::kModel, .label = "model, exact"};
  Mark before{.kind = MarkKind::kLine, .ink = Ink::kTruth, .label = "before the step", .dashed = true};
  // At first every state has a tiny share of the probability, so the axis is logarithmic.
  const auto log10Of = [](double p) { return reals::log(std::max(p, 1e-12)) / reals::log(10.0); };
  float lowest = -1;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const double left = toDouble(rank) + 0.5;
    const std::size_t state = order[rank];
    if (shareOf(state) > 0) addPoint(shares, left + 0.5, log10Of(shareOf(state)));
    for (const double x : {left, left + 1}) {
      addPoint(model, x, log10Of(now[state]));
      addPoint(before, x, log10Of(old[state]));
    }
    lowest = std::min({lowest, model.values.back(), before.values.back()});
  }
  const std::optional<Part> part = partOf(context.phase);
  panel.marks.push_back(finished(std::move(shares), 2));
  if (step) panel.marks.push_back(finished(std::move(before), 2));
  if (part != Part::kPositive) panel.marks.push_back(finished(std::move(model), 2));
  panel.x = {"states, those of the data first", 0.5f, toFloat(order.size()) + 0.5f};
  panel.y = {"log10 of the probability", std::floor(lowest), 0};
  view.caption = part == Part::kPositive ? "How often the data hold each state: what the first phase counts."
                 : step
                     ? "What the step has done to the probability of each state: up where the data are, down elsewhere."
                     : "All states are counted: the line is the model's exact probability of each, the dots the data.";
  return view;
}

std::optional<View> Rbm::countedStates(std::string_view name, const ViewContext& context) const {
  if (!countsStates()) return std::nullopt;
  if (name == "states" && recipe().method == RbmMethod::kExact && context.phase >= 0) return exactUpdate(context);
  const std::vector<double> probabilities = stateProbabilities(machine());
  const CountedModel model{.probabilities = probabilities, .rows = rows_, .cols = cols_};
  View view = name == "truth" ? stateTable(model, context) : stateChart(model, context);
  view.name = name;
  return view;
}

std::optional<View> Rbm::gradientChart() const {
  const GradientPair* pair = gradientPair();
  if (pair == nullptr) return std::nullopt;
  View view{.name = "gradient",
            .title = "Exact gradient",
            .caption =
                "Every dot is a parameter: across its exact slope, up what the last update took for it; on the "
                "diagonal both agree.",
            .kind = ViewKind::kChart};
  Panel& panel = view.panels.emplace_back();
  float reach = 1e-6f;
  const auto dots = [&](std::span<const float> exact, std::span<const float> estimate, Ink ink, const char* label) {
    Mark mark{.kind = MarkKind::kPoints, .ink = ink, .label = label};
    const std::size_t every = std::max<std::size_t>(1, (exact.size() + kMostDots - 1) / kMostDots);
    for (std::size_t i = 0; i < exact.size(); i += every) {
      mark.values.insert(mark.values.end(), {exact[i], estimate[i]});
      reach = std::max({reach, std::abs(exact[i]), std::abs(estimate[i])});
    }
    mark.shape = {toU32(mark.values.size() / 2), 2};
    if (!mark.values.empty()) panel.marks.push_back(std::move(mark));
  };
  dots(flat(pair->exact.W), flat(pair->estimate.W), Ink::kModel, "weights");
  dots(flat(pair->exact.b), flat(pair->estimate.b), Ink::kData, "visible biases");
  dots(flat(pair->exact.c), flat(pair->estimate.c), Ink::kLatent, "hidden biases");
  dots(flat(pair->exact.z), flat(pair->estimate.z), Ink::kNegative, "log variances");
  reach *= 1.1f;
  panel.marks.push_back({.kind = MarkKind::kLine,
                         .ink = Ink::kTruth,
                         .label = "exact",
                         .shape = {2, 2},
                         .values = {-reach, -reach, reach, reach}});
  panel.x = {"exact slope, nats per unit", -reach, reach};
  panel.y = {"slope of this update", -reach, reach};
  view.notes = {"Cosine " + rounded(pair->cosine) + " with the exact gradient, length " + rounded(pair->norm_ratio) +
                " of its."};
  return view;
}

bool Rbm::hasDensity() const {
  return machine().gaussian() && !pictures_ && machine().visible() <= 2;
}

std::vector<double> Rbm::densityOn(const PlaneGrid& grid) const {
  const RbmParameters& p = machine();
  if (!hasDensity() || p.visible() != 2) return {};
  std::vector<double> energy(grid.size());
  Matrix inputs;
  freeEnergy(p, grid.centres(), States::kReal, scores_.states, inputs, energy);
  return densityOfEnergies(grid, std::move(energy));
}

std::optional<View> Rbm::density(const ViewContext& context) const {
  const RbmParameters& p = machine();
  if (!hasDensity()) return std::nullopt;
  View view{.name = "density",
            .title = "Density",
            .kind = p.visible() == 2 && ranges_[0] == ranges_[1] ? ViewKind::kPlane : ViewKind::kChart};
  const auto axisOf = [this](std::size_t i, const char* plain) {
    return Axis{i < value_names_.size() ? value_names_[i] : plain, ranges_[i].low, ranges_[i].high};
  };
  Panel& panel = view.panels.emplace_back();
  if (p.visible() == 2) {
    view.caption = "The model's density on the plane. It is a mixture of one Gaussian per state of the hidden units.";
    panel.x = axisOf(0, "x1");
    panel.y = axisOf(1, "x2");
    const PlaneGrid grid = gridOf(panel);
    if (std::optional<Mark> field = densityMark(grid, densityOn(grid), Ink::kModel, "p(x)"))
      panel.marks.push_back(std::move(*field));
    if (context.data != nullptr) {
      for (Mark& mark : classMarks(*context.data, Ink::kData, "data", context.classes))
        panel.marks.push_back(std::move(mark));
    }
    if (std::optional<Panel> truth = truthPanel(panel, truth_.get())) {
      panel.title = "Model";
      view.panels.push_back(std::move(*truth));
    }
    return view;
  }
  const float width = ranges_[0].length() / toFloat(kFineGrid);
  Matrix at(1, kFineGrid);
  for (int x = 0; x < kFineGrid; ++x) at(0, x) = ranges_[0].low + (toFloat(x) + 0.5f) * width;
  std::vector<double> energy(columnCount(at)), truth(energy.size());
  Matrix inputs;
  freeEnergy(p, at, States::kReal, scores_.states, inputs, energy);
  // The values are scaled so that the probability on the axis is 1, so no log Z is needed.
  const double lowest = *std::ranges::min_element(energy);
  double sum = 0;
  for (double& value : energy) sum += value = reals::exp(lowest - value);
  for (double& value : energy) value /= sum * toDouble(width);
  view.caption = "The model's density on the line. It is a mixture of one Gaussian per state of the hidden units.";
  const auto lineOf = [&](const std::vector<double>& values, Ink ink, const char* label) {
    Mark mark{.kind = MarkKind::kLine, .ink = ink, .label = label, .shape = {toU32(kFineGrid), 2}};
    for (Index n = 0; n < at.cols(); ++n) {
      mark.values.insert(mark.values.end(), {at(0, n), toFloat(values[toSize(n)])});
    }
    panel.marks.push_back(std::move(mark));
  };
  if (context.data != nullptr) {
    panel.marks.push_back(histogramMark(flat(*context.data), toDouble(ranges_[0].low), toDouble(ranges_[0].high), kBins,
                                        Ink::kData, "data"));
  }
  lineOf(energy, Ink::kModel, "p(x)");
  if (truth_) {
    truth_->logDensity(flat(at), truth);
    for (double& value : truth) value = reals::exp(value);
    lineOf(truth, Ink::kTruth, "true density");
  }
  panel.x = axisOf(0, "x");
  panel.y.label = "density";
  fitHeight(panel);
  return view;
}

bool Rbm::hasTemperatures() const {
  return recipe().method == RbmMethod::kTempering && pictures_;
}

std::optional<View> Rbm::temperatures() const {
  const TemperedChains& tempered = step_.tempered();
  const std::size_t visible = machine().visible(), values = machine().values();
  const int count = tempered.temperatures();
  if (!hasTemperatures() || count == 0) return std::nullopt;
  View view{.name = "temperatures",
            .title = "Temperatures",
            .caption =
                "One chain at each temperature, from the machine itself (1) to units that ignore each other (0); "
                "neighbours swap places.",
            .kind = ViewKind::kImages};
  view.shape = {toU32(count), toU32(rows_), toU32(cols_)};
  int worst = 0;
  for (int t = 0; t < count; ++t) {
    const std::span<const float> state =
        flat(tempered.states()).subspan(toSize(t * tempered.ladders()) * visible, values);
    view.values.insert(view.values.end(), state.begin(), state.end());
    view.row_names.push_back(rounded(toDouble(tempered.beta(t))));
    if (t + 1 < count && tempered.swapRate()[t] < tempered.swapRate()[worst]) worst = t;
  }
  if (tempered.everyPairTried()) {
    view.notes = {percent(toDouble(tempered.swapRate().mean())) +
                  " of the tries to swap are accepted, fewest between " + view.row_names[toSize(worst)] + " and " +
                  view.row_names[toSize(worst) + 1] + " (" + percent(toDouble(tempered.swapRate()[worst])) + ")."};
  }
  return view;
}

}  // namespace harmonium
