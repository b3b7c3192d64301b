// Measures as a client requests them, by name and with options as JSON: their values against oracles, and refusals.
#include "session/measures.h"

#include "data/assembly.h"
#include "session/codec.h"
#include "session/json.h"
#include "session/registry.h"
#include "tests/support/experiments.h"
#include "tests/support/measured.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <cmath>
#include <functional>

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::WithinAbs;
using namespace harmonium;
using namespace harmonium::experiments;

namespace {

// 4x4 patterns of two kinds, labelled: enough of them that neighbours and classifiers have something to work on.
std::string labelledPatterns() {
  Rng rng(5, Purpose::kData);
  std::string examples, labels, test, test_labels;
  for (int n = 0; n < 160; ++n) {
    const int kind = n % 2;
    std::string row;
    for (int i = 0; i < 16; ++i) {
      const bool on = kind == 0 ? i % 4 < 2 : i < 8;
      const bool flipped = rng.uniform() < 0.06f;
      row += (i == 0 ? "" : ",") + std::string(on != flipped ? "1" : "0");
    }
    std::string& rows = n < 100 ? examples : test;
    std::string& kinds = n < 100 ? labels : test_labels;
    rows += (rows.empty() ? "[" : ",[") + row + "]";
    kinds += (kinds.empty() ? "" : ",") + std::to_string(kind);
  }
  return R"({"shape":[4,4],"examples":[)" + examples + R"(],"labels":[)" + labels + R"(],"test":[)" + test +
         R"(],"testLabels":[)" + test_labels + "]}";
}

std::unique_ptr<Session> openPatterns(const std::string& settings = R"({"hidden":8,"batchSize":10})") {
  return open(R"({"model":"rbm","seed":2,"settings":)" + settings + R"(,"data":)" + labelledPatterns() + "}");
}

// A generated set that a kind of model learns from, the smallest there is.
std::string dataFor(const ModelType& type) {
  for (const Preset& preset : type.presets()) {
    const CatalogueEntry* entry = findDataset(preset.data);
    if (entry != nullptr && entry->files.empty()) {
      return R"({"model":")" + type.name + R"(","data":")" + preset.data + R"(","settings":)" + preset.settings + "}";
    }
  }
  FAIL("every model has a preset on generated data: " << type.name);
  return {};
}

constexpr const char* kFew = R"({"samples":40,"steps":3,"examples":40,"seed":4})";

}  // namespace

TEST_CASE("Every measure says what it estimates, when not to trust it, and what it costs", "[measures][catalogue]") {
  std::vector<std::string> names;
  for (const MeasureType& type : measureTypes()) {
    INFO(type.name);
    CHECK(std::ranges::find(names, type.name) == names.end());
    names.push_back(type.name);
    CHECK_FALSE(type.label.empty());
    for (const std::string* sentence : {&type.estimates, &type.when_not, &type.effort}) CHECK(sentence->ends_with('.'));
    CHECK((type.cost == "instant" || type.cost == "seconds" || type.cost == "minutes"));
    CHECK(std::ranges::any_of(modelTypes(), type.serves));
    for (const Option& option : type.options()) {
      INFO(option.name);
      CHECK_FALSE(option.label.empty());
      CHECK(option.help.ends_with('.'));
    }
    Settings settings(type.options());  // every default is allowed
  }
  for (const char* name :
       {"logLikelihood", "logPartition", "pseudoLogLikelihood", "reconstructionError", "freeEnergyGap", "parzen", "mmd",
        "classifierTwoSample", "precisionRecall", "classHistogram", "modeCoverage"}) {
    CHECK(std::ranges::find(names, name) != names.end());
  }
}

TEST_CASE("The catalogue holds the measures' options and the models they serve", "[measures][catalogue]") {
  const Json json = Json::parse(writeCatalogue());
  REQUIRE(json["measures"].size() == measureTypes().size());
  for (const Json& measure : json["measures"]) {
    INFO(measure["name"]);
    CHECK_FALSE(measure["models"].empty());
    CHECK(measure["options"].is_array());
    CHECK(measure["exact"].is_boolean());
    if (measure["name"] == "classHistogram") CHECK(measure["needs"] == Json::array({"labels"}));
    if (measure["name"] == "modeCoverage") CHECK(measure["needs"] == Json::array({"modes"}));
    if (measure["name"] == "logPartition") CHECK(measure["better"].is_null());
    if (measure["name"] == "mmd") {
      CHECK(measure["models"].size() == modelTypes().size());
      CHECK(measure["options"][0]["name"] == "samples");
      CHECK(measure["options"][0]["default"] == 1000);
    }
  }
}

