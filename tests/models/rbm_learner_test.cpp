#include "models/rbm/rbm_model.h"
#include "tests/support/small_rbm.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <set>

using Catch::Matchers::WithinAbs;
using namespace harmonium;

namespace {

Settings settingsWith(std::initializer_list<std::pair<const char*, double>> changes, const char* method = "cd") {
  Settings settings(Rbm::options());
  for (const auto& [name, value] : changes) REQUIRE(settings.set(name, value).ok());
  REQUIRE(settings.setChoice("method", method).ok());
  return settings;
}

DataSummary summaryOf(const Matrix& data, int rows, int cols) {
  return {.rows = rows,
          .cols = cols,
          .examples = static_cast<int>(data.cols()),
          .mean = data.rowwise().mean(),
          .binary = true};
}

void runUpdates(Rbm& rbm, const Matrix& data, std::uint64_t first, std::uint64_t count) {
  for (std::uint64_t update = first; update < first + count; ++update) {
    rbm.beginUpdate(data, {.update = update, .epoch = static_cast<double>(update)});
    Rng rng(1, Purpose::kUpdate, update);
    for (std::size_t phase = 0; phase < rbm.phases().size(); ++phase) rbm.runWholePhase(phase, rng);
  }
}

const Matrix& twoPatterns() {
  static const Matrix data = [] {
    Matrix m(4, 8);
    for (Eigen::Index n = 0; n < 8; ++n) m.col(n) << (n % 2 == 0 ? 1 : 0), (n % 2 == 0 ? 1 : 0), (n % 2), (n % 2);
    return m;
  }();
  return data;
}

// Exact probability that the machine gives to the two patterns together.
double probabilityOfPatterns(const Rbm& rbm) {
  return oracle::probability(rbm.machine(), {1, 1, 0, 0}) + oracle::probability(rbm.machine(), {0, 0, 1, 1});
}

}  // namespace

TEST_CASE("Every kind of negative phase learns two patterns", "[rbm][learner][exact]") {
  // Oracle: exact probabilities by counting. Untrained, the two patterns have 2/16 between them.
  for (const char* method : {"cd", "pcd"}) {
    for (const bool centred : {false, true}) {
      for (const bool sampled : {true, false}) {
        Settings settings = settingsWith(
            {{"hidden", 4}, {"learningRate", 0.1}, {"weightDecay", 0}, {"centred", centred ? 1 : 0}}, method);
        REQUIRE(settings.setChoice("reconstruction", sampled ? "samples" : "probabilities").ok());
        Rbm rbm;
        rbm.initialise(settings, summaryOf(twoPatterns(), 2, 2), 7);
        CHECK(probabilityOfPatterns(rbm) < 0.2);
        runUpdates(rbm, twoPatterns(), 0, 3000);
        INFO(method << " centred " << centred << " sampled " << sampled);
        CHECK(probabilityOfPatterns(rbm) > 0.85);
      }
    }
  }
}

TEST_CASE("A centred machine learns flipped data as it learns the data", "[rbm][learner]") {
  // Melchior, Fischer & Wiskott (2016): the centred gradient does not depend on what is called 0 and 1; the plain one
  // does.
  Matrix data(6, 10);
  Rng rng(3, Purpose::kData);
  for (float& x : flat(data)) x = rng.uniform() < 0.15f ? 1.0f : 0.0f;
  const Matrix flipped = Matrix::Ones(6, 10) - data;
  const auto meanEnergyGain = [&](const Matrix& v, bool centred) {
    Rbm rbm;
    rbm.initialise(
        settingsWith({{"hidden", 5}, {"centred", centred ? 1 : 0}, {"learningRate", 0.1}, {"weightDecay", 0}}),
        summaryOf(v, 2, 3), 2);
    runUpdates(rbm, v, 0, 400);
    double sum = 0;
    for (Eigen::Index n = 0; n < v.cols(); ++n) {
      std::vector<double> state;
      for (Eigen::Index i = 0; i < 6; ++i) state.push_back(static_cast<double>(v(i, n)));
      sum -= oracle::freeEnergyBySum(rbm.machine(), state);
    }
    return sum / 10.0 - oracle::logPartitionBySum(rbm.machine());
  };
  // Not bit for bit: chance decides which side of a coin is which.
  CHECK_THAT(meanEnergyGain(data, true) - meanEnergyGain(flipped, true), WithinAbs(0.0, 0.25));
}

