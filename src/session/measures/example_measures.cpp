// The measures that are a mean over examples and need no samples: pseudo-likelihood, reconstruction error, free-energy
// gap and class error.
#include "base/numbers.h"
#include "session/measures/example_mean.h"
#include "session/measures/step_job.h"
#include "session/trainer.h"

#include <cmath>
#include <utility>

namespace harmonium {

namespace {

class MeanJob final : public StepJob {
 public:
  // `by_chance`: the values themselves are drawn, so their scatter is an error on training data too.
  MeanJob(Measurement measurement, ExampleMean mean, bool by_chance = false)
      : measurement_(std::move(measurement)), mean_(std::move(mean)), by_chance_(by_chance) {}

 private:
  bool step() override {
    if (!mean_.advance()) return false;
    mean_.describe(measurement_);
    if (by_chance_) {
      // The scatter of values drawn once cannot be divided between the examples and the draws.
      measurement_.standard_error = mean_.standardError();
      measurement_.error_over_examples = measurement_.error_of_estimate = {};
    }
    result_.measurements = {measurement_};
    return true;
  }
  double fractionDone() const override { return 0.999 * mean_.progress(); }

  Measurement measurement_;
  ExampleMean mean_;
  bool by_chance_;
};

struct ClassCounts {
  double known = 0;  // examples that have a class
  double wrong = 0;  // those of them whose most probable class is another one
};

// The share is over labelled examples only, which the plain mean over all examples would not give.
class ClassErrorJob final : public StepJob {
 public:
  ClassErrorJob(Measurement measurement, ExampleMean mean, std::shared_ptr<const ClassCounts> counts)
      : measurement_(std::move(measurement)), mean_(std::move(mean)), counts_(std::move(counts)) {}

 private:
  bool step() override {
    if (!mean_.advance()) return false;
    mean_.describe(measurement_);
    // Every draw of the pixels counted all examples again.
    const double known = std::max(1.0, counts_->known / mean_.draws()), share = counts_->wrong / mean_.draws() / known;
    measurement_.value = share;
    if (measurement_.error_over_examples) {
      measurement_.standard_error = measurement_.error_over_examples = std::sqrt(share * (1 - share) / known);
      measurement_.error_of_estimate = {};
    }
    measurement_.details = {{"wrong", counts_->wrong / mean_.draws()}, {"labelled examples", known}};
    result_.measurements = {measurement_};
    return true;
  }
  double fractionDone() const override { return 0.999 * mean_.progress(); }

  Measurement measurement_;
  ExampleMean mean_;  // counts_ is filled while this mean is computed
  std::shared_ptr<const ClassCounts> counts_;
};

// The job computes the mean over the held-out examples first and then the mean over as many training examples.
class GapJob final : public StepJob {
 public:
  GapJob(Measurement measurement, ExampleMean test, ExampleMean train)
      : measurement_(std::move(measurement)), test_(std::move(test)), train_(std::move(train)) {}

 private:
  bool step() override {
    if (!test_done_) {
      test_done_ = test_.advance();
      return false;
    }
    if (!train_.advance()) return false;
    train_.describe(measurement_);
    test_.describe(measurement_);
    measurement_.value = test_.mean() - train_.mean();
    if (measurement_.error_of_estimate) {
      const double drawn = std::hypot(test_.drawingError().value_or(0), train_.drawingError().value_or(0));
      measurement_.error_of_estimate = drawn;
      measurement_.standard_error = std::hypot(measurement_.error_over_examples.value_or(0), drawn);
    }
    result_.measurements = {measurement_};
    return true;
  }
  double fractionDone() const override { return 0.499 * (test_.progress() + train_.progress()); }

