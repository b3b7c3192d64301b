// What the V values of one example mean. They are cut into parts, one after the other: a picture, a label written as
// one unit per class, a row of measurements. Today's sets have one part; a set with an image and a label has two.
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

// As experiments write it: "binary", "intensity", "real", "oneOf", "counts".
const char* partKindName(PartKind kind);
std::optional<PartKind> partKindNamed(std::string_view name);

struct Part {
  std::string name;
  PartKind kind = PartKind::kIntensity;
  int rows = 1, cols = 0;  // of the part as a picture; rows = 1 where it is none; kOneOf: 1 x classes
  int first = 0;           // index of its first value in an example
  // Every value lies in [low, high]. Of kReal and kCounts an end is infinite where nobody has said it; in a DataSummary
  // it is then as far as the training examples reach, with some room.
  float low = 0, high = 1;
  std::vector<std::string> names = {};  // one per value ("setosa"), or none
  bool missing = false;                 // some values are NaN: not known (kReal only)

  int values() const { return rows * cols; }
  // Do its values lie in [0, 1] by their kind?
  bool unit() const { return kind != PartKind::kReal && kind != PartKind::kCounts; }
};

// low and high as they are where nobody has said them.
inline constexpr float kUnknownLow = -std::numeric_limits<float>::infinity();
inline constexpr float kUnknownHigh = std::numeric_limits<float>::infinity();
float lowestOf(PartKind kind);
float highestOf(PartKind kind);

struct Layout {
  std::vector<Part> parts;

  int values() const;                             // V
  const Part* find(std::string_view name) const;  // null where there is none of that name
  // Everything as one part: named "values" where it is of kReal, else "pixels".
  static Layout onePart(PartKind kind, int rows, int cols, std::vector<std::string> names);
  // Puts a part behind the others: `first` becomes the number of values so far.
  void append(Part part);
};

}  // namespace harmonium