TEST_CASE("Chains of the persistent method have a number of their own and go on from where they stood",
          "[rbm][learner]") {
  Rbm rbm;
  rbm.initialise(settingsWith({{"hidden", 4}, {"chains", 13}}, "pcd"), summaryOf(twoPatterns(), 2, 2), 1);
  const auto chains = [&rbm] {
    for (const Tensor& tensor : rbm.trainingState()) {
      if (tensor.name == "chains.h") return tensor;
    }
    return Tensor{};
  };
  REQUIRE(chains().shape == std::vector<std::uint32_t>{13, 4});
  const std::vector<float> before(chains().values.begin(), chains().values.end());
  runUpdates(rbm, twoPatterns(), 0, 1);
  const std::vector<float> after(chains().values.begin(), chains().values.end());
  CHECK(before != after);
  for (const float state : after) CHECK((state == 0.0f || state == 1.0f));

  Rbm plain;
  plain.initialise(settingsWith({{"hidden", 4}}), summaryOf(twoPatterns(), 2, 2), 1);
  for (const Tensor& tensor : plain.trainingState()) CHECK(tensor.name != "chains.h");
}

TEST_CASE("Schedules say what the recipe says", "[rbm][learner]") {
  Settings settings = settingsWith({{"gibbsSteps", 25},
                                    {"stepsGrowEpochs", 10},
                                    {"learningRate", 0.05},
                                    {"momentum", 0.9},
                                    {"momentumStart", 0.5},
                                    {"momentumEpochs", 5}});
  REQUIRE(settings.setChoice("schedule", "overSteps").ok());
  Rbm rbm;
  rbm.initialise(settings, summaryOf(twoPatterns(), 2, 2), 1);
  // Salakhutdinov & Murray (2008): k = ceil(epoch / 10) in the epochs 1 .. 250, rate 0.05 / k, momentum 0.5 for 5
  // epochs.
  for (int epoch = 1; epoch <= 250; ++epoch) {
    const double at = epoch - 0.5;
    const int k = (epoch + 9) / 10;
    REQUIRE(rbm.recipe().gibbsStepsAt(at) == k);
    REQUIRE_THAT(rbm.recipe().learningRateAt(at), WithinAbs(0.05 / k, 1e-12));
    REQUIRE(rbm.recipe().momentumAt(at) == (epoch <= 5 ? 0.5 : 0.9));
  }
  CHECK(rbm.recipe().gibbsStepsAt(1000) == 25);

  REQUIRE(settings.setChoice("schedule", "linear").ok());
  REQUIRE(settings.set("scheduleEpochs", 20).ok());
  rbm.configure(settings);
  CHECK_THAT(rbm.recipe().learningRateAt(5), WithinAbs(0.0375, 1e-12));
  CHECK(rbm.recipe().learningRateAt(25) == 0.0);
}

TEST_CASE("Weight decay pulls weights and leaves biases", "[rbm][learner]") {
  const auto after = [](double decay) {
    Rbm rbm;
    rbm.initialise(settingsWith({{"hidden", 4},
                                 {"weightDecay", decay},
                                 {"initialWeights", 0.5},
                                 {"momentum", 0},
                                 {"momentumStart", 0},
                                 {"learningRate", 0.1}}),
                   summaryOf(twoPatterns(), 2, 2), 3);
    runUpdates(rbm, twoPatterns(), 0, 1);
    return std::pair{RowMatrix(rbm.machine().W), Vector(rbm.machine().b)};
  };
  Rbm fresh;
  fresh.initialise(settingsWith({{"hidden", 4}, {"initialWeights", 0.5}}), summaryOf(twoPatterns(), 2, 2), 3);
  const auto [free, free_b] = after(0);
  const auto [decayed, decayed_b] = after(0.2);
  // One update: the only difference is - rate * decay * W.
  CHECK((decayed - (free - 0.1f * 0.2f * fresh.machine().W)).cwiseAbs().maxCoeff() < 1e-6f);
  CHECK(free_b == decayed_b);
}

