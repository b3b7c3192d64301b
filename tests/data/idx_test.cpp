#include "data/idx.h"

#include "tests/data/idx_writer.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

using Catch::Matchers::ContainsSubstring;
using namespace harmonium;
using harmonium::testing::ramp;
using harmonium::testing::writeIdx;
using harmonium::testing::writeIdxFloats;

namespace {

std::vector<std::uint8_t> smallImages() {
  return writeIdx({2, 3, 4}, ramp(24, 255));
}
std::vector<std::uint8_t> smallLabels() {
  return writeIdx({5}, {3, 1, 4, 1, 5});
}

// A copy that ends exactly where the file ends, so that the address sanitizer sees a read past it.
class Exact {
 public:
  explicit Exact(std::span<const std::uint8_t> bytes)
      : bytes_(std::make_unique<std::uint8_t[]>(bytes.size())), size_(bytes.size()) {
    std::copy(bytes.begin(), bytes.end(), bytes_.get());
  }
  std::span<const std::uint8_t> view() const { return {bytes_.get(), size_}; }

 private:
  std::unique_ptr<std::uint8_t[]> bytes_;
  std::size_t size_;
};

void requireSentence(const Error& error) {
  REQUIRE(error.code == ErrorCode::kInvalidData);
  REQUIRE_THAT(error.sentence, Catch::Matchers::StartsWith("the file "));
  REQUIRE(error.sentence.back() == '.');
}

std::string refusalOfImages(const std::vector<std::uint8_t>& file) {
  const auto result = parseIdxImages(file, "the file");
  REQUIRE_FALSE(result.ok());
  requireSentence(result.error());
  return result.error().sentence;
}

std::string refusalOfLabels(const std::vector<std::uint8_t>& file) {
  const auto result = parseIdxLabels(file, "the file");
  REQUIRE_FALSE(result.ok());
  requireSentence(result.error());
  return result.error().sentence;
}

std::vector<std::uint8_t> bytesOf(std::string_view text) {
  return {text.begin(), text.end()};
}

}  // namespace

TEST_CASE("An IDX file of images is read with its sizes and its pixels in order", "[data][idx]") {
  const auto file = smallImages();
  const auto images = parseIdxImages(file, "the file");
  REQUIRE(images.ok());
  CHECK(images.value().count == 2);
  CHECK(images.value().rows == 3);
  CHECK(images.value().cols == 4);
  const auto pixels = images.value().pixels;
  CHECK(std::vector<std::uint8_t>(pixels.begin(), pixels.end()) == ramp(24, 255));
}

TEST_CASE("An IDX file of labels is read", "[data][idx]") {
  const auto file = smallLabels();
  const auto labels = parseIdxLabels(file, "the file");
  REQUIRE(labels.ok());
  CHECK(std::vector<std::uint8_t>(labels.value().begin(), labels.value().end()) ==
        std::vector<std::uint8_t>{3, 1, 4, 1, 5});
}

TEST_CASE("Sizes of IDX files are read with the most significant byte first", "[data][idx]") {
  const auto images = parseIdxImages(writeIdx({258, 1, 3}, ramp(774, 255)), "the file");
  REQUIRE(images.ok());
  CHECK(images.value().count == 258);
  CHECK(images.value().cols == 3);
}

TEST_CASE("An IDX table of floats is read with its numbers in order", "[data][idx]") {
  const std::vector<float> numbers = {5.1f, -3.5f, 1e-30f, 0.0f, 16777217.0f, -0.25f};
  const auto table = parseIdxTable(writeIdxFloats({2, 3}, numbers), "the file");
  REQUIRE(table.ok());
  CHECK(table.value().count == 2);
  CHECK(table.value().values == 3);
  CHECK(table.value().numbers == numbers);
}

TEST_CASE("An IDX table that is none is refused with a sentence", "[data][idx][fuzz]") {
  const auto refusal = [](const std::vector<std::uint8_t>& file) {
    const Exact exact(file);
    const auto result = parseIdxTable(exact.view(), "the file");
    REQUIRE_FALSE(result.ok());
    requireSentence(result.error());
    return result.error().sentence;
  };
  const auto table = writeIdxFloats({2, 3}, {1, 2, 3, 4, 5, 6});
  for (std::size_t length = 0; length < table.size(); ++length) {
    REQUIRE_THAT(refusal({table.begin(), table.begin() + static_cast<std::ptrdiff_t>(length)}),
                 ContainsSubstring("cut short"));
  }
  for (std::size_t place = 0; place < 12; ++place) {
    for (int change = 1; change < 256; ++change) {
      auto wrong = table;
      wrong[place] = static_cast<std::uint8_t>(wrong[place] ^ change);
      refusal(wrong);
    }
  }
  auto longer = table;
  longer.push_back(0);
  CHECK_THAT(refusal(longer), ContainsSubstring("promises 24 bytes of a table, and 25 are there"));
  CHECK_THAT(refusal(smallImages()), ContainsSubstring("holds unsigned bytes (IDX type 8); only 32-bit floats"));
  CHECK_THAT(refusal(writeIdxFloats({2, 2000}, {})), ContainsSubstring("2000 values per example; 1 to 1024"));
  CHECK_THAT(refusal(writeIdxFloats({2, 2}, {1, 2, NAN, 4})), ContainsSubstring("value 1 of example 2"));
  CHECK_THAT(refusal(writeIdxFloats({1, 2}, {1, -HUGE_VALF})), ContainsSubstring("value 2 of example 1"));
}

