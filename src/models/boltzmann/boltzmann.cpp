// Compiled for speed: its sweeps visit every unit in turn, and training waits for them.
#include "models/boltzmann/boltzmann.h"

#include <algorithm>

namespace harmonium {

using kernels::Sign;
using kernels::Start;

namespace {

std::span<float> rowOf(RowMatrix& m, std::size_t row) {
  const std::size_t cols = static_cast<std::size_t>(m.cols());
  return flat(m).subspan(row * cols, cols);
}
std::span<const float> rowOf(const RowMatrix& m, std::size_t row) {
  const std::size_t cols = static_cast<std::size_t>(m.cols());
  return flat(m).subspan(row * cols, cols);
}

// beta (a_k + J_k. s) of one unit in every chain.
void fieldOf(const Couplings& m, std::size_t unit, const UnitStates& states, std::span<float> field) {
  std::ranges::fill(field, m.a[static_cast<Eigen::Index>(unit)]);
  kernels::product(rowOf(m.J, unit), flat(states), 1, m.units(), field.size(), Start::kKeep, {}, Sign::kAdd, field);
}

}  // namespace

void keepLinks(RowMatrix& U, RowMatrix& V, VisibleLinks links, std::size_t cols, bool hidden_links) {
  const auto tidy = [](RowMatrix& m, const auto& joined) {
    for (Eigen::Index i = 0; i < m.rows(); ++i) {
      m(i, i) = 0;
      for (Eigen::Index j = 0; j < i; ++j) m(i, j) = m(j, i) = joined(i, j) ? 0.5f * (m(i, j) + m(j, i)) : 0.0f;
    }
  };
  const Eigen::Index row = static_cast<Eigen::Index>(cols);
  tidy(U, [&](Eigen::Index i, Eigen::Index j) {
    return links == VisibleLinks::kAll || (links == VisibleLinks::kRows && i / row == j / row);
  });
  tidy(V, [&](Eigen::Index, Eigen::Index) { return hidden_links; });
}

void couplingsOf(const BoltzmannParameters& p, Couplings& m) {
  const Eigen::Index hidden = static_cast<Eigen::Index>(p.hidden()), visible = static_cast<Eigen::Index>(p.visible());
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

void gibbsSweep(const Couplings& m, std::span<const std::uint32_t> order, float beta, UnitStates& states,
                UnitStates& means, Rng& rng) {
  means.resize(states.rows(), states.cols());
  for (const std::uint32_t unit : order) {
    const std::span<float> mean = rowOf(means, unit);
    fieldOf(m, unit, states, mean);
    if (beta != 1) kernels::scale(beta, mean);
    kernels::sigmoidBernoulli(rng, mean, rowOf(states, unit));
  }
}

void meanFieldSweep(const Couplings& m, std::span<const std::uint32_t> order, UnitStates& states, UnitStates& fields) {
  fields.resize(1, states.cols());
  for (const std::uint32_t unit : order) {
    fieldOf(m, unit, states, flat(fields));
    kernels::sigmoid(flat(fields), rowOf(states, unit));
  }
}

void energies(const Couplings& m, const UnitStates& states, UnitStates& fields, std::span<double> out) {
  const std::size_t n = m.units(), count = static_cast<std::size_t>(states.cols());
  fields.resize(states.rows(), states.cols());
  kernels::product(flat(m.J), flat(states), n, n, count, Start::kZero, {}, Sign::kAdd, flat(fields));
  std::ranges::fill(out, 0.0);
  for (std::size_t unit = 0; unit < n; ++unit) {
    const std::span<const float> state = rowOf(states, unit), field = rowOf(fields, unit);
    const double bias = static_cast<double>(m.a[static_cast<Eigen::Index>(unit)]);
    for (std::size_t chain = 0; chain < count; ++chain) {
      out[chain] -= static_cast<double>(state[chain]) * (bias + 0.5 * static_cast<double>(field[chain]));
    }
  }
}

void UnitMoments::clear(std::size_t n) {
  const Eigen::Index size = static_cast<Eigen::Index>(n);
  pairs.setZero(size, size);
  units.setZero(size);
}

void UnitMoments::divide(float count) {
  pairs /= count;
  units /= count;
}

void addMoments(const UnitStates& states, UnitMoments& sums) {
  const std::size_t n = static_cast<std::size_t>(states.rows()), count = static_cast<std::size_t>(states.cols());
  kernels::productTransposedB(flat(states), flat(states), n, count, n, Start::kKeep, {}, Sign::kAdd, flat(sums.pairs));
  for (std::size_t unit = 0; unit < n; ++unit) {
    sums.units[static_cast<Eigen::Index>(unit)] += static_cast<float>(kernels::sum(rowOf(states, unit)));
  }
}

void boltzmannGradient(const UnitMoments& data, const UnitMoments& model, std::size_t hidden, VisibleLinks links,
                       std::size_t cols, bool hidden_links, BoltzmannGradient& g) {
  const Eigen::Index h = static_cast<Eigen::Index>(hidden), v = data.units.size() - h;
  g.W = data.pairs.bottomLeftCorner(v, h) - model.pairs.bottomLeftCorner(v, h);
  g.U = data.pairs.bottomRightCorner(v, v) - model.pairs.bottomRightCorner(v, v);
  g.V = data.pairs.topLeftCorner(h, h) - model.pairs.topLeftCorner(h, h);
  g.b = data.units.tail(v) - model.units.tail(v);
  g.c = data.units.head(h) - model.units.head(h);
  keepLinks(g.U, g.V, links, cols, hidden_links);
}

float annealingBeta(double start, int stages, int stage) {
  const double coldest = 1 / start;
  return static_cast<float>(coldest + (1 - coldest) * stage / stages);
}

}  // namespace harmonium
