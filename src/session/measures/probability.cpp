// The measures logLikelihood and logPartition. They use the model's own Likelihood where it has one, and free energies
// with annealed importance sampling otherwise.
#include "measures/ais.h"
#include "session/measures/example_mean.h"
#include "session/measures/sample_draw.h"
#include "session/measures/step_job.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace harmonium {

namespace {

// A job may return log Z and the log-likelihood together, so each result takes its label and unit from its own measure.
const MeasureType& typeNamed(std::string_view name) {
  for (const MeasureType& type : measureTypes()) {
    if (type.name == name) return type;
  }
  HARMONIUM_ASSERT(false);
  return measureTypes()[0];
}

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

// Adds how the value varies over the examples of the split. The standard error of an exact value on held-out data is
// that of the mean; on training data it would suggest a precision for unseen data that the value does not have.
void describeMean(const ExampleMean& mean, bool test, Measurement& m) {
  addSentence(m.note, mean.leftOut());
  if (std::isinf(mean.mean())) {
    addSentence(m.note, "At least one example has probability 0.");
    return;
  }
  m.details.emplace_back("standard error over examples", mean.result().standardError());
  m.details.emplace_back("standard deviation over examples", mean.result().deviation());
  if (m.exact && test) m.standard_error = mean.result().standardError();
}

void setCertainty(Certainty certainty, Measurement& m) {
  m.certainty = certaintyName(certainty);
  m.exact = certainty == Certainty::kExact;
}

// Measures the log-likelihood of a model that computes it itself.
class LikelihoodJob final : public StepJob {
 public:
  // Without a `mean` only log Z is computed. With `partition` the result includes log Z; a model whose probabilities
  // are normalised by construction has none.
  LikelihoodJob(const MeasureRequest& request, std::shared_ptr<Likelihood> likelihood, std::optional<ExampleMean> mean,
                bool partition)
      : likelihood_(std::move(likelihood)),
        mean_(std::move(mean)),
        test_(request.test),
        partition_(partition),
        log_likelihood_(emptyAnswer("logLikelihood", request)),
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
    for (Measurement* m : {&log_likelihood_, &log_partition_}) {
      setCertainty(likelihood_->certainty(), *m);
      m->method = m->certainty;
      if (likelihood_->certainty() == Certainty::kEstimate) m->standard_error = likelihood_->logPartitionError();
      addSentence(m->note, likelihood_->method());
    }
    if (mean_) {
      log_likelihood_.value = mean_->mean();
      describeMean(*mean_, test_, log_likelihood_);
      result_.measurements = {log_likelihood_};
    }
    if (!partition_) return;
    log_partition_.value = likelihood_->logPartition();
    result_.measurements.push_back(log_partition_);
  }

  std::shared_ptr<Likelihood> likelihood_;
  std::optional<ExampleMean> mean_;
  bool test_, partition_, ready_ = false;
  Measurement log_likelihood_, log_partition_;
};

// The state of an estimate of log Z by annealing.
struct Annealing {
  std::unique_ptr<AnnealedChains> chains = nullptr;  // in reverse, until the run begins; it then owns them
  std::vector<double> ladder = {};                   // inverse temperatures from 0 to 1
  std::uint64_t seed = 0;
  std::optional<Ais> ais = {};
  std::optional<SampleDraw> draw = {};  // in reverse: draws the samples of the model at which the chains start
  bool reverse = false;
};

class AnnealingJob final : public StepJob {
 public:
  AnnealingJob(const MeasureRequest& request, Annealing annealing, std::optional<ExampleMean> energy)
      : annealing_(std::move(annealing)),
        energy_(std::move(energy)),
        test_(request.test),
        partition_(emptyAnswer("logPartition", request)),
        likelihood_(emptyAnswer("logLikelihood", request)) {
    likelihood_.note = request.remark;
  }

 private:
  bool step() override {
    if (!annealing_.ais) {
      if (annealing_.draw->advance()) {
        annealing_.ais =
            Ais::reverse(std::move(annealing_.chains), annealing_.ladder, annealing_.draw->take(), annealing_.seed);
      }
      return false;
    }
    if (!annealing_.ais->done()) {
      annealing_.ais->advance();
      return false;
    }
    if (energy_ && !energy_->advance()) return false;
    finish();
    return true;
  }

  double partitionProgress() const {
    const double annealed = annealing_.ais ? annealing_.ais->progress() : 0;
    return annealing_.reverse ? (annealing_.draw->progress() + annealed) / 2 : annealed;
  }
  double fractionDone() const override {
    // Annealing takes nearly all of the time. The fractions add up to less than 1 until the job is done.
    return energy_ ? 0.95 * partitionProgress() + 0.049 * energy_->progress() : 0.999 * partitionProgress();
  }

  void finish() {
    const std::string note = describe(annealing_.ais->estimate());
    addSentence(partition_.note, note);
    addSentence(likelihood_.note, note);
    if (energy_) {
      likelihood_.value = -energy_->mean() - partition_.value;
      describeMean(*energy_, test_, likelihood_);
      result_.measurements = {likelihood_, partition_};
    } else {
      result_.measurements = {partition_};
    }
  }

