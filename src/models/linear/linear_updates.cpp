// How a linear Gaussian model reads the data and takes its updates.
#include "base/numbers.h"
#include "models/linear/linear_model.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace harmonium {

namespace {

constexpr double kSlice = 3e6;  // multiplications per slice of the eigenvalue computation: a few milliseconds

}  // namespace

Work LinearModel::see(Batch examples, Pace& pace) {
  const Matrix& batch = examples.v;
  if (!partial_) return sum_.add(pace, batch);
  const Index room = std::min<Index>(examples_, std::max<Index>(1, kKeptValues / batch.rows()));
  if (kept_.cols() != room) kept_.resize(batch.rows(), room);
  const Index count = std::min(batch.cols(), room - kept_count_);
  auto part = kept_.middleCols(kept_count_, count);
  part = batch.leftCols(count);
  kept_count_ += count;
  if (hidden_share_ == 0) return {};
  for (Index n = 0; n < count; ++n) {
    for (Index i = 0; i < batch.rows(); ++i) {
      if (hiding_->uniform() < hidden_share_) part(i, n) = std::numeric_limits<float>::quiet_NaN();
    }
  }
  return {};
}

Work LinearModel::seen(Pace& pace) {
  if (partial_) {
    kept_.conservativeResize(kept_.rows(), kept_count_);
    partialMoments(kept_, about_, variances_);
    setFloor();
    co_return;
  }
  co_await sum_.moments(pace, moments_.emplace());
  sum_ = MomentSum();
  about_ = moments_->mean;
  variances_ = moments_->S.diagonal();
  setFloor();
  RealMatrix S = moments_->S;
  // The scale of a value does not matter to factor analysis. In a covariance of values of very different scales the
  // eigenvalues of the small ones would be lost in rounding.
  if (kind_ == NoiseKind::kDiagonal && units_ == Units::kEach) toCorrelation(S);
  SymmetricEigen eigen(std::move(S));
  while (!eigen.advance(kSlice)) co_await pace.spent(kSlice);
  const RealVector& values = eigen.values();
  if (kind_ == NoiseKind::kShared) {
    RealMatrix axes;
    co_await eigen.vectors(pace, model().factors(), axes);
    maximum_ = maximumLikelihood(*moments_, values, axes, floor_[0]);
    co_await posteriorOf(pace, maximum_, maximum_posterior_);
    maximum_reached_ = maximumLogLikelihood(values, model().factors(), floor_[0]);
  } else {
    maximum_reached_ = saturatedLogLikelihood(values);
    if (units_ == Units::kEach) maximum_reached_ -= logDeviations(variances_);
  }
  eigenvalues_ = values;
}

double LinearModel::updateCost(int /*examples*/) const {
  const double q = toDouble(model().factors()), starts = toDouble(1 + others_.size());
  return starts * (partial_ ? toDouble(examples_) * (1 + q) : toDouble(model().values()) + 1);
}

double LinearModel::readingsCost() const {
  return updateCost(examples_) / (partial_ ? 2 : 1) / toDouble(1 + others_.size());
}

void LinearModel::beginUpdate(const Batch& /*batch*/, const Clock& /*clock*/) {
  closed_now_ = closedForm();
  under_way_ = true;
}

Work LinearModel::runPhase(std::size_t phase, Rng& /*rng*/, Pace& pace) {
  const double V = toDouble(model().values()), q = toDouble(model().factors());
  const bool small = !partial_ && others_.empty() && isPiece(pace, 5 * (V + q) * (V + q) * (q + 1));
  if (!small) return phase == 0 ? expect(fit_, pace) : endUpdate(pace);
  if (phase == 0) {
    expectAtOnce();
  } else {
    endAtOnce();
  }
  return {};
}

// A step of few values takes a microsecond, of which coroutines would be half.
void LinearModel::expectAtOnce() {
  if (closed_now_) return;
  expectation(fit_.posterior, *moments_, statistics_);
  fit_.reached = meanLogLikelihood(fit_.model, fit_.posterior, *moments_, statistics_);
}

void LinearModel::endAtOnce() {
  if (closed_now_) {
    next_.model = maximum_;
    fit_.reached = maximum_reached_;
  } else {
    maximisation(statistics_, *moments_, kind_, floor_, next_.model);
  }
  fit_.take(kind_, floor_, next_);
  rotation_.reset();
  under_way_ = false;
}

Work LinearModel::expect(LinearFit& fit, Pace& pace) {
  if (closed_now_) co_return;
  if (partial_) {
    co_await partialExpectation(pace, fit.model, kept_, about_, partial_statistics_);
    if (others_.empty()) co_return;
    co_await partialMeanLogLikelihood(pace, fit.model, kept_, partial_statistics_.posterior, fit.reached);
  } else {
    co_await expectation(pace, fit.posterior, *moments_, statistics_);
    fit.reached = meanLogLikelihood(fit.model, fit.posterior, *moments_, statistics_);
  }
}

Work LinearModel::maximise(LinearFit& fit, Pace& pace) {
  if (closed_now_) {
    next_.model = maximum_;
    fit.reached = maximum_reached_;
  } else if (partial_) {
    next_.model = fit.model;
    co_await partialMaximisation(pace, partial_statistics_, about_, kind_, floor_, next_.model);
  } else {
    co_await maximisation(pace, statistics_, *moments_, kind_, floor_, next_.model);
  }
  co_await fit.take(pace, kind_, floor_, next_);
  rotation_.reset();
}

// The likelihoods compared are those before the step, which the E steps know. No step lowers one, so that of the shown
// start never falls either.
Work LinearModel::endUpdate(Pace& pace) {
  co_await maximise(fit_, pace);
  std::size_t best = others_.size();
  double most = fit_.reached + 1e-9;  // rounding alone makes no start better
  for (std::size_t start = 0; start < others_.size(); ++start) {
    co_await expect(others_[start], pace);
    co_await maximise(others_[start], pace);
    if (others_[start].reached > most) {
      most = others_[start].reached;
      best = start;
    }
  }
  if (best < others_.size()) std::swap(fit_, others_[best]);
  rotation_.reset();
  under_way_ = false;
}

}  // namespace harmonium
