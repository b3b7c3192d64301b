// The views of a restricted Boltzmann machine that show its parameters and its last update.
// models/rbm/rbm_truth_views.cpp holds the views that compare it with exact sums.
#include "base/numbers.h"
#include "base/reals.h"
#include "models/layers/weight_colour.h"
#include "models/rbm/rbm_model.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace harmonium {

namespace {

// The largest layers that the network view can draw legibly.
constexpr std::size_t kNetworkVisible = 100, kNetworkHidden = 64;
constexpr std::size_t kTiles = 100, kPairs = 16;
constexpr std::size_t kMatrixSide = 512;      // most rows and columns of the weights as a matrix
constexpr std::uint32_t kStrongestFirst = 1;  // index of this option in the choice "order"

void appendColumn(const Matrix& m, std::size_t column, std::size_t rows, std::vector<float>& out) {
  if (m.cols() == 0) {
    out.insert(out.end(), rows, 0.0f);
    return;
  }
  const std::span<const float> values = flat(m).subspan(column * rows, rows);
  out.insert(out.end(), values.begin(), values.end());
}

// The hidden units in falling order of the length of their weight vectors. W is values x hidden, by rows.
std::vector<std::uint32_t> byLength(std::span<const float> W, std::size_t hidden) {
  std::vector<double> squares(hidden);
  for (std::size_t at = 0; at < W.size(); ++at) {
    const double weight = toDouble(W[at]);
    squares[at % hidden] += weight * weight;
  }
  std::vector<std::uint32_t> order(hidden);
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) { return squares[a] > squares[b]; });
  return order;
}

}  // namespace

std::vector<ViewOffer> Rbm::offers() const {
  std::vector<ViewOffer> offers = viewNames();
  if (!hasNetwork()) std::erase_if(offers, [](const ViewOffer& offer) { return offer.name == "network"; });
  // The exact method has nothing in motion but the probabilities of all states.
  for (ViewOffer& offer : offers) {
    if (recipe().method == RbmMethod::kExact && countsStates()) offer.slow_motion = offer.name == "states";
  }
  if (!hasUpdatePairs()) std::erase_if(offers, [](const ViewOffer& offer) { return offer.name == "update"; });
  if (!countsStates())
    std::erase_if(offers, [](const ViewOffer& offer) { return offer.name == "truth" || offer.name == "states"; });
  if (!hasDensity()) std::erase_if(offers, [](const ViewOffer& offer) { return offer.name == "density"; });
  if (!hasTemperatures()) std::erase_if(offers, [](const ViewOffer& offer) { return offer.name == "temperatures"; });
  if (machine().labels == 0) std::erase_if(offers, [](const ViewOffer& offer) { return offer.name == "labels"; });
  // Without pictures, the weights are one matrix with a column per unit, which has no other order to choose.
  for (ViewOffer& offer : offers) {
    if (!pictures_) offer.choices.clear();
  }
  return offers;
}

std::optional<View> Rbm::view(std::string_view name, const ViewContext& context) const {
  if (name == "weights") return weights(context.choice("order") == kStrongestFirst, context);
  if (name == "biases") return biases();
  if (name == "labels") return labelWeights();
  if (name == "network") return network(context);
  if (name == "update") return updatePairs(context.phase);
  if (name == "truth" || name == "states") return countedStates(name, context);
  if (name == "gradient") return gradientChart();
  if (name == "density") return density(context);
  if (name == "temperatures") return temperatures();
  return std::nullopt;
}

std::vector<float> Rbm::weightStep(const ViewContext& context) const {
  if (partOf(context.phase) != Part::kUpdate) return {};
  const RbmParameters& p = machine();
  const std::span<const float> W = flat(p.W);
  const std::size_t weights = p.values() * p.hidden();
  std::vector<float> step = context.stepOf(0, W.first(weights));
  if (p.labels > 0) {  // parameters() has U as its fourth tensor
    const std::vector<float> of_labels = context.stepOf(3, W.subspan(weights));
    step.insert(step.end(), of_labels.begin(), of_labels.end());
  }
  if (step.size() != W.size()) step.clear();
  return step;
}

