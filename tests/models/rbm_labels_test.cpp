// Label units on a restricted Boltzmann machine: exact figures of a small one, gradients, and a class that is held.
// Oracle: tests/reference/class_rbm.json, made by class_rbm.py beside it from plain sums over all states.
#include "models/layers/rbm_labels.h"

#include "models/layers/rbm_annealing.h"
#include "models/layers/rbm_exact.h"
#include "models/layers/rbm_scores.h"
#include "models/rbm/rbm_model.h"
#include "tests/support/reference.h"
#include "tests/support/small_rbm.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <nlohmann/json.hpp>

#include <cmath>

using Catch::Matchers::WithinAbs;
using namespace harmonium;

namespace {

const nlohmann::json& figures() {
  static const nlohmann::json json = readReference("class_rbm.json");
  return json;
}

// Entry k of a tensor with offset o, as the script has it.
float entry(int k) {
  return static_cast<float>((7 * k + 3) % 13 - 6) / 4;
}

RbmParameters machine() {
  RbmParameters p{RowMatrix(7, 3), Vector(7), Vector(3)};
  p.labels = 3;
  for (int i = 0; i < 4; ++i) {
    p.b[i] = entry(i + 12);
    for (int j = 0; j < 3; ++j) p.W(i, j) = entry(3 * i + j);
  }
  for (int k = 0; k < 3; ++k) {
    p.b[4 + k] = entry(k + 28);
    p.c[k] = entry(k + 16);
    for (int j = 0; j < 3; ++j) p.W(4 + k, j) = entry(3 * k + j + 19);
  }
  return p;
}

double exactLogPartition(const RbmParameters& p) {
  ExactPartition partition(p);
  while (!partition.done()) partition.advance();
  return partition.logPartition();
}

std::vector<double> nats(Likelihood& likelihood, const Batch& batch) {
  while (!likelihood.prepare()) {
  }
  std::vector<double> out(static_cast<std::size_t>(batch.v.cols()));
  likelihood.logLikelihood(batch, out);
  return out;
}

void checkAll(const nlohmann::json& expected, std::span<const float> found, double tolerance) {
  std::vector<double> numbers;
  for (const nlohmann::json& row : expected) {
    if (row.is_number()) numbers.push_back(row.get<double>());
    if (row.is_array())
      for (const nlohmann::json& number : row) numbers.push_back(number.get<double>());
  }
  REQUIRE(numbers.size() == found.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    CHECK_THAT(static_cast<double>(found[i]), WithinAbs(numbers[i], tolerance));
  }
}

Settings settingsWith(std::initializer_list<std::pair<const char*, double>> numbers, const char* objective,
                      const char* method = "cd") {
  Settings settings(Rbm::options());
  for (const auto& [name, value] : numbers) REQUIRE(settings.set(name, value).ok());
  REQUIRE(settings.set("labels", 1).ok());
  REQUIRE(settings.setChoice("objective", objective).ok());
  REQUIRE(settings.setChoice("method", method).ok());
  return settings;
}

// Four patterns of six values, two of each class, and their noisy copies.
struct Labelled {
  Matrix v = Matrix(6, 40);
  std::vector<std::int16_t> labels;
};
Labelled labelled() {
  Labelled set;
  Rng rng(5, Purpose::kData);
  for (Eigen::Index n = 0; n < set.v.cols(); ++n) {
    const std::int16_t label = static_cast<std::int16_t>(n % 2);
    for (Eigen::Index i = 0; i < 6; ++i) {
      const bool on = label == 0 ? i < 3 : i >= 3;
      set.v(i, n) = (rng.uniform() < 0.1f) != on ? 1.0f : 0.0f;
    }
    set.labels.push_back(label);
  }
  return set;
}

DataSummary summaryOf(const Labelled& set) {
  return {.rows = 2,
          .cols = 3,
          .examples = static_cast<int>(set.v.cols()),
          .mean = set.v.rowwise().mean(),
          .binary = true,
          .classes = 2,
          .class_names = {"left", "right"},
          .class_shares = Vector::Constant(2, 0.5f)};
}

Rbm learnt(const Settings& settings, const Labelled& set, std::uint64_t updates) {
  Rbm rbm;
  rbm.initialise(settings, summaryOf(set), 3);
  for (std::uint64_t update = 0; update < updates; ++update) {
    rbm.beginUpdate({set.v, set.labels}, {.update = update, .epoch = static_cast<double>(update)});
    Rng rng(1, Purpose::kUpdate, update);
    for (std::size_t phase = 0; phase < rbm.phases().size(); ++phase) rbm.runWholePhase(phase, rng);
  }
  return rbm;
}

double meanOf(const Rbm& rbm, LikelihoodOf of, const Labelled& set) {
  Result<std::unique_ptr<Likelihood>> likelihood = rbm.likelihood(of);
  REQUIRE(likelihood.ok());
  double sum = 0;
  for (const double value : nats(*likelihood.value(), {set.v, set.labels})) sum += value;
  return sum / static_cast<double>(set.v.cols());
}

}  // namespace

