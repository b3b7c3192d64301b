// How a deep belief net learns: stage by stage, by up-down and by fine-tuning, and its views meanwhile. Oracles: for a
// step of up-down tests/reference/deep.json, which follows the pseudo-code of Hinton, Osindero & Teh (2006), appendix
// B; for the gradient of fine-tuning central differences.
#include "tests/support/central_difference.h"
#include "tests/support/check_view.h"
#include "tests/support/dbn.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>

using Catch::Matchers::WithinAbs;
using namespace harmonium;
using namespace harmonium::dbn;
using oracle::deep;
using oracle::fill;

TEST_CASE("Up-down makes the step of the paper's pseudo-code", "[dbn][oracle]") {
  // The oracle turns on every unit with a probability above 1/2. Among many seeds, some draw just that.
  const nlohmann::json& expected = deep()["up_down_one_step"];
  Settings settings = settingsOf({3, 2, 2}, {{"labels", "true"}, {"then", "upDown"}});
  REQUIRE(settings.set("upDownSteps", 1).ok());
  REQUIRE(settings.set("upDownRate", 0.1).ok());
  const Matrix v = oracle::stateNamed("1101");
  const std::vector<std::int16_t> label = {0};
  const auto same = [](const Matrix& states, const nlohmann::json& wanted) {
    const std::vector<double> numbers = oracle::flatten(wanted);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if ((states(static_cast<Index>(i), 0) > 0.5f) != (numbers[i] > 0.5)) return false;
    }
    return true;
  };
  bool found = false;
  DeepBeliefNet net;
  net.initialise(settings, summaryOf(4, 2), 1);
  const std::map<std::string, int> offsets = {{"W1", 0},  {"c1", 16}, {"b0", 12}, {"W2", 19}, {"c2", 28}, {"b1", 25},
                                              {"W3", 50}, {"Wl", 54}, {"b3", 58}, {"b2", 60}, {"bl", 62}};
  std::map<std::string, std::vector<float>> before;
  for (std::uint64_t seed = 0; seed < 20000 && !found; ++seed) {
    for (const auto& [name, tensor] : tensorsOf(net)) {
      if (const auto offset = offsets.find(name); offset != offsets.end()) fill(tensor.values, offset->second);
    }
    // The way up begins as the way down, turned over.
    const std::map<std::string, Tensor> all = tensorsOf(net);
    for (const auto& [down, up, below, above] : {std::tuple{"W1", "R1", 4, 3}, std::tuple{"W2", "R2", 3, 2}}) {
      for (int i = 0; i < below; ++i) {
        for (int j = 0; j < above; ++j) {
          all.at(up).values[static_cast<std::size_t>(j * below + i)] =
              all.at(down).values[static_cast<std::size_t>(i * above + j)];
        }
      }
    }
    net.parametersChanged();
    before.clear();
    for (const auto& [name, tensor] : all) before[name].assign(tensor.values.begin(), tensor.values.end());
    net.beginUpdate({v, label}, {.update = 0, .stage = 3});
    Rng rng(seed, Purpose::kUpdate);
    for (std::size_t phase = 0; phase < 4; ++phase) net.runWholePhase(phase, rng);
    const UpDown& step = net.upDown();
    const nlohmann::json& states = expected["states"];
    found = same(step.awake().h[1], states["wake_hid"]) && same(step.awake().h[2], states["wake_pen"]) &&
            same(step.topAwake(), states["wake_top"]) && same(step.dreamt().h[2], states["sleep_pen"]) &&
            same(step.jointDreamt().bottomRows(2), states["neg_label"]) &&
            same(step.dreamt().h[1], states["sleep_hid"]) &&
            // The last states of the top are the oracle's too: its biases did not move.
            same(step.topDreamt(), states["wake_top"]);
    if (!found) continue;
    for (Index i = 0; i < 4; ++i) {
      CHECK_THAT(static_cast<double>(step.dreamt().h[0](i, 0)),
                 WithinAbs(states["sleep_vis_prob"][static_cast<std::size_t>(i)].get<double>(), kRounding));
    }
  }
  REQUIRE(found);
  const std::map<std::string, Tensor> after = tensorsOf(net);
  // The oracle's names, and whether its matrix is the transpose of the tensor.
  const std::vector<std::tuple<std::string, std::string, int>> pairs = {
      {"hidvis", "W1", 3}, {"visgen", "b0", 0}, {"penhid", "W2", 2}, {"hidgen", "b1", 0},    {"labtop", "Wl", 0},
      {"labgen", "bl", 0}, {"pentop", "W3", 0}, {"pengen", "b2", 0}, {"topbiases", "b3", 0}, {"hidpen", "R2", 3},
      {"penrec", "c2", 0}, {"vishid", "R1", 4}, {"hidrec", "c1", 0}};
  for (const auto& [name, tensor, rows] : pairs) {
    const std::vector<double> numbers = oracle::flatten(expected["updates"][name]);
    const std::span<float> values = after.at(tensor).values;
    REQUIRE(numbers.size() == values.size());
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      std::size_t at = i;
      if (rows > 0) {
        const std::size_t cols = numbers.size() / static_cast<std::size_t>(rows);
        at = i % cols * static_cast<std::size_t>(rows) + i / cols;
      }
      INFO(name << " " << i);
      CHECK_THAT(static_cast<double>(values[at] - before[tensor][at]), WithinAbs(numbers[i], kRounding));
    }
  }
}

