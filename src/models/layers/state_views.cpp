#include "models/layers/state_views.h"

#include "base/numbers.h"
#include "base/options.h"
#include "base/state_number.h"
#include "base/words.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace harmonium {

namespace {

constexpr std::size_t kTableRows = 24, kChartStates = 64;

std::string percent(double share) {
  return formatNumber(std::round(1000 * share) / 10) + " %";
}

// With the digits that matter in a sentence: 3.2, 320.
std::string rounded(double value) {
  return formatNumber(value < 10 ? std::round(10 * value) / 10 : std::round(value));
}

std::string whole(double count) {
  return countText(toSize(std::llround(count)));
}

struct Compared {
  std::vector<double> data, chains;  // shares by number of the state, or empty
  std::vector<double> noise;         // one standard deviation of the chains' shares; empty without chains
  std::vector<std::size_t> order;    // the states that are shown, the most probable first
  std::vector<std::string> notes;
};

void noteData(const CountedModel& model, Compared& compared) {
  double mass = 0;
  std::size_t patterns = 0;
  for (std::size_t state = 0; state < compared.data.size(); ++state) {
    if (compared.data[state] == 0) continue;
    mass += model.probabilities[state];
    ++patterns;
  }
  compared.notes.push_back("The " + std::to_string(patterns) + " patterns of the data have " + percent(mass) +
                           " of the probability; the other " + std::to_string(compared.data.size() - patterns) +
                           " states have the rest.");
}

void noteChains(const CountedModel& model, const StateTally& tally, Compared& compared) {
  const std::string steps = whole(toDouble(tally.steps())), chains = std::to_string(tally.chains());
  if (tally.burningIn()) {
    compared.notes.push_back("Burn-in: " + steps + " of " + std::to_string(StateTally::kBurnIn) +
                             " steps since the parameters changed; counting begins after them.");
    return;
  }
  double distance = 0;
  for (std::size_t state = 0; state < compared.chains.size(); ++state) {
    distance += 0.5 * std::abs(model.probabilities[state] - compared.chains[state]);
  }
  const double draws = tally.draws();
  compared.notes.push_back("Counted: " + whole(tally.total()) + " states, " + steps + " steps of " + chains +
                           " chains. Their shares lie " + percent(distance) +
                           " from the exact ones (total variation); " +
                           percent(expectedDistance(model.probabilities, draws)) + " is expected of chance alone.");
  compared.notes.push_back(tally.mixed()
                               ? "A chain forgets its state in " + rounded(tally.correlationTime()) +
                                     " steps, so these counts are worth " + whole(draws) + " independent draws."
                               : "Still mixing: the chains differ as much as " + whole(draws) +
                                     " independent draws would, so they may have missed part of the model.");
}

Compared compare(const CountedModel& model, const ViewContext& context, std::size_t shown) {
  const std::size_t states = model.probabilities.size();
  Compared compared;
  compared.data = stateShares(context.data, states);
  const StateTally* tally = context.tally;
  if (tally != nullptr && tally->total() > 0 && tally->states() == states) {
    for (std::size_t state = 0; state < states; ++state) {
      compared.chains.push_back(tally->count(state) / tally->total());
      const double p = model.probabilities[state];
      compared.noise.push_back(std::sqrt(p * (1 - p) / tally->draws()));
    }
  }
  compared.order.resize(states);
  std::iota(compared.order.begin(), compared.order.end(), std::size_t{0});
  const std::size_t count = std::min(shown, states);
  // Ties are ordered by number, so that rows do not jump between equal states from one picture to the next.
  std::ranges::partial_sort(compared.order, compared.order.begin() + toIndex(count), [&](std::size_t a, std::size_t b) {
    const double left = model.probabilities[a], right = model.probabilities[b];
    return left != right ? left > right : a < b;
  });
  compared.order.resize(count);
  if (!compared.data.empty()) noteData(model, compared);
  if (!compared.chains.empty()) noteChains(model, *tally, compared);
  return compared;
}

// "10 01": the rows of the picture, one after the other.
std::string nameOf(const CountedModel& model, std::size_t state) {
  std::string name;
  for (int i = 0; i < model.rows * model.cols; ++i) {
    if (i > 0 && i % model.cols == 0) name += ' ';
    name += ((state >> i) & 1) != 0 ? '1' : '0';
  }
  return name;
}

}  // namespace

