// Tensor files and snapshots come back as they were written, and damaged files are refused.
#include "session/codec.h"

#include "base/rng.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <cmath>
#include <cstring>
#include <limits>

using Catch::Matchers::ContainsSubstring;
using namespace harmonium;

namespace {

TensorFile example() {
  return {.metadata = {{"a", "b"}, {"text", "with \"quotes\" and \xc3\xa9"}},
          .tensors = {{"W", {2, 3}, {1, 2, 3, 4, 5, 6}}, {"empty", {0, 4}, {}}, {"scalar", {}, {7}}}};
}

std::vector<std::uint8_t> withHeader(std::string header, std::size_t data_bytes) {
  std::vector<std::uint8_t> bytes(8 + header.size() + data_bytes);
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(header.size() >> (8 * i));
  std::memcpy(bytes.data() + 8, header.data(), header.size());
  return bytes;
}

}  // namespace

TEST_CASE("Tensors come back as they were written", "[session][codec]") {
  Result<TensorFile> read = readTensors(writeTensors(example()));
  REQUIRE(read.ok());
  CHECK(read.value().metadata == example().metadata);
  REQUIRE(read.value().tensors.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(read.value().tensors[i].name == example().tensors[i].name);
    CHECK(read.value().tensors[i].shape == example().tensors[i].shape);
    CHECK(read.value().tensors[i].values == example().tensors[i].values);
  }
}

TEST_CASE("The layout is that of safetensors", "[session][codec]") {
  // The format: u64 length, JSON of that length, then the numbers; the header is padded so that they are aligned.
  const std::vector<std::uint8_t> bytes = writeTensors({.metadata = {}, .tensors = {{"x", {2}, {1.0f, -2.0f}}}});
  const std::string header(reinterpret_cast<const char*>(bytes.data()) + 8, bytes[0]);
  CHECK(bytes.size() % 8 == 0);
  CHECK_THAT(header, ContainsSubstring(R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})"));
  float values[2];
  std::memcpy(values, bytes.data() + 8 + bytes[0], sizeof values);
  CHECK(values[0] == 1.0f);
  CHECK(values[1] == -2.0f);
}

TEST_CASE("Pictures travel as bytes where there is a scale for their numbers", "[session][codec]") {
  constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
  using Numbers = std::vector<float>;
  CHECK(byteScaleOf(ViewScale::kUnit, 1, Numbers{0, 0.5f, 1}).has_value());
  CHECK_FALSE(byteScaleOf(ViewScale::kUnit, 1, Numbers{0, -0.01f}).has_value());
  CHECK_FALSE(byteScaleOf(ViewScale::kUnit, 1, Numbers{4.01f}).has_value());
  CHECK_FALSE(byteScaleOf(ViewScale::kUnit, 1, Numbers{kNaN}).has_value());
  CHECK_FALSE(byteScaleOf(ViewScale::kUnit, 0, Numbers{0}).has_value());
  CHECK_FALSE(byteScaleOf(ViewScale::kUnit, std::numeric_limits<float>::infinity(), Numbers{0}).has_value());
  CHECK(byteScaleOf(ViewScale::kSigned, 0.25f, Numbers{-0.25f, 0.25f}).has_value());
  CHECK_FALSE(byteScaleOf(ViewScale::kSigned, 0.25f, Numbers{-1.01f}).has_value());
  // What lies beyond the limit is what it is, in larger steps.
  const std::optional<ByteScale> beyond = byteScaleOf(ViewScale::kSigned, 0.25f, Numbers{-0.5f, 0.1f});
  REQUIRE(beyond.has_value());
  CHECK(beyond->valueOf(1) == -0.5f);
  CHECK(beyond->valueOf(128) == 0);
}

TEST_CASE("A picture of bytes is half a step off at most, and exact at its ends and at zero", "[session][codec]") {
  Rng rng(3, Purpose::kData);
  for (const float limit : {1.0f, 0.037f, 1e-6f, 250.0f}) {
    for (const ViewScale scale : {ViewScale::kUnit, ViewScale::kSigned}) {
      const bool is_signed = scale == ViewScale::kSigned;
      View view{.name = "a", .title = "A", .caption = "B.", .scale = scale, .limit = limit, .shape = {2, 16, 16}};
      for (int i = 0; i < 512; ++i) view.values.push_back(limit * (is_signed ? 2 * rng.uniform() - 1 : rng.uniform()));
      view.values[0] = 0;
      view.values[1] = limit;
      view.values[2] = is_signed ? -limit : limit;
      Snapshot snapshot;
      snapshot.spec = "{}";
      snapshot.curves.push_back({.name = "c", .x = {1, 2, 3}, .y = {4, 5, 6}});
      snapshot.views = {view};
      std::vector<std::uint8_t> floats, bytes;
      encodeSnapshot(snapshot, PictureNumbers::kFloats, floats);
      encodeSnapshot(snapshot, PictureNumbers::kBytes, bytes);
      CHECK(bytes.size() < floats.size() - 2 * 512);
      Result<Snapshot> read = decodeSnapshot(bytes);
      REQUIRE(read.ok());
      CHECK(read.value().curves[0].y == snapshot.curves[0].y);
      const View& got = read.value().views[0];
      CHECK(got.shape == view.shape);
      CHECK(got.values.empty());
      REQUIRE(got.bytes.size() == view.values.size());
      CHECK(got.bytes.data() >= bytes.data());  // it lies in the block: nothing was copied
      CHECK(got.bytes.data() + got.bytes.size() <= bytes.data() + bytes.size());
      for (std::size_t i = 0; i < 3; ++i) CHECK(got.byte_scale.valueOf(got.bytes[i]) == view.values[i]);
      const float half = static_cast<float>(got.byte_scale.step / 2) * 1.0001f;
      bool near = true;
      for (std::size_t i = 0; i < 512; ++i) {
        near = near && std::abs(got.byte_scale.valueOf(got.bytes[i]) - view.values[i]) <= half;
      }
      CHECK(near);
      Result<Snapshot> plain = decodeSnapshot(floats);
      REQUIRE(plain.ok());
      CHECK(plain.value().views[0].values == view.values);
      CHECK(plain.value().views[0].bytes.empty());
    }
  }
}

