// Compiled for speed: the exact method sums over all hidden states in every update.
//
// The sigmoid belief net: its start, and what an update does. models/sbn/sbn_likelihood.cpp scores examples,
// models/sbn/sbn_sampler.cpp draws samples, and the views and tables have files of their own.
#include "models/sbn/sbn.h"

#include "base/numbers.h"
#include "base/reals.h"
#include "kernels/paced.h"
#include "models/layers/schedule.h"
#include "models/layers/units.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace harmonium {

namespace {

BeliefLayer zeroLayer(Index told, Index telling, float bias) {
  return {.W = RowMatrix::Zero(told, telling), .b = Vector::Constant(told, bias)};
}

}  // namespace

Work SigmoidBeliefNet::begin(Pace& pace, const Settings& settings, const DataSummary& data, std::uint64_t seed) {
  rows_ = data.rows;
  cols_ = data.cols;
  pictures_ = data.pictures();
  class_names_ = data.class_names;
  v_states_ = data.binary ? States::kBinary : States::kReal;
  const bool recognition = settings.toggle("recognition");
  method_ = !recognition                                ? Method::kExact
            : settings.choice("method") == "reweighted" ? Method::kReweighted
                                                        : Method::kWakeSleep;
  samples_ = toSize(settings.integer("samples"));
  const std::string& descent = settings.choice("optimiser");
  descent_ = descent == "adam"       ? nn::Descent::kAdam
             : descent == "momentum" ? nn::Descent::kMomentum
                                     : nn::Descent::kSgd;

  std::vector<Index> units = {toIndex(data.values())};
  for (const int size : settings.sizes("layers")) units.push_back(size);
  const float hidden_bias = toFloat(settings.number("hiddenBias")),
              deviation = toFloat(settings.number("initialWeights"));
  Rng rng(seed, Purpose::kParameters);
  net_ = {};
  for (std::size_t k = 0; k + 1 < units.size(); ++k) {
    BeliefLayer& down = net_.stack.down.emplace_back(zeroLayer(units[k], units[k + 1], k == 0 ? 0 : hidden_bias));
    if (draws()) co_await kernels::paced::normal(pace, rng, 0, deviation, flat(down.W));
  }
  if (settings.toggle("biasFromData")) net_.stack.down[0].b = biasFromMean(data.mean);
  for (std::size_t k = 0; recognition && k + 1 < units.size(); ++k) {
    BeliefLayer& up = net_.stack.up.emplace_back(zeroLayer(units[k + 1], units[k], hidden_bias));
    if (draws()) co_await kernels::paced::normal(pace, rng, 0, deviation, flat(up.W));
  }
  const Index classes = settings.toggle("classes") ? data.classes : 0;
  net_.top = zeroLayer(units.back(), classes, hidden_bias);
  net_.d = Vector::Zero(classes);
  if (classes > 0 && draws()) co_await kernels::paced::normal(pace, rng, 0, deviation, flat(net_.top.W));
  counts_ = countable(net_);
  slope_ = mix_ = net_;

  configure(settings);
  optimisers_.clear();
  for (const Tensor& tensor : parameters()) {
    optimisers_.emplace_back().start({.kind = descent_, .rate = toFloat(rate_), .momentum = toFloat(momentum_)},
                                     tensor.values.size());
  }
  wake_ = dream_ = {};
  scratch_ = dream_scratch_ = BeliefNetScratch(net_.layers(), team());
  inputs_.resize(units.size());
  wake_.h.resize(units.size());
  wake_.mean.resize(units.size());
  last_ = {};
  weights_.clear();
}

void SigmoidBeliefNet::configure(const Settings& settings) {
  rate_ = settings.number("learningRate");
  falling_ = settings.choice("schedule") == "linear";
  schedule_epochs_ = settings.number("scheduleEpochs");
  momentum_ = settings.number("momentum");
  const std::string& from = settings.choice("recognitionFrom");
  from_ = from == "wake" ? RecognitionFrom::kWake : from == "sleep" ? RecognitionFrom::kSleep : RecognitionFrom::kBoth;
}

