// The deep belief net. Oracle: tests/reference/deep.json, sums over all states in double precision, made from the same
// parameters (entry k of the tensor with offset o is ((7 (k + o) + 3) mod 13 - 6) / 4); the step of up-down follows the
// pseudo-code of Hinton, Osindero & Teh (2006), appendix B.
#include "models/dbn/dbn.h"

#include "session/registry.h"
#include "session/trainer.h"
#include "tests/support/central_difference.h"
#include "tests/support/check_view.h"
#include "tests/support/deep.h"
#include "tests/support/experiments.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::WithinAbs;
using namespace harmonium;
using oracle::deep;
using oracle::fill;

namespace {

constexpr double kRounding = 3e-6;  // of parameters and states in float

Settings settingsOf(std::vector<double> layers, const std::vector<std::pair<std::string, std::string>>& choices = {}) {
  Settings settings(DeepBeliefNet::options());
  REQUIRE(settings.setList("layers", layers).ok());
  for (const auto& [name, value] : choices) {
    if (value == "true" || value == "false") {
      REQUIRE(settings.set(name, value == "true" ? 1 : 0).ok());
    } else {
      REQUIRE(settings.setChoice(name, value).ok());
    }
  }
  return settings;
}

DataSummary summaryOf(int values, int classes = 0) {
  return {.rows = 1,
          .cols = values,
          .examples = 8,
          .mean = Vector::Constant(values, 0.5f),
          .binary = true,
          .classes = classes};
}

std::map<std::string, Tensor> tensorsOf(Model& model) {
  std::map<std::string, Tensor> all;
  for (Tensor& tensor : model.parameters()) all.emplace(tensor.name, tensor);
  return all;
}

// The net 4-3-2 of the oracle.
void fillNet432(DeepBeliefNet& net) {
  const std::map<std::string, int> offsets = {{"W1", 0},  {"b0", 12}, {"c1", 16}, {"W2", 19},
                                              {"b1", 25}, {"b2", 28}, {"Wl", 40}, {"bl", 44}};
  for (const auto& [name, tensor] : tensorsOf(net)) {
    if (const auto found = offsets.find(name); found != offsets.end()) fill(tensor.values, found->second);
  }
  net.parametersChanged();
}

// Above the first layer, that layer upside down.
void turnOver(DeepBeliefNet& net, Index below, Index above) {
  const std::map<std::string, Tensor> all = tensorsOf(net);
  for (Index i = 0; i < below; ++i) {
    for (Index j = 0; j < above; ++j) {
      all.at("W2").values[static_cast<std::size_t>(j * below + i)] =
          all.at("W1").values[static_cast<std::size_t>(i * above + j)];
    }
  }
  std::ranges::copy(all.at("c1").values, all.at("b1").values.begin());
  std::ranges::copy(all.at("b0").values, all.at("b2").values.begin());
  net.parametersChanged();
}

std::vector<double> natsOf(Result<std::unique_ptr<Likelihood>> made, const Batch& batch) {
  REQUIRE(made.ok());
  while (!made.value()->prepare()) {
  }
  std::vector<double> nats(static_cast<std::size_t>(batch.v.cols()));
  made.value()->logLikelihood(batch, nats);
  return nats;
}

double meanOf(const std::vector<double>& nats, const std::vector<double>& weights) {
  double mean = 0;
  for (std::size_t n = 0; n < nats.size(); ++n) mean += nats[n] * weights[n];
  return mean;
}

}  // namespace

TEST_CASE("A deep belief net counts log p(v) and its bound", "[dbn][oracle]") {
  DeepBeliefNet net;
  net.initialise(settingsOf({3, 2}), summaryOf(4), 1);
  CHECK(net.depth() == 1);
  fillNet432(net);
  CHECK(net.depth() == 2);
  const nlohmann::json& expected = deep()["dbn_4_3_2"];
  const Matrix v = oracle::allStates(4);
  const std::vector<double> exact = natsOf(net.likelihood(LikelihoodOf::kVisible), v);
  const std::vector<double> bound = natsOf(net.bound({}), v);
  double total = 0;
  for (Index n = 0; n < v.cols(); ++n) {
    const std::string name = oracle::nameOf(v.col(n));
    INFO(name);
    CHECK_THAT(exact[static_cast<std::size_t>(n)], WithinAbs(expected["log_p"][name].get<double>(), kRounding));
    CHECK_THAT(bound[static_cast<std::size_t>(n)],
               WithinAbs(expected["bound_tied_up_pass"][name].get<double>(), kRounding));
    total += std::exp(exact[static_cast<std::size_t>(n)]);
  }
  CHECK_THAT(total, WithinAbs(1, 1e-9));
  const Result<std::unique_ptr<Likelihood>> made = net.likelihood(LikelihoodOf::kVisible);
  while (!made.value()->prepare()) {
  }
  CHECK_THAT(made.value()->logPartition(), WithinAbs(expected["top_log_z"].get<double>(), kRounding));
}

