// Numbers and names in sentences. Oracles: the decimal expansions, and strtod for reading back.
#include "base/words.h"

#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

namespace harmonium {

TEST_CASE("counts have commas between thousands", "[words]") {
  CHECK(countText(0) == "0");
  CHECK(countText(999) == "999");
  CHECK(countText(1415) == "1,415");
  CHECK(countText(1'000'000) == "1,000,000");
}

TEST_CASE("A number in a sentence is the one that was given", "[base][words]") {
  CHECK(exactNumber(12345678.5) == "12345678.5");
  CHECK(exactNumber(0.1) == "0.1");
  CHECK(exactNumber(static_cast<double>(0.1f)) == "0.1");
  CHECK(exactNumber(100) == "100");
  CHECK(exactNumber(1e6) == "1000000");
  CHECK(exactNumber(-1.5e6) == "-1500000");
  CHECK(exactNumber(9007199254740991.0) == "9007199254740991");
  CHECK(exactNumber(123456789012345.0) == "123456789012345");
  CHECK(exactNumber(1e-7) == "1e-07");
  CHECK(exactNumber(-0.0) == "0");
  CHECK(exactNumber(std::numeric_limits<double>::quiet_NaN()) == "NaN");
  CHECK(exactNumber(std::numeric_limits<double>::infinity()) == "Infinity");
  CHECK(exactNumber(-std::numeric_limits<double>::infinity()) == "-Infinity");
  for (const double value : {1.0 / 3, 2.0 / 3e7, 1e300, 5e-324, 0.30000000000000004, 1234567.1}) {
    CHECK(std::strtod(exactNumber(value).c_str(), nullptr) == value);
  }
}

TEST_CASE("A long list of names shows those that are near", "[base][words]") {
  const std::vector<std::string> few = {"hidden", "rate"};
  CHECK(namesNear("hiden", few) == "hidden, rate");
  std::vector<std::string> many;
  for (int i = 0; i < 60; ++i) many.push_back("anotherOption" + std::to_string(i));
  many.emplace_back("hidden");
  many.emplace_back("learningRate");
  const std::string near = namesNear("hiden", many);
  CHECK(near.starts_with("hidden, "));
  CHECK(near.ends_with(" and 56 others"));
  CHECK(near.size() < 150);
  CHECK(namesNear("LEARNINGRATE", many).starts_with("learningRate, "));
  CHECK(namesNear(std::string(100'000, 'x'), many).size() < 150);
}

}  // namespace harmonium