TEST_CASE("A machine with a label has the probabilities that counting all states gives", "[rbm][labels][exact]") {
  const RbmParameters p = machine();
  const Matrix v = oracle::allStates(4);
  CHECK_THAT(exactLogPartition(p), WithinAbs(figures()["log_z"].get<double>(), 1e-5));

  LabelScratch scratch;
  Matrix log_p;
  std::vector<double> totals(16);
  classLogProbabilities(p, v, States::kBinary, scratch, log_p, totals);
  for (std::size_t s = 0; s < 16; ++s) {
    for (std::size_t k = 0; k < 3; ++k) {
      const double found =
          std::exp(static_cast<double>(log_p(static_cast<Eigen::Index>(k), static_cast<Eigen::Index>(s))));
      CHECK_THAT(found, WithinAbs(figures()["p_y_given_v"][s][k].get<double>(), 1e-6));
    }
  }
  const std::vector<double> of_v = nats(*exactLikelihood(p, States::kBinary, LikelihoodOf::kVisible), v);
  for (std::size_t s = 0; s < 16; ++s) CHECK_THAT(of_v[s], WithinAbs(figures()["log_p_v"][s].get<double>(), 2e-5));
  for (std::int16_t label = 0; label < 3; ++label) {
    const std::vector<std::int16_t> labels(16, label);
    const std::vector<double> joint = nats(*exactLikelihood(p, States::kBinary, LikelihoodOf::kJoint), {v, labels});
    const std::vector<double> of_label = nats(*labelLikelihood(p, States::kBinary), {v, labels});
    for (std::size_t s = 0; s < 16; ++s) {
      const std::size_t k = static_cast<std::size_t>(label);
      CHECK_THAT(joint[s], WithinAbs(figures()["log_p_v_y"][s][k].get<double>(), 2e-5));
      CHECK_THAT(of_label[s], WithinAbs(std::log(figures()["p_y_given_v"][s][k].get<double>()), 1e-5));
    }
  }
}

TEST_CASE("The discriminative gradient is exact, and so is the generative one by counting", "[rbm][labels][gradient]") {
  const RbmParameters p = machine();
  const nlohmann::json& expected = figures()["gradient"];
  const Matrix v = oracle::allStates(4).col(expected["state"].get<int>());
  const std::vector<std::int16_t> labels = {expected["label"].get<std::int16_t>()};
  for (const States states : {States::kBinary, States::kReal}) {
    LabelScratch scratch;
    RbmGradient g;
    Pace whole;
    finish(discriminativeGradient(whole, p, v, states, labels, scratch, g));
    checkAll(expected["discriminative"]["W"], flat(g.W).first(12), 1e-6);
    checkAll(expected["discriminative"]["U"], flat(g.W).last(9), 1e-6);
    checkAll(expected["discriminative"]["c"], flat(g.c), 1e-6);
    checkAll(expected["discriminative"]["d"], flat(g.b).last(3), 1e-6);
    CHECK(g.b.head(4).cwiseAbs().maxCoeff() == 0);
  }

  Matrix joint, h_mean;
  joinLabels(p, v, labels, joint);
  RbmScratch scratch;
  hiddenMean(p, joint, States::kBinary, scratch, h_mean);
  ExactMoments counting;
  RbmMoments moments;
  counting.compute(p, moments);
  RbmGradientScratch gradient_scratch;
  RbmGradient g;
  rbmGradient(p, {joint, h_mean, States::kBinary}, moments, gradient_scratch, g);
  checkAll(expected["generative"]["W"], flat(g.W).first(12), 1e-5);
  checkAll(expected["generative"]["U"], flat(g.W).last(9), 1e-5);
  checkAll(expected["generative"]["b"], flat(g.b).first(4), 1e-5);
  checkAll(expected["generative"]["d"], flat(g.b).last(3), 1e-5);
  checkAll(expected["generative"]["c"], flat(g.c), 1e-5);
}

