#include "models/layers/rbm_scores.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "base/reals.h"
#include "models/layers/best_possible.h"
#include "models/layers/rbm_exact.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

double sumOf(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

// log p(v_i | all others) = -softplus(F(v) - F(v with i flipped)). `rise` is that difference. Softplus keeps the result
// finite where the probability rounds to 0.
double logConditional(double rise) {
  return -reals::softplus(rise);
}

// The same for a state v whose hidden inputs are `inputs` and whose sum of softplus(inputs) is `softplus`. Flipping one
// unit changes the inputs by one row of W, which is V times cheaper than a pass through the weights.
double logConditional(const RbmParameters& p, std::span<const float> v, std::span<const float> inputs, double softplus,
                      std::size_t i, Matrix& flipped) {
  HARMONIUM_ASSERT(!p.gaussian());
  const float change = 1.0f - 2.0f * v[i];  // +1 turns the unit on, -1 off
  flipped.resize(p.W.cols(), 1);
  std::ranges::copy(inputs, flat(flipped).begin());
  kernels::axpy(change, flat(p.W).subspan(i * p.hidden(), p.hidden()), flat(flipped));
  const double rise =  // F(v) - F(v with i flipped)
      toDouble(change) * toDouble(p.b[toIndex(i)]) + kernels::sumSoftplus(flat(flipped)) - softplus;
  return logConditional(rise);
}

// For a machine with a label: writes the free energy of every example n before and after value unit(n) is flipped.
template <typename Unit>
Work flipped(Pace& pace, const RbmParameters& p, const Matrix& v, Unit unit, RbmScoreScratch& scratch,
             std::span<double> before, std::span<double> after) {
  co_await visibleFreeEnergy(pace, p, v, States::kBinary, scratch, before);
  scratch.flipped = v;
  for (Index n = 0; n < v.cols(); ++n) {
    float& value = scratch.flipped(unit(n), n);
    value = 1 - value;
  }
  co_await visibleFreeEnergy(pace, p, scratch.flipped, States::kBinary, scratch, after);
}

// The sum over the examples of |v - v'|^2 / V, where scratch.flipped holds the reconstructions v'.
double reconstructionError(const RbmParameters& p, const Matrix& v, const RbmScoreScratch& scratch) {
  return kernels::squaredDistance(flat(v), flat(scratch.flipped)) / toDouble(p.values());
}

}  // namespace

Work visibleFreeEnergy(Pace& pace, const RbmParameters& p, const Matrix& v, States states, RbmScoreScratch& scratch,
                       std::span<double> nats) {
  if (p.labels == 0) {
    co_await freeEnergy(pace, p, v, states, scratch.states, scratch.h, nats);
    co_return;
  }
  co_await classLogProbabilities(pace, p, v, states, scratch.labels, scratch.classes, nats);
  for (double& value : nats) value = -value;
}

void visibleFreeEnergy(const RbmParameters& p, const Matrix& v, States states, RbmScoreScratch& scratch,
                       std::span<double> nats) {
  Pace whole;
  finish(visibleFreeEnergy(whole, p, v, states, scratch, nats));
}

Work hiddenGivenValues(Pace& pace, const RbmParameters& p, const Matrix& v, States states, RbmScoreScratch& scratch,
                       Matrix& h) {
  if (p.labels == 0) return hiddenMean(pace, p, v, states, scratch.states, h);
  scratch.totals.resize(columnCount(v));
  return hiddenMeanOverClasses(pace, p, v, states, scratch.labels, scratch.totals, h);
}

void hiddenGivenValues(const RbmParameters& p, const Matrix& v, States states, RbmScoreScratch& scratch, Matrix& h) {
  Pace whole;
  finish(hiddenGivenValues(whole, p, v, states, scratch, h));
}

Work reconstruction(Pace& pace, const RbmParameters& p, const Matrix& v, States states, RbmScoreScratch& scratch,
                    Matrix& mean) {
  co_await hiddenGivenValues(pace, p, v, states, scratch, scratch.h);
  Matrix& all = p.labels == 0 ? mean : scratch.v;
  co_await visibleMean(pace, p, scratch.h, States::kReal, scratch.states, all);
  if (p.labels > 0) mean = scratch.v.topRows(toIndex(p.values()));
}

void reconstruction(const RbmParameters& p, const Matrix& v, States states, RbmScoreScratch& scratch, Matrix& mean) {
  Pace whole;
  finish(reconstruction(whole, p, v, states, scratch, mean));
}

double sumReconstructionError(const RbmParameters& p, const Matrix& v, States states, RbmScoreScratch& scratch) {
  reconstruction(p, v, states, scratch, scratch.flipped);
  return reconstructionError(p, v, scratch);
}