View Rbm::weights(bool strongest_first, const ViewContext& context) const {
  const RbmParameters& p = machine();
  const std::size_t hidden = p.hidden(), values = p.values(), count = std::min(hidden, kTiles);
  const std::span<const float> W = flat(p.W).first(values * hidden);
  View view{.name = "weights", .title = "Weights", .scale = ViewScale::kSigned};
  view.limit = fullColourOf(W);
  if (!pictures_) {
    view.caption =
        "One row per visible value, one column per hidden unit: what the unit adds to the value's mean when it is on.";
    view.kind = ViewKind::kMatrix;
    const std::size_t rows = std::min(values, kMatrixSide), columns = std::min(hidden, kMatrixSide);
    if (rows < values || columns < hidden) {
      view.caption += " The first " + std::to_string(rows) + " of " + std::to_string(values) + " values and " +
                      std::to_string(columns) + " of " + std::to_string(hidden) + " units are shown.";
    }
    view.shape = {toU32(rows), toU32(columns)};
    for (std::size_t i = 0; i < rows; ++i) {
      const std::span<const float> row = W.subspan(i * hidden, columns);
      view.values.insert(view.values.end(), row.begin(), row.end());
    }
    return view;
  }
  view.caption = "One tile per hidden unit: the pixels that excite it and those that inhibit it.";
  if (strongest_first) view.caption += " Units with the largest weights come first; those at the end do little.";
  if (count < hidden) view.caption += " " + std::to_string(count) + " of " + std::to_string(hidden) + " are shown.";
  view.tile_noun = "hidden unit";
  if (strongest_first) {
    view.tile_numbers = byLength(W, hidden);
    view.tile_numbers.resize(count);
  } else {  // spread evenly over all
    for (std::size_t tile = 0; tile < count; ++tile) view.tile_numbers.push_back(toU32(tile * hidden / count));
  }
  view.shape = {toU32(count), toU32(rows_), toU32(cols_)};
  view.values.resize(count * values);
  for (std::size_t tile = 0; tile < count; ++tile) {
    const std::size_t unit = view.tile_numbers[tile];
    for (std::size_t i = 0; i < values; ++i) view.values[tile * values + i] = W[i * hidden + unit];
  }
  if (const std::vector<float> step = weightStep(context); !step.empty()) {
    std::vector<float> of_tiles;
    for (const std::uint32_t unit : view.tile_numbers)
      for (std::size_t i = 0; i < values; ++i) of_tiles.push_back(step[i * hidden + unit]);
    view.change = sharesOfChange(of_tiles, count);
  }
  return view;
}

std::optional<View> Rbm::labelWeights() const {
  const RbmParameters& p = machine();
  if (p.labels == 0) return std::nullopt;
  const std::span<const float> U = flat(p.W).last(p.labels * p.hidden());
  View view{.name = "labels",
            .title = "Label weights",
            .caption =
                "One row per class, one column per hidden unit: the units that speak for the class, and those "
                "that speak against it (U).",
            .kind = ViewKind::kMatrix,
            .scale = ViewScale::kSigned,
            .shape = {toU32(p.labels), toU32(p.hidden())},
            .values = {U.begin(), U.end()}};
  view.limit = 1e-6f;
  for (const float weight : U) view.limit = std::max(view.limit, std::abs(weight));
  for (std::size_t k = 0; k < p.labels; ++k) {
    view.row_names.push_back(k < class_names_.size() ? class_names_[k] : std::to_string(k));
  }
  return view;
}

View Rbm::biases() const {
  const RbmParameters& p = machine();
  View view{
      .name = "biases",
      .title = "Visible bias",
      .caption = "The bias of each visible unit: positive if the unit tends to be on when all hidden units are off.",
      .kind = ViewKind::kImages,
      .meaning = Meaning::kBiases,
      .scale = ViewScale::kSigned};
  view.shape = {1, toU32(rows_), toU32(cols_)};
  view.values.assign(flat(p.b).begin(), flat(p.b).begin() + toIndex(p.values()));
  if (p.gaussian()) {
    view.title = "Bias and noise";
    view.caption =
        "The mean of every value when no hidden unit is on, and the noise around its mean, in its deviations "
        "in the data.";
    view.shape[0] = 2;
    Vector noise = 0.5f * p.z;
    kernels::exp(flat(noise), flat(noise));
    view.values.insert(view.values.end(), noise.begin(), noise.end());
    view.row_names = {"bias b", "noise s"};
  }
  view.limit = 1e-6f;
  for (const float value : view.values) view.limit = std::max(view.limit, std::abs(value));
  return view;
}

bool Rbm::hasNetwork() const {
  return machine().values() <= kNetworkVisible && machine().hidden() <= kNetworkHidden;
}

