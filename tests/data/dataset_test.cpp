#include "data/dataset.h"

#include "data/binarise.h"
#include "data/order.h"
#include "models/training_options.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

using namespace harmonium;

namespace {

// Three examples of four bytes.
Split threeOfFour(float maximum = 255) {
  Split split;
  split.examples = 3;
  split.values = 4;
  split.maximum = maximum;
  split.bytes = {0, 1, 2, 3, 127, 128, 129, 130, 252, 253, 254, 255};
  return split;
}

}  // namespace

TEST_CASE("Loading gives byte over maximum for every byte there is", "[data][dataset]") {
  for (const int maximum : {255, 16, 1}) {
    Split split;
    split.examples = maximum + 1;
    split.values = 1;
    split.maximum = static_cast<float>(maximum);
    split.bytes.resize(static_cast<std::size_t>(split.examples));
    std::iota(split.bytes.begin(), split.bytes.end(), std::uint8_t{0});
    Matrix out;
    split.loadRange(0, static_cast<std::uint32_t>(split.examples), out);
    REQUIRE(out.rows() == 1);
    REQUIRE(out.cols() == split.examples);
    // Oracle: the quotient in double precision, rounded once.
    for (int b = 0; b <= maximum; ++b) {
      REQUIRE(out(0, b) == static_cast<float>(static_cast<double>(b) / maximum));
    }
    CHECK(out(0, maximum) == 1.0f);
  }
}

TEST_CASE("Loading puts the examples asked for into columns, in the order asked for", "[data][dataset]") {
  const Split split = threeOfFour();
  const std::vector<std::uint32_t> wanted = {2, 0, 2, 1};
  Matrix out;
  split.load(wanted, out);
  REQUIRE(out.rows() == 4);
  REQUIRE(out.cols() == 4);
  for (Eigen::Index n = 0; n < 4; ++n) {
    for (Eigen::Index i = 0; i < 4; ++i) {
      const std::size_t place = wanted[static_cast<std::size_t>(n)] * 4 + static_cast<std::size_t>(i);
      CHECK(out(i, n) == static_cast<float>(split.bytes[place]) / 255.0f);
    }
  }
}

TEST_CASE("A range loads as its indices do", "[data][dataset]") {
  const Split split = threeOfFour();
  Matrix by_index, by_range;
  split.load(std::vector<std::uint32_t>{1, 2}, by_index);
  split.loadRange(1, 2, by_range);
  CHECK(by_index == by_range);
}

TEST_CASE("Loading a batch of the same size again allocates nothing", "[data][dataset]") {
  const Split split = threeOfFour();
  Matrix out;
  split.load(std::vector<std::uint32_t>{0, 1}, out);
  const float* memory = out.data();
  split.load(std::vector<std::uint32_t>{2, 1}, out);
  CHECK(out.data() == memory);
  CHECK(out(3, 0) == 1.0f);
}

TEST_CASE("Floats load as they are", "[data][dataset]") {
  Split split;
  split.examples = 2;
  split.values = 2;
  split.floats = {0.1f, 0.2f, 0.3f, 1.0f};
  Matrix out;
  split.load(std::vector<std::uint32_t>{1, 0}, out);
  CHECK(out(0, 0) == 0.3f);
  CHECK(out(1, 0) == 1.0f);
  CHECK(out(0, 1) == 0.1f);
}

TEST_CASE("The mean intensity is the mean over the examples", "[data][dataset]") {
  const Vector mean = threeOfFour().mean();
  REQUIRE(mean.size() == 4);
  // By hand: (0 + 127 + 252) / 765 and so on.
  CHECK(mean[0] == static_cast<float>(379.0 / 765));
  CHECK(mean[1] == static_cast<float>(382.0 / 765));
  CHECK(mean[2] == static_cast<float>(385.0 / 765));
  CHECK(mean[3] == static_cast<float>(388.0 / 765));

  Split floats;
  floats.examples = 2;
  floats.values = 1;
  floats.floats = {0.25f, 0.5f};
  CHECK(floats.mean()[0] == 0.375f);

  // What is missing is left out, and a value that is never known is taken for zero.
  Split gaps;
  gaps.examples = 3;
  gaps.values = 2;
  gaps.floats = {0.25f, NAN, NAN, NAN, 0.5f, NAN};
  CHECK(gaps.mean()[0] == 0.375f);
  CHECK(gaps.mean()[1] == 0.0f);

  Split none;
  none.values = 3;
  CHECK(none.mean() == Vector(Vector::Zero(3)));
}