TEST_CASE("Bounds by samples have the means that counting gives", "[dbn][oracle]") {
  DeepBeliefNet net;
  net.initialise(settingsOf({3, 2}), summaryOf(4), 1);
  fillNet432(net);
  const nlohmann::json& expected = deep()["dbn_4_3_2"];
  constexpr Index kDraws = 20000;
  for (const char* const name : {"0000", "1101"}) {
    INFO(name);
    const Matrix v = oracle::stateNamed(name).replicate(1, kDraws);
    // One guess weighted by importance is the variational bound; a thousand come near log p(v).
    for (const auto& [samples, count, key, bias] :
         {std::tuple{1, kDraws, "bound_tied_up_pass", 0.0}, std::tuple{1000, Index{40}, "log_p", 2e-3}}) {
      const std::vector<double> nats = natsOf(
          net.bound({.kind = BoundWish::Kind::kImportance, .samples = samples, .seed = 3}), Matrix(v.leftCols(count)));
      double mean = 0, square = 0;
      for (const double each : nats) {
        mean += each / static_cast<double>(count);
        square += each * each / static_cast<double>(count);
      }
      const double error = std::sqrt((square - mean * mean) / static_cast<double>(count));
      CHECK_THAT(mean, WithinAbs(expected[key][name].get<double>(), 4.5 * error + bias));
      CHECK(error < 0.02);
    }
  }
}

TEST_CASE("A layer upside down leaves the distribution as it was, without a gap", "[dbn][oracle]") {
  DeepBeliefNet net;
  net.initialise(settingsOf({3, 4}), summaryOf(4), 1);
  fillNet432(net);
  turnOver(net, 4, 3);
  const nlohmann::json& expected = deep()["dbn_4_3_2"];
  const Matrix v = oracle::allStates(4);
  const std::vector<double> exact = natsOf(net.likelihood(LikelihoodOf::kVisible), v);
  const std::vector<double> bound = natsOf(net.bound({}), v);
  // The recognition weights are the exact posterior, so every single guess has the same weight.
  const std::vector<double> guess = natsOf(net.bound({.kind = BoundWish::Kind::kImportance, .seed = 9}), v);
  for (Index n = 0; n < v.cols(); ++n) {
    const double of_machine = expected["rbm1_log_p"][oracle::nameOf(v.col(n))].get<double>();
    CHECK_THAT(exact[static_cast<std::size_t>(n)], WithinAbs(of_machine, kRounding));
    CHECK_THAT(bound[static_cast<std::size_t>(n)], WithinAbs(of_machine, kRounding));
    CHECK_THAT(guess[static_cast<std::size_t>(n)], WithinAbs(of_machine, 2 * kRounding));
  }
}

TEST_CASE("Training the top from there raises the bound", "[dbn][oracle]") {
  // The oracle steps along the exact gradient for three weighted patterns; a hundred examples in those shares give
  // nearly the same averages when the states of the layer between are drawn for each.
  DeepBeliefNet net;
  Settings settings = settingsOf({3, 4}, {{"method", "exact"}});
  for (const auto& [name, value] : std::map<std::string, double>{{"momentum", 0.0},
                                                                 {"momentumStart", 0.0},
                                                                 {"weightDecay", 0.0},
                                                                 {"learningRate", 0.1},
                                                                 {"batchSize", 1000.0}}) {
    REQUIRE(settings.set(name, value).ok());
  }
  net.initialise(settings, summaryOf(4), 1);
  fillNet432(net);
  turnOver(net, 4, 3);
  constexpr Index kExamples = 20000;
  Matrix v(4, kExamples);
  const std::vector<std::string> patterns = {"1100", "0011", "1010"};
  const std::vector<double> shares = {0.5, 0.3, 0.2};
  for (Index n = 0; n < kExamples; ++n) v.col(n) = oracle::stateNamed(patterns[n % 10 < 5 ? 0 : n % 10 < 8 ? 1 : 2]);
  Matrix three(4, 3);
  for (Index n = 0; n < 3; ++n) three.col(n) = oracle::stateNamed(patterns[static_cast<std::size_t>(n)]);
  const nlohmann::json& trace = deep()["dbn_4_3_2"]["top_training_from_transpose_mean_over_data"];
  double before = -1e9;
  for (std::uint64_t step = 0; step <= 100; ++step) {
    const double bound = meanOf(natsOf(net.bound({}), three), shares);
    if (const auto found = trace.find(std::to_string(step)); found != trace.end()) {
      INFO("after " << step << " steps");
      CHECK_THAT(bound, WithinAbs((*found)["bound"].get<double>(), 2e-3));
      CHECK_THAT(meanOf(natsOf(net.likelihood(LikelihoodOf::kVisible), three), shares),
                 WithinAbs((*found)["exact"].get<double>(), 4e-3));
      CHECK(bound > before);
      before = bound;
    }
    CHECK(bound < deep()["dbn_4_3_2"]["bound_ceiling_best_possible_top"].get<double>() + kRounding);
    net.beginUpdate(v, {.update = step, .stage = 1, .stage_update = step});
    Rng rng(5, Purpose::kUpdate, step);
    for (std::size_t phase = 0; phase < 5; ++phase) net.runWholePhase(phase, rng);
  }
  CHECK(net.depth() == 2);
}

