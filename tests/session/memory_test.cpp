// What an experiment takes is counted before it is made. The count is compared with what is really allocated, which a
// hook of the address sanitizer sees; builds without it check the sentences alone.
#include "session/memory.h"

#include "session/registry.h"
#include "session/session.h"
#include "tests/support/experiments.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <limits>

using Catch::Matchers::ContainsSubstring;
using namespace harmonium;
using namespace harmonium::experiments;

namespace {

constexpr double kForever = 1e12;

// 20 examples of rows x cols values.
std::string inlineData(int rows, int cols) {
  std::string example = "[";
  for (int i = 0; i < rows * cols; ++i) example += (i > 0 ? "," : "") + std::string(i % 3 == 0 ? "1" : "0");
  example += "]";
  std::string data = R"({"shape":[)" + std::to_string(rows) + "," + std::to_string(cols) + R"(],"examples":[)";
  for (int n = 0; n < 20; ++n) data += (n > 0 ? "," : "") + example;
  return data + "]}";
}

std::string specOf(const std::string& model, const std::string& data, const std::string& settings) {
  return R"({"model":")" + model + R"(","data":)" + data + R"(,"settings":)" + settings + "}";
}

Result<std::unique_ptr<Session>> openedIn(Memory& memory, const std::string& text) {
  Result<Spec> spec = parseSpec(text);
  REQUIRE(spec.ok());
  std::shared_ptr<const Dataset> data = dataOf(spec.value());
  return Session::open(std::move(spec.value()), std::move(data), nullptr, &memory);
}

std::string refusalIn(double bytes, const std::string& text) {
  Memory memory([bytes] { return bytes; });
  Result<std::unique_ptr<Session>> session = openedIn(memory, text);
  REQUIRE_FALSE(session.ok());
  CHECK(session.error().code == ErrorCode::kNotAvailable);
  CHECK(memory.left() == bytes);
  return session.error().sentence;
}

}  // namespace

TEST_CASE("A wish for more memory than there is names the setting and what fits", "[session][memory]") {
  constexpr double kBrowser = 2147483648.0;
  const std::string large = inlineData(64, 64), small = "\"bars-and-stripes\"";
  const auto tempering = [&](int chains) {
    return specOf("rbm", large,
                  R"({"hidden":4096,"method":"tempering","temperatures":50,"chains":)" + std::to_string(chains) + "}");
  };
  const std::string sentence = refusalIn(kBrowser, tempering(1000));
  CHECK_THAT(sentence, ContainsSubstring("needs about ") &&
                           ContainsSubstring(" GB of memory, but only 2.1 GB are left") &&
                           ContainsSubstring("Most of it is for chains, which is 1000; at most "));
  // The value that it names fits, and one more does not.
  const int fit = std::stoi(sentence.substr(sentence.find("at most ") + 8));
  Memory memory([] { return kBrowser; });
  Result<Spec> spec = parseSpec(tempering(fit));
  const auto need = [&](const Settings& settings) {
    return experimentNeed(*spec.value().model, settings, *spec.value().given).whole;
  };
  CHECK(fits(&memory, "It", spec.value().settings, need).ok());
  REQUIRE(spec.value().settings.set("chains", fit + 1).ok());
  CHECK_FALSE(fits(&memory, "It", spec.value().settings, need).ok());

  CHECK_THAT(refusalIn(5e7, specOf("rbm", large, R"({"hidden":4096})")),
             ContainsSubstring("for hidden, which is 4096"));
  CHECK_THAT(refusalIn(2e7, specOf("mixture", large, R"({"components":1000})")), ContainsSubstring("for components"));
  CHECK_THAT(refusalIn(3e7, specOf("gan", large, R"({"generatorLayers":2,"generatorUnits":512})")),
             ContainsSubstring("of memory, but only 22 MB are left"));
  CHECK_THAT(refusalIn(1.5e7, specOf("boltzmann", small, R"({"batchSize":32,"copies":100,"hidden":128})")),
             ContainsSubstring("Most of it is for "));
  CHECK_THAT(refusalIn(1e3, specOf("rbm", "\"bars-and-stripes\"", "{}")), ContainsSubstring("not even 1 would fit"));
}

