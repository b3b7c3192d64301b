#include "app/logic/training_stages.h"

#include "app/logic/format.h"
#include "base/numbers.h"

#include <algorithm>

namespace harmonium::app {
namespace {

// The number of updates after which the stage begins.
std::uint64_t beginOf(std::span<const StageState> stages, std::size_t stage) {
  return stage == 0 ? 0 : stages[stage - 1].end;
}

}  // namespace

double shareDone(std::span<const StageState> stages, std::size_t stage, std::uint64_t updates) {
  const std::uint64_t begin = beginOf(stages, stage), end = stages[stage].end;
  if (end <= begin || updates <= begin) return 0;
  return std::min(1.0, toDouble(updates - begin) / toDouble(end - begin));
}

std::string stageWords(std::span<const StageState> stages, const Progress& progress, bool in_full) {
  if (progress.stage >= stages.size()) return "";
  const StageState& stage = stages[progress.stage];
  const auto count = [](std::uint64_t updates) { return formatCount(toDouble(updates)); };
  std::string words = "Stage " + count(progress.stage + 1) + " of " + count(stages.size()) + ", " + stage.label;
  if (!stage.trains.empty()) words += ": trains " + stage.trains;
  // The counts are unsigned, so fewer updates than the stage's first one would wrap to a huge difference.
  const std::uint64_t begin = beginOf(stages, progress.stage);
  if (progress.updates >= begin) {
    const std::uint64_t done = progress.updates - begin;
    const std::uint64_t length = stage.end > begin ? stage.end - begin : 0;
    if (length == 0 || done <= length) {
      words += "; " + count(done) + (length > 0 ? " of " + count(length) : "") + " updates";
    } else {  // the last stage goes on after its end
      words += "; all of its " + count(length) + " updates and " + count(done - length) + " more";
    }
  }
  words += ".";
  if (in_full && !stage.sentence.empty()) words += " " + stage.sentence;
  return words;
}

}  // namespace harmonium::app
