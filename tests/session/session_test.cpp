// A session as a client uses it: training, slow motion, samples, views, measures, files and their refusals.
#include "session/session.h"

#include "session/codec.h"
#include "tests/support/experiments.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <cmath>
#include <functional>
#include <utility>

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::WithinAbs;
using namespace harmonium;
using namespace harmonium::experiments;

namespace {

constexpr double kForever = 1e12;

Measurement finished(Result<std::unique_ptr<Job>> job) {
  REQUIRE(job.ok());
  while (!job.value()->advance(1)) CHECK(job.value()->progress() < 1.0);
  CHECK(job.value()->progress() == 1.0);
  return job.value()->result().measurements.at(0);
}

const Curve& curveNamed(const Snapshot& snapshot, std::string_view name) {
  for (const Curve& curve : snapshot.curves) {
    if (curve.name == name) return curve;
  }
  FAIL("no such curve");
  return snapshot.curves[0];
}

}  // namespace

TEST_CASE("Bars and stripes: the exact log-likelihood comes close to the best there is",
          "[session][exact][reference]") {
  // The 32 rows of 4x4 bars and stripes (all-0 and all-1 twice) bound any model's mean log-likelihood by -3.379093
  // nats.
  auto session = open(R"({"model":"rbm","data":"bars-and-stripes","seed":1,"settings":{"hidden":16,"gibbsSteps":10,
    "centred":true,"batchSize":32,"learningRate":0.1,"weightDecay":0,"schedule":"linear","scheduleEpochs":10000}})");
  const double before = finished(session->measure("logLikelihood", R"({"split":"train"})")).value;
  session->train(10000, kForever);
  const Measurement after = finished(session->measure("logLikelihood", R"({"split":"train"})"));
  CHECK(after.exact);
  CHECK(before < -9);
  CHECK(after.value > -3.55);
  CHECK(after.value < -3.379093);
  // The monitor's own curve ends at the same place.
  const Snapshot snapshot = session->snapshot({});
  const Curve& curve = curveNamed(snapshot, "logLikelihood");
  CHECK_THAT(static_cast<double>(curve.y.back()), WithinAbs(after.value, 0.1));
}

TEST_CASE("A run cut in slices of any size gives the same parameters", "[session][determinism]") {
  const auto whole = open(kTiny);
  whole->train(60, kForever);
  const auto sliced = open(kTiny);
  std::uint64_t done = 0;
  for (std::uint64_t slice = 1; done < 60; slice = slice % 7 + 1) {
    done += sliced->train(std::min<std::uint64_t>(slice, 60 - done), slice % 2 == 0 ? 0.0 : kForever).updates;
  }
  CHECK(whole->hash() == sliced->hash());
}

TEST_CASE("Slow motion, watching and measuring change nothing", "[session][determinism]") {
  const auto plain = open(kTiny);
  plain->train(20, kForever);

  const auto watched = open(kTiny);
  for (int phase = 0; phase < 40; ++phase) {
    watched->runPhase();
    watched->runChains(2);
    (void)watched->snapshot({"*"});
  }
  (void)finished(watched->measure("pseudoLogLikelihood", "{}"));
  watched->restartChains();
  watched->train(10, kForever);
  CHECK(watched->snapshot({}).progress.updates == 20);
  CHECK(plain->hash() == watched->hash());
}

TEST_CASE("Reset repeats the run, a new seed does not", "[session][determinism]") {
  const auto session = open(kTiny);
  session->train(30, kForever);
  const std::string first = session->hash();
  session->reset();
  CHECK(session->snapshot({}).progress.updates == 0);
  session->train(30, kForever);
  CHECK(session->hash() == first);
  session->reseed(99);
  session->train(30, kForever);
  CHECK(session->hash() != first);
  CHECK(session->spec().seed == 99);
}

TEST_CASE("Slow motion names the phases in order and leaves their sentence", "[session][phases]") {
  const auto session = open(kTiny);
  const char* const order[] = {"positive", "reconstruct", "negative", "update"};
  for (int round = 0; round < 2; ++round) {
    for (int phase = 0; phase < 4; ++phase) {
      session->runPhase();
      const PhaseState state = session->snapshot({}).phase;
      REQUIRE(state.last == phase);
      CHECK(state.names[static_cast<std::size_t>(state.last)] == order[phase]);
      CHECK(state.next == (phase + 1) % 4);
      CHECK_FALSE(state.sentence.empty());
    }
    CHECK(session->snapshot({}).progress.updates == static_cast<std::uint64_t>(round + 1));
  }
}

