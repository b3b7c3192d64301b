#include "session/guard.h"

#include "base/numbers.h"

#include <algorithm>

namespace harmonium {

namespace {

template <typename Visit>
void forEachTensor(Model& model, Visit visit) {
  for (Tensor& tensor : model.parameters()) visit(tensor);
  for (Tensor& tensor : model.trainingState()) visit(tensor);
}

}  // namespace

std::optional<std::string> Guard::problem(Model& model) {
  const float limit = model.parameterLimit();
  for (const Tensor& tensor : model.parameters()) {
    // The comparison is negated so that NaN counts as out of bounds.
    const auto outside = [limit](float value) { return !(value >= -limit && value <= limit); };
    const auto found = std::ranges::find_if(tensor.values, outside);
    if (found != tensor.values.end()) {
      return tensor.name + " holds " + formatNumber(toDouble(*found));
    }
  }
  return std::nullopt;
}

void Guard::keep(Model& model, std::uint64_t updates) {
  updates_ = updates;
  std::size_t index = 0;
  forEachTensor(model, [&](const Tensor& tensor) {
    // assign() reuses the memory of the copy before: no update allocates after the first copy.
    if (index == kept_.size()) kept_.emplace_back();
    kept_[index++].assign(tensor.values.begin(), tensor.values.end());
  });
}

std::uint64_t Guard::restore(Model& model) const {
  std::size_t index = 0;
  forEachTensor(model, [&](const Tensor& tensor) { std::ranges::copy(kept_[index++], tensor.values.begin()); });
  model.parametersChanged();
  return updates_;
}

}  // namespace harmonium
