#include "models/training_options.h"

namespace harmonium {

Option batchSizeOption(int initial) {
  return integerOption("batchSize", "Batch size", "Learning", 1, 1000, initial, false,
                       "Examples an update learns from; an epoch leaves out the few that fill no whole batch.");
}

Option binarisationOption() {
  return choiceOption(
      "binarisation", "Grey pixels become", "Data",
      {{"threshold", "on or off (threshold)"}, {"sample", "a fresh sample"}, {"none", "probabilities"}}, 0, false,
      "Threshold: on from half the maximum. Sample: on with the pixel's intensity as probability, drawn anew "
      "each time. Probabilities: the intensity itself drives the units.");
}

}  // namespace harmonium
