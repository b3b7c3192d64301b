// The tables of the product of experts: options, phases, views and presets.
#include "models/experts/experts_learner.h"
#include "models/one_part.h"
#include "models/training_options.h"

namespace harmonium {

namespace {

void addExpertOptions(OptionTable& table, int number, double kind, double angle) {
  const std::string n = std::to_string(number), group = "Expert " + n;
  // The kinds of all experts stand together and away from their groups, so the label says which expert it is.
  table.push_back(
      ranked(number + 1, choiceOption("expert" + n, group, group,
                                      {{"none", "none"},
                                       {"gaussian", "Gaussian"},
                                       {"ridge", "ridge"},
                                       {"ring", "ring"},
                                       {"drawn", "drawn by the data"}},
                                      kind, false,
                                      "Where the energy is low. Gaussian: near the centre. Ridge: in a stripe between "
                                      "two sigmoids. Ring: at a distance from the centre. Drawn: near the training "
                                      "points.")));
  table.push_back(shownIf(numberOption("x" + n, "Centre x", group, -10, 10, 0, true,
                                       "Horizontal position of the centre of the Gaussian, the ridge or the ring."),
                          "expert" + n, {"gaussian", "ridge", "ring"}));
  table.push_back(shownIf(numberOption("y" + n, "Centre y", group, -10, 10, 0, true,
                                       "Vertical position of the centre of the Gaussian, the ridge or the ring."),
                          "expert" + n, {"gaussian", "ridge", "ring"}));
  table.push_back(shownIf(numberOption("angle" + n, "Angle, degrees", group, 0, 180, angle, true,
                                       "Direction of a Gaussian's long axis or of a ridge, from the x axis."),
                          "expert" + n, {"gaussian", "ridge"}));
  table.push_back(
      shownIf(logarithmic(numberOption("size" + n, "Size", group, 0.01, 10, 1, true,
                                       "A Gaussian's standard deviation along its axis, half the width of a "
                                       "ridge, or the radius of a ring.")),
              "expert" + n, {"gaussian", "ridge", "ring"}));
  table.push_back(
      shownIf(logarithmic(numberOption("width" + n, "Width", group, 0.01, 10, 0.3, true,
                                       "A Gaussian's standard deviation across its axis, how soft the edge of a "
                                       "ridge is, how thick a ring, or how far a drawn point reaches.")),
              "expert" + n, {"gaussian", "ridge", "ring", "drawn"}));
  table.push_back(
      shownIf(numberOption("strength" + n, "Strength, nats", group, -20, 20, 4, true,
                           "Depth of a ridge in nats (below zero: a wall), or the factor of a drawn expert's energy."),
              "expert" + n, {"ridge", "drawn"}));
}

OptionTable makeTable() {
  OptionTable table;
  addExpertOptions(table, 1, 2, 0);
  addExpertOptions(table, 2, 2, 90);
  addExpertOptions(table, 3, 0, 45);
  addExpertOptions(table, 4, 0, 135);
  table.push_back(batchSizeOption(200));
  table.push_back(logarithmic(numberOption("learningRate", "Learning rate", "Learning", 0, 10, 0.02, true,
                                           "Size of a step along the gradient of the log-likelihood; at zero the "
                                           "experts do not learn.")));
  table.push_back(choiceOption("optimiser", "Optimiser", "Learning", {{"adam", "Adam"}, {"sgd", "plain gradient"}}, 0,
                               false,
                               "Adam scales the step of every parameter separately; the plain gradient does not."));
  table.push_back(ranked(1, choiceOption("negative", "Dream phase", "Learning",
                                         {{"quadrature", "all of the grid (exact)"}, {"walkers", "walkers"}}, 0, false,
                                         "Where the model's side of the gradient comes from: a sum over all cells of "
                                         "the grid, or walkers that go on from update to update.")));
  table.push_back(integerOption("grid", "Grid, cells per side", "Quadrature", 16, 256, 96, false,
                                "Number of cells along each side of the box over which Z is summed."));
  table.push_back(choiceOption(
      "walk", "Way of walking", "Walkers",
      {{"mala", "Langevin, accept or reject"}, {"langevin", "Langevin, unadjusted"}, {"metropolis", "Metropolis"}}, 0,
      true,
      "Langevin goes downhill with noise, and is biased unless steps may be rejected; "
      "Metropolis tries random steps."));
  table.push_back(logarithmic(numberOption("stepSize", "Step size", "Walkers", 0.001, 5, 0.2, true,
                                           "Standard deviation of the noise in one step, on the experts' axes.")));
  table.push_back(shownIf(integerOption("walkers", "Walkers that learn", "Walkers", 10, 1000, 200, false,
                                        "How many persistent walkers the dream phase keeps, where it uses walkers."),
                          "negative", {"walkers"}));
  table.push_back(shownIf(integerOption("walkSteps", "Steps per update", "Walkers", 1, 100, 5, true,
                                        "Number of steps that each of these walkers takes per update."),
                          "negative", {"walkers"}));
  return table;
}

}  // namespace

const OptionTable& ProductOfExperts::options() {
  static const OptionTable table = makeTable();
  return table;
}

const std::vector<Phase>& ProductOfExperts::phaseTable() {
  static const std::vector<Phase> phases = {
      {"data", "Data", "For a batch of examples, the gradient of every expert's energy by its parameters is averaged.",
       "\u27e8\u2207E\u27e9 data", Ink::kData},
      {"dream", "Dream", "The same gradient is averaged under the model, over the grid or over walkers.",
       "\u27e8\u2207E\u27e9 model", Ink::kModel},
      {"update", "Update", "The energy goes down where the data are and up where the model is probable.", "\u0394E"},
  };
  return phases;
}

const std::vector<ViewOffer>& ProductOfExperts::viewNames() {
  static const std::vector<ViewOffer> names = {{"density", "Density"},
                                               {"update", "This update", true},
                                               {"experts", "Experts"},
                                               {"energy", "Energy"},
                                               {"walkers", "Walkers"},
                                               {"chains", "Samples"},
                                               {"gradient", "Two sides of the gradient"}};
  return names;
}

const std::vector<Preset>& ProductOfExperts::presets() {
  static const std::vector<Preset> presets = {
      {"twoRidges", "Two ridges make a bump",
       "Either ridge is endless; where both agree there is a bump. Then let them learn the line.", "line",
       R"({"strength1": 6, "strength2": 6, "stepSize": 0.5})", 400},
      {"ringAndRidge", "Ring and ridge", "What lies on the ring and on the ridge: two places are left of a circle.",
       "ring", R"({"expert1": "ring", "size1": 2, "width1": 0.25, "learningRate": 0})"},
      {"gaussians", "Gaussians on a ring",
       "Four Gaussians multiply to one Gaussian: no product of them can leave the middle of the ring empty.", "ring",
       R"({"expert1": "gaussian", "x1": 2, "expert2": "gaussian", "x2": -2, "expert3": "gaussian", "y3": 2,)"
       R"( "expert4": "gaussian", "y4": -2, "width1": 1, "width2": 1, "width3": 1, "width4": 1})",
       200},
      {"learnRing", "A ring learns a ring",
       "The ring expert finds radius and thickness, three walls cut gaps: the log-likelihood climbs towards the truth.",
       "ring",
       R"({"expert1": "ring", "size1": 1, "width1": 0.5, "angle2": 22.5, "size2": 0.4, "strength2": -1,)"
       R"( "expert3": "ridge", "angle3": 67.5, "size3": 0.4, "strength3": -1,)"
       R"( "expert4": "ridge", "angle4": 112.5, "size4": 0.4, "strength4": -1})",
       1000},
      {"drawn", "Drawn by the data",
       "Training points draw the landscape, and its depth is learnt; they flatter themselves: see the held-out curve.",
       "moons", R"({"expert1": "drawn", "width1": 0.15, "strength1": 0.5, "expert2": "none"})", 1000},
  };
  return presets;
}

Status ProductOfExperts::accepts(const DataSummary& data) {
  if (Status one = acceptsOnePart(data, "A product of experts on the plane"); !one) return one;
  if (data.points() && data.values() == 2 && !data.missing) return {};
  return Error{ErrorCode::kNotAvailable,
               "These experts live on the plane: they want two real numbers per example, with none missing."};
}

Status ProductOfExperts::allows(const Settings& settings, const DataSummary& /*data*/) {
  for (std::size_t k = 1; k <= kExperts; ++k) {
    if (settings.choice("expert" + std::to_string(k)) != "none") return {};
  }
  return Error{ErrorCode::kInvalidOption,
               "expert1, expert2, expert3 and expert4 are all none; at least one must be something else."};
}

MemoryNeed ProductOfExperts::memory(const Settings& settings, const DataSummary& /*data*/) {
  // Places, values of drawn experts, energies and probabilities of every cell, on the grid and on one of half its side,
  // and scratch for one pass through the cells.
  const double cells = settings.number("grid") * settings.number("grid");
  return {.parameters = kFloat * toDouble(kExperts * kExpertNumbers),
          .state = kFloat * (2 * toDouble(kExperts * kExpertNumbers) + 2 * settings.number("walkers")),
          .fresh = 2e5,
          .update = kFloat * 24 * cells + kFloat * 40 * settings.number("batchSize"),
          .per_sample = kFloat * 30,
          .per_example = kFloat * 30};
}

}  // namespace harmonium