TEST_CASE("Gibbs sampling draws values and label together, as often as they are probable", "[rbm][labels][sampling]") {
  // 20,000 chains after 60 steps of a machine that mixes within a few; 48 joint states. Pearson's statistic has 47
  // degrees of freedom: 88 is exceeded three times in ten thousand seeds.
  const RbmParameters p = machine();
  Matrix v(7, 20000), mean, h;
  RbmScratch scratch;
  Rng rng(3, Purpose::kSample);
  sampleUnconnected(p, v, scratch, rng);
  for (int step = 0; step < 60; ++step) gibbsStep(p, v, mean, h, {}, scratch, rng);
  CHECK((v.bottomRows(3).colwise().sum().array() == 1).all());
  CHECK((mean.bottomRows(3).colwise().sum().array() - 1).abs().maxCoeff() < 1e-5f);
  std::vector<double> counts(48, 0.0);
  for (Eigen::Index n = 0; n < v.cols(); ++n) {
    std::size_t state = 0;
    Eigen::Index label = 0;
    for (Eigen::Index i = 0; i < 4; ++i) state |= static_cast<std::size_t>(v(i, n)) << i;
    v.col(n).tail(3).maxCoeff(&label);
    counts[3 * state + static_cast<std::size_t>(label)] += 1;
  }
  double statistic = 0;
  for (std::size_t s = 0; s < 48; ++s) {
    const double expected = 20000 * std::exp(figures()["log_p_v_y"][s / 3][s % 3].get<double>());
    statistic += (counts[s] - expected) * (counts[s] - expected) / expected;
  }
  CHECK(statistic < 88);
}

TEST_CASE("Packed and unpacked steps of a machine with a label draw from the same means", "[rbm][labels][sampling]") {
  const RbmParameters p = machine();
  LayerStates h, v;
  Matrix numbers = Matrix::Zero(3, 500);
  Rng coins(2, Purpose::kData);
  for (float& x : flat(numbers)) x = coins.uniform() < 0.5f ? 1.0f : 0.0f;
  h.newNumbers() = numbers;
  RbmScratch scratch;
  Matrix packed_mean, plain_mean, plain;
  Rng one(1, Purpose::kSample), other(1, Purpose::kSample);
  Pace whole;
  finish(sampleVisible(whole, p, h, packed_mean, v, scratch, one));
  sampleVisible(p, numbers, plain_mean, plain, scratch, other);
  CHECK((packed_mean - plain_mean).cwiseAbs().maxCoeff() < 1e-6f);
  CHECK((v.numbers().bottomRows(3).colwise().sum().array() == 1).all());
  CHECK(std::abs(v.numbers().topRows(4).mean() - plain_mean.topRows(4).mean()) < 0.05f);
}

TEST_CASE("Annealing finds log Z of a machine with a label, forwards and backwards", "[rbm][labels][ais]") {
  // Oracle: counting. The road begins at the machine's own biases.
  const RbmParameters p = machine();
  const RbmBase base(Vector(p.b));
  const auto walk = [&](double from, double to, bool at_model) {
    std::unique_ptr<AnnealedChains> chains = annealRbm(p, base);
    Rng rng(4, Purpose::kMeasure);
    if (at_model) {
      Matrix v(7, 2000), mean, h;
      RbmScratch scratch;
      sampleUnconnected(p, v, scratch, rng);
      for (int step = 0; step < 60; ++step) gibbsStep(p, v, mean, h, {}, scratch, rng);
      chains->startAt(v.topRows(4));
    } else {
      chains->startAtBase(2000, rng);
    }
    std::vector<double> weights(2000, 0.0);
    constexpr int kSteps = 50;
    Pace whole;
    for (int step = 0; step < kSteps; ++step) {
      finish(chains->move(whole, from + (to - from) * step / kSteps, from + (to - from) * (step + 1) / kSteps, weights,
                          rng));
    }
    double sum = 0;
    for (const double weight : weights) sum += std::exp(weight) / 2000;
    return std::pair{std::log(sum), chains->baseLogPartition()};
  };
  const double log_z = figures()["log_z"].get<double>();
  const auto [up, base_up] = walk(0, 1, false);
  CHECK_THAT(base_up + up, WithinAbs(log_z, 0.03));
  const auto [down, base_down] = walk(1, 0, true);
  CHECK_THAT(base_down - down, WithinAbs(log_z, 0.05));
}

