// A named part of an update, or a stage of drawing a sample: what a client shows of it without knowing the model.
#pragma once

#include "base/view.h"

#include <string>

namespace harmonium {

// Phases stand in the order in which they run.
struct Phase {
  std::string name;       // unique among the phases of its model
  std::string label;      // on screen
  std::string sentence;   // what happens
  std::string sign = {};  // what flows where, in a few characters of UTF-8: "v -> h"; may be empty
  // Whose side it is: kData or kModel; kNeutral where it is neither, such as the change of the parameters.
  Ink ink = Ink::kNeutral;
};

}  // namespace harmonium
