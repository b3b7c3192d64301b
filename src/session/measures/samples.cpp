// The measures on samples: parzen, mmd, classifierTwoSample, precisionRecall, classHistogram and modeCoverage. Each is
// a Comparison that wraps a class of src/measures and writes its results as measurements.
#include "base/numbers.h"
#include "base/reals.h"
#include "base/words.h"
#include "measures/class_histogram.h"
#include "measures/classifier_two_sample.h"
#include "measures/mmd.h"
#include "measures/parzen.h"
#include "measures/precision_recall.h"
#include "models/mode_coverage.h"
#include "session/measures/comparison.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace harmonium {

namespace {

// A p-value from at most a few thousand trials has no meaningful digits below 0.0001.
std::string probabilityText(double p) {
  return p < 1e-4 ? "p < 0.0001" : "p = " + figureText(p);
}

// --- Parzen window ---------------------------------------------------------------------------------------------------

constexpr std::size_t kSigmas = 10;

class ParzenComparison final : public Comparison {
 public:
  // log_volume: the logarithm of the volume of one unit of distance, in nats, which turns densities of scaled values
  // into those of the data's own.
  ParzenComparison(Parzen parzen, std::string search, double log_volume)
      : parzen_(std::move(parzen)), search_(std::move(search)), log_volume_(log_volume) {}
  bool advance() override { return parzen_.advance(); }
  double progress() const override { return parzen_.progress(); }

  std::vector<Measurement> answers(Measurement m) const override {
    m.method = "parzen";
    m.value = parzen_.logLikelihood() - log_volume_;
    m.standard_error = parzen_.standardError();
    m.details = {{"sigma", parzen_.sigma()}};
    addSentence(m.note, "Sigma is " + figureText(parzen_.sigma()) + ", " + search_);
    if (parzen_.atEdge()) {
      addSentence(m.note, "This sigma is at the end of the searched range; set sigma to try values beyond it.");
    }
    addSentence(
        m.note,
        "The value is not the model's own likelihood. It compares only with values for the same number of samples.");
    return {m};
  }

 private:
  Parzen parzen_;
  std::string search_;
  double log_volume_;
};

// Columns from, from + 2, from + 4, ...: two disjoint halves for `from` = 0 and 1.
Matrix everySecond(const Matrix& all, Index from) {
  Matrix half(all.rows(), (all.cols() - from + 1) / 2);
  for (Index n = 0; n < half.cols(); ++n) half.col(n) = all.col(2 * n + from);
  return half;
}

// The values of sigma that are tried. For intensities they lie in [0.1, 1], as in the literature. For real values they
// lie between a fiftieth of the data's standard deviation and all of it, because real data have no common scale.
std::vector<double> sigmasFor(const MeasureInput& input, const Scaling& scaling) {
  if (scaling.scales()) return logarithmicLadder(0.02, 1, kSigmas);
  if (!input.data->real) return logarithmicLadder(0.1, 1, kSigmas);
  double variance = 0;
  for (const float deviation : input.summary.deviation) {
    variance += toDouble(deviation) * toDouble(deviation);
  }
  variance /= std::max(1.0, toDouble(input.summary.deviation.size()));
  const double scale = variance > 0 ? std::sqrt(variance) : 1;
  return logarithmicLadder(scale / 50, scale, kSigmas);
}

// --- Maximum mean discrepancy ----------------------------------------------------------------------------------------

class MmdComparison final : public Comparison {
 public:
  explicit MmdComparison(Mmd mmd) : mmd_(std::move(mmd)) {}
  bool advance() override { return mmd_.advance(); }
  double progress() const override { return mmd_.progress(); }

  std::vector<Measurement> answers(Measurement m) const override {
    m.method = "unbiased";
    m.value = mmd_.squared();
    m.details = {
        {"p-value", mmd_.pValue()}, {"standard deviation by chance", mmd_.chance()}, {"bandwidth", mmd_.bandwidth()}};
    addSentence(m.note, probabilityText(mmd_.pValue()) +
                            " is the share of shuffles that reach this value. Chance alone gives a standard "
                            "deviation of " +
                            figureText(mmd_.chance()) + " about 0.");
    return {m};
  }