TEST_CASE("A deep belief net is built stage by stage", "[dbn]") {
  const bool turned = GENERATE(true, false);
  Settings settings = settingsOf({6, 16, 5}, {{"start", turned ? "transpose" : "random"}, {"then", "upDown"}});
  REQUIRE(settings.set("epochs", 3).ok());
  REQUIRE(settings.set("batchSize", 10).ok());
  DataSummary data = summaryOf(16);
  DeepBeliefNet net;
  net.initialise(settings, data, 3);
  REQUIRE(net.stages().size() == 4);
  CHECK(net.stages()[1].trains == "W2, b1, c2");
  CHECK(net.stages()[2].trains == "W3, b2, b3");
  Matrix v(16, 10);
  Rng draw(7, Purpose::kSample);
  for (float& each : flat(v)) each = draw.uniform() < 0.4f ? 1.0f : 0.0f;
  const auto copy = [&] {
    std::map<std::string, std::vector<float>> all;
    for (const auto& [name, tensor] : tensorsOf(net)) all[name].assign(tensor.values.begin(), tensor.values.end());
    return all;
  };
  std::vector<const float*> addresses;
  for (const Tensor& tensor : net.parameters()) addresses.push_back(tensor.values.data());
  std::uint64_t update = 0;
  for (std::size_t stage = 0; stage < 4; ++stage) {
    for (std::uint64_t at = 0; at < 3; ++at, ++update) {
      const auto before = copy();
      net.beginUpdate(v, {.update = update,
                          .epoch = static_cast<double>(update),
                          .stage = stage,
                          .stage_update = at,
                          .stage_epoch = static_cast<double>(at)});
      Rng rng(9, Purpose::kUpdate, update);
      for (std::size_t phase = 0; phase < net.stages()[stage].phases.size(); ++phase) net.runWholePhase(phase, rng);
      CHECK(net.depth() == std::min<std::size_t>(3, stage + 1));
      const auto after = copy();
      // Frozen layers stay as they are, bit for bit.
      if (stage < 3) {
        for (std::size_t k = 1; k <= stage; ++k)
          CHECK(after.at("W" + std::to_string(k)) == before.at("W" + std::to_string(k)));
        for (std::size_t k = stage + 2; k <= 3; ++k) {
          CHECK(std::ranges::all_of(after.at("W" + std::to_string(k)), [](float w) { return w == 0; }));
        }
      } else {
        for (const char* const name : {"W1", "W2", "W3", "R1", "R2"}) CHECK(after.at(name) != before.at(name));
      }
    }
    // Layer 2 has as many units as the data, so it may begin as layer 1 turned over: after few small steps it is near.
    if (stage == 1) {
      const auto now = copy();
      double apart = 0, size = 0;
      for (std::size_t i = 0; i < 16; ++i) {
        for (std::size_t j = 0; j < 6; ++j) {
          const double one = static_cast<double>(now.at("W1")[i * 6 + j]),
                       two = static_cast<double>(now.at("W2")[j * 16 + i]);
          apart += (one - two) * (one - two);
          size += one * one;
        }
      }
      CHECK((apart < 0.5 * size) == turned);
    }
  }
  std::size_t index = 0;
  for (const Tensor& tensor : net.parameters()) CHECK(tensor.values.data() == addresses[index++]);
  // Numbers of an earlier stage bring its net back.
  for (const auto& [name, tensor] : tensorsOf(net)) {
    if (name == "W3") std::ranges::fill(tensor.values, 0.0f);
  }
  net.parametersChanged();
  CHECK(net.depth() == 2);
}

