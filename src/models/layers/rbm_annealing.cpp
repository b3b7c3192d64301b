#include "models/layers/rbm_annealing.h"

#include "base/assert.h"
#include "base/numbers.h"
#include "kernels/paced.h"
#include "models/layers/rbm_labels.h"

#include <algorithm>

namespace harmonium {

namespace {

class RbmAnnealing final : public AnnealedChains {
 public:
  RbmAnnealing(RbmParameters p, RbmBase base) : p_(std::move(p)), base_(std::move(base)) {}

  double baseLogPartition() const override { return harmonium::baseLogPartition(p_, base_); }

  void startAtBase(std::size_t chains, Rng& rng) override {
    v_.resize(p_.W.rows(), toIndex(chains));
    sampleBase(p_, base_, v_, scratch_, rng);
  }

  void startAt(const Matrix& v) override {
    const Index values = toIndex(p_.values()), classes = toIndex(p_.labels);
    HARMONIUM_ASSERT(v.rows() == values);
    v_.resize(p_.W.rows(), v.cols());
    v_.topRows(values) = v;
    if (classes == 0) return;
    // If v is a sample of p(v) and y is drawn from p(y | v), then (v, y) is a sample of the machine. The draw has its
    // own random numbers, because startAt() gets none.
    LabelScratch labels;
    std::vector<double> totals(columnCount(v));
    Matrix p;
    classLogProbabilities(p_, v, States::kBinary, labels, p, totals);
    kernels::exp(flat(p), flat(p));
    Matrix y(classes, v.cols());
    Rng rng(0, Purpose::kMeasure, 1);
    sampleOneOfRows(p, 0, classes, rng, y);
    v_.bottomRows(classes) = y;
  }

  Work move(Pace& pace, double from, double to, std::span<double> log_weights, Rng& rng) override {
    const std::size_t hidden = p_.hidden();
    co_await hiddenInput(pace, p_, v_, States::kBinary, scratch_, h_input_);

    // log p*_to(v) - log p*_from(v) of the current states. The hidden units are summed out: each gives a softplus.
    scaled_ = h_input_;
    kernels::scale(toFloat(from), flat(scaled_));
    h_ = h_input_;
    kernels::scale(toFloat(to), flat(h_));
    gap_.resize(log_weights.size());
    co_await pace.spent(4 * toDouble(h_.size()));
    co_await baseGap(pace, p_, base_, v_, scratch_, gap_);
    for (std::size_t n = 0; n < log_weights.size(); ++n) {
      log_weights[n] += (to - from) * gap_[n] + kernels::sumSoftplus(flat(h_).subspan(n * hidden, hidden)) -
                        kernels::sumSoftplus(flat(scaled_).subspan(n * hidden, hidden));
      co_await pace.spent(32 * toDouble(hidden));
    }

    // A Gibbs step that leaves p_to invariant. h_ holds beta (c + W'x) with beta = to, computed above for the weights.
    co_await kernels::paced::sigmoid(pace, flat(h_), flat(h_));
    co_await kernels::paced::bernoulli(pace, rng, flat(h_), flat(h_));
    co_await visibleInput(pace, p_, h_, States::kBinary, scratch_, v_input_);
    // All chains have the same beta here; sampleTempered() takes one per chain for parallel tempering.
    beta_.assign(log_weights.size(), toFloat(to));
    co_await sampleTempered(pace, p_, base_, beta_, v_input_, v_, scratch_, rng);
  }

 private:
  RbmParameters p_;
  RbmBase base_;
  Matrix v_, v_input_, h_input_, h_, scaled_;
  std::vector<double> gap_;
  std::vector<float> beta_;
  RbmScratch scratch_;
};

}  // namespace

std::unique_ptr<AnnealedChains> annealRbm(RbmParameters p, RbmBase base) {
  return std::make_unique<RbmAnnealing>(std::move(p), std::move(base));
}

}  // namespace harmonium
