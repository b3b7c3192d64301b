// What a model that says the class of an example offers.
#pragma once

#include "base/matrix.h"

namespace harmonium::faces {

class Classes {
 public:
  virtual ~Classes() = default;
  // K; 0 where the model has no classes under these settings.
  virtual int classes() const = 0;
  // p(y = k | v) of every class, K x N, for examples v (V x N). Only where there are classes.
  virtual void classProbabilities(const Matrix& v, Matrix& p) const = 0;
};

}  // namespace harmonium::faces
