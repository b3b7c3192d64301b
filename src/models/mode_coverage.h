// Measures of mode collapse: how many modes of a known density samples reach, and how many samples lie near a mode.
//
// A sample has high quality if it lies within three standard deviations of the nearest mode. A mode is covered if at
// least one sample of high quality is nearest to it (Srivastava et al. 2017, VEEGAN). Of samples from the density
// itself 98.9 % have high quality on the plane (1 - e^-4.5) and 99.7 % on the line. A model gains nothing by exceeding
// these shares.
//
// Neither number tells how evenly the modes are reached. effectiveModes() does: it is e to the entropy of the modes'
// shares of the samples, which is 8 of 8 where all eight modes get equal shares.
#pragma once

#include "base/density.h"
#include "base/matrix.h"
#include "base/numbers.h"
#include "base/view.h"

#include <optional>
#include <string>
#include <vector>

namespace harmonium {

struct ModeCoverage {
  int samples = 0;
  int high_quality = 0;
  std::vector<int> per_mode;  // number of samples of high quality that are nearest to each mode

  int modes() const { return toInt(per_mode.size()); }
  int covered() const;
  double share() const { return samples == 0 ? 0 : toDouble(high_quality) / samples; }  // of high quality, 0 .. 1
  double effectiveModes() const;  // 1 .. modes(); 0 where no sample has high quality
};

// Counts samples (d x n). Returns nothing where the density does not consist of separate, equal, round modes
// (Density::modes) or has other dimensions than the samples.
std::optional<ModeCoverage> modeCoverage(const Matrix& samples, const Density& density);

// The number of samples of every mode of the plane, as a text above it. Nothing on a line, where there is no room.
std::optional<Mark> modeCounts(const ModeCoverage& coverage, const Density& density);

// The counts in words, one sentence per entry: "8 of 8 modes are covered, 98.9 % of 500 samples lie on one."
std::vector<std::string> coverageInWords(const ModeCoverage& coverage);

}  // namespace harmonium
