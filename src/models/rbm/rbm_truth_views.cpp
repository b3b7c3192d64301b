// The views that compare a small restricted Boltzmann machine with exact sums over its states, and with the density
// that the data come from.
#include "base/marks.h"
#include "base/numbers.h"
#include "base/reals.h"
#include "models/rbm/rbm_model.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace harmonium {

namespace {

// The largest number of terms in the sum over all visible states for one view: a few milliseconds.
constexpr std::uint64_t kMostTerms = 1 << 20;
constexpr std::size_t kMostVisible = 16;
constexpr std::size_t kTableRows = 20, kChartStates = 64;
constexpr std::size_t kMostDots = 2000;
constexpr int kGrid = 64, kFineGrid = 400;

std::string percent(double share) {
  return formatNumber(std::round(1000 * share) / 10) + " %";
}

std::string rounded(double value) {
  return formatNumber(std::round(100 * value) / 100);
}

// The number of a state: bit i is unit i.
std::size_t numberOf(const Matrix& v, Index column) {
  std::size_t number = 0;
  for (Index i = 0; i < v.rows(); ++i) number |= toSize(v(i, column) > 0.5f) << i;
  return number;
}

std::vector<double> sharesOf(const Matrix* examples, std::size_t states) {
  std::vector<double> shares(states);
  if (examples == nullptr || examples->cols() == 0) return {};
  for (Index n = 0; n < examples->cols(); ++n) {
    shares[numberOf(*examples, n)] += 1.0 / toDouble(examples->cols());
  }
  return shares;
}

}  // namespace

struct Rbm::CountedStates {
  std::vector<double> exact, data, chains;  // probabilities and shares by number of the state; the latter may be empty
  std::vector<std::size_t> order;           // the shown states, the most probable first
  std::vector<std::string> findings;        // one sentence per entry
};

std::optional<Rbm::CountedStates> Rbm::countStates(const ViewContext& context, std::size_t shown) const {
  const RbmParameters& p = machine();
  const std::size_t visible = p.visible();
  // Gaussian units have no list of states. With a label, chains and data lack the rows of the label.
  if (p.gaussian() || p.labels > 0 || visible > kMostVisible || (toU64(p.hidden()) << visible) > kMostTerms) {
    return std::nullopt;
  }
  CountedStates counted{.exact = stateProbabilities(p), .data = {}, .chains = {}, .order = {}, .findings = {}};
  const std::size_t states = counted.exact.size();
  counted.data = sharesOf(context.data, states);
  const Matrix* recent = context.recent != nullptr    ? context.recent
                         : context.sampler != nullptr ? &context.sampler->states()
                                                      : nullptr;
  counted.chains = sharesOf(recent, states);

  std::vector<std::size_t> all(states);
  std::iota(all.begin(), all.end(), std::size_t{0});
  const auto end = all.begin() + toIndex(std::min(shown, states));
  // Ties are ordered by number, so that rows do not jump between equal states from one frame to the next.
  std::partial_sort(all.begin(), end, all.end(), [&](std::size_t a, std::size_t b) {
    return counted.exact[a] != counted.exact[b] ? counted.exact[a] > counted.exact[b] : a < b;
  });
  counted.order.assign(all.begin(), end);

  if (!counted.data.empty()) {
    double mass = 0;
    std::size_t patterns = 0;
    for (std::size_t state = 0; state < states; ++state) {
      if (counted.data[state] == 0) continue;
      mass += counted.exact[state];
      ++patterns;
    }
    counted.findings.push_back("The " + std::to_string(patterns) + " patterns of the data have " + percent(mass) +
                               " of the probability; the other " + std::to_string(states - patterns) +
                               " states have the rest.");
  }
  if (!counted.chains.empty()) {
    double distance = 0;
    for (std::size_t state = 0; state < states; ++state) {
      distance += 0.5 * std::abs(counted.exact[state] - counted.chains[state]);
    }
    counted.findings.push_back(percent(distance) + " of the last " + std::to_string(recent->cols()) +
                               " chain states would have to change for their shares to equal the exact probabilities.");
  }
  return counted;
}

