// The measures a client can ask for by name, with their options as JSON.
//
//   logLikelihood         nats per example; { split: "train"|"test", method: "exact"|"ais", chains, temperatures, seed
//   } logPartition          nats; the same without split pseudoLogLikelihood   nats per example; { split, method:
//   "stochastic"|"exact", examples, seed } reconstructionError   mean squared, per pixel; { split } freeEnergyGap nats;
//   mean F of the held-out examples less that of as many training examples
#pragma once

#include "base/result.h"
#include "data/binarise.h"
#include "data/dataset.h"
#include "models/model.h"
#include "session/job.h"
#include "session/spec.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace harmonium {

struct MeasureType {
  std::string name, label, unit;
  std::string sentence;  // what it says, and when not to trust it
  std::string cost;      // "instant", "seconds", "minutes"
};

std::span<const MeasureType> measureTypes();

struct MeasureInput {
  const Spec& spec;
  Model& model;
  const DataSummary& summary;
  std::shared_ptr<const Dataset> data;
  Binarisation binarisation;
  std::uint64_t seed;     // the experiment's; a measure's own default seed
  std::uint64_t updates;  // written into the result
};

// Copies what it needs. Refuses unknown names, unknown or wrong options, and what this model can't answer.
Result<std::unique_ptr<Job>> startMeasure(std::string_view name, std::string_view json_options,
                                          const MeasureInput& input);

}  // namespace harmonium
