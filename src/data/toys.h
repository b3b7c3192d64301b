// Artificial sets on the line and on the plane whose density is known. Each has 10,000 training examples and 2,000
// held-out ones. They are the same on every machine and in every run. Values are real and lie between about -3 and 3.
//
// The sets along curves (moons, spirals, swiss roll) are mixtures of many equal round bumps at even distances along the
// curve. So they look like a curve with noise and still have a density in closed form.
#pragma once

#include "data/dataset.h"

namespace harmonium {

inline constexpr int kToyTraining = 10'000, kToyTest = 2'000;

// On the plane.
Dataset ringOfBumps();   // 8 bumps of deviation 0.15 on a circle of radius 2; the label is the bump
Dataset gridOfBumps();   // 5 x 5 bumps of deviation 0.1 at distance 1; the label is the bump
Dataset twoMoons();      // two half circles that interlock; the label is the moon
Dataset twoSpirals();    // two arms of one and a half turns; the label is the arm
Dataset swissRoll();     // one arm of one and a half turns from the middle outward; no labels
Dataset checkerboard();  // uniform on every second one of 4 x 4 squares of side 1; the label is the square
Dataset noisyLine();     // x = (0.5, 0.25) + (1.2, 0.8) h + 0.3 e with h and e standard normal; no labels

// On the line.
Dataset unequalBumps();  // three bumps of different weights and widths; the label is the bump
Dataset twoBumps();      // two equal bumps at -1.5 and 1.5; the label is the bump
Dataset combOfBumps();   // five equal narrow bumps at distance 1; the label is the bump

}  // namespace harmonium
