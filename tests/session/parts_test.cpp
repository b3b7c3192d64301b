// Data of several parts and of sequences in a session: which parts are binarised, what a model learns about them before
// training, and what files contain.
#include "data/catalogue.h"
#include "kernels/kernels.h"
#include "models/one_part.h"
#include "session/examples.h"
#include "session/given_data.h"
#include "session/registry.h"
#include "session/session.h"
#include "session/summary.h"
#include "tests/support/experiments.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <string>
#include <vector>

using Catch::Matchers::ContainsSubstring;
using namespace harmonium;
using namespace harmonium::experiments;

namespace {

std::shared_ptr<const Dataset> read(const char* text) {
  auto set = readGivenData(Json::parse(text));
  REQUIRE(set.ok());
  return set.value();
}

// Intensities, one of two, a length.
const char* const kThreeParts =
    R"({"parts":[{"name":"grey","kind":"intensity","shape":[1,3]},{"name":"word","kind":"oneOf","shape":[2]},
        {"name":"length","kind":"real","shape":[1]}],
        "examples":[[0.5,0.25,1,0,1,-3],[0.75,0,0.5,1,0,17],[0.5,0.5,0.5,1,0,2]],"labels":[0,1,1]})";

}  // namespace

TEST_CASE("One part of intensities is made binary by the same numbers as ever", "[session][binarise]") {
  Matrix grey(5, 7), expected;
  for (Eigen::Index i = 0; i < grey.size(); ++i) grey.data()[i] = static_cast<float>(i % 11) / 10;
  for (const Binarisation how : {Binarisation::kThreshold, Binarisation::kSample, Binarisation::kNone}) {
    Matrix by_layout = grey, listed_none = grey;
    expected = grey;
    Rng a(3, Purpose::kBinarise, 9), b = a, c = a;
    if (how == Binarisation::kThreshold) applyThreshold(flat(expected));
    if (how == Binarisation::kSample) kernels::bernoulli(a, flat(expected), flat(expected));
    binarise(Layout::onePart(PartKind::kIntensity, 1, 5, {}), how, b, by_layout);
    binarise(Layout{}, how, c, listed_none);
    CHECK(by_layout == expected);
    CHECK(listed_none == expected);
    CHECK(b.bits() == c.bits());
  }
}

TEST_CASE("Of several parts only intensities are made binary", "[session][binarise]") {
  const auto set = read(kThreeParts);
  for (const Binarisation how : {Binarisation::kThreshold, Binarisation::kSample, Binarisation::kNone}) {
    Matrix before, after;
    set->train.loadRange(0, 3, before);
    after = before;
    Rng rng(1, Purpose::kBinarise, 0);
    const float* memory = after.data();
    binarise(set->layout, how, rng, after);
    CHECK(after.data() == memory);
    CHECK(after.bottomRows(3) == before.bottomRows(3));
    if (how == Binarisation::kNone) {
      CHECK(after == before);
    } else {
      for (Eigen::Index n = 0; n < 3; ++n) {
        for (Eigen::Index i = 0; i < 3; ++i) CHECK((after(i, n) == 0 || after(i, n) == 1));
      }
    }
    if (how == Binarisation::kThreshold) CHECK(after(1, 0) == 0);
    CHECK((how != Binarisation::kSample || (after(2, 0) == 1 && after(1, 1) == 0)));
  }
}

TEST_CASE("The summary says of every part what the model will see", "[session][summary]") {
  const auto set = read(kThreeParts);
  const DataSummary sampled = summarise(*set, Binarisation::kSample), as_is = summarise(*set, Binarisation::kNone);
  REQUIRE(sampled.layout.parts.size() == 3);
  CHECK(sampled.layout.parts[0].kind == PartKind::kBinary);
  CHECK(as_is.layout.parts[0].kind == PartKind::kIntensity);
  CHECK(sampled.layout.parts[1].kind == PartKind::kOneOf);
  CHECK_FALSE(sampled.binary);
  const Part& length = sampled.layout.parts[2];
  CHECK(length.low < -3);
  CHECK(length.low > -6);
  CHECK(length.high > 17);
  CHECK(length.high < 20);
  CHECK(sampled.classes == 2);
  CHECK_FALSE(sampled.sequences());
  CHECK(sampled.domain == Domain::kReal);
  CHECK(sampled.mean[5] == static_cast<float>(16.0 / 3));

  Dataset unnamed = *set;  // classes are counted by the labels that occur, whether or not they have names
  unnamed.class_names.clear();
  CHECK(summarise(unnamed, Binarisation::kNone).classes == 2);
  CHECK(summarise(unnamed, Binarisation::kNone).class_shares.size() == 2);
  unnamed.class_names = {"a", "b"};
  unnamed.train.labels.assign(3, Split::kNoLabel);
  CHECK(summarise(unnamed, Binarisation::kNone).classes == 0);

  const DataSummary frames =
      summarise(*read(R"({"shape":[2],"sequences":[[[0,1],[1,1],[0,0]],[[1,0]]]})"), Binarisation::kNone);
  CHECK(frames.longest_history == 2);
  CHECK(frames.sequences());
  CHECK(frames.binary);
  CHECK(frames.classes == 0);
  CHECK(frames.layout.parts.at(0).kind == PartKind::kBinary);
}

