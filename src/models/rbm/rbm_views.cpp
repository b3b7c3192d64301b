// What a restricted Boltzmann machine shows of itself and of its learning. Beside the truth:
// models/rbm/rbm_truth_views.cpp.
#include "models/rbm/rbm_learner.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

// Bounds of what the network view can draw legibly.
constexpr std::size_t kNetworkVisible = 100, kNetworkHidden = 64;
constexpr std::size_t kTiles = 100, kPairs = 16;

enum PhaseIndex : int { kPositive, kReconstruct, kNegative, kUpdatePhase };

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
  const std::size_t hidden = p_.hidden(), visible = p_.visible(), count = std::min(hidden, kTiles);
  View view{.name = "weights", .title = "Weights", .scale = ViewScale::kSigned};
  // Three and a half deviations: a single large weight must not turn all others grey.
  const double mean_square = kernels::dot(flat(p_.W), flat(p_.W)) / static_cast<double>(p_.W.size());
  view.limit = std::max(1e-6f, 3.5f * static_cast<float>(std::sqrt(mean_square)));
  if (!pictures_) {
    view.caption = "One row a visible value, one column a hidden unit: what it adds to the value's mean when it is on.";
    view.kind = ViewKind::kMatrix;
    view.shape = {size32(visible), size32(hidden)};
    view.values.assign(flat(p_.W).begin(), flat(p_.W).end());
    return view;
  }
  view.caption = "One tile a hidden unit: the pixels that excite it and those that inhibit it.";
  if (count < hidden) view.caption += " " + std::to_string(count) + " of " + std::to_string(hidden) + " are shown.";
  view.shape = {size32(count), static_cast<std::uint32_t>(rows_), static_cast<std::uint32_t>(cols_)};
  view.values.resize(count * visible);
  for (std::size_t tile = 0; tile < count; ++tile) {
    const std::size_t unit = tile * hidden / count;
    for (std::size_t i = 0; i < visible; ++i) view.values[tile * visible + i] = flat(p_.W)[i * hidden + unit];
  }
  return view;
}

View Rbm::biases() const {
  View view{.name = "biases",
            .title = "Visible bias",
            .caption = "How much each pixel wants to be on by itself.",
            .kind = ViewKind::kImages,
            .scale = ViewScale::kSigned};
  view.shape = {1, static_cast<std::uint32_t>(rows_), static_cast<std::uint32_t>(cols_)};
  view.values.assign(flat(p_.b).begin(), flat(p_.b).end());
  if (p_.gaussian()) {
    view.title = "Bias and noise";
    view.caption =
        "The mean of every value when no hidden unit is on, and the noise around its mean, in its deviations "
        "in the data.";
    view.shape[0] = 2;
    Vector noise = 0.5f * p_.z;
    kernels::exp(flat(noise), flat(noise));
    view.values.insert(view.values.end(), noise.begin(), noise.end());
    view.row_names = {"bias b", "noise s"};
  }
  view.limit = 1e-6f;
  for (const float value : view.values) view.limit = std::max(view.limit, std::abs(value));
  return view;
}

std::optional<View> Rbm::network(int phase) const {
  if (p_.visible() > kNetworkVisible || p_.hidden() > kNetworkHidden) return std::nullopt;
  View view{.name = "network",
            .title = "Network",
            .caption = "Both layers with the states of one example; lines are weights, one colour a sign.",
            .kind = ViewKind::kNetwork};
  const bool dream = phase >= kReconstruct;
  appendColumn((dream ? v_model_ : v_data_).numbers(), 0, p_.visible(), view.values);
  if (p_.gaussian()) {  // three deviations either way fill the range of a unit's state
    for (std::size_t i = 0; i < p_.visible(); ++i) {
      const Eigen::Index unit = static_cast<Eigen::Index>(i);
      view.values[i] = std::clamp(0.5f + (view.values[i] - p_.shift[unit]) / (6 * p_.scale[unit]), 0.0f, 1.0f);
    }
  }
  appendColumn(phase >= kNegative ? h_model_mean_ : (dream ? h_model_ : h_data_).numbers(), 0, p_.hidden(),
               view.values);
  view.shape = {static_cast<std::uint32_t>(view.values.size())};
  view.layers = {static_cast<std::uint32_t>(p_.visible()), static_cast<std::uint32_t>(p_.hidden())};
  view.layer_names = {"visible v", "hidden h"};
  view.weights.assign(flat(p_.W).begin(), flat(p_.W).end());
  constexpr std::uint32_t kUp = 0, kDown = 1;
  if (phase == kReconstruct) {
    view.lit = {kDown};
  } else if (phase == kUpdatePhase) {
    view.lit = {kUp, kDown};
  } else if (phase >= 0) {
    view.lit = {kUp};
  }
  return view;
}

std::optional<View> Rbm::updatePairs(int phase) const {
  if (v_data_.examples() == 0 || !pictures_ || recipe_.method == Method::kExact) return std::nullopt;
  const bool drawn = phase != kPositive && v_model_mean_.cols() > 0;
  const std::size_t count = std::min({kPairs, static_cast<std::size_t>(v_data_.examples()),
                                      drawn ? static_cast<std::size_t>(v_model_mean_.cols()) : kPairs});
  View view{.name = "update",
            .title = "This update",
            .caption = recipe_.method != Method::kCd
                           ? "Left the data of this update, right where the persistent chains stand."
                           : "Left the data of this update, right what k Gibbs steps made of them.",
            .kind = ViewKind::kPairs};
  view.shape = {static_cast<std::uint32_t>(count), 2, static_cast<std::uint32_t>(rows_),
                static_cast<std::uint32_t>(cols_)};
  for (std::size_t n = 0; n < count; ++n) {
    appendColumn(v_data_.numbers(), n, p_.visible(), view.values);
    if (drawn) {
      appendColumn(v_model_mean_, n, p_.visible(), view.values);
    } else {
      view.values.insert(view.values.end(), p_.visible(), 0.0f);
    }
  }
  return view;
}

}  // namespace harmonium
