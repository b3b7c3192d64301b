#include "app/logic/format.h"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <limits>

using namespace harmonium::app;

namespace {
constexpr double kInfinity = std::numeric_limits<double>::infinity();
}

TEST_CASE("counts are grouped by three digits", "[app][format]") {
  CHECK(formatCount(0) == "0");
  CHECK(formatCount(999) == "999");
  CHECK(formatCount(1000) == "1,000");
  CHECK(formatCount(1234567) == "1,234,567");
  CHECK(formatCount(-1234) == "\u22121,234");
}

TEST_CASE("ticks are short: thousands and millions by a letter", "[app][format]") {
  CHECK(formatShort(0) == "0");
  CHECK(formatShort(950) == "950");
  CHECK(formatShort(1000) == "1k");
  CHECK(formatShort(12345) == "12.3k");
  CHECK(formatShort(123456) == "123k");
  CHECK(formatShort(2.5e6) == "2.5M");
  CHECK(formatShort(9.64e9) == "9.6G");
  CHECK(formatShort(-0.25) == "\u22120.25");
}

TEST_CASE("values keep the digits that mean something, with a real minus sign", "[app][format]") {
  CHECK(formatValue(0) == "0");
  CHECK(formatValue(-84.5512) == "\u221284.55");
  CHECK(formatValue(0.0062995) == "0.006300");
  CHECK(formatValue(12345.678) == "12,346");
  CHECK(formatValue(1.5e-9, 3) == "1.50e\u221209");
  CHECK(formatValue(kInfinity) == "\u221e");
  CHECK(formatValue(std::nan("")) == "not a number");
}

TEST_CASE("a value that is known only so far shows no more digits than that", "[app][format]") {
  CHECK(formatWithin(0.42745, 0, 3) == "0.427");
  CHECK(formatWithin(0.42745, 0.5 / 255, 3) == "0.43");
  CHECK(formatWithin(-0.42745, 0.5 / 255, 3) == "\u22120.43");
  CHECK(formatWithin(0.001, 0.5 / 255, 3) == "0.00");
  CHECK(formatWithin(0, 0.5 / 255, 3) == "0");
  CHECK(formatWithin(1, 0.5 / 255, 3) == "1.00");
  CHECK(formatWithin(0.0123456, 0.00005, 3) == "0.0123");
  CHECK(formatWithin(123.4, 3, 3) == "123");
}

TEST_CASE("an estimate has as many decimals as its error has two digits", "[app][format]") {
  const Estimate fine = formatEstimate(-84.5512, 0.531);
  CHECK(fine.value == "\u221284.55");
  CHECK(fine.error == "0.53");
  const Estimate coarse = formatEstimate(451.27, 12.7);
  CHECK(coarse.value == "451");
  CHECK(coarse.error == "13");
  const Estimate small = formatEstimate(0.0503712, 0.00021);
  CHECK(small.value == "0.05037");
  CHECK(small.error == "0.00021");
}

TEST_CASE("an exact value shows no error", "[app][format]") {
  CHECK(formatEstimate(-18.470, std::nullopt).error.empty());
  CHECK(formatEstimate(-18.470, 0.0).error.empty());
  CHECK(formatEstimate(-kInfinity, 1.0).value == "\u2212\u221e");
}

TEST_CASE("names become words in a sentence, abbreviations stay", "[app][format]") {
  CHECK(lowerFirst("Restricted Boltzmann machine") == "restricted Boltzmann machine");
  CHECK(lowerFirst("MNIST") == "MNIST");
  CHECK(lowerFirst("") == "");
  CHECK(std::string(article("autoencoder")) == "an");
  CHECK(std::string(article("machine")) == "a");
}

TEST_CASE("sizes are read in kilobytes and megabytes", "[app][format]") {
  CHECK(formatMegabytes(640000) == "640 kB");
  CHECK(formatMegabytes(9900000) == "9.9 MB");
  CHECK(formatDuration(0.02) == "under 0.1 s");
  CHECK(formatDuration(0.3) == "0.3 s");
  CHECK(formatDuration(9.94) == "9.9 s");
  CHECK(formatDuration(12.4) == "12 s");
  CHECK(formatDuration(99) == "99 s");
  CHECK(formatDuration(150) == "2 min");
}

TEST_CASE("a whole number without an error is written as one", "[app][format]") {
  CHECK(formatEstimate(8, std::nullopt).value == "8");
  CHECK(formatEstimate(-3.25, std::nullopt).value == "\u22123.2500");
  CHECK(formatEstimate(8, 0.5).value == "8.00");
}
