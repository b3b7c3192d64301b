// Describes how far training has come among its stages, as numbers and as a sentence.
#pragma once

#include "session/snapshot.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace harmonium::app {

// The part of a stage that is done, 0 .. 1, after `updates` updates of the whole run. A stage without an end gives 0.
// `stage` must be an index of `stages`.
double shareDone(std::span<const StageState> stages, std::size_t stage, std::uint64_t updates);

// One sentence such as "Stage 2 of 3, layer 2: trains W2, b2; 300 of 1,200 updates." With `in_full`, the sentence that
// says what the stage does follows. Empty where the progress names no stage.
std::string stageWords(std::span<const StageState> stages, const Progress& progress, bool in_full);

}  // namespace harmonium::app