TEST_CASE("Every objective learns what it is for", "[rbm][labels][learner]") {
  // Oracle: exact likelihoods by counting.
  const Labelled set = labelled();
  const auto run = [&](const char* objective, const char* method, double rate = 0.2) {
    return learnt(settingsWith({{"hidden", 6}, {"learningRate", rate}, {"weightDecay", 0}, {"generativeWeight", 1}},
                               objective, method),
                  set, 400);
  };
  const Rbm fresh = learnt(settingsWith({{"hidden", 6}}, "generative"), set, 0);
  const double joint_before = meanOf(fresh, LikelihoodOf::kJoint, set);
  const double label_before = meanOf(fresh, LikelihoodOf::kLabel, set);
  CHECK_THAT(label_before, WithinAbs(-std::log(2.0), 0.05));
  for (const char* method : {"cd", "pcd", "tempering", "exact"}) {
    INFO(method);
    // Persistent chains fall behind parameters that move fast.
    const Rbm rbm = run("generative", method, method == std::string_view("pcd") ? 0.05 : 0.2);
    CHECK(meanOf(rbm, LikelihoodOf::kJoint, set) > joint_before + 0.8);
    CHECK(meanOf(rbm, LikelihoodOf::kLabel, set) > -0.3);
    // log p(v, y) = log p(v) + log p(y | v), example by example.
    CHECK_THAT(meanOf(rbm, LikelihoodOf::kVisible, set) + meanOf(rbm, LikelihoodOf::kLabel, set),
               WithinAbs(meanOf(rbm, LikelihoodOf::kJoint, set), 1e-4));
  }
  const Rbm discriminative = run("discriminative", "cd"), hybrid = run("hybrid", "cd");
  CHECK(discriminative.phases().size() == 2);
  CHECK(hybrid.phases().size() == 5);
  CHECK(meanOf(discriminative, LikelihoodOf::kLabel, set) > -0.05);
  CHECK(meanOf(hybrid, LikelihoodOf::kLabel, set) > -0.1);
  CHECK(meanOf(hybrid, LikelihoodOf::kJoint, set) > joint_before + 0.8);
}

TEST_CASE("Tensors of a machine with a label have names and shapes of their own", "[rbm][labels]") {
  Rbm rbm = learnt(settingsWith({{"hidden", 5}}, "generative"), labelled(), 0);
  std::vector<std::pair<std::string, std::vector<std::uint32_t>>> found;
  for (const Tensor& tensor : rbm.parameters()) found.emplace_back(tensor.name, tensor.shape);
  CHECK(found == std::vector<std::pair<std::string, std::vector<std::uint32_t>>>{
                     {"W", {6, 5}}, {"b", {6}}, {"c", {5}}, {"U", {2, 5}}, {"d", {2}}});
  CHECK(rbm.needs().labels);
  CHECK(rbm.classes() == 2);
  // Writing through U reaches the machine.
  rbm.parameters()[3].values[0] = 2;
  CHECK(rbm.machine().W(6, 0) == 2);
}

