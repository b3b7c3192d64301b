// Compiled for speed: measures pass every example through the stack many times.
#include "models/layers/stack_scores.h"

#include "base/numbers.h"
#include "base/reals.h"
#include "models/layers/best_possible.h"
#include "models/layers/log_sum.h"

#include <cmath>
#include <numeric>
#include <utility>

namespace harmonium {

namespace {

constexpr double kNatsPerBit = 0.69314718055994530942;

double mean(std::span<const double> x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / toDouble(x.size());
}

class CountedScores final : public Likelihood {
 public:
  CountedScores(BeliefStack stack, std::unique_ptr<StackPrior> prior, LikelihoodOf of, bool bounded)
      : stack_(std::move(stack)), prior_(std::move(prior)), of_(of), bounded_(bounded) {}
  Certainty certainty() const override { return bounded_ ? Certainty::kLowerBound : Certainty::kExact; }
  bool binary() const override { return true; }
  double logPartition() const override { return prior_->logPartition(); }

  bool prepare() override {
    if (!begun_) {
      if (!prior_->tabulate(table_)) return false;
      counted_.begin(stack_, table_, prior_->classes());
      begun_ = true;
    }
    return counted_.prepare();
  }
  double prepared() const override { return begun_ ? 0.5 + 0.5 * counted_.prepared() : 0.5 * prior_->prepared(); }

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
  BeliefStack stack_;
  std::unique_ptr<StackPrior> prior_;
  LikelihoodOf of_;
  bool bounded_, begun_ = false;
  std::vector<double> table_;
  CountedBeliefs counted_;
};

// Draws h from q(h | v), the same for the same seed and the same order of examples.
class SampledBound final : public Likelihood {
 public:
  SampledBound(BeliefStack stack, std::unique_ptr<StackPrior> prior, const BoundWish& wish)
      : stack_(std::move(stack)),
        prior_(std::move(prior)),
        wish_(wish),
        rng_(wish.seed, Purpose::kMeasure),
        scratch_(stack_.layers()) {}
  Certainty certainty() const override { return Certainty::kLowerBound; }
  bool binary() const override { return true; }
  bool prepare() override { return prior_->prepare(); }
  double prepared() const override { return prior_->prepared(); }
  double logPartition() const override { return prior_->logPartition(); }
  bool lacksPartition() const override { return prior_->lacksPartition(); }

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
      co_await recogniseUp(pace, stack_, stack_.layers(), examples.states, scratch_, rng_, states_);
      std::ranges::fill(weights_, 0.0);
      co_await addLogWeights(pace, stack_, states_, examples.states, scratch_, weights_);
      co_await prior_->add(pace, states_.h.back(), labels, weights_);
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
  BeliefStack stack_;
  std::unique_ptr<StackPrior> prior_;
  BoundWish wish_;
  Rng rng_;
  StackStates states_;
  StackScratch scratch_;
  std::vector<double> weights_, all_;
};

// "logLikelihood", "testLogLikelihood".
std::string named(const std::string& prefix, std::string name) {
  if (prefix.empty()) return name;
  name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return prefix + name;
}

// The examples of one split, and the readings that are taken on them.
struct ReadSplit {
  std::string prefix, suffix;
  const Matrix& v;
  ReadOn on;
  std::vector<Reading>& out;

