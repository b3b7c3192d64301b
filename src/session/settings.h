// Settings as JSON, as specs, links and the options of measures carry them. A list of sizes is a list of whole numbers.
// An option with one value per entry of such a list is one number, or a list of as many numbers.
#pragma once

#include "base/options.h"
#include "session/json.h"

namespace harmonium {

// The default of an option, and its value in `settings`: a number, true or false, the name of a choice, or a list of
// numbers.
Json initialJson(const Option& option);
Json valueJson(const Settings& settings, const Option& option);

// Everything a form needs to know about one option. The catalogue lists it, so session/catalogue.cpp defines it.
Json optionJson(const Option& option);

// Sets every option that `object` names. The order of its members does not matter, although the length of one list may
// depend on another. Refused as Settings::set() refuses; nothing changes then.
Status setAll(Settings& settings, const Json& object);

}  // namespace harmonium