TEST_CASE("Labels stand beside the top: by the means of one pass up, and exactly", "[dbn][oracle]") {
  DeepBeliefNet net;
  net.initialise(settingsOf({3, 2}, {{"labels", "true"}}), summaryOf(4, 2), 1);
  CHECK(net.classes() == 0);  // until the highest machine is built
  fillNet432(net);
  CHECK(net.classes() == 2);
  const nlohmann::json& expected = deep()["dbn_4_3_2"];
  const Matrix v = oracle::allStates(4);
  Matrix p;
  net.classProbabilities(v, p);
  for (std::int16_t y = 0; y < 2; ++y) {
    const std::vector<std::int16_t> labels(16, y);
    const std::vector<double> exact = natsOf(net.likelihood(LikelihoodOf::kLabel), {v, labels});
    for (std::size_t n = 0; n < 16; ++n) {
      const std::string name = oracle::nameOf(v.col(static_cast<Index>(n)));
      INFO(name << " of class " << y);
      const std::size_t k = static_cast<std::size_t>(y);
      CHECK_THAT(static_cast<double>(p(y, static_cast<Index>(n))),
                 WithinAbs(expected["p_label_given_v_mean_up_pass"][name][k].get<double>(), kRounding));
      CHECK_THAT(std::exp(exact[n]), WithinAbs(expected["p_label_given_v_exact"][name][k].get<double>(), kRounding));
    }
  }
  const Result<std::unique_ptr<Likelihood>> made = net.likelihood(LikelihoodOf::kVisible);
  while (!made.value()->prepare()) {
  }
  CHECK_THAT(made.value()->logPartition(), WithinAbs(expected["top_with_label_log_z"].get<double>(), kRounding));
}

TEST_CASE("Samples come from p(v), and from p(v | y) where a class is held", "[dbn][samples]") {
  const bool labels = GENERATE(false, true);
  DeepBeliefNet net;
  net.initialise(settingsOf({3, 2}, {{"labels", labels ? "true" : "false"}}), summaryOf(4, labels ? 2 : 0), 1);
  fillNet432(net);
  const Matrix v = oracle::allStates(4);
  std::vector<double> p(16);
  if (!labels) {
    for (Index s = 0; s < 16; ++s) {
      p[static_cast<std::size_t>(s)] = std::exp(deep()["dbn_4_3_2"]["log_p"][oracle::nameOf(v.col(s))].get<double>());
    }
  } else {
    // p(v | y = 1) is p(v, y = 1) over its sum.
    const std::vector<std::int16_t> ones(16, 1);
    const std::vector<double> joint = natsOf(net.likelihood(LikelihoodOf::kJoint), {v, ones});
    double sum = 0;
    for (const double each : joint) sum += std::exp(each);
    for (std::size_t s = 0; s < 16; ++s) p[s] = std::exp(joint[s]) / sum;
  }
  constexpr int kCount = 40000;
  const std::unique_ptr<Sampler> sampler = net.sampler(kCount);
  CHECK(sampler->chain());
  CHECK_FALSE(sampler->holdsValues());
  CHECK(sampler->stages().size() == 2);
  CHECK(sampler->classes() == (labels ? 2 : 0));
  Rng rng(3, Purpose::kSample);
  if (labels) sampler->holdClasses({1});
  sampler->restart(rng);
  for (int round = 0; round < 60; ++round) sampler->runRound(rng);
  std::vector<double> shares(16);
  for (Index n = 0; n < kCount; ++n) shares[oracle::numberOf(sampler->states().col(n))] += 1.0 / kCount;
  for (std::size_t s = 0; s < 16; ++s)
    CHECK_THAT(shares[s], WithinAbs(p[s], 4.5 * std::sqrt(p[s] * (1 - p[s]) / kCount)));
}

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
  const std::string then = GENERATE_COPY(
      from_range(labels ? std::vector<std::string>{"upDown", "classify"} : std::vector<std::string>{"upDown", "none"}));
  Settings settings = settingsOf({6, 5}, {{"then", then}, {"labels", labels ? "true" : "false"}});
  DataSummary data = summaryOf(9, labels ? 3 : 0);
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
    net.beginUpdate({v, labels ? std::span<const std::int16_t>(of_examples) : std::span<const std::int16_t>()},
                    {.update = stage, .stage = stage});
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
      }
    }
  }
}

TEST_CASE("Refusals of a deep belief net name what is too large", "[dbn]") {
  const DataSummary data = summaryOf(64);
  const Status refused = DeepBeliefNet::allows(settingsOf({100, 100}, {{"method", "exact"}}), data);
  REQUIRE_FALSE(refused.ok());
  CHECK_THAT(refused.error().sentence, ContainsSubstring("too many"));
  CHECK(DeepBeliefNet::allows(settingsOf({12, 64}, {{"method", "exact"}}), data).ok());
  CHECK_FALSE(DeepBeliefNet::allows(settingsOf({4, 4}, {{"labels", "true"}}), data).ok());
}
