// What a model that goes from examples to latent variables and back offers.
#pragma once

#include "base/matrix.h"

#include <span>

namespace harmonium::faces {

class Codes {
 public:
  virtual ~Codes() = default;
  // The mean of the latent variables of every example (V x N), code size x N.
  virtual void encode(const Matrix& v, Matrix& code) const = 0;
  // What the model makes of every example (V x N): the mean of its reconstruction, V x N, in the units of the data.
  virtual void reconstruct(const Matrix& v, Matrix& mean) const = 0;
};

// Latent variables that a visitor turns by hand.
class Latent {
 public:
  virtual ~Latent() = default;
  virtual int latentSize() const = 0;
  // The mean of v [V] at h [latentSize()].
  virtual void decode(std::span<const float> h, std::span<float> v) const = 0;
};

}  // namespace harmonium::faces