TEST_CASE("Every truncation of an IDX file is refused with a sentence", "[data][idx][fuzz]") {
  const auto images = smallImages();
  for (std::size_t length = 0; length < images.size(); ++length) {
    const Exact cut(std::span(images).first(length));
    const auto result = parseIdxImages(cut.view(), "the file");
    REQUIRE_FALSE(result.ok());
    requireSentence(result.error());
    REQUIRE_THAT(result.error().sentence, ContainsSubstring("cut short"));
  }
  const auto labels = smallLabels();
  for (std::size_t length = 0; length < labels.size(); ++length) {
    const Exact cut(std::span(labels).first(length));
    const auto result = parseIdxLabels(cut.view(), "the file");
    REQUIRE_FALSE(result.ok());
    requireSentence(result.error());
  }
}

TEST_CASE("Every change of one header byte of an IDX file is refused with a sentence", "[data][idx][fuzz]") {
  // No change of one byte leaves count * rows * columns as it was, so none may be read.
  const auto images = smallImages();
  for (std::size_t place = 0; place < 16; ++place) {
    for (int change = 1; change < 256; ++change) {
      auto bytes = images;
      bytes[place] = static_cast<std::uint8_t>(bytes[place] ^ change);
      const Exact wrong(bytes);
      const auto result = parseIdxImages(wrong.view(), "the file");
      INFO("byte " << place << " changed by " << change);
      REQUIRE_FALSE(result.ok());
      requireSentence(result.error());
    }
  }
  const auto labels = smallLabels();
  for (std::size_t place = 0; place < 8; ++place) {
    for (int change = 1; change < 256; ++change) {
      auto bytes = labels;
      bytes[place] = static_cast<std::uint8_t>(bytes[place] ^ change);
      const Exact wrong(bytes);
      const auto result = parseIdxLabels(wrong.view(), "the file");
      REQUIRE_FALSE(result.ok());
      requireSentence(result.error());
    }
  }
}

TEST_CASE("Bytes after the end of an IDX file are refused", "[data][idx]") {
  auto file = smallImages();
  file.push_back(0);
  CHECK_THAT(refusalOfImages(file), ContainsSubstring("promises 24 bytes of images, and 25 are there"));
}

TEST_CASE("Labels are not taken for images nor images for labels", "[data][idx]") {
  CHECK_THAT(refusalOfImages(smallLabels()), ContainsSubstring("1 dimension, as labels have; images were"));
  CHECK_THAT(refusalOfLabels(smallImages()), ContainsSubstring("3 dimensions, as images have; labels were"));
}

TEST_CASE("An IDX file of another type of values is refused by the type's name", "[data][idx]") {
  auto file = smallImages();
  file[2] = 0x0D;
  CHECK_THAT(refusalOfImages(file), ContainsSubstring("32-bit floats (IDX type 13)"));
  file[2] = 0x0A;
  CHECK_THAT(refusalOfImages(file), ContainsSubstring("unknown type"));
}

TEST_CASE("A foreign file is called by its name", "[data][idx]") {
  using namespace std::string_literals;
  CHECK_THAT(refusalOfImages(bytesOf("\x1f\x8b\x08\x00\x00"s)), ContainsSubstring("a gzip archive"));
  CHECK_THAT(refusalOfImages(bytesOf("\x89PNG\r\n\x1a\n"s)), ContainsSubstring("a PNG picture"));
  CHECK_THAT(refusalOfLabels(bytesOf("PK\x03\x04..."s)), ContainsSubstring("a zip archive"));
  CHECK_THAT(refusalOfLabels(bytesOf("<!doctype html><title>404"s)), ContainsSubstring("a web page"));
  CHECK_THAT(refusalOfImages(bytesOf("0,0,5,13,9,1"s)), ContainsSubstring("two zero bytes"));
}

TEST_CASE("Absurd sizes are refused without being multiplied out of range", "[data][idx]") {
  // 2^32 - 1 three times: the product is beyond 64 bits.
  CHECK_THAT(refusalOfImages(writeIdx({0xffffffff, 0xffffffff, 0xffffffff}, {})),
             ContainsSubstring("4294967295 examples; 1 to 1000000 are allowed"));
  CHECK_THAT(refusalOfImages(writeIdx({1, 0x10000, 0x10000}, {})), ContainsSubstring("65536 rows; 1 to 1024"));
  // 65,536 * 256 * 256 = 2^32: nothing at all if it were counted in 32 bits.
  CHECK_THAT(refusalOfImages(writeIdx({65536, 256, 256}, {})), ContainsSubstring("4294967296 bytes"));
  CHECK_THAT(refusalOfImages(writeIdx({0, 3, 4}, {})), ContainsSubstring("0 examples"));
  CHECK_THAT(refusalOfLabels(writeIdx({1000001}, {})), ContainsSubstring("1000001 examples"));
}

TEST_CASE("Images and labels become one split when there is a label for every image", "[data][idx]") {
  const auto images = smallImages();
  const auto pair = parseIdxPair(images, "the file", writeIdx({2}, {7, 0}), "labels.idx");
  REQUIRE(pair.ok());
  CHECK(pair.value().examples == 2);
  CHECK(pair.value().values == 12);
  CHECK(pair.value().bytes == ramp(24, 255));
  CHECK(pair.value().labels == std::vector<std::int16_t>{7, 0});

  const auto wrong = parseIdxPair(images, "the file", smallLabels(), "labels.idx");
  REQUIRE_FALSE(wrong.ok());
  requireSentence(wrong.error());
  CHECK_THAT(wrong.error().sentence, ContainsSubstring("2 images and labels.idx has 5 labels"));
}
