// Watches for numbers that run away and keeps the last good ones.
#pragma once

#include "models/model.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace harmonium {

class Guard {
 public:
  // Looks and copies every so many updates: rare enough to cost nothing, often enough to lose little.
  static constexpr std::uint64_t kInterval = 32;

  // The name and value of the first parameter out of bounds, as part of a sentence; nothing when all is well.
  static std::optional<std::string> problem(Model& model);

  void keep(Model& model, std::uint64_t updates);
  std::uint64_t restore(Model& model) const;  // returns the updates those parameters had

 private:
  std::vector<std::vector<float>> kept_;
  std::uint64_t updates_ = 0;
};

}  // namespace harmonium
