#include "models/mode_coverage.h"

#include "base/numbers.h"
#include "base/options.h"
#include "base/reals.h"

#include <algorithm>
#include <cmath>

namespace harmonium {

namespace {

constexpr double kDeviations = 3;  // the largest distance from a mode for high quality, as in the VEEGAN paper

std::string percent(double share) {
  return formatNumber(std::round(1000 * share) / 10) + " %";
}

}  // namespace

int ModeCoverage::covered() const {
  return toInt(std::ranges::count_if(per_mode, [](int count) { return count > 0; }));
}

double ModeCoverage::effectiveModes() const {
  if (high_quality == 0) return 0;
  double entropy = 0;
  for (const int count : per_mode) {
    const double p = toDouble(count) / high_quality;
    if (p > 0) entropy -= p * reals::log(p);
  }
  return reals::exp(entropy);
}

std::optional<ModeCoverage> modeCoverage(const Matrix& samples, const Density& density) {
  const std::span<const float> modes = density.modes();
  const std::size_t dimensions = toSize(density.dimensions());
  // Densities without separate modes, such as moons, have nothing to count.
  if (modes.empty() || samples.rows() != density.dimensions()) return std::nullopt;
  const double reach = kDeviations * density.modeDeviation();
  ModeCoverage coverage{.samples = toInt(samples.cols()), .per_mode = {}};
  coverage.per_mode.resize(modes.size() / dimensions);
  for (Index n = 0; n < samples.cols(); ++n) {
    double nearest = INFINITY;
    std::size_t at = 0;
    for (std::size_t mode = 0; mode < coverage.per_mode.size(); ++mode) {
      double squared = 0;
      for (std::size_t i = 0; i < dimensions; ++i) {
        const double off = toDouble(samples(toIndex(i), n)) - toDouble(modes[mode * dimensions + i]);
        squared += off * off;
      }
      if (squared < nearest) {
        nearest = squared;
        at = mode;
      }
    }
    if (nearest > reach * reach) continue;  // a NaN is never nearest, so it ends here too
    ++coverage.high_quality;
    ++coverage.per_mode[at];
  }
  return coverage;
}

std::optional<Mark> modeCounts(const ModeCoverage& coverage, const Density& density) {
  const std::span<const float> modes = density.modes();
  if (density.dimensions() != 2 || modes.size() != 2 * coverage.per_mode.size()) return std::nullopt;
  // The text stands at the upper edge of the samples that it counts.
  const float above = toFloat(kDeviations * density.modeDeviation());
  Mark mark{.kind = MarkKind::kPoints, .ink = Ink::kModel, .label = "samples per mode"};
  for (std::size_t mode = 0; mode < coverage.per_mode.size(); ++mode) {
    mark.values.insert(mark.values.end(), {modes[2 * mode], modes[2 * mode + 1] + above});
    mark.names.push_back(std::to_string(coverage.per_mode[mode]));
  }
  mark.shape = {toU32(coverage.per_mode.size()), 2};
  return mark;
}

std::vector<std::string> coverageInWords(const ModeCoverage& coverage) {
  const int covered = coverage.covered(), modes = coverage.modes();
  std::string first = std::to_string(covered) + " of " + std::to_string(modes) + " modes are covered, ";
  first += percent(coverage.share()) + " of " + std::to_string(coverage.samples) + " samples lie on one.";
  std::vector<std::string> notes = {std::move(first)};
  const double even = coverage.effectiveModes();
  if (covered > 0 && covered < modes) {
    notes.push_back("Mode collapse: " + std::to_string(modes - covered) +
                    (modes - covered == 1 ? " mode is" : " modes are") + " never drawn.");
  } else if (covered > 0 && even < 0.8 * modes) {
    // Chance alone keeps a few hundred samples from equal shares; 0.8 leaves room for that.
    notes.push_back("The modes are drawn unevenly, as often as " + formatNumber(std::round(10 * even) / 10) +
                    " equal ones would be.");
  }
  if (coverage.share() < 0.5) notes.push_back("Most samples lie between the modes, where there are no data.");
  return notes;
}

}  // namespace harmonium
