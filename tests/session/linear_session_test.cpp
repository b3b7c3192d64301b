// Probabilistic PCA and factor analysis in a session: learning, curves, pictures and files.
#include "tests/support/linear_models.h"

#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <set>

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using namespace harmonium;
using namespace harmonium::experiments;
using namespace harmonium::oracle;

TEST_CASE("One update of the closed form reaches the line that EM climbs to", "[linear][ppca][session]") {
  const auto data = datasetOf(randomData(6, 2, 200, 2), randomData(6, 2, 50, 3));
  const auto closed = openOn("ppca", R"({"factors":2,"method":"closed"})", data);
  closed->train(1, kForever);
  const Snapshot after = closed->snapshot({});
  const Curve* reached = curveNamed(after, "logLikelihood");
  REQUIRE(reached != nullptr);
  REQUIRE(reached->reference.has_value());
  CHECK(reached->reference_label == "closed form");
  CHECK_THAT(static_cast<double>(reached->y.back()), WithinAbs(*reached->reference, 1e-5));
  CHECK(curveNamed(after, "testLogLikelihood") != nullptr);

  const auto em = openOn("ppca", R"({"factors":2,"method":"em"})", data);
  em->train(1200, kForever);
  const Snapshot climbed = em->snapshot({});
  const Curve* curve = curveNamed(climbed, "logLikelihood");
  REQUIRE(curve != nullptr);
  CHECK(curve->y.size() > 10);
  CHECK(curve->x == std::vector<float>{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024});  // each twice as far
  CHECK(std::ranges::is_sorted(curve->y));
  CHECK(curve->y.front() < curve->y.back() - 0.05f);
  CHECK(*curve->reference == *reached->reference);
  CHECK_THAT(static_cast<double>(curve->y.back()), WithinAbs(*curve->reference, 1e-5));

  // The method may change in between: from wherever EM is, one update.
  const auto changed = openOn("ppca", R"({"factors":2})", data);
  changed->train(2, kForever);
  REQUIRE(changed->set("method", R"("closed")").ok());
  changed->train(1, kForever);
  CHECK(changed->hash() == closed->hash());
}

TEST_CASE("A method changed in the middle of an update holds from the next one", "[linear][ppca][phases]") {
  const auto data = datasetOf(randomData(4, 1, 60, 4));
  const auto session = openOn("ppca", R"({"factors":1})", data), plain = openOn("ppca", R"({"factors":1})", data);
  session->runPhase();
  CHECK(session->phase().names.at(0) == "expect");
  REQUIRE(session->set("method", R"("closed")").ok());
  session->runPhase();
  plain->train(1, kForever);
  CHECK(session->hash() == plain->hash());
  CHECK(session->phase().names.at(0) == "axes");
  session->runPhase();
  session->runPhase();
  const auto closed = openOn("ppca", R"({"factors":1,"method":"closed"})", data);
  closed->train(1, kForever);
  CHECK(session->hash() == closed->hash());
}