TEST_CASE("A split is binary when every intensity is 0 or 1", "[data][dataset]") {
  Split split = threeOfFour();
  CHECK_FALSE(split.isBinary());
  split.bytes = {0, 255, 0, 255, 255, 255, 0, 0, 0, 0, 0, 255};
  CHECK(split.isBinary());
  split.bytes[5] = 1;
  CHECK_FALSE(split.isBinary());
  split.maximum = 1;
  split.bytes = {0, 1, 1, 0, 0, 0, 1, 1, 1, 0, 1, 0};
  CHECK(split.isBinary());
}

TEST_CASE("The threshold turns on half of the maximum and more", "[data][binarise]") {
  Matrix out;
  threeOfFour().loadRange(1, 1, out);  // 127, 128, 129, 130 of 255
  applyThreshold(flat(out));
  CHECK(out(0, 0) == 0.0f);
  CHECK(out(1, 0) == 1.0f);
  CHECK(out(2, 0) == 1.0f);

  std::vector<float> sixteenths;
  for (int b = 0; b <= 16; ++b) sixteenths.push_back(static_cast<float>(b) / 16.0f);
  applyThreshold(sixteenths);
  for (std::size_t b = 0; b <= 16; ++b) CHECK(sixteenths[b] == (b >= 8 ? 1.0f : 0.0f));
}

TEST_CASE("The mean a model sees is that of what it is shown", "[data][binarise]") {
  Split split = threeOfFour();
  CHECK(meanAfter(split, Binarisation::kNone) == split.mean());
  CHECK(meanAfter(split, Binarisation::kSample) == split.mean());
  // Of the first values 0, 127, 252 one is on, of the second 1, 128, 253 two are.
  const Vector after = meanAfter(split, Binarisation::kThreshold);
  CHECK(after[0] == static_cast<float>(1.0 / 3));
  CHECK(after[1] == static_cast<float>(2.0 / 3));

  CHECK(isBinaryAfter(split, Binarisation::kThreshold));
  CHECK(isBinaryAfter(split, Binarisation::kSample));
  CHECK_FALSE(isBinaryAfter(split, Binarisation::kNone));
}

TEST_CASE("Only parts of intensities are made binary", "[data][binarise]") {
  Split split;
  split.examples = 2;
  split.values = 4;
  split.floats = {0.5f, 0.25f, 3, 0.7f, 1, 0.5f, -1, 0.2f};
  Layout layout;
  layout.append({.name = "grey", .kind = PartKind::kIntensity, .cols = 2});
  layout.append({.name = "number", .kind = PartKind::kReal, .cols = 2});
  const Vector mean = meanAfter(split, Binarisation::kThreshold, layout);
  CHECK(mean[0] == 1);
  CHECK(mean[1] == 0.5f);
  CHECK(mean[2] == split.mean()[2]);
  CHECK(mean[3] == split.mean()[3]);
  CHECK(isBinaryAfter(split, Binarisation::kSample, layout.parts[0]));
  CHECK_FALSE(isBinaryAfter(split, Binarisation::kNone, layout.parts[0]));
  CHECK_FALSE(isBinaryAfter(split, Binarisation::kSample, layout.parts[1]));
  CHECK_FALSE(isBinaryAfter(split, Binarisation::kSample, layout));
  layout.parts.pop_back();
  CHECK(isBinaryAfter(split, Binarisation::kSample, layout));
}

TEST_CASE("A set that lists no parts is one part", "[data][layout]") {
  Dataset set;
  set.rows = 2;
  set.cols = 2;
  set.train = threeOfFour();
  const Part grey = layoutOf(set).parts[0];
  CHECK(grey.name == "pixels");
  CHECK(grey.kind == PartKind::kIntensity);
  CHECK(grey.values() == 4);
  set.train.maximum = 1;
  set.train.bytes.assign(12, 1);
  CHECK(layoutOf(set).parts[0].kind == PartKind::kBinary);
  set.test.examples = 1;  // binary to learn from and grey to test with is grey
  set.test.values = 4;
  set.test.floats = {0, 0.5f, 1, 1};
  CHECK(layoutOf(set).parts[0].kind == PartKind::kIntensity);
  set.real = set.train.missing = true;
  set.value_names = {"a", "b", "c", "d"};
  const Part real = layoutOf(set).parts[0];
  CHECK(real.name == "values");
  CHECK(real.kind == PartKind::kReal);
  CHECK(real.low == kUnknownLow);
  CHECK(real.missing);
  CHECK(real.names == set.value_names);
}

