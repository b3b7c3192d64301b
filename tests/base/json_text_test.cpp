// The reader of JSON gives what the parser of nlohmann's library gives, an independent one, and refuses what it
// refuses; and it does so wherever it stops.
#include "base/json_text.h"

#include "base/rng.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using namespace harmonium;

namespace {

const std::vector<std::string>& texts() {
  static const std::vector<std::string> all = {
      R"({"model":"rbm","data":"mnist","seed":1,"settings":{"hidden":500,"learningRate":0.05,"layers":[500,250]}})",
      R"({"shape":[2],"examples":[[0,1],[null,-2.5e-3],[1E+2,0.0]],"labels":[-1,0],"names":["a","b"]})",
      R"([])",
      R"({})",
      R"([[[[[]]]],{"a":{"b":{}}}])",
      R"(  [ 1 , 2 ,3 ]  )",
      R"("\"\\\/\b\f\n\r\t\u0041\u00e9\u20ac\ud83d\ude00")",
      "\"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80\"",
      "\xef\xbb\xbf{\"a\":1}",
      R"({"a":1,"b":2,"a":3})",
      // More members than are compared with each other.
      R"({"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10,"k":11,"l":12,"m":13,"n":14,"o":[15],"p":16,
          "q":{"a":17},"r":18})",
      R"({"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10,"k":11,"l":12,"m":13,"n":14,"o":[15],"p":16,
          "q":{"a":17},"b":18,"b":19})",
      R"([true,false,null,-0,0,-1,12345678901234567,1e308,1e-400,0.1,
          18446744073709551615,18446744073709551616,-9223372036854775808,-9223372036854775809])",
      R"({"bytes":"AAECAwQFBgcICQ==","maximum":255})",
  };
  return all;
}

// Reads in pieces of so few operations that it stops after every token.
JsonText inPieces(const std::string& text) {
  Pace pace;
  JsonText out;
  Work work = readJson(pace, text, out);
  pace.allow(1);
  for (work.begin(); !work.done(); pace.resume()) pace.allow(1);
  return out;
}

void check(const std::string& text) {
  const Json expected = Json::parse(text, nullptr, false);
  const Json read = readJson(text);
  INFO(text);
  REQUIRE(read.is_discarded() == expected.is_discarded());
  if (!read.is_discarded()) {
    REQUIRE(read == expected);
    // Equal numbers may be of different types.
    REQUIRE(read.dump(-1, ' ', false, Json::error_handler_t::replace) ==
            expected.dump(-1, ' ', false, Json::error_handler_t::replace));
  }
  REQUIRE(inPieces(text).value.is_discarded() == read.is_discarded());
}

}  // namespace

TEST_CASE("JSON is read as nlohmann's parser reads it", "[json]") {
  for (const std::string& text : texts()) check(text);
  for (const char* text : {"",
                           " ",
                           "[1,]",
                           "{\"a\":1,}",
                           "[1 2]",
                           "{\"a\" 1}",
                           "01",
                           "-",
                           "1.",
                           ".5",
                           "1e",
                           "+1",
                           "1e400",
                           "nul",
                           "tru",
                           "\"",
                           "\"\\u12\"",
                           "\"\\ud800\"",
                           "\"\\ud800\\u0041\"",
                           "\"\\udc00\"",
                           "\"\\x\"",
                           "\"\n\"",
                           "{\"a\":1}x",
                           "[}",
                           "{]",
                           "{1:2}",
                           "[1],[2]",
                           "\"\x80\"",
                           "\"\xc0\x80\"",
                           "\"\xed\xa0\x80\"",
                           "\"\xf4\x90\x80\x80\"",
                           "\"\xe2\x82\"",
                           "]",
                           "}",
                           ",",
                           ":",
                           "[,1]",
                           "{,}",
                           "{\"a\":}",
                           "{\"a\"}",
                           "NaN",
                           "Infinity",
                           "'a'",
                           "[1]//"}) {
    check(text);
  }
}

TEST_CASE("Damaged JSON is read or refused as nlohmann's parser does", "[json]") {
  Rng rng(1, Purpose::kMeasure);
  constexpr std::string_view kBytes = "{}[]\",:0123456789.-+eEtrufalsn\\ /\x80\xc3\xe2\xf0\n";
  constexpr int kTexts = 20'000;
  for (int i = 0; i < kTexts; ++i) {
    std::string text = texts()[rng.below(static_cast<std::uint32_t>(texts().size()))];
    for (std::uint32_t change = rng.below(3) + 1; change > 0 && !text.empty(); --change) {
      const std::size_t at = rng.below(static_cast<std::uint32_t>(text.size()));
      const char byte = kBytes[rng.below(static_cast<std::uint32_t>(kBytes.size()))];
      switch (rng.below(4)) {
        case 0:
          text[at] = byte;
          break;
        case 1:
          text.insert(at, 1, byte);
          break;
        case 2:
          text.erase(at, 1);
          break;
        default:
          text.resize(at);
      }
    }
    check(text);
  }
}

TEST_CASE("The first name that stands twice in the outermost object is told", "[json]") {
  CHECK(inPieces(R"({"a":1,"b":{"c":1,"c":2},"b":3,"a":4})").twice == "b");
  CHECK(inPieces(R"({"a":{"c":1,"c":2}})").twice.empty());
  std::string many = "{";
  for (int i = 0; i < 1000; ++i) many += "\"n" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  const JsonText read = inPieces(many + "\"n7\":-1}");
  CHECK(read.twice == "n7");
  CHECK(read.value.size() == 1000);
  CHECK(read.value["n7"] == -1);
}
