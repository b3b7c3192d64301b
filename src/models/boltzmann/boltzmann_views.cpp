// The views and readings of a general Boltzmann machine. They are exact wherever its states can be counted, so that
// users can judge the sampling.
#include "base/marks.h"
#include "base/numbers.h"
#include "base/reals.h"
#include "base/state_number.h"
#include "models/boltzmann/boltzmann_sampler.h"
#include "models/layers/rbm_exact.h"
#include "models/layers/state_views.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace harmonium {

namespace {

constexpr std::size_t kNetworkVisible = 100, kNetworkHidden = 64;
constexpr std::size_t kLags = 100, kSweeps = 200;
constexpr std::size_t kCompletedUnits = 12;  // largest number of hidden units and units of one row together
constexpr double kStateCost = 0.02;          // cost of one counted state, in passes of an example through the weights

enum PhaseIndex : int { kClampedPhase, kFreePhase, kUpdatePhase };

// The share of every state that occurs among the columns of v (V x N, V <= 20).
std::map<std::size_t, double> sharesOf(const Matrix& v) {
  std::map<std::size_t, double> shares;
  const std::size_t units = rowCount(v), count = columnCount(v);
  for (std::size_t n = 0; n < count; ++n) {
    shares[stateNumber(flat(v).subspan(n * units, units))] += 1.0 / toDouble(count);
  }
  return shares;
}

// A number with few digits, for sentences.
std::string rounded(double value, double step) {
  return formatNumber(std::round(value / step) * step);
}

// A gradient with every independent component once: connections between the layers, within each layer, and biases.
struct Components {
  std::vector<float> between, visible, hidden, bias;
};
Components componentsOf(const BoltzmannGradient& g, VisibleLinks links, bool hidden_links) {
  Components all;
  const auto below = [](const RowMatrix& m, std::vector<float>& out) {
    for (Index i = 0; i < m.rows(); ++i) {
      for (Index j = 0; j < i; ++j) out.push_back(m(i, j));
    }
  };
  all.between.assign(flat(g.W).begin(), flat(g.W).end());
  if (links != VisibleLinks::kNone) below(g.U, all.visible);
  if (hidden_links) below(g.V, all.hidden);
  all.bias.assign(flat(g.b).begin(), flat(g.b).end());
  all.bias.insert(all.bias.end(), flat(g.c).begin(), flat(g.c).end());
  return all;
}

struct Agreement {
  double cosine = 0, ratio = 0;  // of sampled and exact gradient; sampled norm over exact norm
};
std::optional<Agreement> agreementOf(const Components& sampled, const Components& exact) {
  double product = 0, sampled_square = 0, exact_square = 0;
  for (const auto part : {&Components::between, &Components::visible, &Components::hidden, &Components::bias}) {
    product += kernels::dot(sampled.*part, exact.*part);
    sampled_square += kernels::dot(sampled.*part, sampled.*part);
    exact_square += kernels::dot(exact.*part, exact.*part);
  }
  if (!(sampled_square > 0) || !(exact_square > 0)) return std::nullopt;
  return Agreement{.cosine = product / std::sqrt(sampled_square * exact_square),
                   .ratio = std::sqrt(sampled_square / exact_square)};
}

Mark line(Ink ink, std::string label, const std::vector<double>& y, bool dashed = false) {
  Mark mark{
      .kind = MarkKind::kLine, .ink = ink, .label = std::move(label), .shape = {toU32(y.size()), 2}, .dashed = dashed};
  for (std::size_t t = 0; t < y.size(); ++t) {
    mark.values.push_back(toFloat(t));
    mark.values.push_back(toFloat(y[t]));
  }
  return mark;
}

}  // namespace

double BoltzmannMachine::readingsCost() const {
  double states = 0, counted_now = restricted() ? toDouble(cheapStates(p_.rbm)) : 0;
  if (VisibleWeights::possible(p_, hidden_links_)) {
    const std::size_t counted = hidden_links_ ? p_.units() : p_.visible();
    states += toDouble(std::size_t{1} << counted) * (hidden_links_ ? 1.0 : 1.0 + toDouble(p_.hidden()));
  }
  if (countable()) states += toDouble(std::size_t{1} << p_.units());
  if (p_.units() <= kMixedUnits) states += toDouble((2 * p_.units()) << p_.units()) * 100;
  return counted_now + kStateCost * states;
}

