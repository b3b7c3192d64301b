// logLikelihood and logPartition: of a restricted Boltzmann machine by counting or annealing, of any other model by its
// own Likelihood.
#include "measures/ais.h"
#include "models/rbm/rbm_exact.h"
#include "session/measures/example_mean.h"
#include "session/measures/grain_job.h"
#include "session/measures/sample_draw.h"

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

Measurement emptyAnswer(std::string_view name, const MeasureRequest& request) {
  const MeasureType& type = typeNamed(name);
  return {.name = type.name,
          .label = type.label,
          .unit = type.unit,
          .method = "exact",
          .note = {},
          .standard_error = {},
          .effective_samples = {},
          .updates = request.input.updates};
}

// Grey pixels are drawn as 0/1 where the units are binary: a likelihood is one of what the units can be.
bool unitsAreBinary(const MeasureInput& input) {
  return !input.data->real && findOption(input.spec.settings.table(), "binarisation") != nullptr;
}

// What the value over a split is made of, and how sure it is.
void describeMean(const ExampleMean& mean, bool test, Measurement& m) {
  if (std::isinf(mean.mean())) {
    addSentence(m.note, "At least one example has probability 0.");
    return;
  }
  m.details.emplace_back("standard error over examples", mean.result().standardError());
  m.details.emplace_back("standard deviation over examples", mean.result().deviation());
  if (m.exact && test) m.standard_error = mean.result().standardError();
}

// Of a model that can work out log p(v) itself.
class LikelihoodJob final : public GrainJob {
 public:
  LikelihoodJob(const MeasureRequest& request, std::shared_ptr<Likelihood> likelihood, std::optional<ExampleMean> mean)
      : likelihood_(std::move(likelihood)),
        mean_(std::move(mean)),
        test_(request.test),
        log_likelihood_(emptyAnswer("logLikelihood", request)),
        log_partition_(emptyAnswer("logPartition", request)) {
    log_likelihood_.note = request.remark;
  }

 private:
  bool grain() override {
    if (!ready_) {
      ready_ = likelihood_->prepare();
      if (!ready_ || mean_) return false;
    }
    if (mean_ && !mean_->advance()) return false;
    finish();
    return true;
  }

  double share() const override {
    if (!mean_) return std::min(0.99, likelihood_->prepared());
    return 0.5 * likelihood_->prepared() + 0.499 * mean_->progress();
  }

  void finish() {
    log_likelihood_.exact = log_partition_.exact = true;
    addSentence(log_likelihood_.note, likelihood_->method());
    addSentence(log_partition_.note, likelihood_->method());
    if (mean_) {
      log_likelihood_.value = mean_->mean();
      describeMean(*mean_, test_, log_likelihood_);
      result_.measurements = {log_likelihood_};
    }
    if (const std::optional<double> log_z = likelihood_->logPartition()) {
      log_partition_.value = *log_z;
      result_.measurements.push_back(log_partition_);
    }
  }

  std::shared_ptr<Likelihood> likelihood_;
  std::optional<ExampleMean> mean_;
  bool test_, ready_ = false;
  Measurement log_likelihood_, log_partition_;
};

// How log Z of a restricted Boltzmann machine is got.
struct Annealing {
  std::optional<Ais> forward;
  std::optional<SampleDraw> draw;  // for the way back: where its chains start
  RbmBase base{Vector()};
  std::vector<double> ladder;
  std::uint64_t seed = 0;
  bool reverse = false;
};

class RbmJob final : public GrainJob {
 public:
  RbmJob(const MeasureRequest& request, RbmParameters p, std::optional<Annealing> annealing,
         std::optional<ExampleMean> energy)
      : p_(std::move(p)),
        annealing_(std::move(annealing)),
        energy_(std::move(energy)),
        test_(request.test),
        partition_(emptyAnswer("logPartition", request)),
        likelihood_(emptyAnswer("logLikelihood", request)) {
    if (!annealing_) exact_.emplace(p_);
    likelihood_.note = request.remark;
  }

 private:
  bool grain() override {
    if (annealing_ && !annealing_->forward) {
      if (annealing_->draw->advance()) {
        annealing_->forward =
            Ais::reverse(p_, annealing_->base, annealing_->ladder, annealing_->draw->take(), annealing_->seed);
      }
      return false;
    }
    if (annealing_ ? !annealing_->forward->done() : !exact_->done()) {
      annealing_ ? annealing_->forward->advance() : exact_->advance();
      return false;
    }
    if (energy_ && !energy_->advance()) return false;
    finish();
    return true;
  }

  double partitionProgress() const {
    if (!annealing_) return exact_->progress();
    const double annealed = annealing_->forward ? annealing_->forward->progress() : 0;
    return annealing_->reverse ? (annealing_->draw->progress() + annealed) / 2 : annealed;
  }
  double share() const override {
    return energy_ ? 0.95 * partitionProgress() + 0.049 * energy_->progress() : 0.999 * partitionProgress();
  }

