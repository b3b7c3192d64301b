// Compiled for speed: training spends its time in sweeps, which visit every unit in turn.
#include "models/boltzmann/boltzmann.h"

#include "base/numbers.h"
#include "kernels/paced.h"

#include <algorithm>

namespace harmonium {

using kernels::Sign;
using kernels::Start;

namespace {

std::span<float> rowOf(RowMatrix& m, std::size_t row) {
  const std::size_t cols = columnCount(m);
  return flat(m).subspan(row * cols, cols);
}
std::span<const float> rowOf(const RowMatrix& m, std::size_t row) {
  const std::size_t cols = columnCount(m);
  return flat(m).subspan(row * cols, cols);
}

// Writes the input beta (a_k + sum_j J_kj s_j) of unit k = `unit` in every chain.
void fieldOf(const Couplings& m, std::size_t unit, const UnitStates& states, std::span<float> field) {
  std::ranges::fill(field, m.a[toIndex(unit)]);
  kernels::product(rowOf(m.J, unit), flat(states), 1, m.units(), field.size(), Start::kKeep, {}, Sign::kAdd, field);
}

// Draws a unit in all chains given the others.
void visit(const Couplings& m, std::uint32_t unit, float beta, UnitStates& states, UnitStates& means, Rng& rng) {
  const std::span<float> mean = rowOf(means, unit);
  fieldOf(m, unit, states, mean);
  if (beta != 1) kernels::scale(beta, mean);
  kernels::sigmoidBernoulli(rng, mean, rowOf(states, unit));
}

// The operations of one visit to a unit in all chains: a sum over its links, a sigmoid and a draw.
double visitCost(const Couplings& m, const UnitStates& states) {
  return toDouble(states.cols()) * (toDouble(m.units()) + 16);
}

}  // namespace

bool linked(VisibleLinks links, std::size_t cols, std::size_t i, std::size_t j) {
  return i != j && (links == VisibleLinks::kAll || (links == VisibleLinks::kRows && i / cols == j / cols));
}

void keepLinks(RowMatrix& U, RowMatrix& V, VisibleLinks links, std::size_t cols, bool hidden_links) {
  const auto tidy = [](RowMatrix& m, const auto& joined) {
    for (Index i = 0; i < m.rows(); ++i) {
      m(i, i) = 0;
      for (Index j = 0; j < i; ++j) m(i, j) = m(j, i) = joined(i, j) ? 0.5f * (m(i, j) + m(j, i)) : 0.0f;
    }
  };
  tidy(U, [&](Index i, Index j) { return linked(links, cols, toSize(i), toSize(j)); });
  tidy(V, [&](Index, Index) { return hidden_links; });
}

void couplingsOf(const BoltzmannParameters& p, Couplings& m) {
  const Index hidden = toIndex(p.hidden()), visible = toIndex(p.visible());
  m.hidden = p.hidden();
  m.J.resize(hidden + visible, hidden + visible);
  m.a.resize(hidden + visible);
  m.J.topLeftCorner(hidden, hidden) = p.V;
  m.J.topRightCorner(hidden, visible) = p.rbm.W.transpose();
  m.J.bottomLeftCorner(visible, hidden) = p.rbm.W;
  m.J.bottomRightCorner(visible, visible) = p.U;
  m.a.head(hidden) = p.rbm.c;
  m.a.tail(visible) = p.rbm.b;
}

void setVisible(const Matrix& v, UnitStates& states) {
  states.bottomRows(v.rows()) = v;
}

void getVisible(const UnitStates& states, Matrix& v) {
  v = states.bottomRows(v.rows());
}

// Each unit is drawn given the new states of the units before it, so a sweep can't be one product over all units. The
// chains are independent, and the sweep works on all of them at once.
Work gibbsSweep(Pace& pace, const Couplings& m, std::span<const std::uint32_t> order, float beta, UnitStates& states,
                UnitStates& means, Rng& rng) {
  means.resize(states.rows(), states.cols());
  const double cost = visitCost(m, states);
  for (const std::uint32_t unit : order) {
    visit(m, unit, beta, states, means, rng);
    co_await pace.spent(cost);
  }
}

void gibbsSweep(const Couplings& m, std::span<const std::uint32_t> order, float beta, UnitStates& states,
                UnitStates& means, Rng& rng) {
  Pace whole;
  finish(gibbsSweep(whole, m, order, beta, states, means, rng));
}

Work meanFieldSweep(Pace& pace, const Couplings& m, std::span<const std::uint32_t> order, UnitStates& states,
                    UnitStates& fields) {
  fields.resize(1, states.cols());
  for (const std::uint32_t unit : order) {
    fieldOf(m, unit, states, flat(fields));
    kernels::sigmoid(flat(fields), rowOf(states, unit));
    co_await pace.spent(visitCost(m, states));
  }
}

void energies(const Couplings& m, const UnitStates& states, UnitStates& fields, std::span<double> out) {
  const std::size_t n = m.units(), count = columnCount(states);
  fields.resize(states.rows(), states.cols());
  kernels::product(flat(m.J), flat(states), n, n, count, Start::kZero, {}, Sign::kAdd, flat(fields));
  std::ranges::fill(out, 0.0);
  for (std::size_t unit = 0; unit < n; ++unit) {
    const std::span<const float> state = rowOf(states, unit), field = rowOf(fields, unit);
    // s'J s contains every pair twice, so each field counts half.
    const double bias = toDouble(m.a[toIndex(unit)]);
    for (std::size_t chain = 0; chain < count; ++chain) {
      out[chain] -= toDouble(state[chain]) * (bias + 0.5 * toDouble(field[chain]));
    }
  }
}

void UnitMoments::clear(std::size_t n) {
  const Index size = toIndex(n);
  pairs.setZero(size, size);
  units.setZero(size);
}

void UnitMoments::divide(float count) {
  pairs /= count;
  units /= count;
}

Work addMoments(Pace& pace, const UnitStates& states, UnitMoments& sums) {
  // A product of few units with all: its sums are as long as there are chains, so that all units at once would take
  // too long.
  constexpr std::size_t kUnits = 8;
  const std::size_t n = rowCount(states), count = columnCount(states);
  for (std::size_t unit = 0; unit < n; unit += kUnits) {
    const std::size_t some = std::min(kUnits, n - unit);
    co_await kernels::paced::productTransposedB(pace, flat(states).subspan(unit * count, some * count), flat(states),
                                                some, count, n, Start::kKeep, {}, Sign::kAdd,
                                                flat(sums.pairs).subspan(unit * n, some * n), nullptr);
  }
  for (std::size_t unit = 0; unit < n; ++unit) {
    sums.units[toIndex(unit)] += toFloat(kernels::sum(rowOf(states, unit)));
  }
  co_await pace.spent(toDouble(states.size()));
}

void boltzmannGradient(const UnitMoments& data, const UnitMoments& model, std::size_t hidden, VisibleLinks links,
                       std::size_t cols, bool hidden_links, BoltzmannGradient& g) {
  const Index h = toIndex(hidden), v = data.units.size() - h;
  g.W = data.pairs.bottomLeftCorner(v, h) - model.pairs.bottomLeftCorner(v, h);
  g.U = data.pairs.bottomRightCorner(v, v) - model.pairs.bottomRightCorner(v, v);
  g.V = data.pairs.topLeftCorner(h, h) - model.pairs.topLeftCorner(h, h);
  g.b = data.units.tail(v) - model.units.tail(v);
  g.c = data.units.head(h) - model.units.head(h);
  // The diagonal holds <s_k>, and disabled pairs have statistics too: both must not reach the parameters.
  keepLinks(g.U, g.V, links, cols, hidden_links);
}

float annealingBeta(double start, int stages, int stage) {
  const double coldest = 1 / start;
  return toFloat(coldest + (1 - coldest) * stage / stages);
}

}  // namespace harmonium