 private:
  Mmd mmd_;
};

// --- Classifier two-sample test --------------------------------------------------------------------------------------

class ClassifierComparison final : public Comparison {
 public:
  explicit ClassifierComparison(ClassifierTwoSample test) : test_(std::move(test)) {}
  bool advance() override { return test_.advance(); }
  double progress() const override { return test_.progress(); }

  std::vector<Measurement> answers(Measurement m) const override {
    const double trials = toDouble(test_.trials()), accuracy = test_.accuracy();
    const auto [low, high] = wilsonInterval(toDouble(test_.hits()), trials);
    const double p = guessingTail(test_.hits(), test_.trials());
    m.method = "network";
    m.value = accuracy;
    m.standard_error = std::sqrt(accuracy * (1 - accuracy) / trials);
    m.details = {{"p-value", p}, {"95 % from", low}, {"95 % to", high}, {"chance", 0.5}};
    addSentence(m.note, countText(test_.hits()) + " of " + countText(test_.trials()) +
                            " held-out points were classified correctly; the 95 % interval of the accuracy is " +
                            figureText(low) + " to " + figureText(high) +
                            ". Guessing does at least as well with probability " + probabilityText(p) + ".");
    return {m};
  }

 private:
  ClassifierTwoSample test_;
};

// --- Precision and recall --------------------------------------------------------------------------------------------

class NeighbourComparison final : public Comparison {
 public:
  NeighbourComparison(Matrix data, Matrix samples, std::size_t k, std::uint64_t seed)
      : real_(toDouble(data.cols())),
        made_(toDouble(samples.cols())),
        k_(k),
        measure_(std::move(data), std::move(samples), k, seed) {}
  bool advance() override { return measure_.advance(); }
  double progress() const override { return measure_.progress(); }

  std::vector<Measurement> answers(Measurement m) const override {
    m.method = std::to_string(k_) + " neighbours";
    if (std::min(real_, made_) < 1000) {
      addSentence(m.note, "Fewer than 1,000 samples or examples make these figures unreliable.");
    }
    using Figures = NeighbourFigures;
    const std::optional<Figures>& errors = measure_.errors();
    const auto part = [&](const char* name, const char* label, double value, double Figures::*figure,
                          const char* note) {
      Measurement own = m;
      if (name[0] != '\0') own.name += std::string(".") + name;
      own.label = label;
      own.value = value;
      if (errors) own.standard_error = (*errors).*figure;
      own.note = note;
      return own;
    };
    std::vector<Measurement> all = {
        part("", "Precision", measure_.precision(), &Figures::precision, ""),
        part("recall", "Recall", measure_.recall(), &Figures::recall,
             "The share of the data inside the ball of a sample."),
        part("density", "Density", measure_.density(), &Figures::density,
             "The mean number of data points whose ball contains a sample, divided by k. 1 is ideal."),
        part("coverage", "Coverage", measure_.coverage(), &Figures::coverage,
             "The share of data points whose ball contains a sample.")};
    all[0].note = m.note;
    addSentence(all[0].note,
                "Precision is the share of samples inside the ball of a data point. The errors account for "
                "other samples and for other examples.");
    for (const Measurement& each : all) all[0].details.emplace_back(each.label, each.value);
    const double best = expectedCoverage();
    addSentence(all[3].note, "Two sets from one distribution give " + figureText(best) + ".");
    return all;
  }

 private:
  // The coverage of two sets from one distribution. Naeem et al. (2020), lemma 2:
  // 1 - (N-1)...(N-k) / ((M+N-1)...(M+N-k)), for N data points and M samples.
  double expectedCoverage() const {
    double missed = 1;
    for (std::size_t i = 1; i <= k_; ++i) {
      const double step = toDouble(i);
      missed *= (real_ - step) / (made_ + real_ - step);
    }
    return 1 - missed;
  }

