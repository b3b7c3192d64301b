// The views of a deep belief net.
#include "base/numbers.h"
#include "base/options.h"
#include "base/reals.h"
#include "models/dbn/dbn.h"
#include "models/dbn/top_machine.h"
#include "models/layers/rbm_exact.h"
#include "models/layers/stack_views.h"
#include "models/layers/state_views.h"
#include "models/layers/weight_colour.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace harmonium {

namespace {

constexpr Index kPairs = 16, kAsked = 12;  // examples of the views "update" and "classes"
constexpr Index kMostCounted = 16;         // visible units whose states are counted

}  // namespace

bool DeepBeliefNet::drawsNetwork() const {
  return units_[0] <= kNetworkVisible &&
         std::all_of(units_.begin() + 1, units_.end(), [](Index units) { return units <= kNetworkHidden; });
}

bool DeepBeliefNet::countsVisible() const {
  if (units_[0] > kMostCounted) return false;
  return depth_ == 1 ? exactPartitionPossible(top()) : counts() && units_[0] + units_[1] <= kMostCounted + 12;
}

std::vector<ViewOffer> DeepBeliefNet::offers() const {
  std::vector<ViewOffer> offers = viewNames();
  const auto drop = [&](std::string_view name) {
    std::erase_if(offers, [&](const ViewOffer& offer) { return offer.name == name; });
  };
  if (!drawsNetwork()) drop("network");
  if (!drawsNetwork()) drop("generation");
  // Fine-tuning redraws nothing: what its updates are about are the classes.
  if (!pictures_ || tuned_) drop("update");
  if (classes() == 0) drop("classes");
  if (!countsVisible()) drop("truth");
  for (ViewOffer& offer : offers) {
    if (offer.name == "classes") offer.slow_motion = tuned_;
    if (offer.name != "weights" || depth_ == 1) continue;
    ViewChoice layer{"layer", "Layer", {}};
    for (std::size_t k = 1; k <= depth_; ++k) {
      layer.options.push_back({std::to_string(k), "layer " + std::to_string(k)});
    }
    layer.initial = toU32(depth_ - 1);
    offer.choices.push_back(std::move(layer));
  }
  return offers;
}

std::optional<View> DeepBeliefNet::view(std::string_view name, const ViewContext& context) const {
  if (name == "weights") return weightsView(context);
  if (name == "network" && drawsNetwork()) return networkView(context);
  if (name == "generation" && drawsNetwork()) return generationView(context);
  if (name == "update") return updateView(context);
  if (name == "classes") return classesView(context);
  if (name == "truth") return truthView(context);
  return std::nullopt;
}

View DeepBeliefNet::weightsView(const ViewContext& context) const {
  const std::size_t k = depth_ == 1 ? 1 : std::min<std::size_t>(depth_, 1 + context.choice("layer"));
  const RbmParameters& machine = top();
  RowMatrix highest;
  std::vector<const RowMatrix*> through;
  for (std::size_t at = 0; at + 1 < std::min(k + 1, depth_); ++at) through.push_back(&stack_.down[at].W);
  if (k == depth_) {
    highest = machine.W.topRows(units_[k - 1]);
    through.push_back(&highest);
  }
  View view = unitWeightsView(seenFromBelow(through), k, "", rows_, cols_, pictures_);
  if (!pictures_ || k > 1) return view;
  const RowMatrix& W = depth_ == 1 ? machine.W : stack_.down[0].W;
  const std::vector<float> step = context.stepOf(0, flat(W));
  if (step.empty()) return view;
  std::vector<float> steps;
  for (Index j = 0; j < toIndex(view.shape[0]); ++j) {
    for (Index i = 0; i < W.rows(); ++i) steps.push_back(step[toSize(i * W.cols() + j)]);
  }
  view.change = sharesOfChange(steps, view.shape[0]);
  return view;
}

// The built layers, with the undirected link of the top machine and its label.
void DeepBeliefNet::addNetwork(View& view) const {
  const std::size_t below = depth_ - 1;
  addStackNetwork(stack_, below, rows_, cols_, view);
  const RbmParameters& machine = top();
  const Index units = units_[below], classes = toIndex(machine.labels);
  addGroup("hidden h" + std::to_string(depth_), GroupRole::kHidden, units_[depth_], view);
  addLink(toU32(below), toU32(depth_), LinkKind::kBoth, machine.W.topRows(units), view);
  if (classes > 0) {
    addGroup("class y", GroupRole::kLabel, classes, view);
    addLink(toU32(depth_ + 1), toU32(depth_), LinkKind::kBoth, machine.W.bottomRows(classes), view);
  }
  view.limit = fullColourOf(view.weights);
}