TEST_CASE("A class that is held is dreamt of", "[rbm][labels][sampling]") {
  const Labelled set = labelled();
  const Rbm rbm =
      learnt(settingsWith({{"hidden", 6}, {"learningRate", 0.2}, {"weightDecay", 0}}, "generative", "exact"), set, 400);
  const std::unique_ptr<Sampler> sampler = rbm.sampler(400);
  REQUIRE(sampler->classes() == 2);
  Rng rng(6, Purpose::kSample);
  for (const std::int16_t held : {std::int16_t{0}, std::int16_t{1}}) {
    sampler->holdClasses({held});
    sampler->restart(rng);
    for (int step = 0; step < 30; ++step) sampler->runRound(rng);
    const Matrix left = sampler->states().topRows(3), right = sampler->states().bottomRows(3);
    CHECK((held == 0 ? left.mean() : right.mean()) > 0.75f);
    CHECK((held == 0 ? right.mean() : left.mean()) < 0.25f);
    CHECK((sampler->layers()[1].states->row(held).array() == 1).all());
  }
  // Every sample at a class of its own, and one value held beside it.
  std::vector<std::int16_t> each(400);
  for (std::size_t n = 0; n < each.size(); ++n) each[n] = static_cast<std::int16_t>(n % 2);
  sampler->holdClasses(each);
  Matrix held = Matrix::Constant(6, 1, std::numeric_limits<float>::quiet_NaN());
  held(2) = 1;
  sampler->hold(held);
  for (int step = 0; step < 30; ++step) sampler->runRound(rng);
  CHECK(sampler->states().row(2).minCoeff() == 1);
  CHECK(sampler->states()(0, 0) + sampler->states()(1, 0) + sampler->states()(0, 2) + sampler->states()(1, 2) > 1);
  CHECK((*sampler->layers()[1].states)(1, 1) == 1);
}

TEST_CASE("An example without a class still teaches what examples look like", "[rbm][labels][learner]") {
  Labelled set = labelled();
  const Labelled all = set;
  for (std::size_t n = 8; n < set.labels.size(); ++n) set.labels[n] = -1;
  const Rbm rbm =
      learnt(settingsWith({{"hidden", 6}, {"learningRate", 0.2}, {"weightDecay", 0}}, "generative", "exact"), set, 600);
  CHECK(meanOf(rbm, LikelihoodOf::kLabel, all) > -0.3);
}

TEST_CASE("Label units are refused where there are no classes, and beside Gaussian units", "[rbm][labels]") {
  const Settings settings = settingsWith({}, "hybrid");
  const Status none = Rbm::allows(settings, {.rows = 4, .cols = 4, .examples = 10});
  REQUIRE_FALSE(none.ok());
  CHECK(none.error().sentence.find("labels is true") != std::string::npos);
  const Status real =
      Rbm::allows(settings, {.rows = 1, .cols = 2, .examples = 10, .domain = Domain::kReal, .classes = 3});
  REQUIRE_FALSE(real.ok());
  CHECK(real.error().sentence.find("Gaussian") != std::string::npos);
  CHECK(Rbm::allows(settings, {.rows = 4, .cols = 4, .examples = 10, .classes = 2}).ok());
}

TEST_CASE("Annealing that stops wherever it can gives the same weights", "[rbm][labels][ais][work]") {
  RbmParameters gaussian = machine();
  gaussian.labels = 0;
  gaussian.z = Vector::Constant(gaussian.b.size(), -0.5f);
  for (const RbmParameters& p : {machine(), gaussian}) {
    const RbmBase base = baseOf(p, Vector::Constant(p.b.size(), 0.4f), Vector::Ones(p.b.size()));
    std::vector<double> whole_weights(300, 0.0), cut_weights = whole_weights;
    Rng rng(4, Purpose::kMeasure), other(4, Purpose::kMeasure);
    const auto whole = annealRbm(p, base), cut = annealRbm(p, base);
    whole->startAtBase(300, rng);
    cut->startAtBase(300, other);
    int stops = 0;
    for (int step = 0; step < 5; ++step) {
      Pace all, pace;
      finish(whole->move(all, step / 5.0, (step + 1) / 5.0, whole_weights, rng));
      pace.allow(1);
      Work work = cut->move(pace, step / 5.0, (step + 1) / 5.0, cut_weights, other);
      work.begin();
      for (; !work.done(); ++stops) {
        pace.allow(1);
        pace.resume();
      }
    }
    CHECK(stops > 100);
    CHECK(cut_weights == whole_weights);
    CHECK(rng.uniform() == other.uniform());
  }
}
