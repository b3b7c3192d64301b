#include "base/layout.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace harmonium {

namespace {
// In the order of PartKind, because partKindName() uses the kind as an index. Saved experiments hold these names.
constexpr std::array<const char*, 5> kNames = {"binary", "intensity", "real", "oneOf", "counts"};
}  // namespace

const char* partKindName(PartKind kind) {
  return kNames[static_cast<std::size_t>(kind)];
}

std::optional<PartKind> partKindNamed(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<PartKind>(found - kNames.begin());
}

float lowestOf(PartKind kind) {
  return kind == PartKind::kReal ? kUnknownLow : 0.0f;
}

float highestOf(PartKind kind) {
  return kind == PartKind::kReal || kind == PartKind::kCounts ? kUnknownHigh : 1.0f;
}

// append() sets every `first`, so the last part alone tells the total.
int Layout::values() const {
  return parts.empty() ? 0 : parts.back().first + parts.back().values();
}

const Part* Layout::find(std::string_view name) const {
  const auto found = std::find_if(parts.begin(), parts.end(), [name](const Part& part) { return part.name == name; });
  return found == parts.end() ? nullptr : &*found;
}

Layout Layout::onePart(PartKind kind, int rows, int cols, std::vector<std::string> names) {
  return {.parts = {{.name = kind == PartKind::kReal ? "values" : "pixels",
                     .kind = kind,
                     .rows = rows,
                     .cols = cols,
                     .low = lowestOf(kind),
                     .high = highestOf(kind),
                     .names = std::move(names)}}};
}

void Layout::append(Part part) {
  part.first = values();
  parts.push_back(std::move(part));
}

}  // namespace harmonium
