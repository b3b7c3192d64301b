// The numbers in tests/reference that tests compare with.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace harmonium {

// The parsed contents of tests/reference/<name>, for instance of "hashes.json".
nlohmann::json readReference(const char* name);

}  // namespace harmonium
