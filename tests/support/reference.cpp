#include "tests/support/reference.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <string>

namespace harmonium {

// This is the only source that is told where the checkout is. The compiler cache can then use the object of any other
// test in every checkout.
nlohmann::json readReference(const char* name) {
  std::ifstream file(std::string(HARMONIUM_TEST_FOLDER "/reference/") + name);
  return nlohmann::json::parse(file);
}

}  // namespace harmonium
