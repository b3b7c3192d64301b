// One named part of an update, or one stage of drawing a sample, in the order they run.
#pragma once

#include <string>

namespace harmonium {

struct Phase {
  std::string name;
  std::string label;
  std::string sentence;  // what happens
};

}  // namespace harmonium
