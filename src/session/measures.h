// The measures that a client can ask for by name, with options as JSON. Each is one entry of measureTypes(), which says
// what it estimates, in which unit, at what cost, and when not to trust it. The jobs that compute them are in
// session/measures/.
//
//   on the model's own probabilities          logLikelihood, logPartition, pseudoLogLikelihood, freeEnergyGap
//   on its reconstructions                    reconstructionError
//   on its samples, for any model             parzen, mmd, classifierTwoSample, precisionRecall, classHistogram,
//                                             modeCoverage
//
// Every measure that draws random numbers has an option `seed` (by default the experiment's). The same seed gives the
// same result.
#pragma once

#include "base/options.h"
#include "base/result.h"
#include "data/binarise.h"
#include "data/dataset.h"
#include "models/faces/free_energy.h"
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
class Memory;         // session/memory.h
struct DrawnSamples;  // session/measures/sample_draw.h

enum class Better { kHigher, kLower, kNeither };

struct MeasureType {
  std::string name, label, unit;
  std::string estimates;  // what it estimates: one sentence or two
  std::string when_not;   // when not to trust it: one sentence or two
  bool exact = false;     // true: it can be exact; Measurement::exact says whether a result is
  Better better = Better::kNeither;
  std::string cost;    // "instant", "seconds" or "minutes": the most at usual settings, on data as large as MNIST
  std::string effort;  // one sentence: what takes the time
  const OptionTable& (*options)();
  bool (*serves)(const ModelType&);  // whether models of this kind have the faces that it needs
  bool copies = false;               // it works on a copy of the model
  // What the data set must have.
  bool labels = false;  // class labels
  bool modes = false;   // a density that knows its modes (Density::modes())
  bool test = false;    // held-out examples
  Result<std::unique_ptr<Job>> (*start)(const MeasureRequest&);
  // The bytes of its own that it takes for so many samples and examples of so many values, beside the two sets; null:
  // little.
  double (*memory)(double samples, double examples, double values) = nullptr;
};

// All measures, in the order in which the app lists them.
std::span<const MeasureType> measureTypes();

// What a measure works on. The references need to be valid only until startMeasure() is done.
struct MeasureInput {
  const Spec& spec;
  Model& model;
  const DataSummary& summary;
  std::shared_ptr<const Dataset> data;
  Binarisation binarisation;
  std::uint64_t seed;                     // the experiment's; a measure's own default seed
  std::uint64_t updates;                  // written into the result
  std::uint64_t run = 1;                  // written into the result
  std::shared_ptr<DrawnSamples> drawn{};  // samples that measures share; null: every measure draws its own
  Memory* memory = nullptr;               // a measure that needs more than is left is refused; null: there is enough
  // What startMeasure() has made of the model for measures that copy it: the copy, and a digest of its parameters.
  mutable std::unique_ptr<Model> copy{};
  mutable std::string digest{};
  // Free energies hold a copy of the parameters too. Those of a large model are made before the measure begins.
  mutable std::unique_ptr<FreeEnergies> energies{};
};

// Makes the job of a measure, as work that may stop on the way (base/work.h); the parameters must not change before its
// end. The job copies what it needs, so training may go on afterwards. Refuses unknown names, unknown or wrong options,
// and a measure that does not apply to this model or these data.
Work startMeasure(Pace& pace, std::string_view name, std::string_view json_options, const MeasureInput& input,
                  Later<std::unique_ptr<Job>>& out);

// Makes an empty store for MeasureInput::drawn.
std::shared_ptr<DrawnSamples> noSamplesYet();

}  // namespace harmonium