Work pseudoLogLikelihood(Pace& pace, const RbmParameters& p, const Matrix& v, RbmScoreScratch& scratch,
                         std::span<double> nats) {
  std::ranges::fill(nats, 0.0);
  if (p.labels > 0) {
    std::vector<double> before(nats.size()), after(nats.size());
    for (Index i = 0; i < v.rows(); ++i) {
      co_await flipped(
          pace, p, v, [i](Index) { return i; }, scratch, before, after);
      for (std::size_t n = 0; n < nats.size(); ++n) nats[n] += logConditional(before[n] - after[n]);
    }
    co_return;
  }
  co_await hiddenInput(pace, p, v, States::kBinary, scratch.states, scratch.h);
  for (std::size_t n = 0; n < columnCount(v); ++n) {
    const std::span<const float> example = flat(v).subspan(n * p.visible(), p.visible());
    const std::span<const float> inputs = flat(scratch.h).subspan(n * p.hidden(), p.hidden());
    const double softplus = kernels::sumSoftplus(inputs);
    for (std::size_t i = 0; i < p.visible(); ++i) {
      nats[n] += logConditional(p, example, inputs, softplus, i, scratch.flipped);
      co_await pace.spent(32 * toDouble(p.hidden()));
    }
  }
}

void pseudoLogLikelihood(const RbmParameters& p, const Matrix& v, RbmScoreScratch& scratch, std::span<double> nats) {
  Pace whole;
  finish(pseudoLogLikelihood(whole, p, v, scratch, nats));
}

Work stochasticPseudoLogLikelihood(Pace& pace, const RbmParameters& p, const Matrix& v, RbmScoreScratch& scratch,
                                   Rng& rng, std::span<double> nats) {
  const double values = toDouble(p.values());
  const auto draw = [&] { return rng.below(toU32(p.values())); };
  if (p.labels > 0) {
    std::vector<double> before(nats.size()), after(nats.size());
    co_await flipped(
        pace, p, v, [&](Index) { return toIndex(draw()); }, scratch, before, after);
    for (std::size_t n = 0; n < nats.size(); ++n) nats[n] = values * logConditional(before[n] - after[n]);
    co_return;
  }
  co_await hiddenInput(pace, p, v, States::kBinary, scratch.states, scratch.h);
  for (std::size_t n = 0; n < columnCount(v); ++n) {
    const std::span<const float> example = flat(v).subspan(n * p.visible(), p.visible());
    const std::span<const float> inputs = flat(scratch.h).subspan(n * p.hidden(), p.hidden());
    nats[n] = values * logConditional(p, example, inputs, kernels::sumSoftplus(inputs), draw(), scratch.flipped);
    co_await pace.spent(32 * toDouble(p.hidden()));
  }
}

void stochasticPseudoLogLikelihood(const RbmParameters& p, const Matrix& v, RbmScoreScratch& scratch, Rng& rng,
                                   std::span<double> nats) {
  Pace whole;
  finish(stochasticPseudoLogLikelihood(whole, p, v, scratch, rng, nats));
}

Work classError(Pace& pace, const RbmParameters& p, const Matrix& v, States states,
                std::span<const std::int16_t> labels, RbmScoreScratch& scratch, double& share) {
  scratch.totals.resize(columnCount(v));
  co_await classLogProbabilities(pace, p, v, states, scratch.labels, scratch.classes, scratch.totals);
  std::size_t wrong = 0, known = 0;
  for (std::size_t n = 0; n < labels.size(); ++n) {
    // An unknown class can be neither right nor wrong.
    if (labels[n] < 0) continue;
    Index best = 0;
    scratch.classes.col(toIndex(n)).maxCoeff(&best);
    ++known;
    wrong += best != labels[n];
  }
  share = known == 0 ? 0 : toDouble(wrong) / toDouble(known);
}

double classError(const RbmParameters& p, const Matrix& v, States states, std::span<const std::int16_t> labels,
                  RbmScoreScratch& scratch) {
  Pace whole;
  double share = 0;
  finish(classError(whole, p, v, states, labels, scratch, share));
  return share;
}

Work RbmFreeEnergies::freeEnergy(Pace& pace, Batch examples, LikelihoodOf of, std::span<double> nats) {
  if (of == LikelihoodOf::kVisible) return visibleFreeEnergy(pace, p_, examples.v, examples.states, scratch_, nats);
  HARMONIUM_ASSERT(of == LikelihoodOf::kJoint && p_.labels > 0);
  joinLabels(p_, examples.v, examples.labels, joint_);
  return harmonium::freeEnergy(pace, p_, joint_, examples.states, scratch_.states, scratch_.h, nats);
}

Work RbmFreeEnergies::pseudoLogLikelihood(Pace& pace, const Matrix& v, std::span<double> nats) {
  return harmonium::pseudoLogLikelihood(pace, p_, v, scratch_, nats);
}

Work RbmFreeEnergies::stochasticPseudoLogLikelihood(Pace& pace, const Matrix& v, Rng& rng, std::span<double> nats) {
  return harmonium::stochasticPseudoLogLikelihood(pace, p_, v, scratch_, rng, nats);
}

