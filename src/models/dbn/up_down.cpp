// Compiled for speed: every update of up-down runs these passes.
#include "models/dbn/up_down.h"

#include "base/numbers.h"
#include "kernels/paced.h"
#include "models/layers/rbm_scores.h"

namespace harmonium {

void UpDown::start(std::size_t layers) {
  awake_scratch_ = dreamt_scratch_ = StackScratch(layers);
  awake_ = dreamt_ = {};
  for (StackStates* states : {&awake_, &dreamt_}) {
    states->h.resize(layers + 1);
    states->mean.resize(layers + 1);
  }
  slope_.down.assign(layers, {});
  slope_.up.assign(layers, {});
}

void UpDown::useTeam(Team* team) {
  awake_scratch_.useTeam(team);
  dreamt_scratch_.useTeam(team);
  top_scratch_.link.team = label_scratch_.link.team = slope_scratch_.team = team;
}

void UpDown::begin(const Matrix& v, std::span<const std::int16_t> labels) {
  awake_.h[0] = v;
  labels_.assign(labels.begin(), labels.end());
  labels_.resize(columnCount(v), -1);
}

Work UpDown::wake(Pace& pace, const BeliefStack& stack, const RbmParameters& top, States v_states, Rng& rng) {
  co_await recogniseUp(pace, stack, stack.layers(), v_states, awake_scratch_, rng, awake_);
  if (top.labels == 0) {
    joint_ = awake_.h.back();
  } else {
    joinLabels(top, awake_.h.back(), labels_, joint_);
    co_await drawUnknownLabels(pace, top, awake_.h.back(), States::kBinary, labels_, label_scratch_, rng, joint_);
  }
  co_await hiddenMean(pace, top, joint_, States::kBinary, top_scratch_, mean_);
  top_awake_.resize(mean_.rows(), mean_.cols());
  co_await kernels::paced::bernoulli(pace, rng, flat(mean_), flat(top_awake_));
}

Work UpDown::chain(Pace& pace, const RbmParameters& top, int steps, Rng& rng) {
  top_dreamt_ = top_awake_;
  for (int step = 0; step < steps; ++step) {
    co_await sampleVisible(pace, top, top_dreamt_, mean_, joint_dreamt_, top_scratch_, rng);
    co_await hiddenMean(pace, top, joint_dreamt_, States::kBinary, top_scratch_, mean_);
    co_await kernels::paced::bernoulli(pace, rng, flat(mean_), flat(top_dreamt_));
  }
}

Work UpDown::sleep(Pace& pace, const BeliefStack& stack, Rng& rng) {
  const std::size_t L = stack.layers();
  dreamt_.h[L] = joint_dreamt_.topRows(awake_.h[L].rows());
  for (std::size_t k = L; k-- > 1;) {
    co_await drawLayer(pace, stack, k, dreamt_scratch_, rng, dreamt_);
  }
  co_await beliefMeans(pace, stack.down[0], dreamt_.h[1], States::kBinary, dreamt_scratch_.down[0], dreamt_.h[0]);
}

Work UpDown::learn(Pace& pace, BeliefStack& stack, RbmParameters& top, float rate) {
  for (std::size_t k = 0; k < stack.layers(); ++k) {
    co_await beliefSlope(pace, stack.down[k], awake_.h[k], awake_.h[k + 1], States::kBinary, {}, awake_scratch_.down[k],
                         slope_.down[k]);
    co_await beliefSlope(pace, stack.up[k], dreamt_.h[k + 1], dreamt_.h[k], k == 0 ? States::kReal : States::kBinary,
                         {}, dreamt_scratch_.up[k], slope_.up[k]);
  }
  top_slope_.W.resize(top.W.rows(), top.W.cols());
  co_await linkSlope(pace, {joint_, top_awake_, States::kBinary}, {joint_dreamt_, top_dreamt_, States::kBinary},
                     slope_scratch_, top_slope_.W, top_slope_.b, top_slope_.c);
  // All at once: wherever the work stops, the parameters belong together.
  for (std::size_t k = 0; k < stack.layers(); ++k) {
    for (const auto& [layer, slope] :
         {std::pair{&stack.down[k], &slope_.down[k]}, std::pair{&stack.up[k], &slope_.up[k]}}) {
      kernels::axpy(rate, flat(slope->W), flat(layer->W));
      kernels::axpy(rate, flat(slope->b), flat(layer->b));
    }
  }
  kernels::axpy(rate, flat(top_slope_.W), flat(top.W));
  kernels::axpy(rate, flat(top_slope_.b), flat(top.b));
  kernels::axpy(rate, flat(top_slope_.c), flat(top.c));
}

}  // namespace harmonium
