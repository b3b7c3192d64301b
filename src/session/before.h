// The parameters before a phase of slow motion, so that pictures and words can say what the phase has changed.
#pragma once

#include "models/model.h"

#include <span>
#include <string>
#include <vector>

namespace harmonium {

class Before {
 public:
  // Copies the parameters, once for each phase: further calls until end() change nothing. Of models with more numbers
  // than kMost nothing is kept, because the copy would take memory that was not counted.
  void begin(Model& model);
  // The phase has ended.
  void end() { begun_ = false; }
  // Forgets what was copied.
  void drop();

  // In the order of Model::parameters(); empty where nothing is kept.
  std::span<const std::vector<float>> parameters() const { return {kept_.data(), count_}; }
  // The parameter that has changed most since: its value, its gradient where there is one, and its step, or what it was
  // before. Rows and columns are counted from 1. A sentence that begins with a space; empty where nothing has changed.
  std::string largestStep(Model& model) const;

  static constexpr std::size_t kMost = 1 << 20;  // numbers, 4 MB

 private:
  std::vector<std::vector<float>> kept_;
  std::size_t count_ = 0;
  bool begun_ = false;
};

}  // namespace harmonium