  std::string describe(const LogMean& estimate) {
    for (Measurement* m : {&partition_, &likelihood_}) {
      setCertainty(Certainty::kEstimate, *m);
      m->method = annealing_.reverse ? "reverse" : "ais";
      m->standard_error = estimate.standard_error;
      m->effective_samples = estimate.effective_samples;
    }
    partition_.value = estimate.log_mean;
    std::string note = annealing_.reverse
                           ? "Annealing in reverse, from chains that ran " + countText(annealing_.draw->steps()) +
                                 " steps. If these chains are fair samples, likelihoods come out too low rather than "
                                 "too high."
                           : "Annealed importance sampling.";
    note += " The standard deviation of the log-weights is " +
            formatNumber(std::round(estimate.deviation * 100) / 100) + " nats.";
    if (estimate.effective_samples < 10) {
      note +=
          " Fewer than 10 chains dominate the mean, so the standard error is not reliable. The true log Z is likely " +
          std::string(annealing_.reverse ? "lower, and likelihoods higher." : "higher, and likelihoods lower.");
    }
    return note;
  }

  Annealing annealing_;
  std::optional<ExampleMean> energy_;
  bool test_;
  Measurement partition_, likelihood_;
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

StartedMeasure startAnnealing(bool likelihood, const MeasureRequest& request, LikelihoodOf of,
                              std::unique_ptr<AnnealedChains> chains) {
  const std::string& method = request.settings.choice("method");
  const std::size_t count = request.count("chains");
  Annealing annealing{.ladder = annealingLadder(request.count("temperatures")), .seed = request.seed};
  annealing.reverse = method == "reverse";
  if (annealing.reverse) {
    annealing.chains = std::move(chains);
    annealing.draw.emplace(request, count, request.count("steps"), false);
  } else {
    annealing.ais.emplace(std::move(chains), annealing.ladder, count, request.seed);
  }
  std::optional<ExampleMean> energy;
  if (likelihood) {
    std::shared_ptr<FreeEnergies> energies = request.input.model.faces().free_energy->freeEnergies();
    const bool drawn = energies->binary();
    energy.emplace(
        request, request.test, drawn, UINT32_MAX,
        [energies, of](const Batch& examples, std::span<double> out) { energies->freeEnergy(examples, of, out); });
  }
  return std::unique_ptr<Job>(std::make_unique<AnnealingJob>(request, std::move(annealing), std::move(energy)));
}

StartedMeasure startProbability(bool likelihood, const MeasureRequest& request) {
  const Faces faces = request.input.model.faces();
  const std::string& method = request.settings.choice("method");
  const LikelihoodOf of = requestedProbability(request);
  if (Status status = checkLabels(request, of); !status) return status.error();
  const bool annealed_wanted = method == "ais" || method == "reverse";
  std::unique_ptr<AnnealedChains> chains = faces.annealed == nullptr ? nullptr : faces.annealed->annealedChains();
  if (annealed_wanted && chains == nullptr) {
    return Error{ErrorCode::kNotAvailable,
                 "Annealing needs a machine without connections inside a layer; for this model only the method "
                 "\"exact\" is available."};
  }
  // p(y | v) needs no partition function, so it is always computed exactly. A joint probability needs label units.
  const bool labelled = faces.classes != nullptr && faces.classes->classes() > 0;
  if (annealed_wanted && (of == LikelihoodOf::kVisible || (of == LikelihoodOf::kJoint && labelled))) {
    return startAnnealing(likelihood, request, of, std::move(chains));
  }
  if (!likelihood && faces.energy_density == nullptr) {
    return Error{ErrorCode::kNotAvailable,
                 "This model's probabilities add up to one by construction, so it has no partition function."};
  }
  Result<std::unique_ptr<Likelihood>> own = faces.density->likelihood(of);
  // Where the model is too large to compute its likelihood exactly, annealing stands in, unless the request insists on
  // "exact".
  if (!own) {
    if (method == "exact" || chains == nullptr || (of != LikelihoodOf::kVisible && !labelled)) return own.error();
    return startAnnealing(likelihood, request, of, std::move(chains));
  }
  std::shared_ptr<Likelihood> exact = std::move(own.value());
  std::optional<ExampleMean> mean;
  if (likelihood) {
    mean.emplace(request, request.test, exact->binary(), UINT32_MAX,
                 [exact](const Batch& examples, std::span<double> out) { exact->logLikelihood(examples, out); });
  }
  const bool partition = faces.energy_density != nullptr && of != LikelihoodOf::kLabel;
  return std::unique_ptr<Job>(std::make_unique<LikelihoodJob>(request, std::move(exact), std::move(mean), partition));
}

}  // namespace

StartedMeasure startLikelihood(const MeasureRequest& request) {
  return startProbability(true, request);
}

StartedMeasure startPartition(const MeasureRequest& request) {
  return startProbability(false, request);
}

}  // namespace harmonium