TEST_CASE("What the catalogue says of a set before it is here is what the set is", "[session][catalogue]") {
  for (const CatalogueEntry& entry : catalogue()) {
    if (entry.make == nullptr) continue;
    INFO(entry.name);
    const Dataset set = entry.make();
    const DataSummary said = briefOf(entry), found = briefOf(set);
    CHECK(said.rows == found.rows);
    CHECK(said.cols == found.cols);
    CHECK(said.examples == found.examples);
    CHECK(said.domain == found.domain);
    CHECK(said.classes == found.classes);
    CHECK(said.longest_history == found.longest_history);
    REQUIRE(said.layout.parts.size() == found.layout.parts.size());
    for (std::size_t i = 0; i < said.layout.parts.size(); ++i) {
      CHECK(said.layout.parts[i].name == found.layout.parts[i].name);
      CHECK(said.layout.parts[i].kind == found.layout.parts[i].kind);
      CHECK(said.layout.parts[i].values() == found.layout.parts[i].values());
    }
  }
}

TEST_CASE("Models that know one part refuse several, and take sequences as frames", "[session][models]") {
  const CatalogueEntry* two = findDataset("bars-and-label");
  REQUIRE(two != nullptr);
  for (const char* name : {"rbm", "ppca", "factorAnalysis", "boltzmann", "gan", "experts", "mixture"}) {
    INFO(name);
    const Status status = findModel(name)->accepts(briefOf(*two));
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == ErrorCode::kNotAvailable);
    CHECK_THAT(status.error().sentence, ContainsSubstring("wants examples of one part; these have 2: pixels, label."));
  }
  const CatalogueEntry* ball = findDataset("bouncing-ball");
  REQUIRE(ball != nullptr);
  for (const char* name : {"rbm", "ppca", "gan"}) CHECK(findModel(name)->accepts(briefOf(*ball)).ok());

  auto session = open(R"({"model":"rbm","data":"bouncing-ball","settings":{"hidden":8}})");
  session->train(3, 1e12);
  CHECK(session->progress().updates == 3);
}

TEST_CASE("A saved file carries the sequences it was trained on", "[session][save]") {
  auto session = open(
      R"({"model":"rbm","data":{"shape":[2],"sequences":[[[0,1],[1,1],[0,0]],[[1,0]]],"labels":[0,1]},"settings":{"hidden":2}})");
  session->train(5, 1e12);
  const auto again = Session::load(session->save(), nullptr);
  REQUIRE(again.ok());
  CHECK(again.value()->hash() == session->hash());
  REQUIRE(again.value()->spec().given != nullptr);
  CHECK(again.value()->spec().given->train.starts == std::vector<std::uint32_t>{0, 3});
  CHECK(again.value()->spec().given->train.labels == std::vector<std::int16_t>{0, 0, 0, 1});

  // Of one part that names itself: counts are numbers to a model of real values.
  auto counts = open(
      R"({"model":"ppca","data":{"parts":[{"name":"words","kind":"counts","shape":[3],"names":["a","b","c"]}],
          "examples":[[0,1,7],[2,2,1],[5,0,3],[1,1,0]]},"settings":{"factors":1}})");
  counts->train(2, 1e12);
  const auto loaded = Session::load(counts->save(), nullptr);
  REQUIRE(loaded.ok());
  const Part words = loaded.value()->spec().given->layout.parts.at(0);
  CHECK(words.kind == PartKind::kCounts);
  CHECK(words.names == std::vector<std::string>{"a", "b", "c"});
}
