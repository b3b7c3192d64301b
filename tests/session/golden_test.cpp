// The same spec gives the same parameters bit for bit in every build: this test runs natively with vectors, natively
// without, and as wasm under Node; the JavaScript door and the page in Chromium compare with the same file.
#include "session/codec.h"
#include "tests/support/experiments.h"
#include "tests/support/reference.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

using namespace harmonium;

TEST_CASE("Parameters have the digests that every other build has", "[session][determinism][golden]") {
  const nlohmann::json golden = readReference("hashes.json");
  REQUIRE(golden["runs"].size() >= 5);
  for (const nlohmann::json& run : golden["runs"]) {
    INFO(run["name"].get<std::string>());
    const auto session = experiments::open(run["spec"].dump());
    session->train(run["updates"].get<std::uint64_t>(), 1e12);
    CHECK(session->hash() == run["hash"].get<std::string>());
  }
}
