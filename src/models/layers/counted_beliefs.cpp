// Compiled for speed: the exact method sums over all hidden states in every update.
#include "models/layers/counted_beliefs.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "base/reals.h"
#include "models/layers/log_sum.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace harmonium {

namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();
// Pairs of states of neighbouring layers, and sums over visible units, that prepare() may take in all: about a second.
constexpr double kMostTerms = 1 << 24;
constexpr double kTermsPerPiece = 1 << 17;  // a few milliseconds

bool isOn(std::size_t state, std::size_t unit) {
  return (state >> unit & 1) != 0;
}

}  // namespace

void stateLogProbabilities(std::span<const double> a, std::span<double> out) {
  HARMONIUM_ASSERT(out.size() == std::size_t{1} << a.size());
  out[0] = 0;
  for (const double each : a) out[0] -= reals::softplus(each);
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::size_t half = std::size_t{1} << i;
    for (std::size_t s = 0; s < half; ++s) out[half + s] = out[s] + a[i];
  }
}

bool CountedBeliefs::possible(std::span<const Index> units, int classes) {
  double terms = 0;
  for (std::size_t k = 1; k < units.size(); ++k) {
    if (units[k] > kMostUnits) return false;
    terms += std::ldexp(toDouble(k == 1 ? units[0] : classes), toInt(units[k] + (k == 1 ? 0 : units[k - 1])));
  }
  return terms <= kMostTerms;
}

void CountedBeliefs::copy(const BeliefLayer& layer, Table& table) {
  table.told = rowCount(layer.W);
  table.telling = columnCount(layer.W);
  table.W.assign(flat(layer.W).begin(), flat(layer.W).end());
  table.b.assign(flat(layer.b).begin(), flat(layer.b).end());
}

void CountedBeliefs::inputs(const Table& layer, std::size_t t, std::span<double> a) {
  for (std::size_t i = 0; i < layer.told; ++i) {
    double input = layer.b[i];
    for (std::size_t j = 0; j < layer.telling; ++j) {
      if (isOn(t, j)) input += layer.W[i * layer.telling + j];
    }
    a[i] = input;
  }
}

void CountedBeliefs::begin(const BeliefStack& stack, std::span<const double> top, int classes) {
  const std::size_t layers = stack.layers();
  classes_ = classes;
  units_.clear();
  for (std::size_t k = 0; k <= layers; ++k) units_.push_back(toSize(stack.units(k)));
  HARMONIUM_ASSERT(top.size() >= toSize(classes) * states(layers));
  top = top.first(toSize(classes) * states(layers));
  down_.resize(layers);
  up_.resize(stack.up.size());
  for (std::size_t k = 0; k < layers; ++k) copy(stack.down[k], down_[k]);
  for (std::size_t k = 0; k < up_.size(); ++k) copy(stack.up[k], up_[k]);
  prior_.resize(layers);
  above_.resize(layers);
  for (std::size_t k = 1; k < layers; ++k) {
    prior_[k - 1].assign(toSize(classes) * states(k), kNever);
    above_[k - 1].assign(states(k), 0);
  }
  prior_[layers - 1].assign(top.begin(), top.end());
  above_[layers - 1].resize(states(layers));
  of_classes_.resize(toSize(classes));
  for (std::size_t t = 0; t < states(layers); ++t) {
    for (std::size_t y = 0; y < of_classes_.size(); ++y) of_classes_[y] = top[y * states(layers) + t];
    above_[layers - 1][t] = logSum(of_classes_);
  }
  normaliser_.resize(states(1));
  layer_ = layers - 1;
  state_ = done_ = 0;
}

double CountedBeliefs::prepared() const {
  return toDouble(done_) / toDouble(units_.size() - 1);
}

bool CountedBeliefs::prepare() {
  double terms = 0;
  while (done_ < down_.size() && terms < kTermsPerPiece) {
    const bool visible = layer_ == 0;
    if (visible) {
      addVisible(state_);
      terms += toDouble(units_[0]);
    } else {
      addLayer(layer_);
      terms += toDouble(toSize(classes_) * states(layer_));
    }
    if (++state_ < states(layer_ + 1)) continue;
    state_ = 0;
    ++done_;
    if (visible) break;
    --layer_;
  }
  return done_ == down_.size();
}