std::optional<View> DeepBeliefNet::networkView(const ViewContext& context) const {
  View view{.name = "network", .title = "Network", .kind = ViewKind::kNetwork};
  addNetwork(view);
  addRecognition(stack_, depth_ - 1, view);
  const std::optional<Part> part = partOf(context.phase);
  const std::size_t below = depth_ - 1;
  const Index classes = toIndex(top().labels), units = units_[below];
  static const Matrix none;
  const bool joint_phase = clock_.stage >= steps_.size() && !tuning_.exists();
  const RbmStep& step = steps_[below];
  // What each layer, the top and the label show.
  std::vector<const Matrix*> lower(below + 1, &none);
  const Matrix* highest = &none;
  Matrix split, label;
  const auto take = [&](const Matrix& joint) {
    split = joint.topRows(std::min(units, joint.rows()));
    lower[below] = &split;
    if (classes > 0 && joint.rows() == units + classes) label = joint.bottomRows(classes);
  };
  if (joint_phase) {
    const bool dreams = part == Part::kSleep || part == Part::kLearn;
    const StackStates& states = dreams ? up_down_.dreamt() : up_down_.awake();
    if (part != Part::kChain) {
      for (std::size_t k = 0; k < below && k < states.h.size(); ++k) lower[k] = &states.h[k];
    }
    const bool chained = dreams || part == Part::kChain;
    if (chained ? up_down_.jointDreamt().size() > 0 : up_down_.joint().size() > 0) {
      take(chained ? up_down_.jointDreamt() : up_down_.joint());
    }
    highest = chained ? &up_down_.topDreamt() : &up_down_.topAwake();
  } else {
    for (std::size_t k = 0; k <= below && k < up_.h.size(); ++k) lower[k] = &up_.h[k];
    const bool model = part == Part::kReconstruct || part == Part::kNegative || part == Part::kUpdate;
    const bool counted = step.recipe().method == RbmMethod::kExact;
    if (part && *part != Part::kUp && !(model && counted)) {
      const Matrix& shown = model ? step.meanOfModel() : step.data().numbers();
      if (shown.size() > 0) take(shown);
      highest = model && *part != Part::kReconstruct ? &step.hiddenMeanOfModel() : &step.hiddenMeanOfData();
    }
  }
  for (std::size_t k = 0; k <= below; ++k) appendColumn(*lower[k], 0, units_[k], view.values);
  appendColumn(*highest, 0, units_[depth_], view.values);
  if (classes > 0) appendColumn(label, 0, classes, view.values);
  view.shape = {toU32(view.values.size())};

  const bool rises = part == Part::kPositive || part == Part::kNegative || part == Part::kWake ||
                     part == Part::kChain || part == Part::kForward;
  for (UnitLink& link : view.links) {
    if (link.kind == LinkKind::kUp) {
      link.up = part == Part::kUp || part == Part::kWake || part == Part::kForward;
    }
    if (link.kind == LinkKind::kDown) link.down = part == Part::kSleep;
    if (link.kind != LinkKind::kBoth) continue;
    link.up = rises;
    link.down = part == Part::kReconstruct || part == Part::kChain;
  }
  view.caption = below == 0 ? "The first layer learns alone, as a restricted Boltzmann machine."
                            : "Layers below the highest are frozen and directed; the two highest form a machine.";
  if (joint_phase) view.caption = "All layers learn: weights down from what is seen, weights up from dreams.";
  if (part == Part::kUp) view.caption = "The example goes up through the frozen layers, drawing each on the way.";
  if (part != Part::kUpdate && part != Part::kLearn) return view;
  // What the phase has changed, in the order of the weights above.
  std::vector<float> change;
  bool known = true;
  const auto add = [&](std::size_t tensor, std::span<const float> now) {
    const std::vector<float> step_of = context.stepOf(tensor, now);
    known = known && step_of.size() == now.size();
    change.insert(change.end(), step_of.begin(), step_of.end());
  };
  const std::span<const float> W = flat(top().W);
  const std::size_t own = toSize(units * top().W.cols());
  for (std::size_t k = 0; k < below; ++k) add(3 * k, flat(stack_.down[k].W));
  add(3 * below, W.first(own));
  if (classes > 0) add(3 * steps_.size(), W.subspan(own));
  const std::size_t first = 3 * steps_.size() + (classes > 0 ? 2 : 0);
  for (std::size_t k = 0; k < below && known; ++k) {
    const RowMatrix& R = stack_.up[k].W;
    // Below a layer that learns alone, both directions are frozen.
    const std::vector<float> step_of =
        joint_phase ? context.stepOf(first + k, flat(R)) : std::vector<float>(toSize(R.size()), 0.0f);
    known = step_of.size() == toSize(R.size());
    if (known) appendRecognition(step_of, stack_.up[k], change);
  }
  if (!known || change.size() != view.weights.size()) return view;
  view.change = std::move(change);
  view.caption = "Lines are the steps that the weights took, one colour up, one down.";
  return view;
}

