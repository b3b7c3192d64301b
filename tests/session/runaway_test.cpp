// Runs whose numbers leave their bounds: each stops in that very update and goes back to the one before, whatever the
// slices were, and everything that leaves the session is good. What may be in a file is what training may leave.
#include "session/codec.h"
#include "session/session.h"
#include "tests/support/experiments.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>

using Catch::Matchers::ContainsSubstring;
using namespace harmonium;
using namespace harmonium::experiments;

namespace {

constexpr double kForever = 1e12;
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN(), kInfinity = std::numeric_limits<float>::infinity();

// A game that is NaN after two updates; machines whose weights grow past their limit in some update; Gaussian
// units that run away.
const char* const kRunaways[] = {
    R"({"model":"gan","data":"mixture","seed":1,"settings":{"generatorOptimiser":"sgd","discriminatorOptimiser":"sgd",
        "generatorRate":10,"discriminatorRate":10,"initialWeights":1}})",
    R"({"model":"rbm","data":"bars-and-stripes","settings":{"hidden":8,"learningRate":10,"weightDecay":1,"batchSize":8}})",
    R"({"model":"rbm","data":"bars-and-stripes","settings":{"hidden":8,"learningRate":10,"weightDecay":0.5,"batchSize":1,
        "method":"tempering","temperatures":3,"chains":4}})",
    R"({"model":"rbm","data":"ring","settings":{"hidden":8,"learningRate":10,"method":"pcd","batchSize":20}})",
    R"({"model":"boltzmann","data":"bars-and-stripes-3","settings":{"learningRate":10,"weightDecay":1}})",
};

void checkGood(Session& session) {
  Result<TensorFile> file = readTensors(session.parameters());
  REQUIRE(file.ok());
  for (const NamedTensor& tensor : file.value().tensors) {
    CHECK(std::ranges::all_of(tensor.values, [](float value) { return std::abs(value) <= 1000; }));
  }
  Result<std::unique_ptr<Session>> loaded = Session::load(session.save(), dataOf(session.spec()));
  REQUIRE(loaded.ok());
  CHECK(loaded.value()->hash() == session.hash());
  CHECK(loaded.value()->progress().updates == session.progress().updates);
}

std::vector<std::uint8_t> changed(std::span<const std::uint8_t> bytes, const std::function<void(TensorFile&)>& change) {
  TensorFile file = std::move(readTensors(bytes).value());
  change(file);
  return writeTensors(file);
}

NamedTensor& tensorNamed(TensorFile& file, const std::string& name) {
  const auto found = std::ranges::find(file.tensors, name, &NamedTensor::name);
  REQUIRE(found != file.tensors.end());
  return *found;
}

// The sentence with which a saved file is refused once it has been changed. The checksum is left out, as in files of
// earlier versions, so that the change itself has to be seen.
std::string loadRefusal(const Session& session, std::span<const std::uint8_t> saved,
                        const std::function<void(TensorFile&)>& change) {
  const auto bytes = changed(saved, [&](TensorFile& file) {
    file.metadata.erase("checksum");
    change(file);
  });
  Result<std::unique_ptr<Session>> loaded = Session::load(bytes, dataOf(session.spec()));
  REQUIRE_FALSE(loaded.ok());
  CHECK(loaded.error().code == ErrorCode::kInvalidFile);
  return loaded.error().sentence;
}

}  // namespace

