// Reads JSON (RFC 8259) as work that can stop (base/work.h): a data set given with an experiment is a text of many
// megabytes.
#pragma once

#include "base/work.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace harmonium {

// Members keep their order, so that a spec is always written in the order of its option table.
using Json = nlohmann::ordered_json;

// What was read. `value` is discarded where the text is no JSON: where it breaks the grammar, holds bytes that are no
// UTF-8, or a number that no double can hold. Of two members with one name the last value is kept, in the first place;
// `twice` is the first such name of the outermost object.
struct JsonText {
  Json value = Json(Json::value_t::discarded);
  std::string twice = {};
};

// `text` and `out` have to live until the work is done.
Work readJson(Pace& pace, std::string_view text, JsonText& out);
// The same without a stop.
Json readJson(std::string_view text);

}  // namespace harmonium
