#include "models/layers/rbm_exact.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "base/reals.h"
#include "models/layers/rbm_scores.h"

#include <algorithm>
#include <limits>

namespace harmonium {

using kernels::Sign;
using kernels::Start;

namespace {

// States per block. A block of inputs to 784 units takes 1.6 MB: large enough for the products to be efficient, small
// enough for the cache and for slices of a few milliseconds.
constexpr std::size_t kBlock = 512;
constexpr double kNothing = -std::numeric_limits<double>::infinity();  // log 0: the sum before its first term

// out += a b', where a is A x n and b is B x n, both with one state per column, and out is A x B by rows.
void addProducts(const Matrix& a, std::span<const float> b, std::size_t rows_of_b, std::span<float> out) {
  kernels::productTransposedA(flat(a), b, rowCount(a), columnCount(a), rows_of_b, Start::kKeep, {}, Sign::kAdd, out);
}

}  // namespace

std::size_t exactUnits(std::size_t visible, std::size_t hidden, bool only_hidden) {
  return only_hidden ? hidden : std::min(visible, hidden);
}

std::uint64_t exactTerms(std::size_t visible, std::size_t hidden, bool only_hidden) {
  const std::size_t units = exactUnits(visible, hidden, only_hidden);
  // Beyond 40 units the shift could overflow; such sums are out of reach anyway.
  if (units > 40) return std::uint64_t{1} << 63;
  return toU64(units == hidden ? visible : hidden) << units;
}

std::size_t exactUnits(const RbmParameters& p) {
  return exactUnits(p.visible(), p.hidden(), p.gaussian() || p.labels > 0);
}

std::uint64_t exactTerms(const RbmParameters& p) {
  return exactTerms(p.visible(), p.hidden(), p.gaussian() || p.labels > 0);
}

bool exactPartitionPossible(const RbmParameters& p) {
  return exactUnits(p) <= kExactUnits;
}

double countingCost(const RbmParameters& p) {
  // Two passes over the states and two outer products, each like a pass through the weights.
  return 4.0 * toDouble(std::size_t{1} << exactUnits(p));
}

std::uint64_t cheapStates(const RbmParameters& p) {
  constexpr std::uint64_t kCheapTerms = 1 << 20;  // takes a few milliseconds
  const bool few = exactPartitionPossible(p) && exactTerms(p) <= kCheapTerms;
  return few ? std::uint64_t{1} << exactUnits(p) : 0;
}

RbmStates::RbmStates(const RbmParameters& p, Layer layer)
    : over_hidden_(layer == Layer::kSmaller && (p.gaussian() || p.labels > 0 || p.hidden() <= p.visible())),
      total_(std::size_t{1} << (over_hidden_ ? p.hidden() : p.visible())) {}

void RbmStates::load(const RbmParameters& p, std::size_t first, std::size_t count) {
  HARMONIUM_ASSERT(first + count <= total_);
  const std::size_t units = over_hidden_ ? p.hidden() : p.visible();
  states_.resize(toIndex(units), toIndex(count));
  for (std::size_t n = 0; n < count; ++n) {
    for (std::size_t unit = 0; unit < units; ++unit) {
      states_(toIndex(unit), toIndex(n)) = toFloat(((first + n) >> unit) & 1);
    }
  }
  if (over_hidden_) {
    visibleInput(p, states_, States::kBinary, scratch_, inputs_);
    if (p.gaussian()) precisions(p, scratch_.precision);
  } else {
    hiddenInput(p, states_, States::kBinary, scratch_, inputs_);
  }
  const Vector& own_bias = over_hidden_ ? p.c : p.b;
  const std::size_t others = rowCount(inputs_);
  log_terms_.resize(count);
  for (std::size_t n = 0; n < count; ++n) {
    const std::span<const float> inputs = flat(inputs_).subspan(n * others, others);
    double other = 0;
    if (p.gaussian()) {
      // The integral of exp(-E) over u_i, less the factor in logTermConstant().
      for (std::size_t i = 0; i < others; ++i) {
        const double a = toDouble(inputs[i]), b = toDouble(p.b[toIndex(i)]);
        other += 0.5 * toDouble(scratch_.precision[i]) * (a * a - b * b);
      }
    } else if (over_hidden_ && p.labels > 0) {
      other = kernels::sumSoftplus(inputs.first(p.values())) + oneOfLogNormaliser(inputs.last(p.labels));
    } else {
      other = kernels::sumSoftplus(inputs);
    }
    log_terms_[n] = kernels::dot(flat(own_bias), flat(states_).subspan(n * units, units)) + other;
  }
}

double logTermConstant(const RbmParameters& p) {
  double sum = 0;
  for (const float z : p.z) sum += 0.5 * (reals::kLog2Pi + toDouble(z));
  for (const float scale : p.scale) sum += reals::log(toDouble(scale));
  return sum;
}

ExactPartition::ExactPartition(RbmParameters p)
    : p_(std::move(p)), states_(p_), log_z_(kNothing), constant_(logTermConstant(p_)) {
  HARMONIUM_ASSERT(exactPartitionPossible(p_));
}

void ExactPartition::advance() {
  const std::size_t count = std::min(kBlock, states_.total() - next_);
  states_.load(p_, next_, count);
  for (const double term : states_.logTerms()) log_z_ = reals::logAdd(log_z_, term);
  next_ += count;
}

Work ExactMoments::compute(Pace& pace, const RbmParameters& p, RbmMoments& out) {
  if (!states_) states_.emplace(p);
  RbmStates& states = *states_;
  const std::size_t total = states.total();
  log_terms_.resize(total);
  const double per_block = toDouble(kBlock) * toDouble(p.W.size());
  for (std::size_t first = 0; first < total; first += kBlock) {
    states.load(p, first, std::min(kBlock, total - first));
    std::ranges::copy(states.logTerms(), log_terms_.begin() + toIndex(first));
    co_await pace.spent(per_block);
  }
  // The largest term becomes e^0: no term overflows, and those that underflow do not matter.
  const double highest = *std::ranges::max_element(log_terms_);
  weights_.resize(total);
  for (std::size_t n = 0; n < total; ++n) weights_[n] = toFloat(log_terms_[n] - highest);
  kernels::exp(weights_, weights_);
  kernels::scale(toFloat(1.0 / kernels::sum(weights_)), weights_);

  // The second pass makes the states again: keeping all states and inputs would take too much memory.
  out.W.setZero(p.W.rows(), p.W.cols());
  out.b.setZero(p.b.size());
  out.c.setZero(p.c.size());
  out.z.setZero(p.z.size());
  if (p.gaussian()) precisions(p, precision_);
  for (std::size_t first = 0; first < total; first += kBlock) {
    const std::size_t count = std::min(kBlock, total - first);
    states.load(p, first, count);
    addBlock(p, std::span<const float>(weights_).subspan(first, count), out);
    co_await pace.spent(2 * per_block);
  }
}

void ExactMoments::addBlock(const RbmParameters& p, std::span<const float> weights, RbmMoments& out) {
  const Matrix& own = states_->states();
  other_ = states_->inputs();
  if (p.gaussian()) {
    addHalfSquares(p, weights, out.z);
    for (std::size_t n = 0; n < weights.size(); ++n) {
      for (std::size_t i = 0; i < p.visible(); ++i) other_.data()[n * p.visible() + i] *= precision_[i];
    }
  } else if (states_->overHidden()) {
    visibleMeansOf(p, other_);
  } else {
    kernels::sigmoid(flat(other_), flat(other_));
  }
  const Matrix& visible = states_->overHidden() ? other_ : own;
  const Matrix& hidden = states_->overHidden() ? own : other_;
  weighted_ = hidden;
  for (std::size_t n = 0; n < weights.size(); ++n) {
    kernels::scale(weights[n], flat(weighted_).subspan(n * p.hidden(), p.hidden()));
  }
  addProducts(visible, flat(weighted_), p.hidden(), flat(out.W));
  addProducts(visible, weights, 1, flat(out.b));
  addProducts(hidden, weights, 1, flat(out.c));
}

void ExactMoments::addHalfSquares(const RbmParameters& p, std::span<const float> weights, Vector& out) {
  // Given h, u_i has mean b_i + (W h)_i and variance s_i^2, so <(u_i - b_i)^2> = (W h)_i^2 + s_i^2.
  const Matrix& mean = states_->inputs();
  for (std::size_t n = 0; n < weights.size(); ++n) {
    for (Index i = 0; i < mean.rows(); ++i) {
      const float off = mean(i, toIndex(n)) - p.b[i];
      out[i] += 0.5f * weights[n] * (precision_[toSize(i)] * (off * off) + 1.0f);
    }
  }
}

std::vector<double> stateProbabilities(const RbmParameters& p) {
  HARMONIUM_ASSERT(!p.gaussian() && p.labels == 0 && p.visible() <= kExactUnits);
  RbmStates states(p, RbmStates::Layer::kVisible);
  std::vector<double> values;
  for (std::size_t first = 0; first < states.total(); first += kBlock) {
    states.load(p, first, std::min(kBlock, states.total() - first));
    values.insert(values.end(), states.logTerms().begin(), states.logTerms().end());
  }
  const double highest = *std::ranges::max_element(values);
  double sum = 0;
  for (double& value : values) sum += value = reals::exp(value - highest);
  for (double& value : values) value /= sum;
  return values;
}

namespace {

class ExactLikelihood final : public Likelihood {
 public:
  ExactLikelihood(const RbmParameters& p, States states, LikelihoodOf of)
      : p_(p), states_(states), of_(of), energies_(p), partition_(p) {}

  bool prepare() override {
    if (!partition_.done()) partition_.advance();
    return partition_.done();
  }
  double prepared() const override { return partition_.progress(); }
  bool binary() const override { return !p_.gaussian(); }
  void logLikelihood(const Batch& examples, std::span<double> nats) override {
    Batch seen = examples;
    seen.states = states_;
    energies_.freeEnergy(seen, of_, nats);
    for (double& value : nats) value = -value - partition_.logPartition();
  }
  double logPartition() const override { return partition_.logPartition(); }
  std::string method() const override {
    return "Exact: log Z sums all " + std::to_string(std::size_t{1} << exactUnits(p_)) + " states of the " +
           (p_.hidden() == exactUnits(p_) ? "hidden" : "visible") + " layer.";
  }

 private:
  RbmParameters p_;
  States states_;
  LikelihoodOf of_;
  RbmFreeEnergies energies_;
  ExactPartition partition_;
};

}  // namespace

std::unique_ptr<Likelihood> exactLikelihood(const RbmParameters& p, States states, LikelihoodOf of) {
  return std::make_unique<ExactLikelihood>(p, states, of);
}

}  // namespace harmonium