TEST_CASE("A run that runs away stops in that update, whatever the slices", "[session][divergence]") {
  for (const char* spec : kRunaways) {
    INFO(spec);
    const auto whole = open(spec);
    const Advanced advanced = whole->train(3000, kForever);
    REQUIRE(advanced.diverged);
    const Progress end = whole->progress();
    CHECK(advanced.updates == end.updates);
    CHECK_THAT(end.message, ContainsSubstring("diverged in update " + std::to_string(end.updates + 1) + ":") &&
                                ContainsSubstring("after update " + std::to_string(end.updates) + " are kept"));
    checkGood(*whole);
    CHECK(whole->train(5, kForever).updates == 0);
    // The last good update is the one that a run of so many updates ends with, and the next one is the end.
    const auto straight = open(spec);
    CHECK_FALSE(straight->train(end.updates, kForever).diverged);
    CHECK(straight->hash() == whole->hash());
    CHECK(straight->train(1, kForever).diverged);
    CHECK(straight->hash() == whole->hash());

    for (const std::uint64_t slice : {1u, 7u}) {
      for (const double milliseconds : {0.0, kForever}) {
        const auto sliced = open(spec);
        std::uint64_t done = 0, calls = 0;
        for (bool stopped = false; !stopped && calls < 20'000; ++calls) {
          const Advanced part = sliced->train(slice, milliseconds);
          done += part.updates;
          stopped = part.diverged;
          CHECK(std::isfinite(sliced->progress().epochs));
        }
        CHECK(done >= end.updates);
        CHECK(sliced->progress().updates == end.updates);
        CHECK(sliced->progress().message == end.message);
        CHECK(sliced->hash() == whole->hash());
        CHECK(sliced->snapshot({}).curves.size() == whole->snapshot({}).curves.size());
      }
    }
    if (end.updates > 200) continue;
    const auto slow = open(spec);
    for (int phase = 0; phase < 4000 && !slow->progress().diverged; ++phase) slow->runPhase();
    CHECK(slow->hash() == whole->hash());
    CHECK(slow->progress().message == end.message);
  }
}

TEST_CASE("After every call all numbers are good, and a run that stopped can start again", "[session][divergence]") {
  const auto session = open(kRunaways[0]);
  CHECK(session->train(4, kForever).diverged);
  CHECK(session->progress().updates < 2);
  checkGood(*session);
  for (const View& view : session->snapshot({"*"}).views) {
    CHECK(std::ranges::all_of(view.values, [](float value) { return std::isfinite(value); }));
  }
  session->reset();
  CHECK_FALSE(session->progress().diverged);
  CHECK(session->progress().updates == 0);
  checkGood(*session);
  // A smaller rate mends it from the last good update on.
  CHECK(session->train(4, kForever).diverged);
  const std::uint64_t kept = session->progress().updates;
  REQUIRE(session->set("generatorRate", "0.001").ok());
  REQUIRE(session->set("discriminatorRate", "0.001").ok());
  CHECK_FALSE(session->progress().diverged);
  CHECK(session->train(5, kForever).updates == 5);
  CHECK(session->progress().updates == kept + 5);
  checkGood(*session);
}

TEST_CASE("A change of a live setting in the middle of an update does not end the run", "[session][divergence]") {
  const auto session = open(kRunaways[2]);
  for (int phase = 0; phase < 6; ++phase) session->runPhase();
  REQUIRE(session->set("learningRate", "0.01").ok());
  REQUIRE(session->set("weightDecay", "0").ok());
  CHECK(session->train(50, kForever).updates == 50);
  checkGood(*session);
}

TEST_CASE("What training may leave is what a file may hold", "[session][save][bounds]") {
  const auto session = open(
      R"({"model":"rbm","data":"bars-and-stripes","settings":{"hidden":6,"batchSize":8,"method":"pcd","chains":3}})");
  session->train(10, kForever);
  const std::vector<std::uint8_t> saved = session->save(), parameters = session->parameters();
  const auto set = [](const char* name, std::size_t at, float value) {
    return [=](TensorFile& file) { tensorNamed(file, name).values[at] = value; };
  };
  const struct {
    const char* tensor;
    float value;
    const char* says;
  } wrong[] = {{"W", 1e37f, "1e+37 at [0, 3], but it must be a finite number from -1000 to 1000"},
               {"W", 1001, "1001 at [0, 3]"},
               {"b", kNaN, "NaN at [3]"},
               {"c", -kInfinity, "-Infinity at [3]"},
               {"state.velocity.W", kNaN, "NaN at [0, 3], but it must be a finite number"},
               {"state.velocity.b", kInfinity, "Infinity at [3]"},
               {"state.chains.h", 1e30f, "1e+30 at [0, 3], but it must be a finite number from 0 to 1"},
               {"state.mean.h", -0.5f, "-0.5 at [3]"}};
  for (const auto& [tensor, value, says] : wrong) {
    CHECK_THAT(loadRefusal(*session, saved, set(tensor, 3, value)), ContainsSubstring(says));
    if (std::string_view(tensor).starts_with("state.")) continue;
    const std::string before = session->hash();
    const Status status = session->setParameters(changed(parameters, set(tensor, 3, value)));
    REQUIRE_FALSE(status.ok());
    CHECK_THAT(status.error().sentence, ContainsSubstring(says));
    CHECK(session->hash() == before);
  }
  // The ends of the ranges are allowed, and such a run can be saved again.
  for (const auto& [tensor, value] : {std::pair{"W", 1000.0f}, {"b", -1000.0f}, {"c", 0.0f}}) {
    REQUIRE(session->setParameters(changed(parameters, set(tensor, 3, value))).ok());
    CHECK(Session::load(session->save(), dataOf(session->spec())).ok());
  }
}