TEST_CASE("Every measure of every model comes to an end, or is refused with a sentence", "[measures][models]") {
  for (const ModelType& type : modelTypes()) {
    const auto session = open(dataFor(type));
    session->train(2, kForever);
    const std::string before = session->hash();
    for (const MeasureType& measure : measureTypes()) {
      INFO(type.name << ", " << measure.name);
      const bool sampled = findOption(measure.options(), "samples") != nullptr;
      const bool compares = sampled && findOption(measure.options(), "examples") != nullptr;
      const bool annealed = findOption(measure.options(), "chains") != nullptr;
      const std::string options = compares   ? kFew
                                  : sampled  ? R"({"samples":40,"steps":3})"
                                  : annealed ? R"({"chains":5,"temperatures":10})"
                                             : "{}";
      Result<std::unique_ptr<Job>> job = session->measure(measure.name, options);
      if (!job) {
        CHECK(job.error().code == ErrorCode::kNotAvailable);
        CHECK(job.error().sentence.ends_with('.'));
        // What only needs samples and data is there for any model, unless the data are a handful of patterns.
        CHECK((!compares || dataOf(session->spec())->train.examples < 10));
        continue;
      }
      CHECK(measure.serves(type));
      while (!job.value()->advance(20)) CHECK(job.value()->progress() < 1);
      const std::vector<Measurement>& found = job.value()->result().measurements;
      REQUIRE_FALSE(found.empty());
      CHECK(found[0].name == measure.name);
      for (const Measurement& m : found) {
        CHECK(m.updates == session->progress().updates);
        CHECK(m.note.ends_with('.'));
        CHECK_FALSE(m.method.empty());
        CHECK(std::isfinite(m.value));
      }
    }
    CHECK(session->hash() == before);
  }
}

TEST_CASE("Measures on samples repeat themselves with the same seed, and only then", "[measures][samples]") {
  const auto session = openPatterns();
  session->train(30, kForever);
  for (const char* name : {"parzen", "mmd", "precisionRecall", "classHistogram"}) {
    INFO(name);
    const auto value = [&](const std::string& seed) {
      const bool compares = std::string_view(name) != "classHistogram";
      return measured(*session, name,
                      R"({"samples":500,"steps":5)" + std::string(compares ? R"(,"examples":60)" : "") + R"(,"seed":)" +
                          seed + "}")
          .value;
    };
    CHECK(value("8") == value("8"));
    CHECK(value("8") != value("9"));
  }
  CHECK(measured(*session, "mmd", R"({"samples":50,"steps":5,"seed":2})").value ==
        measured(*session, "mmd", R"({"samples":50,"steps":5})").value);  // left out: the experiment's
}

TEST_CASE("Training brings samples nearer to the data, whichever measure is asked", "[measures][samples]") {
  const auto session = openPatterns(R"({"hidden":12,"batchSize":10,"learningRate":0.1,"gibbsSteps":5})");
  const std::string options = R"({"samples":200,"steps":100,"examples":100,"split":"train")";
  const auto p = [](const Measurement& m) { return detail(m, "p-value"); };
  const Measurement mmd_before = measured(*session, "mmd", options + "}");
  const Measurement test_before = measured(*session, "classifierTwoSample", options + "}");
  const Measurement reach_before = measured(*session, "precisionRecall", options + "}");
  CHECK(p(mmd_before) < 0.01);
  CHECK(p(test_before) < 0.01);
  session->train(3000, kForever);
  const Measurement mmd = measured(*session, "mmd", options + "}");
  const Measurement test = measured(*session, "classifierTwoSample", options + "}");
  CHECK(mmd.value < mmd_before.value / 4);
  CHECK(test.value < test_before.value);
  CHECK(measured(*session, "precisionRecall", options + "}").value > reach_before.value);
  CHECK(mmd.method == "unbiased");
  CHECK_THAT(mmd.note, ContainsSubstring("200 samples drawn by the exact probabilities of all 4,096 states"));
}

