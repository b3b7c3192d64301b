#include "session/bounds.h"

#include "base/numbers.h"
#include "base/options.h"
#include "kernels/kernels.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

std::string rangeText(Allowed allowed) {
  constexpr Allowed kFinite;
  if (allowed.low > kFinite.low && allowed.high < kFinite.high) {
    return "a finite number from " + formatNumber(toDouble(allowed.low)) + " to " +
           formatNumber(toDouble(allowed.high));
  }
  if (allowed.low > kFinite.low) return "a finite number of at least " + formatNumber(toDouble(allowed.low));
  return "a finite number";
}

std::string numberText(float value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return formatNumber(toDouble(value));
}

}  // namespace

std::string placeText(const std::vector<std::uint32_t>& shape, std::size_t at) {
  std::string text;
  for (std::size_t i = shape.size(); i-- > 0;) {
    const std::size_t size = std::max<std::size_t>(1, shape[i]);
    text = std::to_string(at % size) + (text.empty() ? "" : ", ") + text;
    at /= size;
  }
  return "[" + text + "]";
}

Allowed parameterRange(const Model& model, const Tensor& parameter) {
  const float limit = model.parameterLimit();
  return {.low = std::max(parameter.allowed.low, -limit), .high = std::min(parameter.allowed.high, limit)};
}

std::optional<std::string> outside(const std::string& name, const std::vector<std::uint32_t>& shape,
                                   std::span<const float> values, Allowed allowed) {
  if (kernels::allWithin(values, allowed.low, allowed.high)) return std::nullopt;
  // The comparison is negated so that NaN counts as outside.
  const auto wrong = [&](float value) { return !(value >= allowed.low && value <= allowed.high); };
  const auto found = std::ranges::find_if(values, wrong);
  return name + " holds " + numberText(*found) + " at " + placeText(shape, toSize(found - values.begin())) +
         ", but it must be " + rangeText(allowed);
}

std::optional<std::string> outsideOf(Model& model) {
  for (const Tensor& tensor : model.parameters()) {
    if (auto problem = outside(tensor.name, tensor.shape, tensor.values, parameterRange(model, tensor))) return problem;
  }
  for (const Tensor& tensor : model.trainingState()) {
    if (auto problem = outside(tensor.name, tensor.shape, tensor.values, tensor.allowed)) return problem;
  }
  return std::nullopt;
}

}  // namespace harmonium
