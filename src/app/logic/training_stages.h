// Where training stands among its stages, in numbers and in words.
#pragma once

#include "session/snapshot.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace harmonium::app {

// How much of a stage is done, 0 .. 1. A stage without an end is done in no part of it: 0.
double shareDone(std::span<const StageState> stages, std::size_t stage, std::uint64_t updates);

// "2 of 3, layer 2: trains W2, b2; 300 of 1,200 updates." and, in full, what the stage does.
std::string stageWords(std::span<const StageState> stages, const Progress& progress, bool in_full);

}  // namespace harmonium::app
