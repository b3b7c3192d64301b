// Compiled for speed: it visits every state of the machine.
#include "models/boltzmann/boltzmann_exact.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "base/reals.h"
#include "base/state_number.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

constexpr std::size_t kChunk = 512;
constexpr std::size_t kReducedAtOnce = 1 << 16;  // joint states per slice, which takes a few milliseconds

std::size_t unitsOf(std::size_t states) {
  std::size_t units = 0;
  while (states >> (units + 1) != 0) ++units;
  return units;
}

// Writes out[t] = bias + sum of w[j] over the bits j that are on in t, for all t < 2^k.
void doubleLinear(double bias, const float* w, std::size_t k, double* out) {
  out[0] = bias;
  for (std::size_t j = 0; j < k; ++j) {
    const std::size_t half = std::size_t{1} << j;
    const double weight = toDouble(w[j]);
    for (std::size_t t = 0; t < half; ++t) out[half + t] = out[t] + weight;
  }
}

double total(const double* x, std::size_t count) {
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += x[i];
  return sum;
}

}  // namespace

void doubleStates(const RowMatrix& J, std::span<const float> a, std::size_t k, std::span<double> out) {
  const std::size_t half = std::size_t{1} << k;
  double* const upper = out.data() + half;
  doubleLinear(toDouble(a[k]), J.data() + columnCount(J) * k, k, upper);
  for (std::size_t s = 0; s < half; ++s) upper[s] += out[s];
}

void logWeights(const RowMatrix& J, std::span<const float> a, std::span<double> out) {
  out[0] = 0;
  for (std::size_t k = 0; k < a.size(); ++k) doubleStates(J, a, k, out);
}

Work momentsFromLogWeights(Pace& pace, std::span<double> w, UnitMoments& moments) {
  const double highest = *std::ranges::max_element(w);
  float differences[kChunk];
  double sum = 0;
  for (std::size_t at = 0; at < w.size(); at += kChunk) {
    const std::size_t count = std::min(kChunk, w.size() - at);
    for (std::size_t i = 0; i < count; ++i) differences[i] = toFloat(w[at + i] - highest);
    kernels::exp({differences, count}, {differences, count});
    for (std::size_t i = 0; i < count; ++i) w[at + i] = toDouble(differences[i]);
    sum += total(w.data() + at, count);
    co_await pace.spent(16 * toDouble(count));
  }
  // From the highest unit down, the weights of states with the unit on are added to those with the unit off. Before
  // that, the same folding of the states with the unit on gives the pairs with every lower unit. Each weight is added
  // about four times in all, instead of once per pair of units.
  for (std::size_t k = unitsOf(w.size()); k-- > 0;) {
    const std::size_t half = std::size_t{1} << k;
    double *const off = w.data(), *const on = off + half;
    for (std::size_t s = 0; s < half; ++s) off[s] += on[s];
    const Index row = toIndex(k);
    for (std::size_t j = k; j-- > 0;) {
      const std::size_t quarter = std::size_t{1} << j;
      const Index col = toIndex(j);
      moments.pairs(row, col) = moments.pairs(col, row) = toFloat(total(on + quarter, quarter) / sum);
      for (std::size_t s = 0; s < quarter; ++s) on[s] += on[quarter + s];
    }
    moments.units[row] = toFloat(on[0] / sum);
    co_await pace.spent(6 * toDouble(half));
  }
}

double logTotal(std::span<const double> w) {
  const double highest = *std::ranges::max_element(w);
  double sum = 0;
  for (const double x : w) sum += reals::exp(x - highest);
  return highest + reals::log(sum);
}

Work modelMoments(Pace& pace, const Couplings& m, std::vector<double>& table, UnitMoments& moments) {
  HARMONIUM_ASSERT(m.units() <= kCountableUnits);
  table.resize(std::max(table.size(), std::size_t{1} << m.units()));
  const std::span<double> states(table.data(), std::size_t{1} << m.units());
  moments.clear(m.units());
  logWeights(m.J, flat(m.a), states);
  co_await pace.spent(4 * toDouble(states.size()));
  co_await momentsFromLogWeights(pace, states, moments);
}

void modelMoments(const Couplings& m, std::vector<double>& table, UnitMoments& moments) {
  Pace whole;
  finish(modelMoments(whole, m, table, moments));
}

