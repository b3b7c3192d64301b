// The views of a sigmoid belief net.
#include "base/numbers.h"
#include "base/reals.h"
#include "models/layers/stack_views.h"
#include "models/layers/state_views.h"
#include "models/layers/weight_colour.h"
#include "models/sbn/sbn.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace harmonium {

namespace {

constexpr Index kPairs = 16;
constexpr std::uint32_t kRecognition = 1;  // index of this option in the choice "direction"
constexpr Index kMostCounted = 16;         // visible units whose states are counted

std::string rounded(double value) {
  return formatNumber(std::round(1000 * value) / 1000);
}

}  // namespace

bool SigmoidBeliefNet::drawsNetwork() const {
  if (net_.stack.units(0) > kNetworkVisible) return false;
  for (std::size_t k = 1; k <= net_.layers(); ++k) {
    if (net_.stack.units(k) > kNetworkHidden) return false;
  }
  return true;
}

bool SigmoidBeliefNet::countsVisible() const {
  return counts_ && net_.stack.units(0) <= kMostCounted &&
         net_.stack.units(0) + net_.stack.units(1) <= kMostCounted + 12;
}

std::vector<ViewOffer> SigmoidBeliefNet::offers() const {
  std::vector<ViewOffer> offers = viewNames();
  const auto drop = [&](std::string_view name) {
    std::erase_if(offers, [&](const ViewOffer& offer) { return offer.name == name; });
  };
  if (!drawsNetwork()) drop("network");
  if (!drawsNetwork()) drop("generation");
  if (!pictures_ || method_ == Method::kExact) drop("update");
  if (!countsVisible()) drop("truth");
  if (!counts_ || net_.stack.units(1) < 2) drop("explaining");
  for (ViewOffer& offer : offers) {
    if (offer.name != "weights") continue;
    ViewChoice layer{"layer", "Layer", {}};
    for (std::size_t k = 1; k <= net_.layers(); ++k) {
      layer.options.push_back({std::to_string(k), "layer " + std::to_string(k)});
    }
    if (layer.options.size() > 1) offer.choices.push_back(std::move(layer));
    if (net_.stack.recognises()) {
      offer.choices.push_back({"direction", "Direction", {{"down", "generative"}, {"up", "recognition"}}});
    }
  }
  return offers;
}

std::optional<View> SigmoidBeliefNet::view(std::string_view name, const ViewContext& context) const {
  if (name == "generation" && drawsNetwork()) return generationView(context);
  if (name == "network" && drawsNetwork()) return networkView(context);
  if (name == "weights") return weightsView(context);
  if (name == "update") return updateView(context);
  if (name == "explaining") return explainingView(context);
  if (name == "truth") return statesView(context);
  return std::nullopt;
}

// Groups, links and weights, without states.
void SigmoidBeliefNet::addNetwork(bool recognition, View& view) const {
  const std::size_t L = net_.layers();
  addStackNetwork(net_.stack, L, rows_, cols_, view);
  if (net_.classes() > 0) {
    addGroup("class y", GroupRole::kHidden, net_.classes(), view);
    addLink(toU32(L), toU32(L + 1), LinkKind::kDown, net_.top.W, view);
  }
  view.limit = fullColourOf(view.weights);
  if (recognition && net_.stack.recognises()) addRecognition(net_.stack, L, view);
}

// One sample on its way down: layers that are not drawn yet are empty.
View SigmoidBeliefNet::generationView(const ViewContext& context) const {
  View view{
      .name = "generation", .title = "How it generates", .kind = ViewKind::kNetwork, .meaning = Meaning::kGeneration};
  addNetwork(false, view);
  const bool ours = context.sampler != nullptr && !context.sampler->chain();
  const int stage = ours ? context.sampler->stage() : -1;
  const std::size_t L = net_.layers(), of_class = net_.classes() > 0 ? 1 : 0;
  const std::vector<SampledLayer> layers = ours ? context.sampler->layers() : std::vector<SampledLayer>();
  // Stage number 0 draws the class, or the highest layer where there is none.
  const auto drawn = [&](std::size_t k) { return stage >= 0 && toSize(stage) >= L - k + of_class; };
  static const Matrix none;
  appendColumn(drawn(0) ? context.sampler->states() : none, 0, net_.stack.units(0), view.values);
  for (std::size_t k = 1; k <= L; ++k) {
    appendColumn(drawn(k) ? *layers[of_class + L - k].states : none, 0, net_.stack.units(k), view.values);
  }
  if (of_class > 0) appendColumn(stage >= 0 ? *layers[0].states : none, 0, net_.classes(), view.values);
  view.shape = {toU32(view.values.size())};
  if (stage > 0) {
    const std::size_t through = toSize(stage);  // the link above the layer that was drawn last
    const std::size_t layer = L + of_class - through;
    if (layer < view.links.size()) view.links[layer].down = true;
  }
  view.caption = stage < 0 ? "A sample begins at the top. Step to draw one layer after the other."
                           : context.sampler->stages()[toSize(stage)].sentence;
  return view;
}

