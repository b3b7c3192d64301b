// What a restricted Boltzmann machine shows of itself and of its learning. Beside the truth:
// models/rbm/rbm_truth_views.cpp.
#include "models/rbm/rbm_model.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

// Bounds of what the network view can draw legibly.
constexpr std::size_t kNetworkVisible = 100, kNetworkHidden = 64;
constexpr std::size_t kTiles = 100, kPairs = 16;

std::uint32_t size32(std::size_t size) {
  return static_cast<std::uint32_t>(size);
}

void appendColumn(const Matrix& m, std::size_t column, std::size_t rows, std::vector<float>& out) {
  if (m.cols() == 0) {
    out.insert(out.end(), rows, 0.0f);
    return;
  }
  const std::span<const float> values = flat(m).subspan(column * rows, rows);
  out.insert(out.end(), values.begin(), values.end());
}

}  // namespace

std::optional<View> Rbm::view(std::string_view name, const ViewContext& context) const {
  if (name == "weights") return weights();
  if (name == "biases") return biases();
  if (name == "labels") return labelWeights();
  if (name == "network") return network(context.phase);
  if (name == "update") return updatePairs(context.phase);
  if (name == "truth") return truthTable(context);
  if (name == "states") return truthChart(context);
  if (name == "gradient") return gradientChart();
  if (name == "density") return density(context);
  if (name == "temperatures") return temperatures();
  return std::nullopt;
}

std::optional<View> Rbm::weights() const {
  const RbmParameters& p = machine();
  const std::size_t hidden = p.hidden(), values = p.values(), count = std::min(hidden, kTiles);
  const std::span<const float> W = flat(p.W).first(values * hidden);
  View view{.name = "weights", .title = "Weights", .scale = ViewScale::kSigned};
  // Three and a half deviations: a single large weight must not turn all others grey.
  const double mean_square = kernels::dot(W, W) / static_cast<double>(W.size());
  view.limit = std::max(1e-6f, 3.5f * static_cast<float>(std::sqrt(mean_square)));
  if (!pictures_) {
    view.caption =
        "One row per visible value, one column per hidden unit: what the unit adds to the value's mean when it is on.";
    view.kind = ViewKind::kMatrix;
    view.shape = {size32(values), size32(hidden)};
    view.values.assign(W.begin(), W.end());
    return view;
  }
  view.caption = "One tile per hidden unit: the pixels that excite it and those that inhibit it.";
  if (count < hidden) view.caption += " " + std::to_string(count) + " of " + std::to_string(hidden) + " are shown.";
  view.shape = {size32(count), static_cast<std::uint32_t>(rows_), static_cast<std::uint32_t>(cols_)};
  view.values.resize(count * values);
  for (std::size_t tile = 0; tile < count; ++tile) {
    const std::size_t unit = tile * hidden / count;
    for (std::size_t i = 0; i < values; ++i) view.values[tile * values + i] = W[i * hidden + unit];
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
            .shape = {size32(p.labels), size32(p.hidden())},
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
  View view{.name = "biases",
            .title = "Visible bias",
            .caption = "How much each pixel wants to be on by itself.",
            .kind = ViewKind::kImages,
            .scale = ViewScale::kSigned};
  view.shape = {1, static_cast<std::uint32_t>(rows_), static_cast<std::uint32_t>(cols_)};
  view.values.assign(flat(p.b).begin(), flat(p.b).begin() + static_cast<std::ptrdiff_t>(p.values()));
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

std::optional<View> Rbm::network(int phase) const {
  const RbmParameters& p = machine();
  if (p.values() > kNetworkVisible || p.hidden() > kNetworkHidden) return std::nullopt;
  View view{.name = "network",
            .title = "Network",
            .caption = "Both layers with the states of one example; lines are weights, one colour a sign.",
            .kind = ViewKind::kNetwork};
  const std::optional<Part> part = partOf(phase);
  const bool dream = part == Part::kReconstruct || part == Part::kNegative || part == Part::kUpdate;
  const bool down = part == Part::kReconstruct, update = part == Part::kUpdate;
  appendColumn((dream ? step_.model() : step_.data()).numbers(), 0, p.visible(), view.values);
  if (p.labels > 0) view.values.resize(p.values());
  if (p.gaussian()) {  // three deviations either way fill the range of a unit's state
    for (std::size_t i = 0; i < p.visible(); ++i) {
      const Eigen::Index unit = static_cast<Eigen::Index>(i);
      view.values[i] = std::clamp(0.5f + (view.values[i] - p.shift[unit]) / (6 * p.scale[unit]), 0.0f, 1.0f);
    }
  }
  appendColumn(part == Part::kNegative || update ? step_.hiddenMeanOfModel()
                                                 : (dream ? step_.hiddenOfModel() : step_.hiddenOfData()).numbers(),
               0, p.hidden(), view.values);
  view.shape = {static_cast<std::uint32_t>(view.values.size())};
  view.layers = {size32(p.values()), size32(p.hidden())};
  view.layer_names = {"visible v", "hidden h"};
  const std::span<const float> W = flat(p.W).first(p.values() * p.hidden());
  view.weights.assign(W.begin(), W.end());
  constexpr std::uint32_t kUp = 0, kDown = 1;
  if (down) {
    view.lit = {kDown};
  } else if (update) {
    view.lit = {kUp, kDown};
  } else if (part) {
    view.lit = {kUp};
  }
  return view;
}

std::optional<View> Rbm::updatePairs(int phase) const {
  if (step_.data().examples() == 0 || !pictures_ || recipe().method == RbmMethod::kExact ||
      objective_ == Objective::kDiscriminative)
    return std::nullopt;
  const Matrix& dreamt = step_.meanOfModel();
  const bool drawn = partOf(phase) != Part::kPositive && dreamt.cols() > 0;
  const std::size_t count = std::min({kPairs, static_cast<std::size_t>(step_.data().examples()),
                                      drawn ? static_cast<std::size_t>(dreamt.cols()) : kPairs});
  View view{.name = "update",
            .title = "This update",
            .caption = recipe().method != RbmMethod::kCd
                           ? "Left the data of this update, right where the persistent chains stand."
                           : "Left the data of this update, right what k Gibbs steps made of them.",
            .kind = ViewKind::kPairs};
  view.shape = {static_cast<std::uint32_t>(count), 2, static_cast<std::uint32_t>(rows_),
                static_cast<std::uint32_t>(cols_)};
  // Of each column the values: a label lies below them.
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