Work dataMoments(Pace& pace, const Couplings& m, const Matrix& v, std::vector<double>& table, UnitStates& states,
                 UnitMoments& one, UnitMoments& moments) {
  const std::size_t hidden = m.hidden;
  HARMONIUM_ASSERT(hidden <= kCountableUnits);
  table.resize(std::max(table.size(), std::size_t{1} << hidden));
  const std::span<double> weights(table.data(), std::size_t{1} << hidden);
  const Index h = toIndex(hidden), n = toIndex(m.units());

  states.resize(n, v.cols());
  states.topRows(h).setZero();
  setVisible(v, states);
  one.clear(m.units());
  moments.clear(m.units());
  // Given v, the hidden units are a machine of their own with biases c + W'v. v is fixed, so <h v> = <h> v.
  // Without hidden units there is nothing to sum: the statistics are those of the data.
  const std::size_t count = columnCount(v);
  for (std::size_t example = 0; hidden > 0 && example < count; ++example) {
    const Index column = toIndex(example);
    for (Index j = 0; j < h; ++j) {
      float input = m.a[j];
      for (Index i = h; i < n; ++i) input += m.J(j, i) * states(i, column);
      one.units[j] = input;
    }
    logWeights(m.J, flat(one.units).first(hidden), weights);
    co_await pace.spent(4 * toDouble(weights.size()));
    co_await momentsFromLogWeights(pace, weights, one);
    for (Index j = 0; j < h; ++j) states(j, column) = one.units[j];
    moments.pairs.topLeftCorner(h, h) += one.pairs.topLeftCorner(h, h);
  }
  one.clear(m.units());
  co_await addMoments(pace, states, one);
  one.pairs.topLeftCorner(h, h) = moments.pairs.topLeftCorner(h, h);
  moments.pairs = one.pairs;
  moments.units = one.units;
  moments.divide(toFloat(count));
}

void dataMoments(const Couplings& m, const Matrix& v, std::vector<double>& table, UnitStates& states, UnitMoments& one,
                 UnitMoments& moments) {
  Pace whole;
  finish(dataMoments(whole, m, v, table, states, one, moments));
}

bool VisibleWeights::possible(const BoltzmannParameters& p, bool hidden_links) {
  return (hidden_links ? p.units() : p.visible()) <= kCountableUnits;
}

VisibleWeights::VisibleWeights(const BoltzmannParameters& p, bool hidden_links) : visible_(p.visible()) {
  HARMONIUM_ASSERT(possible(p, hidden_links));
  couplingsOf(p, m_);
  const bool joint = hidden_links && p.hidden() > 0;
  counted_ = joint ? p.units() : visible_;
  table_.resize(std::size_t{1} << counted_);
  if (!joint && m_.hidden > 0) input_.resize(table_.size());
  table_[0] = 0;
}

bool VisibleWeights::advance() {
  if (finished_) return true;
  const bool joint = counted_ > visible_;
  const std::size_t first = joint ? 0 : m_.hidden;  // the first unit that is counted
  if (done_ < counted_) {
    if (joint) {
      doubleStates(m_.J, flat(m_.a), done_, table_);
    } else {
      // The visible units follow the hidden ones in J, so rows and columns of their block begin at `first`.
      const std::size_t half = std::size_t{1} << done_, row = first + done_;
      doubleLinear(toDouble(flat(m_.a)[row]), m_.J.data() + row * m_.units() + first, done_, table_.data() + half);
      for (std::size_t s = 0; s < half; ++s) table_[half + s] += table_[s];
    }
    ++done_;
    return false;
  }
  const std::size_t states = std::size_t{1} << visible_;
  if (joint) {
    // In place: the sum for visible state r goes to index r, at or before the first of its hidden states, r 2^H.
    const std::size_t each = std::size_t{1} << m_.hidden;
    const std::size_t until = std::min(states, reduced_ + std::max<std::size_t>(1, kReducedAtOnce / each));
    for (; reduced_ < until; ++reduced_) table_[reduced_] = logTotal({table_.data() + reduced_ * each, each});
    if (reduced_ < states) return false;
  } else if (done_ < counted_ + m_.hidden) {
    const std::size_t j = done_ - counted_;
    if (reduced_ == 0) {
      doubleLinear(toDouble(flat(m_.a)[j]), m_.J.data() + j * m_.units() + first, visible_, input_.data());
    }
    const std::size_t until = std::min(states, reduced_ + kReducedAtOnce);
    for (; reduced_ < until; ++reduced_) table_[reduced_] += reals::softplus(input_[reduced_]);
    if (reduced_ == states) {
      reduced_ = 0;
      ++done_;
    }
    return false;
  }
  log_partition_ = logTotal(logWeights());
  finished_ = true;
  return true;
}

double VisibleWeights::progress() const {
  if (finished_) return 1;
  const double states = toDouble(std::size_t{1} << visible_);
  const double share = toDouble(reduced_) / states;
  if (counted_ > visible_) return 0.2 * toDouble(done_) / toDouble(counted_) + 0.75 * share;
  const double steps = toDouble(counted_ + m_.hidden);
  return std::min(0.99, (toDouble(done_) + share) / (steps + 1));
}

double VisibleWeights::logProbability(std::span<const float> v) const {
  return table_[stateNumber(v.first(visible_))] - log_partition_;
}

}  // namespace harmonium
