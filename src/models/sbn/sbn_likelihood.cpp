// Compiled for speed: measures pass every example through the net many times.
//
// What a sigmoid belief net says of examples: their probability, exactly or bounded from below, their causes, their
// class, and the readings of the curves.
#include "base/numbers.h"
#include "base/reals.h"
#include "models/layers/best_possible.h"
#include "models/layers/log_sum.h"
#include "models/layers/units.h"
#include "models/sbn/sbn.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace harmonium {

namespace {

constexpr double kNatsPerBit = 0.69314718055994530942;
constexpr int kReadingSamples = 10;  // of the importance-weighted bound among the curves

double mean(std::span<const double> x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / toDouble(x.size());
}

// Counts all states. `bounded`: the variational bound instead of the probability itself.
class CountedScores final : public Likelihood {
 public:
  CountedScores(const BeliefNet& net, LikelihoodOf of, bool bounded) : of_(of), bounded_(bounded) {
    std::vector<double> top;
    beginCounting(net, top, counted_);
  }
  Certainty certainty() const override { return bounded_ ? Certainty::kLowerBound : Certainty::kExact; }
  bool binary() const override { return true; }
  bool prepare() override { return counted_.prepare(); }
  double prepared() const override { return counted_.prepared(); }

  void logLikelihood(const Batch& examples, std::span<double> nats) override {
    if (bounded_) return counted_.bound(examples.v, nats);
    std::vector<double> joint(toSize(counted_.classes()));
    for (std::size_t n = 0; n < nats.size(); ++n) {
      counted_.logJoint(examples.v, toIndex(n), joint);
      const double visible = logSum(joint);
      const double of_label = of_ == LikelihoodOf::kVisible ? 0 : joint[toSize(examples.labels[n])];
      nats[n] = of_ == LikelihoodOf::kVisible ? visible : of_ == LikelihoodOf::kJoint ? of_label : of_label - visible;
    }
  }

  std::string method() const override {
    return bounded_ ? "The variational bound, its mean over q(h | v) summed over all hidden states."
                    : "Exact: the sum over all hidden states.";
  }

 private:
  LikelihoodOf of_;
  bool bounded_;
  CountedBeliefs counted_;
};

// Draws h from q(h | v), the same for the same seed and the same order of examples.
class SampledBound final : public Likelihood {
 public:
  SampledBound(BeliefNet net, const BoundWish& wish)
      : net_(std::move(net)), wish_(wish), rng_(wish.seed, Purpose::kMeasure), scratch_(net_.layers()) {}
  Certainty certainty() const override { return Certainty::kLowerBound; }
  bool binary() const override { return true; }

  void logLikelihood(const Batch& examples, std::span<double> nats) override {
    Pace whole;
    finish(score(whole, examples, nats));
  }

  Work score(Pace& pace, Batch examples, std::span<double> nats) override {
    const std::size_t N = columnCount(examples.v), K = toSize(wish_.samples);
    states_.h.resize(1);
    states_.h[0] = examples.v;
    weights_.resize(N);
    all_.resize(N * K);
    const std::span<const std::int16_t> labels =
        wish_.of == LikelihoodOf::kJoint ? examples.labels : std::span<const std::int16_t>();
    for (std::size_t k = 0; k < K; ++k) {
      co_await recogniseUp(pace, net_, examples.states, scratch_, rng_, states_);
      co_await logWeights(pace, net_, states_, examples.states, labels, scratch_, weights_);
      for (std::size_t n = 0; n < N; ++n) all_[n * K + k] = weights_[n];
    }
    for (std::size_t n = 0; n < N; ++n) {
      const std::span<const double> own = std::span<const double>(all_).subspan(n * K, K);
      nats[n] = wish_.kind == BoundWish::Kind::kVariational ? mean(own) : logSum(own) - reals::log(toDouble(K));
    }
  }

  std::string method() const override {
    const std::string samples = std::to_string(wish_.samples) + (wish_.samples == 1 ? " sample" : " samples");
    return wish_.kind == BoundWish::Kind::kVariational
               ? "The variational bound, the mean over " + samples + " of q(h | v) for each example."
               : "A lower bound on average: " + samples +
                     " of q(h | v) for each example, weighted by importance. More samples raise it.";
  }

