// What slow motion shows of each model: the phase's own pictures against the parameters before and after it, and
// against sums over all states.
#include "session/registry.h"
#include "tests/support/check_view.h"
#include "tests/support/experiments.h"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace harmonium;
using namespace harmonium::experiments;

namespace {

View viewOf(const Session& session, const char* name) {
  const Snapshot snapshot = session.snapshot({name});
  REQUIRE(snapshot.views.size() == 1);
  CHECK(faultOf(snapshot.views[0]) == "");
  return snapshot.views[0];
}

const Mark* markOf(const View& view, std::string_view label, std::size_t panel = 0) {
  REQUIRE(panel < view.panels.size());
  const std::vector<Mark>& marks = view.panels[panel].marks;
  const auto found = std::ranges::find(marks, label, &Mark::label);
  return found == marks.end() ? nullptr : &*found;
}

const Mark& needed(const View& view, std::string_view label, std::size_t panel = 0) {
  INFO(view.name << " needs the mark " << label);
  const Mark* mark = markOf(view, label, panel);
  REQUIRE(mark != nullptr);
  return *mark;
}

void run(Session& session, int phases) {
  for (int i = 0; i < phases; ++i) session.runPhase();
}

constexpr const char* kExact =
    R"({"model":"rbm","data":"bars-and-stripes-3","seed":2,"settings":{"hidden":3,"method":"exact","learningRate":0.5}})";

// exp of the part of -E(v, h) that comes from the weights of a network of two groups. Bit i of a state is unit i.
double unnormalised(const View& view, std::size_t v, std::size_t h) {
  const std::size_t visible = view.groups[0].units, hidden = view.groups[1].units;
  double sum = 0;
  for (std::size_t i = 0; i < visible; ++i)
    for (std::size_t j = 0; j < hidden; ++j)
      if ((v >> i & 1) != 0 && (h >> j & 1) != 0) sum += static_cast<double>(view.weights[i * hidden + j]);
  return std::exp(sum);
}

}  // namespace

TEST_CASE("Every model: the phases that move parameters say the largest step, the others do not", "[session][phases]") {
  for (const ModelType& type : modelTypes()) {
    const Preset& preset = smallPreset(type);
    INFO(type.name);
    const auto session = open(R"({"model":")" + type.name + R"(","data":")" + preset.data +
                              R"(","seed":1,"settings":)" + preset.settings + "}");
    int moved = 0;
    for (std::size_t phase = 0; phase < type.phases().size(); ++phase) {
      const std::string before = session->hash();
      session->runPhase();
      const std::string sentence = session->snapshot({}).phase.sentence;
      INFO(sentence);
      const bool moves = session->hash() != before;
      moved += moves ? 1 : 0;
      CHECK((sentence.find("The largest step: ") != std::string::npos) == moves);
      CHECK(sentence.back() == '.');
    }
    CHECK(moved > 0);
    // At speed there are no phases, and nothing is said of them.
    session->train(1, 1e12);
    CHECK(session->snapshot({}).phase.sentence.empty());
  }
}

TEST_CASE("A network shows the step of every weight and the slope it followed", "[session][phases][views]") {
  const auto session = open(R"({"model":"rbm","data":"bars-and-stripes","seed":3,
      "settings":{"hidden":6,"batchSize":8,"learningRate":0.1,"momentum":0.5}})");
  run(*session, 3);
  const View before = viewOf(*session, "network");
  CHECK(before.change.empty());
  session->runPhase();
  const View after = viewOf(*session, "network");
  REQUIRE(after.change.size() == after.weights.size());
  REQUIRE(after.slopes.size() == after.weights.size());
  for (std::size_t i = 0; i < after.weights.size(); ++i) {
    CHECK(after.change[i] == after.weights[i] - before.weights[i]);
    // The first step has no velocity yet: it is the learning rate times the slope.
    CHECK(after.change[i] == Catch::Approx(0.1f * after.slopes[i]).margin(1e-6));
  }
  const View tiles = viewOf(*session, "weights");
  REQUIRE(tiles.change.size() == 6);
  CHECK(*std::ranges::max_element(tiles.change) == 1);
  session->runPhase();
  CHECK(viewOf(*session, "network").change.empty());
}