TEST_CASE("A sparsity target brings hidden units near it", "[rbm][learner]") {
  const auto meanActivity = [](double cost) {
    Rbm rbm;
    rbm.initialise(
        settingsWith({{"hidden", 8}, {"learningRate", 0.1}, {"sparsityTarget", 0.1}, {"sparsityCost", cost}}),
        summaryOf(twoPatterns(), 2, 2), 3);
    runUpdates(rbm, twoPatterns(), 0, 3000);
    Matrix h;
    RbmScratch scratch;
    hiddenMean(rbm.machine(), twoPatterns(), States::kBinary, scratch, h);
    return static_cast<double>(h.mean());
  };
  CHECK(meanActivity(0) > 0.3);
  CHECK_THAT(meanActivity(1), WithinAbs(0.1, 0.05));
}

TEST_CASE("The same seed gives the same parameters, another seed others", "[rbm][learner]") {
  const auto weights = [](std::uint64_t seed) {
    Rbm rbm;
    rbm.initialise(settingsWith({{"hidden", 4}}), summaryOf(twoPatterns(), 2, 2), seed);
    runUpdates(rbm, twoPatterns(), 0, 20);
    return RowMatrix(rbm.machine().W);
  };
  CHECK(weights(1) == weights(1));
  CHECK(weights(1) != weights(2));
}

TEST_CASE("Views have the shapes they say and unique names", "[rbm][learner][views]") {
  Rbm rbm;
  rbm.initialise(settingsWith({{"hidden", 6}}), summaryOf(twoPatterns(), 2, 2), 1);
  std::set<std::string> names;
  for (const int phase : {-1, 0, 1, 2, 3}) {
    if (phase == 0) rbm.beginUpdate(twoPatterns(), {});
    Rng rng(1, Purpose::kUpdate);
    if (phase >= 0) rbm.runWholePhase(static_cast<std::size_t>(phase), rng);
    for (const ViewOffer& known : Rbm::viewNames()) {
      const std::optional<View> view = rbm.view(known.name, {.phase = phase});
      if (!view) continue;
      names.insert(view->name);
      CHECK(view->name == known.name);
      if (view->kind == ViewKind::kChart) continue;
      std::size_t count = 1;
      for (const std::uint32_t size : view->shape) count *= size;
      CHECK(view->values.size() == count);
      if (view->kind == ViewKind::kNetwork) CHECK(view->weights.size() == 4 * 6);
    }
  }
  CHECK(names == std::set<std::string>{"biases", "gradient", "network", "states", "truth", "update", "weights"});
  // Positive drives up, reconstruct down: what the arrows say.
  const UnitLink positive = rbm.view("network", {.phase = 0})->links.at(0);
  CHECK((positive.up && !positive.down));
  const UnitLink reconstruct = rbm.view("network", {.phase = 1})->links.at(0);
  CHECK((!reconstruct.up && reconstruct.down));
}

TEST_CASE("A network too large to draw has no network view", "[rbm][learner][views]") {
  Rbm rbm;
  rbm.initialise(settingsWith({{"hidden", 65}}), summaryOf(twoPatterns(), 2, 2), 1);
  CHECK_FALSE(rbm.view("network", {.phase = -1}).has_value());
  CHECK(std::ranges::count(rbm.offers(), "network", &ViewOffer::name) == 0);
}

TEST_CASE("scikit-learn's two patterns of one pixel are learnt: both come equally often", "[rbm][learner][reference]") {
  // Its test runs 42 epochs of one batch of two with two hidden units; here the exact probability is asked for.
  Matrix data(1, 2);
  data << 0, 1;
  Rbm rbm;
  rbm.initialise(settingsWith({{"hidden", 2}, {"learningRate", 0.1}, {"chains", 2}}, "pcd"), summaryOf(data, 1, 1), 9);
  runUpdates(rbm, data, 0, 42);
  CHECK_THAT(oracle::probability(rbm.machine(), {1}), WithinAbs(0.5, 0.2));
  Matrix back;
  rbm.reconstruct(data, back);
  CHECK(back(0, 0) < back(0, 1) + 1e-3f);
}
