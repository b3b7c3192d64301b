#include "session/measures/comparison.h"

#include "base/numbers.h"
#include "base/words.h"
#include "session/examples.h"
#include "session/measures/sample_draw.h"
#include "session/measures/step_job.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace harmonium {

namespace {

// At most `most` examples, evenly spread over the split. Their intensities are those of the data set, not made binary,
// because the measures compare samples with the original pictures.
Matrix examplesOf(const Split& split, std::size_t most) {
  ExampleReader reader(split, Binarisation::kNone, false, 0, toU32(most));
  Matrix all(split.values, toIndex(reader.total())), batch;
  for (Index at = 0; reader.next(batch); at += batch.cols()) all.middleCols(at, batch.cols()) = batch;
  return all;
}

class ComparisonJob final : public StepJob {
 public:
  ComparisonJob(const MeasureRequest& request, std::size_t examples, bool means, BeginComparison begin)
      : data_(request.input.data),
        test_(request.test),
        examples_(examples),
        begin_(std::move(begin)),
        draw_(request, request.count("samples"), request.count("steps"), means),
        scaling_(scalingOf(request)),
        answer_(request.answer()) {
    drawing_ = countText(request.count("samples")) + " samples " + draw_.how();
    drawing_ += means ? ", as means" : ", as states";
  }

 private:
  bool step() override {
    if (!drawn_) {
      drawn_ = draw_.advance();
      return drawn_ && !prepare();
    }
    if (!comparison_) {
      comparison_ = begin_(std::move(*sets_));
      sets_.reset();
      return false;
    }
    if (!comparison_->advance()) return false;
    result_.measurements = comparison_->answers(answer_);
    return true;
  }

  // Makes the two sets that are compared. Returns false where nothing can be compared; the result is then
  // complete.
  bool prepare() {
    Matrix samples = draw_.take();
    Matrix data = examples_ > 0 ? examplesOf(test_ ? data_->test : data_->train, examples_) : Matrix();
    if (data.cols() > 0) {
      drawing_ += ", beside " + countText(columnCount(data)) + " examples";
    }
    addSentence(answer_.note, drawing_ + ".");
    if (!draw_.remark().empty()) addSentence(answer_.note, draw_.remark());
    addSentence(answer_.note, draw_.mixingInWords());
    if (!samples.allFinite()) {
      answer_.value = std::numeric_limits<double>::quiet_NaN();
      addSentence(answer_.note, "Some samples are not finite numbers: the model has diverged. Nothing was compared.");
      result_.measurements = {answer_};
      return false;
    }
    if (scaling_.scales()) {
      addSentence(answer_.note, "Each value counts in its standard deviations over the training data.");
    }
    scaling_.apply(data);
    scaling_.apply(samples);
    sets_.emplace(ComparedSets{std::move(data), std::move(samples), scaling_});
    return true;
  }

  double fractionDone() const override {
    // Chains take most of the time, and direct draws take little. 0.999 keeps the progress below 1 until the job is
    // done.
    const double weight = draw_.chain() ? 0.9 : 0.1;
    return 0.999 * (weight * draw_.progress() + (1 - weight) * (comparison_ ? comparison_->progress() : 0));
  }

  std::shared_ptr<const Dataset> data_;
  bool test_;
  std::size_t examples_;
  BeginComparison begin_;
  SampleDraw draw_;
  Scaling scaling_;
  std::string drawing_;  // what is compared, for the note
  bool drawn_ = false;
  std::optional<ComparedSets> sets_;  // until the comparison begins
  std::unique_ptr<Comparison> comparison_;
  Measurement answer_;
};

}  // namespace

// The values of a table count in their deviations, because its columns have units of their own. Intensities, bits and
// the pixels of a picture have one scale already and keep it.
Scaling scalingOf(const MeasureRequest& request) {
  const OptionTable& table = request.settings.table();
  const Dataset& data = *request.input.data;
  if (findOption(table, "scale") == nullptr) return {};
  const std::string& scale = request.settings.choice("scale");
  const DataSummary& summary = request.input.summary;
  std::vector<bool> scaled(toSize(data.values()), scale == "deviations");
  if (scale == "auto") {
    for (const Part& part : layoutOf(data).parts) {
      const bool column = !part.unit() && part.rows == 1;
      for (int i = 0; i < part.values(); ++i) scaled[toSize(part.first + i)] = column;
    }
  }
  // Centring alone changes no distance. It makes the vectors short, so that distances lose fewer digits to
  // cancellation.
  if (!data.real && scale != "deviations") return {};
  return {summary.mean, summary.deviation, scaled};
}

StartedMeasure startComparison(const MeasureRequest& request, std::size_t examples, BeginComparison begin) {
  const Dataset& data = *request.input.data;
  if (request.input.model.faces().samples == nullptr) {
    return Error{ErrorCode::kNotAvailable, "This model draws no samples that could be compared with data."};
  }
  if (examples > 0 ? request.split().missing : data.missing()) {
    return Error{ErrorCode::kNotAvailable,
                 "Some values of these examples are missing; samples can only be compared with whole examples."};
  }
  if (Status status = checkDraws(request); !status) return status.error();
  constexpr int kFewest = 10;
  if (examples > 0 && request.split().examples < kFewest) {
    return Error{ErrorCode::kNotAvailable, "There are " + std::to_string(request.split().examples) +
                                               " examples to compare with; at least 10 are needed."};
  }
  const std::string& use = request.settings.choice("use");
  // Grey pictures are compared with means, which are grey too. Binary pictures and real values are compared with
  // states.
  const bool means = use == "means" || (use == "auto" && !data.real && !data.train.isBinary());
  return std::unique_ptr<Job>(std::make_unique<ComparisonJob>(request, examples, means, std::move(begin)));
}

}  // namespace harmonium