 private:
  BeliefNet net_;
  BoundWish wish_;
  Rng rng_;
  BeliefStates states_;
  BeliefNetScratch scratch_;
  std::vector<double> weights_, all_;
};

}  // namespace

Result<std::unique_ptr<Likelihood>> SigmoidBeliefNet::likelihood(LikelihoodOf of) const {
  if (of != LikelihoodOf::kVisible && net_.classes() == 0) {
    return Error{ErrorCode::kNotAvailable, "This net has no class on top; switch on the option classes."};
  }
  if (counts_) return std::unique_ptr<Likelihood>(std::make_unique<CountedScores>(net_, of, false));
  return Error{ErrorCode::kNotAvailable,
               "The exact method visits all states of the hidden layers, which are too many here: layers of at most " +
                   std::to_string(CountedBeliefs::kMostUnits) +
                   " units can be counted, neighbours of about 24 together. Use method \"bound\"."};
}

Result<std::unique_ptr<Likelihood>> SigmoidBeliefNet::bound(const BoundWish& wish) const {
  if (!net_.stack.recognises()) {
    return Error{ErrorCode::kNotAvailable,
                 "This net has no recognition weights, so it has no bound; its probabilities are exact."};
  }
  if (wish.of == LikelihoodOf::kLabel) {
    return Error{ErrorCode::kNotAvailable,
                 "of is \"label\": a difference of two bounds bounds nothing; use \"visible\" or \"joint\"."};
  }
  if (wish.of == LikelihoodOf::kJoint && net_.classes() == 0) {
    return Error{ErrorCode::kNotAvailable, "This net has no class on top; switch on the option classes."};
  }
  if (counts_ && wish.kind == BoundWish::Kind::kVariational && wish.of == LikelihoodOf::kVisible) {
    return std::unique_ptr<Likelihood>(std::make_unique<CountedScores>(net_, wish.of, true));
  }
  return std::unique_ptr<Likelihood>(std::make_unique<SampledBound>(net_, wish));
}

void SigmoidBeliefNet::encode(const Matrix& v, Matrix& code) const {
  if (!counts_) {
    BeliefScratch scratch;
    return beliefMeans(net_.stack.up[0], v, States::kReal, scratch, code);
  }
  CountedBeliefs counted;
  std::vector<double> top;
  beginCounting(net_, top, counted);
  while (!counted.prepare()) {
  }
  const std::size_t states = std::size_t{1} << net_.stack.units(1);
  std::vector<double> p(toSize(counted.classes()) * states);
  code.setZero(net_.stack.units(1), v.cols());
  for (Index n = 0; n < v.cols(); ++n) {
    counted.posteriorOfFirst(v, n, -1, p);
    for (std::size_t at = 0; at < p.size(); ++at) {
      for (Index j = 0; j < code.rows(); ++j) {
        if ((at >> j & 1) != 0) code(j, n) += toFloat(p[at]);
      }
    }
  }
}

void SigmoidBeliefNet::reconstruct(const Matrix& v, Matrix& mean) const {
  Matrix code;
  encode(v, code);
  BeliefScratch scratch;
  beliefMeans(net_.stack.down[0], code, States::kReal, scratch, mean);
}

void SigmoidBeliefNet::classProbabilities(const Matrix& v, Matrix& p) const {
  const Index C = net_.classes();
  p.resize(C, v.cols());
  std::vector<double> joint;
  if (counts_) {
    CountedBeliefs counted;
    beginCounting(net_, joint, counted);
    while (!counted.prepare()) {
    }
    joint.resize(toSize(C));
    for (Index n = 0; n < v.cols(); ++n) {
      counted.logJoint(v, n, joint);
      for (Index y = 0; y < C; ++y) p(y, n) = toFloat(joint[toSize(y)] - joint[0]);
    }
  } else {
    BeliefScratch scratch;
    Matrix below = v, above;
    for (const BeliefLayer& up : net_.stack.up) {
      beliefMeans(up, below, States::kReal, scratch, above);
      std::swap(below, above);
    }
    Vector biases;
    topLogProbabilities(net_, below, biases, joint);
    for (Index n = 0; n < v.cols(); ++n) {
      for (Index y = 0; y < C; ++y) p(y, n) = toFloat(joint[toSize(y * v.cols() + n)] - joint[toSize(n)]);
    }
  }
  oneOfMeanRows(p, 0, C);
}