TEST_CASE("Parameters do not change before the update phase", "[session][phases]") {
  const auto session = open(kTiny);
  const std::string start = session->hash();
  for (int phase = 0; phase < 3; ++phase) {
    session->runPhase();
    CHECK(session->hash() == start);
  }
  session->runPhase();
  CHECK(session->hash() != start);
}

TEST_CASE("A live setting holds from the next update; another starts anew", "[session][settings]") {
  const auto session = open(kTiny);
  session->train(10, kForever);
  REQUIRE(session->set("learningRate", "0.01").ok());
  CHECK(session->snapshot({}).progress.updates == 10);
  REQUIRE(session->set("hidden", "9").ok());
  CHECK(session->snapshot({}).progress.updates == 0);
  CHECK(session->spec().settings.integer("hidden") == 9);
  CHECK(session->spec().settings.number("learningRate") == 0.01);

  session->train(5, kForever);
  const std::string before = session->hash();
  for (const char* wrong : {"0", "1e9", "\"many\"", "true", "[3]", "{", ""}) {
    const Status status = session->set("hidden", wrong);
    CHECK_FALSE(status.ok());
    CHECK_FALSE(status.error().sentence.empty());
  }
  CHECK_FALSE(session->set("depth", "3").ok());
  CHECK(session->hash() == before);
  CHECK(session->snapshot({}).progress.updates == 5);
}

TEST_CASE("A run that diverges says so, keeps the last good parameters and can be mended", "[session][divergence]") {
  const auto session =
      open(R"({"model":"rbm","data":"bars-and-stripes","settings":{"hidden":8,"learningRate":0.1,"batchSize":8}})");
  session->train(64, kForever);
  REQUIRE(session->set("learningRate", "10").ok());
  REQUIRE(session->set("weightDecay", "1").ok());
  const Advanced advanced = session->train(20000, kForever);
  REQUIRE(advanced.diverged);
  const Progress progress = session->snapshot({}).progress;
  CHECK(progress.diverged);
  CHECK_THAT(progress.message, ContainsSubstring("diverged") && ContainsSubstring("learning rate"));
  Result<TensorFile> kept = readTensors(session->parameters());
  REQUIRE(kept.ok());
  for (const NamedTensor& tensor : kept.value().tensors) {
    for (const float value : tensor.values) CHECK(std::abs(value) <= 1000.0f);
  }
  const std::string hash = session->hash();
  CHECK(session->train(5, kForever).updates == 0);  // stays put until something changes
  CHECK(session->hash() == hash);
  REQUIRE(session->set("learningRate", "0.01").ok());
  REQUIRE(session->set("weightDecay", "0").ok());
  CHECK(session->train(5, kForever).updates == 5);
  CHECK_FALSE(session->snapshot({}).progress.diverged);
}

TEST_CASE("A saved run goes on bit for bit", "[session][save]") {
  for (const char* method : {"cd", "pcd"}) {
    const std::string spec =
        std::string(R"({"model":"rbm","data":"bars-and-stripes","seed":5,"settings":{"hidden":7,"batchSize":10,
      "momentum":0.9,"sparsityCost":0.1,"centred":true,"chains":11,"method":")") +
        method + "\"}}";
    const auto straight = open(spec);
    straight->train(50, kForever);
    const auto first = open(spec);
    first->train(23, kForever);
    const std::vector<std::uint8_t> file = first->save();
    Result<std::unique_ptr<Session>> loaded = Session::load(file, dataOf(first->spec()));
    REQUIRE(loaded.ok());
    CHECK(loaded.value()->hash() == first->hash());
    CHECK(loaded.value()->snapshot({}).progress.updates == 23);
    CHECK(loaded.value()->snapshot({}).curves.size() == first->snapshot({}).curves.size());
    loaded.value()->train(27, kForever);
    CHECK(loaded.value()->hash() == straight->hash());
  }
}

