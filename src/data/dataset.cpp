// Compiled for speed: every batch is gathered here, before each update.
#include "data/dataset.h"

#include "base/assert.h"
#include "base/numbers.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string_view>
#include <utility>

namespace harmonium {

void Split::loadOne(std::uint32_t example, float* out) const {
  HARMONIUM_ASSERT(example < toU32(examples));
  const std::size_t width = toSize(values);
  const std::size_t first = example * width;
  if (!floats.empty()) {
    std::copy_n(floats.data() + first, width, out);
    return;
  }
  // The division is correctly rounded, so it gives the float nearest to byte / maximum, and exactly 1 for the maximum.
  // A product with 1 / maximum would not.
  const std::uint8_t* in = bytes.data() + first;
  for (std::size_t i = 0; i < width; ++i) out[i] = toFloat(in[i]) / maximum;
}

void Split::load(std::span<const std::uint32_t> indices, Matrix& out) const {
  out.resize(values, toIndex(indices.size()));
  float* column = out.data();
  for (const std::uint32_t index : indices) {
    loadOne(index, column);
    column += values;
  }
}

void Split::loadRange(std::uint32_t first, std::uint32_t count, Matrix& out) const {
  out.resize(values, toIndex(count));
  float* column = out.data();
  for (std::uint32_t i = 0; i < count; ++i) {
    loadOne(first + i, column);
    column += values;
  }
}

void Split::loadPast(std::span<const std::uint32_t> indices, int history, Matrix& out) const {
  out.resize(toIndex(values) * history, toIndex(indices.size()));
  float* column = out.data();
  for (const std::uint32_t index : indices) {
    const std::uint32_t back = toU32(history);
    HARMONIUM_ASSERT(back <= index);
    // Both positions count the sequence starts before them, so equal positions mean the same sequence.
    HARMONIUM_ASSERT(back == 0 || std::upper_bound(starts.begin(), starts.end(), index) ==
                                      std::upper_bound(starts.begin(), starts.end(), index - back));
    for (std::uint32_t frame = index - back; frame < index; ++frame) {
      loadOne(frame, column);
      column += values;
    }
  }
}

std::vector<std::uint32_t> Split::withPast(int history) const {
  const std::uint32_t back = toU32(history), total = toU32(examples);
  std::vector<std::uint32_t> indices;
  if (back == 0) {
    for (std::uint32_t index = 0; index < total; ++index) indices.push_back(index);
    return indices;
  }
  for (std::size_t s = 0; s < starts.size(); ++s) {
    const std::uint32_t end = s + 1 < starts.size() ? starts[s + 1] : total;
    for (std::uint32_t index = starts[s] + back; index < end; ++index) indices.push_back(index);
  }
  return indices;
}

int Split::longestHistory() const {
  // Independent examples count as sequences of length 1, which have no history.
  std::uint32_t longest = 1;
  for (std::size_t s = 0; s < starts.size(); ++s) {
    const std::uint32_t end = s + 1 < starts.size() ? starts[s + 1] : toU32(examples);
    longest = std::max(longest, end - starts[s]);
  }
  return toInt(longest) - 1;
}

Work Split::mean(Pace& pace, Vector& out) const {
  out = Vector::Zero(values);
  if (examples == 0) co_return;
  const std::size_t width = toSize(values);
  // A sum of bytes is a whole number far below 2^53, so it is exact in double.
  std::vector<double> sums(width, 0.0), known(width, examples);
  co_await inParts(pace, toSize(examples), 10 * toDouble(width), [&](std::size_t from, std::size_t to) {
    for (std::size_t n = from; n < to; ++n) {
      for (std::size_t i = 0; i < width; ++i) {
        const double value = floats.empty() ? toDouble(bytes[n * width + i]) : toDouble(floats[n * width + i]);
        if (std::isnan(value)) {
          --known[i];
        } else {
          sums[i] += value;
        }
      }
    }
    return true;
  });
  const double scale = floats.empty() ? toDouble(maximum) : 1.0;
  for (std::size_t i = 0; i < width; ++i) {
    if (known[i] > 0) out[toIndex(i)] = toFloat(sums[i] / (scale * known[i]));
  }
}

Vector Split::mean() const {
  Pace whole;
  Vector out;
  finish(mean(whole, out));
  return out;
}

// A byte equal to the maximum is intensity 1, so bytes are compared without a division.
bool Split::isBinary() const {
  const auto whole_byte = [this](std::uint8_t b) { return b == 0 || toFloat(b) == maximum; };
  const auto whole_float = [](float x) { return x == 0 || x == 1; };
  return std::all_of(bytes.begin(), bytes.end(), whole_byte) && std::all_of(floats.begin(), floats.end(), whole_float);
}

namespace {

// True where the split holds only the bytes 0 and 1; an empty split does.
bool inBits(const Split& split) {
  return split.examples == 0 || (split.floats.empty() && split.maximum == 1);
}

}  // namespace

Layout layoutOf(const Dataset& set) {
  if (!set.layout.parts.empty()) return set.layout;
  const bool bits = inBits(set.train) && inBits(set.test);
  Layout layout = Layout::onePart(set.real ? PartKind::kReal
                                  : bits   ? PartKind::kBinary
                                           : PartKind::kIntensity,
                                  set.rows, set.cols, set.value_names);
  layout.parts[0].missing = set.missing();
  return layout;
}

namespace {

constexpr std::size_t kLongestLabel = 40;  // bytes of the label of an axis

// At most `bytes` bytes of a text in UTF-8, which never end inside a character.
std::string shortened(std::string text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  const std::string dots = "\u2026";
  std::size_t end = bytes - dots.size();
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + dots;
}

}  // namespace

std::vector<std::string> storedNames(const Dataset& set) {
  std::vector<std::string> names = set.value_names;
  for (std::size_t i = 0; i < set.offsets.size(); ++i) {
    if (names.size() <= i) names.push_back("x" + std::to_string(i + 1));
    if (set.offsets[i] == 0) continue;
    char offset[32];
    std::snprintf(offset, sizeof offset, " less %.15g", set.offsets[i]);
    names[i] = shortened(std::move(names[i]), kLongestLabel - std::string_view(offset).size()) + offset;
  }
  return names;
}

void setLayout(Dataset& set, Layout layout) {
  HARMONIUM_ASSERT(!layout.parts.empty());
  const bool one = layout.parts.size() == 1;
  set.rows = one ? layout.parts[0].rows : 1;
  set.cols = one ? layout.parts[0].cols : layout.values();
  set.real = !std::all_of(layout.parts.begin(), layout.parts.end(), [](const Part& part) { return part.unit(); });
  // Value names are useful only where a part has names, or where several parts of one value each name themselves. The
  // pixels of a picture stay without names.
  const bool named = std::any_of(layout.parts.begin(), layout.parts.end(), [one](const Part& part) {
    return !part.names.empty() || (!one && part.values() == 1);
  });
  set.value_names.clear();
  for (const Part& part : layout.parts) {
    for (std::size_t i = 0; named && i < toSize(part.values()); ++i) {
      set.value_names.push_back(!part.names.empty()  ? part.names[i]
                                : part.values() == 1 ? part.name
                                                     : part.name + " " + std::to_string(i + 1));
    }
  }
  set.layout = std::move(layout);
}

}  // namespace harmonium
