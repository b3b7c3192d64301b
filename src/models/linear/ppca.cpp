#include "models/linear/ppca.h"

#include "models/training_options.h"

namespace harmonium {

const OptionTable& Ppca::options() {
  static const OptionTable table = {
      ranked(2, factorsOption(1)),
      ranked(1, choiceOption("method", "Learning", "Model", {{"em", "EM, step by step"}, {"closed", "closed form"}}, 0,
                             true,
                             "EM climbs to the maximum of the likelihood; the closed form gets there in one update, by "
                             "the eigenvectors of the covariance. With missing values only EM can.")),
      ranked(5, initialScaleOption()),
      ranked(4, missingOption()),
      ranked(3, rotationOption()),
  };
  return table;
}

const std::vector<Phase>& Ppca::phaseTable() {
  return emPhases();
}

const std::vector<ViewOffer>& Ppca::viewNames() {
  static const std::vector<ViewOffer> names = viewTable(false);
  return names;
}

const std::vector<Preset>& Ppca::presets() {
  static const std::vector<Preset> presets = {
      {"line", "A line with noise",
       "One factor in the plane: draw h, lay it along the line, add noise; EM finds the line in a few steps.", "line",
       R"({"factors": 1})", 60},
      {"moons", "Two moons, one factor",
       "No line fits two moons: the ellipse is the best a Gaussian can do, and its samples show it.", "moons",
       R"({"factors": 1})", 40},
      {"iris", "Iris, two factors",
       "Two numbers per flower separate the species; the view of the factors shows where the examples lie.", "iris",
       R"({"factors": 2})", 100},
      {"digits", "Small digits, ten factors", "A mean digit and ten ways to change it: turn them by hand.", "digits",
       R"({"factors": 10})", 100},
      {"mnist", "MNIST, closed form", "Thirty factors of 784 pixels in one update, from the covariance alone.", "mnist",
       R"({"factors": 30, "method": "closed"})", 1},
  };
  return presets;
}

Status Ppca::accepts(const DataSummary& data) {
  return acceptsValues(data, "Probabilistic PCA");
}

}  // namespace harmonium
