// Data far from zero through a session: what is learnt, drawn and saved. Oracle: the closed form from moments in double
// precision, and the same data with the offset taken off by hand.
#include "session/given_data.h"
#include "session/save.h"
#include "tests/support/linear_models.h"

#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <vector>

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using namespace harmonium;
using namespace harmonium::experiments;
using namespace harmonium::oracle;

namespace {

// Three sensors of one air pressure, in pascals: 100,000 and hundredths.
std::vector<std::vector<double>> pressures() {
  std::vector<std::vector<double>> rows;
  Rng rng(5, Purpose::kData);
  for (int n = 0; n < 400; ++n) {
    const double h = static_cast<double>(rng.normal());
    rows.emplace_back();
    for (int i = 0; i < 3; ++i) rows.back().push_back(100000 + 0.01 * h + 0.002 * static_cast<double>(rng.normal()));
  }
  return rows;
}

std::string specOf(const char* model, const std::string& settings, double less) {
  std::vector<std::vector<double>> rows = pressures();
  for (auto& row : rows) {
    for (double& value : row) value -= less;
  }
  const Json data = {{"shape", {3}}, {"real", true}, {"examples", rows}};
  return R"({"model":")" + std::string(model) + R"(","data":)" + textOf(data) + R"(,"settings":)" + settings + "}";
}

}  // namespace

TEST_CASE("Probabilistic PCA of pressures in pascals finds the noise of the closed form", "[offsets][ppca][session]") {
  const auto rows = pressures();
  Eigen::MatrixXd x(3, 400);
  for (Eigen::Index n = 0; n < 400; ++n) {
    for (Eigen::Index i = 0; i < 3; ++i) x(i, n) = rows[static_cast<std::size_t>(n)][static_cast<std::size_t>(i)] - 1e5;
  }
  const RealVector mean = x.rowwise().mean();
  const Eigen::MatrixXd about = x.colwise() - mean;
  SymmetricEigen eigen(RealMatrix(about * about.transpose() / 400));
  while (!eigen.advance(1e9)) {
  }
  const double noise = maximumLikelihoodNoise(eigen.values(), 1, 0);

  const auto session = open(specOf("ppca", R"({"factors":1,"method":"closed"})", 0));
  session->train(1, kForever);
  Result<TensorFile> file = readTensors(session->parameters());
  REQUIRE(file.ok());
  for (const NamedTensor& tensor : file.value().tensors) {
    if (tensor.name == "noise") CHECK_THAT(static_cast<double>(tensor.values[0]), WithinRel(noise, 1e-5));
    if (tensor.name == "mean") CHECK(tensor.values[0] == static_cast<float>(mean[0] + 1e5));  // a true value
  }
  Result<std::unique_ptr<Job>> job = session->measure("logLikelihood", R"({"split":"train"})");
  REQUIRE(job.ok());
  while (!job.value()->advance(100)) {
  }
  CHECK_THAT(job.value()->result().measurements.at(0).value,
             WithinAbs(maximumLogLikelihood(eigen.values(), 1, 0), 1e-5));
  CHECK(viewNamed(*session, "mean").row_names.at(0) == "x1 less 100000");
}

TEST_CASE("Models learn the same bits as of the data less their offset, and draw true values", "[offsets][session]") {
  for (const auto& [model, settings] : {std::pair{"factorAnalysis", R"({"factors":1})"},
                                        {"rbm", R"({"hidden":3,"learningRate":0.01})"},
                                        {"gan", R"({"noiseSize":2,"generatorUnits":8,"discriminatorUnits":8})"}}) {
    INFO(model);
    const auto far = open(specOf(model, settings, 0)), near = open(specOf(model, settings, 1e5));
    far->train(40, kForever);
    near->train(40, kForever);
    if (std::string(model) != "factorAnalysis") CHECK(far->hash() == near->hash());
    const auto drawn = [](Session& session) {
      Result<std::unique_ptr<Job>> job = session.sample(R"({"count":5,"steps":20})");
      REQUIRE(job.ok());
      while (!job.value()->advance(100)) {
      }
      return job.value()->result().values;
    };
    const std::vector<float> one = drawn(*far), other = drawn(*near);
    for (std::size_t at = 0; at < one.size(); ++at) {
      CHECK(one[at] == static_cast<float>(static_cast<double>(other[at]) + 1e5));
    }
    Result<std::unique_ptr<Session>> loaded = Session::load(far->save(), nullptr);
    REQUIRE(loaded.ok());
    CHECK(loaded.value()->hash() == far->hash());
    far->train(20, kForever);
    loaded.value()->train(20, kForever);
    CHECK(loaded.value()->hash() == far->hash());
  }
}

TEST_CASE("Units are held at true values", "[offsets][session]") {
  const auto session = open(specOf("rbm", R"({"hidden":3})", 0));
  Result<std::unique_ptr<Job>> job = session->sample(R"({"count":4,"steps":5,"clamp":[100000.03125,null,null]})");
  REQUIRE(job.ok());
  while (!job.value()->advance(100)) {
  }
  const std::vector<float>& values = job.value()->result().values;
  for (std::size_t n = 0; n < 4; ++n) CHECK(values[3 * n] == 100000.03125f);
}
