// The measures logLikelihood and logPartition by annealed importance sampling (measures/ais.h).
//
// Forward annealing alone gives an estimate with an error bar. Annealing in reverse runs forward too, because it is
// worth something beside it only: from fair samples of the model the two directions bracket log Z, and from chains that
// have not mixed the reverse run may lie anywhere. Where the directions disagree, the result has no error bar, and its
// note says what to take instead and which run would settle it.
#include "base/words.h"
#include "measures/ais.h"
#include "session/measures/example_mean.h"
#include "session/measures/probability.h"
#include "session/measures/sample_draw.h"
#include "session/measures/step_job.h"
#include "session/pieces.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace harmonium {

namespace {

// With fewer effective chains the error bar of an estimate holds log Z in as few as 73 % of runs, on machines whose
// mass lies in a few places (tests/measures/coverage_test.cpp), unless the log-weights hardly vary. With 45 to 100 it
// still holds it in 90 to 92 % there; the limit stays below what advice aims at, so that a run that follows the advice
// is not warned of.
constexpr double kFewEffective = 45, kHardlyVaries = 0.1;
// What advice aims at: a deviation at which three chains of five count, and as many effective chains.
constexpr double kGoodDeviation = 0.7, kGoodEffective = 50;
constexpr double kApart = 2;  // standard errors within which two directions agree

std::string nats(double value) {
  return formatNumber(std::round(100 * value) / 100);
}

bool few(const LogMean& estimate) {
  return estimate.effective_samples < kFewEffective && estimate.deviation > kHardlyVaries;
}

// The run that would make the log-weights vary little. Their variance falls as the number of temperatures grows (Neal
// 2001, section 4).
std::string adviceFor(const Settings& settings, const LogMean& estimate) {
  const auto round = [](double wanted) {  // up to two digits
    const double scale = std::pow(10, std::max(0.0, std::floor(std::log10(wanted)) - 1));
    return std::ceil(wanted / scale) * scale;
  };
  std::string advice;
  const auto add = [&](const char* name, double wanted) {
    const Option& option = *findOption(settings.table(), name);
    wanted = round(wanted);
    if (wanted > option.maximum || wanted <= settings.number(name)) return;
    advice += (advice.empty() ? "" : ", or ") + std::string(name) + " " + countText(toSize(wanted));
  };
  const double excess = estimate.deviation / kGoodDeviation;
  add("temperatures", settings.number("temperatures") * excess * excess);
  add("chains", settings.number("chains") * kGoodEffective / estimate.effective_samples);
  return advice.empty() ? "" : "A run that should settle it: " + advice + ".";
}

// Measures without the option anneal forward.
bool inReverse(const MeasureRequest& request) {
  return findOption(request.settings.table(), "method") != nullptr && request.settings.choice("method") == "reverse";
}

class AnnealingJob final : public StepJob {
 public:
  // `energy` is the mean over examples of -log p(v) - log Z, or nothing where log Z alone is wanted. The result goes by
  // the name of `measure`; `how` is a sentence about it, or empty.
  AnnealingJob(const MeasureRequest& request, std::optional<ExampleMean> energy, std::string_view measure,
               const std::string& how)
      : ladder_(annealingLadder(request.count("temperatures"))),
        chains_(request.count("chains")),
        seed_(request.seed),
        settings_(request.settings),
        forward_(annealedChainsOf(request), ladder_, chains_, seed_),
        energy_(std::move(energy)),
        partition_(emptyAnswer("logPartition", request)),
        likelihood_(emptyAnswer(measure, request)) {
    likelihood_.note = request.remark;
    addSentence(likelihood_.note, how);
    if (!inReverse(request)) return;
    draw_.emplace(request, chains_, request.count("steps"), false);
    reverse_chains_ = annealedChainsOf(request);
  }

 private:
  static std::unique_ptr<AnnealedChains> annealedChainsOf(const MeasureRequest& request) {
    return request.input.model.faces().annealed->annealedChains();
  }

  bool step() override {
    if (draw_ && !reverse_) {
      if (draw_->advance()) reverse_ = Ais::reverse(std::move(reverse_chains_), ladder_, draw_->take(), seed_);
      return false;
    }
    for (Ais* ais : {reverse_ ? &*reverse_ : nullptr, &forward_}) {
      if (ais == nullptr || ais->done()) continue;
      pieces_.advance([&](Pace& pace) { return ais->advance(pace); });
      return false;
    }
    if (energy_ && !energy_->advance()) return false;
    finish();
    return true;
  }

  double fractionDone() const override {
    const double reversed = reverse_ ? reverse_->progress() : 0;
    const double annealed = draw_ ? (draw_->progress() + reversed + forward_.progress()) / 3 : forward_.progress();
    // Annealing takes nearly all of the time. The fractions add up to less than 1 until the job is done.
    return energy_ ? 0.95 * annealed + 0.049 * energy_->progress() : 0.999 * annealed;
  }

