// How long the present slice has taken. Only decides where work is cut, never what it computes.
#pragma once

#include <chrono>

namespace harmonium {

class Stopwatch {
 public:
  double milliseconds() const {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace harmonium