TEST_CASE("The links of all groups of a Boltzmann machine show their steps", "[session][phases][views]") {
  const auto session = open(R"({"model":"boltzmann","data":"encoder-4-2-4","seed":3,"settings":{}})");
  run(*session, 2);
  const View before = viewOf(*session, "network");
  session->runPhase();
  const View after = viewOf(*session, "network");
  REQUIRE(after.change.size() == after.weights.size());
  CHECK(after.links.size() >= 2);
  for (std::size_t i = 0; i < after.weights.size(); ++i) CHECK(after.change[i] == after.weights[i] - before.weights[i]);
}

TEST_CASE("The exact method lights every unit by its probability under the model", "[session][phases][views]") {
  const auto session = open(kExact);
  run(*session, 2);
  const View view = viewOf(*session, "network");
  const std::size_t visible = view.groups[0].units, hidden = view.groups[1].units;
  // The visible biases come from the data and are no part of the view, so the model's own table of biases is read.
  const View biases = viewOf(*session, "biases");
  std::vector<double> on(visible + hidden);
  double all = 0;
  for (std::size_t v = 0; v < std::size_t{1} << visible; ++v) {
    double bias = 0;
    for (std::size_t i = 0; i < visible; ++i) bias += (v >> i & 1) != 0 ? static_cast<double>(biases.values[i]) : 0;
    for (std::size_t h = 0; h < std::size_t{1} << hidden; ++h) {
      const double p = std::exp(bias) * unnormalised(view, v, h);  // the hidden biases begin at 0
      all += p;
      for (std::size_t i = 0; i < visible; ++i) on[i] += (v >> i & 1) != 0 ? p : 0;
      for (std::size_t j = 0; j < hidden; ++j) on[visible + j] += (h >> j & 1) != 0 ? p : 0;
    }
  }
  for (std::size_t k = 0; k < on.size(); ++k)
    CHECK(static_cast<double>(view.values[k]) == Catch::Approx(on[k] / all).margin(2e-5));
}

TEST_CASE("The exact method shows the probability of every state, before and after its step",
          "[session][phases][views]") {
  const auto session = open(kExact);
  const std::vector<ViewOffer> offers = session->snapshot({}).offers;
  CHECK(std::ranges::find(offers, true, &ViewOffer::slow_motion)->name == "states");
  session->runPhase();
  CHECK(markOf(viewOf(*session, "states"), "model, exact") == nullptr);
  run(*session, 2);
  const View counted = viewOf(*session, "states");
  session->runPhase();
  const View stepped = viewOf(*session, "states");
  const std::vector<float> before = needed(counted, "model, exact").values;
  CHECK(needed(stepped, "before the step").values == before);
  CHECK(needed(stepped, "model, exact").values != before);
  // The step makes the data more probable: the sum of p over the states that the data hold grows.
  const auto mass = [](const View& view, std::string_view label) {
    const Mark &data = needed(view, "data"), &line = needed(view, label);
    double sum = 0;
    for (std::size_t n = 0; n < data.shape[0]; ++n) sum += std::pow(10.0, static_cast<double>(line.values[4 * n + 1]));
    return sum;
  };
  CHECK(mass(stepped, "model, exact") > mass(stepped, "before the step"));
}

TEST_CASE("A Boltzmann machine that counts lights every unit by its probability", "[session][phases][views]") {
  const auto session = open(R"({"model":"boltzmann","data":"encoder-4-2-4","seed":3,
      "settings":{"clamped":"exact","free":"exact","initialWeights":1}})");
  const View couplings = viewOf(*session, "couplings");  // biases on the diagonal, visible units first
  run(*session, 2);
  const View view = viewOf(*session, "network");
  const std::size_t n = view.values.size();
  REQUIRE(couplings.shape[0] == n);
  std::vector<double> on(n);
  double all = 0;
  for (std::size_t s = 0; s < std::size_t{1} << n; ++s) {
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j)
        if ((s >> i & 1) != 0 && (s >> j & 1) != 0) sum += static_cast<double>(couplings.values[i * n + j]);
    const double p = std::exp(sum);
    all += p;
    for (std::size_t i = 0; i < n; ++i) on[i] += (s >> i & 1) != 0 ? p : 0;
  }
  for (std::size_t i = 0; i < n; ++i)
    CHECK(static_cast<double>(view.values[i]) == Catch::Approx(on[i] / all).margin(2e-5));
}

