// The face of models that can bound the probability of an example from below with the help of a second distribution,
// q(h | v), that guesses its hidden states.
//
//   variational     E_q [log p(v, h) - log q(h | v)] <= log p(v); the gap is KL(q(h | v) || p(h | v))
//   importance      E_q log (1/K sum over k of p(v, h_k) / q(h_k | v)) <= log p(v); with K = 1 it is the variational
//                   one, it never falls with K, and it reaches log p(v) as K grows
//
// Burda, Grosse & Salakhutdinov (2016), Importance weighted autoencoders, theorem 1.
#pragma once

#include "base/result.h"
#include "models/faces/density.h"

#include <cstdint>
#include <memory>

namespace harmonium {

struct BoundWish {
  enum class Kind { kVariational, kImportance };
  Kind kind = Kind::kVariational;
  // Samples of q for every example: averaged by the variational bound, K of the other.
  int samples = 1;
  std::uint64_t seed = 1;
  LikelihoodOf of = LikelihoodOf::kVisible;
};

namespace faces {

class Bounded {
 public:
  virtual ~Bounded() = default;
  // A likelihood of certainty kLowerBound. Its values are computed without samples where that is possible. Refused with
  // a sentence where the model has no q under these settings.
  virtual Result<std::unique_ptr<Likelihood>> bound(const BoundWish& wish) const = 0;
};

}  // namespace faces
}  // namespace harmonium