TEST_CASE("A set of several parts is a line of values named by its parts", "[data][layout]") {
  Layout layout;
  layout.append({.name = "picture", .kind = PartKind::kBinary, .rows = 2, .cols = 2});
  layout.append({.name = "words", .kind = PartKind::kCounts, .cols = 2, .names = {"cat", "dog"}});
  layout.append({.name = "length", .kind = PartKind::kBinary, .cols = 1});
  Dataset set;
  setLayout(set, layout);
  CHECK(set.rows == 1);
  CHECK(set.cols == 7);
  CHECK(set.real);
  CHECK(set.value_names ==
        std::vector<std::string>{"picture 1", "picture 2", "picture 3", "picture 4", "cat", "dog", "length"});
  layout.parts.resize(1);
  setLayout(set, layout);
  CHECK(set.rows == 2);
  CHECK_FALSE(set.real);
  CHECK(set.value_names.empty());
}

TEST_CASE("The models' option lists the binarisations in the order of their values", "[data][binarise]") {
  CHECK(kBinarisationNames[static_cast<std::size_t>(Binarisation::kThreshold)] == "threshold");
  CHECK(kBinarisationNames[static_cast<std::size_t>(Binarisation::kSample)] == "sample");
  CHECK(kBinarisationNames[static_cast<std::size_t>(Binarisation::kNone)] == "none");
  // Models and data do not see each other, and the session takes a choice's index for a Binarisation.
  const Option option = binarisationOption();
  REQUIRE(option.choices.size() == kBinarisationNames.size());
  for (std::size_t i = 0; i < kBinarisationNames.size(); ++i) {
    CHECK(option.choices[i].name == kBinarisationNames[i]);
  }
}

TEST_CASE("The order of an epoch is a permutation", "[data][order]") {
  EpochOrder order;
  for (const std::uint32_t count : {0u, 1u, 2u, 7u, 1000u}) {
    const auto span = order.shuffle(count, 1, 0);
    std::vector<std::uint32_t> sorted(span.begin(), span.end());
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::uint32_t> all(count);
    std::iota(all.begin(), all.end(), 0u);
    CHECK(sorted == all);
  }
}

TEST_CASE("The order of an epoch depends on seed and epoch and on nothing before", "[data][order]") {
  const auto take = [](EpochOrder& order, std::uint64_t seed, std::uint64_t epoch) {
    const auto span = order.shuffle(100, seed, epoch);
    return std::vector<std::uint32_t>(span.begin(), span.end());
  };
  EpochOrder fresh, used;
  take(used, 1, 0);
  take(used, 1, 1);
  const auto third = take(used, 1, 2);
  CHECK(third == take(fresh, 1, 2));
  CHECK(third != take(fresh, 1, 3));
  CHECK(third != take(fresh, 2, 2));
}

TEST_CASE("The order of epochs treats all places alike", "[data][order]") {
  // Over 4,000 epochs of 5 examples each of the 25 (place, example) pairs is expected 800 times with a
  // standard deviation of sqrt(4000 * 0.2 * 0.8) = 25.3; five of those either way are allowed.
  int seen[5][5] = {};
  EpochOrder order;
  for (std::uint64_t epoch = 0; epoch < 4000; ++epoch) {
    const auto span = order.shuffle(5, 3, epoch);
    for (std::size_t place = 0; place < 5; ++place) ++seen[place][span[place]];
  }
  for (const auto& place : seen) {
    for (const int times : place) {
      CHECK(times > 800 - 127);
      CHECK(times < 800 + 127);
    }
  }
}

TEST_CASE("Shuffling again allocates nothing", "[data][order]") {
  EpochOrder order;
  const std::uint32_t* memory = order.shuffle(1000, 1, 0).data();
  CHECK(order.shuffle(1000, 1, 1).data() == memory);
  CHECK(order.shuffle(10, 1, 2).data() == memory);
}
