#include "session/before.h"

#include "base/numbers.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace harmonium {

namespace {

// "W, row 3, column 7"; "b, number 3".
std::string placeOf(const Tensor& tensor, std::size_t index) {
  if (tensor.values.size() == 1) return tensor.name;
  if (tensor.shape.size() != 2) return tensor.name + ", number " + std::to_string(index + 1);
  const std::size_t columns = tensor.shape[1];
  return tensor.name + ", row " + std::to_string(index / columns + 1) + ", column " +
         std::to_string(index % columns + 1);
}

std::string inWords(const char* format, float value) {
  char text[40];
  std::snprintf(text, sizeof text, format, toDouble(value));
  return text;
}

}  // namespace

void Before::begin(Model& model) {
  if (begun_) return;
  begun_ = true;
  count_ = 0;
  const std::vector<Tensor> tensors = model.parameters();
  std::size_t numbers = 0;
  for (const Tensor& tensor : tensors) numbers += tensor.values.size();
  if (numbers > kMost) return;
  kept_.resize(tensors.size());
  for (const Tensor& tensor : tensors) kept_[count_++].assign(tensor.values.begin(), tensor.values.end());
}

void Before::drop() {
  kept_.clear();
  count_ = 0;
  begun_ = false;
}

std::string Before::largestStep(Model& model) const {
  const std::vector<Tensor> tensors = model.parameters();
  const std::vector<std::span<const float>> slopes = model.slopes();
  std::size_t tensor = 0, at = 0;
  float most = 0;
  for (std::size_t t = 0; t < std::min(count_, tensors.size()); ++t) {
    for (std::size_t i = 0; i < std::min(kept_[t].size(), tensors[t].values.size()); ++i) {
      const float size = std::abs(tensors[t].values[i] - kept_[t][i]);
      if (!(size > most)) continue;
      most = size;
      tensor = t;
      at = i;
    }
  }
  if (!(most > 0)) return "";
  const float now = tensors[tensor].values[at], before = kept_[tensor][at];
  const std::string place = " The largest step: " + placeOf(tensors[tensor], at) + ", ";
  if (tensor >= slopes.size() || at >= slopes[tensor].size())
    return place + "from " + inWords("%.3g", before) + " to " + inWords("%.3g.", now);
  return place + "is " + inWords("%.3g now; gradient ", now) + inWords("%.3g, step ", slopes[tensor][at]) +
         inWords("%+.2g.", now - before);
}

}  // namespace harmonium
