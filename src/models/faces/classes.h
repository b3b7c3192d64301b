// The face of models that classify examples.
#pragma once

#include "base/matrix.h"

namespace harmonium::faces {

class Classes {
 public:
  virtual ~Classes() = default;
  // The number of classes K; 0 where the model has no classes under these settings.
  virtual int classes() const = 0;
  // Writes p(y = k | v) of every class into p, K x N, for examples v, V x N. Must not be called where classes() is 0.
  virtual void classProbabilities(const Matrix& v, Matrix& p) const = 0;
};

}  // namespace harmonium::faces
