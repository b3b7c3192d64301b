#include "models/linear/factor_analysis.h"

#include "models/training_options.h"

namespace harmonium {

const OptionTable& FactorAnalysis::options() {
  static const OptionTable table = {
      ranked(1, factorsOption(1)),
      ranked(5, initialScaleOption()),
      ranked(2, startsOption()),
      logarithmic(numberOption(
          "varianceFloor", "Floor of a variance", "Noise", 0, 0.5, 0.005, true,
          "The least share of a value's own variance that is left to noise: where it would run to zero (a Heywood "
          "case) it stops there.")),
      logarithmic(numberOption(
          "leastNoise", "Least noise of all", "Noise", 0, 1, 0.001, true,
          "In pictures no noise variance is less than this share of the mean variance, so that pixels that hardly ever "
          "change do not rule the likelihood. Columns of a table have no common unit.")),
      ranked(4, missingOption()),
      ranked(3, rotationOption()),
  };
  return table;
}

const std::vector<Phase>& FactorAnalysis::phaseTable() {
  return emPhases();
}

const std::vector<ViewOffer>& FactorAnalysis::viewNames() {
  static const std::vector<ViewOffer> names = viewTable(true);
  return names;
}

const std::vector<Preset>& FactorAnalysis::presets() {
  static const std::vector<Preset> presets = {
      {"line", "A line with noise",
       "One factor in the plane, and a noise of its own for either value: the ellipse fits, the line may not.", "line",
       R"({"factors": 1})", 60},
      {"iris", "Iris, one factor",
       "EM creeps towards a Heywood case: the factor becomes the petal's length, whose own noise runs to its floor.",
       "iris", R"({"factors": 1})", 500},
      {"digits", "Small digits, ten factors",
       "The noise variances form a picture: it shows which pixels the factors do not explain.", "digits",
       R"({"factors": 10})", 150},
      {"mnist", "MNIST, thirty factors", "EM on 784 pixels uses only their covariance and takes milliseconds per step.",
       "mnist", R"({"factors": 30})", 100},
  };
  return presets;
}

Status FactorAnalysis::accepts(const DataSummary& data) {
  return acceptsValues(data, "Factor analysis");
}

}  // namespace harmonium
