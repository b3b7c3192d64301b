// The numbers of small deep models that sums over all states give, and what rebuilds their parameters.
#pragma once

#include "base/matrix.h"
#include "tests/support/reference.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace harmonium::oracle {

inline const nlohmann::json& deep() {
  static const nlohmann::json json = readReference("deep.json");
  return json;
}

// Entry k of the tensor with offset o is q(k + o): a multiple of 1/4 between -1.5 and 1.5.
inline float q(int k) {
  return static_cast<float>((7 * k + 3) % 13 - 6) / 4;
}
inline void fill(std::span<float> values, int offset) {
  for (std::size_t k = 0; k < values.size(); ++k) values[k] = q(static_cast<int>(k) + offset);
}

// All states of n binary units, n x 2^n; unit 0 is the lowest bit.
inline Matrix allStates(int units) {
  Matrix states(units, 1 << units);
  for (Index s = 0; s < states.cols(); ++s) {
    for (Index i = 0; i < units; ++i) states(i, s) = static_cast<float>(s >> i & 1);
  }
  return states;
}

// "101": unit 0 first.
template <typename Column>
std::string nameOf(const Column& state) {
  std::string name;
  for (Index i = 0; i < state.size(); ++i) name += state[i] > 0.5f ? '1' : '0';
  return name;
}
inline Vector stateNamed(const std::string& name) {
  Vector state(static_cast<Index>(name.size()));
  for (std::size_t i = 0; i < name.size(); ++i) state[static_cast<Index>(i)] = name[i] == '1' ? 1.0f : 0.0f;
  return state;
}
template <typename Column>
std::size_t numberOf(const Column& state) {
  std::size_t number = 0;
  for (Index i = 0; i < state.size(); ++i) number |= static_cast<std::size_t>(state[i] > 0.5f) << i;
  return number;
}

// The numbers of nested lists, row by row.
inline std::vector<double> flatten(const nlohmann::json& numbers) {
  if (numbers.is_number()) return {numbers.get<double>()};
  std::vector<double> flat;
  for (const nlohmann::json& each : numbers) {
    const std::vector<double> inner = flatten(each);
    flat.insert(flat.end(), inner.begin(), inner.end());
  }
  return flat;
}

}  // namespace harmonium::oracle