Work BoltzmannMachine::takeReadings(const WatchedExamples& watched, std::vector<Reading>& out, Pace& pace) const {
  if (restricted()) {
    RbmScoreScratch scratch;
    co_await addRbmReadings(pace, p_.rbm, watched, scratch, out);
  }
  if (VisibleWeights::possible(p_, hidden_links_) && watched.train.cols() > 0) {
    VisibleWeights weights(p_, hidden_links_);
    weights.finish();
    co_await pace.spent(16 * toDouble(weights.logWeights().size()));
    double log_likelihood = 0, entropy = 0;
    for (const auto& [state, share] : sharesOf(watched.train)) {
      log_likelihood += share * (weights.logWeights()[state] - weights.logPartition());
      entropy -= share * reals::log(share);
    }
    // A restricted machine's likelihood is a curve already.
    if (!restricted()) {
      out.push_back({.name = "logLikelihood",
                     .label = "Log-likelihood, exact",
                     .unit = "nats per example",
                     .value = log_likelihood,
                     .reference = -entropy,
                     .reference_label = "best possible",
                     .on = ReadOn::kTrain});
    }
    out.push_back({.name = "divergence",
                   .label = "KL from data to model",
                   .unit = "nats",
                   .value = std::max(0.0, -entropy - log_likelihood),
                   .reference = 0,
                   .reference_label = "the data's own shares",
                   .on = ReadOn::kTrain});
  }
  if (const std::optional<BoltzmannGradient> exact = exactGradient()) {
    const auto agreement =
        agreementOf(componentsOf(gradient_, links_, hidden_links_), componentsOf(*exact, links_, hidden_links_));
    if (agreement) {
      out.push_back({.name = "gradientCosine",
                     .label = "Gradient: cosine",
                     .unit = "sampled with exact",
                     .value = agreement->cosine,
                     .reference = 1,
                     .reference_label = "same direction"});
      out.push_back({.name = "gradientNormRatio",
                     .label = "Gradient: norm ratio",
                     .unit = "sampled over exact",
                     .value = agreement->ratio,
                     .reference = 1,
                     .reference_label = "same length"});
    }
  }
  if (p_.units() <= kMixedUnits) {
    co_await pace.spent(toDouble((2 * p_.units()) << p_.units()) * 100);
    const SweepOperator sweep(m_);
    const std::vector<double> rho = sweep.autocorrelation(kLags);
    // If the sum has not settled at the last lag, the time is only a lower bound, and the curve gets no point.
    if (const auto integrated = integratedTime(rho); integrated.settled || rho.size() == 1) {
      out.push_back({.name = "autocorrelationTime",
                     .label = "Autocorrelation time",
                     .unit = "sweeps, of the energy",
                     .value = integrated.time,
                     .reference = 1,
                     .reference_label = "independent"});
    }
    // If the machine has not mixed after kSweeps, the curve gets no point.
    if (const std::optional<std::size_t> mixed = mixingTime(sweep.distances(kSweeps))) {
      out.push_back({.name = "mixingTime",
                     .label = "Mixing time",
                     .unit = "sweeps to a distance of 1/4",
                     .value = toDouble(*mixed)});
    }
  }
  if (const std::optional<double> share = completed(watched.train)) {
    out.push_back({.name = "completed",
                   .label = "Last row recalled",
                   .unit = "share of examples",
                   .value = *share,
                   .reference = 1,
                   .reference_label = "all"});
  }
}

std::optional<double> BoltzmannMachine::completed(const Matrix& v) const {
  const std::size_t cols = toSize(cols_), hidden = p_.hidden();
  const bool joint = !independentHidden();
  if (rows_ < 2 || v.cols() == 0 || cols + (joint ? hidden : 0) > kCompletedUnits) return std::nullopt;
  // With all other units held, the last row (and the hidden units, if they are connected) form a smaller machine: its
  // couplings are those of the machine, and its biases are the inputs from the held units.
  const std::size_t first = p_.visible() - cols, counted = cols + (joint ? hidden : 0);
  const std::size_t states = std::size_t{1} << cols, each = joint ? std::size_t{1} << hidden : 1;
  const Index size = toIndex(counted), low = toIndex(counted - cols);
  const Index row = toIndex(cols), above = toIndex(first);
  RowMatrix J(size, size);
  J.topLeftCorner(low, low) = p_.V.topLeftCorner(low, low);
  J.bottomLeftCorner(row, low) = p_.rbm.W.bottomLeftCorner(row, low);
  J.topRightCorner(low, row) = J.bottomLeftCorner(row, low).transpose();
  J.bottomRightCorner(row, row) = p_.U.bottomRightCorner(row, row);
  std::vector<double> table(std::size_t{1} << counted), weights(states);
  Vector a(size);
  double right = 0;
  for (Index n = 0; n < v.cols(); ++n) {
    const auto held = v.col(n).head(above);
    const Vector input = p_.rbm.c + p_.rbm.W.topRows(above).transpose() * held;
    a.head(low) = input.head(low);
    a.tail(row) = p_.rbm.b.tail(row) + p_.U.bottomLeftCorner(row, above) * held;
    logWeights(J, flat(a), table);
    for (std::size_t s = 0; s < states; ++s) {
      weights[s] = joint ? logTotal(std::span<const double>(table).subspan(s * each, each)) : table[s];
      for (std::size_t j = 0; !joint && j < hidden; ++j) {
        double total = toDouble(flat(input)[j]);
        for (std::size_t i = 0; i < cols; ++i) {
          if ((s >> i & 1) != 0) total += toDouble(flat(p_.rbm.W)[(first + i) * hidden + j]);
        }
        weights[s] += reals::softplus(total);
      }
    }
    const Vector asked = v.col(n).tail(row);
    right += std::ranges::max_element(weights) - weights.begin() == toIndex(stateNumber(flat(asked)));
  }
  return right / toDouble(v.cols());
}