  double real_, made_;
  std::size_t k_;
  PrecisionRecall measure_;
};

// --- Class histogram -------------------------------------------------------------------------------------------------

constexpr std::size_t kLearnt = 10'000, kTested = 5'000;  // the most labelled examples to train on and to test with

// What the classifier is tested on.
struct HistogramTest {
  std::size_t examples = 0;
  bool held_out = false;  // false: training examples that it is not trained on
};

class HistogramComparison final : public Comparison {
 public:
  HistogramComparison(ClassHistogram histogram, std::vector<std::string> names, std::size_t samples, HistogramTest test)
      : histogram_(std::move(histogram)), names_(std::move(names)), samples_(samples), test_(test) {}
  bool advance() override { return histogram_.advance(); }
  double progress() const override { return histogram_.progress(); }

  std::vector<Measurement> answers(Measurement m) const override {
    m.method = "network";
    m.value = histogram_.divergence();
    m.standard_error = histogram_.standardError();
    const std::vector<double>& shares = histogram_.shares();
    for (std::size_t c = 0; c < shares.size(); ++c) m.details.emplace_back(names_[c], shares[c]);
    addSentence(m.note, "The classifier itself errs on " + figureText(100 * histogram_.error()) + " % of " +
                            countText(test_.examples) +
                            (test_.held_out ? " labelled examples held out."
                                            : " labelled training examples that it was not trained on."));
    addSentence(m.note, "The entropy of the samples' shares is " + figureText(entropy(shares)) +
                            " nats, and that of the data's " + figureText(entropy(histogram_.dataShares())) +
                            " nats. Chance alone gives a divergence of about " +
                            figureText(toDouble(shares.size() - 1) / (2 * toDouble(samples_))) + " nats.");
    return {m};
  }

 private:
  ClassHistogram histogram_;
  std::vector<std::string> names_;
  std::size_t samples_;
  HistogramTest test_;
};

std::vector<std::uint32_t> labelledOf(const Split& split) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t n = 0; n < toU32(split.examples); ++n) {
    if (split.label(n) != Split::kNoLabel) found.push_back(n);
  }
  return found;
}

// At most `most` of these examples, evenly spread. The classes are counted among `known`, those to learn from; another
// class counts as the one after them, which no sample is taken for.
LabelledExamples take(const Split& split, const std::vector<std::uint32_t>& from, std::size_t most,
                      const std::vector<std::int16_t>& known) {
  const std::size_t count = std::min(most, from.size());
  std::vector<std::uint32_t> chosen;
  LabelledExamples examples;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t n = from[toSize(toU64(i) * from.size() / count)];
    chosen.push_back(n);
    examples.classes.push_back(toInt(std::ranges::find(known, split.label(n)) - known.begin()));
  }
  split.load(chosen, examples.v);
  return examples;
}

// --- Mode coverage ---------------------------------------------------------------------------------------------------

class ModeComparison final : public Comparison {
 public:
  ModeComparison(const Density& density, const Matrix& samples) : coverage_(*modeCoverage(samples, density)) {}
  bool advance() override { return true; }
  double progress() const override { return 0; }

  std::vector<Measurement> answers(Measurement m) const override {
    m.method = "3 deviations";
    m.value = coverage_.covered();
    m.details = {{"modes there are", coverage_.modes()},
                 {"share of high quality", coverage_.share()},
                 {"effective modes", coverage_.effectiveModes()}};
    for (const std::string& sentence : coverageInWords(coverage_)) addSentence(m.note, sentence);
    return {m};
  }

 private:
  ModeCoverage coverage_;
};

}  // namespace

StartedMeasure startModeCoverage(const MeasureRequest& request) {
  return startComparison(request, 0, [density = request.input.data->density](ComparedSets sets) {
    return std::make_unique<ModeComparison>(*density, sets.samples);
  });
}