TEST_CASE("Parameters go out and come back, and wrong ones are refused whole", "[session][parameters]") {
  const auto source = open(kTiny), target = open(kTiny);
  source->train(40, kForever);
  REQUIRE(target->setParameters(source->parameters()).ok());
  CHECK(target->hash() == source->hash());

  const auto refused = [&](auto spoil, const char* word) {
    TensorFile file = std::move(readTensors(source->parameters()).value());
    spoil(file);
    const std::string before = target->hash();
    const Status status = target->setParameters(writeTensors(file));
    REQUIRE_FALSE(status.ok());
    CHECK_THAT(status.error().sentence, ContainsSubstring(word));
    CHECK(target->hash() == before);
  };
  refused([](TensorFile& file) { file.tensors.pop_back(); }, "missing");
  refused([](TensorFile& file) { file.tensors[0].name = "weights"; }, "weights");
  refused([](TensorFile& file) { std::swap(file.tensors[0].shape[0], file.tensors[0].shape[1]); }, "shape");
  refused([](TensorFile& file) { file.tensors[1].values[2] = std::nanf(""); }, "finite");
}

TEST_CASE("Samples have the shape asked for and hold only what is allowed", "[session][sample]") {
  const auto session = open(kTiny);
  session->train(100, kForever);
  const auto draw = [&](const char* options) {
    Result<std::unique_ptr<Job>> job = session->sample(options);
    REQUIRE(job.ok());
    while (!job.value()->advance(0)) {
    }
    return job.value()->result();
  };
  const JobResult samples = draw(
      R"({"count":5,"steps":20,"clamp":[1,0,null,null,null,null,null,null,null,null,null,null,null,null,null,1]})");
  CHECK(samples.shape == std::vector<std::uint32_t>{5, 4, 4});
  REQUIRE(samples.values.size() == 80);
  for (std::size_t n = 0; n < 5; ++n) {
    CHECK(samples.values[n * 16] == 1.0f);
    CHECK(samples.values[n * 16 + 1] == 0.0f);
    CHECK(samples.values[n * 16 + 15] == 1.0f);
    for (std::size_t i = 0; i < 16; ++i)
      CHECK((samples.values[n * 16 + i] == 0.0f || samples.values[n * 16 + i] == 1.0f));
  }
  CHECK(draw(R"({"count":5,"steps":20,"seed":3})").values == draw(R"({"count":5,"steps":20,"seed":3})").values);
  CHECK(draw(R"({"count":5,"steps":20,"seed":3})").values != draw(R"({"count":5,"steps":20,"seed":4})").values);

  for (const char* wrong : {R"({"count":0})", R"({"steps":2.5})", R"({"clamp":[1]})", R"({"clamp":"left"})",
                            R"({"colour":1})", R"({"probabilities":1})", "[]", "nonsense"}) {
    CHECK_FALSE(session->sample(wrong).ok());
  }
}

TEST_CASE("Measures refuse what they can't answer with a sentence", "[session][measures]") {
  const auto session = open(kTiny);
  const auto sentence = [&](const char* name, const char* options) {
    Result<std::unique_ptr<Job>> job = session->measure(name, options);
    REQUIRE_FALSE(job.ok());
    return job.error().sentence;
  };
  CHECK_THAT(sentence("beauty", "{}"), ContainsSubstring("logLikelihood"));
  CHECK_THAT(sentence("logLikelihood", R"({"split":"test"})"), ContainsSubstring("no test examples"));
  CHECK_THAT(sentence("logLikelihood", R"({"method":"guess"})"), ContainsSubstring("exact, ais"));
  CHECK_THAT(sentence("logPartition", R"({"chains":0})"), ContainsSubstring("1 to 10000"));
  CHECK_THAT(sentence("logPartition", R"({"split":"train"})"), ContainsSubstring("split"));
  CHECK_THAT(sentence("freeEnergyGap", "{}"), ContainsSubstring("test"));
}

TEST_CASE("A measure keeps its parameters while training goes on", "[session][measures]") {
  const auto session = open(kTiny);
  session->train(50, kForever);
  const double now = finished(session->measure("logLikelihood", R"({"split":"train"})")).value;
  Result<std::unique_ptr<Job>> later = session->measure("logLikelihood", R"({"split":"train"})");
  session->train(200, kForever);
  const Measurement measured = finished(std::move(later));
  CHECK(measured.value == now);
  CHECK(measured.updates == 50);
  CHECK(finished(session->measure("logLikelihood", R"({"split":"train"})")).value != now);
}