std::string Rbm::stateName(std::size_t state) const {
  std::string name;
  for (int i = 0; i < rows_ * cols_; ++i) {
    if (i > 0 && i % cols_ == 0) name += ' ';
    name += ((state >> i) & 1) != 0 ? '1' : '0';
  }
  return name;
}

std::optional<View> Rbm::truthTable(const ViewContext& context) const {
  const std::optional<CountedStates> counted = countStates(context, kTableRows);
  if (!counted) return std::nullopt;
  View view{.name = "truth",
            .title = "Exact states",
            .caption =
                "The most probable of all states, row by row of the picture: how probable the machine finds them, "
                "how often data and chains show them, in percent.",
            .kind = ViewKind::kTable};
  view.column_names = {"machine"};
  if (!counted->data.empty()) view.column_names.push_back("data");
  if (!counted->chains.empty()) view.column_names.push_back("chains");
  for (const std::size_t state : counted->order) {
    view.row_names.push_back(stateName(state));
    for (const std::vector<double>* shares : {&counted->exact, &counted->data, &counted->chains}) {
      if (!shares->empty()) view.values.push_back(toFloat(100 * (*shares)[state]));
    }
  }
  view.shape = {toU32(view.row_names.size()), toU32(view.column_names.size())};
  view.notes = counted->findings;
  return view;
}