TEST_CASE("Fine-tuning follows the gradient of log p(y | v) from the layers that were learnt", "[dbn][gradient]") {
  Settings settings = settingsOf({3, 2}, {{"then", "classify"}});
  REQUIRE(settings.set("momentum", 0).ok());
  DataSummary data = summaryOf(4, 3);
  DeepBeliefNet net;
  net.initialise(settings, data, 3);
  REQUIRE(net.stages().back().name == "classify");
  fillNet432(net);
  CHECK(net.classes() == 0);
  const Matrix all_v = oracle::allStates(4);
  const std::vector<double> before = natsOf(net.likelihood(LikelihoodOf::kVisible), all_v);
  Matrix v(4, 4);
  v << 1, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1;
  const std::vector<std::int16_t> labels = {2, 0, -1, 1};
  Rng rng(5, Purpose::kUpdate);
  const auto update = [&](std::uint64_t number) {
    net.beginUpdate({v, labels}, {.update = number, .stage = 2, .stage_update = number});
    for (std::size_t phase = 0; phase < 3; ++phase) net.runWholePhase(phase, rng);
  };
  update(0);
  // At first all classes are as probable as each other, whatever the layers say.
  CHECK(net.classes() == 3);
  for (std::uint64_t number = 1; number < 40; ++number) update(number);
  // The mean of log p(y | v), in which an example without a class adds nothing.
  const auto objective = [&] {
    Matrix p;
    net.classProbabilities(v, p);
    double sum = 0;
    for (std::size_t n = 0; n < labels.size(); ++n) {
      if (labels[n] >= 0) sum += std::log(static_cast<double>(p(labels[n], static_cast<Index>(n))));
    }
    return sum / static_cast<double>(labels.size());
  };
  REQUIRE(settings.set("tuningRate", 0).ok());
  net.configure(settings);
  update(40);
  std::size_t at = 0;
  std::vector<float> slopes(net.tuning().slopes().begin(), net.tuning().slopes().end());
  for (const auto& tensor : net.parameters()) {
    if (!tensor.name.starts_with("net.")) continue;
    for (float& value : tensor.values) {
      INFO(tensor.name);
      CHECK_THAT(static_cast<double>(slopes[at++]), WithinAbs(-oracle::slopeAlong(value, 1e-2f, objective), 2e-5));
    }
  }
  CHECK(at == slopes.size());
  // The net that generates is as it was, bit for bit, and the code that the copy began with is that of the stack.
  CHECK(natsOf(net.likelihood(LikelihoodOf::kVisible), all_v) == before);
  REQUIRE(settings.set("tuningRate", 1).ok());
  net.configure(settings);
  const double start = objective();
  for (std::uint64_t number = 41; number < 2000; ++number) update(number);
  CHECK(objective() > start);
  CHECK(net.tuning().classError(v, labels) == 0);
}

