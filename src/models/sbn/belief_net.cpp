// Compiled for speed: every update runs these passes.
#include "models/sbn/belief_net.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "base/reals.h"
#include "models/layers/log_sum.h"
#include "models/layers/units.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

Work dreamLayer(Pace& pace, const BeliefNet& net, std::size_t k, Index examples, BeliefNetScratch& scratch, Rng& rng,
                BeliefStates& states) {
  const std::size_t L = net.layers();
  states.h.resize(L + 1);
  states.mean.resize(L + 1);
  if (k < L) {
    co_await drawLayer(pace, net.stack, k, scratch, rng, states);
    co_return;
  }
  if (net.classes() > 0) {
    co_await sampleBelief(pace, net.top, states.y, States::kBinary, scratch.top, rng, states.mean[k], states.h[k]);
    co_return;
  }
  states.mean[k] = net.top.b.replicate(1, examples);
  binaryMeans(states.mean[k], scratch.top.link.team);
  states.h[k].resize(states.mean[k].rows(), examples);
  kernels::bernoulli(rng, flat(states.mean[k]), flat(states.h[k]));
}

void dreamClasses(const BeliefNet& net, Index examples, std::span<const std::int16_t> held, Rng& rng,
                  BeliefStates& states) {
  if (net.classes() == 0) return;
  Matrix& means = states.y;
  means = net.d.replicate(1, examples);
  oneOfMeanRows(means, 0, net.classes());
  sampleOneOfRows(means, 0, net.classes(), rng, states.y);
  for (std::size_t n = 0; n < held.size(); ++n) {
    if (held[n] < 0) continue;
    states.y.col(toIndex(n)).setZero();
    states.y(held[n], toIndex(n)) = 1;
  }
}

void topLogProbabilities(const BeliefNet& net, const Matrix& top, Vector& biases, std::vector<double>& out) {
  const std::size_t N = columnCount(top), C = toSize(net.classes());
  if (C == 0) {
    out.resize(N);
    freeLogProbability(net.top.b, top, out);
    return;
  }
  out.resize(C * N);
  const double all = toDouble(kernels::logSumExp(flat(net.d)));
  for (std::size_t y = 0; y < C; ++y) {
    biases = net.top.b + net.top.W.col(toIndex(y));
    const std::span<double> of_class = std::span<double>(out).subspan(y * N, N);
    freeLogProbability(biases, top, of_class);
    for (double& nats : of_class) nats += toDouble(net.d[toIndex(y)]) - all;
  }
}

void nameClasses(const BeliefNet& net, std::span<const std::int16_t> labels, BeliefNetScratch& scratch, Rng& rng,
                 BeliefStates& states) {
  const Index C = net.classes(), N = states.h.back().cols();
  if (C == 0) return;
  states.y.resize(C, N);
  const bool all_known = toIndex(labels.size()) == N && std::ranges::none_of(labels, [](int y) { return y < 0; });
  if (all_known) return setOneOfRows(labels, 0, C, states.y);
  topLogProbabilities(net, states.h.back(), scratch.biases, scratch.of_classes);
  scratch.class_means.resize(C, N);
  for (Index n = 0; n < N; ++n) {
    for (Index y = 0; y < C; ++y) scratch.class_means(y, n) = toFloat(scratch.of_classes[toSize(y * N + n)]);
  }
  oneOfMeanRows(scratch.class_means, 0, C);
  sampleOneOfRows(scratch.class_means, 0, C, rng, states.y);
  for (std::size_t n = 0; n < labels.size(); ++n) {
    if (labels[n] < 0) continue;
    states.y.col(toIndex(n)).setZero();
    states.y(labels[n], toIndex(n)) = 1;
  }
}

Work logWeights(Pace& pace, const BeliefNet& net, const BeliefStates& states, States v_states,
                std::span<const std::int16_t> labels, BeliefNetScratch& scratch, std::span<double> out) {
  std::ranges::fill(out, 0.0);
  co_await addLogWeights(pace, net.stack, states, v_states, scratch, out);
  addTopProbabilities(net, states.h.back(), labels, scratch, out);
}

void addTopProbabilities(const BeliefNet& net, const Matrix& top, std::span<const std::int16_t> labels,
                         BeliefNetScratch& scratch, std::span<double> out) {
  const std::size_t N = out.size(), C = toSize(net.classes());
  topLogProbabilities(net, top, scratch.biases, scratch.of_classes);
  std::vector<double>& each = scratch.of_example;
  each.resize(C);
  for (std::size_t n = 0; n < N; ++n) {
    const int label = n < labels.size() ? labels[n] : -1;
    if (C == 0 || label >= 0) {
      out[n] += scratch.of_classes[(C == 0 ? 0 : toSize(label)) * N + n];
      continue;
    }
    for (std::size_t y = 0; y < C; ++y) each[y] = scratch.of_classes[y * N + n];
    out[n] += logSum(each);
  }
}

bool countable(const BeliefNet& net) {
  std::vector<Index> units;
  for (std::size_t k = 0; k <= net.layers(); ++k) units.push_back(net.stack.units(k));
  return CountedBeliefs::possible(units, toInt(std::max<Index>(1, net.classes())));
}

void topTable(const BeliefNet& net, std::vector<double>& top) {
  const std::size_t states = std::size_t{1} << net.top.b.size(), C = toSize(std::max<Index>(1, net.classes()));
  const std::size_t units = toSize(net.top.b.size());
  top.resize(C * states + units + C);  // the table, and room for inputs and classes
  const std::span<double> a = std::span<double>(top).subspan(C * states, units), log_y = std::span<double>(top).last(C);
  for (std::size_t y = 0; y < C; ++y) log_y[y] = net.classes() > 0 ? toDouble(net.d[toIndex(y)]) : 0.0;
  const double all = logSum(log_y);
  for (std::size_t y = 0; y < C; ++y) {
    for (std::size_t j = 0; j < a.size(); ++j) {
      a[j] = toDouble(net.top.b[toIndex(j)]);
      if (net.classes() > 0) a[j] += toDouble(net.top.W(toIndex(j), toIndex(y)));
    }
    const std::span<double> of_class = std::span<double>(top).subspan(y * states, states);
    stateLogProbabilities(a, of_class);
    for (double& nats : of_class) nats += log_y[y] - all;
  }
}

void beginCounting(const BeliefNet& net, std::vector<double>& top, CountedBeliefs& counted) {
  topTable(net, top);
  counted.begin(net.stack, top, toInt(std::max<Index>(1, net.classes())));
}

}  // namespace harmonium
