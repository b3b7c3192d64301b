// The measures a client can ask for by name, with their options as JSON. Each is one entry of measureTypes(), which
// says what it estimates, in which unit, at what cost, and when not to trust it; the jobs that work them out are in
// session/measures/.
//
//   of the model's own probabilities          logLikelihood, logPartition, pseudoLogLikelihood, freeEnergyGap
//   of its reconstructions                    reconstructionError
//   of its samples, whatever the model        parzen, mmd, classifierTwoSample, precisionRecall, classHistogram,
//                                             modeCoverage
//
// Everything random takes an option `seed` (left out: the experiment's) and repeats itself.
#pragma once

#include "base/options.h"
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

struct MeasureRequest;
struct DrawnSamples;  // session/measures/sample_draw.h

enum class Better { kHigher, kLower, kNeither };

struct MeasureType {
  std::string name, label, unit;
  std::string estimates;  // what it estimates: one sentence or two
  std::string when_not;   // when not to trust it: one sentence or two
  bool exact = false;     // it can be exact; Measurement::exact says whether it was
  Better better = Better::kNeither;
  std::string cost;    // "instant", "seconds" or "minutes"
  std::string effort;  // one sentence: what the time goes into
  const OptionTable& (*options)();
  bool (*serves)(const ModelType&);
  // What the data must have.
  bool labels = false;  // class labels
  bool modes = false;   // Density::modes()
  bool test = false;    // held-out examples
  Result<std::unique_ptr<Job>> (*start)(const MeasureRequest&);
};

std::span<const MeasureType> measureTypes();

struct MeasureInput {
  const Spec& spec;
  Model& model;
  const DataSummary& summary;
  std::shared_ptr<const Dataset> data;
  Binarisation binarisation;
  std::uint64_t seed;                     // the experiment's; a measure's own default seed
  std::uint64_t updates;                  // written into the result
  std::shared_ptr<DrawnSamples> drawn{};  // samples kept from one measure to the next; null: none are
};

// Copies what it needs. Refuses unknown names, unknown or wrong options, and what this model or these data can't
// answer.
Result<std::unique_ptr<Job>> startMeasure(std::string_view name, std::string_view json_options,
                                          const MeasureInput& input);

// A place for samples that several measures share.
std::shared_ptr<DrawnSamples> noSamplesYet();

}  // namespace harmonium
