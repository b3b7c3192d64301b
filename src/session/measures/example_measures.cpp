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
  // `squares` is the sum of all squared values, from which the standard error is computed. Null: no standard error.
  MeanJob(Measurement measurement, ExampleMean mean, std::shared_ptr<const double> squares = nullptr)
      : measurement_(std::move(measurement)), mean_(std::move(mean)), squares_(std::move(squares)) {}

 private:
  bool step() override {
    if (!mean_.advance()) return false;
    measurement_.value = mean_.mean();
    addSentence(measurement_.note, mean_.leftOut());
    if (squares_) {
      const double count = mean_.result().count();
      const double variance = std::max(0.0, *squares_ / count - measurement_.value * measurement_.value);
      measurement_.standard_error = std::sqrt(variance / count);
    }
    result_.measurements = {measurement_};
    return true;
  }
  double fractionDone() const override { return 0.999 * mean_.progress(); }

  Measurement measurement_;
  ExampleMean mean_;
  std::shared_ptr<const double> squares_;
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
    const double known = std::max(1.0, counts_->known), share = counts_->wrong / known;
    measurement_.value = share;
    measurement_.standard_error = std::sqrt(share * (1 - share) / known);
    measurement_.details = {{"wrong", counts_->wrong}, {"labelled examples", counts_->known}};
    result_.measurements = {measurement_};
    return true;
  }
  double fractionDone() const override { return 0.999 * mean_.progress(); }

  Measurement measurement_;
  ExampleMean mean_;  // counts_ is filled while this mean is computed; the mean itself is not used
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
    measurement_.value = test_.mean() - train_.mean();
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

std::shared_ptr<FreeEnergies> energiesOf(const MeasureRequest& request) {
  return request.input.model.faces().free_energy->freeEnergies();
}

}  // namespace

StartedMeasure startPseudoLikelihood(const MeasureRequest& request) {
  const std::shared_ptr<FreeEnergies> energies = energiesOf(request);
  if (energies == nullptr) return notRestricted(request);
  if (!energies->binary()) {
    return Error{ErrorCode::kNotAvailable, "The pseudo-likelihood needs binary visible units, and these are Gaussian."};
  }
  const bool exact = request.settings.choice("method") == "exact";
  Measurement measurement = request.answer();
  measurement.method = request.settings.choice("method");
  measurement.exact = exact;
  addSentence(measurement.note, exact ? "It uses every pixel of every example."
                                      : "It uses one random pixel per example, times the number of pixels.");
  auto squares = std::make_shared<double>(0);
  ExampleMean mean(request, request.test, true, toU32(request.count("examples")),
                   [energies, exact, squares, rng = Rng(request.seed, Purpose::kMeasure)](
                       const Batch& examples, std::span<double> out) mutable {
                     // The exact value has no sampling error, so only the stochastic one collects squares for a
                     // standard error.
                     if (exact) return energies->pseudoLogLikelihood(examples.v, out);
                     energies->stochasticPseudoLogLikelihood(examples.v, rng, out);
                     for (const double value : out) *squares += value * value;
                   });
  return std::unique_ptr<Job>(
      std::make_unique<MeanJob>(std::move(measurement), std::move(mean), exact ? nullptr : squares));
}

StartedMeasure startReconstructionError(const MeasureRequest& request) {
  const MeasureInput& input = request.input;
  std::shared_ptr<Model> model = copyOf(input.model, input.spec, input.summary);
  Measurement measurement = request.answer();
  measurement.method = "exact";
  measurement.exact = true;
  addSentence(measurement.note, "Both passes, up and down, use means instead of samples.");
  ExampleMean error(request, request.test, false, UINT32_MAX,
                    [model, back = Matrix()](const Batch& examples, std::span<double> out) mutable {
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
                    });
  return std::unique_ptr<Job>(std::make_unique<MeanJob>(std::move(measurement), std::move(error)));
}

StartedMeasure startFreeEnergyGap(const MeasureRequest& request) {
  const std::shared_ptr<FreeEnergies> energies = energiesOf(request);
  if (energies == nullptr) return notRestricted(request);
  const MeasureInput& input = request.input;
  const std::uint32_t examples = toU32(std::min(input.data->train.examples, input.data->test.examples));
  const auto energyOf = [&](bool test) {
    return ExampleMean(request, test, energies->binary(), examples,
                       [energies](const Batch& seen, std::span<double> out) {
                         energies->freeEnergy(seen, LikelihoodOf::kVisible, out);
                       });
  };
  Measurement measurement = request.answer();
  measurement.method = "exact";
  measurement.exact = true;
  addSentence(measurement.note, "It uses " + countText(examples) + " examples of each split.");
  return std::unique_ptr<Job>(std::make_unique<GapJob>(std::move(measurement), energyOf(true), energyOf(false)));
}

StartedMeasure startClassError(const MeasureRequest& request) {
  const MeasureInput& input = request.input;
  const int classes = input.model.faces().classes->classes();
  if (classes == 0) {
    return Error{ErrorCode::kNotAvailable,
                 request.type.label + ": this machine has no label units. The option labels adds them."};
  }
  std::shared_ptr<Model> model = copyOf(input.model, input.spec, input.summary);
  Measurement measurement = request.answer();
  measurement.method = "exact";
  measurement.exact = true;
  addSentence(measurement.note, "It compares the most probable class of each example with its label.");
  auto counts = std::make_shared<ClassCounts>();
  ExampleMean error(request, request.test, false, UINT32_MAX,
                    [model, counts, p = Matrix()](const Batch& examples, std::span<double> out) mutable {
                      model->faces().classes->classProbabilities(examples.v, p);
                      for (std::size_t n = 0; n < out.size(); ++n) {
                        Index best = 0;
                        p.col(toIndex(n)).maxCoeff(&best);
                        const bool known = examples.labels[n] != Split::kNoLabel;
                        out[n] = known && examples.labels[n] != best ? 1.0 : 0.0;
                        counts->known += known ? 1 : 0;
                        counts->wrong += out[n];
                      }
                    });
  return std::unique_ptr<Job>(
      std::make_unique<ClassErrorJob>(std::move(measurement), std::move(error), std::move(counts)));
}

}  // namespace harmonium