StartedMeasure startParzen(const MeasureRequest& request) {
  const double given = request.settings.number("sigma");
  const std::vector<double> sigmas =
      given > 0 ? std::vector<double>{given} : sigmasFor(request.input, scalingOf(request));
  return startComparison(
      request, request.count("examples"), [sigmas](ComparedSets sets) -> std::unique_ptr<Comparison> {
        const double volume = sets.scaling.logVolume();
        if (sigmas.size() == 1) {
          return std::make_unique<ParzenComparison>(
              Parzen(std::move(sets.samples), Matrix(), std::move(sets.data), sigmas), "as given.", volume);
        }
        Matrix validation = everySecond(sets.data, 0), test = everySecond(sets.data, 1);
        std::string search = "the best of " + std::to_string(sigmas.size()) + " on " +
                             countText(columnCount(validation)) + " examples, scored on " +
                             countText(columnCount(test)) + " others.";
        return std::make_unique<ParzenComparison>(
            Parzen(std::move(sets.samples), std::move(validation), std::move(test), sigmas), std::move(search), volume);
      });
}

StartedMeasure startMmd(const MeasureRequest& request) {
  const std::vector<double> factors =
      request.settings.choice("kernel") == "mixture" ? std::vector<double>{0.25, 0.5, 1, 2, 4} : std::vector<double>{1};
  return startComparison(request, request.count("examples"),
                         [factors, shuffles = request.count("permutations"), seed = request.seed](ComparedSets sets) {
                           return std::make_unique<MmdComparison>(
                               Mmd(std::move(sets.data), std::move(sets.samples), 0, factors, shuffles, seed));
                         });
}

StartedMeasure startClassifierTwoSample(const MeasureRequest& request) {
  return startComparison(request, request.count("examples"), [seed = request.seed](ComparedSets sets) {
    return std::make_unique<ClassifierComparison>(ClassifierTwoSample(sets.data, sets.samples, seed));
  });
}

StartedMeasure startPrecisionRecall(const MeasureRequest& request) {
  return startComparison(
      request, request.count("examples"), [k = request.count("neighbours"), seed = request.seed](ComparedSets sets) {
        return std::make_unique<NeighbourComparison>(std::move(sets.data), std::move(sets.samples), k, seed);
      });
}

StartedMeasure startClassHistogram(const MeasureRequest& request) {
  constexpr std::size_t kFewestLabelled = 10;
  const std::shared_ptr<const Dataset> data = request.input.data;
  std::vector<std::uint32_t> learnt = labelledOf(data->train), tested = labelledOf(data->test);
  const bool held_out = !tested.empty();
  if (learnt.size() < kFewestLabelled) {
    return Error{ErrorCode::kNotAvailable, "A classifier needs at least 10 labelled training examples; this set has " +
                                               countText(learnt.size()) + "."};
  }
  if (!held_out) {
    // The classifier is tested on every fifth labelled training example and trained on the others.
    std::vector<std::uint32_t> rest;
    for (std::size_t i = 0; i < learnt.size(); ++i) (i % 5 == 4 ? tested : rest).push_back(learnt[i]);
    learnt = std::move(rest);
  }
  std::vector<std::int16_t> classes;  // that occur among the examples to learn from
  for (const std::uint32_t n : learnt) classes.push_back(data->train.label(n));
  std::ranges::sort(classes);
  classes.erase(std::ranges::unique(classes).begin(), classes.end());
  if (classes.size() < 2) {
    return Error{ErrorCode::kNotAvailable, "All labelled examples to learn from belong to one class; two are needed."};
  }
  std::vector<std::string> names;
  for (const std::int16_t label : classes) {
    const std::size_t at = toSize(label);
    names.push_back(at < data->class_names.size() ? data->class_names[at] : std::to_string(label));
  }
  return startComparison(
      request, 0,
      [data, held_out, learnt = std::move(learnt), tested = std::move(tested), classes = std::move(classes),
       names = std::move(names)](ComparedSets sets) -> std::unique_ptr<Comparison> {
        const HistogramTest test{.examples = std::min(kTested, tested.size()), .held_out = held_out};
        const std::size_t count = columnCount(sets.samples);
        LabelledExamples to_learn = take(data->train, learnt, kLearnt, classes);
        LabelledExamples to_test = take(held_out ? data->test : data->train, tested, kTested, classes);
        sets.scaling.apply(to_learn.v);
        sets.scaling.apply(to_test.v);
        return std::make_unique<HistogramComparison>(
            ClassHistogram(std::move(to_learn), std::move(to_test), std::move(sets.samples), toInt(names.size())),
            names, count, test);
      });
}

}  // namespace harmonium
