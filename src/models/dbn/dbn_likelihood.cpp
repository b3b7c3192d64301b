// What a deep belief net says of examples: their probability, exactly or bounded from below, their class, their code,
// and the readings of the curves.
#include "base/numbers.h"
#include "models/dbn/dbn.h"
#include "models/dbn/top_machine.h"
#include "models/layers/rbm_annealing.h"
#include "models/layers/rbm_scores.h"
#include "models/layers/stack_scores.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace harmonium {

namespace {

// The largest top machine whose log Z is estimated for curves while training: multiplications.
constexpr double kMostRough = 4e9;

}  // namespace

BeliefStack DeepBeliefNet::built() const {
  const auto first = [this](const std::vector<BeliefLayer>& all) {
    return std::vector<BeliefLayer>(all.begin(), all.begin() + toIndex(depth_ - 1));
  };
  return {.down = first(stack_.down), .up = first(stack_.up)};
}

bool DeepBeliefNet::counts() const {
  if (depth_ == 1) return false;  // a single machine counts in its own way (models/layers/rbm_exact.h)
  const std::span<const Index> units = std::span<const Index>(units_).first(depth_);
  return CountedBeliefs::possible(units, toInt(std::max<std::size_t>(1, top().labels)));
}

Result<std::unique_ptr<Likelihood>> DeepBeliefNet::likelihood(LikelihoodOf of) const {
  if (of != LikelihoodOf::kVisible && top().labels == 0) {
    return Error{ErrorCode::kNotAvailable, classes_ == 0 ? "This net has no labels; switch on the option labels."
                                                         : "The labels stand beside the highest machine, which is not "
                                                           "built yet."};
  }
  if (depth_ == 1 && exactPartitionPossible(top())) return exactLikelihood(top(), States::kBinary, of);
  if (counts()) return countedScores(built(), std::make_unique<TopPrior>(top()), of, false);
  return Error{ErrorCode::kNotAvailable,
               "The exact method visits all states of the layers below the highest, which are too many here: layers of "
               "at most " +
                   std::to_string(CountedBeliefs::kMostUnits) +
                   " units can be counted, neighbours of about 24 together. Use method \"bound\"."};
}

Result<std::unique_ptr<Likelihood>> DeepBeliefNet::bound(const BoundWish& wish) const {
  if (wish.of == LikelihoodOf::kLabel) {
    return Error{ErrorCode::kNotAvailable,
                 "of is \"label\": a difference of two bounds bounds nothing; use \"visible\" or \"joint\"."};
  }
  if (wish.of == LikelihoodOf::kJoint && top().labels == 0) {
    return Error{ErrorCode::kNotAvailable, "This net has no labels yet; use \"visible\"."};
  }
  std::unique_ptr<StackPrior> prior = std::make_unique<TopPrior>(top());
  if (counts() && wish.kind == BoundWish::Kind::kVariational && wish.of == LikelihoodOf::kVisible) {
    return countedScores(built(), std::move(prior), wish.of, true);
  }
  return sampledBound(built(), std::move(prior), wish);
}

// The biases of units that are on as often as those of the machine's visible layer are on a few hundred examples.
Work DeepBeliefNet::findAnnealingBase(Pace& pace, Vector& base) const {
  const RbmParameters& p = top();
  base = p.b;
  if (some_.cols() == 0) co_return;
  Matrix means;
  co_await recognisedMeans(pace, stack_, depth_ - 1, some_, means);
  Vector mean;
  meanOverColumns(means, mean);
  if (p.labels > 0) {
    mean.conservativeResize(p.b.size());
    mean.tail(toIndex(p.labels)) = classShares();
  }
  base = visibleBiasFromMean(p, mean);
}

std::unique_ptr<AnnealedChains> DeepBeliefNet::annealedChains() const {
  Pace whole;
  Vector base;
  finish(findAnnealingBase(whole, base));
  return annealRbm(top(), RbmBase(std::move(base)));
}

void DeepBeliefNet::encode(const Matrix& v, Matrix& code) const {
  Matrix means;
  recognisedMeans(stack_, depth_ - 1, v, means);
  RbmScoreScratch scratch;
  hiddenGivenValues(top(), means, States::kReal, scratch, code);
}

Work DeepBeliefNet::reconstruct(Pace& pace, const Matrix& v, Matrix& mean) const {
  Matrix means;
  co_await recognisedMeans(pace, stack_, depth_ - 1, v, means);
  RbmScoreScratch scratch;
  co_await reconstruction(pace, top(), means, States::kReal, scratch, mean);
  co_await goDown(pace, mean);
}

void DeepBeliefNet::reconstruct(const Matrix& v, Matrix& mean) const {
  Pace whole;
  finish(reconstruct(whole, v, mean));
}

