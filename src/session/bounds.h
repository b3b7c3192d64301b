// What the numbers of a run may be. Training, save(), load() and setParameters() ask here, so each takes what another
// leaves: a parameter lies within its tensor's range and within Model::parameterLimit(), a number of the training state
// within its tensor's range, and a run has at most kMostUpdates updates. NaN is allowed nowhere.
#pragma once

#include "base/result.h"
#include "models/model.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

// 2^53 - 1: JavaScript holds whole numbers up to this one exactly.
inline constexpr std::uint64_t kMostUpdates = (std::uint64_t{1} << 53) - 1;

Allowed parameterRange(const Model& model, const Tensor& parameter);

// Says which of the values lies outside, as part of a sentence: "W holds 1e+09 at [0, 3], but it must be a finite
// number from -1000 to 1000". Nothing where all lie within. `shape` is that of the values.
std::optional<std::string> outside(const std::string& name, const std::vector<std::uint32_t>& shape,
                                   std::span<const float> values, Allowed allowed);

// The place of value `at` in a tensor of this shape, as texts show it: "[2, 5]".
std::string placeText(const std::vector<std::uint32_t>& shape, std::size_t at);

// The first number of the model that is not allowed, in the same words.
std::optional<std::string> outsideOf(Model& model);

}  // namespace harmonium
