// Detects parameters that diverge, and keeps a copy of the last good ones.
#pragma once

#include "models/model.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace harmonium {

class Guard {
 public:
  // The session checks and copies once per so many updates. The copy then costs little beside the updates, and a run
  // that diverges loses at most this many.
  static constexpr std::uint64_t kInterval = 32;

  // Returns the name and the value of the first parameter that is NaN or beyond Model::parameterLimit(), as part of a
  // sentence ("W holds 1e9"). Returns nothing where all parameters are good.
  static std::optional<std::string> problem(Model& model);

  // Copies parameters and training state as they are after `updates` updates. Replaces the copy before.
  void keep(Model& model, std::uint64_t updates);
  // Puts the copy back and returns its number of updates. The model must be the one that was kept.
  std::uint64_t restore(Model& model) const;

 private:
  std::vector<std::vector<float>> kept_;  // all parameters, then all training state
  std::uint64_t updates_ = 0;
};

}  // namespace harmonium
