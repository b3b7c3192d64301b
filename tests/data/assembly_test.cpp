#include "data/assembly.h"

#include "tests/data/idx_writer.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

using Catch::Matchers::ContainsSubstring;
using namespace harmonium;
using harmonium::testing::ramp;
using harmonium::testing::writeIdx;
using harmonium::testing::writeIdxFloats;

namespace {

using Bytes = std::vector<std::uint8_t>;

// A file such as the catalogue describes: sizes from the entry, values a ramp that starts anew in every file.
Bytes fileLike(const CatalogueEntry& entry, const DataFile& file) {
  const auto count = static_cast<std::uint32_t>(file.examples);
  if (file.role == FileRole::kTrainLabels || file.role == FileRole::kTestLabels) {
    return writeIdx({count}, ramp(count, static_cast<unsigned>(entry.class_names.size()) - 1));
  }
  const auto rows = static_cast<std::uint32_t>(entry.rows), cols = static_cast<std::uint32_t>(entry.cols);
  const std::size_t pixels = std::size_t{count} * rows * cols;
  return writeIdx({count, rows, cols}, ramp(pixels, static_cast<unsigned>(entry.maximum)));
}

std::string refusalOf(Assembly& assembly, std::string_view path, const Bytes& bytes) {
  const Status status = assembly.add(path, bytes);
  REQUIRE_FALSE(status.ok());
  REQUIRE(status.error().code == ErrorCode::kInvalidData);
  return status.error().sentence;
}

Assembly assemblyOf(std::string_view name) {
  auto assembly = Assembly::of(name);
  REQUIRE(assembly.ok());
  return std::move(assembly.value());
}

}  // namespace

TEST_CASE("The catalogue says everything about every set", "[data][catalogue]") {
  std::set<std::string> names;
  for (const CatalogueEntry& entry : catalogue()) {
    INFO(entry.name);
    CHECK(names.insert(entry.name).second);
    CHECK(findDataset(entry.name) == &entry);
    CHECK_FALSE(entry.title.empty());
    CHECK(entry.sentence.back() == '.');
    CHECK(entry.source.back() == '.');
    CHECK_FALSE(entry.citation.empty());
    CHECK_FALSE(entry.licence.empty());
    CHECK(entry.train > 0);
    // The files hold at least what the set wants, in every role.
    int held[4] = {};
    for (const DataFile& file : entry.files) held[static_cast<int>(file.role)] += file.examples;
    if (!entry.files.empty()) {
      CHECK(held[0] >= entry.train);
      CHECK(held[1] >= entry.train);
      CHECK(held[2] >= entry.test);
      CHECK(held[3] >= entry.test);
    }
  }
  CHECK(findDataset("mnist")->train == 60000);
  CHECK(findDataset("mnist")->test == 10000);
  CHECK(findDataset("nothing") == nullptr);
}

TEST_CASE("Generated sets need no files and have the size the catalogue promises", "[data][catalogue]") {
  for (const CatalogueEntry& entry : catalogue()) {
    if (!entry.files.empty()) continue;
    INFO(entry.name);
    const auto set = assemble(entry.name, {});
    REQUIRE(set.ok());
    CHECK(set.value().name == entry.name);
    CHECK(set.value().title == entry.title);
    CHECK(set.value().rows == entry.rows);
    CHECK(set.value().cols == entry.cols);
    CHECK(set.value().train.examples == entry.train);
    CHECK(set.value().test.examples == entry.test);
    CHECK(set.value().class_names == entry.class_names);
  }
}

TEST_CASE("A set is put together from its files in any order", "[data][assembly]") {
  const CatalogueEntry& entry = *findDataset("digits");
  Assembly assembly = assemblyOf("digits");
  for (auto file = entry.files.rbegin(); file != entry.files.rend(); ++file) {
    REQUIRE(assembly.add(file->path, fileLike(entry, *file)).ok());
  }
  const auto result = assembly.finish();
  REQUIRE(result.ok());
  const Dataset& set = result.value();
  CHECK(set.train.examples == 1415);
  CHECK(set.test.examples == 382);
  CHECK(set.train.examples + set.test.examples == 1797);
  CHECK(set.train.maximum == 16.0f);
  CHECK(set.train.bytes == ramp(1415 * 64, 16));
  CHECK(set.test.bytes == ramp(382 * 64, 16));
  CHECK(set.test.label(11) == 1);
  CHECK(set.class_names.size() == 10);
}

TEST_CASE("A set of real numbers is put together from a table", "[data][assembly]") {
  std::vector<float> numbers(600);
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<float>(i) / 10;
  Assembly assembly = assemblyOf("iris");
  CHECK_THAT(refusalOf(assembly, "iris-values.idx.gz", writeIdxFloats({120, 5}, numbers)),
             ContainsSubstring("holds 120 examples; the catalogue says 150"));
  CHECK_THAT(
      refusalOf(assembly, "iris-values.idx.gz", writeIdxFloats({150, 3}, {numbers.begin(), numbers.begin() + 450})),
      ContainsSubstring("3 values per example; iris has 4"));
  CHECK_THAT(refusalOf(assembly, "iris-values.idx.gz", writeIdx({150, 2, 2}, ramp(600, 9))),
             ContainsSubstring("unsigned bytes"));
  REQUIRE(assembly.add("iris-labels.idx.gz", writeIdx({150}, ramp(150, 2))).ok());
  REQUIRE(assembly.add("iris-values.idx.gz", writeIdxFloats({150, 4}, numbers)).ok());
  const auto result = assembly.finish();
  REQUIRE(result.ok());
  const Dataset& set = result.value();
  CHECK(set.real);
  CHECK(set.rows == 1);
  CHECK(set.cols == 4);
  CHECK(set.train.floats == numbers);
  CHECK(set.test.examples == 0);
  CHECK(set.value_names.size() == 4);
  CHECK(set.class_names.size() == 3);
  CHECK(set.train.label(4) == 1);
}

