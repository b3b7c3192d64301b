// A small deep belief net with the parameters of the oracle (tests/reference/deep.json), and what tests ask of it.
#pragma once

#include "models/dbn/dbn.h"
#include "tests/support/deep.h"
#include "tests/support/layered.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace harmonium::dbn {

using layered::natsOf;
using layered::summaryOf;

inline constexpr double kRounding = 3e-6;  // of parameters and states in float

inline Settings settingsOf(const std::vector<double>& layers,
                           const std::vector<std::pair<std::string, std::string>>& choices = {}) {
  return layered::settingsOf(DeepBeliefNet::options(), layers, choices);
}

inline std::map<std::string, Tensor> tensorsOf(Model& model) {
  std::map<std::string, Tensor> all;
  for (Tensor& tensor : model.parameters()) all.emplace(tensor.name, tensor);
  return all;
}

// The net 4-3-2 of the oracle.
inline void fillNet432(DeepBeliefNet& net) {
  const std::map<std::string, int> offsets = {{"W1", 0},  {"b0", 12}, {"c1", 16}, {"W2", 19},
                                              {"b1", 25}, {"b2", 28}, {"Wl", 40}, {"bl", 44}};
  for (const auto& [name, tensor] : tensorsOf(net)) {
    if (const auto found = offsets.find(name); found != offsets.end()) oracle::fill(tensor.values, found->second);
  }
  net.parametersChanged();
}

// Above the first layer, that layer upside down.
inline void turnOver(DeepBeliefNet& net, Index below, Index above) {
  const std::map<std::string, Tensor> all = tensorsOf(net);
  for (Index i = 0; i < below; ++i) {
    for (Index j = 0; j < above; ++j) {
      all.at("W2").values[static_cast<std::size_t>(j * below + i)] =
          all.at("W1").values[static_cast<std::size_t>(i * above + j)];
    }
  }
  std::ranges::copy(all.at("c1").values, all.at("b1").values.begin());
  std::ranges::copy(all.at("b0").values, all.at("b2").values.begin());
  net.parametersChanged();
}

}  // namespace harmonium::dbn
