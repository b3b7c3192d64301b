// An option table with all kinds of options, as a stack of layers would have them.
#pragma once

#include "models/training_options.h"

namespace harmonium {

inline const OptionTable& layeredOptions() {
  static const OptionTable table = {
      perLayer(numberOption("rate", "Rate", "Learning", 0, 1, 0.1, true, "How fast."), "layers"),
      perLayer(integerOption("epochs", "Epochs", "Learning", 1, 100, 10, false, "How long."), "layers"),
      sizesOption("layers", "Layers", "Model", 1, 5, 1, 1000, {500, 250}, false, "Units of each layer."),
      sizesOption("codes", "Codes", "Model", 0, 3, 2, 9, {}, true, "Sizes that may be none."),
      perLayer(numberOption("noise", "Noise", "Model", -1, 1, 0, true, "Of codes."), "codes"),
      choiceOption("method", "Method", "Learning", {{"cd", "CD"}, {"pcd", "PCD"}, {"exact", "exact"}}, 0, false,
                   "How."),
      toggleOption("centred", "Centred", "Learning", false, true, "Or not."),
      shownIf(integerOption("chains", "Chains", "Learning", 1, 50, 5, false, "How many."), "method", {"pcd"}),
      shownIf(shownIf(integerOption("both", "Both", "Learning", 1, 50, 5, false, "Of two."), "method", {"cd", "pcd"}),
              "centred", {"true"}),
      shownIfAny(integerOption("either", "Either", "Learning", 1, 50, 5, false, "Of one."),
                 {{"method", {"exact"}}, {"centred", {"true"}}}),
  };
  return table;
}

}  // namespace harmonium
