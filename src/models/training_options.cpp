#include "models/training_options.h"

#include "base/numbers.h"

namespace harmonium {

namespace {

constexpr std::string_view kBatchSize = "batchSize", kBinarisation = "binarisation", kValidation = "validation";

}  // namespace

int batchSizeIn(const Settings& settings) {
  return settings.integer(kBatchSize);
}

std::string_view binarisationIn(const Settings& settings) {
  const Option* option = findOption(settings.table(), kBinarisation);
  if (option == nullptr) return "none";
  return option->choices[toSize(settings.integer(kBinarisation))].name;
}

Option batchSizeOption(int initial) {
  return integerOption(std::string(kBatchSize), "Batch size", "Learning", 1, 1000, initial, false,
                       "Number of examples per update; an epoch leaves out the last ones that fill no whole batch.");
}

Option binarisationOption() {
  Option option = choiceOption(
      std::string(kBinarisation), "Grey pixels become", "Data",
      {{"threshold", "on or off (threshold)"}, {"sample", "a fresh sample"}, {"none", "probabilities"}}, 0, false,
      "Threshold: on from half the maximum. Sample: on with the pixel's intensity as probability, drawn anew "
      "each time. Probabilities: the intensity itself drives the units.");
  return shownIf(std::move(option), std::string(kDataValues), {"grey"});
}

Option validationOption() {
  return numberOption(
      std::string(kValidation), "Kept for validation", "Data", 0, 0.5, 0.1, false,
      "Share of the training examples that training does not see. Stop where their error no longer falls.");
}

double validationIn(const Settings& settings) {
  const Option* option = findOption(settings.table(), kValidation);
  return option != nullptr && settings.shown(*option) ? settings.number(kValidation) : 0;
}

Option scheduleEpochsOption(int most, int initial) {
  return integerOption("scheduleEpochs", "Epochs until zero", "Learning", 1, most, initial, true,
                       "After how many epochs a falling rate reaches zero.");
}

Option momentumOption() {
  return numberOption("momentum", "Momentum", "Learning", 0, 0.99, 0.5, true,
                      "Share of the last step that is added to the next one.");
}

Option momentumStartOption() {
  return shownIf(numberOption("momentumStart", "Momentum at first", "Learning", 0, 0.99, 0.5, true,
                              "Momentum during the first epochs, while the steps are large."),
                 "momentumEpochs", {"nonzero"});
}

Option momentumEpochsOption() {
  return integerOption("momentumEpochs", "Epochs at first momentum", "Learning", 0, 1000, 5, true,
                       "Number of epochs during which the first momentum holds.");
}

Option reconstructionOption() {
  return shownIf(
      choiceOption(
          "reconstruction", "Last visible states", "Gibbs sampling",
          {{"samples", "samples"}, {"probabilities", "probabilities"}}, 0, true,
          "What stands for the model in the negative phase: 0/1 samples, or their probabilities (less noise, but a "
          "little more than one bit flows back)."),
      "method", {"cd", "pcd"});
}

Option weightDecayOption() {
  return logarithmic(numberOption("weightDecay", "Weight decay", "Learning", 0, 1, 0.0001, true,
                                  "Pulls every weight towards zero (L2); biases do not decay."));
}

}  // namespace harmonium
