// Files of a run (session/codec.h): its parameters alone, or everything it needs to go on bit for bit. Functions with a
// Pace are work that may stop on the way (base/work.h), whose arguments have to live until its end.
#pragma once

#include "base/result.h"
#include "session/codec.h"
#include "session/spec.h"

#include <cstdint>
#include <span>
#include <vector>

namespace harmonium {

Work writeParameters(Pace& pace, Model& model, std::vector<std::uint8_t>& out);
// Sets the parameters from a file that may be hostile. The file must hold every tensor of the model in its shape, with
// values that are allowed (session/bounds.h) and that the model takes as they are, but for rounding, and no other
// tensor. Otherwise nothing changes, and the Error (kInvalidFile) names the tensor.
Work replaceParameters(Pace& pace, std::span<const std::uint8_t> bytes, Model& model, Status& status);
Status replaceParameters(std::span<const std::uint8_t> bytes, Model& model);

// A file that has been read, before a model has taken its tensors.
struct SavedRun {
  Spec spec;
  std::uint64_t updates = 0;
  TensorFile file;
};

// Writes a run between two updates. The metadata hold format "harmonium", version "1", spec, updates, curves and a
// checksum (session/hash.h) of everything else. Files of earlier versions have none and can be read too. The
// tensors are the parameters under their names, the rest of the training state with the prefix "state.", and the curves
// with the prefix "curve.".
Work writeSavedRun(Pace& pace, const Spec& spec, std::uint64_t updates, Model& model, const std::vector<Curve>& curves,
                   std::vector<std::uint8_t>& out);
// Reads such a file, which may be hostile. An Error has the code kUnknownName where the spec names a model or a data
// set that this core does not have, and kInvalidFile otherwise.
Work readSavedRun(Pace& pace, std::span<const std::uint8_t> bytes, Later<SavedRun>& out);
Result<SavedRun> readSavedRun(std::span<const std::uint8_t> bytes);
// Puts a run's parameters, training state and curves in place. Refused where a tensor is missing, wrong or one too
// many; the model is then not to be used. Curves that cannot be read are left out.
Work restoreRun(Pace& pace, SavedRun& run, Model& model, std::vector<Curve>& curves, Status& status);

}  // namespace harmonium