  void finish() {
    std::string note;
    if (annealing_) {
      note = describe(annealing_->forward->estimate());
    } else {
      partition_.exact = likelihood_.exact = true;
      partition_.value = exact_->logPartition();
      note = "Every state of the smaller layer was counted.";
    }
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
      m->method = annealing_->reverse ? "reverse" : "ais";
      m->standard_error = estimate.standard_error;
      m->effective_samples = estimate.effective_samples;
    }
    partition_.value = estimate.log_mean;
    std::string note = annealing_->reverse
                           ? "Annealing in reverse, from chains that ran " + countText(annealing_->draw->steps()) +
                                 " steps: likelihoods come out too bad rather than too good, if those chains are fair "
                                 "samples."
                           : "Annealed importance sampling.";
    note += " Log-weights spread by " + formatNumber(std::round(estimate.deviation * 100) / 100) + " nats.";
    if (estimate.effective_samples < 10) {
      note += " Fewer than 10 chains carry the mean: do not trust the error bar; the true log Z is likely " +
              std::string(annealing_->reverse ? "lower, likelihoods better." : "higher, likelihoods worse.");
    }
    return note;
  }

  RbmParameters p_;
  std::optional<Annealing> annealing_;
  std::optional<ExactPartition> exact_;
  std::optional<ExampleMean> energy_;
  bool test_;
  Measurement partition_, likelihood_;
};

StartedMeasure startRbm(bool likelihood, const MeasureRequest& request, const RbmParameters& p) {
  const MeasureInput& input = request.input;
  const std::string& method = request.settings.choice("method");
  const bool possible = exactPartitionPossible(p);
  if (method == "exact" && !possible) {
    return Error{ErrorCode::kNotAvailable, "The exact method visits every state of the smaller layer, which has " +
                                               std::to_string(exactUnits(p.visible(), p.hidden(), p.gaussian())) +
                                               " units; at most " + std::to_string(kExactUnits) +
                                               " are allowed. Use method \"ais\"."};
  }
  std::optional<Annealing> annealing;
  if (method == "ais" || method == "reverse" || !possible) {
    const std::size_t chains = request.count("chains");
    annealing.emplace();
    annealing->base = baseOf(p, input.summary.mean, input.summary.deviation);
    annealing->ladder = annealingLadder(request.count("temperatures"));
    annealing->seed = request.seed;
    annealing->reverse = method == "reverse";
    if (annealing->reverse) {
      annealing->draw.emplace(request, chains, request.count("steps"), false);
    } else {
      annealing->forward.emplace(p, annealing->base, annealing->ladder, chains, request.seed);
    }
  }
  std::optional<ExampleMean> energy;
  if (likelihood) {
    energy.emplace(
        request, request.test, !p.gaussian(), UINT32_MAX,
        [p, scratch = RbmScratch(), inputs = Matrix()](const Matrix& v, States states, std::span<double> out) mutable {
          freeEnergy(p, v, states, scratch, inputs, out);
        });
  }
  return std::unique_ptr<Job>(std::make_unique<RbmJob>(request, p, std::move(annealing), std::move(energy)));
}

StartedMeasure startAny(bool likelihood, const MeasureRequest& request) {
  if (const RbmParameters* p = request.input.model.asRbm()) return startRbm(likelihood, request, *p);
  const std::string& method = request.settings.choice("method");
  if (method == "ais" || method == "reverse") {
    return Error{ErrorCode::kNotAvailable,
                 "Annealing is for restricted Boltzmann machines; this model's method is \"exact\"."};
  }
  std::shared_ptr<Likelihood> own = request.input.model.likelihood();
  if (own == nullptr) {
    return Error{ErrorCode::kNotAvailable,
                 "The probabilities of this model can't be worked out at these sizes; measures on samples, such as mmd "
                 "or precisionRecall, are there for any model."};
  }
  if (!likelihood && !own->logPartition()) {
    return Error{ErrorCode::kNotAvailable,
                 "This model's probabilities add up to one as they are: it has no partition "
                 "function."};
  }
  std::optional<ExampleMean> mean;
  if (likelihood) {
    mean.emplace(request, request.test, unitsAreBinary(request.input), UINT32_MAX,
                 [own](const Matrix& v, States, std::span<double> out) { own->logLikelihood(v, out); });
  }
  return std::unique_ptr<Job>(std::make_unique<LikelihoodJob>(request, std::move(own), std::move(mean)));
}

}  // namespace

StartedMeasure startLikelihood(const MeasureRequest& request) {
  return startAny(true, request);
}

StartedMeasure startPartition(const MeasureRequest& request) {
  return startAny(false, request);
}

}  // namespace harmonium