TEST_CASE("The E step leads every example onto its factor, the M step starts where the E step was",
          "[session][phases][views]") {
  for (const char* model : {"ppca", "factorAnalysis"}) {
    INFO(model);
    const auto session = open(std::string(R"({"model":")") + model +
                              R"(","data":"line","seed":1,"settings":{"factors":1,"initialScale":0.2}})");
    session->train(0, 1e12);  // reads the data
    session->runPhase();
    const View expected = viewOf(*session, "update");
    const Mark &arrows = needed(expected, "to its factors"), &axis = needed(expected, "factors, h from -2 to 2");
    REQUIRE(arrows.shape[0] > 10);
    const float dx = axis.values[2] - axis.values[0], dy = axis.values[3] - axis.values[1];
    for (std::size_t n = 0; n < arrows.shape[0]; ++n) {
      const float* a = arrows.values.data() + 4 * n;
      const float x = a[0] + a[2] - axis.values[0], y = a[1] + a[3] - axis.values[1];
      CHECK(std::abs(x * dy - y * dx) / std::hypot(dx, dy) < 1e-4f);
    }
    CHECK(needed(expected, "E[h | x]", 1).shape[0] == arrows.shape[0]);
    const std::vector<Mark>& marks = expected.panels[0].marks;
    const auto last_line = std::ranges::find_if(marks.rbegin(), marks.rend(), [](const Mark& mark) {
      return mark.kind == MarkKind::kLine && mark.ink == Ink::kModel;
    });
    REQUIRE(last_line != marks.rend());
    session->runPhase();
    const View stepped = viewOf(*session, "update");
    CHECK(markOf(stepped, "to its factors") == nullptr);
    const Mark& before = needed(stepped, "before the step");
    REQUIRE(before.values.size() == last_line->values.size());
    for (std::size_t i = 0; i < before.values.size(); ++i)
      CHECK(before.values[i] == Catch::Approx(last_line->values[i]).margin(1e-4));
  }
}

TEST_CASE("Of pictures the E step shows what factors make of them, the M step every factor twice",
          "[session][phases][views]") {
  const auto session = open(R"({"model":"ppca","data":"bars-and-stripes","seed":1,"settings":{"factors":3}})");
  session->train(0, 1e12);
  session->runPhase();
  CHECK(viewOf(*session, "update").kind == ViewKind::kPairs);
  const View factors = viewOf(*session, "factors");
  session->runPhase();
  const View stepped = viewOf(*session, "update");
  CHECK(stepped.shape == std::vector<std::uint32_t>{3, 2, 4, 4});
  REQUIRE(stepped.change.size() == 3);
  CHECK(*std::ranges::max_element(stepped.change) == 1);
}

TEST_CASE("A mixture shows shares that add up to one, then its means before and after", "[session][phases][views]") {
  const auto session = open(R"({"model":"mixture","data":"bars-and-stripes","seed":1,"settings":{"components":5}})");
  session->runPhase();
  const View shares = viewOf(*session, "update");
  REQUIRE(shares.kind == ViewKind::kMatrix);
  for (std::size_t row = 0; row < shares.shape[0]; ++row) {
    const auto first = shares.values.begin() + static_cast<std::ptrdiff_t>(row * shares.shape[1]);
    CHECK(std::accumulate(first, first + static_cast<std::ptrdiff_t>(shares.shape[1]), 0.0f) ==
          Catch::Approx(1).margin(1e-5));
  }
  const View components = viewOf(*session, "components");
  session->runPhase();
  const View means = viewOf(*session, "update");
  REQUIRE(means.kind == ViewKind::kPairs);
  CHECK(means.change.size() == 5);
  const View moved = viewOf(*session, "components");
  CHECK(moved.change.size() == 5);
  // The largest weight comes first there; here they come by number.
  for (const auto& [view, side] : {std::pair(&components, 0), std::pair(&moved, 1)}) {
    for (std::size_t tile = 0; tile < 5; ++tile) {
      const std::size_t k = view->tile_numbers[tile];
      for (std::size_t i = 0; i < 16; ++i)
        CHECK(view->values[tile * 16 + i] == means.values[(2 * k + static_cast<std::size_t>(side)) * 16 + i]);
    }
  }
}