TEST_CASE("Samples from the data's own distribution are not told from it", "[measures][samples][null]") {
  // Independent pixels: a machine without weights, biases at the data's log odds, is the distribution of the data.
  const std::vector<double> shares = {0.2, 0.5, 0.7, 0.4, 0.9, 0.3};
  Rng rng(3, Purpose::kData);
  std::string rows;
  for (int n = 0; n < 400; ++n) {
    rows += n == 0 ? "[" : ",[";
    for (std::size_t i = 0; i < shares.size(); ++i) {
      rows += (i == 0 ? "" : ",") + std::string(static_cast<double>(rng.uniform()) < shares[i] ? "1" : "0");
    }
    rows += "]";
  }
  const auto session = open(
      R"({"model":"rbm","settings":{"hidden":1,"initialWeights":0},"data":{"shape":[2,3],"examples":[)" + rows + "]}}");
  const std::string options = R"({"samples":400,"steps":3,"examples":400})";
  CHECK(detail(measured(*session, "mmd", options), "p-value") > 0.05);
  CHECK(detail(measured(*session, "classifierTwoSample", options), "p-value") > 0.05);
  const std::vector<Measurement> reach = all(*session, "precisionRecall", options);
  CHECK(reach.at(0).value > 0.95);
  CHECK(reach.at(1).value > 0.95);
}

TEST_CASE("Measures of the same parameters share their samples, others draw anew", "[measures][samples]") {
  const std::string options = R"({"samples":40,"steps":30,"draws":"chains","use":"means"})";
  const auto slices = [](Session& session, const std::string& wish) {
    Result<std::unique_ptr<Job>> job = session.measure("precisionRecall", wish);
    REQUIRE(job.ok());
    int count = 1;
    while (!job.value()->advance(0)) ++count;
    return count;
  };
  const auto one = openPatterns(), other = openPatterns();
  for (Session* session : {one.get(), other.get()}) session->train(20, kForever);
  const int drawing = slices(*one, options), kept = slices(*one, options);
  CHECK(drawing - kept == 29);  // 30 steps for all 40 chains, then one look
  // Kept samples are those that would be drawn, as means and as states.
  const std::string states = R"({"samples":40,"steps":30,"draws":"chains","use":"states"})";
  CHECK(measured(*one, "mmd", options).value == measured(*other, "mmd", options).value);
  const auto fresh = openPatterns();
  fresh->train(20, kForever);
  CHECK(measured(*one, "mmd", states).value == measured(*fresh, "mmd", states).value);
  CHECK(slices(*one, R"({"samples":40,"steps":30,"draws":"chains","seed":77})") == drawing);
  one->train(1, kForever);
  CHECK(slices(*one, options) == drawing);
}

TEST_CASE("Samples are drawn anew where only the way of walking was changed", "[measures][samples][experts]") {
  const std::string walk = R"({"samples":100,"steps":20,"examples":100,"permutations":19})";
  const auto walked = [&walk](const char* first, const char* then) {
    const auto session = open(R"({"model":"experts","data":"ring","settings":{"expert1":"ring"}})");
    if (first != nullptr) {
      REQUIRE(session->set("stepSize", first));
      measured(*session, "mmd", walk);
    }
    REQUIRE(session->set("stepSize", then));
    return measured(*session, "mmd", walk).value;
  };
  CHECK(walked("0.01", "0.3") == walked(nullptr, "0.3"));
  CHECK(walked("0.01", "0.3") != walked(nullptr, "0.01"));
}

TEST_CASE("Precision and recall come with density and coverage", "[measures][samples]") {
  const auto session = openPatterns();
  const std::vector<Measurement> four = all(*session, "precisionRecall", R"({"samples":60,"steps":5,"neighbours":3})");
  REQUIRE(four.size() == 4);
  const char* const names[] = {"precisionRecall", "precisionRecall.recall", "precisionRecall.density",
                               "precisionRecall.coverage"};
  const char* const labels[] = {"Precision", "Recall", "Density", "Coverage"};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(four[i].name == names[i]);
    CHECK(four[i].label == labels[i]);
    CHECK(four[0].details.at(i).second == four[i].value);
  }
  CHECK_THAT(four[0].note, ContainsSubstring("Fewer than 1,000"));
}

