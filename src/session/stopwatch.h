// Measures how long a slice of work has taken. It decides only where work pauses, never what is computed, so results do
// not depend on the speed of the machine.
#pragma once

#include <chrono>

namespace harmonium {

class Stopwatch {
 public:
  // Since this object was made.
  double milliseconds() const {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace harmonium