TEST_CASE("A measure belongs to the run in which it began", "[session][measures]") {
  const auto session = open(kTiny);
  session->train(5, kForever);
  const auto begun = [&] { return session->measure("logLikelihood", R"({"split":"train"})"); };
  const auto remembered = [&] { return session->snapshot({}).measures.size(); };
  CHECK(session->run() == 1);
  REQUIRE(session->remember(finished(begun())));
  // A live setting and training go on with the same run.
  Result<std::unique_ptr<Job>> before_training = begun();
  REQUIRE(session->set("learningRate", "0.01").ok());
  session->train(5, kForever);
  CHECK(session->run() == 1);
  CHECK(session->remember(finished(std::move(before_training))));
  CHECK(session->snapshot({}).measures.at(0).run == 1);

  const std::vector<std::uint8_t> parameters = session->parameters();
  const std::pair<const char*, std::function<void()>> changes[] = {
      {"reset", [&] { session->reset(); }},
      {"another seed", [&] { session->reseed(7); }},
      {"a setting that is not live", [&] { REQUIRE(session->set("batchSize", "7").ok()); }},
      {"parameters", [&] { REQUIRE(session->setParameters(parameters).ok()); }}};
  std::uint64_t run = 1;
  for (const auto& [name, change] : changes) {
    INFO(name);
    Result<std::unique_ptr<Job>> job = begun();
    change();
    CHECK(session->run() == ++run);
    CHECK(session->progress().run == run);
    CHECK(remembered() == 0);
    const Measurement late = finished(std::move(job));
    CHECK(late.run == run - 1);
    CHECK_FALSE(session->remember(late));
    CHECK(remembered() == 0);
    CHECK(session->remember(finished(begun())));
    CHECK(remembered() == 1);
  }
  // Refused changes begin no run.
  CHECK_FALSE(session->set("batchSize", "0").ok());
  CHECK_FALSE(session->setParameters({}).ok());
  CHECK(session->run() == run);
}

TEST_CASE("Annealed and exact likelihood of one machine agree", "[session][measures][ais]") {
  const auto session = open(kTiny);
  session->train(300, kForever);
  const Measurement exact = finished(session->measure("logLikelihood", R"({"split":"train","method":"exact"})"));
  const Measurement annealed = finished(
      session->measure("logLikelihood", R"({"split":"train","method":"ais","chains":200,"temperatures":500})"));
  CHECK(exact.exact);
  CHECK_FALSE(annealed.exact);
  CHECK_THAT(annealed.value, WithinAbs(exact.value, 4 * annealed.standard_error.value()));
}

TEST_CASE("Curves are the same for the same spec and start at update 0", "[session][curves]") {
  const auto one = open(kTiny), two = open(kTiny);
  one->train(500, kForever);
  while (two->snapshot({}).progress.updates < 500) two->train(3, 0);
  const Snapshot a = one->snapshot({}), b = two->snapshot({});
  REQUIRE(a.curves.size() >= 3);
  for (std::size_t i = 0; i < a.curves.size(); ++i) {
    CHECK(a.curves[i].x == b.curves[i].x);
    // Two runs stop on either side of the last point at most.
    CHECK(a.curves[i].y == b.curves[i].y);
    // A gradient is there once an update has been.
    CHECK(a.curves[i].x.front() == (a.curves[i].name.starts_with("gradient") ? 1.0f : 0.0f));
  }
}