TEST_CASE("Parzen gives its sigma, searched for or as told", "[measures][samples]") {
  const auto session = openPatterns();
  const Measurement searched = measured(*session, "parzen", R"({"samples":100,"steps":5})");
  const double sigma = detail(searched, "sigma");
  CHECK(sigma >= 0.1 - 1e-9);
  CHECK(sigma <= 1 + 1e-9);
  CHECK_THAT(searched.note, ContainsSubstring("Sigma") && ContainsSubstring("30 examples"));
  REQUIRE(searched.standard_error.has_value());
  const Measurement told = measured(*session, "parzen", R"({"samples":100,"steps":5,"sigma":0.7})");
  CHECK(detail(told, "sigma") == 0.7);
  CHECK_THAT(told.note, ContainsSubstring("0.7"));
}

TEST_CASE("The class histogram shows a machine that knows one class only", "[measures][samples]") {
  const auto session = openPatterns();
  session->train(400, kForever);
  const Measurement m = measured(*session, "classHistogram", R"({"samples":200,"steps":200})");
  REQUIRE(m.details.size() == 2);
  CHECK_THAT(m.details[0].second + m.details[1].second, WithinAbs(1.0, 1e-9));
  CHECK_THAT(m.note, ContainsSubstring("errs on") && ContainsSubstring("%"));
  // Units that are always on where the first class is: every sample is of that class.
  Result<TensorFile> file = readTensors(session->parameters());
  REQUIRE(file.ok());
  for (NamedTensor& tensor : file.value().tensors) {
    std::ranges::fill(tensor.values, 0.0f);
    if (tensor.name == "b") {
      for (std::size_t i = 0; i < 16; ++i) tensor.values[i] = i % 4 < 2 ? 8.0f : -8.0f;
    }
  }
  REQUIRE(session->setParameters(writeTensors(file.value())).ok());
  const Measurement one = measured(*session, "classHistogram", R"({"samples":200,"steps":5})");
  CHECK(one.details[0].second > 0.99);
  CHECK_THAT(one.value, WithinAbs(std::log(2.0), 0.05));
}

TEST_CASE("The class histogram counts labelled examples alone, and the classes that they have", "[measures][samples]") {
  // 40 examples of two patterns. `label` says which have a class: 0 or 1, or -1 for none.
  const auto opened = [](const std::function<int(int)>& label, const char* more = "") {
    std::string rows, labels;
    for (int n = 0; n < 40; ++n) {
      rows += std::string(n > 0 ? "," : "") + (n / 5 % 2 == 0 ? "[1,1,0,0]" : "[0,0,1,1]");
      labels += (n > 0 ? "," : "") + std::to_string(label(n));
    }
    return open(R"({"model":"rbm","data":{"shape":[4],"examples":[)" + rows +
                R"(],"classes":["a","b","c"],"labels":[)" + labels + "]" + more + R"(},"settings":{"hidden":2}})");
  };
  // Every fifth example is labelled: a test on every fifth example would find all of them, or none.
  for (const int at : {0, 4}) {
    const auto some = opened([at](int n) { return n % 5 == at || n % 5 == (at + 2) % 5 ? n / 5 % 2 : -1; });
    const Measurement m = measured(*some, "classHistogram", R"({"samples":20,"steps":5})");
    CHECK(m.details.size() == 2);  // no example is of class c
    CHECK_THAT(m.note, ContainsSubstring("of 3 labelled training examples that it was not trained on"));
    CHECK(std::isfinite(m.value));
  }
  const auto held = opened([](int n) { return n < 20 ? n / 5 % 2 : -1; },
                           R"(,"test":[[1,1,0,0],[0,0,1,1],[1,0,0,0]],"testLabels":[0,2,-1])");
  CHECK_THAT(measured(*held, "classHistogram", R"({"samples":20,"steps":5})").note,
             ContainsSubstring("errs on 50 % of 2 labelled examples held out"));  // c was never seen
  const auto few = opened([](int n) { return n < 9 ? n % 2 : -1; });
  CHECK_THAT(refusal(*few, "classHistogram", "{}").sentence, ContainsSubstring("this set has 9"));
  const auto one = opened([](int) { return 1; });
  CHECK_THAT(refusal(*one, "classHistogram", "{}").sentence, ContainsSubstring("one class"));
}

