// Settings as JSON: how specs, links and the options of measures carry them. A list of sizes is a list of whole
// numbers; an option with one value per entry of such a list is a number, or a list of as many.
#pragma once

#include "base/options.h"
#include "session/json.h"

namespace harmonium {

// Of one option: a number, true or false, the name of a choice, or a list of numbers.
Json initialJson(const Option& option);
Json valueJson(const Settings& settings, const Option& option);

// All there is to say about one option, for the catalogue (written in session/catalogue.cpp).
Json optionJson(const Option& option);

// Sets what `object` has, in whatever order: how long one list may be can depend on another. Refused as Settings::set()
// refuses; nothing changes then.
Status setAll(Settings& settings, const Json& object);

}  // namespace harmonium
