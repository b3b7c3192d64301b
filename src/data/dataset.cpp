// Compiled for speed: every batch is gathered here, before each update.
#include "data/dataset.h"

#include "base/assert.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace harmonium {

void Split::loadOne(std::uint32_t example, float* out) const {
  HARMONIUM_ASSERT(example < static_cast<std::uint32_t>(examples));
  const std::size_t width = static_cast<std::size_t>(values);
  const std::size_t first = example * width;
  if (!floats.empty()) {
    std::copy_n(floats.data() + first, width, out);
    return;
  }
  // A division rather than a product with 1 / maximum: it alone gives the float nearest to byte / maximum,
  // and 1 for the maximum itself.
  const std::uint8_t* in = bytes.data() + first;
  for (std::size_t i = 0; i < width; ++i) out[i] = static_cast<float>(in[i]) / maximum;
}

void Split::load(std::span<const std::uint32_t> indices, Matrix& out) const {
  out.resize(values, static_cast<Eigen::Index>(indices.size()));
  float* column = out.data();
  for (const std::uint32_t index : indices) {
    loadOne(index, column);
    column += values;
  }
}

void Split::loadRange(std::uint32_t first, std::uint32_t count, Matrix& out) const {
  out.resize(values, static_cast<Eigen::Index>(count));
  float* column = out.data();
  for (std::uint32_t i = 0; i < count; ++i) {
    loadOne(first + i, column);
    column += values;
  }
}

Vector Split::mean() const {
  Vector result = Vector::Zero(values);
  if (examples == 0) return result;
  const std::size_t width = static_cast<std::size_t>(values);
  // Sums of bytes are whole numbers far below 2^53, so they are exact in double precision too.
  std::vector<double> sums(width, 0.0), known(width, examples);
  for (std::size_t n = 0; n < static_cast<std::size_t>(examples); ++n) {
    for (std::size_t i = 0; i < width; ++i) {
      const double value =
          floats.empty() ? static_cast<double>(bytes[n * width + i]) : static_cast<double>(floats[n * width + i]);
      if (std::isnan(value)) {
        --known[i];
      } else {
        sums[i] += value;
      }
    }
  }
  const double scale = floats.empty() ? static_cast<double>(maximum) : 1.0;
  for (std::size_t i = 0; i < width; ++i) {
    if (known[i] > 0) result[static_cast<Eigen::Index>(i)] = static_cast<float>(sums[i] / (scale * known[i]));
  }
  return result;
}

bool Split::isBinary() const {
  const auto whole_byte = [this](std::uint8_t b) { return b == 0 || static_cast<float>(b) == maximum; };
  const auto whole_float = [](float x) { return x == 0 || x == 1; };
  return std::all_of(bytes.begin(), bytes.end(), whole_byte) && std::all_of(floats.begin(), floats.end(), whole_float);
}

}  // namespace harmonium
