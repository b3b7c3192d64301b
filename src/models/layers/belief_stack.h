// A stack of directed layers over the visible units: what sigmoid belief nets and the lower part of deep belief nets
// are made of. All units are binary. h^0 is v, and L >= 1 layers h^1 .. h^L stand above it.
//
//   generative    p(h^k | h^(k+1)) = product of sigmoid(b_k + W_(k+1) h^(k+1))          k = 0 .. L - 1
//   recognition   q(h^(k+1) | h^k) = product of sigmoid(c_(k+1) + R_(k+1) h^k)
//
//   W_k: units of layer k - 1 x units of layer k        R_k: units of layer k x units of layer k - 1
//
// What stands above h^L, its prior, is not part of the stack.
#pragma once

#include "models/layers/belief.h"

#include <vector>

namespace harmonium {

struct BeliefStack {
  std::vector<BeliefLayer> down;  // down[k] draws h^k given h^(k+1): W_(k+1), b_k
  std::vector<BeliefLayer> up;    // up[k] draws h^(k+1) given h^k: R_(k+1), c_(k+1); empty without recognition

  std::size_t layers() const { return down.size(); }
  // The number of units of layer k, 0 .. L.
  Index units(std::size_t k) const { return k == 0 ? down[0].W.rows() : down[k - 1].W.cols(); }
  bool recognises() const { return !up.empty(); }
};

}  // namespace harmonium