std::vector<Tensor> SigmoidBeliefNet::parameters() {
  std::vector<Tensor> all;
  const std::size_t L = net_.layers();
  for (std::size_t k = 0; k < L; ++k) {
    all.push_back(tensorOf("W" + std::to_string(k + 1), net_.stack.down[k].W));
    all.push_back(tensorOf("b" + std::to_string(k), net_.stack.down[k].b));
  }
  all.push_back(tensorOf("b" + std::to_string(L), net_.top.b));
  if (net_.classes() > 0) {
    all.push_back(tensorOf("U", net_.top.W));
    all.push_back(tensorOf("d", net_.d));
  }
  for (std::size_t k = 0; k < net_.stack.up.size(); ++k) {
    all.push_back(tensorOf("R" + std::to_string(k + 1), net_.stack.up[k].W));
    all.push_back(tensorOf("c" + std::to_string(k + 1), net_.stack.up[k].b));
  }
  return all;
}

std::vector<std::span<const float>> SigmoidBeliefNet::slopes() const {
  const bool generative = last_ == Part::kGenerative || last_ == Part::kExactStep;
  const bool recognition = last_ == Part::kRecognition;
  std::vector<std::span<const float>> all;
  const auto add = [&](bool moved, const auto& of) { all.push_back(moved ? flat(of) : std::span<const float>()); };
  for (const BeliefLayer& down : slope_.stack.down) {
    add(generative, down.W);
    add(generative, down.b);
  }
  add(generative, slope_.top.b);
  if (net_.classes() > 0) {
    add(generative, slope_.top.W);
    add(generative, slope_.d);
  }
  for (const BeliefLayer& up : slope_.stack.up) {
    add(recognition, up.W);
    add(recognition, up.b);
  }
  return all;
}

std::vector<Tensor> SigmoidBeliefNet::trainingState() {
  std::vector<Tensor> state;
  const std::vector<Tensor> tensors = parameters();
  for (std::size_t at = 0; at < tensors.size(); ++at) {
    for (Tensor& tensor : optimisers_[at].state(tensors[at].name + ".")) state.push_back(std::move(tensor));
  }
  return state;
}

// Up or down costs one pass, a slope two. The exact method sums over the states of the layers instead.
double SigmoidBeliefNet::updateCost(int examples) const {
  switch (method_) {
    case Method::kWakeSleep:
      return 6.0 * examples;
    case Method::kReweighted:
      return examples * (toDouble(samples_) * (from_ == RecognitionFrom::kSleep ? 5.0 : 7.0) +
                         (from_ == RecognitionFrom::kWake ? 0.0 : 3.0));
    case Method::kExact:
      break;
  }
  double weights = 1;
  for (const BeliefLayer& down : net_.stack.down) weights += toDouble(down.W.size());
  return (examples + toDouble(net_.stack.units(0))) * 20 * std::ldexp(1.0, toInt(net_.stack.units(1))) / weights + 1;
}

void SigmoidBeliefNet::beginUpdate(const Batch& batch, const Clock& clock) {
  scratch_.useTeam(team());
  dream_scratch_.useTeam(team());
  epoch_ = clock.epoch;
  const std::size_t K = samplesPerExample(), N = columnCount(batch.v);
  Matrix& v = wake_.h[0];
  v.resize(batch.v.rows(), toIndex(N * K));
  labels_.resize(N * K);
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t k = 0; k < K; ++k) {
      v.col(toIndex(n * K + k)) = batch.v.col(toIndex(n));
      labels_[n * K + k] = n < batch.labels.size() ? batch.labels[n] : std::int16_t{-1};
    }
  }
}

std::span<const SigmoidBeliefNet::Part> SigmoidBeliefNet::partsOf(Method method) {
  static constexpr Part kLearnt[] = {Part::kWake, Part::kGenerative, Part::kSleep, Part::kRecognition};
  static constexpr Part kCounted[] = {Part::kPosterior, Part::kExactStep};
  if (method == Method::kExact) return kCounted;
  return kLearnt;
}

std::optional<SigmoidBeliefNet::Part> SigmoidBeliefNet::partOf(int phase) const {
  const std::span<const Part> parts = partsOf(method_);
  if (phase < 0 || toSize(phase) >= parts.size()) return std::nullopt;
  return parts[toSize(phase)];
}