TEST_CASE("Settings, samples and measures that ask for too much are refused, and nothing changes",
          "[session][memory]") {
  double free = 60e6;
  Memory memory([&free] { return free; });
  Result<std::unique_ptr<Session>> opened = openedIn(memory, specOf("rbm", inlineData(28, 28), R"({"hidden":200})"));
  REQUIRE(opened.ok());
  Session& session = *opened.value();
  session.train(3, kForever);
  const std::string hash = session.hash();
  const Status status = session.set("hidden", "4096");
  REQUIRE_FALSE(status.ok());
  CHECK_THAT(status.error().sentence, ContainsSubstring("hidden, which is 4096; at most "));
  CHECK(session.hash() == hash);
  CHECK(session.run() == 1);
  REQUIRE(session.set("hidden", "100").ok());
  REQUIRE(session.set("hidden", "200").ok());
  free = 30e6;
  const auto samples = session.sample(R"({"count":10000,"steps":1})");
  REQUIRE_FALSE(samples.ok());
  CHECK_THAT(samples.error().sentence, ContainsSubstring("count, which is 10000; at most "));
  CHECK(session.sample(R"({"count":100,"steps":1})").ok());
  for (const auto& [name, options, setting] :
       {std::tuple{"logPartition", R"({"method":"ais","chains":10000})", "chains, which is 10000"},
        {"mmd", R"({"samples":2000,"split":"train"})", "samples, which is 2000"},
        {"parzen", R"({"samples":10000,"split":"train"})", "samples, which is 10000"}}) {
    const auto job = session.measure(name, options);
    INFO(name);
    REQUIRE_FALSE(job.ok());
    CHECK_THAT(job.error().sentence, ContainsSubstring(setting));
  }
  CHECK(session.measure("reconstructionError", R"({"split":"train"})").ok());
  // Where there is no room for two, the old run goes before the new one begins.
  session.reset();
  CHECK(session.progress().updates == 0);
  CHECK(session.run() == 4);
  session.train(3, kForever);
}

TEST_CASE("Memory that is promised to one experiment is not there for another", "[session][memory]") {
  Memory memory([] { return 100e6; });
  {
    Result<std::unique_ptr<Session>> one = openedIn(memory, specOf("rbm", inlineData(28, 28), R"({"hidden":1000})"));
    REQUIRE(one.ok());
    CHECK(memory.left() < 75e6);
    const double before_training = memory.left();
    one.value()->train(1, kForever);
    CHECK(memory.left() > before_training);  // the first update took it, which free() would show
    CHECK(memory.left() < 95e6);             // room to save stays promised
  }
  CHECK(memory.left() == 100e6);
}

TEST_CASE("A model that counts nothing is guessed from its sizes", "[session][memory]") {
  const ModelType* rbm = findModel("rbm");
  ModelType guessed = *rbm;
  guessed.memory = nullptr;
  Settings settings(rbm->options());
  for (const int hidden : {50, 500, 2000}) {
    REQUIRE(settings.set("hidden", hidden).ok());
    const DataSummary data{.rows = 28, .cols = 28, .examples = 100};
    const MemoryNeed guess = modelNeed(guessed, settings, data), known = modelNeed(*rbm, settings, data);
    CHECK(guess.parameters >= known.parameters);
    CHECK(guess.parameters + guess.state + guess.fresh + guess.update >=
          known.parameters + known.state + known.fresh + known.update);
  }
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer)

#include <sanitizer/allocator_interface.h>

namespace {

double taken = 0, most = 0;

void installHook() {
  static const int installed = __sanitizer_install_malloc_and_free_hooks(
      [](const volatile void*, std::size_t size) {
        taken += static_cast<double>(size);
        most = std::max(most, taken);
      },
      [](const volatile void* pointer) {
        if (pointer != nullptr) taken -= static_cast<double>(__sanitizer_get_allocated_size(pointer));
      });
  REQUIRE(installed > 0);
}

// The most that `work` holds at once, beyond what is held before it.
template <typename Work>
double mostOf(Work work) {
  const double before = taken;
  most = taken;
  work();
  return most - before;
}

void checkCount(const char* what, double counted, double real) {
  INFO(what << ": counted " << counted / 1e6 << " MB, taken " << real / 1e6 << " MB, ratio " << counted / real);
  CHECK(counted >= real);
  // What is small is counted roughly.
  CHECK(counted <= 1.5 * real + 3e6);
}

}  // namespace