// The chain of the two highest layers, and what one of its states draws below.
View DeepBeliefNet::generationView(const ViewContext& context) const {
  View view{
      .name = "generation", .title = "How it generates", .kind = ViewKind::kNetwork, .meaning = Meaning::kGeneration};
  addNetwork(view);
  static const Matrix none;
  const std::vector<SampledLayer> layers =
      context.sampler != nullptr ? context.sampler->layers() : std::vector<SampledLayer>();
  const auto statesOf = [&](const std::string& name) -> const Matrix& {
    for (const SampledLayer& layer : layers) {
      if (layer.name == name) return *layer.states;
    }
    return none;
  };
  appendColumn(context.sampler != nullptr ? context.sampler->states() : none, 0, units_[0], view.values);
  for (std::size_t k = 1; k <= depth_; ++k) {
    appendColumn(statesOf("h" + std::to_string(k)), 0, units_[k], view.values);
  }
  if (const Index labels = toIndex(top().labels); labels > 0) appendColumn(statesOf("label"), 0, labels, view.values);
  view.shape = {toU32(view.values.size())};
  for (std::size_t k = 0; k + 1 < depth_; ++k) view.links[k].down = true;
  for (std::size_t at = depth_ - 1; at < view.links.size(); ++at) view.links[at].up = view.links[at].down = true;
  view.caption = depth_ == 1 ? "Visible and hidden units take turns: the chain of the first machine."
                             : "The two highest layers take turns as a chain; each of its states draws the layers "
                               "below, once, from the top down.";
  return view;
}

// What the highest layer, with means h, makes of the layer below, seen at the pixels.
Matrix DeepBeliefNet::seenFromTop(const Matrix& h) const {
  RbmScratch scratch;
  Matrix below;
  visibleMean(top(), h, States::kReal, scratch, below);
  return seenAtPixels(below.topRows(units_[depth_ - 1]));
}

// Two pictures for each example, of which the phase says what they are. The right ones may be missing.
std::optional<View> DeepBeliefNet::updateView(const ViewContext& context) const {
  if (!pictures_ || tuned_) return std::nullopt;
  const std::optional<Part> part = partOf(context.phase);
  const bool joint_phase = clock_.stage >= steps_.size();
  const RbmStep& step = steps_[depth_ - 1];
  const Index units = units_[depth_ - 1];
  Matrix left, right;
  std::string caption;
  if (joint_phase) {
    const StackStates &awake = up_down_.awake(), &dreamt = up_down_.dreamt();
    if (awake.h.empty() || awake.h[0].cols() == 0) return std::nullopt;
    left = awake.h[0];
    if (part == Part::kWake) {
      right = seenFromTop(up_down_.topAwake());
      caption = "Left: data. Right: what the states that they drew at the top make of them.";
    } else if (part == Part::kChain && up_down_.topDreamt().cols() > 0) {
      right = seenFromTop(up_down_.topDreamt());
      caption = "Left: data. Right: where the chain of the top has come from them.";
    } else {
      right = dreamt.h[0];
      caption = "Left: data. Right: the dreams that the chain of the top led to.";
    }
  } else {
    if (step.data().examples() == 0 || step.data().numbers().rows() < units) return std::nullopt;
    left = seenAtPixels(step.data().numbers().topRows(units));
    const Matrix& model = step.meanOfModel();
    const bool redrawn = model.rows() >= units && model.cols() > 0;
    const std::string data =
        depth_ == 1 ? "data of this update" : "the states that this layer learns from, at the pixels";
    caption = "Left: " + data + ". Right: what the machine makes of them.";
    if (part == Part::kUp) {
      right = left;
      left = up_.h[0];
      caption = "Left: data. Right: the states that they drew on the way up, seen at the pixels.";
    } else if (part == Part::kPositive) {
      caption = "Left: " + data + ". Their upper units are drawn.";
    } else if (part == Part::kNegative && redrawn && step.hiddenMeanOfModel().cols() > 0) {
      left = seenAtPixels(model.topRows(units));
      right = seenFromTop(step.hiddenMeanOfModel());
      caption = "Left: what the machine made of the data. Right: what it would make of that.";
    } else if (part == Part::kUpdate && step.hiddenMeanOfData().cols() > 0) {
      right = seenFromTop(step.hiddenMeanOfData());
      caption = "Left: " + data + ". Right: what the machine makes of them after the step.";
    } else if (redrawn) {
      right = seenAtPixels(model.topRows(units));
    }
  }
  const Index count = std::min(kPairs, right.cols() > 0 ? std::min(left.cols(), right.cols()) : left.cols());
  View view{.name = "update",
            .title = "This update",
            .caption = std::move(caption),
            .kind = ViewKind::kPairs,
            .meaning = Meaning::kUpdate};
  view.shape = {toU32(count), 2, toU32(rows_), toU32(cols_)};
  for (Index n = 0; n < count; ++n) {
    appendColumn(left, n, units_[0], view.values);
    appendColumn(right, n, units_[0], view.values);
  }
  return view;
}