TEST_CASE("A snapshot survives its own encoding", "[session][codec]") {
  const auto session = open(kTiny);
  session->train(30, kForever);
  session->runChains(3);
  session->remember(
      finished(session->measure("logLikelihood", R"({"split":"train","method":"ais","chains":10,"temperatures":20})")));
  const Snapshot before = session->snapshot({"*"});
  std::vector<std::uint8_t> encoded;
  encodeSnapshot(before, PictureNumbers::kFloats, encoded);
  Result<Snapshot> decoded = decodeSnapshot(encoded);
  REQUIRE(decoded.ok());
  const Snapshot& after = decoded.value();
  CHECK(after.spec == before.spec);
  CHECK(after.progress.updates == 30);
  CHECK(after.progress.chain_steps == 3);
  CHECK(after.phase.labels == before.phase.labels);
  CHECK(after.phase.signs == before.phase.signs);
  CHECK(after.phase.inks == before.phase.inks);
  REQUIRE(after.offers.size() == before.offers.size());
  for (std::size_t i = 0; i < after.offers.size(); ++i) {
    CHECK(after.offers[i].name == before.offers[i].name);
    CHECK(after.offers[i].slow_motion == before.offers[i].slow_motion);
    CHECK(after.offers[i].choices.size() == before.offers[i].choices.size());
  }
  REQUIRE(after.curves.size() == before.curves.size());
  CHECK(after.curves[0].y == before.curves[0].y);
  REQUIRE(after.measures.size() == 1);
  CHECK(after.measures[0].value == before.measures[0].value);
  CHECK(after.measures[0].standard_error == before.measures[0].standard_error);
  REQUIRE(after.views.size() == before.views.size());
  for (std::size_t i = 0; i < after.views.size(); ++i) {
    CHECK(after.views[i].name == before.views[i].name);
    CHECK(after.views[i].kind == before.views[i].kind);
    CHECK(after.views[i].scale == before.views[i].scale);
    CHECK(after.views[i].shape == before.views[i].shape);
    CHECK(after.views[i].values == before.views[i].values);
    CHECK(after.views[i].weights == before.views[i].weights);
    CHECK(after.views[i].meaning == before.views[i].meaning);
    CHECK(after.views[i].chosen == before.views[i].chosen);
    CHECK(after.views[i].tile_noun == before.views[i].tile_noun);
    CHECK(after.views[i].tile_numbers == before.views[i].tile_numbers);
    CHECK(after.views[i].groups.size() == before.views[i].groups.size());
    CHECK(after.views[i].links.size() == before.views[i].links.size());
  }
}

TEST_CASE("Only the views wanted are made", "[session][views]") {
  const auto session = open(kTiny);
  CHECK(session->snapshot({}).views.empty());
  const Snapshot one = session->snapshot({"weights", "no such view"});
  REQUIRE(one.views.size() == 1);
  CHECK(one.views[0].name == "weights");
}

TEST_CASE("A view can be asked for with choices", "[session][views]") {
  const auto session = open(kTiny);
  session->train(50, kForever);
  const Snapshot both = session->snapshot({"weights", "weights:order=strongest", "weights:order=number"});
  REQUIRE(both.views.size() == 2);  // the third is the first
  const View &stored = both.views[0], &sorted = both.views[1];
  CHECK(stored.chosen == std::vector<std::uint32_t>{0});
  CHECK(sorted.chosen == std::vector<std::uint32_t>{1});
  REQUIRE(sorted.tile_numbers.size() == sorted.shape[0]);
  const std::size_t size = std::size_t{sorted.shape[1]} * sorted.shape[2];
  double last = INFINITY;
  for (std::size_t tile = 0; tile < sorted.shape[0]; ++tile) {
    double squares = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const float weight = sorted.values[tile * size + i];
      CHECK(weight == stored.values[sorted.tile_numbers[tile] * size + i]);
      squares += static_cast<double>(weight) * static_cast<double>(weight);
    }
    CHECK(squares <= last);
    last = squares;
  }
}

TEST_CASE("A choice that a view has not stays at what it begins with", "[session][views]") {
  const auto session = open(kTiny);
  for (const char* request : {"weights:order=sideways", "weights:layer=2", "weights:", "weights:order", "weights:=,=,,",
                              "weights:order=number,order=no", "weights:order=strongest=number"}) {
    INFO(request);
    const Snapshot snapshot = session->snapshot({request});
    REQUIRE(snapshot.views.size() == 1);
    CHECK(snapshot.views[0].chosen == std::vector<std::uint32_t>{0});
  }
  CHECK(session->snapshot({":order=strongest"}).views.empty());
  CHECK(session->snapshot({"Weights"}).views.empty());
  CHECK(session->snapshot({"weights:" + std::string(1000, ',')}).views.empty());
}
