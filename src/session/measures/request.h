// A request for a measure, with its options checked. Every measure's job is created from one. It refers to the measure
// type and the input, which must outlive it.
#pragma once

#include "base/numbers.h"
#include "base/options.h"
#include "session/measures.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace harmonium {

struct MeasureRequest {
  const MeasureType& type;
  const MeasureInput& input;
  Settings settings;       // the measure's own options
  bool test = false;       // true: the held-out split; false: the training split
  std::string remark;      // a sentence for the note, or empty
  std::uint64_t seed = 1;  // the given seed, or the experiment's where none was given

  const Split& split() const { return test ? input.data->test : input.data->train; }
  std::size_t count(std::string_view option) const { return toSize(settings.number(option)); }
  // A measurement with the fields that are known before the computation: name, label, unit, remark and updates.
  Measurement answer() const;
};

// The free energies of the model, which has that face.
std::unique_ptr<FreeEnergies> energiesOf(const MeasureInput& input);

// Appends a sentence to a note, with a space before it where the note is not empty.
void addSentence(std::string& note, const std::string& sentence);
// Writes a figure for a note, rounded to three significant digits.
std::string figureText(double value);

// The option tables. Several measures share one. The options "split", "seed" and "examples" mean the same in all.
const OptionTable& partitionOptions();
const OptionTable& likelihoodOptions();
const OptionTable& boundOptions();
const OptionTable& pseudoOptions();
const OptionTable& splitOptions();
const OptionTable& gapOptions();
const OptionTable& parzenOptions();
const OptionTable& mmdOptions();
const OptionTable& comparisonOptions();
const OptionTable& precisionRecallOptions();
const OptionTable& histogramOptions();
const OptionTable& sampleOptions();

// Each of these creates the job of one measure, or refuses (kNotAvailable) where the model or the data do not allow it.
using StartedMeasure = Result<std::unique_ptr<Job>>;
StartedMeasure startLikelihood(const MeasureRequest& request);
StartedMeasure startLikelihoodWithoutBounds(const MeasureRequest& request);  // in a core whose models have no bounds
StartedMeasure startBound(const MeasureRequest& request);
StartedMeasure startPartition(const MeasureRequest& request);
StartedMeasure startPseudoLikelihood(const MeasureRequest& request);
StartedMeasure startReconstructionError(const MeasureRequest& request);
StartedMeasure startFreeEnergyGap(const MeasureRequest& request);
StartedMeasure startClassError(const MeasureRequest& request);
StartedMeasure startParzen(const MeasureRequest& request);
StartedMeasure startMmd(const MeasureRequest& request);
StartedMeasure startClassifierTwoSample(const MeasureRequest& request);
StartedMeasure startPrecisionRecall(const MeasureRequest& request);
StartedMeasure startClassHistogram(const MeasureRequest& request);
StartedMeasure startModeCoverage(const MeasureRequest& request);

}  // namespace harmonium
