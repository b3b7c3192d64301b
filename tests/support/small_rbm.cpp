#include "tests/support/small_rbm.h"

#include <algorithm>
#include <cmath>

namespace harmonium::oracle {

RbmParameters randomRbm(int visible, int hidden, float scale, std::uint64_t seed) {
  Rng rng(seed, Purpose::kParameters);
  RbmParameters p{RowMatrix(visible, hidden), Vector(visible), Vector(hidden)};
  for (float& w : flat(p.W)) w = scale * rng.normal();
  for (float& b : flat(p.b)) b = scale * rng.normal();
  for (float& c : flat(p.c)) c = scale * rng.normal();
  return p;
}

RbmParameters randomGaussianRbm(int visible, int hidden, float scale, std::uint64_t seed) {
  RbmParameters p = randomRbm(visible, hidden, scale, seed);
  Rng rng(seed, Purpose::kData);
  p.z.resize(visible);
  p.shift.resize(visible);
  p.scale.resize(visible);
  for (float& z : flat(p.z)) z = -1 + 0.5f * rng.normal();
  for (float& shift : flat(p.shift)) shift = 2 * rng.normal();
  for (float& value : flat(p.scale)) value = 0.5f + 1.5f * rng.uniform();
  return p;
}

std::vector<double> bitsOf(std::uint64_t state, std::size_t units) {
  std::vector<double> bits(units);
  for (std::size_t i = 0; i < units; ++i) bits[i] = static_cast<double>((state >> i) & 1);
  return bits;
}

double energy(const RbmParameters& p, const std::vector<double>& v, const std::vector<double>& h) {
  double sum = 0;
  for (std::size_t j = 0; j < h.size(); ++j) sum -= static_cast<double>(p.c[static_cast<Eigen::Index>(j)]) * h[j];
  for (std::size_t i = 0; i < v.size(); ++i) {
    const Eigen::Index unit = static_cast<Eigen::Index>(i);
    const double b = static_cast<double>(p.b[unit]);
    double x = v[i];
    if (p.gaussian()) {
      const double u = (v[i] - static_cast<double>(p.shift[unit])) / static_cast<double>(p.scale[unit]);
      const double variance = std::exp(static_cast<double>(p.z[unit]));
      sum += (u - b) * (u - b) / (2 * variance);
      x = u / variance;
    } else {
      sum -= b * v[i];
    }
    for (std::size_t j = 0; j < h.size(); ++j) {
      sum -= x * static_cast<double>(p.W(unit, static_cast<Eigen::Index>(j))) * h[j];
    }
  }
  return sum;
}

namespace {

double logSum(const std::vector<double>& terms) {
  const double highest = *std::ranges::max_element(terms);
  double sum = 0;
  for (const double term : terms) sum += std::exp(term - highest);
  return highest + std::log(sum);
}

}  // namespace

double freeEnergyBySum(const RbmParameters& p, const std::vector<double>& v) {
  std::vector<double> terms;
  for (std::uint64_t h = 0; h < (std::uint64_t{1} << p.hidden()); ++h)
    terms.push_back(-energy(p, v, bitsOf(h, p.hidden())));
  return -logSum(terms);
}

double logPartitionBySum(const RbmParameters& p) {
  std::vector<double> terms;
  for (std::uint64_t v = 0; v < (std::uint64_t{1} << p.visible()); ++v) {
    terms.push_back(-freeEnergyBySum(p, bitsOf(v, p.visible())));
  }
  return logSum(terms);
}

double logPartitionOfMixture(const RbmParameters& p) {
  std::vector<double> terms;
  for (std::uint64_t state = 0; state < (std::uint64_t{1} << p.hidden()); ++state) {
    const std::vector<double> h = bitsOf(state, p.hidden());
    double term = 0;
    for (std::size_t j = 0; j < h.size(); ++j) term += static_cast<double>(p.c[static_cast<Eigen::Index>(j)]) * h[j];
    for (Eigen::Index i = 0; i < p.b.size(); ++i) {
      const double b = static_cast<double>(p.b[i]), variance = std::exp(static_cast<double>(p.z[i]));
      double mean = b;
      for (std::size_t j = 0; j < h.size(); ++j) {
        mean += static_cast<double>(p.W(i, static_cast<Eigen::Index>(j))) * h[j];
      }
      term += (mean * mean - b * b) / (2 * variance) + 0.5 * std::log(2 * std::acos(-1.0) * variance);
      term += std::log(static_cast<double>(p.scale[i]));
    }
    terms.push_back(term);
  }
  return logSum(terms);
}

double probability(const RbmParameters& p, const std::vector<double>& v) {
  return std::exp(-freeEnergyBySum(p, v) - logPartitionBySum(p));
}

Matrix twoByTwoBars() {
  Matrix rows(4, 8);
  rows.col(0) << 0, 0, 0, 0;
  rows.col(1) << 0, 0, 0, 0;
  rows.col(2) << 1, 1, 1, 1;
  rows.col(3) << 1, 1, 1, 1;
  rows.col(4) << 1, 0, 1, 0;
  rows.col(5) << 0, 1, 0, 1;
  rows.col(6) << 1, 1, 0, 0;
  rows.col(7) << 0, 0, 1, 1;
  return rows;
}

Matrix allStates(std::size_t units) {
  Matrix states(static_cast<Eigen::Index>(units), Eigen::Index{1} << units);
  for (Eigen::Index n = 0; n < states.cols(); ++n) {
    for (Eigen::Index i = 0; i < states.rows(); ++i) states(i, n) = static_cast<float>((n >> i) & 1);
  }
  return states;
}

}  // namespace harmonium::oracle