  void finish() {
    const LogMean forward = forward_.estimate();
    const LogMean estimate = reverse_ ? reverse_->estimate() : forward;
    std::string note;
    const bool bar = reverse_ ? describeReverse(forward, estimate, note) : describeForward(estimate, note);
    for (Measurement* m : {&partition_, &likelihood_}) {
      setCertainty(Certainty::kEstimate, *m);
      m->method = reverse_ ? "reverse" : "ais";
      m->effective_samples = estimate.effective_samples;
      addSentence(m->note, note);
    }
    partition_.value = estimate.log_mean;
    if (bar) {
      partition_.standard_error = partition_.error_of_estimate = estimate.standard_error;
      partition_.details = {{"95 % from", estimate.low}, {"95 % to", estimate.high}};
    }
    if (reverse_) {
      partition_.details.emplace_back("forward", forward.log_mean);
      partition_.details.emplace_back("reverse", estimate.log_mean);
    }
    result_.measurements = {partition_};
    if (!energy_) return;
    energy_->describe(likelihood_, bar ? estimate.standard_error : 0);
    likelihood_.value = -energy_->mean() - estimate.log_mean;
    if (!bar) likelihood_.standard_error = likelihood_.error_of_estimate = {};
    addErrorParts(likelihood_);
    likelihood_.details.emplace_back("standard deviation over examples", energy_->deviation());
    if (reverse_) likelihood_.details.emplace_back("with log Z forward", -energy_->mean() - forward.log_mean);
    result_.measurements.insert(result_.measurements.begin(), likelihood_);
  }

  // Both write the note and return whether the error bar means what it says.
  bool describeForward(const LogMean& estimate, std::string& note) const {
    note = "Annealed importance sampling. " + spread(estimate);
    if (!std::isfinite(estimate.standard_error)) {
      addSentence(note, "So few chains give no error bar.");
      return false;
    }
    if (few(estimate)) {
      addSentence(note,
                  "So few chains count that the error bar is not sure: the true log Z is likely higher, and "
                  "likelihoods lower.");
      addSentence(note, adviceFor(settings_, estimate));
    }
    return true;
  }

  bool describeReverse(const LogMean& forward, const LogMean& back, std::string& note) const {
    note = "Annealing in reverse, from " + countText(chains_) + " samples " + draw_->how() + ".";
    addSentence(note, draw_->mixingInWords());
    addSentence(note, spread(back));
    const bool finite = std::isfinite(forward.standard_error) && std::isfinite(back.standard_error);
    const double error = std::hypot(forward.standard_error, back.standard_error);
    const double above = back.log_mean - forward.log_mean;
    const std::string ends =
        "log Z is " + nats(forward.log_mean) + " forward and " + nats(back.log_mean) + " in reverse";
    bool bar = false;
    if (!finite) {
      addSentence(note, "So few chains give no error bar: " + ends + ".");
    } else if (above < -kApart * error) {
      addSentence(note, "Reverse lies below forward: " + ends + ". Runs from fair samples do not do that, so the " +
                            (draw_->chain() ? "chains in reverse began where they had not mixed"
                                            : "forward run met a few heavy chains by luck, or the other none") +
                            ". The reverse value is no bound, and it has no error bar.");
    } else if (!draw_->mixed()) {
      addSentence(note,
                  "Its chains began where they had not mixed, so this is no upper bound of log Z and has no error "
                  "bar: " +
                      ends + ".");
    } else if (above > kApart * error) {
      addSentence(note, "The directions do not meet: " + ends + ". Take the two as a bracket, not an error bar.");
    } else {
      addSentence(note, "Both directions agree: " + ends + ".");
      bar = true;
    }
    if (!bar && draw_->chain() && !draw_->mixed()) {
      addSentence(note, "Longer chains may mix: steps " +
                            countText(std::min<std::size_t>(1'000'000, 10 * draw_->steps())) + ".");
    } else if (!bar || few(back)) {
      addSentence(note, adviceFor(settings_, back.deviation > forward.deviation ? back : forward));
    }
    return bar;
  }

  static std::string spread(const LogMean& estimate) {
    return "The standard deviation of the log-weights is " + nats(estimate.deviation) + " nats.";
  }

  std::vector<double> ladder_;  // inverse temperatures from 0 to 1
  std::size_t chains_;
  std::uint64_t seed_;
  Settings settings_;
  Ais forward_;
  std::optional<SampleDraw> draw_;                  // in reverse: draws the samples at which the chains start
  std::unique_ptr<AnnealedChains> reverse_chains_;  // until the reverse run begins; it then owns them
  std::optional<Ais> reverse_;
  std::optional<ExampleMean> energy_;
  Measurement partition_, likelihood_;
  Pieces pieces_;  // comes last: it is dropped before the chains
};

}  // namespace

Error noWayBack() {
  return {ErrorCode::kNotAvailable,
          "method is \"reverse\", but samples of this model do not start the way back; \"ais\" anneals forward."};
}

StartedMeasure startAnnealedBound(std::string_view measure, const MeasureRequest& request, ExampleMean bound,
                                  const std::string& how) {
  return std::unique_ptr<Job>(std::make_unique<AnnealingJob>(request, std::move(bound), measure, how));
}

StartedMeasure startAnnealing(bool likelihood, const MeasureRequest& request, LikelihoodOf of) {
  if (inReverse(request)) {
    if (!request.input.model.faces().annealed->annealsBack()) return noWayBack();
    if (Status status = checkDraws(request); !status) return status.error();
  }
  std::optional<ExampleMean> energy;
  if (likelihood) {
    std::shared_ptr<FreeEnergies> energies = energiesOf(request.input);
    const bool drawn = energies->binary();
    energy.emplace(request, request.test, drawn, UINT32_MAX,
                   [energies, of](Pace& pace, Batch examples, std::span<double> out) {
                     return energies->freeEnergy(pace, examples, of, out);
                   });
  }
  return std::unique_ptr<Job>(std::make_unique<AnnealingJob>(request, std::move(energy), "logLikelihood", ""));
}

}  // namespace harmonium