TEST_CASE("A fine-tuned net begins with the code of the stack", "[dbn]") {
  DeepBeliefNet net;
  net.initialise(settingsOf({3, 2}, {{"then", "classify"}}), summaryOf(4, 2), 3);
  fillNet432(net);
  FineTuning tuning;
  const std::vector<Index> units = {4, 3, 2};
  tuning.start(units, 2, nn::Descent::kSgd);
  tuning.begin(net.stack(), net.top());
  const Matrix v = oracle::allStates(4);
  Matrix code, p;
  net.encode(v, code);
  tuning.probabilities(v, p);
  CHECK((p.array() - 0.5f).abs().maxCoeff() < 1e-6f);
  // Hidden values through the weights that were taken over.
  for (Index n = 0; n < v.cols(); ++n) {
    const auto layer = [&](int number, const std::vector<double>& x) {
      const std::span<const float> W = tuning.net().weights(number), b = tuning.net().biases(number);
      std::vector<double> y(b.size());
      for (std::size_t j = 0; j < y.size(); ++j) {
        double a = static_cast<double>(b[j]);
        for (std::size_t i = 0; i < x.size(); ++i) a += static_cast<double>(W[i * y.size() + j]) * x[i];
        y[j] = 1 / (1 + std::exp(-a));
      }
      return y;
    };
    std::vector<double> x(4);
    for (std::size_t i = 0; i < 4; ++i) x[i] = static_cast<double>(v(static_cast<Index>(i), n));
    const std::vector<double> top = layer(1, layer(0, x));
    for (std::size_t j = 0; j < 2; ++j) {
      CHECK_THAT(static_cast<double>(code(static_cast<Index>(j), n)), WithinAbs(top[j], 1e-6));
    }
  }
}

TEST_CASE("Views of a deep belief net are sound at every stage", "[dbn][views]") {
  const bool labels = GENERATE(false, true);
  const std::string then = GENERATE("none", "upDown", "classify");
  Settings settings = settingsOf({6, 5}, {{"then", then}, {"labels", labels ? "true" : "false"}});
  DataSummary data = summaryOf(9, labels || then == "classify" ? 3 : 0);
  data.rows = data.cols = 3;
  data.mean = Vector::Constant(9, 0.4f);
  DeepBeliefNet net;
  net.initialise(settings, data, 3);
  Matrix v(9, 8);
  Rng draw(7, Purpose::kSample);
  for (float& each : flat(v)) each = draw.uniform() < 0.4f ? 1.0f : 0.0f;
  const std::vector<std::int16_t> of_examples = {0, 1, 2, -1, 0, 1, 2, 0};
  const std::unique_ptr<Sampler> sampler = net.sampler(4);
  Rng rng(9, Purpose::kUpdate);
  sampler->restart(rng);
  for (std::size_t stage = 0; stage < net.stages().size(); ++stage) {
    net.beginUpdate({v, of_examples}, {.update = stage, .stage = stage});
    for (std::size_t phase = 0; phase < net.stages()[stage].phases.size(); ++phase) {
      std::vector<std::vector<float>> before;
      for (const Tensor& tensor : net.parameters()) before.emplace_back(tensor.values.begin(), tensor.values.end());
      net.runWholePhase(phase, rng);
      sampler->runRound(rng);
      for (const ViewOffer& offer : net.offers()) {
        const ViewContext context{
            .phase = static_cast<int>(phase), .before = before, .data = &v, .sampler = sampler.get()};
        const std::optional<View> view = net.view(offer.name, context);
        if (!view) continue;
        INFO(faultOf(*view) << ": " << offer.name << " of stage " << stage << " after phase " << phase);
        CHECK(faultOf(*view).empty());
        CHECK(faultOf(offer).empty());
        if (offer.name != "classes") continue;
        // The page says whose probabilities it shows.
        const bool tuned = net.stages()[stage].name == "classify";
        CHECK((view->caption.find("fine-tuned") != std::string::npos) == tuned);
        CHECK(view->notes.empty() == tuned);
        CHECK(offer.slow_motion == tuned);
      }
    }
  }
}
