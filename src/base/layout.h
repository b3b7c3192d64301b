// A layout says what the V values of one example mean. It cuts them into parts that follow each other: a picture, a
// label with one value per class, a row of measurements. A set of pictures has one part; a set of pictures that shows
// their labels to the model has two.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace harmonium {

enum class PartKind {
  kBinary,     // every value is 0 or 1
  kIntensity,  // every value lies in [0, 1]; binarisation may turn it into 0 or 1
  kReal,       // any finite number; NaN where it is not known
  kOneOf,      // exactly one value is 1, all others are 0
  kCounts,     // whole numbers from 0 on
};

// The name that experiments use: "binary", "intensity", "real", "oneOf", "counts". partKindNamed() returns nothing for
// any other name.
const char* partKindName(PartKind kind);
std::optional<PartKind> partKindNamed(std::string_view name);

struct Part {
  std::string name;
  PartKind kind = PartKind::kIntensity;
  int rows = 1, cols = 0;  // the shape as a picture; 1 x values where it is no picture; 1 x classes for kOneOf
  int first = 0;           // index of its first value in an example
  // Every value lies in [low, high]. A kReal or kCounts part whose bounds were not given has infinite ones; a
  // DataSummary replaces them by the range of the training examples plus a margin.
  float low = 0, high = 1;
  std::vector<std::string> names = {};  // one per value ("setosa"), or none
  bool missing = false;                 // some values are NaN, which means unknown (kReal only)

  int values() const { return rows * cols; }
  // True where the kind alone keeps every value in [0, 1].
  bool unit() const { return kind != PartKind::kReal && kind != PartKind::kCounts; }
};

// The values of `low` and `high` for a part whose bounds were not given. lowestOf() and highestOf() return the bounds
// that the kind itself sets: 0 and 1, 0 and infinity for counts, both infinite for real values.
inline constexpr float kUnknownLow = -std::numeric_limits<float>::infinity();
inline constexpr float kUnknownHigh = std::numeric_limits<float>::infinity();
float lowestOf(PartKind kind);
float highestOf(PartKind kind);

struct Layout {
  std::vector<Part> parts;

  int values() const;                             // V; 0 without parts
  const Part* find(std::string_view name) const;  // null where no part has that name
  // A layout of one part. The part is named "values" where it is kReal and "pixels" otherwise.
  static Layout onePart(PartKind kind, int rows, int cols, std::vector<std::string> names);
  // Adds a part after the others and sets its `first` to the number of values so far.
  void append(Part part);
};

}  // namespace harmonium
