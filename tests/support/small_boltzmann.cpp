#include "tests/support/small_boltzmann.h"

#include "tests/support/small_rbm.h"

#include <cmath>

namespace harmonium::oracle {

BoltzmannParameters randomBoltzmann(int visible, int hidden, float scale, std::uint64_t seed) {
  BoltzmannParameters p{
      .rbm = randomRbm(visible, hidden, scale, seed), .U = RowMatrix(visible, visible), .V = RowMatrix(hidden, hidden)};
  Rng rng(seed + 1, Purpose::kParameters);
  for (RowMatrix* m : {&p.U, &p.V}) {
    for (float& w : flat(*m)) w = scale * rng.normal();
  }
  keepLinks(p.U, p.V, VisibleLinks::kAll, static_cast<std::size_t>(visible), true);
  return p;
}

double energy(const BoltzmannParameters& p, const std::vector<double>& v, const std::vector<double>& h) {
  double sum = energy(p.rbm, v, h);
  const auto inside = [&](const RowMatrix& m, const std::vector<double>& s) {
    for (std::size_t i = 0; i < s.size(); ++i) {
      for (std::size_t j = 0; j < s.size(); ++j) {
        sum -= 0.5 * s[i] * static_cast<double>(m(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j))) * s[j];
      }
    }
  };
  inside(p.U, v);
  inside(p.V, h);
  return sum;
}

double logWeightBySum(const BoltzmannParameters& p, const std::vector<double>& v) {
  double sum = 0;  // entries of these machines are small: nothing overflows
  for (std::uint64_t h = 0; h < (std::uint64_t{1} << p.hidden()); ++h) {
    sum += std::exp(-energy(p, v, bitsOf(h, p.hidden())));
  }
  return std::log(sum);
}

double logPartitionBySum(const BoltzmannParameters& p) {
  double sum = 0;
  for (std::uint64_t v = 0; v < (std::uint64_t{1} << p.visible()); ++v) {
    sum += std::exp(logWeightBySum(p, bitsOf(v, p.visible())));
  }
  return std::log(sum);
}

double meanLogLikelihood(const BoltzmannParameters& p, const Matrix& v) {
  double sum = 0;
  for (Eigen::Index n = 0; n < v.cols(); ++n) {
    std::vector<double> state;
    for (Eigen::Index i = 0; i < v.rows(); ++i) state.push_back(static_cast<double>(v(i, n)));
    sum += logWeightBySum(p, state);
  }
  return sum / static_cast<double>(v.cols()) - logPartitionBySum(p);
}

}  // namespace harmonium::oracle
