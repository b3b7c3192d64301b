// The faces of models with latent variables: from examples to codes and back, and from codes that a user sets.
#pragma once

#include "base/matrix.h"

#include <span>

namespace harmonium::faces {

class Codes {
 public:
  virtual ~Codes() = default;
  // Writes the mean of the latent variables of every example v (V x N) into code, code size x N.
  virtual void encode(const Matrix& v, Matrix& code) const = 0;
  // Writes the mean reconstruction of every example v (V x N) into mean, V x N, in the units of the data.
  virtual void reconstruct(const Matrix& v, Matrix& mean) const = 0;
};

// Latent variables that the user sets by sliders.
class Latent {
 public:
  virtual ~Latent() = default;
  virtual int latentSize() const = 0;
  // Writes the mean of v [V], in the units of the data, given h [latentSize()].
  virtual void decode(std::span<const float> h, std::span<float> v) const = 0;
  // Works out what the next decode() would take long for, as work that may stop (base/work.h).
  virtual Work prepareDecoding(Pace& /*pace*/) const { return {}; }
};

}  // namespace harmonium::faces