std::optional<View> SigmoidBeliefNet::networkView(const ViewContext& context) const {
  View view{.name = "network",
            .title = "Network",
            .caption = "All layers with the states of one example. Weights down generate; those up recognise.",
            .kind = ViewKind::kNetwork};
  addNetwork(true, view);
  const std::optional<Part> part = partOf(context.phase);
  const bool dreams = part == Part::kSleep || part == Part::kRecognition;
  const std::size_t L = net_.layers();
  static const Matrix none;
  const BeliefStates& states = dreams ? dream_ : wake_;
  const auto layer = [&](std::size_t k) -> const Matrix& {
    if (method_ == Method::kExact && k > 0) return k == 1 ? posterior_means_ : none;
    return k < states.h.size() ? states.h[k] : none;
  };
  for (std::size_t k = 0; k <= L; ++k) appendColumn(layer(k), 0, net_.stack.units(k), view.values);
  if (net_.classes() > 0) appendColumn(states.y, 0, net_.classes(), view.values);
  view.shape = {toU32(view.values.size())};
  if (method_ == Method::kExact) {
    view.caption = "One example and the exact probability of every unit of layer 1 to be on, given it.";
  }
  for (UnitLink& link : view.links) {
    link.up = link.kind == LinkKind::kUp && (part == Part::kWake || part == Part::kRecognition);
    link.down =
        link.kind == LinkKind::kDown && (part == Part::kSleep || part == Part::kGenerative || part == Part::kExactStep);
  }
  if (part == Part::kWake) view.caption = "Wake: the example drives the layers upwards through recognition weights.";
  if (part == Part::kSleep) view.caption = "Sleep: a dream, drawn from the top down through generative weights.";
  // What the phase has changed, in the order of the weights above.
  if (part != Part::kGenerative && part != Part::kRecognition && part != Part::kExactStep) return view;
  std::vector<float> change;
  bool known = true;
  const auto add = [&](std::size_t tensor, std::span<const float> now) {
    const std::vector<float> step = context.stepOf(tensor, now);
    known = known && step.size() == now.size();
    change.insert(change.end(), step.begin(), step.end());
  };
  for (std::size_t k = 0; k < L; ++k) add(2 * k, flat(net_.stack.down[k].W));
  if (net_.classes() > 0) add(2 * L + 1, flat(net_.top.W));
  const std::size_t first = 2 * L + (net_.classes() > 0 ? 3 : 1);
  for (std::size_t k = 0; k < net_.stack.up.size() && known; ++k) {
    const RowMatrix& R = net_.stack.up[k].W;
    const std::vector<float> step = context.stepOf(first + 2 * k, flat(R));
    known = known && step.size() == toSize(R.size());
    if (known) appendRecognition(step, net_.stack.up[k], change);
  }
  if (known && change.size() == view.weights.size()) {
    view.change = std::move(change);
    view.caption = part == Part::kRecognition
                       ? "Lines are the steps that the recognition weights took, one colour up, one down."
                       : "Lines are the steps that the generative weights took, one colour up, one down.";
  }
  return view;
}