bool BoltzmannMachine::hasNetwork() const {
  return p_.hidden() > 0 && p_.visible() <= kNetworkVisible && p_.hidden() <= kNetworkHidden;
}

std::vector<ViewOffer> BoltzmannMachine::offers() const {
  std::vector<ViewOffer> offers = viewNames();
  if (!VisibleWeights::possible(p_, hidden_links_))
    std::erase_if(offers, [](const ViewOffer& offer) { return offer.name == "truth" || offer.name == "states"; });
  if (hasNetwork()) return offers;
  std::erase_if(offers, [](const ViewOffer& offer) { return offer.name == "network"; });
  // The couplings show what a phase counts.
  for (ViewOffer& offer : offers) offer.slow_motion = offer.name == "couplings";
  return offers;
}

std::optional<View> BoltzmannMachine::view(std::string_view name, const ViewContext& context) const {
  if (name == "truth" || name == "states") return states(name, context);
  if (name == "couplings") return couplingsView(context.phase);
  if (name == "network") return network(context);
  if (name == "autocorrelation") return autocorrelation(context);
  if (name == "gradient") return gradientScatter();
  return std::nullopt;
}

std::optional<View> BoltzmannMachine::states(std::string_view name, const ViewContext& context) const {
  if (!VisibleWeights::possible(p_, hidden_links_)) return std::nullopt;
  VisibleWeights weights(p_, hidden_links_);
  weights.finish();
  std::vector<double> probabilities(weights.logWeights().begin(), weights.logWeights().end());
  for (double& each : probabilities) each = reals::exp(each - weights.logPartition());
  const CountedModel model{.probabilities = probabilities, .rows = rows_, .cols = cols_};
  View view = name == "truth" ? stateTable(model, context) : stateChart(model, context);
  view.name = name;
  return view;
}

View BoltzmannMachine::couplingsView(int phase) const {
  const Index n = m_.a.size(), hidden = toIndex(m_.hidden), visible = n - hidden;
  const bool counts = phase == kClampedPhase || phase == kFreePhase;
  View view{
      .name = "couplings",
      .title = "Couplings",
      .caption = phase == kClampedPhase ? "How often two units were on together while the data held the visible ones."
                 : phase == kFreePhase  ? "How often two units were on together while no unit was held."
                                        : "Every pair of units: links that excite and links that inhibit; biases on "
                                          "the diagonal.",
      .kind = ViewKind::kMatrix,
      .scale = counts ? ViewScale::kUnit : ViewScale::kSigned,
      .shape = {toU32(n), toU32(n)}};
  const UnitMoments& moments = phase == kClampedPhase ? data_moments_ : model_moments_;
  const auto place = [&](Index shown) { return shown < visible ? hidden + shown : shown - visible; };
  float largest = 0;
  for (Index r = 0; r < n; ++r) {
    view.row_names.push_back((r < visible ? "v" : "h") + std::to_string(r < visible ? r + 1 : r - visible + 1));
    for (Index c = 0; c < n; ++c) {
      const Index i = place(r), j = place(c);
      const float value = counts ? (i == j ? moments.units[i] : moments.pairs(i, j)) : (i == j ? m_.a[i] : m_.J(i, j));
      view.values.push_back(value);
      largest = std::max(largest, std::abs(value));
    }
  }
  view.column_names = view.row_names;
  view.limit = counts ? 1 : std::max(1e-6f, largest);
  return view;
}

