// A phase is one named part of a training update, or one stage of drawing a sample. A list of phases is in the order in
// which they run.
#pragma once

#include <string>

namespace harmonium {

struct Phase {
  std::string name;      // in the API, unique within a list
  std::string label;     // on screen
  std::string sentence;  // says what happens in this phase, on screen
};

}  // namespace harmonium