// Adds what one state t of layer k + 1 gives to the tables of layer k.
void CountedBeliefs::addLayer(std::size_t k) {
  const std::size_t t = state_, below = states(k), here = states(k + 1);
  std::vector<double>& log_p = log_p_;
  log_p.resize(below);
  given(k, t, log_p);
  for (std::size_t y = 0; y < toSize(classes_); ++y) {
    const double log_t = prior_[k][y * here + t];
    double* const sums = prior_[k - 1].data() + y * below;
    for (std::size_t s = 0; s < below; ++s) sums[s] = reals::logAdd(sums[s], log_t + log_p[s]);
  }
  if (up_.empty()) return;
  // q(t | s) of this t for every s: the inputs are linear in s.
  const Table& up = up_[k];
  std::vector<double>&input = sums_, &log_q = log_q_;
  input.resize(below);
  log_q.assign(below, 0.0);
  for (std::size_t j = 0; j < up.told; ++j) {
    input[0] = up.b[j];
    for (std::size_t i = 0; i < up.telling; ++i) {
      const std::size_t half = std::size_t{1} << i;
      for (std::size_t s = 0; s < half; ++s) input[half + s] = input[s] + up.W[j * up.telling + i];
    }
    for (std::size_t s = 0; s < below; ++s) log_q[s] += (isOn(t, j) ? input[s] : 0) - reals::softplus(input[s]);
  }
  for (std::size_t s = 0; s < below; ++s) {
    const double q = reals::exp(log_q[s]);
    if (q > 0) above_[k - 1][s] += q * (log_p[s] - log_q[s] + above_[k][t]);
  }
}

void CountedBeliefs::addVisible(std::size_t s) {
  std::vector<double>& a = input_;
  a.resize(units_[0]);
  inputs(down_[0], s, a);
  double sum = 0;
  for (const double each : a) sum += reals::softplus(each);
  normaliser_[s] = sum;
}

void CountedBeliefs::given(std::size_t k, std::size_t t, std::span<double> log_p) const {
  std::vector<double>& a = input_;
  a.resize(units_[k]);
  inputs(down_[k], t, a);
  stateLogProbabilities(a, log_p);
}

// log p(v | h^1 = s) of every s: v.b + sum over j of s_j v.W_j - sum over i of softplus(b_i + (W s)_i).
void CountedBeliefs::visibleScores(const Matrix& v, Index column, std::span<double> scores) const {
  const Table& layer = down_[0];
  std::vector<double>& linear = linear_;
  linear.assign(layer.telling, 0.0);
  double base = 0;
  for (std::size_t i = 0; i < layer.told; ++i) {
    const double value = toDouble(v(toIndex(i), column));
    if (value == 0) continue;
    base += value * layer.b[i];
    for (std::size_t j = 0; j < layer.telling; ++j) linear[j] += value * layer.W[i * layer.telling + j];
  }
  scores[0] = base;
  for (std::size_t j = 0; j < layer.telling; ++j) {
    const std::size_t half = std::size_t{1} << j;
    for (std::size_t s = 0; s < half; ++s) scores[half + s] = scores[s] + linear[j];
  }
  for (std::size_t s = 0; s < scores.size(); ++s) scores[s] -= normaliser_[s];
}

void CountedBeliefs::logJoint(const Matrix& v, Index column, std::span<double> nats) const {
  std::vector<double>&scores = scores_, &sums = sums_;
  scores.resize(states(1));
  sums.resize(states(1));
  visibleScores(v, column, scores);
  for (std::size_t y = 0; y < nats.size(); ++y) {
    for (std::size_t s = 0; s < sums.size(); ++s) sums[s] = prior_[0][y * sums.size() + s] + scores[s];
    nats[y] = logSum(sums);
  }
}

void CountedBeliefs::logProbability(const Matrix& v, std::span<double> nats) const {
  std::vector<double>& of_classes = of_classes_;
  of_classes.resize(toSize(classes_));
  for (std::size_t n = 0; n < nats.size(); ++n) {
    logJoint(v, toIndex(n), of_classes);
    nats[n] = logSum(of_classes);
  }
}

