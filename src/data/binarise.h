// Binarisation turns grey pixels into the 0 and 1 that binary units need. It is a named choice, because it changes what
// a model learns and which published results are comparable.
#pragma once

#include "base/matrix.h"
#include "data/dataset.h"

#include <array>
#include <span>
#include <string_view>

namespace harmonium {

// The option `binarisation` of the models lists its choices in this order, by these names.
enum class Binarisation {
  kThreshold,  // 1 where the intensity is at least kThresholdIntensity; the picture is the same every time
  kSample,     // 1 with the intensity as its probability, drawn again every time (Salakhutdinov & Murray 2008)
  kNone,       // the intensity itself, which the model reads as a probability
};

inline constexpr std::array<std::string_view, 3> kBinarisationNames = {"threshold", "sample", "none"};

// A value of at least half the maximum becomes 1: bytes from 128 on for a maximum of 255, and from 8 on for the maximum
// of 16 of the 8x8 digits.
inline constexpr float kThresholdIntensity = 0.5f;

// Applies kThreshold in place. kSample needs many random bits, so the code that owns the kernels and the Rng does it.
void applyThreshold(std::span<float> intensities);
// Applies kThreshold to examples [N, layout.values()], row by row. Only parts of kind intensity change; the values of
// other parts stay as they are. An empty layout stands for one part of intensities, here and below.
void applyThreshold(const Layout& layout, std::span<float> examples);

// Properties of a split as a model sees it, after binarisation. meanAfter() returns the mean of each value, [V];
// sampling keeps the split's mean, and a threshold changes it. isBinaryAfter() returns whether every value is 0 or 1.
Vector meanAfter(const Split& split, Binarisation how, const Layout& layout = {});
bool isBinaryAfter(const Split& split, Binarisation how, const Layout& layout = {});

// The same for the values of one part of the split.
bool isBinaryAfter(const Split& split, Binarisation how, const Part& part);

// The same as work that may stop (base/work.h). The arguments have to live until its end.
Work meanAfter(Pace& pace, const Split& split, Binarisation how, const Layout& layout, Vector& out);
Work isBinaryAfter(Pace& pace, const Split& split, Binarisation how, const Part& part, bool& out);
Work isBinaryAfter(Pace& pace, const Split& split, Binarisation how, const Layout& layout, bool& out);

}  // namespace harmonium
