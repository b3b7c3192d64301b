// The measures logLikelihood and logPartition. They use the model's own Likelihood where it has one, and free energies
// with annealed importance sampling otherwise (annealing.cpp).
#include "session/measures/probability.h"

#include "session/measures/example_mean.h"
#include "session/measures/step_job.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace harmonium {

namespace {

const MeasureType& typeNamed(std::string_view name) {
  for (const MeasureType& type : measureTypes()) {
    if (type.name == name) return type;
  }
  HARMONIUM_ASSERT(false);
  return measureTypes()[0];
}

// Measures the log-likelihood of a model that computes it itself.
class LikelihoodJob final : public StepJob {
 public:
  // Without a `mean` only log Z is computed. With `partition` the result includes log Z; a model whose probabilities
  // are normalised by construction has none.
  LikelihoodJob(std::string_view measure, const MeasureRequest& request, std::shared_ptr<Likelihood> likelihood,
                std::optional<ExampleMean> mean, bool partition)
      : likelihood_(std::move(likelihood)),
        mean_(std::move(mean)),
        partition_(partition),
        log_likelihood_(emptyAnswer(measure, request)),
        log_partition_(emptyAnswer("logPartition", request)) {
    log_likelihood_.note = request.remark;
  }

 private:
  bool step() override {
    if (!ready_) {
      ready_ = likelihood_->prepare();
      if (!ready_ || mean_) return false;
    }
    if (mean_ && !mean_->advance()) return false;
    finish();
    return true;
  }

  double fractionDone() const override {
    if (!mean_) return std::min(0.99, likelihood_->prepared());
    return 0.5 * likelihood_->prepared() + 0.499 * mean_->progress();
  }

  void finish() {
    const double error = likelihood_->certainty() == Certainty::kEstimate ? likelihood_->logPartitionError() : 0;
    for (Measurement* m : {&log_likelihood_, &log_partition_}) {
      setCertainty(likelihood_->certainty(), *m);
      m->method = m->certainty;
      addSentence(m->note, likelihood_->method());
    }
    if (mean_) {
      mean_->describe(log_likelihood_, error);
      log_likelihood_.method = log_likelihood_.certainty;
      addErrorParts(log_likelihood_);
      log_likelihood_.details.emplace_back("standard deviation over examples", mean_->deviation());
      result_.measurements = {log_likelihood_};
    }
    if (!partition_) return;
    log_partition_.value = likelihood_->logPartition();
    if (error > 0) log_partition_.standard_error = log_partition_.error_of_estimate = error;
    result_.measurements.push_back(log_partition_);
  }