// One example and its hidden units, or the model's. The exact method has no states of the model but every unit's mean.
void Rbm::addStates(std::optional<Part> part, View& view) const {
  const RbmParameters& p = machine();
  const bool dream = part == Part::kReconstruct || part == Part::kNegative || part == Part::kUpdate;
  const RbmMoments& moments = step_.moments();
  const bool exact = dream && recipe().method == RbmMethod::kExact && objective_ != Objective::kDiscriminative &&
                     moments.b.size() == p.b.size();
  if (exact) {
    view.caption = "How often every unit is on under the model, exactly; lines are weights, one colour per sign.";
    view.values.assign(moments.b.begin(), moments.b.end());
    for (std::size_t i = 0; i < p.visible() && p.gaussian(); ++i) {  // from u / s^2 to u
      const Index unit = toIndex(i);
      view.values[i] = std::clamp(0.5f + view.values[i] * toFloat(reals::exp(toDouble(p.z[unit]))) / 6, 0.0f, 1.0f);
    }
    view.values.insert(view.values.end(), moments.c.begin(), moments.c.end());
    return;
  }
  appendColumn((dream ? step_.model() : step_.data()).numbers(), 0, p.visible(), view.values);
  if (p.gaussian()) {  // three deviations on either side of the mean span the range 0 .. 1 of a drawn state
    for (std::size_t i = 0; i < p.visible(); ++i) {
      const Index unit = toIndex(i);
      view.values[i] = std::clamp(0.5f + (view.values[i] - p.shift[unit]) / (6 * p.scale[unit]), 0.0f, 1.0f);
    }
  }
  appendColumn(part == Part::kNegative || part == Part::kUpdate
                   ? step_.hiddenMeanOfModel()
                   : (dream ? step_.hiddenOfModel() : step_.hiddenOfData()).numbers(),
               0, p.hidden(), view.values);
}

std::optional<View> Rbm::network(const ViewContext& context) const {
  if (!hasNetwork()) return std::nullopt;
  const RbmParameters& p = machine();
  View view{.name = "network",
            .title = "Network",
            .caption = p.labels > 0
                           ? "One example, its class and the hidden units; lines are weights, one colour per sign."
                           : "Both layers with the states of one example; lines are weights, one colour per sign.",
            .kind = ViewKind::kNetwork};
  const std::optional<Part> part = partOf(context.phase);
  const bool down = part == Part::kReconstruct, update = part == Part::kUpdate;
  addStates(part, view);
  view.change = weightStep(context);
  if (!view.change.empty()) {
    view.slopes.assign(flat(gradient().W).begin(), flat(gradient().W).end());
    view.caption = "Lines are the steps that the weights took, one colour up, one down.";
  }
  view.shape = {toU32(view.values.size())};
  view.groups = {{.name = "visible v",
                  .role = GroupRole::kVisible,
                  .units = toU32(p.values()),
                  .rows = toU32(rows_),
                  .cols = toU32(cols_)},
                 {.name = "hidden h", .units = toU32(p.hidden()), .first = toU32(p.visible())}};
  view.weights.assign(flat(p.W).begin(), flat(p.W).end());
  view.limit = fullColourOf(flat(p.W));
  const bool up = part && !down;
  view.links = {{.from = 0, .to = 1, .up = up, .down = down || update}};
  if (p.labels > 0) {
    // The weights of the label lie below those of the values. In the phase "classify", arrows point from the hidden
    // units to the label.
    const bool asked = part == Part::kClassify;
    view.groups.insert(
        view.groups.begin() + 1,
        UnitGroup{.name = "label y", .role = GroupRole::kLabel, .units = toU32(p.labels), .first = toU32(p.values())});
    view.links[0].to = 2;
    view.links.push_back({.from = 1,
                          .to = 2,
                          .first = toU32(p.values() * p.hidden()),
                          .up = up && !asked,
                          .down = down || update || asked});
  }
  return view;
}

bool Rbm::hasUpdatePairs() const {
  return pictures_ && recipe().method != RbmMethod::kExact && objective_ != Objective::kDiscriminative;
}

std::optional<View> Rbm::updatePairs(int phase) const {
  if (step_.data().examples() == 0 || !hasUpdatePairs()) return std::nullopt;
  const Matrix& dreamt = step_.meanOfModel();
  const bool drawn = partOf(phase) != Part::kPositive && dreamt.cols() > 0;
  const std::size_t count = std::min({kPairs, toSize(step_.data().examples()), drawn ? columnCount(dreamt) : kPairs});
  View view{.name = "update",
            .title = "This update",
            .caption = recipe().method != RbmMethod::kCd
                           ? "Left: data of this update. Right: current states of the persistent chains."
                           : "Left: data of this update. Right: the same after k Gibbs steps.",
            .kind = ViewKind::kPairs,
            .meaning = Meaning::kUpdate};
  view.shape = {toU32(count), 2, toU32(rows_), toU32(cols_)};
  // Only the values of each column are shown; the label lies below them.
  const std::size_t visible = machine().visible(), values = machine().values();
  const auto append = [&](const Matrix& states, std::size_t column) {
    const std::span<const float> shown = flat(states).subspan(column * visible, values);
    view.values.insert(view.values.end(), shown.begin(), shown.end());
  };
  for (std::size_t n = 0; n < count; ++n) {
    append(step_.data().numbers(), n);
    if (drawn) {
      append(dreamt, n);
    } else {
      view.values.insert(view.values.end(), values, 0.0f);
    }
  }
  return view;
}

}  // namespace harmonium