Work SigmoidBeliefNet::runPhase(std::size_t phase, Rng& rng, Pace& pace) {
  const Part part = partsOf(method_)[phase];
  last_ = part;
  switch (part) {
    case Part::kWake:
      return wake(pace, rng);
    case Part::kGenerative:
      return learnGenerative(pace);
    case Part::kSleep:
      return sleep(pace, rng);
    case Part::kRecognition:
      return learnRecognition(pace);
    case Part::kPosterior:
      return countPosterior(pace);
    case Part::kExactStep:
      return learnExactly(pace);
  }
  return {};
}

Work SigmoidBeliefNet::wake(Pace& pace, Rng& rng) {
  co_await recogniseUp(pace, net_.stack, net_.layers(), v_states_, scratch_, rng, wake_);
  nameClasses(net_, labels_, scratch_, rng, wake_);
  if (method_ != Method::kReweighted) co_return;
  const std::size_t K = samples_, N = columnCount(wake_.h[0]) / K;
  log_weights_.resize(N * K);
  co_await logWeights(pace, net_, wake_, v_states_, labels_, scratch_, log_weights_);
  weights_.resize(N * K);
  for (std::size_t n = 0; n < N; ++n) {
    const std::span<double> own = std::span<double>(log_weights_).subspan(n * K, K);
    const double highest = *std::ranges::max_element(own);
    double sum = 0;
    for (double& weight : own) sum += weight = reals::exp(weight - highest);
    for (std::size_t k = 0; k < K; ++k) weights_[n * K + k] = toFloat(own[k] / (sum * toDouble(N)));
  }
}

// b_L, U and d: what stands above the stack.
void SigmoidBeliefNet::topSlope(const BeliefStates& states, std::span<const float> weights) {
  const Matrix& h = states.h.back();
  const float each = 1.0f / toFloat(h.cols());
  Vector& b = slope_.top.b;
  scratch_.biases = net_.top.b;
  kernels::sigmoid(flat(scratch_.biases), flat(scratch_.biases));
  b = -scratch_.biases;
  for (Index n = 0; n < h.cols(); ++n) b += (weights.empty() ? each : weights[toSize(n)]) * h.col(n);
}

Work SigmoidBeliefNet::learnGenerative(Pace& pace) {
  const std::span<const float> weights =
      method_ == Method::kReweighted ? std::span<const float>(weights_) : std::span<const float>();
  for (std::size_t k = 0; k < net_.layers(); ++k) {
    co_await beliefSlope(pace, net_.stack.down[k], wake_.h[k], wake_.h[k + 1], States::kBinary, weights,
                         scratch_.down[k], slope_.stack.down[k]);
  }
  if (net_.classes() > 0) {
    co_await beliefSlope(pace, net_.top, wake_.h.back(), wake_.y, States::kBinary, weights, scratch_.top, slope_.top);
    scratch_.class_means = net_.d;
    oneOfMeanRows(scratch_.class_means, 0, net_.classes());
    slope_.d = -scratch_.class_means.col(0);
    const float each = 1.0f / toFloat(wake_.y.cols());
    for (Index n = 0; n < wake_.y.cols(); ++n)
      slope_.d += (weights.empty() ? each : weights[toSize(n)]) * wake_.y.col(n);
  } else {
    topSlope(wake_, weights);
  }
  stepGenerative();
}

Work SigmoidBeliefNet::sleep(Pace& pace, Rng& rng) {
  const Index N = wake_.h[0].cols() / toIndex(samplesPerExample());
  dreamClasses(net_, N, {}, rng, dream_);
  for (std::size_t k = net_.layers() + 1; k-- > 0;) {
    co_await dreamLayer(pace, net_, k, N, dream_scratch_, rng, dream_);
  }
}