// Turns states of the layer below the top machine, units x N, into the means of v when means of every layer drive the
// one below.
Work DeepBeliefNet::goDown(Pace& pace, Matrix& states) const {
  Matrix below;
  BeliefScratch scratch;
  for (std::size_t k = depth_ - 1; k-- > 0;) {
    co_await beliefMeans(pace, stack_.down[k], states, States::kReal, scratch, below);
    std::swap(states, below);
  }
}

Matrix DeepBeliefNet::seenAtPixels(Matrix states) const {
  Pace whole;
  finish(goDown(whole, states));
  return states;
}

void DeepBeliefNet::classProbabilities(const Matrix& v, Matrix& p) const {
  if (tuned_) return tuning_.probabilities(v, p);
  Matrix means;
  recognisedMeans(stack_, depth_ - 1, v, means);
  LabelScratch scratch;
  std::vector<double> totals(columnCount(v));
  classLogProbabilities(top(), means, States::kReal, scratch, p, totals);
  kernels::exp(flat(p), flat(p));
}

// In passes of an example through the weights.
double DeepBeliefNet::readingsCost() const {
  if (tuned_) return 0;  // fine-tuning leaves the net that generates as it is, so its bound is not read again
  double weights = toDouble(top().W.size());
  for (std::size_t k = 0; k + 1 < depth_; ++k) weights += toDouble(stack_.down[k].W.size());
  double cost = 4.0 * kReadingSamples * 1000;
  if (counts()) {
    double terms = 0;
    for (std::size_t k = 1; k < depth_; ++k) {
      terms += std::ldexp(k == 1 ? 1000.0 : 1.0, toInt(units_[k] + (k == 1 ? 0 : units_[k - 1])));
    }
    cost = (60 * terms + std::ldexp(toDouble(top().W.size()), toInt(units_[depth_ - 1]))) / weights;
  } else if (exactPartitionPossible(top())) {
    cost += toDouble(exactTerms(top())) * toDouble(std::min(top().visible(), top().hidden())) / weights;
  } else if (roughPartitionCost(top()) <= kMostRough) {
    cost += roughPartitionCost(top()) / weights;
  }
  return cost;
}

// A curve may hold points of several stages: those of a net with fewer layers are as true of their net.
Work DeepBeliefNet::addBounds(const WatchedExamples& watched, std::vector<Reading>& out, Pace& pace) const {
  TopPrior prior(top());
  const bool counted = counts();
  std::optional<double> log_z;
  if (!counted && prior.lacksPartition() && roughPartitionCost(top()) <= kMostRough) {
    double estimate = 0;
    Vector base;
    co_await findAnnealingBase(pace, base);
    co_await roughLogPartition(pace, top(), std::move(base), watched.seed, watched.update, estimate);
    log_z = estimate;
  }
  const BeliefStack stack = built();
  co_await addStackReadings(pace, stack, prior, counted, log_z, watched, out, team());
}

Work DeepBeliefNet::takeReadings(const WatchedExamples& watched, std::vector<Reading>& out, Pace& pace) const {
  const RbmParameters& machine = top();
  if (!tuned_) co_await addBounds(watched, out, pace);
  Matrix mean;
  co_await reconstruct(pace, watched.train, mean);
  out.push_back({.name = "reconstructionError",
                 .label = "Reconstruction error",
                 .unit = "mean squared, per value",
                 .value = kernels::squaredDistance(flat(watched.train), flat(std::as_const(mean))) /
                          toDouble(watched.train.size()),
                 .on = ReadOn::kTrain});
  if (classes() == 0) co_return;
  RbmScoreScratch scratch;
  const auto addError = [&](const char* name, const char* label, const char* unit, ReadOn on, double share) {
    out.push_back({.name = name, .label = label, .unit = unit, .value = share, .on = on});
  };
  double share = 0;
  const auto ofExamples = [&](Pace& own_pace, const Matrix& v, std::span<const std::int16_t> labels) -> Work {
    if (tuned_) {
      co_await tuning_.classError(own_pace, v, labels, share);
      co_return;
    }
    co_await recognisedMeans(own_pace, stack_, depth_ - 1, v, mean);
    co_await classError(own_pace, machine, mean, States::kReal, labels, scratch, share);
  };
  co_await ofExamples(pace, watched.train, watched.train_labels);
  addError("classError", "Class error", "share of the training examples", ReadOn::kTrain, share);
  if (watched.validation != nullptr && watched.validation->cols() > 0) {
    co_await ofExamples(pace, *watched.validation, watched.validation_labels);
    addError("validationError", "Class error, validation", "share of the examples kept for validation",
             ReadOn::kValidation, share);
  }
  if (watched.test.cols() == 0) co_return;
  co_await ofExamples(pace, watched.test, watched.test_labels);
  addError("classErrorTest", "Class error, held out", "share of the held-out examples", ReadOn::kTest, share);
}

}  // namespace harmonium
