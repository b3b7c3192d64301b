#include "session/guard.h"

#include "base/numbers.h"
#include "kernels/kernels.h"
#include "session/bounds.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

template <typename Visit>
void forEachTensor(Model& model, Visit visit) {
  for (const Tensor& tensor : model.parameters()) visit(tensor);
  for (const Tensor& tensor : model.trainingState()) visit(tensor);
}

}  // namespace

Work Guard::begin(Pace& pace) {
  message_.clear();
  repeat_until_ = 0;
  noteCopy();
  std::vector<Tensor> tensors;
  forEachTensor(trainer_.model(), [&](const Tensor& tensor) { tensors.push_back(tensor); });
  kept_.resize(tensors.size());
  for (std::size_t index = 0; index < tensors.size(); ++index) {
    const std::span<const float> from = tensors[index].values;
    std::vector<float>& to = kept_[index];
    to.clear();
    to.reserve(from.size());
    constexpr double kPerNumber = 4;  // operations; the memory is new
    co_await inParts(pace, from.size(), kPerNumber, [&](std::size_t first, std::size_t last) {
      to.insert(to.end(), from.begin() + toIndex(first), from.begin() + toIndex(last));
      return true;
    });
  }
  stopAtLast();
}

// A copy is to cost about a thousandth of the updates since the one before.
std::uint64_t Guard::interval() const {
  constexpr double kShare = 1000;
  const double cost = std::max(1.0, trainer_.model().updateCost(trainer_.batchSize()));
  return std::clamp<std::uint64_t>(toU64(std::ceil(std::min(kShare * copy_cost_ / cost, 1e6))), 1, kLongest);
}

void Guard::copy() {
  noteCopy();
  std::size_t index = 0;
  forEachTensor(trainer_.model(), [&](const Tensor& tensor) {
    // assign() reuses the memory of the copy before.
    if (index == kept_.size()) kept_.emplace_back();
    kept_[index++].assign(tensor.values.begin(), tensor.values.end());
  });
}

// Notes what a copy is of, and what it costs.
void Guard::noteCopy() {
  parameters_ = trainer_.model().parameters();
  kept_updates_ = trainer_.updates();
  std::size_t parameters = 0, numbers = 0;
  for (const Tensor& tensor : parameters_) parameters += tensor.values.size();
  forEachTensor(trainer_.model(), [&](const Tensor& tensor) { numbers += tensor.values.size(); });
  copy_cost_ = toDouble(numbers) / std::max(1.0, toDouble(parameters));
}

void Guard::keep() {
  if (trainer_.betweenUpdates() && kept_updates_ != trainer_.updates()) copy();
}

void Guard::restart() {
  Pace whole;
  finish(begin(whole));
}

// A copy from before the change would not lead to the same numbers again, so it is replaced where that is possible.
void Guard::settingsChanged() {
  if (trainer_.betweenUpdates() && !outsideOf(trainer_.model())) return restart();
  message_.clear();
  repeat_until_ = 0;
}

void Guard::stopAtLast() {
  if (trainer_.updates() < kMostUpdates) return;
  message_ = "Training stopped after update " + std::to_string(kMostUpdates) + ", the last that a run can count.";
}

std::uint64_t Guard::reached() const {
  return std::max(trainer_.updates(), repeat_until_ > 0 ? repeat_until_ - 1 : 0);
}

bool Guard::afterUpdate() {
  Model& model = trainer_.model();
  const bool copy_due = repeat_until_ > 0 || trainer_.updates() - kept_updates_ >= interval();
  const bool good = std::ranges::all_of(parameters_, [&](const Tensor& tensor) {
    const Allowed allowed = parameterRange(model, tensor);
    return kernels::allWithin(tensor.values, allowed.low, allowed.high);
  });
  if (!good || copy_due) {
    if (outsideOf(model)) return goBack();
    copy();
  }
  // A repetition that meets nothing wrong: the settings changed in the middle of the update that did.
  if (trainer_.updates() >= repeat_until_) repeat_until_ = 0;
  stopAtLast();
  return true;
}

bool Guard::look() {
  if (trainer_.betweenUpdates()) return outsideOf(trainer_.model()) ? goBack() : true;
  // The training state is at work in the middle of an update.
  constexpr Allowed kFinite;
  const bool finite = std::ranges::all_of(
      parameters_, [&](const Tensor& tensor) { return kernels::allWithin(tensor.values, kFinite.low, kFinite.high); });
  return finite || goBack();
}

bool Guard::goBack() {
  const std::uint64_t lost = trainer_.updates() + (trainer_.betweenUpdates() ? 0 : 1);
  trainer_.setUpdates(kept_updates_);  // it drops what is under way, which works on the numbers
  Model& model = trainer_.model();
  const std::string problem = outsideOf(model).value_or("a number is not allowed");
  std::size_t index = 0;
  forEachTensor(model, [&](const Tensor& tensor) { std::ranges::copy(kept_[index++], tensor.values.begin()); });
  model.parametersChanged();
  if (lost > kept_updates_ + 1) {
    repeat_until_ = lost;
    return false;
  }
  repeat_until_ = 0;
  message_ = "Training diverged in update " + std::to_string(lost) + ": " + problem + ". The numbers after update " +
             std::to_string(kept_updates_) + " are kept; " + model.remedy() + ".";
  return false;
}

}  // namespace harmonium