TEST_CASE("Without held-out data measures fall back to the training data and say so", "[measures][split]") {
  const auto session = open(kTiny);  // bars and stripes: nothing is held out
  CHECK_THAT(measured(*session, "logLikelihood").note, ContainsSubstring("training data"));
  CHECK_THAT(measured(*session, "mmd", R"({"samples":30,"steps":2})").note, ContainsSubstring("training data"));
  CHECK(refusal(*session, "mmd", R"({"split":"test"})").code == ErrorCode::kNotAvailable);
  const auto held_out = openPatterns();
  CHECK_THAT(measured(*held_out, "logLikelihood").note, !ContainsSubstring("training data"));
}

TEST_CASE("What a measure can't do here is refused with a sentence that says why", "[measures][refusals]") {
  const auto session = open(kTiny);
  CHECK_THAT(refusal(*session, "modeCoverage", "{}").sentence, ContainsSubstring("bumps"));
  CHECK_THAT(refusal(*session, "mmd", R"({"samples":1})").sentence, ContainsSubstring("20 to 2000"));
  CHECK_THAT(refusal(*session, "mmd", R"({"kernel":"linear"})").sentence, ContainsSubstring("median, mixture"));
  CHECK_THAT(refusal(*session, "mmd", R"({"sample":30})").sentence, ContainsSubstring("samples"));
  CHECK_THAT(refusal(*session, "parzen", R"({"sigma":-1})").sentence, ContainsSubstring("sigma"));
  CHECK_THAT(refusal(*session, "classifierTwoSample", R"({"seed":1.5})").sentence, ContainsSubstring("whole number"));
  const auto bare = open(R"({"model":"rbm","data":{"shape":[4],"examples":[[0,1,0,1],[1,1,0,0],[1,0,1,0]]}})");
  CHECK_THAT(refusal(*bare, "classHistogram", "{}").sentence, ContainsSubstring("labels"));
  CHECK_THAT(refusal(*bare, "precisionRecall", "{}").sentence, ContainsSubstring("at least 10"));
}

TEST_CASE("A measure may be dropped at any moment, and what it copied stays as it was", "[measures][jobs]") {
  const auto session = openPatterns();
  session->train(20, kForever);
  const double now = measured(*session, "mmd", R"({"samples":30,"steps":20})").value;
  for (const char* name : {"mmd", "parzen", "classifierTwoSample", "classHistogram", "precisionRecall"}) {
    for (const int slices : {0, 1, 25, 60}) {
      Result<std::unique_ptr<Job>> job = session->measure(name, R"({"samples":30,"steps":20})");
      REQUIRE(job.ok());
      for (int slice = 0; slice < slices && !job.value()->advance(0); ++slice) {
      }
    }
  }
  Result<std::unique_ptr<Job>> later = session->measure("mmd", R"({"samples":30,"steps":20})");
  session->train(100, kForever);
  while (!later.value()->advance(1)) {
  }
  CHECK(later.value()->result().measurements.at(0).value == now);
  CHECK(later.value()->result().measurements.at(0).updates == 20);
}

TEST_CASE("Annealing from both ends holds log Z between them", "[measures][ais][exact]") {
  // Models oracle: the mean of forward estimates lies below log Z, that of reverse ones above; within 4 errors here.
  const auto session = open(kTiny);
  session->train(400, kForever);
  const double exact = measured(*session, "logPartition", R"({"method":"exact"})").value;
  const std::string ladder = R"(,"chains":200,"temperatures":300})";
  const Measurement above = measured(*session, "logPartition", R"({"method":"reverse","steps":300)" + ladder);
  const Measurement below = measured(*session, "logPartition", R"({"method":"ais")" + ladder);
  CHECK(above.method == "reverse");
  CHECK_FALSE(above.exact);
  CHECK_THAT(above.value, WithinAbs(exact, 4 * above.standard_error.value()));
  CHECK_THAT(below.value, WithinAbs(exact, 4 * below.standard_error.value()));
  CHECK(above.effective_samples.value() > 10);
  const std::vector<Measurement> both = all(*session, "logLikelihood", R"({"method":"reverse","steps":300)" + ladder);
  REQUIRE(both.size() == 2);
  CHECK_THAT(both[0].value, WithinAbs(measured(*session, "logLikelihood").value, 4 * both[0].standard_error.value()));
}

TEST_CASE("A few effective chains are warned of", "[measures][ais]") {
  const auto session = open(kTiny);
  session->train(400, kForever);  // before that log-weights hardly vary
  CHECK_THAT(measured(*session, "logPartition", R"({"method":"ais","chains":10,"temperatures":10})").note,
             ContainsSubstring("error bar is not sure") && ContainsSubstring("should settle it: "));
}