std::optional<View> BoltzmannMachine::network(const ViewContext& context) const {
  if (!hasNetwork()) return std::nullopt;
  const int phase = context.phase;
  View view{.name = "network",
            .title = "Network",
            .caption = links_ == VisibleLinks::kNone && !hidden_links_
                           ? "Both layers in one state; lines are weights, one colour per sign."
                           : "All units in one state; lines are weights between the layers, arcs those inside a layer.",
            .kind = ViewKind::kNetwork};
  const bool dream = phase >= kFreePhase && (model_states_.cols() > 0 || free_ == Free::kExact);
  const UnitStates& states = dream ? model_states_ : data_states_;
  // Counting all states leaves none behind, but it says how often every unit is on.
  const bool counted =
      dream ? free_ == Free::kExact : phase == kClampedPhase && clamped_ == Clamped::kExact && !independentHidden();
  const UnitMoments& moments = dream ? model_moments_ : data_moments_;
  const Index n = m_.a.size(), hidden = toIndex(m_.hidden);
  const bool means = counted && moments.units.size() == n;
  if (means) {
    view.caption = dream ? "How often every unit is on under the model, exactly; lines and arcs are weights."
                         : "How often every unit is on while the data hold the visible ones, exactly.";
  }
  for (Index k = 0; k < n; ++k) {
    const Index unit = k < n - hidden ? hidden + k : k - (n - hidden);
    view.values.push_back(means ? moments.units[unit] : states.cols() > 0 ? states(unit, 0) : 0.0f);
  }
  view.shape = {toU32(n)};
  const std::uint32_t visible_units = toU32(p_.visible());
  view.groups = {{.name = "visible v",
                  .role = GroupRole::kVisible,
                  .units = visible_units,
                  .rows = toU32(rows_),
                  .cols = toU32(cols_)},
                 {.name = "hidden h", .role = GroupRole::kHidden, .units = toU32(p_.hidden()), .first = visible_units}};
  std::size_t tensor = 0;  // in the order of parameters()
  const auto add = [&](std::uint32_t from, std::uint32_t to, auto part, const RowMatrix& weights, bool up, bool down) {
    view.links.push_back(
        {.from = from, .to = to, .kind = LinkKind::kBoth, .first = toU32(view.weights.size()), .up = up, .down = down});
    view.weights.insert(view.weights.end(), flat(weights).begin(), flat(weights).end());
    if (phase != kUpdatePhase) return;
    const std::vector<float> step = context.stepOf(tensor++, flat(weights));
    view.change.insert(view.change.end(), step.begin(), step.end());
    view.slopes.insert(view.slopes.end(), flat(gradient_.*part).begin(), flat(gradient_.*part).end());
  };
  const bool free = phase >= kFreePhase;
  add(0, 1, &BoltzmannGradient::W, p_.rbm.W, phase >= 0, free);
  if (links_ != VisibleLinks::kNone) add(0, 0, &BoltzmannGradient::U, p_.U, free, free);
  if (hidden_links_) add(1, 1, &BoltzmannGradient::V, p_.V, phase >= 0, phase >= 0);
  const std::span<const float> all = view.weights;  // with 1 as the full colour, small weights could not be seen
  view.limit = std::max(
      1e-6f, 3.5f * toFloat(std::sqrt(kernels::dot(all, all) / toDouble(std::max<std::size_t>(1, all.size())))));
  if (view.change.size() != view.weights.size()) view.change.clear();
  if (view.change.empty()) view.slopes.clear();
  if (!view.change.empty())
    view.caption = "Lines and arcs are the steps that the weights took, one colour up, one down.";
  return view;
}

