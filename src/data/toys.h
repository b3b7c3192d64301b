// Artificial sets on the line and on the plane whose density is known: 10,000 examples to learn from, 2,000 held out,
// the same ones everywhere and every time. Values are real; they lie within about -3 and 3.
//
// The curves (moons, spirals, swiss roll) are mixtures of many equal round bumps placed evenly along the curve, so that
// what looks like "curve plus noise" has a density in closed form.
#pragma once

#include "data/dataset.h"

namespace harmonium {

inline constexpr int kToyTraining = 10'000, kToyTest = 2'000;

// On the plane.
Dataset ringOfBumps();   // 8 bumps of deviation 0.15 on a circle of radius 2; labels: which bump
Dataset gridOfBumps();   // 5 x 5 bumps of deviation 0.1, 1 apart; labels: which bump
Dataset twoMoons();      // two interleaved half circles; labels: which moon
Dataset twoSpirals();    // two arms of one and a half turns; labels: which arm
Dataset swissRoll();     // one arm of one and a half turns from the middle outward
Dataset checkerboard();  // uniform on every other one of 4 x 4 squares of side 1; labels: which square
Dataset noisyLine();     // a factor model: x = (0.5, 0.25) + (1.2, 0.8) h + 0.3 e, h and e standard normal

// On the line.
Dataset unequalBumps();  // three bumps of different weights and widths; labels: which bump
Dataset twoBumps();      // two equal bumps at -1.5 and 1.5; labels: which bump
Dataset combOfBumps();   // five equal narrow bumps, 1 apart; labels: which bump

}  // namespace harmonium
