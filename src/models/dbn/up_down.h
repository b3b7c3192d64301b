// The up-down algorithm: wake-sleep for a deep belief net, with the associative memory of its top machine between the
// two. Recognition and generative weights are two nets over the same units. N examples, rate r, means over the batch.
//
//   wake    h^k ~ q(h^k | h^(k-1)), k = 1 .. L - 1; then h^L ~ p(h^L | h^(L-1), y) of the top machine
//   chain   s Gibbs steps of the top machine from there: h^(L-1)', y', h^L'
//   sleep   from h^(L-1)' down: h^(k-1)' ~ p(h^(k-1) | h^k'); v' as probabilities
//   learn   W_k += r (h^(k-1) - p) h^k' and b_(k-1) with the wake states and p = p(h^(k-1) | h^k)
//           R_k += r (h^k' - q) h^(k-1)'' and c_k with the sleep states and q = q(h^k | h^(k-1)')
//           top: r (<h^(L-1) h^L> of the wake states - the same of the chain), with sampled states on both sides
//           (') marks states of the chain and of sleep, ('') a transpose. All predictions are made before any change.
//
// Hinton, Osindero & Teh (2006), A fast learning algorithm for deep belief nets, appendix B.
#pragma once

#include "models/layers/belief_stack.h"
#include "models/layers/rbm_labels.h"

#include <cstdint>
#include <span>
#include <vector>

namespace harmonium {

class UpDown {
 public:
  // `layers` directed layers.
  void start(std::size_t layers);
  void useTeam(Team* team);

  // v: V x N. `labels` has one class per example, -1 where it is not known, or is empty.
  void begin(const Matrix& v, std::span<const std::int16_t> labels);
  Work wake(Pace& pace, const BeliefStack& stack, const RbmParameters& top, States v_states, Rng& rng);
  Work chain(Pace& pace, const RbmParameters& top, int steps, Rng& rng);
  Work sleep(Pace& pace, const BeliefStack& stack, Rng& rng);
  // Computes all slopes, which are means over the batch, and then moves all parameters by `rate` times them.
  Work learn(Pace& pace, BeliefStack& stack, RbmParameters& top, float rate);

  const StackStates& awake() const { return awake_; }
  const StackStates& dreamt() const { return dreamt_; }        // h[0] holds probabilities
  const Matrix& topAwake() const { return top_awake_; }        // units of h^L x N
  const Matrix& topDreamt() const { return top_dreamt_; }      // units of h^L x N
  const Matrix& joint() const { return joint_; }               // h^(L-1) and the label, before the chain
  const Matrix& jointDreamt() const { return joint_dreamt_; }  // and after it
  const BeliefStack& slope() const { return slope_; }
  const RbmGradient& topSlope() const { return top_slope_; }

 private:
  StackStates awake_, dreamt_;
  Matrix joint_, joint_dreamt_, top_awake_, top_dreamt_, mean_;
  std::vector<std::int16_t> labels_;
  BeliefStack slope_;
  RbmGradient top_slope_;
  StackScratch awake_scratch_, dreamt_scratch_;
  RbmScratch top_scratch_;
  LabelScratch label_scratch_;
  LinkSlopeScratch slope_scratch_;
};

}  // namespace harmonium