TEST_CASE("What is counted is what is taken, and at most half more", "[session][memory][counted]") {
  installHook();
  const std::string picture = inlineData(28, 28), large = inlineData(64, 64), small = "\"bars-and-stripes\"";
  const std::tuple<const char*, std::string, const char*> cases[] = {
      {"rbm", picture, R"({"hidden":800,"batchSize":20})"},
      {"rbm", picture, R"({"hidden":400,"batchSize":20,"method":"pcd","chains":1000})"},
      {"rbm", large, R"({"hidden":100,"method":"tempering","chains":20,"temperatures":20,"batchSize":10})"},
      {"rbm", picture, R"({"hidden":500,"visible":"gaussian","binarisation":"none"})"},
      {"boltzmann", "\"bars-and-stripes\"", R"({"hidden":128,"free":"contrastive","copies":100,"batchSize":20})"},
      {"boltzmann", inlineData(16, 16), R"({"hidden":100,"free":"persistent","chains":1000})"},
      {"boltzmann", small, R"({"hidden":4,"free":"exact","clamped":"exact"})"},
      {"mixture", large, R"({"components":200})"},
      {"ppca", picture, R"({"factors":50})"},
      {"ppca", picture, R"({"factors":30,"missing":0.1})"},
      {"factorAnalysis", picture, R"({"factors":50})"},
      {"experts", "\"ring\"", R"({"grid":256})"},
      {"gan", picture,
       R"({"generatorUnits":256,"discriminatorUnits":256,"generatorLayers":3,"discriminatorLayers":3})"},
      {"gan", large, R"({"generatorUnits":64,"discriminatorUnits":64,"batchSize":1000,"discriminatorSteps":10})"},
  };
  for (const auto& [model, data, settings] : cases) {
    const std::string text = specOf(model, data, settings);
    INFO(model << " " << settings);
    Result<Spec> spec = parseSpec(text);
    REQUIRE(spec.ok());
    const std::shared_ptr<const Dataset> set = dataOf(spec.value());
    const ExperimentNeed need = experimentNeed(*spec.value().model, spec.value().settings, *set);
    std::unique_ptr<Session> session;
    checkCount("experiment", need.whole, mostOf([&] {
                 session = std::move(Session::open(spec.value(), set).value());
                 session->train(2, kForever);
                 session->runChains(1);
                 (void)session->save();
                 (void)session->snapshot({"*"});
                 const std::vector<std::uint8_t> parameters = session->parameters();
                 REQUIRE(session->setParameters(parameters).ok());
               }));
    checkCount("samples", samplingNeed(spec.value(), *set, 1000), mostOf([&] {
                 Result<std::unique_ptr<Job>> job = session->sample(R"({"count":1000,"steps":1})");
                 REQUIRE(job.ok());
                 while (!job.value()->advance(kForever)) {
                 }
               }));
    for (const auto& [name, options] : {std::pair{"mmd", R"({"samples":300,"steps":1,"permutations":19})"},
                                        {"parzen", R"({"samples":300,"steps":1,"sigma":1,"seed":5})"},
                                        {"logPartition", R"({"method":"ais","chains":300,"temperatures":3})"},
                                        {"logLikelihood", R"({"method":"ais","chains":300,"temperatures":3})"},
                                        {"reconstructionError", "{}"}}) {
      double real = 0;
      bool possible = false;
      real = mostOf([&] {
        Result<std::unique_ptr<Job>> job = session->measure(name, options);
        possible = job.ok();
        while (possible && !job.value()->advance(kForever)) {
        }
      });
      if (!possible) continue;
      const MeasureType& type = *std::ranges::find(measureTypes(), name, &MeasureType::name);
      Settings chosen(type.options());
      for (const char* option : {"samples", "chains"}) {
        if (findOption(chosen.table(), option) != nullptr) REQUIRE(chosen.set(option, 300).ok());
      }
      const double counted = measureNeed(type, chosen, spec.value(), *set);
      INFO(name << ": counted " << counted / 1e6 << " MB, taken " << real / 1e6 << " MB");
      CHECK(counted >= real);
      CHECK(counted <= 3 * real + 10e6);
    }
  }
}

#endif
#endif
