// Short measures of single examples: pseudo-likelihood, reconstruction error, free-energy gap.
#include "measures/rbm_measures.h"
#include "session/measures/example_mean.h"
#include "session/measures/grain_job.h"
#include "session/trainer.h"

#include <cmath>
#include <utility>

namespace harmonium {

namespace {

class MeanJob final : public GrainJob {
 public:
  // `squares`: the sum of all squared values, for a standard error; or null.
  MeanJob(Measurement measurement, ExampleMean mean, std::shared_ptr<const double> squares = nullptr)
      : measurement_(std::move(measurement)), mean_(std::move(mean)), squares_(std::move(squares)) {}

 private:
  bool grain() override {
    if (!mean_.advance()) return false;
    measurement_.value = mean_.mean();
    if (squares_) {
      const double count = mean_.result().count();
      const double variance = std::max(0.0, *squares_ / count - measurement_.value * measurement_.value);
      measurement_.standard_error = std::sqrt(variance / count);
    }
    result_.measurements = {measurement_};
    return true;
  }
  double share() const override { return 0.999 * mean_.progress(); }

  Measurement measurement_;
  ExampleMean mean_;
  std::shared_ptr<const double> squares_;
};

class GapJob final : public GrainJob {
 public:
  GapJob(Measurement measurement, ExampleMean test, ExampleMean train)
      : measurement_(std::move(measurement)), test_(std::move(test)), train_(std::move(train)) {}

 private:
  bool grain() override {
    if (!test_done_) {
      test_done_ = test_.advance();
      return false;
    }
    if (!train_.advance()) return false;
    measurement_.value = test_.mean() - train_.mean();
    result_.measurements = {measurement_};
    return true;
  }
  double share() const override { return 0.499 * (test_.progress() + train_.progress()); }

  Measurement measurement_;
  ExampleMean test_, train_;
  bool test_done_ = false;
};

// Of a model that is a restricted Boltzmann machine under some of its settings only.
Error notRestricted(const MeasureRequest& request) {
  return {
      ErrorCode::kNotAvailable,
      request.type.label + ": this is worked out for machines without connections inside a layer; this one has some."};
}

}  // namespace

StartedMeasure startPseudoLikelihood(const MeasureRequest& request) {
  if (request.input.model.asRbm() == nullptr) return notRestricted(request);
  const RbmParameters& p = *request.input.model.asRbm();
  if (p.gaussian()) {
    return Error{ErrorCode::kNotAvailable,
                 "The pseudo-likelihood is worked out for binary visible units; these are Gaussian."};
  }
  const bool exact = request.settings.choice("method") == "exact";
  Measurement measurement = request.answer();
  measurement.method = request.settings.choice("method");
  measurement.exact = exact;
  addSentence(measurement.note,
              exact ? "Every pixel of every example." : "One random pixel an example, times the number of pixels.");
  auto squares = std::make_shared<double>(0);
  ExampleMean mean(request, request.test, true, static_cast<std::uint32_t>(request.count("examples")),
                   [p, exact, squares, scratch = RbmMeasureScratch(), rng = Rng(request.seed, Purpose::kMeasure)](
                       const Matrix& v, States, std::span<double> out) mutable {
                     double batch = 0;
                     const double sum = exact ? sumPseudoLogLikelihood(p, v, scratch)
                                              : sumStochasticPseudoLogLikelihood(p, v, scratch, rng, &batch);
                     *squares += batch;
                     std::ranges::fill(out,
                                       sum / static_cast<double>(out.size()));  // the whole batch at once is quicker
                   });
  return std::unique_ptr<Job>(
      std::make_unique<MeanJob>(std::move(measurement), std::move(mean), exact ? nullptr : squares));
}

StartedMeasure startReconstructionError(const MeasureRequest& request) {
  const MeasureInput& input = request.input;
  std::shared_ptr<Model> model = copyOf(input.model, input.spec, input.summary);
  Matrix probe = Matrix::Zero(input.data->values(), 1), mean;
  if (!model->reconstruct(probe, mean)) {
    return Error{ErrorCode::kNotAvailable, "This model makes no reconstructions of examples."};
  }
  Measurement measurement = request.answer();
  measurement.method = "exact";
  measurement.exact = true;
  addSentence(measurement.note, "One step up and down with means instead of samples.");
  ExampleMean error(request, request.test, false, UINT32_MAX,
                    [model, back = Matrix()](const Matrix& v, States, std::span<double> out) mutable {
                      model->reconstruct(v, back);
                      for (std::size_t n = 0; n < out.size(); ++n) {
                        double sum = 0, known = 0;
                        for (Eigen::Index i = 0; i < v.rows(); ++i) {
                          const float value = v(i, static_cast<Eigen::Index>(n));
                          if (!std::isfinite(value)) continue;  // missing
                          const double off = static_cast<double>(value - back(i, static_cast<Eigen::Index>(n)));
                          sum += off * off;
                          known += 1;
                        }
                        out[n] = sum / std::max(1.0, known);
                      }
                    });
  return std::unique_ptr<Job>(std::make_unique<MeanJob>(std::move(measurement), std::move(error)));
}

StartedMeasure startFreeEnergyGap(const MeasureRequest& request) {
  if (request.input.model.asRbm() == nullptr) return notRestricted(request);
  const MeasureInput& input = request.input;
  const std::uint32_t examples =
      static_cast<std::uint32_t>(std::min(input.data->train.examples, input.data->test.examples));
  const auto energyOf = [&](bool test) {
    const RbmParameters& p = *input.model.asRbm();
    return ExampleMean(
        request, test, !p.gaussian(), examples,
        [p, scratch = RbmScratch(), inputs = Matrix()](const Matrix& v, States states, std::span<double> out) mutable {
          freeEnergy(p, v, states, scratch, inputs, out);
        });
  };
  Measurement measurement = request.answer();
  measurement.method = "exact";
  measurement.exact = true;
  addSentence(measurement.note, "Of " + countText(examples) + " examples each.");
  return std::unique_ptr<Job>(std::make_unique<GapJob>(std::move(measurement), energyOf(true), energyOf(false)));
}

}  // namespace harmonium