TEST_CASE("An exact likelihood says how it scatters over the examples", "[measures][exact]") {
  const auto session = openPatterns();
  session->train(50, kForever);
  const Measurement test = measured(*session, "logLikelihood"),
                    train = measured(*session, "logLikelihood", R"({"split":"train"})");
  REQUIRE(test.standard_error.has_value());
  CHECK(test.standard_error.value() == detail(test, "standard error over examples"));
  CHECK_THAT(detail(test, "standard deviation over examples"),
             WithinAbs(test.standard_error.value() * std::sqrt(60.0), 1e-9));
  CHECK_FALSE(train.standard_error.has_value());  // the training set is all there is of it
}

TEST_CASE("A model with a likelihood of its own is measured by it: probabilistic PCA of one Gaussian",
          "[measures][exact][ppca]") {
  // The set "line" is one Gaussian on the plane, which one factor with noise can be exactly: on held-out points it does
  // as well as the truth, but for about 5 parameters / (2 * 10,000 examples) nats.
  const auto session = open(R"({"model":"ppca","data":"line","settings":{"factors":1,"method":"closed"}})");
  session->train(3, kForever);
  const std::shared_ptr<const Dataset> data = dataOf(session->spec());
  std::vector<double> nats(static_cast<std::size_t>(data->test.examples));
  data->density->logDensity(data->test.floats, nats);
  double truth = 0;
  for (const double each : nats) truth += each / static_cast<double>(nats.size());
  const std::vector<Measurement> found = all(*session, "logLikelihood", "{}");
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0].value, WithinAbs(truth, 0.003));
  CHECK(found[0].exact);
  CHECK(found[0].standard_error.value() > 0);
  CHECK_THAT(refusal(*session, "logPartition", "{}").sentence, ContainsSubstring("not known for this kind of model"));
  CHECK_THAT(refusal(*session, "logLikelihood", R"({"method":"ais"})").sentence, ContainsSubstring("exact"));
  CHECK(refusal(*session, "pseudoLogLikelihood", "{}").code == ErrorCode::kNotAvailable);

  SECTION("and its samples are not told from the data") {
    CHECK(detail(measured(*session, "mmd", R"({"samples":500,"examples":500})"), "p-value") > 0.05);
    CHECK(detail(measured(*session, "classifierTwoSample"), "p-value") > 0.05);
    const std::vector<Measurement> reach = all(*session, "precisionRecall", "{}");
    CHECK(reach.at(0).value > 0.93);
    CHECK(reach.at(1).value > 0.93);
    CHECK_THAT(reach.at(2).value, WithinAbs(1.0, 0.1));
    CHECK_THAT(reach.at(3).value, WithinAbs(1 - std::pow(0.5, 5), 0.03));
    // A window on 1,000 samples of it blurs a little: less than the truth, but not by much.
    const double parzen = measured(*session, "parzen").value;
    CHECK(parzen < truth);
    CHECK_THAT(parzen, WithinAbs(truth, 0.15));
  }
}

TEST_CASE("Samples that lie between the modes are counted as such", "[measures][samples][ppca]") {
  // One Gaussian cannot be a ring of bumps: it fills the middle.
  const auto session = open(R"({"model":"ppca","data":"ring","settings":{"factors":1,"method":"closed"}})");
  session->train(3, kForever);
  const Measurement m = measured(*session, "modeCoverage");
  CHECK(m.value <= 8);
  CHECK(detail(m, "modes there are") == 8);
  CHECK(detail(m, "share of high quality") < 0.4);
  CHECK(detail(measured(*session, "mmd"), "p-value") < 0.01);
}

TEST_CASE("Data with gaps have a likelihood, but nothing to compare samples with", "[measures][refusals][ppca]") {
  const auto session = open(R"({"model":"ppca","settings":{"factors":1},"data":{"shape":[3],"real":true,"examples":[)"
                            R"([1,2,null],[2,3,1],[0,1,2],[1,null,2],[3,1,0],[2,2,2],[1,1,3],[0,0,1],[1,3,2],[2,1,1],)"
                            R"([1,0,2],[0,2,2]]}})");
  session->train(5, kForever);
  CHECK_THAT(refusal(*session, "mmd", "{}").sentence, ContainsSubstring("missing"));
  CHECK(std::isfinite(measured(*session, "reconstructionError").value));
}