namespace {

class LabelLikelihood final : public Likelihood {
 public:
  LabelLikelihood(const RbmParameters& p, States states) : p_(p), states_(states) {}
  bool binary() const override { return true; }
  void logLikelihood(const Batch& examples, std::span<double> nats) override {
    totals_.resize(nats.size());
    classLogProbabilities(p_, examples.v, states_, scratch_, log_p_, totals_);
    for (std::size_t n = 0; n < nats.size(); ++n) {
      const int label = examples.labels[n];
      HARMONIUM_ASSERT(label < toInt(p_.labels));
      nats[n] = label < 0 ? 0.0 : toDouble(log_p_(label, toIndex(n)));
    }
  }
  std::string method() const override {
    return "Exact: one pass per class, and no partition function enters log p(y | v).";
  }

 private:
  RbmParameters p_;
  States states_;
  LabelScratch scratch_;
  Matrix log_p_;
  std::vector<double> totals_;
};

}  // namespace

std::unique_ptr<Likelihood> labelLikelihood(const RbmParameters& p, States states) {
  return std::make_unique<LabelLikelihood>(p, states);
}

void joinLabels(const RbmParameters& p, const Matrix& v, std::span<const std::int16_t> labels, Matrix& joint) {
  const Index values = toIndex(p.values()), classes = toIndex(p.labels);
  joint.resize(values + classes, v.cols());
  joint.topRows(values) = v;
  setOneOfRows(labels, values, classes, joint);
}

Work addRbmReadings(Pace& pace, const RbmParameters& p, const WatchedExamples& watched, RbmScoreScratch& scratch,
                    std::vector<Reading>& out) {
  // A binary machine gives probabilities to zeros and ones only, a Gaussian one gives a density to the values as given.
  const Matrix& train = p.gaussian() ? watched.train : watched.train_drawn;
  const Matrix& test = p.gaussian() ? watched.test : watched.test_drawn;
  const double trained = toDouble(watched.train.cols()), held_out = toDouble(test.cols());
  const ReadOn on_train = p.gaussian() ? ReadOn::kTrain : ReadOn::kTrainDrawn;
  const ReadOn on_both = p.gaussian() ? ReadOn::kBoth : ReadOn::kBothDrawn;
  const auto add = [&](const char* name, const char* label, const char* unit, ReadOn on, double value,
                       double error = 0) {
    out.push_back({.name = name, .label = label, .unit = unit, .value = value, .error = error, .on = on});
  };
  co_await reconstruction(pace, p, watched.train, watched.states, scratch, scratch.flipped);
  add("reconstructionError", "Reconstruction error", "mean squared, per value", ReadOn::kTrain,
      reconstructionError(p, watched.train, scratch) / trained);

  std::vector<double> nats(columnCount(train));
  if (!p.gaussian()) {
    // The numbers depend on the update alone, so that a resumed run repeats the curve.
    Rng rng(watched.seed, Purpose::kMeasure, watched.update);
    co_await stochasticPseudoLogLikelihood(pace, p, train, scratch, rng, nats);
    double squares = 0;
    for (const double value : nats) squares += value * value;
    const double pseudo = sumOf(nats) / trained;
    add("pseudoLogLikelihood", "Pseudo-likelihood", "nats per example", on_train, pseudo,
        std::sqrt(std::max(0.0, squares / trained - pseudo * pseudo) / trained));
  }

  co_await visibleFreeEnergy(pace, p, train, States::kBinary, scratch, nats);
  const double free_energy = sumOf(nats) / trained;
  if (held_out > 0) {
    std::vector<double> of_test(columnCount(test));
    co_await visibleFreeEnergy(pace, p, test, States::kBinary, scratch, of_test);
    add("freeEnergyGap", "Free-energy gap", "nats, held out less train", on_both,
        sumOf(of_test) / held_out - free_energy);
  }

  // Only where the sum takes a few milliseconds: readings run while training.
  if (cheapStates(p) > 0) {
    ExactPartition partition(p);
    while (!partition.done()) partition.advance();
    add("logLikelihood", "Log-likelihood, exact", "nats per example", on_train,
        -free_energy - partition.logPartition());
    if (!p.gaussian()) out.back().reference = bestPossible(train);
    if (out.back().reference) out.back().reference_label = "best possible";
  }
  if (p.labels == 0) co_return;
  // A class is asked of examples as the machine takes them, grey where they are, as the measure of that name does.
  double wrong = 0;
  co_await classError(pace, p, watched.train, watched.states, watched.train_labels, scratch, wrong);
  add("classError", "Class error", "share of the training examples", ReadOn::kTrain, wrong);
  if (held_out > 0) {
    co_await classError(pace, p, watched.test, watched.states, watched.test_labels, scratch, wrong);
    add("classErrorTest", "Class error, held out", "share of the held-out examples", ReadOn::kTest, wrong);
  }
}

}  // namespace harmonium