TEST_CASE("Numbers that a model would change are refused", "[session][parameters][bounds]") {
  const auto refusal = [](const char* spec, const char* tensor,
                          const std::function<void(std::vector<float>&)>& change) {
    const auto session = open(spec);
    const std::string before = session->hash();
    const auto spoil = [&](TensorFile& file) { change(tensorNamed(file, tensor).values); };
    const Status status = session->setParameters(changed(session->parameters(), spoil));
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == ErrorCode::kInvalidFile);
    CHECK(session->hash() == before);
    CHECK(session->run() == 1);
    CHECK(loadRefusal(*session, session->save(), spoil).size() > 20);
    return status.error().sentence;
  };
  // A symmetric matrix given as one triangle, and with a diagonal.
  const char* boltzmann = R"({"model":"boltzmann","data":"bars-and-stripes-3","settings":{"hidden":2}})";
  CHECK_THAT(refusal(boltzmann, "U", [](std::vector<float>& U) { U[1] = 2; }), ContainsSubstring("U"));
  CHECK_THAT(refusal(boltzmann, "U", [](std::vector<float>& U) { U[0] = 1; }), ContainsSubstring("U"));
  // Weights of a mixture that add up to two.
  CHECK_THAT(refusal(R"({"model":"mixture","data":"bars-and-stripes","settings":{"components":4}})", "weights",
                     [](std::vector<float>& weights) { std::ranges::fill(weights, 0.5f); }),
             ContainsSubstring("weights add up to 2; they must add up to 1"));
  CHECK_THAT(refusal(R"({"model":"ppca","data":"line","settings":{"factors":1}})", "noise",
                     [](std::vector<float>& noise) { noise[0] = -1; }),
             ContainsSubstring("noise holds -1 at [0], but it must be a finite number from 0"));
}