std::vector<double> stateShares(const Matrix* examples, std::size_t states) {
  if (examples == nullptr || examples->cols() == 0) return {};
  std::vector<double> shares(states);
  const std::size_t units = rowCount(*examples), count = columnCount(*examples);
  for (std::size_t n = 0; n < count; ++n) {
    shares[stateNumber(flat(*examples).subspan(n * units, units))] += 1.0 / toDouble(count);
  }
  return shares;
}

View stateTable(const CountedModel& model, const ViewContext& context) {
  const Compared compared = compare(model, context, kTableRows);
  View view{.title = "Exact states",
            .caption = context.tally != nullptr
                           ? "The most probable states of the visible units: their exact share, how often data and "
                             "chains show them, and the deviation that chance gives the chains' share."
                           : "The most probable states of the visible units: their exact share, and that among the "
                             "data.",
            .kind = ViewKind::kTable,
            .meaning = context.tally != nullptr ? Meaning::kVisited : Meaning::kNone};
  std::vector<const std::vector<double>*> columns;
  const auto column = [&](const char* name, const std::vector<double>& shares) {
    if (shares.empty()) return;
    view.column_names.push_back(name);
    columns.push_back(&shares);
  };
  const std::vector<double> exact(model.probabilities.begin(), model.probabilities.end());
  column("exact", exact);
  column("data", compared.data);
  column("chains", compared.chains);
  column("\u00b1 chance", compared.noise);
  for (const std::size_t state : compared.order) {
    view.row_names.push_back(nameOf(model, state));
    for (int i = 0; i < model.rows * model.cols; ++i) view.row_tiles.push_back(toFloat(state >> i & 1));
    for (const std::vector<double>* shares : columns) view.values.push_back(toFloat((*shares)[state]));
  }
  const std::uint32_t rows = toU32(compared.order.size());
  view.shape = {rows, toU32(columns.size())};
  view.row_tiles_shape = {rows, toU32(model.rows), toU32(model.cols)};
  view.notes = compared.notes;
  return view;
}

View stateChart(const CountedModel& model, const ViewContext& context) {
  const Compared compared = compare(model, context, kChartStates);
  View view{.title = "Exact and sampled",
            .caption =
                "Bars: how often the running chains were in each of the most probable states; line: how often they "
                "should be; dashes: one deviation that chance alone makes.",
            .kind = ViewKind::kChart,
            .meaning = context.tally != nullptr ? Meaning::kVisited : Meaning::kNone};
  Panel& panel = view.panels.emplace_back();
  const std::size_t count = compared.order.size();
  Mark bars{.kind = MarkKind::kBars, .ink = Ink::kModel, .label = "running chains"};
  Mark points{.kind = MarkKind::kPoints, .ink = Ink::kData, .label = "data"};
  Mark line{.kind = MarkKind::kLine, .ink = Ink::kTruth, .label = "exact"};
  Mark above{.kind = MarkKind::kLine, .ink = Ink::kNeutral, .label = "\u00b1 chance", .dashed = true};
  Mark below{.kind = MarkKind::kLine, .ink = Ink::kNeutral, .dashed = true};
  float highest = 1e-6f;
  for (std::size_t rank = 0; rank < count; ++rank) {
    const std::size_t state = compared.order[rank];
    const float left = toFloat(rank) + 0.5f, exact = toFloat(model.probabilities[state]);
    const auto level = [&](Mark& mark, float height) {
      mark.values.insert(mark.values.end(), {left, height, left + 1, height});
      highest = std::max(highest, height);
    };
    level(line, exact);
    if (!compared.chains.empty()) {
      const float share = toFloat(compared.chains[state]), noise = toFloat(compared.noise[state]);
      bars.values.insert(bars.values.end(), {left + 0.1f, left + 0.9f, share});
      highest = std::max(highest, share);
      level(above, exact + noise);
      level(below, std::max(0.0f, exact - noise));
    }
    if (!compared.data.empty() && compared.data[state] > 0) {
      points.values.insert(points.values.end(), {left + 0.5f, toFloat(compared.data[state])});
      highest = std::max(highest, points.values.back());
    }
  }
  const auto add = [&](Mark& mark, std::size_t columns) {
    if (mark.values.empty()) return;
    mark.shape = {toU32(mark.values.size() / columns), toU32(columns)};
    panel.marks.push_back(std::move(mark));
  };
  add(bars, 3);
  add(points, 2);
  add(above, 2);
  add(below, 2);
  add(line, 2);
  panel.x = {"states, the most probable first", 0.5f, toFloat(count) + 0.5f};
  panel.y = {"probability", 0, 1.1f * highest};
  view.notes = compared.notes;
  return view;
}

}  // namespace harmonium