View SigmoidBeliefNet::weightsView(const ViewContext& context) const {
  const bool recognition = net_.stack.recognises() && context.choice("direction") == kRecognition;
  const std::size_t k = 1 + context.choice("layer");
  // Columns are units of layer k. Recognition weights of higher layers are projected the same way, from below.
  std::vector<RowMatrix> turned(recognition ? k : 0);
  std::vector<const RowMatrix*> through;
  for (std::size_t at = 0; at < k; ++at) {
    if (recognition) turned[at] = net_.stack.up[at].W.transpose();
    through.push_back(recognition ? &turned[at] : &net_.stack.down[at].W);
  }
  const RowMatrix seen = seenFromBelow(through);
  View view = unitWeightsView(seen, k, recognition ? "recognition" : "generative", rows_, cols_, pictures_);
  if (!pictures_) return view;
  std::vector<float> steps;
  const std::size_t first = 2 * net_.layers() + (net_.classes() > 0 ? 3 : 1);
  const std::vector<float> step = k > 1         ? std::vector<float>()
                                  : recognition ? context.stepOf(first, flat(net_.stack.up[0].W))
                                                : context.stepOf(0, flat(net_.stack.down[0].W));
  const Index units = toIndex(view.shape[0]);
  for (Index j = 0; j < units && !step.empty(); ++j) {
    for (Index i = 0; i < seen.rows(); ++i) {
      steps.push_back(step[toSize(recognition ? j * seen.rows() + i : i * seen.cols() + j)]);
    }
  }
  if (!steps.empty()) view.change = sharesOfChange(steps, toSize(units));
  return view;
}

std::optional<View> SigmoidBeliefNet::updateView(const ViewContext& context) const {
  if (!pictures_ || method_ == Method::kExact || wake_.h.empty() || wake_.h[0].cols() == 0) return std::nullopt;
  const std::optional<Part> part = partOf(context.phase);
  const bool dreams = part == Part::kSleep || part == Part::kRecognition;
  const BeliefStates& states = dreams && !dream_.h.empty() ? dream_ : wake_;
  const Index K = dreams ? 1 : toIndex(samplesPerExample());
  const Index count = std::min(kPairs, states.h[0].cols() / K);
  BeliefScratch scratch;
  Matrix code, again;
  // Dreams are recognised and drawn again; examples are drawn from what their recognition has drawn.
  if (dreams) beliefMeans(net_.stack.up[0], states.h[0], States::kReal, scratch, code);
  beliefMeans(net_.stack.down[0], dreams || states.h[1].cols() == 0 ? code : states.h[1], States::kReal, scratch,
              again);
  View view{.name = "update",
            .title = "This update",
            .caption = dreams ? "Left: dreams of this update. Right: what recognition makes of them, drawn again."
                              : "Left: data of this update. Right: what the net draws from the recognised causes.",
            .kind = ViewKind::kPairs,
            .meaning = Meaning::kUpdate};
  view.shape = {toU32(count), 2, toU32(rows_), toU32(cols_)};
  for (Index n = 0; n < count; ++n) {
    appendColumn(states.h[0], n * K, states.h[0].rows(), view.values);
    appendColumn(again, n * K, states.h[0].rows(), view.values);
  }
  return view;
}

std::vector<double> SigmoidBeliefNet::probabilitiesOfAll() const {
  CountedBeliefs counted;
  std::vector<double> top;
  beginCounting(net_, top, counted);
  while (!counted.prepare()) {
  }
  return counted.visibleProbabilities();
}

std::optional<View> SigmoidBeliefNet::statesView(const ViewContext& context) const {
  if (!countsVisible()) return std::nullopt;
  const std::vector<double> p = probabilitiesOfAll();
  View view = stateTable({p, rows_, cols_}, context);
  view.name = "truth";
  return view;
}