TEST_CASE("All of MNIST is held in one byte per pixel, the files one after the other", "[data][assembly]") {
  const CatalogueEntry& entry = *findDataset("mnist");
  Assembly assembly = assemblyOf("mnist");
  for (const DataFile& file : entry.files) {
    auto bytes = fileLike(entry, file);
    // Mark each file of images: its first pixel says which it is.
    if (file.role == FileRole::kTrainImages) bytes[16] = static_cast<std::uint8_t>(file.path[19]);
    REQUIRE(assembly.add(file.path, bytes).ok());
  }
  const auto result = assembly.finish();
  REQUIRE(result.ok());
  const Split& train = result.value().train;
  CHECK(train.bytes.size() == 47'040'000);
  CHECK(train.floats.empty());
  for (std::size_t chunk = 0; chunk < 6; ++chunk) CHECK(train.bytes[chunk * 7'840'000] == '0' + chunk);
  CHECK(result.value().test.bytes.size() == 7'840'000);
  CHECK(train.labels.size() == 60'000);
}

TEST_CASE("A part of MNIST takes the first examples of the files it shares with the whole", "[data][assembly]") {
  for (const std::string name : {"mnist-10k", "fashion-mnist-10k"}) {
    const CatalogueEntry& part = *findDataset(name);
    const CatalogueEntry& whole = *findDataset(name.substr(0, name.size() - 4));
    Assembly assembly = assemblyOf(name);
    for (const DataFile& file : part.files) {
      CHECK(
          std::any_of(whole.files.begin(), whole.files.end(), [&](const DataFile& f) { return f.path == file.path; }));
      REQUIRE(assembly.add(file.path, fileLike(part, file)).ok());
    }
    const auto set = assembly.finish();
    REQUIRE(set.ok());
    CHECK(set.value().train.examples == 10'000);
    CHECK(set.value().train.labels.size() == 10'000);
    CHECK(set.value().train.label(9'999) == 9);
    CHECK(set.value().test.examples == 1'000);
    CHECK(set.value().test.bytes.size() == 784'000);
  }
}

TEST_CASE("Files that are not what the catalogue says are refused and change nothing", "[data][assembly]") {
  Assembly assembly = assemblyOf("digits");
  const std::string images = "digits-test-images.idx.gz", labels = "digits-test-labels.idx.gz";
  CHECK_THAT(refusalOf(assembly, images, writeIdx({381, 8, 8}, ramp(381 * 64, 16))),
             ContainsSubstring("holds 381 examples; the catalogue says 382"));
  CHECK_THAT(refusalOf(assembly, images, writeIdx({382, 4, 16}, ramp(382 * 64, 16))),
             ContainsSubstring("4x16 pixels; digits has 8x8"));
  CHECK_THAT(refusalOf(assembly, images, writeIdx({382, 8, 8}, ramp(382 * 64, 17))),
             ContainsSubstring("a pixel of value 17; digits has 0 to 16"));
  CHECK_THAT(refusalOf(assembly, images, writeIdx({382}, ramp(382, 9))), ContainsSubstring("1 dimension"));
  CHECK_THAT(refusalOf(assembly, labels, writeIdx({381}, ramp(381, 9))), ContainsSubstring("holds 381 examples"));
  CHECK_THAT(refusalOf(assembly, labels, writeIdx({382}, ramp(382, 10))),
             ContainsSubstring("a label 10; digits has labels from 0 to 9"));
  CHECK_THAT(refusalOf(assembly, "mnist-train-labels.idx.gz", {}), ContainsSubstring("not one of the files"));

  const auto unfinished = assembly.finish();
  REQUIRE_FALSE(unfinished.ok());
  CHECK_THAT(unfinished.error().sentence, ContainsSubstring(images + ", " + labels));

  // After all these refusals the right files still make the set.
  const CatalogueEntry& entry = *findDataset("digits");
  for (const DataFile& file : entry.files) REQUIRE(assembly.add(file.path, fileLike(entry, file)).ok());
  CHECK_THAT(refusalOf(assembly, images, fileLike(entry, entry.files[2])), ContainsSubstring("given twice"));
  const auto set = assembly.finish();
  REQUIRE(set.ok());
  CHECK(set.value().test.bytes == ramp(382 * 64, 16));
}

TEST_CASE("A data set of an unknown name is refused with the names there are", "[data][assembly]") {
  const auto set = assemble("cifar", {});
  REQUIRE_FALSE(set.ok());
  CHECK(set.error().code == ErrorCode::kUnknownName);
  CHECK_THAT(set.error().sentence, ContainsSubstring("'cifar'"));
  CHECK_THAT(set.error().sentence, ContainsSubstring("digits, bars-and-stripes"));
}