Work SigmoidBeliefNet::learnRecognition(Pace& pace) {
  const bool weighted = method_ == Method::kReweighted && from_ != RecognitionFrom::kSleep;
  const bool dreamt = method_ != Method::kReweighted || from_ != RecognitionFrom::kWake;
  for (std::size_t k = 0; k < net_.layers(); ++k) {
    const BeliefLayer& up = net_.stack.up[k];
    BeliefLayer& slope = slope_.stack.up[k];
    BeliefLayer& of_dreams = mix_.stack.up[k];
    if (weighted) {
      co_await beliefSlope(pace, up, wake_.h[k + 1], wake_.h[k], k == 0 ? v_states_ : States::kBinary, weights_,
                           scratch_.up[k], slope);
    }
    if (dreamt) {
      co_await beliefSlope(pace, up, dream_.h[k + 1], dream_.h[k], States::kBinary, {}, dream_scratch_.up[k],
                           weighted ? of_dreams : slope);
    }
    if (!weighted || !dreamt) continue;
    for (const auto& [all, more] : {std::pair{flat(slope.W), flat(std::as_const(of_dreams).W)},
                                    std::pair{flat(slope.b), flat(std::as_const(of_dreams).b)}}) {
      kernels::axpy(1.0f, more, all);
      kernels::scale(0.5f, all);
    }
  }
  stepRecognition();
}

Work SigmoidBeliefNet::countPosterior(Pace& pace) {
  beginCounting(net_, top_table_, counting_);
  while (!counting_.prepare()) co_await pace.spent(kPiece);
  const Matrix& v = wake_.h[0];
  const Index N = v.cols(), units = net_.stack.units(1);
  const std::size_t states = std::size_t{1} << units, classes = toSize(counting_.classes());
  counted_.resize(net_.layers());
  counted_[0].assign(classes * states, 0.0);
  one_.resize(classes * states);
  posterior_means_.setZero(units, N);
  for (Index n = 0; n < N; ++n) {
    counting_.posteriorOfFirst(v, n, net_.classes() > 0 ? labels_[toSize(n)] : -1, one_);
    for (std::size_t at = 0; at < one_.size(); ++at) {
      const double p = one_[at];
      if (p == 0) continue;
      counted_[0][at] += p / toDouble(N);
      for (Index j = 0; j < units; ++j) {
        if ((at >> j & 1) != 0) posterior_means_(j, n) += toFloat(p);
      }
    }
    co_await pace.spent(60 * toDouble(one_.size()));
  }
  counting_.posteriorAbove(counted_);
}

// The mean over the batch and the posterior of (h^(k-1) - p) h^k', for every layer.
Work SigmoidBeliefNet::learnExactly(Pace& pace) {
  const std::size_t classes = toSize(counting_.classes());
  const auto ofState = [&](std::size_t layer, std::size_t s, std::size_t states) {
    double p = 0;
    for (std::size_t y = 0; y < classes; ++y) p += counted_[layer][y * states + s];
    return p;
  };
  for (std::size_t k = 0; k < net_.layers(); ++k) {
    const BeliefLayer& down = net_.stack.down[k];
    BeliefLayer& slope = slope_.stack.down[k];
    const std::size_t states = std::size_t{1} << down.W.cols();
    slope.W.setZero();
    slope.b.setZero();
    if (k == 0) {  // <v h'>, exactly as many sums as examples
      const Matrix& v = wake_.h[0];
      co_await linkProduct(pace, {v, posterior_means_, States::kReal}, 1.0f / toFloat(v.cols()), kernels::Start::kZero,
                           scratch_.down[0].slope, slope.W);
      meanOverColumns(v, slope.b);
    }
    Vector& inputs = inputs_[k];
    for (std::size_t t = 0; t < states; ++t) {
      const double p_t = ofState(k, t, states);
      if (p_t == 0) continue;
      inputs = down.b;
      for (Index j = 0; j < down.W.cols(); ++j) {
        if ((t >> j & 1) != 0) inputs += down.W.col(j);
      }
      kernels::sigmoid(flat(inputs), flat(inputs));
      inputs *= toFloat(-p_t);
      if (k > 0) addToldOf(k, t, inputs);
      slope.b += inputs;
      for (Index j = 0; j < down.W.cols(); ++j) {
        if ((t >> j & 1) != 0) slope.W.col(j) += inputs;
      }
      co_await pace.spent(30 * toDouble(down.W.size()));
    }
  }
  exactTopSlope();
  stepGenerative();
}