TEST_CASE("Only pictures travel as bytes, and only in range", "[session][codec]") {
  Snapshot snapshot;
  snapshot.spec = "{}";
  snapshot.views = {
      {.name = "m", .kind = ViewKind::kMatrix, .shape = {1, 2}, .values = {0.25f, 0.5f}},
      {.name = "o", .kind = ViewKind::kImages, .shape = {1, 1, 2}, .values = {0.25f, -0.5f}},
      {.name = "p", .kind = ViewKind::kPairs, .shape = {1, 2, 1, 1}, .values = {0, 1}},
  };
  std::vector<std::uint8_t> bytes;
  encodeSnapshot(snapshot, PictureNumbers::kBytes, bytes);
  Result<Snapshot> read = decodeSnapshot(bytes);
  REQUIRE(read.ok());
  CHECK(read.value().views[0].values == snapshot.views[0].values);
  CHECK(read.value().views[1].values == snapshot.views[1].values);
  CHECK(read.value().views[2].values.empty());
  CHECK(read.value().views[2].bytes.size() == 2);
}

TEST_CASE("A file of weights has no bytes in it", "[session][codec]") {
  std::vector<std::uint8_t> file;
  const std::vector<float> values = {0, 1};
  const std::vector<TensorView> tensors = {{.name = "W", .shape = {2}, .values = values, .as_bytes = ByteScale{}}};
  writeTensors({}, tensors, file);
  CHECK_FALSE(readTensors(file).ok());
  CHECK(readTensors(file, ByteTensors::kTaken).ok());
}

TEST_CASE("Hostile headers are refused with a sentence", "[session][codec]") {
  const auto refused = [](const std::string& header, std::size_t data_bytes = 8) {
    Result<TensorFile> read = readTensors(withHeader(header, data_bytes));
    INFO(header);
    REQUIRE_FALSE(read.ok());
    CHECK(read.error().code == ErrorCode::kInvalidFile);
    CHECK(read.error().sentence.size() > 20);
  };
  refused("");
  refused("[]");
  refused("{\"x\":1}");
  refused(R"({"x":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}})");
  refused(R"({"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})");
  refused(R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})");
  refused(R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})");
  refused(R"({"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})");
  refused(R"({"x":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}})");
  refused(R"({"x":{"dtype":"F32","shape":[4294967295,4294967295,4294967295],"data_offsets":[0,8]}})");
  refused(R"({"x":{"dtype":"F32","shape":[4294967296],"data_offsets":[0,8]}})");
  refused(
      R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})");
  // Bytes of no tensor: before, between and after them. A name that stands twice.
  refused(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})");
  refused(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})");
  refused(
      R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}})",
      12);
  refused(
      R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})");
  refused(R"({"__metadata__":[1]})");
  refused(R"({"__metadata__":{"a":1}})");
  CHECK_FALSE(readTensors({}).ok());
  const std::vector<std::uint8_t> huge(8, 0xff);
  CHECK_FALSE(readTensors(huge).ok());
}

TEST_CASE("No cut and no flipped bit of a file reads out of bounds", "[session][codec][fuzz]") {
  const std::vector<std::uint8_t> good = writeTensors(example());
  for (std::size_t length = 0; length < good.size(); ++length) {
    const std::vector<std::uint8_t> cut(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(length));
    CHECK_FALSE(readTensors(cut).ok());  // every tensor's bytes are claimed, so a cut always shows
  }
  // Flips may give another valid file; what counts is that the sanitizers stay quiet and sizes stay true.
  Rng rng(1, Purpose::kData);
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::uint8_t> bad = good;
    for (std::uint32_t flips = rng.below(4) + 1; flips > 0; --flips) {
      bad[rng.below(static_cast<std::uint32_t>(bad.size()))] ^= static_cast<std::uint8_t>(1u << rng.below(8));
    }
    Result<TensorFile> read = readTensors(bad);
    if (!read) continue;
    for (const NamedTensor& tensor : read.value().tensors) {
      std::size_t count = 1;
      for (const std::uint32_t size : tensor.shape) count *= size;
      REQUIRE(tensor.values.size() == count);
    }
    (void)decodeSnapshot(bad);
    (void)readTensors(bad, ByteTensors::kTaken);
  }
}

