// A parameter by name, with its shape as JavaScript sees it (row-major), and the numbers themselves, which stay where
// they are.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace harmonium {

struct Tensor {
  std::string name;
  std::vector<std::uint32_t> shape;
  std::span<float> values;
};

}  // namespace harmonium
