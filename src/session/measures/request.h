// A measure that was asked for, with its options checked: what every job starts from.
#pragma once

#include "base/options.h"
#include "session/measures.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace harmonium {

struct MeasureRequest {
  const MeasureType& type;
  const MeasureInput& input;
  Settings settings;   // of the measure's own options
  bool test = false;   // which split
  std::string remark;  // a sentence to add to the note, or nothing
  std::uint64_t seed = 1;

  const Split& split() const { return test ? input.data->test : input.data->train; }
  std::size_t count(std::string_view option) const { return static_cast<std::size_t>(settings.number(option)); }
  // The answer as far as it is known before anything is worked out.
  Measurement answer() const;
};

// Adds sentences to a note with a space between.
void addSentence(std::string& note, const std::string& sentence);
// 1234567 as "1,234,567".
std::string countText(std::size_t count);
// A figure for a note: three digits that count.
std::string figureText(double value);

// The options, by family. "split", "seed", "examples" mean the same everywhere.
const OptionTable& partitionOptions();
const OptionTable& likelihoodOptions();
const OptionTable& pseudoOptions();
const OptionTable& splitOptions();
const OptionTable& noOptions();
const OptionTable& parzenOptions();
const OptionTable& mmdOptions();
const OptionTable& comparisonOptions();
const OptionTable& precisionRecallOptions();
const OptionTable& sampleOptions();

using StartedMeasure = Result<std::unique_ptr<Job>>;
StartedMeasure startLikelihood(const MeasureRequest& request);
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
