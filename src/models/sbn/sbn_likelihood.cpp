// Compiled for speed: measures pass every example through the net many times.
//
// What a sigmoid belief net says of examples: their probability, exactly or bounded from below, their causes, their
// class, and the readings of the curves.
#include "base/numbers.h"
#include "base/reals.h"
#include "models/layers/stack_scores.h"
#include "models/layers/units.h"
#include "models/sbn/sbn.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace harmonium {

namespace {

// What stands above the highest layer: a class, or the units' own biases.
class BeliefPrior final : public StackPrior {
 public:
  explicit BeliefPrior(const BeliefNet& net) : top_{.stack = {}, .top = net.top, .d = net.d} {}
  int classes() const override { return toInt(std::max<Index>(1, top_.classes())); }
  Work add(Pace& /*pace*/, const Matrix& top, std::span<const std::int16_t> labels, std::span<double> out) override {
    addTopProbabilities(top_, top, labels, scratch_, out);
    return {};
  }
  bool tabulate(std::vector<double>& table) override {
    topTable(top_, table);
    return true;
  }

 private:
  BeliefNet top_;  // without the stack
  BeliefNetScratch scratch_;
};

}  // namespace

Result<std::unique_ptr<Likelihood>> SigmoidBeliefNet::likelihood(LikelihoodOf of) const {
  if (of != LikelihoodOf::kVisible && net_.classes() == 0) {
    return Error{ErrorCode::kNotAvailable, "This net has no class on top; switch on the option classes."};
  }
  if (counts_) return countedScores(net_.stack, std::make_unique<BeliefPrior>(net_), of, false);
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
    return countedScores(net_.stack, std::make_unique<BeliefPrior>(net_), wish.of, true);
  }
  return sampledBound(net_.stack, std::make_unique<BeliefPrior>(net_), wish);
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
    Matrix means;
    recognisedMeans(net_.stack, net_.layers(), v, means);
    Vector biases;
    topLogProbabilities(net_, means, biases, joint);
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
  BeliefPrior prior(net_);
  co_await addStackReadings(pace, net_.stack, prior, counts_, {}, watched, out, team());
}

}  // namespace harmonium