TEST_CASE("A snapshot whose JSON lies is read without harm", "[session][codec][fuzz]") {
  for (
      const char* json :
      {"{}", R"({"progress":5,"curves":{"a":1},"views":[1,null,{"kind":7,"tensor":"none"}],"measures":"x"})",
       R"({"phase":{"names":[1,2],"last":"x","signs":7,"inks":["blue",3]},"offers":[5,{"choices":[1,{"options":[{}]}]}]})",
       R"({"views":[{"groups":["a",{"units":-1,"role":9,"rows":1e300}],"links":{"x":[]},"chosen":["a",-1]}]})",
       R"({"views":[{"links":[{"from":99999999999,"to":-3,"kind":[],"first":1.5,"up":"yes"}],"tileNumbers":{}}]})"}) {
    const std::vector<std::uint8_t> bytes = writeTensors({.metadata = {{"snapshot", json}}, .tensors = {}});
    Result<Snapshot> snapshot = decodeSnapshot(bytes);
    INFO(json);
    CHECK(snapshot.ok());
  }
  CHECK_FALSE(decodeSnapshot(writeTensors({.metadata = {{"snapshot", "not json"}}, .tensors = {}})).ok());
}

TEST_CASE("A network, its offer and its phases survive the way to a client", "[session][codec]") {
  Snapshot snapshot;
  snapshot.spec = "{}";
  snapshot.phase = {.names = {"up", "down"},
                    .labels = {"Up", "Down"},
                    .signs = {"v \u2192 h", ""},
                    .inks = {Ink::kData, Ink::kNeutral},
                    .sentence = "S."};
  ViewOffer offer{.name = "network", .title = "Network", .slow_motion = true};
  offer.choices = {{.name = "layer", .label = "Layer", .options = {{"1", "first"}, {"2", "second"}}, .initial = 1}};
  snapshot.offers = {offer, {.name = "chains", .title = "Chains"}};
  View view{.name = "network",
            .title = "Network",
            .caption = "C.",
            .kind = ViewKind::kNetwork,
            .meaning = Meaning::kUpdate,
            .chosen = {1},
            .shape = {5},
            .values = {0, 1, 0.5f, 1, 0}};
  view.groups = {
      {.name = "past", .role = GroupRole::kPast, .units = 2, .rows = 1, .cols = 2},
      {.name = "label y", .role = GroupRole::kLabel, .units = 3, .rows = 0, .cols = 0, .first = 2},
  };
  view.links = {{.from = 0, .to = 1, .kind = LinkKind::kUp, .first = 0, .up = true},
                {.from = 0, .to = 1, .kind = LinkKind::kDown, .first = 6, .down = true}};
  view.weights = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  snapshot.views = {view};
  std::vector<std::uint8_t> bytes;
  encodeSnapshot(snapshot, PictureNumbers::kBytes, bytes);
  Result<Snapshot> read = decodeSnapshot(bytes);
  REQUIRE(read.ok());
  CHECK(read.value().phase.signs == snapshot.phase.signs);
  CHECK(read.value().phase.inks == snapshot.phase.inks);
  REQUIRE(read.value().offers.size() == 2);
  const ViewOffer& offered = read.value().offers[0];
  CHECK(offered.slow_motion);
  CHECK_FALSE(read.value().offers[1].slow_motion);
  REQUIRE(offered.choices.size() == 1);
  CHECK(offered.choices[0].label == "Layer");
  CHECK(offered.choices[0].initial == 1);
  REQUIRE(offered.choices[0].options.size() == 2);
  CHECK(offered.choices[0].options[1].name == "2");
  CHECK(offered.choices[0].options[1].label == "second");
  REQUIRE(read.value().views.size() == 1);
  const View& got = read.value().views[0];
  CHECK(got.meaning == Meaning::kUpdate);
  CHECK(got.chosen == view.chosen);
  CHECK(got.weights == view.weights);
  REQUIRE(got.groups.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(got.groups[i].name == view.groups[i].name);
    CHECK(got.groups[i].role == view.groups[i].role);
    CHECK(got.groups[i].units == view.groups[i].units);
    CHECK(got.groups[i].rows == view.groups[i].rows);
    CHECK(got.groups[i].cols == view.groups[i].cols);
    CHECK(got.groups[i].first == view.groups[i].first);
    CHECK(got.links[i].from == view.links[i].from);
    CHECK(got.links[i].to == view.links[i].to);
    CHECK(got.links[i].kind == view.links[i].kind);
    CHECK(got.links[i].first == view.links[i].first);
    CHECK(got.links[i].up == view.links[i].up);
    CHECK(got.links[i].down == view.links[i].down);
  }
}