  std::shared_ptr<Likelihood> likelihood_;
  std::optional<ExampleMean> mean_;
  bool partition_, ready_ = false;
  Measurement log_likelihood_, log_partition_;
};

// Which probability the request asks for. Measures without the option `of` use that of the visible units.
LikelihoodOf requestedProbability(const MeasureRequest& request) {
  if (findOption(request.settings.table(), "of") == nullptr) return LikelihoodOf::kVisible;
  const std::string& of = request.settings.choice("of");
  return of == "joint" ? LikelihoodOf::kJoint : of == "label" ? LikelihoodOf::kLabel : LikelihoodOf::kVisible;
}

// An example without a class has no joint probability and no probability of its class. The measure refuses a split that
// contains one, because a mean over the others would be about different examples.
Status checkLabels(const MeasureRequest& request, LikelihoodOf of) {
  const Split& split = request.split();
  const bool all = !split.labels.empty() &&
                   std::ranges::none_of(split.labels, [](std::int16_t label) { return label == Split::kNoLabel; });
  if (of == LikelihoodOf::kVisible || all) return {};
  return Error{ErrorCode::kNotAvailable, "of is \"" + request.settings.choice("of") +
                                             "\", but some of these examples have no class; \"visible\" needs none."};
}

Error noBound() {
  return {ErrorCode::kNotAvailable,
          "This model has no recognition weights, so its log-likelihood has no bound of this kind."};
}

// Measures a lower bound of the log-likelihood. The request's options say how many guesses it takes.
StartedMeasure startBoundOf(std::string_view measure, BoundWish wish, const MeasureRequest& request) {
  const Faces faces = request.input.model.faces();
  if (faces.bounded == nullptr) return noBound();
  wish.samples = request.settings.integer("guesses");
  wish.seed = request.seed;
  Result<std::unique_ptr<Likelihood>> own = faces.bounded->bound(wish);
  if (!own) return own.error();
  std::shared_ptr<Likelihood> bound = std::move(own.value());
  if (bound->lacksPartition()) {
    ExampleMean energy(request, request.test, bound->binary(), UINT32_MAX,
                       [bound](Pace& pace, Batch examples, std::span<double> out) -> Work {
                         co_await bound->score(pace, examples, out);
                         for (double& nats : out) nats = -nats;
                       });
    return startAnnealedBound(measure, request, std::move(energy), bound->method());
  }
  ExampleMean mean(
      request, request.test, bound->binary(), UINT32_MAX,
      [bound](Pace& pace, Batch examples, std::span<double> out) -> Work { return bound->score(pace, examples, out); });
  return std::unique_ptr<Job>(
      std::make_unique<LikelihoodJob>(measure, request, std::move(bound), std::move(mean), false));
}

// `bound` is startBoundOf(), or null in a core whose models have no bounds, which then does not carry its code.
using StartBound = StartedMeasure (*)(std::string_view measure, BoundWish wish, const MeasureRequest& request);

StartedMeasure startProbability(bool likelihood, const MeasureRequest& request, StartBound bound) {
  const Faces faces = request.input.model.faces();
  const std::string& method = request.settings.choice("method");
  const LikelihoodOf of = requestedProbability(request);
  if (Status status = checkLabels(request, of); !status) return status.error();
  const bool bounds = bound != nullptr && likelihood && faces.bounded != nullptr;
  const auto weighted = [&] {
    return bound("logLikelihood", {.kind = BoundWish::Kind::kImportance, .of = of}, request);
  };
  if (method == "bound") return bound == nullptr ? StartedMeasure(noBound()) : weighted();
  const bool annealed_wanted = method == "ais" || method == "reverse";
  const bool annealable = faces.annealed != nullptr && faces.annealed->anneals();
  if (annealed_wanted && !annealable) {
    return Error{ErrorCode::kNotAvailable,
                 "Annealing needs a machine without connections inside a layer; for this model only the method "
                 "\"exact\" is available."};
  }
  // p(y | v) needs no partition function, so it is always computed exactly. A joint probability needs label units.
  const bool labelled = faces.classes != nullptr && faces.classes->classes() > 0;
  // Where hidden layers below the annealed machine can't be summed out, a bound takes the place of free energies.
  const auto anneal = [&]() -> StartedMeasure {
    if (bounds && faces.free_energy == nullptr) {
      if (method == "reverse") return noWayBack();
      return weighted();
    }
    return startAnnealing(likelihood, request, of);
  };
  if (annealed_wanted && (of == LikelihoodOf::kVisible || (of == LikelihoodOf::kJoint && labelled))) return anneal();
  if (!likelihood && faces.energy_density == nullptr) {
    return Error{ErrorCode::kNotAvailable,
                 "This model's probabilities add up to one by construction, so it has no partition function."};
  }
  Result<std::unique_ptr<Likelihood>> own = faces.density->likelihood(of);
  // Where the model is too large to compute its likelihood exactly, annealing stands in, unless the request insists on
  // "exact".
  if (!own) {
    if (method != "exact" && !annealable && bounds && of != LikelihoodOf::kLabel) return weighted();
    const bool no_label = of != LikelihoodOf::kVisible && !labelled;
    // Where the probability of the class can't be had without log Z, annealing does not give it either.
    const bool label_alone = of == LikelihoodOf::kLabel && faces.free_energy == nullptr;
    if (method == "exact" || !annealable || no_label || label_alone) return own.error();
    return anneal();
  }
  std::shared_ptr<Likelihood> exact = std::move(own.value());
  std::optional<ExampleMean> mean;
  if (likelihood) {
    mean.emplace(request, request.test, exact->binary(), UINT32_MAX,
                 [exact](Pace& pace, Batch examples, std::span<double> out) -> Work {
                   return exact->score(pace, examples, out);
                 });
  }
  const bool partition = faces.energy_density != nullptr && of != LikelihoodOf::kLabel;
  return std::unique_ptr<Job>(
      std::make_unique<LikelihoodJob>("logLikelihood", request, std::move(exact), std::move(mean), partition));
}

}  // namespace

Measurement emptyAnswer(std::string_view name, const MeasureRequest& request) {
  const MeasureType& type = typeNamed(name);
  return {.name = type.name,
          .label = type.label,
          .unit = type.unit,
          .method = "exact",
          .note = {},
          .standard_error = {},
          .effective_samples = {},
          .updates = request.input.updates,
          .run = request.input.run};
}

void setCertainty(Certainty certainty, Measurement& m) {
  m.certainty = certaintyName(certainty);
  m.exact = certainty == Certainty::kExact;
}

void addErrorParts(Measurement& m) {
  if (m.error_over_examples) m.details.emplace_back("standard error over examples", *m.error_over_examples);
  if (m.error_of_estimate) m.details.emplace_back("standard error of the estimate", *m.error_of_estimate);
}

StartedMeasure startLikelihood(const MeasureRequest& request) {
  return startProbability(true, request, &startBoundOf);
}

StartedMeasure startLikelihoodWithoutBounds(const MeasureRequest& request) {
  return startProbability(true, request, nullptr);
}

StartedMeasure startBound(const MeasureRequest& request) {
  return startBoundOf("bound", {.kind = BoundWish::Kind::kVariational}, request);
}

StartedMeasure startPartition(const MeasureRequest& request) {
  return startProbability(false, request, nullptr);
}

}  // namespace harmonium