// Two causes of one effect: how probable each combination of the two is before anything is seen, given the example, and
// by a guess that treats them as independent.
std::optional<View> SigmoidBeliefNet::explainingView(const ViewContext& context) const {
  if (!counts_ || net_.stack.units(1) < 2 || context.data == nullptr || context.data->cols() == 0) return std::nullopt;
  constexpr Index kAsked = 50;  // examples among which the clearest case is looked for
  CountedBeliefs counted;
  std::vector<double> top;
  beginCounting(net_, top, counted);
  while (!counted.prepare()) {
  }
  const Index units = net_.stack.units(1), asked = std::min(kAsked, context.data->cols());
  const std::size_t states = std::size_t{1} << units;
  std::vector<double> p(toSize(counted.classes()) * states), pair(4);
  // p(h_a, h_b | v), the state of a in bit 0 and of b in bit 1.
  const auto ofPair = [&](std::span<const double> of, Index a, Index b) {
    std::ranges::fill(pair, 0.0);
    for (std::size_t at = 0; at < of.size(); ++at) pair[(at >> a & 1) + 2 * (at >> b & 1)] += of[at];
  };
  const auto covariance = [&] { return pair[3] - (pair[1] + pair[3]) * (pair[2] + pair[3]); };
  Index best = 0, first = 0, second = 1;
  double lowest = 1;
  for (Index at = 0; at < asked; ++at) {
    const Index n = at * context.data->cols() / asked;
    counted.posteriorOfFirst(*context.data, n, -1, p);
    for (Index a = 0; a < units; ++a) {
      for (Index b = a + 1; b < units; ++b) {
        ofPair(p, a, b);
        if (covariance() >= lowest) continue;
        lowest = covariance();
        best = n;
        first = a;
        second = b;
      }
    }
  }
  std::vector<double> prior = counted.prior(1);
  for (double& each : prior) each = reals::exp(each);
  View view{.name = "explaining",
            .title = "Explaining away",
            .kind = ViewKind::kTable,
            .shape = {4, 4},
            .row_names = {},
            .column_names = {"before", "given v", "if independent", "recognised"}};
  if (!net_.stack.recognises()) {
    view.column_names.pop_back();
    view.shape[1] = 3;
  }
  ofPair(prior, first, second);
  const std::vector<double> before = pair;
  const double before_covariance = covariance();
  counted.posteriorOfFirst(*context.data, best, -1, p);
  ofPair(p, first, second);
  const double a_on = pair[1] + pair[3], b_on = pair[2] + pair[3];
  Matrix q;
  if (net_.stack.recognises()) {
    BeliefScratch scratch;
    beliefMeans(net_.stack.up[0], context.data->col(best), States::kReal, scratch, q);
  }
  const std::string a = std::to_string(first + 1), b = std::to_string(second + 1);
  const char* const kept[] = {"neither unit", "unit ", "unit ", "both units"};
  for (std::size_t at = 0; at < 4; ++at) {
    view.row_names.push_back(at == 1   ? kept[1] + a + " alone"
                             : at == 2 ? kept[2] + b + " alone"
                                       : std::string(kept[at]));
    const auto both = [at](double on_a, double on_b) {
      return toFloat(((at & 1) != 0 ? on_a : 1 - on_a) * ((at & 2) != 0 ? on_b : 1 - on_b));
    };
    view.values.insert(view.values.end(), {toFloat(before[at]), toFloat(pair[at]), both(a_on, b_on)});
    if (q.size() > 0) view.values.push_back(both(toDouble(q(first, 0)), toDouble(q(second, 0))));
  }
  view.caption =
      "Units " + a + " and " + b + " of layer 1, each with its weights, and an example that either explains.";
  // The pictures of the rows: the example, then what each unit draws, then the example again.
  if (pictures_) {
    view.row_tiles_shape = {4, toU32(rows_), toU32(cols_)};
    const RowMatrix& W = net_.stack.down[0].W;
    for (std::size_t at = 0; at < 4; ++at) {
      for (Index i = 0; i < W.rows(); ++i) {
        double input = toDouble(net_.stack.down[0].b[i]);
        if ((at & 1) != 0) input += toDouble(W(i, first));
        if ((at & 2) != 0) input += toDouble(W(i, second));
        view.row_tiles.push_back(toFloat(reals::sigmoid(input)));
      }
    }
    view.caption =
        "What units " + a + " and " + b + " of layer 1 draw alone and together, and how probable each case is.";
  }
  const auto correlation = [](double covariance, double on_a, double on_b) {
    const double scale = std::sqrt(on_a * (1 - on_a) * on_b * (1 - on_b));
    return scale > 0 ? covariance / scale : 0.0;
  };
  view.notes = {"Correlation of the two: " +
                    rounded(correlation(before_covariance, before[1] + before[3], before[2] + before[3])) +
                    " before, " + rounded(correlation(lowest, a_on, b_on)) + " given example " +
                    std::to_string(best + 1) + ". Below 0, one cause explains the other away.",
                "No guess that treats units as independent can say so: its correlation is 0."};
  return view;
}

}  // namespace harmonium