// In passes of an example through the weights.
double SigmoidBeliefNet::readingsCost() const {
  if (!counts_) return 4.0 * kReadingSamples * 1000;
  double weights = 1, terms = 0;
  for (const BeliefLayer& down : net_.stack.down) weights += toDouble(down.W.size());
  for (std::size_t k = 1; k <= net_.layers(); ++k) {
    terms += std::ldexp(k == 1 ? 1000.0 : 1.0, toInt(net_.stack.units(k) + (k == 1 ? 0 : net_.stack.units(k - 1))));
  }
  return 60 * terms / weights;
}

Work SigmoidBeliefNet::takeReadings(const WatchedExamples& watched, std::vector<Reading>& out, Pace& pace) const {
  const struct {
    const char* suffix;
    const char* held_out;
    const Matrix& v;
    ReadOn on;
  } all[] = {{"", "", watched.train_drawn, ReadOn::kTrainDrawn},
             {"test", ", held out", watched.test_drawn, ReadOn::kTestDrawn}};
  // "logLikelihood", "testLogLikelihood".
  const auto named = [](const char* prefix, std::string name) {
    if (prefix[0] == '\0') return name;
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return prefix + name;
  };
  CountedBeliefs counted;
  if (counts_) {
    std::vector<double> top;
    beginCounting(net_, top, counted);
    while (!counted.prepare()) co_await pace.spent(kPiece);
  }
  BeliefStates states;
  BeliefNetScratch scratch(net_.layers(), team());
  for (const auto& each : all) {
    const std::size_t N = columnCount(each.v);
    if (N == 0) continue;
    std::vector<double> nats(N), bounds(N), importance(N);
    const auto add = [&](std::string name, std::string label, const char* unit, double value) {
      out.push_back({.name = named(each.suffix, std::move(name)),
                     .label = std::move(label) + each.held_out,
                     .unit = unit,
                     .value = value,
                     .on = each.on});
    };
    if (counts_) {
      for (Index n = 0; n < each.v.cols(); ++n) {
        const Matrix one = each.v.col(n);
        counted.logProbability(one, {&nats[toSize(n)], 1});
        if (net_.stack.recognises()) counted.bound(one, {&bounds[toSize(n)], 1});
        co_await pace.spent(60 * std::ldexp(1.0, toInt(net_.stack.units(1))));
      }
      const double exact = mean(nats);
      const std::optional<double> best = bestPossible(each.v);
      add("logLikelihood", "Log-likelihood, exact", "nats per example", exact);
      out.back().reference = best;
      out.back().reference_label = "best possible";
      if (best && each.suffix[0] == '\0') {
        add("divergence", "KL(data, model), exact", "bits", (*best - exact) / kNatsPerBit);
        out.back().reference = 0;
        out.back().reference_label = "the data's own shares";
      }
      if (!net_.stack.recognises()) continue;
      add("bound", "Variational bound, exact", "nats per example", mean(bounds));
      out.back().reference = best;
      out.back().reference_label = "best possible";
      add("recognitionGap", "KL(q, posterior), exact", "nats per example", exact - mean(bounds));
      out.back().reference = 0;
      out.back().reference_label = "the posterior itself";
      continue;
    }
    // The same numbers after the same update, so that curves repeat.
    Rng rng(watched.seed, Purpose::kMeasure, watched.update);
    states.h.resize(1);
    states.h[0] = each.v;
    std::vector<double> weights(N), samples(N * kReadingSamples);
    for (std::size_t k = 0; k < kReadingSamples; ++k) {
      co_await recogniseUp(pace, net_, States::kReal, scratch, rng, states);
      co_await logWeights(pace, net_, states, States::kReal, {}, scratch, weights);
      for (std::size_t n = 0; n < N; ++n) samples[n * kReadingSamples + k] = weights[n];
    }
    for (std::size_t n = 0; n < N; ++n) {
      const std::span<const double> own =
          std::span<const double>(samples).subspan(n * kReadingSamples, kReadingSamples);
      bounds[n] = mean(own);
      importance[n] = logSum(own) - reals::log(toDouble(kReadingSamples));
    }
    add("bound", "Variational bound", "nats per example", mean(bounds));
    add("importanceBound", "Bound by " + std::to_string(kReadingSamples) + " samples", "nats per example",
        mean(importance));
  }
}

}  // namespace harmonium
