// A phase is one named part of a training update, or one stage of drawing a sample. A list of phases is in the order in
// which they run.
#pragma once

#include "base/view.h"

#include <string>

namespace harmonium {

struct Phase {
  std::string name;       // in the API, unique within a list
  std::string label;      // on screen
  std::string sentence;   // says what happens in this phase, on screen
  std::string sign = {};  // what flows where, in a few characters of UTF-8, such as "v -> h"; may be empty
  // Whose side it is: kData or kModel; kNeutral where it is neither, such as the change of the parameters.
  Ink ink = Ink::kNeutral;
};

}  // namespace harmonium