std::optional<View> BoltzmannMachine::autocorrelation(const ViewContext& context) const {
  const bool exact = p_.units() <= kMixedUnits;
  const auto* chains = static_cast<const BoltzmannChains*>(context.sampler);
  const std::span<const float> energy = chains == nullptr ? std::span<const float>() : chains->energies();
  const std::vector<double> sampled =
      chains == nullptr ? std::vector<double>() : autocorrelationOf(energy, toSize(chains->count()), kLags);
  if (!exact && sampled.empty()) return std::nullopt;
  View view{.name = "autocorrelation",
            .title = "Autocorrelation",
            .caption = "How long a chain remembers: the correlation of its energy with itself some sweeps later.",
            .kind = ViewKind::kChart};
  Panel memory{.title = "Memory of the energy",
               .x = {.label = "lag, sweeps", .low = 0, .high = 20},
               .y = {.label = "autocorrelation", .low = -0.2f, .high = 1}};
  std::vector<double> truth, distances;
  if (exact) {
    const SweepOperator sweep(m_);
    truth = sweep.autocorrelation(kLags);
    distances = sweep.distances(kSweeps);
    memory.marks.push_back(line(Ink::kTruth, "exact", truth));
    const Autocorrelation time = integratedTime(truth);
    view.notes.push_back("Exactly, the energy's autocorrelation time is " +
                         std::string(time.settled ? "" : "at least ") + rounded(time.time, 0.1) +
                         " sweeps: this many sweeps are worth one independent draw.");
  }
  if (!sampled.empty()) {
    memory.marks.push_back(line(Ink::kModel, "running chains", sampled));
    const Autocorrelation time = integratedTime(sampled);
    const double sweeps = toDouble(energy.size());
    view.notes.push_back("By the running chains it is " + std::string(time.settled ? "" : "at least ") +
                         rounded(time.time, 0.1) + ": their last " + formatNumber(sweeps) + " states are worth about " +
                         rounded(sweeps / std::max(1.0, time.time), 1) + " independent ones.");
  }
  // The axis ends shortly after the last lag with a visible correlation.
  for (const std::span<const double> rho : {std::span<const double>(truth), std::span<const double>(sampled)}) {
    for (std::size_t t = 0; t < rho.size(); ++t) {
      if (rho[t] > 0.05) memory.x.high = std::max(memory.x.high, toFloat(t + 5));
    }
  }
  memory.marks.insert(memory.marks.begin(), guideMark(0, 0, toDouble(memory.x.high), 0));
  view.panels.push_back(std::move(memory));
  if (exact) {
    const std::optional<std::size_t> mixed = mixingTime(distances);
    Panel start{.title = "Distance from equilibrium",
                .x = {.label = "sweeps from the start",
                      .low = 0,
                      .high = toFloat(std::max<std::size_t>(20, distances.size() - 1))},
                .y = {.label = "total variation", .low = 0, .high = 1}};
    start.marks = {guideMark(0, 0.25, toDouble(start.x.high), 0.25), line(Ink::kTruth, "exact", distances)};
    view.panels.push_back(std::move(start));
    view.notes.push_back(mixed ? "Mixing time: after " + std::to_string(*mixed) +
                                     " sweeps the chains are within 1/4 of the machine's distribution."
                               : "Mixing time: more than " + std::to_string(kSweeps) + " sweeps.");
  }
  return view;
}

std::optional<View> BoltzmannMachine::gradientScatter() const {
  const std::optional<BoltzmannGradient> truth = exactGradient();
  if (!truth) return std::nullopt;
  const Components exact = componentsOf(*truth, links_, hidden_links_);
  const Components sampled = componentsOf(gradient_, links_, hidden_links_);
  View view{.name = "gradient",
            .title = "Exact gradient",
            .caption =
                "Each dot is one parameter: the slope this update used against the exact one; on the line they "
                "agree.",
            .kind = ViewKind::kPlane};
  Panel panel{.x = {.label = "exact"}, .y = {.label = "as used"}};
  float limit = 1e-6f;
  const auto add = [&](const std::vector<float>& x, const std::vector<float>& y, Ink ink, const char* label) {
    if (x.empty()) return;
    Mark mark{.ink = ink, .label = label, .shape = {toU32(x.size()), 2}};
    for (std::size_t i = 0; i < x.size(); ++i) {
      mark.values.push_back(x[i]);
      mark.values.push_back(y[i]);
      limit = std::max({limit, std::abs(x[i]), std::abs(y[i])});
    }
    panel.marks.push_back(std::move(mark));
  };
  add(exact.between, sampled.between, Ink::kModel, "W, between the layers");
  add(exact.visible, sampled.visible, Ink::kData, "U, among visible");
  add(exact.hidden, sampled.hidden, Ink::kLatent, "V, among hidden");
  add(exact.bias, sampled.bias, Ink::kPositive, "biases");
  limit *= 1.1f;
  panel.x.low = panel.y.low = -limit;
  panel.x.high = panel.y.high = limit;
  const double reach = toDouble(limit);
  panel.marks.insert(panel.marks.begin(), guideMark(-reach, -reach, reach, reach));
  view.panels.push_back(std::move(panel));
  if (const std::optional<Agreement> agreement = agreementOf(sampled, exact)) {
    view.notes.push_back("Cosine " + rounded(agreement->cosine, 0.001) + ", length " + rounded(agreement->ratio, 0.01) +
                         " times the exact one.");
  }
  return view;
}

}  // namespace harmonium