TEST_CASE("The phases of a GAN: D's surface, D of the batch, and where G's step moves each sample",
          "[session][phases][views]") {
  const auto session = open(R"({"model":"gan","data":"ring","seed":1,"settings":{}})");
  session->train(20, 1e12);
  run(*session, 1);
  CHECK(needed(viewOf(*session, "update"), "samples").values.empty());
  CHECK_FALSE(needed(viewOf(*session, "update"), "noise", 1).values.empty());
  run(*session, 1);  // generate
  const std::vector<float> drawn = needed(viewOf(*session, "update"), "samples").values;
  run(*session, 1);  // D on data
  const View on_data = viewOf(*session, "update");
  CHECK(markOf(on_data, "samples", 1) == nullptr);
  float sum = 0;
  const Mark& bars = needed(on_data, "data", 1);
  for (std::size_t bar = 0; bar < bars.shape[0]; ++bar) sum += bars.values[3 * bar + 2];
  CHECK(sum == Catch::Approx(1).margin(1e-4));
  run(*session, 1);  // D on samples
  const View on_samples = viewOf(*session, "update");
  CHECK(needed(on_samples, "uphill on D").shape[0] > 0);
  run(*session, 1);  // D learns
  const View stepped = viewOf(*session, "update");
  CHECK(needed(stepped, "D(x)").values != needed(on_samples, "D(x)").values);
  CHECK(needed(stepped, "samples").values == drawn);
  run(*session, 1);  // G learns
  const View moved = viewOf(*session, "update");
  const Mark &steps = needed(moved, "step"), &samples = needed(moved, "samples");
  REQUIRE(steps.shape[0] == samples.shape[0]);
  CHECK(needed(moved, "D(x)").values == needed(stepped, "D(x)").values);
  for (std::size_t n = 0; n < steps.shape[0]; ++n) {
    for (const std::size_t i : {0u, 1u}) {
      CHECK(steps.values[4 * n + i] == Catch::Approx(drawn[2 * n + i]).margin(1e-5));
      CHECK(steps.values[4 * n + i] + steps.values[4 * n + 2 + i] ==
            Catch::Approx(samples.values[2 * n + i]).margin(1e-5));
    }
  }
  CHECK(moved.notes.size() == 1);
}

TEST_CASE("A GAN of pictures says how the steps change D", "[session][phases][views]") {
  const auto session = open(R"({"model":"gan","data":"bars-and-stripes","seed":1,"settings":{}})");
  run(*session, 5);
  const View stepped = viewOf(*session, "update");
  for (const std::string& name : stepped.row_names) CHECK((name.starts_with("+") || name.starts_with("\u2212")));
  run(*session, 1);
  const View moved = viewOf(*session, "update");
  CHECK(moved.change.size() == moved.shape[0]);
}

TEST_CASE("An update of experts shows where log p rose and fell: it averages to 0 under neither, and p stays a density",
          "[session][phases][views]") {
  const auto session = open(R"({"model":"experts","data":"line","seed":1,"settings":{}})");
  run(*session, 2);
  const View dream = viewOf(*session, "update");
  session->runPhase();
  const View stepped = viewOf(*session, "update");
  const std::vector<float>&was = needed(dream, "p(x)").values, &now = needed(stepped, "p(x)").values;
  const std::vector<float>& change = needed(stepped, "change, nats", 1).values;
  REQUIRE(change.size() == now.size());
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (was[i] > 1e-3f && now[i] > 1e-3f)
      CHECK(static_cast<double>(change[i]) ==
            Catch::Approx(std::log(static_cast<double>(now[i] / was[i]))).margin(2e-3));
  }
}