TEST_CASE("A line with noise is learnt as well as it can be known", "[linear][toy][session]") {
  // Oracle: the density the data were drawn from, on data never trained on.
  for (const char* model : {"ppca", "factorAnalysis"}) {
    INFO(model);
    const auto session = open(std::string(R"({"model":")") + model + R"(","data":"line","settings":{"factors":1}})");
    session->train(200, kForever);
    const std::shared_ptr<const Dataset> data = dataOf(session->spec());
    REQUIRE(data->density != nullptr);
    std::vector<double> nats(static_cast<std::size_t>(data->test.examples));
    data->density->logDensity(data->test.floats, nats);
    double truth = 0;
    for (const double value : nats) truth += value / static_cast<double>(nats.size());
    Result<std::unique_ptr<Job>> job = session->measure("logLikelihood", R"({"split":"test"})");
    REQUIRE(job.ok());
    while (!job.value()->advance(100)) {
    }
    const Measurement measured = job.value()->result().measurements.at(0);
    CHECK(measured.exact);
    CHECK_THAT(measured.value, WithinAbs(truth, 0.01));
  }
}

TEST_CASE("Saved runs go on bit for bit: no factors, missing values, floors", "[linear][session][save]") {
  Matrix gaps = randomData(4, 2, 40, 7);
  gaps(2, 5) = gaps(0, 17) = kMissing;
  const auto whole = datasetOf(randomData(4, 2, 40, 7)), partial = datasetOf(gaps);
  const struct {
    const char *model, *settings;
    std::shared_ptr<const Dataset> data;
  } runs[] = {{"ppca", R"({"factors":0})", whole},
              {"ppca", R"({"factors":4})", whole},
              {"ppca", R"({"factors":2,"missing":0.25})", whole},
              {"ppca", R"({"factors":1,"method":"closed"})", partial},
              {"factorAnalysis", R"({"factors":3})", whole},
              {"factorAnalysis", R"({"factors":2})", partial},
              {"factorAnalysis", R"({"factors":1,"missing":0.4})", whole}};
  for (const auto& run : runs) {
    INFO(run.model << " " << run.settings);
    const auto straight = openOn(run.model, run.settings, run.data), first = openOn(run.model, run.settings, run.data);
    straight->train(40, kForever);
    first->train(13, kForever);
    Result<std::unique_ptr<Session>> loaded = Session::load(first->save(), run.data);
    REQUIRE(loaded.ok());
    CHECK(loaded.value()->hash() == first->hash());
    loaded.value()->train(27, kForever);
    CHECK(loaded.value()->hash() == straight->hash());
    const auto other = openOn(run.model, run.settings, run.data, 2);
    other->train(1, kForever);
    const auto one = openOn(run.model, run.settings, run.data);
    one->train(1, kForever);
    // Without factors there is nothing random, unless values are hidden.
    if (std::string(run.settings) != R"({"factors":0})") CHECK(other->hash() != one->hash());
  }
}

TEST_CASE("Too many factors or values are refused with a sentence", "[linear][options]") {
  const auto data = datasetOf(randomData(4, 2, 30, 9));
  Result<std::unique_ptr<Session>> refused = tryOpen("ppca", R"({"factors":5})", data);
  REQUIRE_FALSE(refused.ok());
  CHECK_THAT(refused.error().sentence, ContainsSubstring("factors is 5") && ContainsSubstring("4 values"));
  const auto session = openOn("factorAnalysis", R"({"factors":4})", data);
  const std::string before = session->hash();
  CHECK_FALSE(session->set("factors", "9").ok());
  CHECK(session->hash() == before);

  DataSummary wide{.rows = 64, .cols = 64};
  CHECK_FALSE(Ppca::accepts(wide).ok());
  CHECK_THAT(FactorAnalysis::accepts(wide).error().sentence, ContainsSubstring("2000") && ContainsSubstring("4096"));
  wide.rows = 28;
  CHECK(Ppca::accepts(wide).ok());
  Settings settings(Ppca::options());
  REQUIRE(settings.set("factors", 100).ok());
  CHECK(Ppca::allows(settings, wide).ok());
  wide.missing = wide.train_missing = true;
  CHECK_THAT(Ppca::allows(settings, wide).error().sentence, ContainsSubstring("at most 64"));
}

TEST_CASE("How factors are shown changes nothing that is learnt", "[linear][rotation][session]") {
  const auto data = datasetOf(randomData(5, 3, 80, 12));
  const auto plain = openOn("factorAnalysis", R"({"factors":3,"rotation":"none"})", data);
  const auto turned = openOn("factorAnalysis", R"({"factors":3,"rotation":"none"})", data);
  plain->train(10, kForever);
  turned->train(5, kForever);
  REQUIRE(turned->set("rotation", R"("varimax")").ok());
  (void)turned->snapshot({"*"});
  turned->train(5, kForever);
  CHECK(plain->hash() == turned->hash());
  const View one = viewNamed(*plain, "factors"), other = viewNamed(*turned, "factors");
  CHECK(one.values != other.values);
  CHECK(one.column_names == std::vector<std::string>{"h1", "h2", "h3"});
  double sum_one = 0, sum_other = 0;
  for (const float w : one.values) sum_one += static_cast<double>(w) * static_cast<double>(w);
  for (const float w : other.values) sum_other += static_cast<double>(w) * static_cast<double>(w);
  CHECK_THAT(sum_one, WithinRel(sum_other, 1e-6));
}

TEST_CASE("A Heywood case is floored, counted and said", "[linear][factorAnalysis][session]") {
  // Value 2 is the factor itself, without noise.
  Matrix x = randomData(4, 1, 60, 15);
  Rng rng(15, Purpose::kData, 1);
  for (Eigen::Index n = 0; n < x.cols(); ++n) {
    const float h = rng.normal();
    for (Eigen::Index i = 0; i < 4; ++i) x(i, n) = h + (i == 2 ? 0.0f : 0.7f * rng.normal());
  }
  const auto set = std::make_shared<Dataset>(*datasetOf(x));
  set->value_names = {"north", "east", "south", "west"};
  const auto session = openOn("factorAnalysis", R"({"factors":1})", set);
  session->train(2000, kForever);
  const Snapshot snapshot = session->snapshot({});
  const Curve* floored = curveNamed(snapshot, "flooredVariances");
  REQUIRE(floored != nullptr);
  CHECK(floored->y.back() == 1);
  const View noise = viewNamed(*session, "noise");
  REQUIRE(noise.notes.size() == 1);
  CHECK_THAT(noise.notes[0], ContainsSubstring("Heywood") && ContainsSubstring("south") && ContainsSubstring("1 of 4"));
  CHECK(noise.row_names == set->value_names);
  CHECK_THAT(static_cast<double>(noise.values[2 * 3 + 1]), WithinAbs(0.005, 1e-4));  // uniqueness
  const Curve* likelihood = curveNamed(snapshot, "logLikelihood");
  REQUIRE(likelihood != nullptr);
  CHECK(likelihood->reference_label == "any Gaussian");
  CHECK(*likelihood->reference > static_cast<double>(likelihood->y.back()));
}

TEST_CASE("Missing values: the same share is hidden from the same seed, and the projection stays",
          "[linear][missing][session]") {
  const Matrix x = randomData(18, 2, 200, 16);
  const Ppca whole = modelOn<Ppca>(x, R"({"factors":2,"missing":0})", 300);
  const Ppca part = modelOn<Ppca>(x, R"({"factors":2,"missing":0.2})", 300);
  CHECK(whole.kept().size() == 0);
  const auto gaps = std::ranges::count_if(flat(part.kept()), [](float value) { return std::isnan(value); });
  CHECK_THAT(static_cast<double>(gaps) / (18.0 * 200), WithinAbs(0.2, 0.03));
  const Ppca again = modelOn<Ppca>(x, R"({"factors":2,"missing":0.2})", 300);
  CHECK(again.model().W == part.model().W);
  // W W' is what the factors say of the data; Tipping & Bishop (1999): almost unchanged.
  const RealMatrix a = whole.model().W * whole.model().W.transpose(), b = part.model().W * part.model().W.transpose();
  CHECK((a - b).norm() < 0.15 * a.norm());
  const auto session = openOn("ppca", R"({"factors":2,"missing":0.2,"method":"closed"})", datasetOf(x));
  session->train(20, kForever);
  const Snapshot snapshot = session->snapshot({"*"});
  const Curve* curve = curveNamed(snapshot, "logLikelihood");
  REQUIRE(curve != nullptr);
  CHECK(std::ranges::is_sorted(curve->y));
  CHECK_FALSE(curve->reference.has_value());
  for (const View& view : snapshot.views) CHECK(faultOf(view) == "");
  CHECK_THAT(viewNamed(*session, "factors").notes.at(0), ContainsSubstring("EM runs instead"));
}

TEST_CASE("Of large data with missing values the first examples are kept, and that is said", "[linear][missing]") {
  const Eigen::Index many = LinearModel::kKeptValues / 1000 + 50;
  const Matrix x = randomData(1000, 1, many, 17);
  const auto session = openOn("ppca", R"({"factors":1,"missing":0.5})", datasetOf(x));
  session->train(1, kForever);
  CHECK_THAT(viewNamed(*session, "factors").notes.at(0), ContainsSubstring("the first 1000 of 1050"));
}

TEST_CASE("Constant values, few examples, as many factors as values: numbers and views stay whole",
          "[linear][edge][session]") {
  Matrix few = randomData(6, 2, 3, 18), still = randomData(6, 2, 40, 19), one = randomData(6, 2, 1, 20);
  still.row(1).setConstant(0.25f);
  still.row(4).setConstant(0);
  const Matrix nothing = Matrix::Constant(6, 10, 1.5f);
  for (const Matrix& x : {few, still, one, nothing}) {
    for (const int rows : {1, 2}) {
      for (const char* model : {"ppca", "factorAnalysis"}) {
        for (const char* settings : {R"({"factors":0})", R"({"factors":1})", R"({"factors":6})",
                                     R"({"factors":3,"missing":0.3,"rotation":"varimax"})"}) {
          INFO(model << " " << settings << " on " << x.cols() << " examples in " << rows << " rows");
          const auto session = openOn(model, settings, datasetOf(x, Matrix(), rows));
          session->train(25, kForever);
          const Snapshot snapshot = session->snapshot({"*"});
          CHECK_FALSE(snapshot.progress.diverged);
          for (const View& view : snapshot.views) {
            INFO(view.name);
            CHECK(faultOf(view) == "");
          }
          for (const Curve& curve : snapshot.curves) {
            INFO(curve.name);
            CHECK(std::ranges::all_of(curve.y, [](float y) { return std::isfinite(y); }));
            if (curve.name == "logLikelihood") CHECK(std::ranges::is_sorted(curve.y));
          }
        }
      }
    }
  }
}

TEST_CASE("The closed form with as many factors as values says that no noise is left", "[linear][ppca][edge]") {
  const auto session = openOn("ppca", R"({"factors":4,"method":"closed"})", datasetOf(randomData(4, 2, 40, 21)));
  session->train(1, kForever);
  CHECK_THAT(viewNamed(*session, "factors").notes.at(0), ContainsSubstring("floor"));
}

TEST_CASE("Each kind of data has its pictures", "[linear][views][session]") {
  const auto namesOn = [](const char* model, std::shared_ptr<const Dataset> data) {
    const auto session = openOn(model, R"({"factors":1})", std::move(data));
    session->train(3, kForever);
    session->runChains(3);
    std::set<std::string> names;
    for (const View& view : session->snapshot({"*"}).views) names.insert(view.name);
    return names;
  };
  const std::set<std::string> plane = namesOn("ppca", datasetOf(randomData(2, 1, 60, 22)));
  for (const char* name : {"generation", "model", "chains", "factors", "latent", "posterior", "spectrum", "mean"}) {
    INFO(name);
    CHECK(plane.contains(name));
  }
  const std::set<std::string> pictures = namesOn("factorAnalysis", datasetOf(randomData(6, 1, 60, 23), Matrix(), 2));
  CHECK(pictures.contains("noise"));
  CHECK(pictures.contains("generation"));
  CHECK_FALSE(pictures.contains("model"));
  const std::set<std::string> table = namesOn("factorAnalysis", datasetOf(randomData(6, 1, 60, 24)));
  CHECK(table.contains("model"));
  const std::set<std::string> single = namesOn("ppca", datasetOf(randomData(1, 1, 60, 25)));
  CHECK(single.contains("model"));
}

TEST_CASE("The stages of generation are seen one after the other", "[linear][views][session]") {
  const auto session = openOn("ppca", R"({"factors":1})", datasetOf(randomData(2, 1, 60, 26)));
  session->train(5, kForever);
  const auto shownPoints = [&session] {
    const View view = viewNamed(*session, "generation");
    REQUIRE(view.panels.size() == 2);
    for (const Mark& mark : view.panels[1].marks) {
      if (mark.ink == Ink::kModel) return mark;
    }
    FAIL("no samples in the picture");
    return Mark{};
  };
  session->runChains(1);  // the draw
  CHECK(shownPoints().shape[0] == 0);
  session->runChains(1);  // the map: all on the line
  const Mark mapped = shownPoints();
  CHECK(mapped.label == "W h + mean");
  REQUIRE(mapped.shape[0] > 10);
  const auto areaOf = [](const Mark& mark) {  // of the triangle that three points make
    const std::vector<float>& v = mark.values;
    return std::abs((v[2] - v[0]) * (v[5] - v[1]) - (v[4] - v[0]) * (v[3] - v[1]));
  };
  CHECK(areaOf(mapped) < 1e-4f);
  session->runChains(1);
  CHECK(areaOf(shownPoints()) > 1e-4f);
}

TEST_CASE("Numbers beyond all bounds are called divergence, and the last good parameters kept",
          "[linear][session][divergence]") {
  Matrix x = randomData(3, 1, 20, 27);
  x *= 1e18f;  // variances of 1e36
  for (const char* model : {"ppca", "factorAnalysis"}) {
    const auto session = openOn(model, R"({"factors":1})", datasetOf(x));
    const Advanced advanced = session->train(100, kForever);
    CHECK(advanced.diverged);
    CHECK_THAT(session->progress().message, ContainsSubstring("noise"));
    for (const View& view : session->snapshot({"*"}).views) CHECK_FALSE(view.name.empty());
  }
}