void CountedBeliefs::bound(const Matrix& v, std::span<double> nats) const {
  HARMONIUM_ASSERT(!up_.empty());
  const Table& up = up_[0];
  std::vector<double>&scores = scores_, &log_q = log_q_, &a = input_;
  scores.resize(states(1));
  log_q.resize(states(1));
  a.resize(up.told);
  for (std::size_t n = 0; n < nats.size(); ++n) {
    visibleScores(v, toIndex(n), scores);
    for (std::size_t j = 0; j < up.told; ++j) {
      a[j] = up.b[j];
      for (std::size_t i = 0; i < up.telling; ++i) {
        a[j] += up.W[j * up.telling + i] * toDouble(v(toIndex(i), toIndex(n)));
      }
    }
    stateLogProbabilities(a, log_q);
    double sum = 0;
    for (std::size_t s = 0; s < scores.size(); ++s) {
      const double q = reals::exp(log_q[s]);
      if (q > 0) sum += q * (scores[s] - log_q[s] + above_[0][s]);
    }
    nats[n] = sum;
  }
}

std::vector<double> CountedBeliefs::prior(std::size_t k) const {
  std::vector<double> prior(states(k)), of_classes(toSize(classes_));
  for (std::size_t s = 0; s < prior.size(); ++s) {
    for (std::size_t y = 0; y < of_classes.size(); ++y) of_classes[y] = prior_[k - 1][y * prior.size() + s];
    prior[s] = logSum(of_classes);
  }
  return prior;
}

// p(v) = sum over h^1 of p(h^1) p(v | h^1), with all v of one h^1 at once.
std::vector<double> CountedBeliefs::visibleProbabilities() const {
  std::vector<double> p(std::size_t{1} << units_[0], 0.0), log_p(p.size());
  const std::vector<double> prior_of_first = prior(1);
  for (std::size_t s = 0; s < prior_of_first.size(); ++s) {
    const double weight = reals::exp(prior_of_first[s]);
    if (weight < 1e-300) continue;
    given(0, s, log_p);
    for (std::size_t v = 0; v < p.size(); ++v) p[v] += weight * reals::exp(log_p[v]);
  }
  return p;
}

void CountedBeliefs::posteriorOfFirst(const Matrix& v, Index column, int label, std::span<double> p) const {
  std::vector<double>& scores = scores_;
  scores.resize(states(1));
  visibleScores(v, column, scores);
  for (std::size_t y = 0; y < toSize(classes_); ++y) {
    const bool possible = label < 0 || toSize(label) == y;
    for (std::size_t s = 0; s < scores.size(); ++s) {
      const std::size_t at = y * scores.size() + s;
      p[at] = possible ? prior_[0][at] + scores[s] : kNever;
    }
  }
  const double all = logSum(p);
  for (double& each : p) each = reals::exp(each - all);
}

void CountedBeliefs::posteriorAbove(std::vector<std::vector<double>>& layers) const {
  layers.resize(down_.size());
  for (std::size_t k = 1; k < down_.size(); ++k) {
    const std::size_t below = states(k), here = states(k + 1);
    const std::vector<double>& of_below = layers[k - 1];
    std::vector<double>& out = layers[k];
    out.assign(toSize(classes_) * here, 0);
    std::vector<double>& log_p = log_p_;
    log_p.resize(below);
    for (std::size_t t = 0; t < here; ++t) {
      given(k, t, log_p);
      // p(t | y, s) = p(s | t) p(y, t) / p(y, s): given h^k, the layers above do not depend on v.
      for (std::size_t y = 0; y < toSize(classes_); ++y) {
        for (std::size_t s = 0; s < below; ++s) {
          const std::size_t from = y * below + s;
          if (of_below[from] == 0) continue;
          out[y * here + t] += of_below[from] * reals::exp(log_p[s] + prior_[k][y * here + t] - prior_[k - 1][from]);
        }
      }
    }
  }
}

std::vector<std::vector<double>> CountedBeliefs::posterior(const Matrix& v, Index column) const {
  std::vector<std::vector<double>> layers(1);
  layers[0].resize(toSize(classes_) * states(1));
  posteriorOfFirst(v, column, -1, layers[0]);
  posteriorAbove(layers);
  return layers;
}

}  // namespace harmonium
