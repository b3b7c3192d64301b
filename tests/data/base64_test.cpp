#include "data/base64.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using namespace harmonium;

namespace {

std::vector<std::uint8_t> bytesOf(std::string_view text) {
  return {text.begin(), text.end()};
}

}  // namespace

TEST_CASE("Base64 has the examples of RFC 4648", "[data][base64]") {
  const std::pair<const char*, const char*> examples[] = {
      {"", ""},
      {"f", "Zg=="},
      {"fo", "Zm8="},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="},
      {"fooba", "Zm9vYmE="},
      {"foobar", "Zm9vYmFy"},
  };
  for (const auto& [plain, coded] : examples) {
    CHECK(encodeBase64(bytesOf(plain)) == coded);
    CHECK(decodeBase64(coded) == bytesOf(plain));
  }
  CHECK(decodeBase64("Zg") == bytesOf("f"));
  CHECK(decodeBase64("Zm8") == bytesOf("fo"));
}

TEST_CASE("Base64 gives back every byte at every place", "[data][base64]") {
  for (std::size_t length = 0; length < 8; ++length) {
    for (unsigned value = 0; value < 256; ++value) {
      std::vector<std::uint8_t> bytes(length, static_cast<std::uint8_t>(value));
      if (length > 2) bytes[1] = static_cast<std::uint8_t>(255 - value);
      REQUIRE(decodeBase64(encodeBase64(bytes)) == bytes);
    }
  }
}

TEST_CASE("What is no base64 is refused", "[data][base64]") {
  for (const std::string text :
       {"Z", "Zg===", "Zh==", "Zm9=", "Zm 8=", "Zm-_", "Zg==Zg==", "====", "=", "\xff\xff\xff\xff", "Zm9v\n"}) {
    INFO(text);
    CHECK_FALSE(decodeBase64(text).has_value());
  }
}
