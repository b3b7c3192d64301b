// How grey pixels become the zeros and ones that binary units want. A named choice, because it changes what
// is learned and which published numbers a result may be set beside.
#pragma once

#include "base/matrix.h"
#include "data/dataset.h"

#include <array>
#include <span>
#include <string_view>

namespace harmonium {

// The option `binarisation` of the models lists its choices in this order, by these names.
enum class Binarisation {
  kThreshold,  // 1 where the intensity is at least kThresholdIntensity: the same picture every time
  kSample,     // 1 with the intensity as probability, drawn anew every time (Salakhutdinov & Murray 2008)
  kNone,       // the intensity itself, read as a probability
};

inline constexpr std::array<std::string_view, 3> kBinarisationNames = {"threshold", "sample", "none"};

// Half of the maximum or more is on: of 255 that is 128 and up, of the 16 of the 8x8 digits 8 and up.
inline constexpr float kThresholdIntensity = 0.5f;

// kThreshold, in place. (kSample needs random bits in bulk: whoever holds the kernels and the Rng does it.)
void applyThreshold(std::span<float> intensities);
// The same on examples, one after the other. Of their parts only those of intensities are made binary; binary, one-of,
// real and counted values stay as they are. An empty layout stands for one part of intensities, here and below.
void applyThreshold(const Layout& layout, std::span<float> examples);

// What a model sees of a split: [V] the mean of every value, and whether every value is exactly 0 or 1.
// Drawing samples keeps the mean; a threshold does not.
Vector meanAfter(const Split& split, Binarisation how, const Layout& layout = {});
bool isBinaryAfter(const Split& split, Binarisation how, const Layout& layout = {});

// The same of the values of one part of the split.
bool isBinaryAfter(const Split& split, Binarisation how, const Part& part);

}  // namespace harmonium
