// What a run leaves behind as bytes: its parameters alone, or everything it needs to go on bit for bit.
#pragma once

#include "base/result.h"
#include "session/codec.h"
#include "session/spec.h"

#include <cstdint>
#include <span>
#include <vector>

namespace harmonium {

std::vector<std::uint8_t> writeParameters(Model& model);
// All or nothing: every tensor of the model, of its shape, finite; nothing else.
Status replaceParameters(std::span<const std::uint8_t> bytes, Model& model);

struct SavedRun {
  Spec spec;
  std::uint64_t updates = 0;
  TensorFile file;
};

// Metadata: format "harmonium", version "1", spec, updates, curves. Tensors: the parameters by their names, the rest of
// the training state behind "state.", curves behind "curve.".
std::vector<std::uint8_t> writeSavedRun(const Spec& spec, std::uint64_t updates, Model& model,
                                        const std::vector<Curve>& curves);
Result<SavedRun> readSavedRun(std::span<const std::uint8_t> bytes);
Status restoreRun(SavedRun& run, Model& model, std::vector<Curve>& curves);

}  // namespace harmonium