// Adds the sum over h^k of p(h^k, h^(k+1) = t | v) h^k to `inputs`, where it takes the place of an observed h^k.
void SigmoidBeliefNet::addToldOf(std::size_t k, std::size_t t, Vector& inputs) {
  const std::size_t below = std::size_t{1} << inputs.size(), classes = toSize(counting_.classes());
  given_.resize(below);
  counting_.given(k, t, given_);
  for (std::size_t s = 0; s < below; ++s) {
    double p = 0;
    for (std::size_t y = 0; y < classes; ++y) {
      const double of_s = counted_[k - 1][y * below + s];
      if (of_s > 0) p += of_s * reals::exp(given_[s] + counting_.logPrior(k + 1, y, t) - counting_.logPrior(k, y, s));
    }
    for (Index i = 0; i < inputs.size(); ++i) {
      if ((s >> i & 1) != 0) inputs[i] += toFloat(p);
    }
  }
}

void SigmoidBeliefNet::exactTopSlope() {
  const std::size_t L = net_.layers(), states = std::size_t{1} << net_.top.b.size();
  const Index classes = net_.classes();
  Vector& inputs = inputs_[L];
  slope_.top.W.setZero();
  slope_.top.b.setZero();
  scratch_.class_means = net_.d;
  if (classes > 0) oneOfMeanRows(scratch_.class_means, 0, classes);
  for (Index y = 0; y < std::max<Index>(1, classes); ++y) {
    const double* const p = counted_[L - 1].data() + toSize(y) * states;
    inputs = net_.top.b;
    if (classes > 0) inputs += net_.top.W.col(y);
    kernels::sigmoid(flat(inputs), flat(inputs));
    double mass = 0;
    scratch_.biases.setZero(inputs.size());
    for (std::size_t s = 0; s < states; ++s) {
      mass += p[s];
      for (Index i = 0; i < inputs.size(); ++i) {
        if ((s >> i & 1) != 0) scratch_.biases[i] += toFloat(p[s]);
      }
    }
    scratch_.biases -= toFloat(mass) * inputs;
    slope_.top.b += scratch_.biases;
    if (classes == 0) continue;
    slope_.top.W.col(y) = scratch_.biases;
    slope_.d[y] = toFloat(mass) - scratch_.class_means(y, 0);
  }
}

void SigmoidBeliefNet::step(std::size_t at, std::span<float> w, std::span<const float> slope) {
  const double rate = rate_ * (falling_ ? linearToZero(epoch_, schedule_epochs_) : 1.0);
  if (descent_ == nn::Descent::kSgd) return kernels::axpy(toFloat(rate), slope, w);
  downhill_.resize(slope.size());
  kernels::scaled(-1.0f, slope, downhill_);
  optimisers_[at].configure({.kind = descent_, .rate = toFloat(rate), .momentum = toFloat(momentum_)});
  optimisers_[at].step(w, downhill_, team());
}

// All at once: wherever an update stops, the parameters belong together.
void SigmoidBeliefNet::stepGenerative() {
  std::size_t at = 0;
  const auto move = [&](auto& w, const auto& slope) { step(at++, flat(w), flat(slope)); };
  for (std::size_t k = 0; k < net_.layers(); ++k) {
    move(net_.stack.down[k].W, slope_.stack.down[k].W);
    move(net_.stack.down[k].b, slope_.stack.down[k].b);
  }
  move(net_.top.b, slope_.top.b);
  if (net_.classes() == 0) return;
  move(net_.top.W, slope_.top.W);
  move(net_.d, slope_.d);
}

void SigmoidBeliefNet::stepRecognition() {
  std::size_t at = 2 * net_.layers() + (net_.classes() > 0 ? 3 : 1);
  for (std::size_t k = 0; k < net_.layers(); ++k) {
    step(at++, flat(net_.stack.up[k].W), flat(slope_.stack.up[k].W));
    step(at++, flat(net_.stack.up[k].b), flat(slope_.stack.up[k].b));
  }
}

}  // namespace harmonium