std::optional<View> Rbm::truthChart(const ViewContext& context) const {
  const std::optional<CountedStates> counted = countStates(context, kChartStates);
  if (!counted) return std::nullopt;
  View view{.name = "states",
            .title = "Exact and sampled",
            .caption =
                "Bars: how often the running chains were lately in each of the most probable states; line: how "
                "often they should be.",
            .kind = ViewKind::kChart};
  Panel& panel = view.panels.emplace_back();
  const std::size_t count = counted->order.size();
  Mark bars{.kind = MarkKind::kBars, .ink = Ink::kModel, .label = "running chains", .shape = {toU32(count), 3}};
  Mark points{.kind = MarkKind::kPoints, .ink = Ink::kData, .label = "data", .shape = {}};
  Mark line{.kind = MarkKind::kLine, .ink = Ink::kTruth, .label = "exact", .shape = {toU32(2 * count), 2}};
  float highest = 1e-6f;
  for (std::size_t rank = 0; rank < count; ++rank) {
    const std::size_t state = counted->order[rank];
    const float left = toFloat(rank) + 0.5f, exact = toFloat(counted->exact[state]);
    line.values.insert(line.values.end(), {left, exact, left + 1, exact});
    highest = std::max(highest, exact);
    if (!counted->chains.empty()) {
      const float share = toFloat(counted->chains[state]);
      bars.values.insert(bars.values.end(), {left + 0.1f, left + 0.9f, share});
      highest = std::max(highest, share);
    }
    if (!counted->data.empty() && counted->data[state] > 0) {
      points.values.insert(points.values.end(), {left + 0.5f, toFloat(counted->data[state])});
      highest = std::max(highest, points.values.back());
    }
  }
  points.shape = {toU32(points.values.size() / 2), 2};
  if (!bars.values.empty()) panel.marks.push_back(std::move(bars));
  if (!points.values.empty()) panel.marks.push_back(std::move(points));
  panel.marks.push_back(std::move(line));
  panel.x = {"states, the most probable first", 0.5f, toFloat(count) + 0.5f};
  panel.y = {"probability", 0, 1.1f * highest};
  view.notes = counted->findings;
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

std::optional<View> Rbm::density(const ViewContext& context) const {
  const RbmParameters& p = machine();
  const bool plane = p.visible() == 2;
  if (!p.gaussian() || pictures_ || p.visible() > 2) return std::nullopt;
  const int across = plane ? kGrid : kFineGrid, up = plane ? kGrid : 1;
  const float width = ranges_[0].length() / toFloat(across), height = ranges_[1].length() / toFloat(up);
  Matrix at(toIndex(p.visible()), across * up);
  for (int y = 0; y < up; ++y) {
    for (int x = 0; x < across; ++x) {
      at(0, y * across + x) = ranges_[0].low + (toFloat(x) + 0.5f) * width;
      if (plane) at(1, y * across + x) = ranges_[1].low + (toFloat(y) + 0.5f) * height;
    }
  }
  std::vector<double> energy(columnCount(at)), truth(energy.size());
  Matrix inputs;
  freeEnergy(p, at, States::kReal, scores_.states, inputs, energy);
  // The values are scaled so that the probability on the grid is 1; the probability outside is negligible. So no log Z
  // is needed.
  const double lowest = *std::ranges::min_element(energy);
  double sum = 0;
  for (double& value : energy) sum += value = reals::exp(lowest - value);
  const double cell = toDouble(width) * (plane ? toDouble(height) : 1);
  for (double& value : energy) value /= sum * cell;
  if (truth_) {
    truth_->logDensity(flat(at), truth);
    for (double& value : truth) value = reals::exp(value);
  }

  View view{.name = "density",
            .title = "Density",
            .kind = plane && ranges_[0] == ranges_[1] ? ViewKind::kPlane : ViewKind::kChart};
  // A density has the unit of 1 / x, so it may be of any size.
  const auto highest = [](const std::vector<double>& values) {
    const float most = toFloat(*std::ranges::max_element(values));
    return most > 0 ? most : 1;
  };
  const auto axisOf = [this](std::size_t i, const char* plain) {
    return Axis{i < value_names_.size() ? value_names_[i] : plain, ranges_[i].low, ranges_[i].high};
  };
  const auto floats = [](const std::vector<double>& values) {
    return std::vector<float>(values.begin(), values.end());
  };
  const auto fieldOf = [&](const std::vector<double>& values, Ink ink, const char* title) {
    Panel panel{.title = title, .x = axisOf(0, "x1"), .y = axisOf(1, "x2")};
    panel.marks.push_back({.kind = MarkKind::kField,
                           .ink = ink,
                           .label = "density",
                           .shape = {toU32(kGrid), toU32(kGrid)},
                           .values = floats(values),
                           .limit = highest(values)});
    if (context.data != nullptr) panel.marks.push_back(pointsMark(*context.data, Ink::kData, "data"));
    return panel;
  };
  if (plane) {
    view.caption = "The machine's density on the plane. It is a mixture of one Gaussian per state of the hidden units.";
    view.panels.push_back(fieldOf(energy, Ink::kModel, "Machine"));
    if (truth_) view.panels.push_back(fieldOf(truth, Ink::kTruth, "Where the data come from"));
    return view;
  }
  view.caption = "The machine's density on the line. It is a mixture of one Gaussian per state of the hidden units.";
  Panel& panel = view.panels.emplace_back();
  const auto lineOf = [&](const std::vector<double>& values, Ink ink, const char* label) {
    Mark mark{.kind = MarkKind::kLine, .ink = ink, .label = label, .shape = {toU32(kFineGrid), 2}};
    for (Index n = 0; n < at.cols(); ++n) {
      mark.values.insert(mark.values.end(), {at(0, n), toFloat(values[toSize(n)])});
    }
    panel.marks.push_back(std::move(mark));
  };
  lineOf(energy, Ink::kModel, "machine");
  if (truth_) lineOf(truth, Ink::kTruth, "where the data come from");
  panel.x = axisOf(0, "x");
  panel.y = {"density", 0, 1.1f * std::max(highest(energy), truth_ ? highest(truth) : 0.0f)};
  return view;
}

std::optional<View> Rbm::temperatures() const {
  const TemperedChains& tempered = step_.tempered();
  const std::size_t visible = machine().visible(), values = machine().values();
  const int count = tempered.temperatures();
  if (recipe().method != RbmMethod::kTempering || !pictures_ || count == 0) return std::nullopt;
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