  Reading& add(std::string name, std::string label, const char* unit, double value) const {
    out.push_back({.name = named(prefix, std::move(name)),
                   .label = std::move(label) + suffix,
                   .unit = unit,
                   .value = value,
                   .on = on});
    return out.back();
  }
};

void addExact(const ReadSplit& split, double nats) {
  const std::optional<double> best = bestPossible(split.v);
  Reading& likelihood = split.add("logLikelihood", "Log-likelihood, exact", "nats per example", nats);
  likelihood.reference = best;
  likelihood.reference_label = "best possible";
  if (!best || !split.prefix.empty()) return;
  Reading& divergence = split.add("divergence", "KL(data, model), exact", "bits", (*best - nats) / kNatsPerBit);
  divergence.reference = 0;
  divergence.reference_label = "the data's own shares";
}

Work addCounted(Pace& pace, const BeliefStack& stack, const CountedBeliefs& counted, ReadSplit split) {
  const std::size_t N = columnCount(split.v);
  std::vector<double> nats(N), bounds(N);
  for (std::size_t n = 0; n < N; ++n) {
    const Matrix one = split.v.col(toIndex(n));
    counted.logProbability(one, {&nats[n], 1});
    if (stack.recognises()) counted.bound(one, {&bounds[n], 1});
    co_await pace.spent(60 * std::ldexp(1.0, toInt(stack.units(1))));
  }
  const double exact = mean(nats);
  addExact(split, exact);
  if (!stack.recognises()) co_return;
  Reading& bound = split.add("bound", "Variational bound, exact", "nats per example", mean(bounds));
  bound.reference = bestPossible(split.v);
  bound.reference_label = "best possible";
  Reading& gap = split.add("recognitionGap", "KL(q, posterior), exact", "nats per example", exact - mean(bounds));
  gap.reference = 0;
  gap.reference_label = "the posterior itself";
}

Work addSampled(Pace& pace, const BeliefStack& stack, StackPrior& prior, double log_partition, Rng rng, ReadSplit split,
                Team* team) {
  const std::size_t N = columnCount(split.v);
  StackStates states;
  StackScratch scratch(stack.layers(), team);
  states.h.resize(1);
  states.h[0] = split.v;
  std::vector<double> weights(N), samples(N * kReadingSamples), bounds(N), importance(N);
  for (std::size_t k = 0; k < kReadingSamples; ++k) {
    co_await recogniseUp(pace, stack, stack.layers(), States::kReal, scratch, rng, states);
    std::ranges::fill(weights, -log_partition);
    co_await addLogWeights(pace, stack, states, States::kReal, scratch, weights);
    co_await prior.add(pace, states.h.back(), {}, weights);
    for (std::size_t n = 0; n < N; ++n) samples[n * kReadingSamples + k] = weights[n];
  }
  for (std::size_t n = 0; n < N; ++n) {
    const std::span<const double> own = std::span<const double>(samples).subspan(n * kReadingSamples, kReadingSamples);
    bounds[n] = mean(own);
    importance[n] = logSum(own) - reals::log(toDouble(kReadingSamples));
  }
  if (stack.layers() == 0) {
    // Nothing is guessed without layers below the prior, so the bound is log p(v).
    if (!prior.lacksPartition()) addExact(split, mean(bounds));
    split.add("bound", prior.lacksPartition() ? "Bound, annealed" : "Variational bound, exact", "nats per example",
              mean(bounds));
    co_return;
  }
  // An annealed bound takes an estimate of log Z. The names are short, so that plots show them whole.
  const std::string number = std::to_string(kReadingSamples);
  split.add("bound", prior.lacksPartition() ? "Bound, annealed" : "Variational bound", "nats per example",
            mean(bounds));
  split.add("importanceBound",
            prior.lacksPartition() ? "Bound of " + number + ", annealed" : "Bound by " + number + " samples",
            "nats per example", mean(importance));
}

}  // namespace

std::unique_ptr<Likelihood> countedScores(BeliefStack stack, std::unique_ptr<StackPrior> prior, LikelihoodOf of,
                                          bool bounded) {
  return std::make_unique<CountedScores>(std::move(stack), std::move(prior), of, bounded);
}

std::unique_ptr<Likelihood> sampledBound(BeliefStack stack, std::unique_ptr<StackPrior> prior, const BoundWish& wish) {
  return std::make_unique<SampledBound>(std::move(stack), std::move(prior), wish);
}

Work addStackReadings(Pace& pace, const BeliefStack& stack, StackPrior& prior, bool counts,
                      std::optional<double> log_partition, const WatchedExamples& watched, std::vector<Reading>& out,
                      Team* team) {
  const ReadSplit splits[] = {{"", "", watched.train_drawn, ReadOn::kTrainDrawn, out},
                              {"test", ", held out", watched.test_drawn, ReadOn::kTestDrawn, out}};
  CountedBeliefs counted;
  if (counts) {
    std::vector<double> table;
    while (!prior.tabulate(table)) co_await pace.spent(kPiece);
    counted.begin(stack, table, prior.classes());
    while (!counted.prepare()) co_await pace.spent(kPiece);
  } else {
    while (!prior.prepare()) co_await pace.spent(kPiece);
    if (prior.lacksPartition() && !log_partition) co_return;
  }
  for (const ReadSplit& split : splits) {
    if (split.v.cols() == 0) continue;
    if (counts) {
      co_await addCounted(pace, stack, counted, split);
    } else {
      // The same numbers after the same update, so that curves repeat.
      co_await addSampled(pace, stack, prior, prior.lacksPartition() ? *log_partition : 0,
                          Rng(watched.seed, Purpose::kMeasure, watched.update), split, team);
    }
  }
}

}  // namespace harmonium
