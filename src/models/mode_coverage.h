// Mode collapse in numbers: which of a density's bumps do samples reach, and how many of them lie on a bump at all?
//
// A sample is of high quality if it lies within three standard deviations of the nearest mode; a mode is covered if at
// least one sample of high quality is nearest to it (Srivastava et al. 2017, VEEGAN). Of samples from the density
// itself 98.9 % are of high quality on the plane (1 - e^-4.5) and 99.7 % on the line: more than that is no merit.
//
// Both numbers miss how evenly the modes are reached; effectiveModes() says it: e to the entropy of their shares, 8 of
// 8 where all get as much.
#pragma once

#include "base/density.h"
#include "base/matrix.h"

#include <optional>
#include <string>
#include <vector>

namespace harmonium {

struct ModeCoverage {
  int samples = 0;
  int high_quality = 0;
  std::vector<int> per_mode;  // samples of high quality by nearest mode

  int modes() const { return static_cast<int>(per_mode.size()); }
  int covered() const;
  double share() const { return samples == 0 ? 0 : static_cast<double>(high_quality) / samples; }  // of high quality
  double effectiveModes() const;  // 0 where no sample is of high quality
};

// Of samples (d x n); nothing where the density is not made of separate, equal, round bumps (Density::modes).
std::optional<ModeCoverage> modeCoverage(const Matrix& samples, const Density& density);

// What it means, a sentence each: "8 of 8 modes are covered."
std::vector<std::string> coverageInWords(const ModeCoverage& coverage);

}  // namespace harmonium