TEST_CASE("A saved file tells when it was damaged", "[session][save][checksum]") {
  const auto session = open(kTiny);
  session->train(12, kForever);
  const std::vector<std::uint8_t> saved = session->save();
  const std::shared_ptr<const Dataset> data = dataOf(session->spec());
  REQUIRE(Session::load(saved, data).ok());
  // Any one bit of the numbers. Among them are changes of a weight's last bit, which no range could tell.
  const std::size_t header = 8 + saved[0] + 256 * saved[1] + 65536 * saved[2];
  std::size_t opened = 0;
  for (std::size_t at = header; at < saved.size(); at += 7) {
    std::vector<std::uint8_t> bad = saved;
    bad[at] ^= static_cast<std::uint8_t>(1u << at % 8);
    opened += Session::load(bad, data).ok() ? 1 : 0;
  }
  CHECK(opened == 0);
  // The header: a flip may only change what no reader takes, such as the white space at its end.
  const std::string before = session->hash();
  for (std::size_t at = 0; at < header; ++at) {
    std::vector<std::uint8_t> bad = saved;
    bad[at] ^= static_cast<std::uint8_t>(1u << at % 8);
    Result<std::unique_ptr<Session>> loaded = Session::load(bad, data);
    if (!loaded) continue;
    CHECK(loaded.value()->hash() == before);
    CHECK(loaded.value()->progress().updates == 12);
    CHECK(writeSpec(loaded.value()->spec()) == writeSpec(session->spec()));
  }
  const auto refused = [&](const std::function<void(TensorFile&)>& change, const char* word) {
    Result<std::unique_ptr<Session>> loaded = Session::load(changed(saved, change), data);
    REQUIRE_FALSE(loaded.ok());
    CHECK_THAT(loaded.error().sentence, ContainsSubstring(word));
  };
  refused([](TensorFile& file) { file.metadata["updates"] = "13"; }, "checksum");
  refused([](TensorFile& file) { tensorNamed(file, "W").values[0] += 0.5f; }, "damaged");
  refused([](TensorFile& file) { std::swap(file.tensors[0], file.tensors[1]); }, "checksum");
  refused([](TensorFile& file) { file.metadata["checksum"] = ""; }, "checksum");
  for (const std::size_t more : {std::size_t{1}, std::size_t{4}, saved.size()}) {
    std::vector<std::uint8_t> longer = saved;
    longer.resize(saved.size() + more);
    Result<std::unique_ptr<Session>> loaded = Session::load(longer, data);
    REQUIRE_FALSE(loaded.ok());
    CHECK_THAT(loaded.error().sentence, ContainsSubstring("no tensor"));
  }
}

TEST_CASE("A file saved before there were checksums opens as before", "[session][save][checksum]") {
  const auto session = open(kTiny);
  session->train(12, kForever);
  const std::vector<std::uint8_t> saved = session->save();
  CHECK(readTensors(saved).value().metadata.at("checksum").size() == 16);
  const std::vector<std::uint8_t> old = changed(saved, [](TensorFile& file) { file.metadata.erase("checksum"); });
  Result<std::unique_ptr<Session>> loaded = Session::load(old, dataOf(session->spec()));
  REQUIRE(loaded.ok());
  session->train(20, kForever);
  loaded.value()->train(20, kForever);
  CHECK(loaded.value()->hash() == session->hash());
  // Parameters are plain tensors that any program may change, so they carry none.
  CHECK(readTensors(session->parameters()).value().metadata.empty());
}

TEST_CASE("Counts and names in a saved file are checked", "[session][save][bounds]") {
  const auto session = open(kTiny);
  session->train(3, kForever);
  const std::vector<std::uint8_t> saved = session->save();
  for (const char* count : {"", "-1", "1.5", "9007199254740992", "99999999999999999999", "1e3", " 3"}) {
    CHECK_THAT(loadRefusal(*session, saved, [&](TensorFile& file) { file.metadata["updates"] = count; }),
               ContainsSubstring("from 0 to 9007199254740991"));
  }
  CHECK_THAT(loadRefusal(*session, saved,
                         [](TensorFile& file) {
                           file.tensors.push_back({"W2", {1}, {0}});
                         }),
             ContainsSubstring("\"W2\" belongs to no part"));
  CHECK_THAT(loadRefusal(*session, saved,
                         [](TensorFile& file) {
                           std::erase_if(file.tensors,
                                         [](const auto& tensor) { return tensor.name == "state.velocity.b"; });
                         }),
             ContainsSubstring("state.velocity.b is missing"));
  // The last count that a run can have: it opens, stops with a sentence, and can be saved.
  const auto last = changed(saved, [](TensorFile& file) {
    file.metadata.erase("checksum");
    file.metadata["updates"] = "9007199254740990";
  });
  Result<std::unique_ptr<Session>> loaded = Session::load(last, dataOf(session->spec()));
  REQUIRE(loaded.ok());
  CHECK(loaded.value()->train(5, kForever).updates == 1);
  CHECK_THAT(loaded.value()->progress().message, ContainsSubstring("9007199254740991"));
  CHECK(Session::load(loaded.value()->save(), dataOf(session->spec())).ok());
}