std::optional<View> DeepBeliefNet::truthView(const ViewContext& context) const {
  if (!countsVisible()) return std::nullopt;
  std::vector<double> p;
  if (depth_ == 1) {
    p = stateProbabilities(top());
  } else {
    TopPrior prior(top());
    std::vector<double> table;
    while (!prior.tabulate(table)) {
    }
    CountedBeliefs counted;
    counted.begin(built(), table, prior.classes());
    while (!counted.prepare()) {
    }
    p = counted.visibleProbabilities();
  }
  View view = stateTable({p, rows_, cols_}, context);
  view.name = "truth";
  return view;
}

// Examples, and the probability of every class given each.
std::optional<View> DeepBeliefNet::classesView(const ViewContext& context) const {
  const Index C = classes();
  if (C == 0 || context.data == nullptr || context.data->cols() == 0) return std::nullopt;
  const Index count = std::min(kAsked, context.data->cols());
  const Matrix v = context.data->leftCols(count);
  Matrix p;
  classProbabilities(v, p);
  View view{.name = "classes",
            .title = "Classes",
            .caption = tuned_ ? "The probability of every class given an example, by the fine-tuned net."
                              : "The probability of every class given an example: one pass up, then the free energy of "
                                "each class in the top machine.",
            .kind = ViewKind::kTable,
            .shape = {toU32(count), toU32(C)}};
  for (Index y = 0; y < C; ++y) {
    view.column_names.push_back(toSize(y) < class_names_.size() ? class_names_[toSize(y)] : std::to_string(y));
  }
  for (Index n = 0; n < count; ++n) {
    view.row_names.push_back("example " + std::to_string(n + 1));
    for (Index y = 0; y < C; ++y) view.values.push_back(p(y, n));
  }
  if (pictures_) {
    view.row_tiles_shape = {toU32(count), toU32(rows_), toU32(cols_)};
    view.row_tiles.assign(flat(v).begin(), flat(v).end());
  }
  if (tuned_) return view;
  view.notes = {
      "The means of one pass up stand for the causes of an example. They are not its exact posterior, unless "
      "the top is the layer below turned over."};
  if (!counts()) return view;
  const Result<std::unique_ptr<Likelihood>> exact = likelihood(LikelihoodOf::kLabel);
  if (!exact) return view;
  while (!exact.value()->prepare()) {
  }
  double largest = 0;
  std::vector<double> nats(toSize(count));
  for (Index y = 0; y < C; ++y) {
    const std::vector<std::int16_t> labels(toSize(count), static_cast<std::int16_t>(y));
    exact.value()->logLikelihood({v, labels}, nats);
    for (Index n = 0; n < count; ++n) {
      largest = std::max(largest, std::abs(reals::exp(nats[toSize(n)]) - toDouble(p(y, n))));
    }
  }
  view.notes.push_back("Exact probabilities, summed over all causes, differ here by up to " +
                       formatNumber(std::round(1000 * largest) / 1000) + ".");
  return view;
}

}  // namespace harmonium