  Measurement measurement_;
  ExampleMean test_, train_;
  bool test_done_ = false;
};

// The refusal for a model whose hidden units can be summed out under some of its settings only.
Error notRestricted(const MeasureRequest& request) {
  return {ErrorCode::kNotAvailable,
          request.type.label + ": this needs a machine without connections inside a layer, and this machine has some."};
}

}  // namespace

StartedMeasure startPseudoLikelihood(const MeasureRequest& request) {
  const std::shared_ptr<FreeEnergies> energies = energiesOf(request.input);
  if (energies == nullptr) return notRestricted(request);
  if (!energies->binary()) {
    return Error{ErrorCode::kNotAvailable, "The pseudo-likelihood needs binary visible units, and these are Gaussian."};
  }
  const bool exact = request.settings.choice("method") == "exact";
  Measurement measurement = request.answer();
  measurement.method = request.settings.choice("method");
  measurement.exact = exact;
  addSentence(measurement.note, exact ? "It uses every value of every example."
                                      : "It uses one random value of each example, times the number of values.");
  ExampleMean mean(request, request.test, true, toU32(request.count("examples")),
                   [energies, exact, rng = Rng(request.seed, Purpose::kMeasure)](Pace& pace, Batch examples,
                                                                                 std::span<double> out) mutable {
                     return exact ? energies->pseudoLogLikelihood(pace, examples.v, out)
                                  : energies->stochasticPseudoLogLikelihood(pace, examples.v, rng, out);
                   });
  return std::unique_ptr<Job>(std::make_unique<MeanJob>(std::move(measurement), std::move(mean), !exact));
}

StartedMeasure startReconstructionError(const MeasureRequest& request) {
  const MeasureInput& input = request.input;
  std::shared_ptr<Model> model = std::move(input.copy);
  Measurement measurement = request.answer();
  measurement.method = "exact";
  measurement.exact = true;
  addSentence(measurement.note, "Both passes, up and down, use means instead of samples.");
  ExampleMean error(request, request.test, false, UINT32_MAX,
                    [model, back = Matrix()](Pace&, Batch examples, std::span<double> out) mutable -> Work {
                      const Matrix& v = examples.v;
                      model->faces().codes->reconstruct(v, back);
                      for (std::size_t n = 0; n < out.size(); ++n) {
                        double sum = 0, known = 0;
                        for (Index i = 0; i < v.rows(); ++i) {
                          const float value = v(i, toIndex(n));
                          if (!std::isfinite(value)) continue;  // a missing value has no error
                          const double off = toDouble(value - back(i, toIndex(n)));
                          sum += off * off;
                          known += 1;
                        }
                        out[n] = sum / std::max(1.0, known);
                      }
                      return {};
                    });
  return std::unique_ptr<Job>(std::make_unique<MeanJob>(std::move(measurement), std::move(error)));
}

StartedMeasure startFreeEnergyGap(const MeasureRequest& request) {
  const std::shared_ptr<FreeEnergies> energies = energiesOf(request.input);
  if (energies == nullptr) return notRestricted(request);
  const MeasureInput& input = request.input;
  const std::uint32_t examples = toU32(std::min(input.data->train.examples, input.data->test.examples));
  const auto energyOf = [&](bool test) {
    return ExampleMean(request, test, energies->binary(), examples,
                       [energies](Pace& pace, Batch seen, std::span<double> out) {
                         return energies->freeEnergy(pace, seen, LikelihoodOf::kVisible, out);
                       });
  };
  Measurement measurement = request.answer();
  measurement.method = "exact";
  measurement.exact = true;
  return std::unique_ptr<Job>(std::make_unique<GapJob>(std::move(measurement), energyOf(true), energyOf(false)));
}

StartedMeasure startClassError(const MeasureRequest& request) {
  const MeasureInput& input = request.input;
  const int classes = input.model.faces().classes->classes();
  if (classes == 0) {
    return Error{ErrorCode::kNotAvailable,
                 request.type.label + ": this machine has no label units. The option labels adds them."};
  }
  std::shared_ptr<Model> model = std::move(input.copy);
  Measurement measurement = request.answer();
  measurement.method = "exact";
  measurement.exact = true;
  addSentence(measurement.note, "It compares the most probable class of each example with its label.");
  auto counts = std::make_shared<ClassCounts>();
  ExampleMean error(request, request.test, false, UINT32_MAX,
                    [model, counts, p = Matrix()](Pace&, Batch examples, std::span<double> out) mutable -> Work {
                      model->faces().classes->classProbabilities(examples.v, p);
                      for (std::size_t n = 0; n < out.size(); ++n) {
                        Index best = 0;
                        p.col(toIndex(n)).maxCoeff(&best);
                        const bool known = examples.labels[n] != Split::kNoLabel && anyKnown(examples.v, toIndex(n));
                        out[n] = known && examples.labels[n] != best ? 1.0 : 0.0;
                        counts->known += known ? 1 : 0;
                        counts->wrong += out[n];
                      }
                      return {};
                    });
  return std::unique_ptr<Job>(
      std::make_unique<ClassErrorJob>(std::move(measurement), std::move(error), std::move(counts)));
}

}  // namespace harmonium
